// Natural logarithm, sine and cosine in float32 exactly as the 8-lane Cephes routines compute them that PyTorch's
// normal_ uses for 16 floats and more. Knows no generator.
import { fma32 } from '../../tensor/fusedMultiplyAdd';

const f = Math.fround;
const floats = new Float32Array(1);
const ints = new Int32Array(floats.buffer);

const logCoefficients = [
  7.0376836292e-2, -1.151461031e-1, 1.167699874e-1, -1.2420140846e-1, 1.4249322787e-1, -1.6668057665e-1,
  2.0000714765e-1, -2.4999993993e-1, 3.3333331174e-1,
].map(f);

function horner(coefficients: readonly number[], x: number): number {
  let sum = coefficients[0]!;
  for (let i = 1; i < coefficients.length; i++) sum = fma32(sum, x, coefficients[i]!);
  return sum;
}

/** ln x for x ≥ 0, with x below the least normal float taken as that. */
export function log32(x: number): number {
  floats[0] = Math.max(x, 1.1754943508222875e-38);
  const pattern = ints[0] ?? 0;
  let exponent = f((pattern >>> 23) - 126);
  ints[0] = (pattern & 0x807fffff) | 0x3f000000;
  let mantissa = floats[0] ?? 0;
  if (mantissa < f(Math.SQRT1_2)) {
    exponent = f(exponent - 1);
    mantissa = f(f(mantissa - 1) + mantissa);
  } else {
    mantissa = f(mantissa - 1);
  }
  const square = f(mantissa * mantissa);
  let y = f(horner(logCoefficients, mantissa) * mantissa);
  y = fma32(y, square, f(exponent * f(-2.1219444e-4)));
  y = fma32(-square, f(0.5), y);
  return fma32(exponent, f(0.693359375), f(mantissa + y));
}

const quarterTurns = [-0.78515625, -2.418756484985351e-4, -3.774894977445941e-8].map(f);
const sineCoefficients = [-1.9515295891e-4, 8.3321608736e-3, -1.6666654611e-1].map(f);
const cosineCoefficients = [2.443315711809948e-5, -1.388731625493765e-3, 4.166664568298827e-2].map(f);

/** [sin x, cos x] for x ≥ 0. */
export function sinCos32(x: number): readonly [number, number] {
  const octant = (Math.trunc(f(x * f(1.27323954473516))) + 1) & ~1;
  const reduced = quarterTurns.reduce((rest, part) => fma32(f(octant), part, rest), x);
  const square = f(reduced * reduced);
  let cosine = f(horner(cosineCoefficients, square) * square);
  cosine = f(fma32(cosine, square, -f(square * f(0.5))) + 1);
  let sine = f(horner(sineCoefficients, square) * square);
  sine = fma32(sine, reduced, reduced);
  const swap = (octant & 2) !== 0;
  const [s, c] = swap ? [cosine, sine] : [sine, cosine];
  return [(octant & 4) !== 0 ? -s : s, ((octant - 2) & 4) === 0 ? -c : c];
}
