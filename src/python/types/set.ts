// set and frozenset: constructors and methods. Knows no syntax.
import { keyError, keyIn } from '../core/keys';
import { defineMethods, defineNew, type MethodRow } from '../core/native';
import { PyError } from '../core/pyError';
import { setOrder } from '../core/setOrder';
import { ofClass, ownClass } from '../core/subclass';
import type { Vm } from '../core/vm';
import { bool, type Entries, none, type Run, type SetValue, str, type Value } from '../value';

const entriesOf = (self: Value | undefined): Entries => (self?.kind === 'set' ? self.entries : new Map());

export function* addItems(vm: Vm, entries: Entries, iterable: Value): Run<void> {
  for (const item of yield* vm.items(iterable)) {
    const key = yield* keyIn(vm, entries, item);
    if (!entries.has(key)) entries.set(key, { key: item, value: none });
  }
}

function* itemsOf(vm: Vm, iterable: Value): Run<Entries> {
  if (iterable.kind === 'set') return iterable.entries;
  const entries: Entries = new Map();
  yield* addItems(vm, entries, iterable);
  return entries;
}

type Combine = (a: Entries, b: Entries) => Entries;
const operations: Readonly<Record<string, Combine>> = {
  union: (a, b) => new Map([...a, ...[...b].filter(([k]) => !a.has(k))]),
  intersection: (a, b) => new Map([...a].filter(([k]) => b.has(k))),
  difference: (a, b) => new Map([...a].filter(([k]) => !b.has(k))),
  symmetric_difference: (a, b) => new Map([...[...a].filter(([k]) => !b.has(k)), ...[...b].filter(([k]) => !a.has(k))]),
};

function* combined(vm: Vm, self: Value | undefined, others: Value | undefined, combine: Combine): Run<Entries> {
  let entries: Entries = new Map(entriesOf(self));
  for (const other of others?.kind === 'tuple' ? others.items : [])
    entries = combine(entries, yield* itemsOf(vm, other));
  return entries;
}

function replace(self: Value | undefined, entries: Entries): void {
  const mine = entriesOf(self);
  mine.clear();
  for (const [key, entry] of entries) mine.set(key, entry);
}

const queries: readonly MethodRow[] = [
  ...Object.entries(operations).map(
    ([name, combine]): MethodRow => [
      name,
      '*others',
      function* (vm, [self, others]) {
        const entries = yield* combined(vm, self, others, combine);
        return ofClass({ kind: 'set', entries, frozen: self?.kind === 'set' && self.frozen }, self && ownClass(self));
      },
    ],
  ),
  [
    'issubset',
    'other, /',
    function* (vm, [self, other]) {
      const entries = yield* itemsOf(vm, other ?? none);
      return bool([...entriesOf(self).keys()].every((key) => entries.has(key)));
    },
  ],
  [
    'issuperset',
    'other, /',
    function* (vm, [self, other]) {
      return bool([...(yield* itemsOf(vm, other ?? none)).keys()].every((key) => entriesOf(self).has(key)));
    },
  ],
  [
    'isdisjoint',
    'other, /',
    function* (vm, [self, other]) {
      return bool(![...(yield* itemsOf(vm, other ?? none)).keys()].some((key) => entriesOf(self).has(key)));
    },
  ],
  [
    'copy',
    '',
    (_, [self]) =>
      ofClass(
        { kind: 'set', entries: new Map(entriesOf(self)), frozen: self?.kind === 'set' && self.frozen },
        self && ownClass(self),
      ),
  ],
];

const changes: readonly MethodRow[] = [
  [
    '__init__',
    'iterable=, /',
    function* (vm, [self, iterable]) {
      if (self && ownClass(self) && iterable) yield* addItems(vm, entriesOf(self), iterable);
      return none;
    },
  ],
  [
    'add',
    'object, /',
    function* (vm, [self, value]) {
      const entries = entriesOf(self);
      const key = yield* keyIn(vm, entries, value ?? none);
      if (!entries.has(key)) entries.set(key, { key: value ?? none, value: none });
      return none;
    },
  ],
  [
    'discard',
    'object, /',
    function* (vm, [self, value]) {
      entriesOf(self).delete(yield* keyIn(vm, entriesOf(self), value ?? none));
      return none;
    },
  ],
  [
    'remove',
    'object, /',
    function* (vm, [self, value]) {
      if (!entriesOf(self).delete(yield* keyIn(vm, entriesOf(self), value ?? none))) throw keyError(value ?? none);
      return none;
    },
  ],
  [
    'pop',
    '',
    (_, [self]) => {
      const entries = entriesOf(self);
      const first = setOrder(entries)[0];
      if (!first) throw new PyError('KeyError', '', [str('pop from an empty set')]);
      for (const [key, entry] of entries) if (entry.key === first) entries.delete(key);
      return first;
    },
  ],
  [
    'clear',
    '',
    (_, [self]) => {
      entriesOf(self).clear();
      return none;
    },
  ],
  ...(
    [
      ['update', 'union'],
      ['intersection_update', 'intersection'],
      ['difference_update', 'difference'],
      ['symmetric_difference_update', 'symmetric_difference'],
    ] as const
  ).map(
    ([name, operation]): MethodRow => [
      name,
      '*others',
      function* (vm, [self, others]) {
        replace(self, yield* combined(vm, self, others, operations[operation] as Combine));
        return none;
      },
    ],
  ),
];

export function defineSets(): void {
  const make = (frozen: boolean, entries: Entries): SetValue => ({ kind: 'set', entries, frozen });
  for (const name of ['set', 'frozenset'] as const) {
    defineNew(name, 'iterable=, /, *rest, **more', function* (vm, [cls, iterable]) {
      const entries: Entries = new Map();
      if (iterable && (name === 'frozenset' || cls === vm.builtinClass('set'))) yield* addItems(vm, entries, iterable);
      return ofClass(make(name === 'frozenset', entries), cls);
    });
    defineMethods(name, queries);
  }
  defineMethods('set', changes);
}
