// Places of the elements of lines in order: a stable merge sort of all lines at once, in parts, so that it can be ended.
// Knows no tensor.
import { andThen } from '../hostValues';
import { inParts, type Meter } from '../meter';

/** What a comparison costs in multiply-adds. */
const costOfStep = 8;

/** What is in order so far, and room for what is next. */
type Buffers = readonly [Uint32Array, Uint32Array];

/**
 * The places 0 … lines · count - 1 with those of each line of `count` in order; `before(a, b)`: negative where the element
 * at place a comes before that at b.
 */
export function sortedLines(
  meter: Meter,
  lines: number,
  count: number,
  before: (a: number, b: number) => number,
): Uint32Array | Promise<Uint32Array> {
  const total = lines * count;
  const places = new Uint32Array(total);
  const numbered = inParts(meter, total, 1, (from, to) => {
    for (let place = from; place < to; place++) places[place] = place;
  });
  let sorted = andThen<void, Buffers>(numbered, () => [places, new Uint32Array(total)]);
  for (let width = 1; width < count; width *= 2) {
    sorted = andThen(sorted, ([from, to]) => andThen(merged(meter, from, to, count, width, before), () => [to, from]));
  }
  return andThen(sorted, ([made]) => made);
}

/** Merges neighbouring runs of `width` places within each line of `from` into `to`. */
function merged(
  meter: Meter,
  from: Uint32Array,
  to: Uint32Array,
  count: number,
  width: number,
  before: (a: number, b: number) => number,
): undefined | Promise<void> {
  let [left, middle, right, end] = [0, 0, 0, 0];
  return inParts(meter, from.length, costOfStep, (first, last) => {
    for (let at = first; at < last; at++) {
      if (at === end) {
        const lineEnd = at - (at % count) + count;
        left = at;
        right = middle = Math.min(at + width, lineEnd);
        end = Math.min(at + 2 * width, lineEnd);
      }
      const takesRight = left === middle || (right < end && before(from[right]!, from[left]!) < 0);
      to[at] = takesRight ? from[right++]! : from[left++]!;
    }
  });
}
