// Comprehensions and generator expressions, each in a scope of its own. Knows no statement.
import type { Comprehension, DictComp, GeneratorExp, ListComp, SetComp } from '../../syntax/nodes';
import { comprehensionCode } from '../core/code';
import type { Frame } from '../core/frame';
import { iterate, type Next, pull } from '../core/iterate';
import { setEntry } from '../core/keys';
import { SetEntries } from '../core/setEntries';
import { Unknowable } from '../core/unknowable';
import { type Entries, list, none, type Run, type UnknownValue, type Value } from '../value';
import { walkedValue } from './displays';
import { evaluate } from './evaluate';
import { assign } from './targets';

type Turn = (frame: Frame) => Run<void>;

/** A frame for the comprehension; its first iterable belongs to the scope around. */
function inner(node: object, generators: readonly Comprehension[], frame: Frame): Frame {
  const code = comprehensionCode(node, generators);
  return { ...frame, scope: { kind: 'comprehension', names: new Map(), code, parent: frame.scope } };
}

function* start(generators: readonly Comprehension[], frame: Frame): Run<Next> {
  const first = generators[0] as Comprehension;
  const value = yield* walkedValue(first.iter, frame);
  frame.vm.span = first.iter.span;
  return yield* iterate(frame.vm, value);
}

function* loops(
  generators: readonly Comprehension[],
  index: number,
  source: Next,
  frame: Frame,
  turn: Turn,
): Run<void> {
  const { vm } = frame;
  const clause = generators[index] as Comprehension;
  const next = generators[index + 1];
  turns: for (;;) {
    const item = yield* pull(source);
    if (!item) return;
    vm.spend(1);
    yield* vm.breathe();
    yield* assign(clause.target, item, frame);
    for (const condition of clause.ifs) {
      const test = yield* evaluate(condition, frame);
      vm.span = condition.span;
      if (!(yield* vm.isTrue(test))) continue turns;
    }
    if (!next) yield* turn(frame);
    else {
      const value = yield* walkedValue(next.iter, frame);
      vm.span = next.iter.span;
      yield* loops(generators, index + 1, yield* iterate(vm, value), frame, turn);
    }
  }
}

/** Runs a comprehension; the Unknown that decides its course is its result. */
function* run(node: ListComp | SetComp | DictComp, frame: Frame, result: Value, turn: Turn): Run<Value> {
  try {
    const source = yield* start(node.generators, frame);
    yield* loops(node.generators, 0, source, inner(node, node.generators, frame), turn);
    return result;
  } catch (error) {
    if (error instanceof Unknowable) return frame.vm.touched(error.value as UnknownValue);
    throw error;
  }
}

export function listComp(node: ListComp, frame: Frame): Run<Value> {
  const items: Value[] = [];
  return run(node, frame, list(items), function* (inside) {
    items.push(yield* evaluate(node.elt, inside));
    frame.vm.allocate(items.length, false);
  });
}

export function setComp(node: SetComp, frame: Frame): Run<Value> {
  const entries = new SetEntries();
  return run(node, frame, { kind: 'set', entries, frozen: false }, function* (inside) {
    const item = yield* evaluate(node.elt, inside);
    entries.add(yield* frame.vm.keyIn(entries, item), item);
  });
}

export function dictComp(node: DictComp, frame: Frame): Run<Value> {
  const entries: Entries = new Map();
  return run(node, frame, { kind: 'dict', entries }, function* (inside) {
    const key = yield* evaluate(node.key, inside);
    const value = yield* evaluate(node.value, inside);
    yield* setEntry(frame.vm, entries, key, value);
  });
}

export function* generatorExp(node: GeneratorExp, frame: Frame): Run<Value> {
  const { vm } = frame;
  const first = node.generators[0] as Comprehension;
  const value = yield* walkedValue(first.iter, frame);
  vm.span = first.iter.span;
  if (value.kind === 'unknown') return vm.touched(value);
  const source = yield* iterate(vm, value);
  const inside = inner(node, node.generators, frame);
  const body = function* (): Run<Value> {
    yield* loops(node.generators, 0, source, inside, function* (at) {
      yield { kind: 'yield', value: yield* evaluate(node.elt, at) };
    });
    return none;
  };
  return vm.generator(vm.inLibrary ? undefined : '<genexpr>', body());
}
