// What happens to an exception that reaches the top of a module-level statement while exploring: it is told, the names
// that the statement binds become Unknown, and the rest goes on. Knows no statement kinds.
import { say } from '../../base/text';
import type { Statement } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { Unknowable } from '../core/unknowable';
import { unknown } from '../value';
import type { Completion } from './completion';
import { forget } from './forget';

/** Goes on after the statement where it may; throws the error again where it may not. */
export function recover(error: unknown, statement: Statement, frame: Frame): Completion {
  const { vm } = frame;
  if (error instanceof Unknowable) {
    vm.report(error.value, vm.span);
    return forget([statement], frame, vm.touched(error.value));
  }
  if (frame.scope.kind !== 'module' || vm.options.mode !== 'explore' || vm.guarded) throw error;
  const raised = vm.raised(error);
  if (!raised) throw error;
  vm.options.observer?.onRaise?.(statement.span, raised);
  vm.problem({ code: 'python-error', severity: 'error', span: raised.span, python: raised.python });
  const { type, message } = raised.python;
  const reason = message
    ? say('line {0} raised {1}: {2}', vm.lineOf(raised.span.start), type, message)
    : say('line {0} raised {1}', vm.lineOf(raised.span.start), type);
  return forget([statement], frame, unknown(reason, raised.span));
}
