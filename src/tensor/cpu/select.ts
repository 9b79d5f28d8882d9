// Elements chosen along a dim on the CPU: in order, or the best so far. Knows no backend.
import type { Choice, Chosen } from '../backend';
import { allocate, type HostArray } from '../dtype';
import { sizeOf, tensorOf, valuesOf } from '../host';
import { andThen } from '../hostValues';
import { inParts, type Meter } from '../meter';
import type { Tensor } from '../tensor';
import { compare, type Element, isNaNumber } from './order';
import { sortedLines } from './sortedLines';

/** What an element that is chosen costs, in multiply-adds. */
const costOfElement = 16;

/** Where in a line the element is that comes k-th, of line number `line`; told in the order of lines and places. */
type Picked = (line: number, k: number) => number;

/** The first `take` of each line as `choice` says, and their indices. */
export function selectOnCpu(
  choice: Choice,
  x: Tensor,
  dim: number,
  take: number,
  meter: Meter,
): Chosen | Promise<Chosen> {
  const values = valuesOf(x);
  const count = x.shape[dim] ?? 1;
  const inner = sizeOf(x.shape.slice(dim + 1));
  const lines = count === 0 ? 0 : x.size / count;
  const lies = (line: number, k: number): number => (Math.floor(line / inner) * count + k) * inner + (line % inner);

  const laidOut = (picked: Picked): Chosen | Promise<Chosen> => {
    const shape = x.rank === 0 ? [] : x.shape.with(dim, take);
    const made = allocate(x.dtype, sizeOf(shape));
    const indices = allocate('int64', made.length) as BigInt64Array;
    const filling = inParts(meter, lines, (take + 1) * costOfElement, (from, to) => {
      for (let line = from; line < to; line++) {
        const first = Math.floor(line / inner) * take * inner + (line % inner);
        for (let k = 0; k < take; k++) {
          const index = picked(line, k);
          made[first + k * inner] = values[lies(line, index)]!;
          indices[first + k * inner] = BigInt(index);
        }
      }
    });
    return andThen(filling, () => ({
      values: tensorOf(made, shape, x.dtype),
      indices: tensorOf(indices, shape, 'int64'),
    }));
  };

  if (choice === 'largestSoFar' || choice === 'leastSoFar') {
    const holds = holdsAgainst(choice);
    let best = 0;
    return laidOut((line, k) => {
      if (k === 0 || !holds(values[lies(line, best)]!, values[lies(line, k)]!)) best = k;
      return best;
    });
  }
  const element = elements(values, count, inner, lies);
  const before =
    choice === 'descending'
      ? (a: number, b: number): number => compare(element(b), element(a))
      : (a: number, b: number): number => compare(element(a), element(b));
  return andThen(sortedLines(meter, lines, count, before), (sorted) =>
    laidOut((line, k) => sorted[line * count + k]! - line * count),
  );
}

/** Whether the best so far remains it: equal ones give way, and anything does to nan. */
const holdsAgainst =
  (choice: 'largestSoFar' | 'leastSoFar') =>
  (best: Element, next: Element): boolean =>
    !isNaNumber(next) && (isNaNumber(best) || (choice === 'largestSoFar' ? best > next : best < next));

/** An element by its number `line · count + k`. */
const elements = (
  values: HostArray,
  count: number,
  inner: number,
  lies: (line: number, k: number) => number,
): ((place: number) => Element) =>
  inner === 1 ? (place) => values[place]! : (place) => values[lies(Math.floor(place / count), place % count)]!;
