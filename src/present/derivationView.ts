// How a loss comes about, with the call's own numbers: the steps of one element and of the whole. Knows no page.
import { say } from '../base/text';
import { type Derivation, type Equation, placeIn } from '../ops/derivation/derivation';
import { Table } from '../ops/derivation/table';
import { cellsOf } from '../ops/derivation/tables';
import type { Term } from '../ops/derivation/terms';
import type { CellView, DerivationStep, DerivationView, MathView } from '../protocol/views';
import { categoryOf, type DType, isHalf } from '../tensor/dtype';
import { unknownReason } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { mostExplained } from '../trace/gradients';
import type { NotedCall } from '../trace/recorder';
import type { Trace } from '../trace/trace';
import { literalPlaces } from './literalPlaces';
import { type CellOf, mathNumber, mathOf, symbolOf } from './mathView';
import type { Say } from './say';
import { product } from './tensorView';

/** So many numbers make one loss at most: each is a term. */
const longestRow = 2 ** 17;
const digits = 6;

/** Of the element at `sample`, or the first; undefined where the op has no steps or there is no element. */
export async function derivationOf(
  call: NotedCall,
  losses: Tensor,
  trace: Trace,
  sample: readonly number[] | undefined,
  uri: string,
  t: Say,
): Promise<DerivationView | undefined> {
  const { op, args, result } = call.note;
  const tensors = [losses, ...Object.values(args).filter((value) => value instanceof Tensor)];
  const size = tensors.reduce((sum, tensor) => sum + tensor.size, 0);
  const readable = tensors.every((tensor) => categoryOf(tensor.dtype) !== 'complex' && !unknownReason(tensor));
  const row = Math.max(...tensors.map((tensor) => tensor.size / losses.size));
  if (!op.derive || losses.size === 0 || size > mostExplained || row > longestRow || !readable) return undefined;
  const cells = await cellsOf(args, losses.dtype, trace.engine);
  const derivation = op.derive(args, cells);
  if (!derivation) return undefined;
  const table = new Table('', losses.shape, await trace.engine.read(losses));
  const index = sample && isPlace(sample, derivation) ? sample : losses.shape.map(() => 0);
  const flat = index.reduce((offset, at, dim) => offset * losses.shape[dim]! + at, 0);
  const places = literalPlaces(trace, call, uri);
  const cellOf: CellOf = (source) => {
    const place = source.param ? places(source, cells.of(source.param).at(source.index)) : undefined;
    return { label: source.param, index: source.index, ...(place && { place }) };
  };
  const steps = (equations: readonly Equation[], actual: Actual): readonly DerivationStep[] =>
    equations.map((equation, i) => stepOf(equation, i === equations.length - 1 ? actual : undefined, cellOf, t));
  const element = derivation.element(placeIn(derivation, flat));
  const total = derivation.total?.(table) ?? [];
  const value = total.length && result instanceof Tensor ? Number((await trace.engine.read(result))[0]) : Number.NaN;
  return {
    shape: derivation.shape,
    letters: derivation.letters,
    index,
    names: namesIn([...element, ...total]),
    element: steps(element, { value: table.at(index), dtype: losses.dtype }),
    total: steps(total, { value, dtype: result instanceof Tensor ? result.dtype : losses.dtype }),
  };
}

const isPlace = (index: readonly number[], { shape }: Derivation): boolean =>
  index.length === shape.length &&
  index.every((at, dim) => Number.isInteger(at) && at >= 0 && at < shape[dim]!) &&
  product(shape) > 0;

/** The inputs that are named, in the order of their first use. */
function namesIn(equations: readonly Equation[]): DerivationView['names'] {
  const names = new Map<string, string>();
  const visit = (term: Term): void => {
    if (term.kind === 'quantity' && term.source?.itself && term.source.param) names.set(term.symbol, term.source.param);
    if (term.kind === 'series') [term.body, ...term.shown.map((one) => one.term)].forEach(visit);
    else if ('of' in term) term.of.forEach(visit);
  };
  for (const { right } of equations) visit(right);
  return [...names].flatMap(([symbol, label]) => (symbol === label ? [] : [{ symbol, label }]));
}

/** What was computed, in the dtype of the computation. */
interface Actual {
  readonly value: number;
  readonly dtype: DType;
}

function stepOf({ title, left, right }: Equation, actual: Actual | undefined, cellOf: CellOf, t: Say): DerivationStep {
  const close = actual && alike(left.value, actual);
  const text = mathNumber(close ? actual.value : left.value, digits);
  const row = right.kind === 'series' && right.operator === 'row';
  const numbers = mathOf(right, 'numbers', cellOf);
  const said = plainText(numbers) === text;
  const cell = said ? cellIn(numbers) : undefined;
  return {
    title: t(title),
    left: symbolOf(left),
    ...(right.kind !== 'number' && { symbols: mathOf(right, 'symbols', cellOf) }),
    ...(!said && { numbers }),
    ...(!row && { value: { text, ...(cell && { cell }) } }),
    ...(actual &&
      !close && {
        note: t(say('Rounded to {0} at each step it is {1}', actual.dtype, mathNumber(actual.value, digits))),
      }),
  };
}

/** Whether rounding leaves nothing to be explained. */
function alike(derived: number, { value, dtype }: Actual): boolean {
  if (Object.is(derived, value) || derived === value) return true;
  return Math.abs(derived - value) <= (isHalf(dtype) ? 1e-2 : 1e-4) * Math.abs(value);
}

const plainText = (math: MathView): string => ('of' in math ? math.of.map(plainText).join('') : math.text);

/** The first element that is named. */
function cellIn(math: MathView): CellView | undefined {
  if (!('of' in math)) return math.cell;
  for (const part of math.of) {
    const found = cellIn(part);
    if (found) return found;
  }
  return undefined;
}
