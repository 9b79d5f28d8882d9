// How the value of an op comes about, step by step: equations of one element, then of the whole. Knows no op.
import type { Text } from '../../base/text';
import { say } from '../../base/text';
import type { DType } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { placeOf, type Table } from './table';
import { constant, div, type Index, type Quantity, quantity, row, type Source, type Term } from './terms';

export interface Equation {
  /** What is done, as a sentence. */
  readonly title: Text;
  readonly left: Quantity;
  readonly right: Term;
}

export interface Derivation {
  /** Of the elements: what reduction='none' gives. */
  readonly shape: readonly number[];
  /** What stands for the dims of that. */
  readonly letters: readonly string[];
  /** The steps to one element's loss, which the last equation says. */
  readonly element: (at: readonly Index[]) => readonly Equation[];
  /** The steps from these losses to the value; absent where each stays. */
  readonly total?: (losses: Table) => readonly Equation[];
}

/** The arguments of a call as derivations read them. */
export interface Cells {
  /** Throws for what is no tensor. */
  readonly of: (param: string) => Table;
  /** Of the loss of an element: what is beyond its range is infinite. */
  readonly dtype: DType;
}

/** Equations, one after the other. */
export class Steps {
  readonly equations: Equation[] = [];
  constructor(readonly dtype: DType) {}

  /** A step; answers what it names. */
  let(title: Text, symbol: string, index: readonly Index[], right: Term): Quantity {
    const left = quantity(symbol, index, held(right.value, this.dtype));
    this.equations.push({ title, left, right });
    return left;
  }

  /** A step for every place along a dim at once; `source` is what the number at a place is mostly about. */
  row(
    title: Text,
    symbol: string,
    index: (j: Index) => readonly Index[],
    { letter, count, keep }: { readonly letter: string; readonly count: number; readonly keep?: number | undefined },
    body: (j: Index) => Term,
    source?: (j: Index) => Source | undefined,
  ): (j: Index) => Quantity {
    const named = (j: Index): Quantity =>
      quantity(symbol, index(j), held(body(j).value, this.dtype), about(source?.(j)));
    const j = (at: number): Index => ({ letter, at });
    const right = row(letter, count, (at) => body(j(at)), { keep, each: (at) => named(j(at)) });
    this.equations.push({ title, left: quantity(symbol, index(j(keep ?? 0)), Number.NaN), right });
    return named;
  }
}

const about = (source: Source | undefined): Source | undefined =>
  source && { param: source.param, index: source.index };

const largestOf: Partial<Record<DType, number>> = {
  float16: 65504,
  float32: 2 ** 128 - 2 ** 104,
  bfloat16: 2 ** 128 - 2 ** 120,
};

/** Beyond the range of a dtype there is infinity only. */
function held(value: number, dtype: DType): number {
  const most = largestOf[dtype];
  return most !== undefined && Math.abs(value) > most ? Math.sign(value) * Infinity : value;
}

/** What the mean of losses divides by, where that is not their number: a name and its terms. */
export interface Divisor {
  readonly title: Text;
  readonly symbol: string;
  readonly right: Term;
}

interface Reduced {
  readonly cells: Cells;
  readonly shape: readonly number[];
  readonly letters?: readonly string[];
  readonly by: string;
  /** Undefined: the number of losses. */
  readonly divisor?: Divisor | undefined;
}

/** Letters of dims without a role. */
export const plainLetters = ['i', 'j', 'k', 'l', 'm', 'o', 'q', 'r'];

/** A derivation of losses that are kept, summed or averaged. */
export function reduced(
  { cells, shape, letters = plainLetters, by, divisor }: Reduced,
  element: (steps: Steps, at: readonly Index[]) => void,
): Derivation {
  const own = {
    shape,
    letters: letters.slice(0, shape.length),
    element: (at: readonly Index[]): readonly Equation[] => {
      const steps = new Steps(cells.dtype);
      element(steps, at);
      return steps.equations;
    },
  };
  if (by === 'none') return own;
  const total = (losses: Table): readonly Equation[] => {
    const steps = new Steps(cells.dtype);
    const sum: Term = shape.length ? losses.sum('ℓ', letters) : losses.cell('ℓ', []);
    if (by === 'sum') steps.let(say('The value: the sum of the losses'), 'L', [], sum);
    else if (divisor) {
      const { title, symbol, right } = divisor;
      const under = steps.let(title, symbol, [], right);
      steps.let(say('The value: the sum of the losses, divided by that'), 'L', [], div(sum, under));
    } else {
      steps.let(say('The value: the mean of the losses'), 'L', [], div(sum, constant('N', sizeOf(shape))));
    }
    return steps.equations;
  };
  return { ...own, total };
}

/** The place of an element among the losses. */
export const placeIn = ({ shape, letters }: Derivation, flat: number): readonly Index[] =>
  placeOf(flat, shape, letters);
