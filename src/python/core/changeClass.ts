// `x.__class__ = C`: another class for an object that lives. Knows no evaluator.
import type { ClassValue, Value } from '../value';
import { isBuiltinClass } from './classes';
import { classOf } from './lookup';
import { typeError } from './pyError';
import { allowedBySlots, slotsOf } from './slots';

/** Whether objects of both classes are laid out alike: over the same type of Python's own, with room for the same names. */
function isAlike(a: ClassValue, b: ClassValue): boolean {
  const solid = (cls: ClassValue): ClassValue | undefined => cls.mro.find(isBuiltinClass);
  const room = (cls: ClassValue): string => [allowedBySlots(cls, '__dict__'), ...slotsOf(cls)].join();
  return solid(a) === solid(b) && room(a) === room(b);
}

/** Throws CPython's TypeError where the class does not fit. */
export function changeClass(object: Value, wanted: Value): void {
  if (wanted.kind !== 'class')
    throw typeError(`__class__ must be set to a class, not '${classOf(wanted).name}' object`);
  const own = classOf(object);
  if (object.kind !== 'instance' || isBuiltinClass(own) || isBuiltinClass(wanted))
    throw typeError('__class__ assignment only supported for mutable types or ModuleType subclasses');
  if (!isAlike(own, wanted))
    throw typeError(`__class__ assignment: '${wanted.name}' object layout differs from '${own.name}'`);
  object.cls = wanted;
}
