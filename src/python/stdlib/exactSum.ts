// `math.fsum`: sums without rounding on the way. Knows no values.
import { PyError, valueError } from '../core/pyError';

/** Exact sum of floats by non-overlapping partials (Shewchuk), as CPython does; where it refuses, it raises its errors. */
export function exactSum(values: readonly number[]): number {
  const partials: number[] = [];
  let special = 0;
  let infinite = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) {
      special += value;
      if (!Number.isNaN(value)) infinite += value;
      partials.length = 0;
      continue;
    }
    let x = value;
    let kept = 0;
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
      const high = x + y;
      const low = y - (high - x);
      if (low) partials[kept++] = low;
      x = high;
    }
    partials.length = kept;
    if (!Number.isFinite(x)) throw new PyError('OverflowError', 'intermediate overflow in fsum');
    partials.push(x);
  }
  if (Number.isNaN(infinite)) throw valueError('-inf + inf in fsum');
  if (special !== 0 || Number.isNaN(special)) return special;
  let high = partials.pop() ?? 0;
  while (partials.length) {
    const x = high;
    const y = partials.pop() ?? 0;
    high = x + y;
    const low = y - (high - x);
    if (low) {
      const rest = partials.at(-1) ?? 0;
      // Round half to even over the partials below.
      if ((low < 0 && rest < 0) || (low > 0 && rest > 0)) {
        const twice = low * 2;
        const sum = high + twice;
        if (twice === sum - high) high = sum;
      }
      break;
    }
  }
  // Zeros leave no trace, not even a sign.
  return high === 0 ? 0 : high;
}
