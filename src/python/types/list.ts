// list and tuple: constructors and methods. Knows no syntax.

import { less, same } from '../core/compare';
import { indexOf } from '../core/items';
import { iterator } from '../core/iterate';
import { typeName } from '../core/lookup';
import { defineMethods, defineNew, type MethodRow, takesOne } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { position, refill } from '../core/sequences';
import { ofClass } from '../core/subclass';
import { timSort } from '../core/timSort';
import type { Vm } from '../core/vm';
import { int, list, none, type Run, tuple, type Value } from '../value';

interface Ranked {
  readonly value: Value;
  readonly key: Value;
}

/** Sorts in place as `list.sort` does; where a comparison raises, the items stay in the order reached. */
export function* sort(vm: Vm, items: Value[], key: Value | undefined, reverse: boolean): Run<void> {
  const ranked: Ranked[] = [];
  for (const value of items)
    ranked.push({ value, key: key && key.kind !== 'none' ? yield* vm.call(key, [value]) : value });
  // Equal items keep their order under `reverse` too.
  if (reverse) ranked.reverse();
  try {
    yield* timSort(ranked, (a, b) => {
      vm.spend(1);
      return less(vm, a.key, b.key);
    });
  } finally {
    if (reverse) ranked.reverse();
    for (const [i, { value }] of ranked.entries()) items[i] = value;
  }
}

/** `sorted(items)` */
export function* sorted(vm: Vm, items: readonly Value[], key: Value | undefined, reverse: boolean): Run<Value[]> {
  const out = [...items];
  yield* sort(vm, out, key, reverse);
  return out;
}

const itemsOf = (self: Value | undefined): Value[] =>
  self?.kind === 'list' || self?.kind === 'tuple' ? (self.items as Value[]) : [];

function* find(
  vm: Vm,
  self: Value | undefined,
  value: Value | undefined,
  from = 0,
  to = Number.POSITIVE_INFINITY,
): Run<number> {
  const items = itemsOf(self);
  for (let i = from; i < Math.min(items.length, to); i++) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    const item = items[i];
    if (item && value && (yield* same(vm, item, value))) return i;
  }
  return -1;
}

const clipped = (v: Value | undefined, length: number, fallback: number): number => {
  const n = v && v.kind !== 'none' ? intOf(v) : undefined;
  if (n === undefined) return fallback;
  const at = n < 0n ? n + BigInt(length) : n;
  return at < 0n ? 0 : at > BigInt(length) ? length : Number(at);
};

const shared: readonly MethodRow[] = [
  [
    'index',
    'value, start: bound=, stop: bound=, /',
    function* (vm, [self, value, start, stop]) {
      const { length } = itemsOf(self);
      const at = yield* find(vm, self, value, clipped(start, length, 0), clipped(stop, length, length));
      if (at < 0)
        throw valueError(
          self?.kind === 'tuple'
            ? 'tuple.index(x): x not in tuple'
            : `${value ? yield* vm.repr(value) : ''} is not in list`,
        );
      return int(at);
    },
    'inside',
  ],
  [
    'count',
    'value, /',
    function* (vm, [self, value]) {
      let count = 0;
      for (const item of itemsOf(self)) if (value && (yield* same(vm, item, value))) count++;
      return int(count);
    },
    'inside',
  ],
];

export function defineLists(): void {
  defineNew(
    'list',
    'iterable=, /, *rest, **more',
    function* (vm, [cls, iterable], raw) {
      // An instance of a subclass is filled by `__init__`.
      if (cls !== vm.builtinClass('list')) return ofClass(list([]), cls);
      takesOne('list', raw);
      return list(iterable ? yield* vm.items(iterable) : []);
    },
    'inside',
  );
  defineNew(
    'tuple',
    'iterable=, /',
    function* (vm, [cls, iterable]) {
      if (iterable?.kind === 'tuple' && !iterable.cls && cls === vm.builtinClass('tuple')) return iterable;
      return ofClass(tuple(iterable ? yield* vm.items(iterable) : []), cls);
    },
    'inside',
  );
  defineMethods('tuple', [...shared, ['__getnewargs__', '', (_, [self]) => tuple([tuple(itemsOf(self))])]]);
  defineMethods('list', [
    ...shared,
    [
      '__init__',
      'iterable=, /',
      function* (vm, [self, iterable]) {
        if (self?.kind === 'list' && self.cls) refill(self.items, iterable ? yield* vm.items(iterable) : []);
        return none;
      },
      'inside',
    ],
    [
      'append',
      'object, /',
      (vm, [self, value]) => {
        const items = itemsOf(self);
        if (value) items.push(value);
        vm.allocate(items.length, false);
        return none;
      },
      'handled',
    ],
    [
      'extend',
      'iterable, /',
      function* (vm, [self, iterable]) {
        const items = itemsOf(self);
        for (const item of yield* vm.items(iterable ?? none)) items.push(item);
        return none;
      },
      'inside',
    ],
    [
      'insert',
      'index, object, /',
      function* (vm, [self, index, value]) {
        const items = itemsOf(self);
        if (!index || index.kind === 'unknown' || !value) {
          if (self && index?.kind === 'unknown') vm.forgetObject(self, index);
          return none;
        }
        const n = yield* indexOf(vm, index);
        if (n === undefined) throw typeError(`'${typeName(index)}' object cannot be interpreted as an integer`);
        items.splice(clipped(int(n), items.length, 0), 0, value);
        return none;
      },
      'handled',
    ],
    [
      'pop',
      'index: ssize=, /',
      function* (vm, [self, index]) {
        const items = itemsOf(self);
        if (!items.length) throw new PyError('IndexError', 'pop from empty list');
        const n = index ? yield* indexOf(vm, index) : -1n;
        if (n === undefined) throw typeError(`'${typeName(index ?? none)}' object cannot be interpreted as an integer`);
        const at = position(n, items.length);
        if (at === undefined) throw new PyError('IndexError', 'pop index out of range');
        return items.splice(at, 1)[0] ?? none;
      },
      'inside',
    ],
    [
      'remove',
      'value, /',
      function* (vm, [self, value]) {
        const at = yield* find(vm, self, value);
        if (at < 0) throw valueError('list.remove(x): x not in list');
        itemsOf(self).splice(at, 1);
        return none;
      },
      'inside',
    ],
    [
      'clear',
      '',
      (_, [self]) => {
        itemsOf(self).length = 0;
        return none;
      },
      'inside',
    ],
    ['copy', '', (_, [self]) => list([...itemsOf(self)]), 'inside'],
    [
      'reverse',
      '',
      (_, [self]) => {
        itemsOf(self).reverse();
        return none;
      },
      'inside',
    ],
    [
      'sort',
      '*, key=, reverse=',
      function* (vm, [self, key, reverse]) {
        const items = itemsOf(self);
        const isReverse = reverse ? yield* vm.isTrue(reverse) : false;
        // While it is sorted, the list looks empty.
        const taken = items.splice(0);
        let touched = 0;
        try {
          yield* sort(vm, taken, key, isReverse);
        } finally {
          touched = items.length;
          items.length = 0;
          for (const item of taken) items.push(item);
        }
        if (touched) throw valueError('list modified during sort');
        return none;
      },
      'inside',
    ],
    ['__reversed__', '', (_, [self]) => reversedList(itemsOf(self)), 'inside'],
  ]);
}

export function reversedList(items: readonly Value[]): Value {
  let at = items.length - 1;
  return iterator('list_reverseiterator', () => (at >= 0 ? items[at--] : undefined));
}
