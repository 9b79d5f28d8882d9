// The call of a loss that a place stands in. Knows syntax and traces, draws nothing.
import { contains, type Span } from '../base/span';
import type { Expression, Statement } from '../syntax/nodes';
import { type Place, statementAt } from './place';
import { type TraceWorld, trace } from './trace';

/** The innermost call around a cursor whose op gives a loss for each element; undefined where there is none. */
export async function lossAround(place: Place, world: TraceWorld): Promise<Span | undefined> {
  const statement = statementAt(place);
  const value = statement && evaluated(statement);
  if (!value) return undefined;
  const { recorder } = await trace(place.file, value.span, world, { scope: statement.span });
  const calls = recorder.calls(statement.span).filter(({ note }) => note.op.perElement);
  return calls.findLast(({ span }) => contains(span, place.selection))?.span;
}

/** What a statement evaluates. */
function evaluated(statement: Statement): Expression | undefined {
  switch (statement.kind) {
    case 'Expr':
    case 'Assign':
    case 'AugAssign':
    case 'AnnAssign':
    case 'Return':
      return statement.value;
    default:
      return undefined;
  }
}
