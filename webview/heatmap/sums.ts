// Sums along a dim: which of them are 1. Knows no DOM.
import { offsetOf, planeOf } from '../../src/protocol/plane';
import { rounded } from '../../src/protocol/texts';
import type { TensorView } from '../../src/protocol/views';
import { isWhole } from './pythonLiteral';
import { remembered } from './remembered';

/** Sums along `dim`; `at` finds one by the full index of any cell that it adds up. */
export interface Sums {
  readonly dim: number;
  readonly at: (index: readonly number[]) => number | undefined;
}

/** How far from 1 a sum may be and still carry the tick. */
export const tolerance = 1e-5;

export const isOne = (sum: number): boolean => Math.abs(sum - 1) <= tolerance;

/** `1 ✓`, or the sum to six digits. */
export const sumText = (sum: number): string => (isOne(sum) ? '1 ✓' : rounded(sum, 'float32', 6));

/** The sums that came with the view: a tensor without `dim`, or with a 1 in its place. */
export function sumsFrom(view: TensorView, dim: number, rank: number): Sums {
  const kept = view.shown.length === rank;
  return {
    dim,
    at: (index) => {
      let offset = 0;
      for (let d = 0, s = 0; d < rank; d++) {
        if (d === dim && !kept) continue;
        const size = view.shown[s++] ?? 0;
        const place = d === dim ? 0 : (index[d] ?? 0);
        if (place >= size) return undefined;
        offset = offset * size + place;
      }
      return view.values[offset];
    },
  };
}

/** Sums of a whole matrix along the dim where every one of them is 1; nothing where there is no such dim. */
export const provenSums = remembered((view: TensorView): Sums | undefined => {
  const floating = view.format !== 'int' && view.format !== 'bool';
  if (view.shape.length !== 2 || !floating || !isWhole(view) || view.stats.min < 0) return undefined;
  const plane = planeOf(view.shown);
  for (const dim of [1, 0]) {
    const along = dim === 1 ? plane.cols : plane.rows;
    const across = dim === 1 ? plane.rows : plane.cols;
    if (along < 2 || across < 1) continue;
    const sums = Array.from({ length: across }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < along; j++)
        sum += view.values[dim === 1 ? offsetOf(plane, [], i, j) : offsetOf(plane, [], j, i)]!;
      return sum;
    });
    if (sums.every(isOne)) return { dim, at: (index) => sums[index[1 - dim] ?? 0] };
  }
  return undefined;
});
