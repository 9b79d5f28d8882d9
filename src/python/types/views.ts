// The views of a dict: keys, values, items. They follow the dict as it changes. Knows no syntax.

import { builtinClass } from '../core/classes';
import { containsItem } from '../core/compare';
import { entriesNext, iterator } from '../core/iterate';
import { keyIn } from '../core/keys';
import { defineMethods, type MethodRow } from '../core/native';
import { builtinBinary } from '../core/operators';
import type { Vm } from '../core/vm';
import {
  bool,
  type Entries,
  type InstanceValue,
  int,
  list,
  none,
  notImplemented,
  type Run,
  str,
  type Value,
} from '../value';

type Entry = { readonly key: Value; readonly value: Value };
interface View {
  readonly entries: Entries;
  readonly pick: (entry: Entry) => Value;
}

export function viewOf(
  dict: Value,
  name: 'dict_keys' | 'dict_values' | 'dict_items',
  pick: View['pick'],
): InstanceValue {
  const entries: Entries = dict.kind === 'dict' ? dict.entries : new Map();
  return { kind: 'instance', cls: builtinClass(name), attrs: new Map(), native: { entries, pick } satisfies View };
}

const partsOf = (self: Value | undefined): View => (self as InstanceValue).native as View;
const itemsOf = (self: Value | undefined): Value[] => {
  const { entries, pick } = partsOf(self);
  return [...entries.values()].map(pick);
};

function* asSet(vm: Vm, value: Value): Run<Value> {
  const entries: Entries = new Map();
  for (const item of yield* vm.items(value)) {
    const key = yield* keyIn(vm, entries, item);
    if (!entries.has(key)) entries.set(key, { key: item, value: none });
  }
  return { kind: 'set', entries, frozen: false };
}

const shared: readonly MethodRow[] = [
  [
    '__iter__',
    '',
    (_, [self]) => {
      const { entries, pick } = partsOf(self);
      return iterator('dict_keyiterator', entriesNext(entries, 'dictionary', pick));
    },
  ],
  ['__len__', '', (_, [self]) => int(partsOf(self).entries.size)],
  [
    '__reversed__',
    '',
    (_, [self]) => {
      const items = itemsOf(self).reverse();
      return iterator('dict_reversekeyiterator', () => items.shift());
    },
  ],
  [
    '__repr__',
    '',
    function* (vm, [self]) {
      return str(`${(self as InstanceValue).cls.name}(${yield* vm.repr(list(itemsOf(self)))})`);
    },
  ],
  [
    '__contains__',
    'item, /',
    function* (vm, [self, item]) {
      return item ? yield* containsItem(vm, list(itemsOf(self)), item) : none;
    },
    'handled',
  ],
];
const setRows: readonly MethodRow[] = (['&', '|', '-', '^'] as const).map(
  (op): MethodRow => [
    { '&': '__and__', '|': '__or__', '-': '__sub__', '^': '__xor__' }[op],
    'other, /',
    function* (vm, [self, other]) {
      if (!self || !other) return notImplemented;
      return (yield* builtinBinary(vm, op, yield* asSet(vm, self), yield* asSet(vm, other))) ?? notImplemented;
    },
  ],
);
const equality: MethodRow = [
  '__eq__',
  'other, /',
  function* (vm, [self, other]) {
    if (!self || !other || (other.kind !== 'set' && !(other.kind === 'instance' && other.cls.name.startsWith('dict_'))))
      return notImplemented;
    const same = yield* vm.equal(yield* asSet(vm, self), yield* asSet(vm, other));
    return bool(same === true);
  },
];

export function defineViews(): void {
  defineMethods('dict_keys', [...shared, ...setRows, equality]);
  defineMethods('dict_items', [...shared, ...setRows, equality]);
  defineMethods('dict_values', shared);
}
