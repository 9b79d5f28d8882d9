// `for` and `while`. Knows no other statement.
import { say } from '../../base/text';
import type { For, Statement, While } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { iterate, type Next, pull } from '../core/iterate';
import { Unknowable } from '../core/unknowable';
import { isSettled, type Run, settled, type UnknownValue, unknown, type Value } from '../value';
import { type Completion, joinDoubts } from './completion';
import { walkedValue } from './displays';
import { evaluate } from './evaluate';
import { block, doubt } from './execute';
import { forget } from './forget';
import { assign, supplyTarget } from './targets';

/** One turn of a loop: undefined to go on, or how the loop ends. */
type Turn =
  | { readonly kind: 'next' }
  | { readonly kind: 'end'; readonly completion: Completion; readonly broke: boolean };

function* turn(body: readonly Statement[], whole: readonly Statement[], frame: Frame): Run<Turn> {
  const completion = yield* block(body, frame);
  switch (completion?.kind) {
    case undefined:
    case 'continue':
      return { kind: 'next' };
    case 'break':
      return { kind: 'end', completion: undefined, broke: true };
    case 'return':
      return { kind: 'end', completion, broke: true };
    case 'doubt': {
      // How often the loop still turns is not known.
      const more = joinDoubts(completion, forget(whole, frame, completion.why));
      return { kind: 'end', completion: more?.returns ? { ...more, leavesLoop: false } : undefined, broke: true };
    }
  }
}

/** Runs a loop with its place noted for the message of a limit. */
function* looping(node: For | While, frame: Frame, work: () => Run<Completion>): Run<Completion> {
  const { vm } = frame;
  const outer = vm.loop;
  const guards = frame.scope.kind === 'module' ? 1 : 0;
  if (!vm.inLibrary)
    vm.loop = { start: node.span.start, end: node.kind === 'For' ? node.iter.span.end : node.test.span.end };
  vm.guarded += guards;
  try {
    const completion = yield* work();
    vm.loop = outer;
    return completion;
  } catch (error) {
    if (vm.raised(error) || error instanceof Unknowable) vm.loop = outer;
    throw error;
  } finally {
    vm.guarded -= guards;
  }
}

export function* forLoop(node: For, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const whole: readonly Statement[] = [{ ...node, body: [], orelse: [] }, ...node.body, ...node.orelse];
  const iterable = yield* walkedValue(node.iter, frame);
  vm.span = node.iter.span;
  if (node.isAsync)
    return doubt(unknown(say('asynchronous code is not modelled: {0}', 'async for')), node.span.start, whole, frame);
  if (iterable.kind === 'unknown') return yield* unknownLoop(node, whole, vm.touched(iterable), frame);
  return yield* looping(node, frame, function* () {
    const next = yield* iterate(vm, iterable);
    for (;;) {
      const item = yield* pulled(next);
      if (!item) break;
      if (item instanceof Unknowable) return withoutLoop(doubt(item.value, node.iter.span.start, whole, frame));
      vm.spend(1);
      yield* assign(node.target, vm.visible(item), frame);
      const outcome = yield* turn(node.body, whole, frame);
      if (outcome.kind === 'end') return outcome.completion;
    }
    return yield* block(node.orelse, frame);
  });
}

/** Over what is not known: where sources of inputs supply an item, one turn runs with it; how many follow is not known. */
function* unknownLoop(node: For, whole: readonly Statement[], why: UnknownValue, frame: Frame): Run<Completion> {
  const unsure = () => withoutLoop(doubt(why, node.iter.span.start, whole, frame));
  if (!supplyTarget(node.target, why, frame)) return unsure();
  return yield* looping(node, frame, function* () {
    const outcome = yield* turn(node.body, whole, frame);
    return outcome.kind === 'end' ? outcome.completion : unsure();
  });
}

/** A doubt about leaving this very loop is settled with the loop. */
const withoutLoop = (completion: ReturnType<typeof doubt>): Completion =>
  completion?.returns ? { ...completion, leavesLoop: false } : undefined;

function pulled(next: Next): Run<Value | Unknowable | undefined> {
  try {
    const run = pull(next);
    return isSettled(run) ? run : awaited(run);
  } catch (error) {
    return settled(unknowable(error));
  }
}

function* awaited(run: Run<Value | undefined>): Run<Value | Unknowable | undefined> {
  try {
    return yield* run;
  } catch (error) {
    return unknowable(error);
  }
}

function unknowable(error: unknown): Unknowable {
  if (error instanceof Unknowable) return error;
  throw error;
}

export function* whileLoop(node: While, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const whole: readonly Statement[] = [...node.body, ...node.orelse];
  return yield* looping(node, frame, function* () {
    for (;;) {
      vm.spend(1);
      yield* vm.breathe();
      const test = yield* evaluate(node.test, frame);
      vm.span = node.test.span;
      const truth = yield* vm.truth(test);
      if (truth === 'unknown') return withoutLoop(doubt(test, node.test.span.start, whole, frame));
      if (!truth) return yield* block(node.orelse, frame);
      const outcome = yield* turn(node.body, whole, frame);
      if (outcome.kind === 'end') return outcome.completion;
    }
  });
}
