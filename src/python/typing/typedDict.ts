// `TypedDict`: classes that only name the keys of dicts. What they make is a plain dict.

import { builtinClass } from '../core/classes';
import { entriesOf } from '../core/keys';
import { addMethods, native } from '../core/native';
import { typeError } from '../core/pyError';
import { setOf } from '../core/setOperations';
import type { Vm } from '../core/vm';
import { createClass } from '../interpret/createClass';
import { bool, type ClassValue, type DictValue, none, type Run, str, tuple, type Value } from '../value';
import { asType, checkedType } from './check';
import { aliasOf, formOf, isTypingClass } from './forms';
import type { World } from './world';

const emptyDict = (): DictValue => ({ kind: 'dict', entries: new Map() });

/** `Required` or `NotRequired` where the type of a key says one of them. */
const wordOf = (type: Value): string | undefined => {
  const own = aliasOf(type);
  if (own?.parts.kind === 'Annotated') return wordOf(own.parts.origin());
  return formOf(own?.parts.origin())?.name;
};

const isTyped = (value: Value): value is ClassValue =>
  value.kind === 'class' && value.cls?.name === '_TypedDictMeta' && value.cls.module === 'typing';

function* makeTyped(
  vm: Vm,
  metaclass: ClassValue,
  parts: readonly Value[],
  options: ReadonlyMap<string, Value>,
): Run<Value> {
  const [name, bases, body] = parts;
  const given = bases?.kind === 'tuple' ? bases.items : [];
  if (given.some((base) => !isTyped(base) && !isTypingClass(base, 'Generic')))
    throw typeError('cannot inherit from both a TypedDict type and a non-TypedDict base class');
  const total = options.get('total') ?? bool(true);
  const attrs = new Map<string, Value>();
  for (const { key, value } of body?.kind === 'dict' ? body.entries.values() : [])
    if (key.kind === 'str') attrs.set(key.value, value);
  const types = new Map<string, Value>();
  const sets = { required: new Set<string>(), optional: new Set<string>() };
  const namesIn = (cls: ClassValue, attr: string): Value[] => {
    const held = cls.attrs.get(attr);
    return held?.kind === 'set' || held?.kind === 'dict' ? [...held.entries.values()].map(({ key }) => key) : [];
  };
  for (const base of given) {
    if (base.kind !== 'class') continue;
    const held = base.attrs.get('__annotations__');
    for (const { key, value } of held?.kind === 'dict' ? held.entries.values() : [])
      if (key.kind === 'str') types.set(key.value, value);
    for (const key of namesIn(base, '__required_keys__')) if (key.kind === 'str') sets.required.add(key.value);
    for (const key of namesIn(base, '__optional_keys__')) if (key.kind === 'str') sets.optional.add(key.value);
  }
  const own = attrs.get('__annotations__');
  const message = "TypedDict('Name', {f0: t0, f1: t1, ...}); each t must be a type";
  for (const { key, value } of own?.kind === 'dict' ? own.entries.values() : []) {
    if (key.kind !== 'str') continue;
    const named = asType(vm, value, '__main__');
    const type = value.kind === 'unknown' ? value : yield* checkedType(vm, named, message, true);
    types.set(key.value, type);
    const word = wordOf(type);
    const needed = word === 'Required' || (word !== 'NotRequired' && (yield* vm.isTrue(total)));
    (needed ? sets.required : sets.optional).add(key.value);
  }
  const frozen = (names: Iterable<string>): Value => ({
    kind: 'set',
    frozen: true,
    entries: setOf(entriesOf([...names].map((key) => [key, none] as const))),
  });
  attrs.set('__annotations__', { kind: 'dict', entries: entriesOf(types) });
  attrs.set('__required_keys__', frozen(sets.required));
  attrs.set('__optional_keys__', frozen(sets.optional));
  attrs.set('__total__', total);
  const generic = given.filter((base): base is ClassValue => isTypingClass(base, 'Generic'));
  return yield* createClass(vm, {
    name: name?.kind === 'str' ? name.value : '',
    bases: [...generic, builtinClass('dict')],
    attrs,
    keywords: new Map(),
    metaclass,
  });
}

export function typedDict(world: World): Value {
  const metaclass = world.cls('_TypedDictMeta', [], [], undefined, builtinClass('type'));
  const refused = (): never => {
    throw typeError('TypedDict does not support instance and class checks');
  };
  addMethods(metaclass, [
    [
      '__new__',
      'name, bases, ns, **keywords',
      (vm, [cls, ...parts], { keywords }) => makeTyped(vm, cls as ClassValue, parts as Value[], keywords),
      'handled',
    ],
    [
      '__call__',
      '*args, **keywords',
      (vm, _, { positional: [, ...args], keywords }) => vm.call(builtinClass('dict'), args, keywords),
      'handled',
    ],
    ['__instancecheck__', 'instance', refused, 'handled'],
    ['__subclasscheck__', 'subclass', refused, 'handled'],
  ]);
  metaclass.attrs.set(
    '__init__',
    native('__init__', '*args, **keywords', () => none, 'handled'),
  );
  const root = world.cls('TypedDict', [], [], metaclass, builtinClass('dict'));
  const form = world.cls('_TypedDictForm', [
    ['__mro_entries__', 'bases', () => tuple([root]), 'handled'],
    [
      '__call__',
      'typename, fields=, /, *, total=, **keywords',
      (vm, [, name, fields, total], { keywords }) => {
        const named = new Map([...keywords].filter(([key]) => key !== 'total'));
        const types = fields && fields.kind !== 'none' ? fields : { ...emptyDict(), entries: entriesOf(named) };
        if (types !== fields)
          vm.warn(
            'DeprecationWarning',
            'The kwargs-based syntax for TypedDict definitions is deprecated in Python 3.11, will be removed in Python 3.13, and may not be understood by third-party type checkers.',
          );
        const body: DictValue = {
          kind: 'dict',
          entries: entriesOf([
            ['__annotations__', types],
            ['__module__', str('__main__')],
          ]),
        };
        return vm.call(metaclass, [name as Value, tuple([]), body], new Map(total ? [['total', total]] : []));
      },
      'handled',
    ],
  ]);
  return { kind: 'instance', cls: form, attrs: new Map() };
}

export const isTypedDict = (value: Value | undefined): boolean => value !== undefined && isTyped(value);
