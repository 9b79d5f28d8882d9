// List, tuple, set and dict displays, and slices. Knows no statement.
import type { Dict, Expression, List, SetLiteral, Slice, Tuple } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { mergeEntries, setEntry } from '../core/keys';
import { typeName } from '../core/lookup';
import { typeError } from '../core/pyError';
import { SetEntries } from '../core/setEntries';
import { copied, listed, setOf } from '../core/setOperations';
import { Unknowable } from '../core/unknowable';
import { type Entries, list, none, type Run, type SetValue, tuple, type UnknownValue, type Value } from '../value';
import { interned, isFolded } from './constants';
import { evaluate } from './evaluate';

/** The values of a display's parts, `*part` spread out; an Unknown that is spread makes the whole Unknown. */
export function* elements(
  parts: readonly Expression[],
  frame: Frame,
  spread = (value: Value): Run<Value[]> => named(value, frame),
): Run<Value[] | UnknownValue> {
  const { vm } = frame;
  const items: Value[] = [];
  for (const part of parts) {
    if (part.kind !== 'Starred') {
      items.push(yield* evaluate(part, frame));
      continue;
    }
    const value = yield* evaluate(part.value, frame);
    vm.span = part.span;
    if (value.kind === 'unknown') return vm.touched(value);
    for (const item of yield* spread(value)) items.push(item);
  }
  vm.allocate(items.length);
  return items;
}

const named = (value: Value, frame: Frame): Run<Value[]> =>
  frame.vm.items(value, (name) => `Value after * must be an iterable, not ${name}`);

export function* listValue(node: List, frame: Frame): Run<Value> {
  const items = yield* elements(node.elts, frame);
  return Array.isArray(items) ? list(items) : (items as UnknownValue);
}

export function* tupleValue(node: Tuple, frame: Frame): Run<Value> {
  const items = yield* elements(node.elts, frame);
  if (!Array.isArray(items)) return items as UnknownValue;
  return node.elts.every(isFolded) ? interned(tuple(items)) : tuple(items);
}

export function* setValue(node: SetLiteral, frame: Frame): Run<Value> {
  const made = yield* setDisplay(node, frame);
  // Three constants or more become a frozenset when the code is compiled, and the set is filled from it.
  if (made.kind !== 'set' || node.elts.length < 3 || !node.elts.every(isFolded)) return made;
  return { ...made, entries: copied(frozen(made)) };
}

/** What a loop walks over: a display of constants is the frozenset itself. */
export function* walkedValue(node: Expression, frame: Frame): Run<Value> {
  if (node.kind !== 'Set') return yield* evaluate(node, frame);
  const made = yield* setDisplay(node, frame);
  return made.kind === 'set' && node.elts.every(isFolded) ? { ...made, entries: frozen(made) } : made;
}

/** The compiler makes a frozenset, and while it shares constants another one from that. */
const frozen = ({ entries }: SetValue): SetEntries => setOf(listed(entries));

function* setDisplay(node: SetLiteral, frame: Frame): Run<SetValue | UnknownValue> {
  const entries = new SetEntries();
  // From the first `*part` on, each part is hashed before the next is evaluated.
  const first = node.elts.findIndex((part) => part.kind === 'Starred');
  const together = first < 0 ? node.elts.length : first;
  try {
    for (const parts of [node.elts.slice(0, together), ...node.elts.slice(together).map((part) => [part])]) {
      const items = yield* elements(parts, frame, (value) => frame.vm.items(value));
      if (!Array.isArray(items)) return items as UnknownValue;
      frame.vm.span = node.span;
      for (const item of items) entries.add(yield* frame.vm.keyIn(entries, item), item);
    }
  } catch (error) {
    if (error instanceof Unknowable) return frame.vm.touched(error.value);
    throw error;
  }
  return { kind: 'set', entries, frozen: false };
}

export function* dictValue(node: Dict, frame: Frame): Run<Value> {
  const { vm } = frame;
  const entries: Entries = new Map();
  for (const item of node.items) {
    if (item.key) {
      const key = yield* evaluate(item.key, frame);
      const value = yield* evaluate(item.value, frame);
      vm.span = item.key.span;
      if (key.kind === 'unknown') return vm.touched(key);
      yield* setEntry(vm, entries, key, value);
      continue;
    }
    const mapping = yield* evaluate(item.value, frame);
    vm.span = item.value.span;
    if (mapping.kind === 'unknown') return vm.touched(mapping);
    yield* mergeInto(entries, mapping, frame);
  }
  return { kind: 'dict', entries };
}

/** `{**mapping}` */
export function* mergeInto(entries: Entries, mapping: Value, frame: Frame): Run<void> {
  const { vm } = frame;
  if (mapping.kind === 'dict') {
    mergeEntries(entries, mapping.entries);
    return;
  }
  const keys = yield* vm.findAttr(mapping, 'keys');
  if (!keys) throw typeError(`'${typeName(mapping)}' object is not a mapping`);
  for (const key of yield* vm.items(yield* vm.call(keys, [])))
    yield* setEntry(vm, entries, key, yield* vm.getItem(mapping, key));
}

export function* sliceValue(node: Slice, frame: Frame): Run<Value> {
  return {
    kind: 'slice',
    start: node.lower ? yield* evaluate(node.lower, frame) : none,
    stop: node.upper ? yield* evaluate(node.upper, frame) : none,
    step: node.step ? yield* evaluate(node.step, frame) : none,
  };
}
