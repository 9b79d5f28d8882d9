// `collections.Counter`.
import { builtinClass } from '../core/classes';
import { iterator } from '../core/iterate';
import { getEntry, setEntry } from '../core/keys';
import { findInClass } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { intOf } from '../core/numbers';
import type { Vm } from '../core/vm';
import { sorted } from '../types/list';
import {
  type ClassValue,
  type Entries,
  int,
  list,
  none,
  notImplemented,
  type Run,
  str,
  tuple,
  type Value,
} from '../value';
import { clsOf, dictOf, entriesOf } from './dictSubclass';
import { classIn } from './modules';

/** Sums, differences, unions and intersections of counters keep what is above zero. */
const counterOperator = (name: string, op: '+' | '-' | '|' | '&', get: () => ClassValue): MethodRow => [
  name,
  // `+counter` and `-counter` are sums and differences with an empty one.
  'other=',
  function* (vm, [self, given]) {
    const alone = given ? undefined : dictOf(get(), new Map());
    const other = given ?? (op === '+' ? alone : self);
    if (other?.kind !== 'dict') return notImplemented;
    const result: Entries = new Map();
    const [a, b] = [entriesOf(given || op === '+' ? self : alone), other.entries];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const entry = a.get(key) ?? b.get(key);
      const [x, y] = [a.get(key)?.value ?? int(0), b.get(key)?.value ?? int(0)];
      const bigger = yield* vm.isTrue(yield* vm.compare('>', x, y));
      const value = op === '+' || op === '-' ? yield* vm.binary(op, x, y) : (op === '|') === bigger ? x : y;
      if (entry && (yield* vm.isTrue(yield* vm.compare('>', value, int(0)))))
        result.set(key, { key: entry.key, value });
    }
    return dictOf(get(), result);
  },
];

export function counter(): ClassValue {
  const add = function* (
    vm: Vm,
    self: Value | undefined,
    source: Value | undefined,
    keywords: ReadonlyMap<string, Value>,
    op: '+' | '-',
  ): Run<void> {
    const entries = entriesOf(self);
    const bump = function* (key: Value, by: Value): Run<void> {
      const now = (yield* getEntry(vm, entries, key)) ?? int(0);
      yield* setEntry(vm, entries, key, yield* vm.binary(op, now, by));
    };
    if (source?.kind === 'dict') for (const { key, value } of [...source.entries.values()]) yield* bump(key, value);
    else if (source && source.kind !== 'none') for (const item of yield* vm.items(source)) yield* bump(item, int(1));
    for (const [name, value] of keywords) yield* bump(str(name), value);
  };
  const cls: ClassValue = classIn('collections', 'Counter', builtinClass('dict'), [
    [
      '__init__',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '+');
        return none;
      },
      'inside',
    ],
    [
      'update',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '+');
        return none;
      },
      'inside',
    ],
    [
      'subtract',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '-');
        return none;
      },
      'inside',
    ],
    ['__missing__', 'key', () => int(0), 'inside'],
    [
      'most_common',
      'n=',
      function* (vm, [self, n]) {
        const pairs = [...entriesOf(self).values()].map(({ key, value }) => tuple([key, value]));
        const ordered = yield* sorted(
          vm,
          pairs,
          {
            kind: 'builtin',
            name: 'count',
            call: ({ positional: [pair] }) => (pair?.kind === 'tuple' ? (pair.items[1] ?? none) : none),
          },
          true,
        );
        return list(n && n.kind !== 'none' ? ordered.slice(0, Number(intOf(n) ?? 0n)) : ordered);
      },
      'inside',
    ],
    [
      'elements',
      '',
      (_, [self]) => {
        const items = [...entriesOf(self).values()]
          .flatMap(({ key, value }) => new Array<Value>(Math.max(Number(intOf(value) ?? 0n), 0)).fill(key))
          .values();
        return iterator('chain', () => items.next().value);
      },
      'inside',
    ],
    [
      'total',
      '',
      function* (vm, [self]) {
        let total: Value = int(0);
        for (const { value } of entriesOf(self).values()) total = yield* vm.binary('+', total, value);
        return total;
      },
      'inside',
    ],
    [
      'copy',
      '',
      (_, [self]) => dictOf(clsOf(self, cls), new Map([...entriesOf(self)].map(([k, e]) => [k, { ...e }]))),
      'inside',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        if (!entriesOf(self).size) return str('Counter()');
        const common = yield* vm.call(findInClass(cls, 'most_common') ?? none, [self ?? none]);
        const entries: Entries = new Map();
        for (const pair of common.kind === 'list' ? common.items : [])
          if (pair.kind === 'tuple' && pair.items[0] && pair.items[1])
            yield* setEntry(vm, entries, pair.items[0], pair.items[1]);
        return str(`Counter(${yield* vm.repr({ kind: 'dict', entries })})`);
      },
      'inside',
    ],
    counterOperator('__pos__', '+', () => cls),
    counterOperator('__neg__', '-', () => cls),
    counterOperator('__add__', '+', () => cls),
    counterOperator('__sub__', '-', () => cls),
    counterOperator('__or__', '|', () => cls),
    counterOperator('__and__', '&', () => cls),
  ]);
  return cls;
}
