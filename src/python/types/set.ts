// set and frozenset: constructors and methods. Knows no syntax.
import { keyError, keyIn } from '../core/keys';
import { defineMethods, defineNew, type MethodRow, takesOne } from '../core/native';
import { PyError } from '../core/pyError';
import { SetEntries } from '../core/setEntries';
import { copied, type Others, type SetOperation, setOf, setOperations } from '../core/setOperations';
import { ofClass, ownClass } from '../core/subclass';
import type { Vm } from '../core/vm';
import { bool, none, type Run, type SetValue, str, type Value } from '../value';

const entriesOf = (self: Value | undefined): SetEntries => (self?.kind === 'set' ? self.entries : new SetEntries());
const isFrozen = (self: Value | undefined): boolean => self?.kind === 'set' && self.frozen;
const setValue = (entries: SetEntries, frozen: boolean): SetValue => ({ kind: 'set', entries, frozen });

/** The items of any iterable with their keys, each once hashed. */
export function* hashed(vm: Vm, iterable: Value): Run<Others> {
  if (iterable.kind === 'set') return iterable.entries;
  if (iterable.kind === 'dict' && !iterable.cls) return iterable.entries;
  const seen = new SetEntries();
  const items: (readonly [string, Value])[] = [];
  for (const item of yield* vm.items(iterable)) {
    const key = yield* keyIn(vm, seen, item);
    if (key.startsWith('h')) seen.add(key, item);
    items.push([key, item]);
  }
  return items;
}

/** A set is looked for as the frozenset that it equals. */
export const asked = (value: Value): Value =>
  value.kind === 'set' && !value.frozen ? setValue(value.entries, true) : value;

const keysOf = (others: Others): readonly string[] =>
  Array.isArray(others) ? others.map(([key]) => key) : [...(others as ReadonlyMap<string, unknown>).keys()];

function* othersOf(vm: Vm, others: Value | undefined): Run<Others[]> {
  const out: Others[] = [];
  for (const other of others?.kind === 'tuple' ? others.items : []) out.push(yield* hashed(vm, other));
  return out;
}

/** Changes a set by another operand; items of an iterable count one by one, up to the first that cannot be hashed. */
function* changeBy(vm: Vm, set: SetEntries, name: keyof typeof setOperations, other: Value): Run<void> {
  const { change } = setOperations[name];
  const whole = other.kind === 'set' || (other.kind === 'dict' && !other.cls) || name === 'intersection';
  if (whole) return change(set, yield* hashed(vm, other));
  for (const item of yield* vm.items(other)) change(set, [[yield* keyIn(vm, set, item), item]]);
}

const queries: readonly MethodRow[] = [
  ...Object.entries<SetOperation>(setOperations).map(
    ([name, operation]): MethodRow => [
      name,
      name === 'symmetric_difference' ? 'other, /' : '*others',
      function* (vm, [self, others]) {
        const all =
          name === 'symmetric_difference' && others ? [yield* hashed(vm, others)] : yield* othersOf(vm, others);
        const [first, ...rest] = all;
        const entries = first ? operation.made(entriesOf(self), first) : copied(entriesOf(self));
        for (const other of rest) operation.change(entries, other);
        return setValue(entries, isFrozen(self));
      },
    ],
  ),
  [
    'issubset',
    'other, /',
    function* (vm, [self, other]) {
      const keys = new Set(keysOf(yield* hashed(vm, other ?? none)));
      return bool([...entriesOf(self).keys()].every((key) => keys.has(key)));
    },
  ],
  [
    'issuperset',
    'other, /',
    function* (vm, [self, other]) {
      return bool(keysOf(yield* hashed(vm, other ?? none)).every((key) => entriesOf(self).has(key)));
    },
  ],
  [
    'isdisjoint',
    'other, /',
    function* (vm, [self, other]) {
      return bool(!keysOf(yield* hashed(vm, other ?? none)).some((key) => entriesOf(self).has(key)));
    },
  ],
  [
    'copy',
    '',
    (_, [self]) => {
      if (self && isFrozen(self) && !ownClass(self)) return self;
      return ofClass(setValue(copied(entriesOf(self)), isFrozen(self)), self && ownClass(self));
    },
  ],
];

const changes: readonly MethodRow[] = [
  [
    '__init__',
    'iterable=, /',
    function* (vm, [self, iterable]) {
      if (self && ownClass(self) && iterable) setOperations.union.change(entriesOf(self), yield* hashed(vm, iterable));
      return none;
    },
  ],
  [
    'add',
    'object, /',
    function* (vm, [self, value]) {
      entriesOf(self).add(yield* keyIn(vm, entriesOf(self), value ?? none), value ?? none);
      return none;
    },
  ],
  [
    'discard',
    'object, /',
    function* (vm, [self, value]) {
      entriesOf(self).delete(yield* keyIn(vm, entriesOf(self), asked(value ?? none)));
      return none;
    },
  ],
  [
    'remove',
    'object, /',
    function* (vm, [self, value]) {
      if (!entriesOf(self).delete(yield* keyIn(vm, entriesOf(self), asked(value ?? none))))
        throw keyError(value ?? none);
      return none;
    },
  ],
  [
    'pop',
    '',
    (_, [self]) => {
      const taken = entriesOf(self).take();
      if (!taken) throw new PyError('KeyError', '', [str('pop from an empty set')]);
      return taken.key;
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
    ] as const
  ).map(
    ([name, operation]): MethodRow => [
      name,
      '*others',
      function* (vm, [self, others]) {
        for (const other of others?.kind === 'tuple' ? others.items : [])
          yield* changeBy(vm, entriesOf(self), operation, other);
        return none;
      },
    ],
  ),
  [
    'symmetric_difference_update',
    'other, /',
    function* (vm, [self, other]) {
      setOperations.symmetric_difference.change(entriesOf(self), yield* hashed(vm, other ?? none));
      return none;
    },
  ],
];

export function defineSets(): void {
  for (const name of ['set', 'frozenset'] as const) {
    const frozen = name === 'frozenset';
    defineNew(name, 'iterable=, /, *rest, **more', function* (vm, [cls, iterable], raw) {
      if (!cls || cls === vm.builtinClass(name)) takesOne(name, raw);
      if (frozen && iterable?.kind === 'set' && iterable.frozen && !iterable.cls && cls === vm.builtinClass(name))
        return iterable;
      const filled = iterable && (frozen || cls === vm.builtinClass('set'));
      return ofClass(setValue(filled ? setOf(yield* hashed(vm, iterable)) : new SetEntries(), frozen), cls);
    });
    defineMethods(name, queries);
  }
  defineMethods('set', changes);
}
