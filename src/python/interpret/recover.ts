// What happens to an exception that reaches the top of a module-level statement while exploring: it is told, the names
// that the statement binds become Unknown, and the rest goes on. Knows no statement kinds.
import { say } from '../../base/text';
import type { Statement } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { Unknowable } from '../core/unknowable';
import { type UnknownValue, unknown } from '../value';
import type { Completion } from './completion';
import { forget } from './forget';
import { supplyTargets } from './targets';

/** Goes on after the statement where it may; throws the error again where it may not. */
export function recover(error: unknown, statement: Statement, frame: Frame): Completion {
  const { vm } = frame;
  if (error instanceof Unknowable) {
    vm.report(error.value, vm.span);
    return forgetAndAsk(statement, vm.touched(error.value), frame);
  }
  if (frame.scope.kind !== 'module' || vm.options.mode !== 'explore' || vm.guarded) throw error;
  const raised = vm.raised(error);
  if (!raised) throw error;
  vm.uncaught(raised, statement.span);
  const { type, message } = raised.python;
  const reason = message
    ? say('{0} raised {1}: {2}', vm.lineOf(raised.span.start), type, message)
    : say('{0} raised {1}', vm.lineOf(raised.span.start), type);
  return forgetAndAsk(statement, unknown(reason, raised.span), frame);
}

/** What the statement would have bound is Unknown, unless a source of inputs knows better. */
function forgetAndAsk(statement: Statement, why: UnknownValue, frame: Frame): Completion {
  const completion = forget([statement], frame, why);
  supplyTargets(statement, why, frame);
  return completion;
}
