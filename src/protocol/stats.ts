// What can be said of many numbers at once. Knows no tensor.
import type { Numbers, Stats } from './views';

/** Of the finite ones; the others are counted. */
export function statsOf(values: Numbers): Stats {
  let [min, max, sum, finite, nan, posInf, negInf] = [Infinity, -Infinity, 0, 0, 0, 0, 0];
  for (const value of values) {
    if (Number.isFinite(value)) {
      finite++;
      sum += value;
      if (value < min) min = value;
      if (value > max) max = value;
    } else if (Number.isNaN(value)) nan++;
    else if (value > 0) posInf++;
    else negInf++;
  }
  const none = finite === 0;
  return {
    count: values.length,
    min: none ? Number.NaN : min,
    max: none ? Number.NaN : max,
    mean: none ? Number.NaN : sum / finite,
    nan,
    posInf,
    negInf,
  };
}
