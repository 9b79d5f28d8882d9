// `mappingproxy`: a mapping that is read through it and cannot be changed through it, such as the names of a class.
import { builtinClass } from '../core/classes';
import { containsItem } from '../core/compare';
import { namesDict } from '../core/namesDict';
import { addMethods, type MethodRow } from '../core/native';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { type ClassValue, type InstanceValue, int, none, notImplemented, type Run, str, type Value } from '../value';

class ReadOnly {
  constructor(readonly mapping: Value) {}
}

export const proxyOf = (mapping: Value): InstanceValue => ({
  kind: 'instance',
  cls: builtinClass('mappingproxy'),
  attrs: new Map(),
  native: new ReadOnly(mapping),
});

/** What is read through a proxy; anything else as it is. */
const behind = (value: Value | undefined): Value =>
  value?.kind === 'instance' && value.native instanceof ReadOnly ? value.native.mapping : (value ?? none);

/** What classes keep beside what their `__dict__` shows. */
const hidden = /^__(?:qualname|class_made)__$/;

/** What CPython puts into a class for the parts of its objects. */
function partsOf(cls: ClassValue): Map<string, Value> {
  const parts = new Map<string, Value>();
  const add = (name: string, kind: 'getset_descriptor' | 'member_descriptor'): void => {
    const native = { name, owner: cls.name };
    parts.set(name, { kind: 'instance', cls: builtinClass(kind), attrs: new Map(), native });
  };
  const slots = cls.attrs.get('__slots__');
  const names = slots?.kind === 'list' || slots?.kind === 'tuple' ? slots.items : slots ? [slots] : [];
  for (const slot of names)
    if (slot.kind === 'str' && !slot.value.startsWith('__')) add(slot.value, 'member_descriptor');
  if (slots || cls.module === 'builtins') return parts;
  const above = cls.mro.slice(1);
  if (above.some((step) => step.module !== 'builtins' && !step.attrs.has('__slots__'))) return parts;
  const has = (pattern: RegExp): boolean => above.some((step) => step.module === 'builtins' && pattern.test(step.name));
  if (!has(/^(?:BaseException|type)$/)) add('__dict__', 'getset_descriptor');
  if (!has(/^(?:int|tuple|bytes|type)$/)) add('__weakref__', 'getset_descriptor');
  return parts;
}

/** `__dict__` of a class. */
export const classDict = (cls: ClassValue): InstanceValue => proxyOf(namesDict(cls.attrs, hidden, () => partsOf(cls)));

const forwarded = (name: string): MethodRow => [
  name,
  '*args',
  function* (vm, [self], { positional: [, ...args] }) {
    return yield* vm.call(yield* vm.getAttr(behind(self), name), args);
  },
  'handled',
];

const rows: readonly MethodRow[] = [
  [
    '__new__',
    'mapping, /',
    function* (vm, [, mapping]) {
      const given = mapping ?? none;
      if (given.kind !== 'dict' && !(given.kind === 'instance' && (yield* vm.findAttr(given, 'keys'))))
        throw typeError(`mappingproxy() argument must be a mapping, not ${vm.classOf(given).name}`);
      return proxyOf(given);
    },
    'inside',
  ],
  ...['get', 'keys', 'values', 'items', 'copy'].map(forwarded),
  ['__getitem__', 'key', (vm, [self, key]) => vm.getItem(behind(self), key ?? none), 'handled'],
  ['__contains__', 'key', (vm, [self, key]) => containsItem(vm, behind(self), key ?? none), 'handled'],
  [
    '__len__',
    '',
    function* (vm, [self]) {
      const length = yield* vm.lengthOf(behind(self));
      return length === 'unknown' ? notImplemented : int(length);
    },
    'inside',
  ],
  ['__iter__', '', (vm, [self]) => called(vm, 'iter', behind(self)), 'inside'],
  ['__reversed__', '', (vm, [self]) => vm.call(builtinClass('reversed'), [behind(self)]), 'inside'],
  [
    '__repr__',
    '',
    function* (vm, [self]) {
      return str(`mappingproxy(${yield* vm.repr(behind(self))})`);
    },
  ],
  [
    '__str__',
    '',
    function* (vm, [self]) {
      return str(yield* vm.str(behind(self)));
    },
  ],
  [
    '__delitem__',
    'key',
    () => {
      throw typeError("'mappingproxy' object does not support item deletion");
    },
    'handled',
  ],
  ['__eq__', 'other', (vm, [self, other]) => vm.compare('==', behind(self), behind(other)), 'handled'],
  ['__or__', 'other', (vm, [self, other]) => vm.binary('|', behind(self), behind(other)), 'handled'],
  ['__ror__', 'other', (vm, [self, other]) => vm.binary('|', behind(other), behind(self)), 'handled'],
  [
    '__ior__',
    'other',
    () => {
      throw typeError("'|=' is not supported by mappingproxy; use '|' instead");
    },
    'handled',
  ],
];

const called = (vm: Vm, name: string, value: Value): Run<Value> => vm.call(vm.builtins.get(name) ?? none, [value]);

export function defineMappingProxy(): void {
  const cls = builtinClass('mappingproxy');
  addMethods(cls, rows);
  cls.attrs.set('__hash__', none);
  for (const [kind, word] of [
    ['getset_descriptor', 'attribute'],
    ['member_descriptor', 'member'],
  ] as const)
    addMethods(builtinClass(kind), [
      [
        '__repr__',
        '',
        (_, [self]) => {
          const { name, owner } = (self as InstanceValue).native as { readonly name: string; readonly owner: string };
          return str(`<${word} '${name}' of '${owner}' objects>`);
        },
      ],
    ]);
}
