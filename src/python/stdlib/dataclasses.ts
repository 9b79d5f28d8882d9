// The module `dataclasses`.
import { builtinClass } from '../core/classes';

import { entriesOf, hashOf } from '../core/keys';
import { findInClass } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { aliasOf, formOf } from '../typing/forms';
import {
  type BuiltinValue,
  bool,
  type ClassValue,
  type InstanceValue,
  int,
  list,
  none,
  notImplemented,
  pyFalse,
  pyTrue,
  type Run,
  str,
  tuple,
  type Value,
} from '../value';
import { deepCopy } from './copy';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';

const fieldsKey = '__dataclass_fields__';

interface Field {
  readonly name: string;
  readonly default: Value | undefined;
  readonly factory: Value | undefined;
  readonly init: boolean;
  readonly repr: boolean;
  readonly compare: boolean;
  readonly keywordOnly: boolean;
}

const flag = (options: ReadonlyMap<string, Value>, name: string, fallback: boolean): boolean => {
  const value = options.get(name);
  return value?.kind === 'bool' ? value.value : fallback;
};

const fieldsOf = (cls: ClassValue): Field[] => {
  const held = findInClass(cls, fieldsKey);
  return held?.kind === 'instance' ? (held.native as Field[]) : [];
};

/** The fields of a class: those of its bases in reverse order, then its own annotations. */
function collect(cls: ClassValue, fieldClass: ClassValue, options: ReadonlyMap<string, Value>): Field[] {
  const found = new Map<string, Field>();
  for (const base of [...cls.mro.slice(1)].reverse()) {
    const held = base.attrs.get(fieldsKey);
    for (const field of held?.kind === 'instance' ? (held.native as Field[]) : []) found.set(field.name, field);
  }
  const annotations = cls.attrs.get('__annotations__');
  let keywordOnly = flag(options, 'kw_only', false);
  for (const { key, value: type } of annotations?.kind === 'dict' ? annotations.entries.values() : []) {
    if (key.kind !== 'str' || isClassVar(type)) continue;
    if (type.kind === 'instance' && type.cls.name === 'KW_ONLY') {
      keywordOnly = true;
      continue;
    }
    const value = cls.attrs.get(key.value);
    const given =
      value?.kind === 'instance' && value.cls === fieldClass ? (value.native as ReadonlyMap<string, Value>) : undefined;
    const field: Field = {
      name: key.value,
      default: given ? given.get('default') : value,
      factory: given?.get('default_factory'),
      init: given ? flag(given, 'init', true) : true,
      repr: given ? flag(given, 'repr', true) : true,
      compare: given ? flag(given, 'compare', true) : true,
      keywordOnly: given ? flag(given, 'kw_only', keywordOnly) : keywordOnly,
    };
    if (
      field.default &&
      (field.default.kind === 'list' || field.default.kind === 'dict' || field.default.kind === 'set')
    )
      throw valueError(
        `mutable default <class '${field.default.kind}'> for field ${field.name} is not allowed: use default_factory`,
      );
    if (given) {
      if (field.default) cls.attrs.set(field.name, field.default);
      else cls.attrs.delete(field.name);
    }
    found.set(field.name, field);
  }
  return [...found.values()];
}

const isClassVar = (type: Value): boolean =>
  formOf(type)?.name === 'ClassVar' ||
  formOf(aliasOf(type)?.parts.origin())?.name === 'ClassVar' ||
  (type.kind === 'str' && /^(?:typing\.)?ClassVar\b/.test(type.value));

/** Binds the arguments of `__init__` as the generated function of CPython would, with its messages. */
function bindInit(
  name: string,
  fields: readonly Field[],
  given: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const inits = fields.filter((field) => field.init);
  const places = inits.filter((field) => !field.keywordOnly);
  const required = places.filter((field) => !field.default && !field.factory).length;
  if (given.length > places.length) {
    const takes =
      required < places.length
        ? `from ${required + 1} to ${places.length + 1} positional arguments`
        : `${places.length + 1} positional argument${places.length ? 's' : ''}`;
    throw typeError(`${name}.__init__() takes ${takes} but ${given.length + 1} were given`);
  }
  const values = new Map<string, Value>();
  for (const [i, value] of given.entries()) values.set(places[i]?.name ?? '', value);
  for (const [key, value] of keywords) {
    if (!inits.some((field) => field.name === key))
      throw typeError(`${name}.__init__() got an unexpected keyword argument '${key}'`);
    if (values.has(key)) throw typeError(`${name}.__init__() got multiple values for argument '${key}'`);
    values.set(key, value);
  }
  for (const [kind, list_] of [
    ['positional', places],
    ['keyword-only', inits.filter((f) => f.keywordOnly)],
  ] as const) {
    const missing = list_.filter((f) => !values.has(f.name) && !f.default && !f.factory).map((f) => `'${f.name}'`);
    if (!missing.length) continue;
    const names =
      missing.length === 1
        ? missing[0]
        : missing.length === 2
          ? missing.join(' and ')
          : `${missing.slice(0, -1).join(', ')}, and ${missing.at(-1)}`;
    throw typeError(
      `${name}.__init__() missing ${missing.length} required ${kind} argument${missing.length > 1 ? 's' : ''}: ${names}`,
    );
  }
  return values;
}

