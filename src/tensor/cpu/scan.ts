// Running sums, products and logarithms of sums of exp along a dim, on the CPU. Knows no tensor.
import { assert } from '../../base/exhaust';
import type { ScanOp } from '../backend';
import { allocate, type DType, type HostArray, isHalf } from '../dtype';
import { castValues } from './cast';

/** log(e^a + e^b), the larger one taken out. */
function logAdd(a: number, b: number): number {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return low === high && !Number.isFinite(low) ? low : Math.log1p(Math.exp(low - high)) + high;
}

interface Rule<T> {
  /** What the first element is combined with: a sum that begins with 0 is never -0. */
  readonly start: T;
  readonly join: (a: T, b: T) => T;
}
const numbers: Readonly<Record<ScanOp, Rule<number>>> = {
  sum: { start: 0, join: (a, b) => a + b },
  prod: { start: 1, join: (a, b) => a * b },
  logSumExp: { start: Number.NEGATIVE_INFINITY, join: logAdd },
};
const integers: Readonly<Record<ScanOp, Rule<bigint> | undefined>> = {
  sum: { start: 0n, join: (a, b) => a + b },
  prod: { start: 1n, join: (a, b) => BigInt.asIntN(64, a * b) },
  logSumExp: undefined,
};

/**
 * What runs along the middle dim of (outer, count, inner), from its end on where `back`. As ATen's: kept in double and rounded
 * where each is stored, narrow floats kept in float32, integers in int64.
 */
export function scanValues(
  op: ScanOp,
  values: HostArray,
  [outer, count, inner]: readonly [number, number, number],
  back: boolean,
  dtype: DType,
): HostArray {
  const run = <T extends number | bigint>(
    { start, join }: Rule<T>,
    from: ArrayLike<T>,
    to: Record<number, T>,
  ): void => {
    const step = back ? -inner : inner;
    for (let line = 0; line < outer * inner; line++) {
      const first = Math.floor(line / inner) * count * inner + (line % inner);
      let at = back ? first + (count - 1) * inner : first;
      let kept = start;
      for (let i = 0; i < count; i++, at += step) {
        kept = join(kept, from[at]!);
        to[at] = kept;
      }
    }
  };
  if (values instanceof Float32Array || values instanceof Float64Array) {
    const { start, join } = numbers[op];
    const made = isHalf(dtype) ? new Float32Array(values.length) : allocate(dtype, values.length);
    run({ start, join: isHalf(dtype) ? (a, b) => Math.fround(join(a, b)) : join }, values, made as Float64Array);
    return isHalf(dtype) ? castValues(made, 'float32', dtype) : made;
  }
  const rule = integers[op];
  assert(rule, `${op} of integers`);
  const made = new BigInt64Array(values.length);
  run(rule, castValues(values, dtype, 'int64') as BigInt64Array, made);
  return castValues(made, 'int64', dtype);
}
