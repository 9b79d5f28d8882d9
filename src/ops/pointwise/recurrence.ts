// Orthogonal polynomials by the recurrence of their degrees, with the roundings of ATen's kernels. Knows no tensor.
import type { DType } from '../../tensor/dtype';
import { fma32, fma64 } from '../../tensor/fusedMultiplyAdd';
import type { Pointwise } from './mapValues';

/** From 1 and x: the polynomial of degree k + 1 is (slope(k) x q - k p) / divisor(k), q of degree k and p of the one below. */
export interface Recurrence {
  readonly slope: (k: number) => number;
  readonly divisor: (k: number) => number;
  /** What 1 and -1 have to the power of the degree, where that is the polynomial there. */
  readonly unit?: boolean;
  /** The highest degree that has a value, above 1. */
  readonly most?: (dtype: DType) => number;
}

const low = -(2 ** 63);
/** A degree as C++ casts it to 64 bits on x86: what does not fit, NaN too, is the lowest. */
const wholeDegree = (n: number): number => (Math.abs(n) < -low ? Math.trunc(n) : low);

/** Of x and a degree; a negative one has 0. */
export const polynomial =
  ({ slope, divisor, unit, most }: Recurrence) =>
  (dtype: DType): Pointwise => {
    const [round, fma] = dtype === 'float64' ? [(value: number) => value, fma64] : [Math.fround, fma32];
    const limit = most?.(dtype) ?? Infinity;
    const known = (x: number, n: number): number | undefined => {
      if (n < 0) return 0;
      if (unit && Math.abs(x) === 1) return n % 2 === 0 ? 1 : x;
      if (n <= 1) return n === 0 ? 1 : x;
      return n > limit ? Number.NaN : undefined;
    };
    return {
      number(x, degree) {
        const n = wholeDegree(degree!);
        const found = known(x!, n);
        if (found !== undefined) return found;
        let [p, q] = [1, x!];
        for (let k = 1; k < n && !Number.isNaN(q); k++) {
          [p, q] = [q, round(fma(round(slope(k) * x!), q, -round(k * p)) / divisor(k))];
        }
        return q;
      },
      cost(x, degree) {
        const n = wholeDegree(degree!);
        return known(x!, n) === undefined ? n : 1;
      },
    };
  };
