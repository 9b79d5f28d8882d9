// The module `copy`.

import { keyIn } from '../core/keys';
import { findInClass } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { SetEntries } from '../core/setEntries';
import { copied } from '../core/setOperations';
import type { Vm } from '../core/vm';
import { type Entries, none, type Run, type Value } from '../value';
import { defineModule, moduleOf, scriptedFunctions } from './modules';

const withAttrs = <T extends Value>(value: T, attrs: ReadonlyMap<string, Value> | undefined): T =>
  attrs ? { ...value, attrs: new Map(attrs) } : value;

function* shallow(vm: Vm, value: Value): Run<Value> {
  switch (value.kind) {
    case 'list':
      return withAttrs({ ...value, items: [...value.items] }, value.attrs);
    case 'dict':
      return withAttrs({ ...value, entries: new Map([...value.entries].map(([k, e]) => [k, { ...e }])) }, value.attrs);
    case 'set':
      return withAttrs({ ...value, entries: copied(value.entries) }, value.attrs);
    case 'instance': {
      const method = findInClass(value.cls, '__copy__');
      if (method) return yield* vm.callMethod(method, value, []);
      return { ...value, attrs: new Map(value.attrs) };
    }
    default:
      return value;
  }
}

/** What was copied, by the `memo` that a program passes on: its entries are ours to know. */
const memos = new WeakMap<Value, Map<Value, Value>>();

/** `copy.deepcopy(value, memo)` */
export function deepCopy(vm: Vm, value: Value, memo: Value = { kind: 'dict', entries: new Map() }): Run<Value> {
  const known = memos.get(memo) ?? new Map<Value, Value>();
  memos.set(memo, known);
  return deep(vm, value, known, memo);
}

/** `memo` keeps what was copied, so that shared parts stay shared and circles end. */
function* deep(vm: Vm, value: Value, memo: Map<Value, Value>, memoDict: Value): Run<Value> {
  const done = memo.get(value);
  if (done) return done;
  const inner = (part: Value): Run<Value> => vm.deeper(deep(vm, part, memo, memoDict));
  vm.spend(1);
  if (vm.due) yield* vm.breathe();
  switch (value.kind) {
    case 'list': {
      const copy: Value & { kind: 'list' } = withAttrs({ ...value, items: [] as Value[] }, value.attrs);
      memo.set(value, copy);
      for (const item of value.items) copy.items.push(yield* inner(item));
      return copy;
    }
    case 'tuple': {
      const items: Value[] = [];
      for (const item of value.items) items.push(yield* inner(item));
      // On the way round a circle the tuple may have been copied already.
      const before = memo.get(value);
      if (before) return before;
      if (items.every((item, i) => item === value.items[i])) return value;
      const copy = { ...value, items };
      memo.set(value, copy);
      return copy;
    }
    case 'dict': {
      const entries: Entries = new Map();
      const copy = withAttrs({ ...value, entries }, value.attrs);
      memo.set(value, copy);
      for (const entry of value.entries.values()) {
        const key = yield* inner(entry.key);
        entries.set(yield* keyIn(vm, entries, key), { key, value: yield* inner(entry.value) });
      }
      return copy;
    }
    case 'set': {
      const entries = new SetEntries();
      for (const entry of value.entries.values()) {
        const key = yield* inner(entry.key);
        entries.add(yield* keyIn(vm, entries, key), key);
      }
      const copy = { ...value, entries };
      memo.set(value, copy);
      return copy;
    }
    case 'instance': {
      const method = findInClass(value.cls, '__deepcopy__');
      if (method) {
        const copy = yield* vm.callMethod(method, value, [memoDict]);
        memo.set(value, copy);
        return copy;
      }
      const copy: Value = { ...value, attrs: new Map() };
      memo.set(value, copy);
      for (const [name, part] of value.attrs) copy.attrs.set(name, yield* inner(part));
      return copy;
    }
    default:
      return value;
  }
}

const rows: readonly MethodRow[] = [
  ['copy', 'x', (vm, [value]) => shallow(vm, value ?? none), 'inside'],
  [
    'deepcopy',
    'x, memo=, _nil=',
    (vm, [value, memo]) => deepCopy(vm, value ?? none, memo?.kind === 'dict' ? memo : undefined),
    'inside',
  ],
];

defineModule('copy', () => moduleOf('copy', scriptedFunctions(rows)));
