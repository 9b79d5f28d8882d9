// The classes of what `typing` has: how its objects are shown, compared, called, asked and derived from.

import { keepOrigin } from '../core/genericAlias';
import { hashOf } from '../core/keys';
import { isSubclass } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { PyError, typeError } from '../core/pyError';
import { argumentProperties, argumentsIn, computed, substituted } from '../core/typeArguments';
import { hashOfParts, sameParts, unionParts } from '../core/unionType';
import type { Vm } from '../core/vm';
import { quoted } from '../text/quote';
import { bool, int, none, notImplemented, type Run, settled, str, tuple, type Value } from '../value';
import { reference } from './check';
import { aliasOf, classNames, formOf, isTypingClass, namedOf, referenceOf, typeText } from './forms';
import { ofForm, ofNamed, unionOf } from './subscript';
import { aliasText, nameOf } from './text';
import { type World, worldOf } from './world';

const isDunder = (name: string): boolean => /^__\w+__$/.test(name);

/** `A | B` where one of them is of `typing`. */
export const joining: readonly MethodRow[] = [
  ['__or__', 'other', (vm, [self, other]) => unionOf(vm, [self as Value, other as Value]), 'handled'],
  ['__ror__', 'other', (vm, [self, other]) => unionOf(vm, [other as Value, self as Value]), 'handled'],
];

const shown = (text: (vm: Vm, self: Value) => Run<string>): MethodRow => [
  '__repr__',
  '',
  function* (vm, [self]) {
    return str(yield* text(vm, self as Value));
  },
  'inside',
];

/** What an alias has of its own; other names are those of its origin. */
const attribute: MethodRow = [
  '__getattr__',
  'name',
  function* (vm, [self, named]) {
    const name = nameOf(named);
    const own = aliasOf(self)?.parts.name ?? namedOf(self)?.name ?? formOf(self)?.name;
    const origin = aliasOf(self)?.parts.origin() ?? namedOf(self)?.origin();
    if (/^(?:__name__|__qualname__|_name)$/.test(name) && own) return str(own);
    if (name === '_name') return none;
    if (name === '__module__' && (own || !origin)) return str('typing');
    if (origin && (!isDunder(name) || name === '__name__' || name === '__qualname__' || name === '__module__'))
      return yield* vm.getAttr(origin, name);
    throw new PyError('AttributeError', name);
  },
  'handled',
];

