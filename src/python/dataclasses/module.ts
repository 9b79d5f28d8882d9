// The module `dataclasses`: its names.
import { builtinClass } from '../core/classes';
import { entriesOf } from '../core/keys';
import { type MethodRow, native } from '../core/native';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { defineModule, moduleOf, scriptedFunctions } from '../stdlib/modules';
import { proxyOf } from '../types/mappingProxy';
import { type ClassValue, none, pyFalse, pyTrue, type Run, str, tuple, type Value } from '../value';
import { fieldsKey, isDataclass, keptFields } from './collect';
import { converted } from './convert';
import { decorate, frozenError, type Options } from './decorate';
import { fieldObject, fieldType, initVarType, isMissing, keywordsFollow, missing } from './field';

const classOfData = (value: Value | undefined): ClassValue | undefined => {
  const cls = value?.kind === 'class' ? value : value?.kind === 'instance' ? value.cls : undefined;
  return cls && isDataclass(cls) ? cls : undefined;
};

function* newField(vm: Vm, given: Options): Run<Value> {
  const part = (name: string): Value | undefined => {
    const value = given.get(name);
    return isMissing(value) ? undefined : value;
  };
  const truth = function* (name: string, fallback: boolean): Run<boolean> {
    const value = part(name);
    return value ? yield* vm.isTrue(value) : fallback;
  };
  if (part('default') && part('default_factory')) throw valueError('cannot specify both default and default_factory');
  const hash = part('hash');
  const keywordOnly = part('kw_only');
  const metadata = part('metadata');
  return fieldObject({
    default: part('default'),
    factory: part('default_factory'),
    init: yield* truth('init', true),
    repr: yield* truth('repr', true),
    hash: hash && hash.kind !== 'none' ? yield* vm.isTrue(hash) : undefined,
    compare: yield* truth('compare', true),
    metadata: proxyOf(metadata && metadata.kind !== 'none' ? metadata : { kind: 'dict', entries: new Map() }),
    keywordOnly: keywordOnly && (yield* vm.isTrue(keywordOnly)),
  });
}

function* replaced(vm: Vm, object: Value, changes: Options): Run<Value> {
  if (object.kind !== 'instance' || !isDataclass(object.cls))
    throw typeError('replace() should be called on dataclass instances');
  const values = new Map(changes);
  for (const field of keptFields(object.cls)) {
    if (field.kind === '_FIELD_CLASSVAR') continue;
    if (!field.init) {
      if (values.has(field.name))
        throw valueError(`field ${field.name} is declared with init=False, it cannot be specified with replace()`);
      continue;
    }
    if (values.has(field.name)) continue;
    if (field.kind === '_FIELD_INITVAR' && !field.default)
      throw valueError(`InitVar '${field.name}' must be specified with replace()`);
    values.set(field.name, yield* vm.getAttr(object, field.name));
  }
  return yield* vm.call(object.cls, [], values);
}

/** `make_dataclass`: a class of names, types and defaults. */
function* made(vm: Vm, name: Value, fields: Value, options: Options): Run<Value> {
  const body = new Map<string, Value>();
  const types: [string, Value][] = [];
  for (const item of yield* vm.items(fields)) {
    const [key, type, fallback] = item.kind === 'str' ? [item] : yield* vm.items(item);
    if (key?.kind !== 'str') throw typeError(`Field names must be valid identifiers: ${yield* vm.repr(key ?? none)}`);
    types.push([key.value, type ?? str('typing.Any')]);
    if (fallback) body.set(key.value, fallback);
  }
  const namespace = options.get('namespace');
  for (const { key, value } of namespace?.kind === 'dict' ? namespace.entries.values() : [])
    if (key.kind === 'str') body.set(key.value, value);
  body.set('__module__', str('types'));
  body.set('__annotations__', { kind: 'dict', entries: entriesOf(types) });
  const parts = [name, options.get('bases') ?? tuple([]), { kind: 'dict' as const, entries: entriesOf(body) }];
  const cls = yield* vm.call(builtinClass('type'), parts);
  return cls.kind === 'class' ? yield* decorate(vm, cls, options) : cls;
}

const flags = '*, init=, repr=, eq=, order=, unsafe_hash=, frozen=, match_args=, kw_only=, slots=, weakref_slot=';

const rows: readonly MethodRow[] = [
  [
    'dataclass',
    `cls=, /, ${flags}`,
    (vm, [cls], { keywords }) => {
      if (cls?.kind === 'class') return decorate(vm, cls, keywords);
      if (cls?.kind === 'unknown') return cls;
      return native(
        'dataclass',
        'cls, /',
        (at, [own]) => (own?.kind === 'class' ? decorate(at, own, keywords) : (own ?? none)),
        'handled',
      );
    },
    'handled',
  ],
  [
    'field',
    '*, default=, default_factory=, init=, repr=, hash=, compare=, metadata=, kw_only=',
    (vm, _, { keywords }) => newField(vm, keywords),
    'handled',
  ],
  [
    'asdict',
    'obj, *, dict_factory=',
    (vm, [value, factory]) => converted(vm, 'asdict', value ?? none, true, factory ?? builtinClass('dict')),
  ],
  [
    'astuple',
    'obj, *, tuple_factory=',
    (vm, [value, factory]) => converted(vm, 'astuple', value ?? none, false, factory ?? builtinClass('tuple')),
  ],
  ['is_dataclass', 'obj', (_, [value]) => (classOfData(value) ? pyTrue : pyFalse)],
  [
    'fields',
    'class_or_instance',
    function* (vm, [value]) {
      const cls = classOfData(value);
      if (!cls) throw typeError('must be called with a dataclass type or instance');
      const kept = yield* vm.getAttr(cls, fieldsKey);
      const all = kept.kind === 'dict' ? [...kept.entries.values()].map((entry) => entry.value) : [];
      const kinds = keptFields(cls);
      return tuple(all.filter((_, i) => kinds[i]?.kind === '_FIELD'));
    },
    'inside',
  ],
  ['replace', 'obj, /, **changes', (vm, [object], { keywords }) => replaced(vm, object ?? none, keywords)],
  [
    'make_dataclass',
    `cls_name, fields, ${flags.replace('*, ', '*, bases=, namespace=, ')}`,
    (vm, [name, fields], { keywords }) => made(vm, name ?? none, fields ?? none, keywords),
    'handled',
  ],
];

defineModule('dataclasses', () =>
  moduleOf(
    'dataclasses',
    [
      ...scriptedFunctions(rows),
      ['Field', fieldType()],
      ['InitVar', initVarType()],
      ['KW_ONLY', keywordsFollow],
      ['MISSING', missing],
      ['FrozenInstanceError', frozenError()],
    ],
    true,
  ),
);
