// The module `itertools`.

import { builtinClass } from '../core/classes';
import { same } from '../core/compare';
import { callingIterator, iterate, iterator, type Next, pull } from '../core/iterate';
import { type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { int, none, type Run, tuple, type Value } from '../value';
import { defineModule, functionsOf, moduleOf } from './modules';

const itemsOf = (value: Value | undefined): readonly Value[] => (value?.kind === 'tuple' ? value.items : []);
const count = (value: Value | undefined, fallback: number): number =>
  value && value.kind !== 'none' ? Number(intOf(value) ?? BigInt(fallback)) : fallback;

/** An iterator over what a plain generator of index lists picks from the pool. */
function picked(name: string, vm: Vm, pool: readonly Value[], indices: Generator<readonly number[]>): Value {
  return iterator(name, () => {
    vm.spend(1);
    const next = indices.next();
    return next.done ? undefined : tuple(next.value.map((i) => pool[i] as Value));
  });
}

function* combinations(n: number, r: number, repeat: boolean): Generator<readonly number[]> {
  if (r > n && !repeat) return;
  if (n === 0 && r > 0) return;
  const picks = Array.from({ length: r }, (_, i) => (repeat ? 0 : i));
  for (;;) {
    yield picks;
    let i = r - 1;
    while (i >= 0 && picks[i] === (repeat ? n - 1 : i + n - r)) i--;
    if (i < 0) return;
    const value = (picks[i] ?? 0) + 1;
    for (let j = i; j < r; j++) picks[j] = repeat ? value : value + j - i;
  }
}

function* permutations(n: number, r: number, taken: number[] = []): Generator<readonly number[]> {
  if (taken.length === r) {
    yield taken;
    return;
  }
  for (let i = 0; i < n; i++) if (!taken.includes(i)) yield* permutations(n, r, [...taken, i]);
}

function* product(sizes: readonly number[]): Generator<readonly number[]> {
  if (sizes.some((size) => size === 0)) return;
  const picks = sizes.map(() => 0);
  for (;;) {
    yield picks;
    let i = sizes.length - 1;
    while (i >= 0 && picks[i] === (sizes[i] ?? 0) - 1) picks[i--] = 0;
    if (i < 0) return;
    picks[i] = (picks[i] ?? 0) + 1;
  }
}

const conditional = (
  name: string,
  wanted: (holds: boolean, state: { passed: boolean }) => 'take' | 'skip' | 'stop',
): MethodRow => [
  name,
  'predicate, iterable, /',
  function* (vm, [test, iterable]) {
    const next = yield* iterate(vm, iterable ?? none);
    const state = { passed: false };
    return callingIterator(vm, name, function* () {
      for (;;) {
        const item = yield* pull(next);
        if (!item) return undefined;
        vm.spend(1);
        if (vm.due) yield* vm.breathe();
        const holds = yield* vm.isTrue(test && test.kind !== 'none' ? yield* vm.call(test, [item]) : item);
        const decision = wanted(holds, state);
        if (decision === 'take') return item;
        if (decision === 'stop') return undefined;
      }
    });
  },
  'inside',
];

function chained(vm: Vm, outer: () => Run<Value | undefined>): Value {
  let inner: Next | undefined;
  return iterator('chain', function* () {
    for (;;) {
      const item = inner && (yield* pull(inner));
      if (item) return item;
      const source = yield* outer();
      if (!source) return undefined;
      inner = yield* iterate(vm, source);
    }
  });
}

function* tee(vm: Vm, iterable: Value, copies: number): Run<Value> {
  const next = yield* iterate(vm, iterable);
  const seen: Value[] = [];
  return tuple(
    Array.from({ length: copies }, () => {
      let at = 0;
      return iterator('_tee', function* () {
        if (at >= seen.length) {
          const item = yield* pull(next);
          if (!item) return undefined;
          seen.push(item);
          vm.allocate(seen.length, false);
        }
        return seen[at++];
      });
    }),
  );
}

function* groupby(vm: Vm, iterable: Value, key: Value | undefined): Run<Value> {
  const next = yield* iterate(vm, iterable);
  // The last key read, and its item while no group has given it.
  let current: { item: Value | undefined; readonly key: Value } | undefined;
  let group = 0;
  const step = function* (): Run<boolean> {
    const item = yield* pull(next);
    if (!item) return false;
    current = { item, key: key && key.kind !== 'none' ? yield* vm.call(key, [item]) : item };
    return true;
  };
  let wanted: Value | undefined;
  return callingIterator(vm, 'groupby', function* () {
    const own = ++group;
    while (!current || (wanted && (yield* same(vm, wanted, current.key)))) if (!(yield* step())) return undefined;
    const shared = current.key;
    wanted = shared;
    const members = callingIterator(vm, '_grouper', function* () {
      if (own !== group || !current) return undefined;
      if (!current.item && !(yield* step())) return undefined;
      if (!(yield* same(vm, shared, current.key))) return undefined;
      const { item } = current;
      current.item = undefined;
      return item;
    });
    return tuple([shared, members]);
  });
}

const notNegative = (r: number): number => {
  if (r < 0) throw valueError('r must be non-negative');
  return r;
};

const rows: readonly MethodRow[] = [
  [
    'count',
    'start=, step=',
    (vm, [start, step]) => {
      let value: Value = start ?? int(0);
      let first = true;
      return iterator('count', function* () {
        if (!first) value = yield* vm.binary('+', value, step ?? int(1));
        first = false;
        return value;
      });
    },
  ],
  [
    'cycle',
    'iterable, /',
    function* (vm, [iterable]) {
      const items = yield* vm.items(iterable ?? none);
      let at = 0;
      return iterator('cycle', () => (items.length ? items[at++ % items.length] : undefined));
    },
    'inside',
  ],
  [
    'repeat',
    'object, times=',
    (_, [value, times]) => {
      let left = times ? count(times, 0) : Number.POSITIVE_INFINITY;
      return iterator('repeat', () => (left-- > 0 ? value : undefined));
    },
    'inside',
  ],
  [
    'islice',
    'iterable, start, stop=, step=, /',
    function* (vm, [iterable, a, b, c]) {
      const next = yield* iterate(vm, iterable ?? none);
      for (const [v, which] of [
        [b ? a : none, 'Indices'],
        [b ?? a, b ? 'Indices' : 'Stop argument'],
      ] as const)
        if (v && v.kind !== 'none' && (intOf(v) === undefined || (intOf(v) ?? 0n) < 0n))
          throw valueError(
            `${v === b && intOf(v) === undefined ? 'Stop argument' : which} for islice() must be None or an integer: 0 <= x <= sys.maxsize.`,
          );
      const bounded = (v: Value | undefined): number => (v?.kind === 'none' ? Number.POSITIVE_INFINITY : count(v, 0));
      const start = b ? count(a, 0) : 0;
      const stop = b ? bounded(b) : bounded(a);
      const step = c ? count(c, 1) : 1;
      if (step < 1) throw valueError('Step for islice() must be a positive integer or None.');
      let at = 0;
      let wanted = start;
      return iterator('islice', function* () {
        if (wanted >= stop) return undefined;
        for (; at < wanted; at++) {
          vm.spend(1);
          if (vm.due) yield* vm.breathe();
          if (!(yield* pull(next))) return undefined;
        }
        at++;
        wanted += step;
        return yield* pull(next);
      });
    },
    'inside',
  ],
  [
    'accumulate',
    'iterable, func=, *, initial=',
    function* (vm, [iterable, func, initial]) {
      const next = yield* iterate(vm, iterable ?? none);
      let total: Value | undefined;
      let pending = initial && initial.kind !== 'none' ? initial : undefined;
      return callingIterator(vm, 'accumulate', function* () {
        if (pending) {
          total = pending;
          pending = undefined;
          return total;
        }
        const item = yield* pull(next);
        if (!item) return undefined;
        if (!total) total = item;
        else
          total =
            func && func.kind !== 'none' ? yield* vm.call(func, [total, item]) : yield* vm.binary('+', total, item);
        return total;
      });
    },
    'inside',
  ],
  conditional('takewhile', (holds) => (holds ? 'take' : 'stop')),
  conditional('dropwhile', (holds, state) => {
    state.passed ||= !holds;
    return state.passed ? 'take' : 'skip';
  }),
  conditional('filterfalse', (holds) => (holds ? 'skip' : 'take')),
  [
    'starmap',
    'function, iterable, /',
    function* (vm, [func, iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      return callingIterator(vm, 'starmap', function* () {
        const item = yield* pull(next);
        return item && (yield* vm.call(func ?? none, yield* vm.items(item)));
      });
    },
    'inside',
  ],
  [
    'compress',
    'data, selectors',
    function* (vm, [data, selectors]) {
      const [next, choose] = [yield* iterate(vm, data ?? none), yield* iterate(vm, selectors ?? none)];
      return iterator('compress', function* () {
        for (;;) {
          const [item, keep] = [yield* pull(next), yield* pull(choose)];
          if (!item || !keep) return undefined;
          if (yield* vm.isTrue(keep)) return item;
        }
      });
    },
    'inside',
  ],
  [
    'pairwise',
    'iterable, /',
    function* (vm, [iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      let previous = yield* pull(next);
      return iterator('pairwise', function* () {
        const item = previous && (yield* pull(next));
        if (!previous || !item) return undefined;
        const pair = tuple([previous, item]);
        previous = item;
        return pair;
      });
    },
    'inside',
  ],
  [
    'zip_longest',
    '*iterables, **options',
    function* (vm, [iterables], { keywords }) {
      const sources: Next[] = [];
      for (const value of itemsOf(iterables)) sources.push(yield* iterate(vm, value));
      const fill = keywords.get('fillvalue') ?? none;
      return iterator('zip_longest', function* () {
        const items: Value[] = [];
        let any = false;
        for (const next of sources) {
          const item = yield* pull(next);
          any ||= item !== undefined;
          items.push(item ?? fill);
        }
        return any ? tuple(items) : undefined;
      });
    },
    'inside',
  ],
  [
    'product',
    '*iterables, **options',
    function* (vm, [iterables], { keywords }) {
      const pools: Value[][] = [];
      for (const value of itemsOf(iterables)) pools.push(yield* vm.items(value));
      const times = count(keywords.get('repeat'), 1);
      if (times < 0) throw valueError('repeat argument cannot be negative');
      const all = Array.from({ length: times }, () => pools).flat();
      const picks = product(all.map((pool) => pool.length));
      return iterator('product', () => {
        vm.spend(1);
        const next = picks.next();
        return next.done ? undefined : tuple(next.value.map((pick, i) => all[i]?.[pick] as Value));
      });
    },
    'inside',
  ],
  [
    'permutations',
    'iterable, r=',
    function* (vm, [iterable, r]) {
      const pool = yield* vm.items(iterable ?? none);
      return picked('permutations', vm, pool, permutations(pool.length, notNegative(count(r, pool.length))));
    },
    'inside',
  ],
  [
    'combinations',
    'iterable, r',
    function* (vm, [iterable, r]) {
      const pool = yield* vm.items(iterable ?? none);
      return picked('combinations', vm, pool, combinations(pool.length, notNegative(count(r, 0)), false));
    },
    'inside',
  ],
  [
    'combinations_with_replacement',
    'iterable, r',
    function* (vm, [iterable, r]) {
      const pool = yield* vm.items(iterable ?? none);
      return picked(
        'combinations_with_replacement',
        vm,
        pool,
        combinations(pool.length, notNegative(count(r, 0)), true),
      );
    },
    'inside',
  ],
  ['groupby', 'iterable, key=', (vm, [iterable, key]) => groupby(vm, iterable ?? none, key), 'inside'],
  ['tee', 'iterable, n=, /', (vm, [iterable, n]) => tee(vm, iterable ?? none, count(n, 2)), 'inside'],
];

defineModule('itertools', () => {
  const module = moduleOf('itertools', functionsOf(rows));
  const chain = builtinClass('chain');
  chain.attrs.set(
    '__new__',
    native(
      'chain',
      'cls, *iterables',
      (vm, [, iterables]) => {
        const all = itemsOf(iterables).values();
        // biome-ignore lint/correctness/useYield: a source that waits for nothing
        return chained(vm, function* () {
          return all.next().value;
        });
      },
      'inside',
    ),
  );
  const fromIterable = native(
    'from_iterable',
    'iterable, /',
    function* (vm, [iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      return chained(vm, () => pull(next));
    },
    'inside',
  );
  chain.attrs.set('from_iterable', { kind: 'staticmethod', func: fromIterable });
  module.attrs.set('chain', chain);
  return module;
});
