// `with`: entering and leaving context managers. Knows no other statement.
import { say } from '../../base/text';
import type { With } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { classOf, findOnType } from '../core/lookup';
import { typeError } from '../core/pyError';
import { asItIs, handling } from '../core/traceback';
import type { Raised } from '../machine';
import { none, type Run, unknown, type Value } from '../value';
import type { Completion } from './completion';
import { evaluate } from './evaluate';
import { block, doubt } from './execute';
import { assign } from './targets';

export const withStatement = (node: With, frame: Frame): Run<Completion> => within(node, 0, frame);

function* within(node: With, index: number, frame: Frame): Run<Completion> {
  const { vm } = frame;
  const item = node.items[index];
  if (!item) return yield* block(node.body, frame);
  const manager = yield* evaluate(item.contextExpr, frame);
  vm.span = item.contextExpr.span;
  const unknowable = node.isAsync ? unknown(say('asynchronous code is not modelled: {0}', 'async with')) : manager;
  // An unknown manager may change anything that happens inside, so the body is not run.
  if (unknowable.kind === 'unknown')
    return doubt(vm.touched(unknowable), item.span.start, [{ ...node, body: [] }, ...node.body], frame);

  const enter = findOnType(manager, '__enter__');
  const exit = findOnType(manager, '__exit__');
  const name = classOf(manager).name;
  if (!enter) throw typeError(`'${name}' object does not support the context manager protocol`);
  if (!exit) throw typeError(`'${name}' object does not support the context manager protocol (missed __exit__ method)`);
  const value = yield* vm.callMethod(enter, manager, []);
  if (item.optionalVars) yield* assign(item.optionalVars, value, frame);

  let completion: Completion;
  try {
    completion = yield* within(node, index + 1, frame);
  } catch (error) {
    const raised = vm.raised(error);
    if (!raised) throw error;
    vm.span = item.contextExpr.span;
    if (yield* suppresses(exit, manager, raised, frame)) return undefined;
    throw raised;
  }
  vm.span = item.contextExpr.span;
  yield* vm.callMethod(exit, manager, [none, none, none]);
  return completion;
}

function* suppresses(exit: Value, manager: Value, raised: Raised, frame: Frame): Run<boolean> {
  const { vm } = frame;
  const restore = asItIs(raised.exception);
  const { exception } = raised;
  const answer = yield* handling(vm, raised, vm.callMethod(exit, manager, [exception.cls, exception, none]));
  restore();
  return (yield* vm.truth(answer)) === true;
}
