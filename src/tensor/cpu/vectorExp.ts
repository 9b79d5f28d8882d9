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

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
/** Adding and taking it away again rounds a small number to the nearest whole one, halves to even. */
const whole = 6755399441055744;
const least = -104;
/** The bits of a double that float32 has no room for, and what they are halfway between two float32 numbers. */
const [below, halfway] = [0x1fffffff, 0x10000000];
/** 2^n for n from `least` · log2 e on, up to 1. */
const powersOfTwo = Float64Array.from({ length: 152 }, (_, i) => 2 ** (i - 151));

/**
 * The same of many at once, `from` up to `to`, none of them above 0. Each step is a double rounded to float32, which is a fused
 * multiply-add unless the double lies halfway between two of those: then the number is done again with care.
 */
export function vectorExps(x: Float32Array, out: Float32Array, from: number, to: number): void {
  const [c0, c1, c2, c3, c4, c5] = coefficients as unknown as readonly [number, number, number, number, number, number];
  for (let i = from; i < to; i++) {
    const value = x[i]!;
    if (!(value >= least && value <= 0)) {
      out[i] = vectorExp(value);
      continue;
    }
    const turns = fround(value * log2e) + whole - whole;
    const near = turns * high + value;
    double[0] = near;
    let unsure = ((words[0]! & below) ^ halfway) - 1;
    let y = turns * low + fround(near);
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    const rest = fround(y);
    y = c0 * rest + c1;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    y = fround(y) * rest + c2;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    y = fround(y) * rest + c3;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    y = fround(y) * rest + c4;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    y = fround(y) * rest + c5;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    y = fround(rest * rest) * fround(y) + rest;
    double[0] = y;
    unsure |= ((words[0]! & below) ^ halfway) - 1;
    // A rest near 0 may leave the range where float32 keeps its digits.
    if (unsure < 0 || Math.abs(rest) < 1e-15) out[i] = vectorExp(value);
    else out[i] = fround(1 + fround(y)) * powersOfTwo[turns + 151]!;
  }
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
  for (let i = 0; i < values.length; i++) {
    const lane = i & (lanes - 1);
    sums[lane] = sums[lane]! + values[i]!;
  }
  for (let half = lanes / 2; half >= 1; half /= 2) {
    for (let i = 0; i < half; i++) sums[i] = sums[i]! + sums[i + half]!;
  }
  return sums[0]!;
}
