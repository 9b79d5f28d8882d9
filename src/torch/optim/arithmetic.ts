// Arithmetic on the values of parameters, in place, rounded as ATen's CPU kernels round: one fused step where they fuse,
// Python numbers in the type that each kernel takes them in. Knows no optimizer.
import type { DType } from '../../tensor/dtype';
import { fma32, fma64 } from '../../tensor/fusedMultiplyAdd';
import { toBfloat16, toFloat16 } from '../../tensor/roundFloat';

/** The values of a float tensor in row-major order; narrow types lie in float32 arrays. */
export type Floats = Float32Array | Float64Array;

/** Each method writes to its first argument; `ys` and `zs` are as long. */
export interface Arithmetic {
  /** `x.add_(y, alpha=alpha)` */
  readonly add: (xs: Floats, ys: Floats, alpha?: number) => void;
  readonly addNumber: (xs: Floats, number: number) => void;
  readonly mul: (xs: Floats, number: number) => void;
  readonly times: (xs: Floats, ys: Floats) => void;
  readonly div: (xs: Floats, number: number) => void;
  readonly over: (xs: Floats, ys: Floats) => void;
  /** `number / x`, which PyTorch takes by way of the reciprocal. */
  readonly under: (xs: Floats, number: number) => void;
  readonly lerp: (xs: Floats, ys: Floats, weight: number) => void;
  /** `x.addcmul_(y, z, value=value)` */
  readonly addcmul: (xs: Floats, ys: Floats, zs: Floats, value?: number) => void;
  /** `x.addcdiv_(y, z, value=value)` */
  readonly addcdiv: (xs: Floats, ys: Floats, zs: Floats, value?: number) => void;
  readonly each: (xs: Floats, f: (x: number) => number) => void;
  /** `f` of two values that needs no rounding of its own. */
  readonly pairs: (xs: Floats, ys: Floats, f: (x: number, y: number) => number) => void;
}

type Round = (x: number) => number;
const same: Round = (x) => x;

/** `inner` rounds within a step, `outer` what is stored, beyond what the array does. */
function arithmetic(inner: Round, outer: Round, fma: (a: number, b: number, c: number) => number): Arithmetic {
  const each = (xs: Floats, f: Round): void => {
    for (let i = 0; i < xs.length; i++) xs[i] = outer(f(xs[i]!));
  };
  const pairs = (xs: Floats, ys: Floats, f: (x: number, y: number) => number): void => {
    for (let i = 0; i < xs.length; i++) xs[i] = outer(f(xs[i]!, ys[i]!));
  };
  return {
    each,
    pairs,
    add(xs, ys, alpha = 1) {
      const factor = outer(inner(alpha));
      // Narrow types are fused in whole vectors only.
      const fused = outer === same ? xs.length : xs.length - (xs.length % 32);
      for (let i = 0; i < fused; i++) xs[i] = outer(fma(factor, ys[i]!, xs[i]!));
      for (let i = fused; i < xs.length; i++) xs[i] = outer(inner(xs[i]! + outer(inner(factor * ys[i]!))));
    },
    addNumber(xs, number) {
      const term = outer(inner(number));
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(xs[i]! + term));
    },
    mul(xs, number) {
      const factor = inner(number);
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(xs[i]! * factor));
    },
    times(xs, ys) {
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(xs[i]! * ys[i]!));
    },
    div(xs, number) {
      const divisor = inner(number);
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(xs[i]! / divisor));
    },
    over(xs, ys) {
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(xs[i]! / ys[i]!));
    },
    under(xs, number) {
      const factor = inner(number);
      for (let i = 0; i < xs.length; i++) xs[i] = outer(inner(outer(inner(1 / xs[i]!)) * factor));
    },
    lerp(xs, ys, weight) {
      const w = inner(weight);
      // From the nearer end.
      const fromEnd = Math.abs(w) >= 0.5;
      const factor = fromEnd ? inner(w - 1) : w;
      for (let i = 0; i < xs.length; i++) {
        const [x, y] = [xs[i]!, ys[i]!];
        xs[i] = outer(fma(factor, inner(y - x), fromEnd ? y : x));
      }
    },
    addcmul(xs, ys, zs, value = 1) {
      const factor = inner(value);
      for (let i = 0; i < xs.length; i++) xs[i] = outer(fma(inner(factor * ys[i]!), zs[i]!, xs[i]!));
    },
    addcdiv(xs, ys, zs, value = 1) {
      const factor = inner(value);
      for (let i = 0; i < xs.length; i++) {
        xs[i] = outer(inner(xs[i]! + inner(inner(factor * ys[i]!) / zs[i]!)));
      }
    },
  };
}

const single = arithmetic(Math.fround, same, fma32);
const tables: Partial<Record<DType, Arithmetic>> = {
  float32: single,
  float64: arithmetic(same, same, fma64),
  float16: arithmetic(Math.fround, toFloat16, fma32),
  bfloat16: arithmetic(Math.fround, toBfloat16, fma32),
};

/** The arithmetic of a dtype; undefined where parameters of that dtype are not modelled. */
export const arithmeticOf = (dtype: DType): Arithmetic | undefined => tables[dtype];