const attrsOf = (value: Value | undefined): Map<string, Value> =>
  value && 'attrs' in value && value.attrs ? value.attrs : new Map();

function* initialize(
  vm: Vm,
  self: Value,
  fields: readonly Field[],
  qualname: string,
  given: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  frozen: boolean,
): Run<Value> {
  const values = bindInit(qualname, fields, given, keywords);
  for (const field of fields) {
    const value = values.get(field.name) ?? (field.factory ? yield* vm.call(field.factory, []) : field.default);
    if (!value) continue;
    if (frozen) attrsOf(self).set(field.name, value);
    else yield* vm.setAttr(self, field.name, value);
  }
  const after = yield* vm.findAttr(self, '__post_init__');
  if (after) yield* vm.call(after, []);
  return none;
}

function* valuesOf(vm: Vm, self: Value, fields: readonly Field[]): Run<Value> {
  const values: Value[] = [];
  for (const field of fields) values.push(yield* vm.getAttr(self, field.name));
  return tuple(values);
}

function decorate(cls: ClassValue, fieldClass: ClassValue, options: ReadonlyMap<string, Value>): ClassValue {
  const fields = collect(cls, fieldClass, options);
  let seen: string | undefined;
  for (const field of fields.filter((f) => f.init && !f.keywordOnly)) {
    if (field.default || field.factory) seen ??= field.name;
    else if (seen) throw typeError(`non-default argument '${field.name}' follows default argument`);
  }
  const qualified = cls.attrs.get('__qualname__');
  const qualname = qualified?.kind === 'str' ? qualified.value : cls.name;
  const frozen = flag(options, 'frozen', false);
  cls.attrs.set(fieldsKey, { kind: 'instance', cls: builtinClass('object'), attrs: new Map(), native: fields });
  const set = (
    name: string,
    signature: string,
    work: MethodRow[2],
    unknowns: BuiltinValue['unknowns'] = 'handled',
  ): void => {
    if (!cls.attrs.has(name)) cls.attrs.set(name, { ...native(name, signature, work, unknowns), binds: true });
  };
  if (flag(options, 'init', true))
    set('__init__', 'self, /, *args, **keywords', (vm, [self], { positional: [, ...given], keywords }) =>
      initialize(vm, self ?? none, fields, qualname, given, keywords, frozen),
    );
  if (flag(options, 'repr', true))
    set('__repr__', 'self, /', function* (vm, [self]) {
      const parts: string[] = [];
      for (const field of fields.filter((f) => f.repr))
        parts.push(`${field.name}=${yield* vm.repr(yield* vm.getAttr(self ?? none, field.name))}`);
      const own = self?.kind === 'instance' ? self.cls.attrs.get('__qualname__') : undefined;
      return str(`${own?.kind === 'str' ? own.value : qualname}(${parts.join(', ')})`);
    });
  const compared = fields.filter((f) => f.compare);
  const comparing = (name: string, op: '==' | '<' | '<=' | '>' | '>='): void =>
    set(name, 'self, other, /', function* (vm, [self, other]) {
      if (self?.kind !== 'instance' || other?.kind !== 'instance' || self.cls !== other.cls) return notImplemented;
      return yield* vm.compare(op, yield* valuesOf(vm, self, compared), yield* valuesOf(vm, other, compared));
    });
  if (flag(options, 'eq', true)) {
    const own = cls.attrs.has('__eq__');
    comparing('__eq__', '==');
    if (frozen)
      set('__hash__', 'self, /', function* (vm, [self]) {
        return int(yield* hashOf(vm, yield* valuesOf(vm, self ?? none, compared)));
      });
    else if (!own && !cls.attrs.has('__hash__')) cls.attrs.set('__hash__', none);
  }
  if (flag(options, 'order', false))
    for (const [name, op] of [
      ['__lt__', '<'],
      ['__le__', '<='],
      ['__gt__', '>'],
      ['__ge__', '>='],
    ] as const)
      comparing(name, op);
  if (frozen) {
    const error = frozenError();
    set('__setattr__', 'self, name, value, /', (vm, [, name]) =>
      vm.raise(error, `cannot assign to field '${name?.kind === 'str' ? name.value : ''}'`),
    );
    set('__delattr__', 'self, name, /', (vm, [, name]) =>
      vm.raise(error, `cannot delete field '${name?.kind === 'str' ? name.value : ''}'`),
    );
  }
  if (!cls.attrs.has('__match_args__'))
    cls.attrs.set('__match_args__', tuple(fields.filter((f) => f.init && !f.keywordOnly).map((f) => str(f.name))));
  return cls;
}

