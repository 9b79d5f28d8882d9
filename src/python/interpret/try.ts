// `try` with handlers, `else` and `finally`. Knows no other statement.
import { say } from '../../base/text';
import type { ExceptHandler, Statement, Try } from '../../syntax/nodes';
import { grouped, isGroup, leftOver, takenBy } from '../core/exceptionGroups';
import { matches, raisedFrom, wordsOf } from '../core/exceptions';
import type { Frame } from '../core/frame';
import { handling } from '../core/traceback';
import { Raised } from '../machine';
import { type InstanceValue, type Run, tuple, unknown } from '../value';
import { type Completion, joinDoubts } from './completion';
import { evaluate } from './evaluate';
import { block } from './execute';
import { forget } from './forget';
import { bindName } from './names';

export function* tryStatement(node: Try, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const guards = frame.scope.kind === 'module' ? 1 : 0;
  let completion: Completion;
  let pending: Raised | undefined;
  const before = vm.unknowns;
  vm.guarded += guards;
  try {
    completion = yield* block(node.body, frame);
    completion = joined(completion, afterDoubt(node, vm.unknowns !== before, frame));
    if (!completion) completion = yield* block(node.orelse, frame);
  } catch (error) {
    const raised = vm.raised(error);
    if (!raised) throw error;
    const outcome = yield* (node.isStar ? handledGroup : handled)(node, raised, frame);
    completion = outcome.completion;
    pending = outcome.pending;
  } finally {
    vm.guarded -= guards;
  }
  const last = pending
    ? yield* handling(vm, pending, block(node.finalbody, frame))
    : yield* block(node.finalbody, frame);
  if (last) return last;
  if (pending) throw pending;
  return completion;
}

const joined = (a: Completion, b: Completion): Completion => {
  if (a?.kind === 'doubt' && b?.kind === 'doubt') return joinDoubts(a, b);
  return a ?? b;
};

/**
 * Where the body met something Unknown it may have raised in CPython: what its handlers would do is in doubt, unless they
 * only raise again.
 */
function afterDoubt(node: Try, met: boolean, frame: Frame): Completion {
  if (!met) return undefined;
  const likely = node.handlers.filter((handler) => handler.body.at(-1)?.kind !== 'Raise' && !isInterrupt(handler));
  if (!likely.length) return undefined;
  const line = frame.vm.lineOf(node.span.start);
  const why = unknown(say('whether the code in `try` on {0} raises is not known', line), node.span);
  const skipped: Statement[] = likely.flatMap((handler) => handler.body);
  return forget(skipped, frame, why);
}

const isInterrupt = (handler: ExceptHandler): boolean =>
  handler.type?.kind === 'Name' && (handler.type.id === 'KeyboardInterrupt' || handler.type.id === 'SystemExit');

/** Runs the first handler that takes the exception; the exception that goes on where none does. */
function* handled(node: Try, raised: Raised, frame: Frame): Run<{ completion: Completion; pending?: Raised }> {
  const { vm } = frame;
  try {
    for (const handler of node.handlers) {
      if (!(yield* takes(handler, raised, frame))) continue;
      if (handler.name) bindName(handler.name.id, raised.exception, frame, handler.name.span);
      try {
        return { completion: yield* handling(vm, raised, block(handler.body, frame)) };
      } finally {
        if (handler.name) frame.scope.names.delete(handler.name.id);
      }
    }
    return { completion: undefined, pending: raised };
  } catch (error) {
    const next = vm.raised(error);
    if (!next) throw error;
    return { completion: undefined, pending: next };
  }
}

/** Runs each handler of an `except*` on its part of the exception; what is left, and what they raise, goes on. */
function* handledGroup(node: Try, raised: Raised, frame: Frame): Run<{ completion: Completion; pending?: Raised }> {
  const { vm } = frame;
  const { exception } = raised;
  const original = isGroup(exception) ? exception : grouped('', tuple([exception]));
  let rest: InstanceValue | undefined = original;
  let completion: Completion;
  const fresh: InstanceValue[] = [];
  const goingOn: InstanceValue[] = [];
  try {
    for (const handler of node.handlers) {
      if (!rest || !handler.type) break;
      const type = yield* evaluate(handler.type, frame);
      vm.span = handler.type.span;
      if (type.kind === 'unknown') continue;
      const halves: readonly (InstanceValue | undefined)[] = yield* takenBy(vm, rest, type);
      const [taken] = halves;
      if (!taken) continue;
      rest = halves[1];
      if (handler.name) bindName(handler.name.id, taken, frame, handler.name.span);
      const part = new Raised(taken, raised.span, yield* wordsOf(vm, taken));
      try {
        completion = joined(completion, yield* handling(vm, part, block(handler.body, frame)));
      } catch (error) {
        const thrown = vm.raised(error);
        if (!thrown) throw error;
        (thrown.exception === taken ? goingOn : fresh).push(thrown.exception);
      } finally {
        if (handler.name) frame.scope.names.delete(handler.name.id);
      }
    }
    if (rest === original) return { completion: undefined, pending: raised };
    const left = yield* leftOver(vm, original, fresh, rest ? [...goingOn, rest] : goingOn);
    return left ? { completion, pending: yield* raisedFrom(vm, left) } : { completion };
  } catch (error) {
    const next = vm.raised(error);
    if (!next) throw error;
    return { completion: undefined, pending: next };
  }
}

function* takes(handler: ExceptHandler, raised: Raised, frame: Frame): Run<boolean> {
  if (!handler.type) return true;
  const type = yield* evaluate(handler.type, frame);
  frame.vm.span = handler.type.span;
  // An exception class that is not modelled is none of those that modelled code raises.
  if (type.kind === 'unknown') return false;
  const known = type.kind === 'tuple' ? { ...type, items: type.items.filter((item) => item.kind !== 'unknown') } : type;
  return matches(raised.exception, known);
}
