// How far two results are apart, and the middle of several measurements. Knows no kernel.

/** Largest distance between float32 numbers, in steps from one to the next and as a difference; infinite where just one is NaN. */
export function agreement(
  found: Float32Array,
  expected: Float32Array,
): { readonly ulps: number; readonly difference: number } {
  const [a, b] = [found, expected].map((values) => new Int32Array(values.buffer, values.byteOffset, values.length));
  let [ulps, difference] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    if (a![i] === b![i]) continue;
    const [x, y] = [found[i]!, expected[i]!];
    if (Number.isNaN(x) && Number.isNaN(y)) continue;
    const apart = Math.abs(x - y);
    if (!Number.isFinite(apart)) return { ulps: Number.POSITIVE_INFINITY, difference: Number.POSITIVE_INFINITY };
    ulps = Math.max(ulps, Math.abs(order(a![i]!) - order(b![i]!)));
    difference = Math.max(difference, apart);
  }
  return { ulps, difference };
}

/** Integers that order as the float32 numbers of these bits do; both zeros are 0. */
const order = (bits: number): number => (bits < 0 ? -(2 ** 31) - bits : bits);

/** The mean of the two in the middle where the number of values is even; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