function* called(vm: Vm, self: Value, args: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value> {
  const named = namedOf(self);
  const parts = aliasOf(self)?.parts;
  const origin = named?.origin() ?? parts?.origin() ?? none;
  const form = formOf(self) ?? formOf(origin);
  if (form)
    throw typeError(`Cannot instantiate ${form === formOf(self) ? `typing.${form.name}` : yield* vm.repr(origin)}`);
  const name = named?.name ?? parts?.name;
  if (!(named ?? parts)?.makes && name)
    throw typeError(`Type ${name} cannot be instantiated; use ${yield* typeText(vm, origin)}() instead`);
  const object = yield* vm.call(origin, args, keywords);
  if (object.kind === 'instance' && parts) yield* keepOrigin(vm, object, self);
  return object;
}

/** The classes that an alias stands for among the bases of a class. */
function* basesFor(vm: Vm, self: Value, bases: Value | undefined): Run<Value> {
  const parts = aliasOf(self)?.parts;
  const origin = parts?.origin() ?? namedOf(self)?.origin() ?? none;
  const { generic } = worldOf(vm);
  const all = bases?.kind === 'tuple' ? bases.items : [];
  const after = all.slice(all.indexOf(self) + 1);
  const others = after.some(
    (base) => aliasOf(base) ?? namedOf(base) ?? (base.kind === 'class' && generic && isSubclass(base, generic)),
  );
  if (formOf(origin)) throw typeError(`Cannot subclass ${yield* vm.repr(self)}`);
  if (parts?.name || namedOf(self)) return tuple([origin, ...(others || !generic ? [] : [generic])]);
  if (isTypingClass(origin, 'Generic')) {
    const protocol = all.some((base) => isTypingClass(aliasOf(base)?.parts.origin() ?? base, 'Protocol'));
    return tuple(others || protocol ? [] : [origin]);
  }
  return tuple([origin]);
}

const refused = (): never => {
  throw typeError('Subscripted generics cannot be used with class and instance checks');
};

const checks = (
  asked: (vm: Vm, self: Value, value: Value, name: 'isinstance' | 'issubclass') => Run<Value>,
): MethodRow[] => [
  [
    '__instancecheck__',
    'instance',
    (vm, [self, value]) => asked(vm, self as Value, value as Value, 'isinstance'),
    'handled',
  ],
  [
    '__subclasscheck__',
    'subclass',
    (vm, [self, value]) => asked(vm, self as Value, value as Value, 'issubclass'),
    'handled',
  ],
];

const ask = (vm: Vm, name: 'isinstance' | 'issubclass', value: Value, of: Value): Run<Value> =>
  vm.call(vm.builtins.get(name) ?? none, [value, of]);

const common: readonly MethodRow[] = [
  attribute,
  [
    '__call__',
    '*args, **keywords',
    (vm, [self], { positional: [, ...args], keywords }) => called(vm, self as Value, args, keywords),
    'handled',
  ],
  ['__mro_entries__', 'bases', (vm, [self, bases]) => basesFor(vm, self as Value, bases), 'handled'],
];

/** Types with arguments: of one kind, one origin and equal arguments they are equal. */
const aliasRows: readonly MethodRow[] = [
  ...common,
  ...joining,
  shown((vm, self) => aliasText(vm, aliasOf(self) as NonNullable<ReturnType<typeof aliasOf>>)),
  [
    '__eq__',
    'other',
    function* (vm, [self, other]) {
      const [a, b] = [aliasOf(self), aliasOf(other)];
      const parts = a?.parts.kind === 'Union' ? unionParts(other) : undefined;
      if (a && parts) return bool(yield* sameParts(vm, a.args, parts));
      if (!a || !b || a.parts.kind !== b.parts.kind) return notImplemented;
      if (a.parts.kind === 'Union') return bool(yield* sameParts(vm, a.args, b.args));
      const [x, y] = [keyOf(vm, a), keyOf(vm, b)];
      if (a.parts.kind === 'Literal') return bool(yield* sameParts(vm, x.items, y.items));
      return yield* vm.compare('==', x, y);
    },
    'handled',
  ],
  [
    '__hash__',
    '',
    function* (vm, [self]) {
      const own = aliasOf(self) as NonNullable<ReturnType<typeof aliasOf>>;
      if (own.parts.kind === 'Union' || own.parts.kind === 'Literal')
        return yield* hashOfParts(vm, keyOf(vm, own).items);
      return int(yield* hashOf(vm, keyOf(vm, own)));
    },
    'handled',
  ],
  ['__getitem__', 'params', (vm, [self, key]) => substituted(vm, self as Value, argumentsIn(key as Value)), 'handled'],
  ...checks(function* (vm, self, value, name) {
    const own = aliasOf(self);
    if (own?.parts.kind !== 'Union') return refused();
    const cls = name === 'isinstance' ? vm.classOf(value) : value;
    for (const arg of own.args) {
      const answer = yield* ask(vm, 'issubclass', cls, arg);
      if (answer.kind === 'unknown' || (yield* vm.isTrue(answer))) return answer;
    }
    return bool(false);
  }),
];

const keyOf = (vm: Vm, { parts, args }: NonNullable<ReturnType<typeof aliasOf>>): Value & { kind: 'tuple' } => {
  if (parts.kind === 'Union') return { kind: 'tuple', items: args };
  if (parts.kind === 'Literal') return { kind: 'tuple', items: args.map((arg) => tuple([vm.classOf(arg), arg])) };
  return { kind: 'tuple', items: [parts.origin(), ...args, ...(parts.metadata ?? [])] };
};

const namedRows: readonly MethodRow[] = [
  ...common,
  ...joining,
  shown((_, self) => settled(`typing.${namedOf(self)?.name}`)),
  [
    '__getitem__',
    'params',
    (vm, [self, key]) =>
      ofNamed(vm, self as Value, namedOf(self) as NonNullable<ReturnType<typeof namedOf>>, key as Value),
    'handled',
  ],
  ...checks(function* (vm, self, value, name) {
    const origin = namedOf(self)?.origin() ?? none;
    if (name === 'isinstance') return yield* ask(vm, name, value, origin);
    if (aliasOf(value)) return refused();
    return yield* ask(vm, name, namedOf(value)?.origin() ?? value, origin);
  }),
];

const formRows: readonly MethodRow[] = [
  ...common.filter(([name]) => name !== '__mro_entries__'),
  ...joining,
  shown((_, self) => settled(`typing.${formOf(self)?.name}`)),
  [
    '__mro_entries__',
    'bases',
    (_, [self]) => {
      throw typeError(`Cannot subclass typing.${formOf(self)?.name}`);
    },
    'handled',
  ],
  [
    '__getitem__',
    'params',
    (vm, [self, key]) => ofForm(vm, self as Value, formOf(self)?.name ?? '', key as Value),
    'handled',
  ],
  ...checks((_, self, __, name) => {
    throw typeError(`typing.${formOf(self)?.name} cannot be used with ${name}()`);
  }),
];

function referenceText(self: Value): string {
  const { text = '', module } = referenceOf(self) ?? {};
  return `ForwardRef(${quoted(text)}${module === undefined ? '' : `, module=${quoted(module)}`})`;
}

/** Names of types that are looked up later: equal where their texts are. */
const referenceRows: readonly MethodRow[] = [
  ['__new__', 'arg, **keywords', (vm, [, text]) => reference(vm, nameOf(text)), 'handled'],
  shown((_, self) => settled(referenceText(self))),
  [
    '__eq__',
    'other',
    (_, [self, other]) =>
      referenceOf(other) ? bool(referenceText(self as Value) === referenceText(other as Value)) : notImplemented,
    'handled',
  ],
  [
    '__hash__',
    '',
    function* (vm, [self]) {
      return int(yield* hashOf(vm, str(referenceOf(self)?.text ?? '')));
    },
    'handled',
  ],
  ...joining,
];

export function defineClasses(world: World): void {
  const origin = computed('__origin__', (_, self) => aliasOf(self)?.parts.origin() ?? namedOf(self)?.origin() ?? none);
  const properties = [...argumentProperties, origin];
  world.cls('_SpecialForm', formRows);
  const named = world.cls('_SpecialGenericAlias', namedRows, [origin]);
  for (const name of ['_TupleType', '_CallableType']) world.cls(name, [], [], undefined, named);
  const base = world.cls(classNames.Generic, aliasRows, properties);
  for (const name of Object.values(classNames))
    if (name !== classNames.Generic) world.cls(name, [], [], undefined, base);
  world
    .cls(classNames.Annotated)
    .attrs.set(...computed('__metadata__', (_, self) => tuple(aliasOf(self)?.parts.metadata ?? [])));
  world.cls('ForwardRef', referenceRows);
}
