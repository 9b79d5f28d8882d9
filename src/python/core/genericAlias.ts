// `list[int]`: a class with type arguments, which counts as the class itself when it is called. Knows no syntax.
import {
  bool,
  type ClassValue,
  type InstanceValue,
  int,
  notImplemented,
  type Run,
  settled,
  str,
  tuple,
  type Value,
} from '../value';
import { builtinClass } from './classes';
import { hashOf } from './keys';
import { addMethods, type MethodRow } from './native';
import { typeError } from './pyError';
import { qualname } from './show';
import { argumentProperties, argumentsIn, computed, Subscripted, substituted } from './typeArguments';
import type { Vm } from './vm';

class Alias extends Subscripted {
  constructor(
    readonly origin: ClassValue,
    readonly args: readonly Value[],
  ) {
    super();
  }
  override again(_: Vm, args: readonly Value[]): Run<Value> {
    return settled(aliasOf(this.origin, args));
  }
}
let cls: ClassValue | undefined;

const aliasOf = (origin: ClassValue, args: readonly Value[]): InstanceValue => {
  cls ??= aliasClass();
  return { kind: 'instance', cls, attrs: new Map(), native: new Alias(origin, args) };
};

const isCallable = (origin: ClassValue): boolean => origin.name === 'Callable' && origin.module === 'collections.abc';

/** `origin[key]`; the arguments of a function stand in a row, its result last. */
export const genericAlias = (origin: ClassValue, key: Value): InstanceValue =>
  aliasOf(
    origin,
    argumentsIn(key).flatMap((arg) => (arg.kind === 'list' && isCallable(origin) ? arg.items : [arg])),
  );

const partsOf = (self: Value | undefined): Alias => (self as InstanceValue).native as Alias;
const isAlias = (value: Value | undefined): boolean => value?.kind === 'instance' && value.native instanceof Alias;

/** A class as a type is written: with its module, where that is not Python's own. */
export const classText = (of: ClassValue): string =>
  of.module === 'builtins' ? qualname(of) : `${of.module}.${qualname(of)}`;

/** An argument as `list[...]` and `... | ...` show it. */
export function* argumentText(vm: Vm, value: Value): Run<string> {
  if (value.kind === 'class') return classText(value);
  if (value.kind === 'ellipsis') return '...';
  return value.kind === 'function' ? `__main__.${value.qualname}` : yield* vm.repr(value);
}

/** What is asked of the alias itself; everything else of its class. */
const ownNames = /^__(?:class|bases|origin|args|parameters|mro_entries|unpacked|reduce|reduce_ex|copy|deepcopy)__$/;

const refused = (name: string) => (): never => {
  throw typeError(`${name}() argument 2 cannot be a parameterized generic`);
};

/** What `|` joins to a union by itself. */
export const isTypeLike = (value: Value): boolean =>
  value.kind === 'class' ||
  value.kind === 'none' ||
  (value.kind === 'instance' &&
    (value.cls === builtinClass('UnionType') || value.cls === builtinClass('GenericAlias')));

/** The other side may have more to say: `List[int]` makes a union of its own. */
const joined = (vm: Vm, left: Value, right: Value): Value =>
  isTypeLike(left) && isTypeLike(right) ? vm.unionType(left, right) : notImplemented;

export const joining: readonly MethodRow[] = [
  ['__or__', 'other', (vm, [self, other]) => joined(vm, self as Value, other as Value), 'handled'],
  ['__ror__', 'other', (vm, [self, other]) => joined(vm, other as Value, self as Value), 'handled'],
];

function aliasClass(): ClassValue {
  const made = builtinClass('GenericAlias');
  for (const [name, property] of [...argumentProperties, computed('__origin__', (_, self) => partsOf(self).origin)])
    made.attrs.set(name, property);
  addMethods(made, [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const { origin, args } = partsOf(self);
        const texts: string[] = [];
        for (const arg of args) texts.push(yield* argumentText(vm, arg));
        if (isCallable(origin) && args[0]?.kind !== 'ellipsis')
          texts.unshift(`[${texts.splice(0, texts.length - 1).join(', ')}]`);
        return str(`${classText(origin)}[${texts.join(', ') || '()'}]`);
      },
      'inside',
    ],
    [
      '__getattr__',
      'name',
      (vm, [self, name]) =>
        name?.kind === 'str' && !ownNames.test(name.value)
          ? vm.getAttr(partsOf(self).origin, name.value)
          : vm.raise('AttributeError', name?.kind === 'str' ? name.value : ''),
      'handled',
    ],
    [
      '__eq__',
      'other',
      function* (vm, [self, other]) {
        if (!isAlias(other)) return notImplemented;
        const [a, b] = [partsOf(self), partsOf(other)];
        return a.origin === b.origin ? yield* vm.compare('==', tuple(a.args), tuple(b.args)) : bool(false);
      },
      'handled',
    ],
    [
      '__hash__',
      '',
      function* (vm, [self]) {
        const { origin, args } = partsOf(self);
        return int(yield* hashOf(vm, tuple([origin, ...args])));
      },
      'handled',
    ],
    [
      '__call__',
      '*args, **keywords',
      function* (vm, [self], { positional: [, ...args], keywords }) {
        const object = yield* vm.call(partsOf(self).origin, args, keywords);
        if (object.kind === 'instance') yield* keepOrigin(vm, object, self as Value);
        return object;
      },
      'handled',
    ],
    [
      '__getitem__',
      'params',
      (vm, [self, key]) => substituted(vm, self as Value, argumentsIn(key as Value)),
      'handled',
    ],
    ['__mro_entries__', 'bases', (_, [self]) => tuple([partsOf(self).origin]), 'handled'],
    ['__instancecheck__', 'instance', refused('isinstance'), 'handled'],
    ['__subclasscheck__', 'subclass', refused('issubclass'), 'handled'],
    ...joining,
  ]);
  return made;
}

/** An object made through a type with arguments knows it, where it takes attributes. */
export function* keepOrigin(vm: Vm, object: Value, type: Value): Run<void> {
  try {
    yield* vm.setAttr(object, '__orig_class__', type);
  } catch (error) {
    if (!vm.isRaised(error, 'AttributeError')) throw error;
  }
}
