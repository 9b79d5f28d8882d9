// Runs the body of a function: its statements, or the expression of a lambda. Knows no caller.
import { say } from '../../base/text';
import type { Expression, Statement } from '../../syntax/nodes';
import type { FunctionCode } from '../core/calling';
import type { Frame } from '../core/frame';
import { none, type Run, unknown, type Value } from '../value';
import { evaluate } from './evaluate';
import { block } from './execute';

export function* runBody(body: FunctionCode['body'], frame: Frame): Run<Value> {
  if (!Array.isArray(body)) return yield* evaluate(body as Expression, frame);
  const completion = yield* block(body as readonly Statement[], frame);
  if (completion?.kind === 'return') return frame.vm.visible(completion.value);
  if (completion?.kind === 'doubt' && completion.returns)
    return unknown(
      say('what {0} returns is not known: {1}', frame.qualname, completion.why.reason),
      completion.why.span,
    );
  return none;
}
