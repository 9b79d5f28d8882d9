// What can be said of many numbers at once. Knows no tensor.
import type { Numbers, Stats } from './views';

/** Of the finite ones; the others are counted. */
export function statsOf(values: Numbers): Stats {
  const tally = emptyTally();
  count(tally, values, 0, values.length);
  return statsFrom(tally, values.length);
}

/** What is counted on the way. */
export const emptyTally = () => ({ min: Infinity, max: -Infinity, sum: 0, finite: 0, nan: 0, posInf: 0, negInf: 0 });
export type Tally = ReturnType<typeof emptyTally>;

/** Counts those from `from` to `to`. */
export function count(tally: Tally, values: Numbers, from: number, to: number): void {
  let { min, max, sum, finite } = tally;
  for (let i = from; i < to; i++) {
    const value = values[i]!;
    // Finite numbers alone give 0.
    if (value - value === 0) {
      finite++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    } else if (Number.isNaN(value)) tally.nan++;
    else if (value > 0) tally.posInf++;
    else tally.negInf++;
  }
  Object.assign(tally, { min, max, sum, finite });
}

/** Of `size` numbers that were counted. */
export function statsFrom({ min, max, sum, finite, nan, posInf, negInf }: Tally, size: number): Stats {
  const none = finite === 0;
  return {
    count: size,
    min: none ? Number.NaN : min,
    max: none ? Number.NaN : max,
    mean: none ? Number.NaN : sum / finite,
    nan,
    posInf,
    negInf,
  };
}
