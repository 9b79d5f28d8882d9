// The modules `heapq` and `bisect`: order kept in lists, by the same steps as CPython's. Knows no other module.
import { compare } from '../core/compare';
import type { MethodRow } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { int, list, none, type Run, type Value } from '../value';
import { defineModule, functionsOf, moduleOf } from './modules';

function* less(vm: Vm, a: Value | undefined, b: Value | undefined): Run<boolean> {
  vm.spend(1);
  return yield* vm.isTrue(yield* compare(vm, '<', a ?? none, b ?? none));
}

const heapOf = (value: Value | undefined): Value[] => {
  if (value?.kind !== 'list') throw typeError('heap argument must be a list');
  return value.items;
};

/** Moves the item at `at` towards the root, not past `start`. */
function* rise(vm: Vm, heap: Value[], start: number, at: number): Run<void> {
  const item = heap[at] ?? none;
  let place = at;
  while (place > start) {
    const parent = (place - 1) >> 1;
    if (!(yield* less(vm, item, heap[parent]))) break;
    heap[place] = heap[parent] ?? none;
    place = parent;
  }
  heap[place] = item;
}

/** Moves the smaller child up until a leaf is hit, and what stood at `at` back from there. */
function* sink(vm: Vm, heap: Value[], at: number): Run<void> {
  const item = heap[at] ?? none;
  let place = at;
  for (let child = 2 * place + 1; child < heap.length; child = 2 * place + 1) {
    if (child + 1 < heap.length && !(yield* less(vm, heap[child], heap[child + 1]))) child++;
    heap[place] = heap[child] ?? none;
    place = child;
  }
  heap[place] = item;
  yield* rise(vm, heap, at, place);
}

function* pop(vm: Vm, heap: Value[]): Run<Value> {
  const last = heap.pop();
  if (!last) throw new PyError('IndexError', 'index out of range');
  const [first] = heap;
  if (!first) return last;
  heap[0] = last;
  yield* sink(vm, heap, 0);
  return first;
}

/** `sorted(iterable, key=key, reverse=reverse)[:n]`, as the documentation of both defines them. */
const first = (name: string, reverse: boolean): MethodRow => [
  name,
  'n, iterable, key=',
  function* (vm, [n, iterable, key]) {
    const keywords = new Map<string, Value>([['reverse', { kind: 'bool', value: reverse }]]);
    if (key) keywords.set('key', key);
    const sorted = yield* vm.items(yield* vm.call(vm.builtins.get('sorted') ?? none, [iterable ?? none], keywords));
    return list(sorted.slice(0, Math.max(0, Number((n && intOf(n)) ?? 0n))));
  },
];

defineModule('heapq', () =>
  moduleOf(
    'heapq',
    functionsOf([
      [
        'heappush',
        'heap, item, /',
        function* (vm, [heap, item]) {
          const items = heapOf(heap);
          items.push(item ?? none);
          yield* rise(vm, items, 0, items.length - 1);
          return none;
        },
      ],
      ['heappop', 'heap, /', (vm, [heap]) => pop(vm, heapOf(heap))],
      [
        'heapify',
        'heap, /',
        function* (vm, [heap]) {
          const items = heapOf(heap);
          for (let at = (items.length >> 1) - 1; at >= 0; at--) yield* sink(vm, items, at);
          return none;
        },
      ],
      [
        'heappushpop',
        'heap, item, /',
        function* (vm, [heap, item]) {
          const items = heapOf(heap);
          const [least] = items;
          if (!least || !(yield* less(vm, least, item))) return item ?? none;
          items[0] = item ?? none;
          yield* sink(vm, items, 0);
          return least;
        },
      ],
      [
        'heapreplace',
        'heap, item, /',
        function* (vm, [heap, item]) {
          const items = heapOf(heap);
          const [least] = items;
          if (!least) throw new PyError('IndexError', 'index out of range');
          items[0] = item ?? none;
          yield* sink(vm, items, 0);
          return least;
        },
      ],
      first('nsmallest', false),
      first('nlargest', true),
    ]),
    true,
  ),
);

/** Where `x` belongs: behind those that are equal (`right`), or before them. */
function* placeOf(vm: Vm, args: readonly (Value | undefined)[], right: boolean, keyed: boolean): Run<number> {
  const [a, x, lo, hi, key] = args;
  const whole = (value: Value | undefined): number | undefined => {
    const n = value && intOf(value);
    return n === undefined ? undefined : Number(n);
  };
  let from = whole(lo) ?? 0;
  if (from < 0) throw valueError('lo must be non-negative');
  const length = yield* vm.lengthOf(a ?? none);
  let to = whole(hi) ?? (length === 'unknown' ? 0 : Number(length));
  const by = key && key.kind !== 'none' ? key : undefined;
  const wanted = by && keyed ? yield* vm.call(by, [x ?? none]) : x;
  while (from < to) {
    const middle = (from + to) >> 1;
    const item = yield* vm.getItem(a ?? none, int(middle));
    const seen = by ? yield* vm.call(by, [item]) : item;
    const before = right ? !(yield* less(vm, wanted, seen)) : yield* less(vm, seen, wanted);
    if (before) from = middle + 1;
    else to = middle;
  }
  return from;
}

const bisect = (name: string, right: boolean): MethodRow => [
  name,
  'a, x, lo=, hi=, *, key=',
  function* (vm, args) {
    return int(yield* placeOf(vm, args, right, false));
  },
];
const insort = (name: string, right: boolean): MethodRow => [
  name,
  'a, x, lo=, hi=, *, key=',
  function* (vm, args) {
    const at = yield* placeOf(vm, args, right, true);
    return yield* vm.call(yield* vm.getAttr(args[0] ?? none, 'insert'), [int(at), args[1] ?? none]);
  },
];

defineModule('bisect', () =>
  moduleOf(
    'bisect',
    functionsOf([
      bisect('bisect_left', false),
      bisect('bisect_right', true),
      bisect('bisect', true),
      insort('insort_left', false),
      insort('insort_right', true),
      insort('insort', true),
    ]),
    true,
  ),
);
