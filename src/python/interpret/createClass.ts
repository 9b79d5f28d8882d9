// Makes a class of its parts: what `class` and `type(name, bases, dict)` share. Knows no syntax.
import type { FunctionCode } from '../core/calling';
import { makeClass } from '../core/classes';
import { entriesOf } from '../core/keys';
import { classOf, findInClass, isSubclass } from '../core/lookup';
import { typeError } from '../core/pyError';
import { qualname } from '../core/show';
import type { Vm } from '../core/vm';
import { type ClassValue, none, type Run, str, type Value } from '../value';

export interface ClassParts {
  readonly name: string;
  readonly bases: readonly ClassValue[];
  readonly attrs: Map<string, Value>;
  /** Handed to `__init_subclass__`. */
  readonly keywords: ReadonlyMap<string, Value>;
  readonly metaclass: ClassValue;
}

/** The most derived among the metaclasses of the bases and the one that is asked for. Raises TypeError. */
export function mostDerived(asked: ClassValue, bases: readonly Value[]): ClassValue {
  let winner = asked;
  for (const base of bases) {
    const own = classOf(base);
    if (isSubclass(winner, own)) continue;
    if (!isSubclass(own, winner))
      throw typeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      );
    winner = own;
  }
  return winner;
}

/** Tells the methods of a class body which class `super()` means. */
function fillCells(cls: ClassValue): void {
  const fill = (value: Value | undefined): void => {
    if (value?.kind === 'classmethod' || value?.kind === 'staticmethod') fill(value.func);
    if (value?.kind === 'property') for (const part of [value.get, value.set, value.del]) fill(part);
    const cell = value?.kind === 'function' ? (value.code as FunctionCode).cell : undefined;
    if (cell) cell.cls ??= cls;
  };
  for (const value of cls.attrs.values()) fill(value);
}

/** What `type.__new__` does. Raises TypeError. */
export function* createClass(vm: Vm, { name, bases: given, attrs, keywords, metaclass }: ClassParts): Run<Value> {
  const bases = given.length ? given : [vm.objectClass];
  for (const base of bases)
    if (
      /^(?:bool|NoneType|function|range|slice|ellipsis|method|generator)$/.test(base.name) &&
      vm.builtinClass(base.name) === base
    )
      throw typeError(`type '${base.name}' is not an acceptable base type`);
  if (new Set(bases).size !== bases.length)
    throw typeError(`duplicate base class ${bases.find((b, i) => bases.indexOf(b) !== i)?.name}`);
  const module = attrs.get('__module__');
  const cls = makeClass(name, module?.kind === 'str' ? module.value : '__main__', bases, attrs, metaclass);
  if (!cls)
    throw typeError(
      `Cannot create a consistent method resolution\norder (MRO) for bases ${bases.map((base) => base.name).join(', ')}`,
    );
  fillCells(cls);
  if (!attrs.has('__module__')) attrs.set('__module__', str(cls.module));
  if (!attrs.has('__doc__')) attrs.set('__doc__', none);
  if (attrs.has('__eq__') && !attrs.has('__hash__')) attrs.set('__hash__', none);
  for (const special of ['__init_subclass__', '__class_getitem__'] as const) {
    const method = attrs.get(special);
    if (method?.kind === 'function') attrs.set(special, { kind: 'classmethod', func: method });
  }
  for (const [key, value] of [...attrs]) {
    if (value.kind !== 'instance') continue;
    const hook = findInClass(value.cls, '__set_name__');
    if (hook) yield* vm.callMethod(hook, value, [cls, str(key)]);
  }
  const hook = cls.mro
    .slice(1)
    .map((step) => step.attrs.get('__init_subclass__'))
    .find((found) => found !== undefined);
  if (hook) yield* vm.callMethod(hook, cls, [], keywords);
  else if (keywords.size) throw typeError(`${qualname(cls)}.__init_subclass__() takes no keyword arguments`);
  // Enum and NamedTuple make something else of the class.
  const finish = cls.mro
    .slice(1)
    .map((step) => step.attrs.get('__class_made__'))
    .find((found) => found !== undefined);
  return finish ? yield* vm.call(finish, [cls, { kind: 'dict', entries: entriesOf(attrs) }]) : cls;
}