let frozenClass: ClassValue | undefined;
function frozenError(): ClassValue {
  frozenClass ??= classIn('dataclasses', 'FrozenInstanceError', builtinClass('AttributeError'));
  return frozenClass;
}

function* asPlain(vm: Vm, value: Value, dict: boolean): Run<Value> {
  const inner = (part: Value): Run<Value> => vm.deeper(asPlain(vm, part, dict));
  if (value.kind === 'instance' && findInClass(value.cls, fieldsKey)) {
    const values: [string, Value][] = [];
    for (const field of fieldsOf(value.cls))
      values.push([field.name, yield* inner(yield* vm.getAttr(value, field.name))]);
    return dict ? { kind: 'dict', entries: entriesOf(values) } : tuple(values.map(([, v]) => v));
  }
  if (value.kind === 'list' || value.kind === 'tuple') {
    const items: Value[] = [];
    for (const item of value.items) items.push(yield* inner(item));
    return value.kind === 'list' ? list(items) : { ...value, items };
  }
  if (value.kind === 'dict') {
    const entries = new Map(value.entries);
    for (const [key, entry] of entries) entries.set(key, { key: entry.key, value: yield* inner(entry.value) });
    return { kind: 'dict', entries };
  }
  return yield* deepCopy(vm, value);
}

defineModule('dataclasses', () => {
  const fieldClass = classIn('dataclasses', 'Field', builtinClass('object'));
  const keywordOnly = classIn('dataclasses', 'KW_ONLY', builtinClass('object'));
  const marker: InstanceValue = { kind: 'instance', cls: keywordOnly, attrs: new Map() };
  const isData = (value: Value | undefined): ClassValue | undefined => {
    const cls = value?.kind === 'class' ? value : value?.kind === 'instance' ? value.cls : undefined;
    return cls && findInClass(cls, fieldsKey) ? cls : undefined;
  };
  const converting =
    (name: 'asdict' | 'astuple'): MethodRow[2] =>
    (vm, [value]) => {
      if (value?.kind !== 'instance' || !isData(value))
        throw typeError(`${name}() should be called on dataclass instances`);
      return asPlain(vm, value, name === 'asdict');
    };
  const rows: readonly MethodRow[] = [
    [
      'dataclass',
      'cls=, /, *, init=, repr=, eq=, order=, unsafe_hash=, frozen=, match_args=, kw_only=, slots=, weakref_slot=',
      (_, [cls], { keywords }) => {
        if (cls?.kind === 'class') return decorate(cls, fieldClass, keywords);
        if (cls?.kind === 'unknown') return cls;
        return native(
          'dataclass',
          'cls, /',
          (_vm, [own]) => (own?.kind === 'class' ? decorate(own, fieldClass, keywords) : (own ?? none)),
          'handled',
        );
      },
      'handled',
    ],
    [
      'field',
      '*, default=, default_factory=, init=, repr=, hash=, compare=, metadata=, kw_only=',
      (_, __, { keywords }) => {
        if (keywords.has('default') && keywords.has('default_factory'))
          throw valueError('cannot specify both default and default_factory');
        return { kind: 'instance', cls: fieldClass, attrs: new Map(), native: keywords };
      },
      'handled',
    ],
    ['asdict', 'obj, *, dict_factory=', converting('asdict')],
    ['astuple', 'obj, *, tuple_factory=', converting('astuple')],
    ['is_dataclass', 'obj', (_, [value]) => (isData(value) ? pyTrue : pyFalse)],
    [
      'fields',
      'class_or_instance',
      (_, [value]) => {
        const cls = isData(value);
        if (!cls) throw typeError('must be called with a dataclass type or instance');
        return tuple(
          fieldsOf(cls).map(
            (field): Value => ({
              kind: 'instance',
              cls: fieldClass,
              attrs: new Map<string, Value>([
                ['name', str(field.name)],
                ['default', field.default ?? none],
                ['init', bool(field.init)],
              ]),
            }),
          ),
        );
      },
    ],
    [
      'replace',
      'obj, /, **changes',
      function* (vm, [object], { keywords }) {
        const cls = object?.kind === 'instance' ? isData(object) : undefined;
        if (!cls || !object) throw typeError('replace() should be called on dataclass instances');
        const values = new Map(keywords);
        for (const field of fieldsOf(cls))
          if (field.init && !values.has(field.name)) values.set(field.name, yield* vm.getAttr(object, field.name));
        return yield* vm.call(cls, [], values);
      },
    ],
  ];
  return moduleOf(
    'dataclasses',
    [
      ...functionsOf(rows),
      ['Field', fieldClass],
      ['KW_ONLY', marker],
      ['MISSING', none],
      ['FrozenInstanceError', frozenError()],
    ],
    true,
  );
});
