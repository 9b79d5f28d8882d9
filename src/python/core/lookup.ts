// Classes of values, and attributes found along a class's order. Knows no descriptors and no calls.
import type { ClassValue, Value } from '../value';
import { builtinClass, nameInWords } from './classes';
import { typeNameOf } from './sequences';

const objectClass = builtinClass('object');

/** The class of any value. */
export function classOf(value: Value): ClassValue {
  if ('cls' in value && value.cls) return value.cls;
  return kindClass(value);
}

/** How messages name the type of a value. */
export const typeName = (value: Value): string => nameInWords(classOf(value));

/** The builtin type that a value is made of, whatever class it was given. */
export const kindClass = (value: Value): ClassValue =>
  value.kind === 'instance' ? value.cls : builtinClass(kindName(value));

function kindName(value: Value): string {
  if (value.kind === 'set') return value.frozen ? 'frozenset' : 'set';
  if ('cls' in value && value.cls) return value.kind;
  return typeNameOf(value);
}

/** An attribute of a class or of those it derives from. */
export function findInClass(cls: ClassValue, name: string): Value | undefined {
  for (const step of cls.mro) {
    const found = step.attrs.get(name);
    if (found) return found;
  }
  return undefined;
}

/** An attribute of the value's class; also of the builtin type behind a class that a library made without naming it. */
export function findOnType(value: Value, name: string): Value | undefined {
  const cls = classOf(value);
  return (
    findInClass(cls, name) ??
    (value.kind === 'instance' ? undefined : findInClass(kindClass(value), name)) ??
    objectClass.attrs.get(name)
  );
}

/** Whether the class of a builtin kind of value changes an operation: then the fast path must not be taken. */
export const isPlain = (value: Value): boolean => !('cls' in value) || value.cls === undefined;

export const isSubclass = (cls: ClassValue, of: ClassValue): boolean => of === objectClass || cls.mro.includes(of);

/** A number of a library's own class, which does not derive from the builtin one that it is kept as. */
export const isForeignNumber = (value: Value): boolean =>
  (value.kind === 'int' || value.kind === 'float') &&
  value.cls !== undefined &&
  !isSubclass(value.cls, kindClass(value));

export function isInstance(value: Value, cls: ClassValue): boolean {
  if (isSubclass(classOf(value), cls)) return true;
  return value.kind !== 'instance' && !isForeignNumber(value) && isSubclass(kindClass(value), cls);
}
