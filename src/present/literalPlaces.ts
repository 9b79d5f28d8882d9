// Where the elements of a call's arguments are written in the code, where they are: `torch.tensor([[0.5, 1.0]])`, named or not.
// Knows no view.
import type { Source } from '../ops/derivation/terms';
import type { CellView } from '../protocol/views';
import type { Expression } from '../syntax/nodes';
import { argumentSites, boundTo } from '../trace/callSites';
import type { NotedCall } from '../trace/recorder';
import type { Trace } from '../trace/trace';
import { rangeOf } from './range';

/** How many names and calls are followed to a list. */
const furthest = 8;

/** The place of an element of this value; undefined where it is not written, or another number stands there. */
export function literalPlaces(
  trace: Trace,
  call: NotedCall,
  uri: string,
): (source: Source, value: number) => CellView['place'] {
  const { file } = trace;
  const lists = new Map<string, Expression | undefined>();
  const listOf = (param: string): Expression | undefined => {
    if (!lists.has(param)) {
      const value = argumentSites(trace, call).find((site) => site.param.name === param)?.value;
      lists.set(param, value && literalIn(trace, value));
    }
    return lists.get(param);
  };
  return ({ param, index }, value) => {
    let found = listOf(param);
    for (const at of index) found = elementsOf(found)?.[at];
    if (!found || !isNumber(found, value)) return undefined;
    return { uri: file.layout?.uri(found.span.start) ?? uri, range: rangeOf(file, found.span) };
  };
}

function literalIn({ file }: Trace, value: Expression): Expression | undefined {
  let found: Expression | undefined = value;
  for (let steps = 0; found && steps < furthest; steps++) {
    if (found.kind === 'Name') found = boundTo(file, found);
    else if (found.kind !== 'Call') break;
    // `torch.tensor([1, 2])`, and what is called on its result: `torch.tensor([1, 2]).float()`.
    else if (found.args[0] && elementsOf(found.args[0])) found = found.args[0];
    else found = found.func.kind === 'Attribute' && found.args.length === 0 ? found.func.value : undefined;
  }
  return found && elementsOf(found) ? found : undefined;
}

function elementsOf(value: Expression | undefined): readonly Expression[] | undefined {
  const whole = value?.kind === 'List' || value?.kind === 'Tuple';
  return whole && !value.elts.some(({ kind }) => kind === 'Starred') ? value.elts : undefined;
}

function isNumber(written: Expression, value: number): boolean {
  if (written.kind === 'UnaryOp' && written.op === '-') return isNumber(written.operand, -value);
  if (written.kind !== 'Constant') return false;
  const { value: literal } = written;
  const own =
    literal.type === 'float' || literal.type === 'int' || literal.type === 'bool' ? Number(literal.value) : NaN;
  // Narrow floats keep less of it.
  return own === value || Math.abs(own - value) <= Math.abs(own) * 2 ** -8;
}
