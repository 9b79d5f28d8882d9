// exp and sums as PyTorch's vectorised kernels round them, with registers of 512 bits: SLEEF's expf (1 ulp) and sums in lanes,
// so that softmax along the last dim agrees to the last bit. Knows no tensor.
import { fma32 } from '../fusedMultiplyAdd';
import { roundHalfEven } from '../roundFloat';

const { fround } = Math;
const log2e = fround(Math.LOG2E);
/** ln 2 in two parts, and the coefficients of the polynomial, as in SLEEF's expf_u10. */
const [high, low] = [fround(-0.693145751953125), fround(-1.428606765330187e-6)];
const coefficients = Float32Array.of(
  0.00019852761761285365,
  0.001393043552525342,
  0.0083333607763062,
  0.041666485369205475,
  0.1666666716337204,
  0.5,
);

/** e to the power of a float32, for softmax. */
export function vectorExp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < -104) return 0;
  if (x > 100) return Number.POSITIVE_INFINITY;
  const turns = roundHalfEven(fround(x * log2e));
  const rest = fma32(turns, low, fma32(turns, high, x));
  const series = coefficients.reduce((sum, coefficient) => fma32(sum, rest, coefficient));
  return fround(fround(1 + fma32(fround(rest * rest), series, rest)) * 2 ** turns);
}

/** The sum of a row: in order where it is short, else lane by lane, the lanes added by halves. */
export function vectorSum(values: Float32Array | Float64Array): number {
  const single = values instanceof Float32Array;
  const lanes = single ? 16 : 8;
  const count = Math.min(values.length, lanes);
  const sums = single ? new Float32Array(lanes) : new Float64Array(lanes);
  if (values.length < lanes) {
    for (let i = 0; i < count; i++) sums[0] = sums[0]! + values[i]!;
    return sums[0]!;
  }
  for (let i = 0; i < values.length; i++) sums[i % lanes] = sums[i % lanes]! + values[i]!;
  for (let half = lanes / 2; half >= 1; half /= 2) {
    for (let i = 0; i < half; i++) sums[i] = sums[i]! + sums[i + half]!;
  }
  return sums[0]!;
}
