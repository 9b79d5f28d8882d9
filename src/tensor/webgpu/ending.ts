// The last sum or mean of few words, as the host takes it: no kernel is worth its start where the rest of the work is read
// back anyway. Knows no device.
import { contiguousStrides, sizeOf } from '../host';
import type { Ending, Expression, Value } from './graph';

/** Words that are read back in place of one. */
const few = 4096;

type Summed = 'SUM' | 'MEAN';
const isSum = (op: string): op is Summed => op === 'SUM' || op === 'MEAN';

/** The one sum over `over`, the last dims of `x`, by `by` for a mean, rounded as the kernel rounds; undefined where it is not of few computed words in a row. */
export function endingOfSum(op: string, x: Expression, over: readonly number[], by: number): Ending | undefined {
  if (!isSum(op) || x.kind !== 'leaf' || x.word !== 'f32' || !isFew(x.value)) return undefined;
  const steps = contiguousStrides(over);
  const strides = x.strides.slice(-over.length);
  if (!over.every((size, dim) => size === 1 || strides[dim] === steps[dim])) return undefined;
  const end = x.offset + sizeOf(over);
  return {
    from: x.value,
    of: (words) => {
      let sum = 0;
      for (const term of new Float32Array(words.buffer).subarray(x.offset, end)) sum = within(sum + term);
      return finished(op, sum, by);
    },
  };
}

/** The same of sums that groups of threads found, each with what was lost in rounding beside it. */
export function endingOfSums(op: string, states: Value, by: number): Ending | undefined {
  if (!isSum(op) || !isFew(states)) return undefined;
  return {
    from: states,
    of: (words) => {
      const parts = new Float32Array(words.buffer);
      let sum = 0;
      for (let at = 0; at < parts.length; at += 2)
        sum = within(sum + (Number.isFinite(parts[at]) ? parts[at]! + parts[at + 1]! : parts[at]!));
      return finished(op, sum, by);
    },
  };
}

/** Halfway from the largest float32 to what would be the next. */
const overflow = 2 ** 128 - 2 ** 103;
/** A sum on the way, infinite where a float32 would be. */
const within = (sum: number): number => (Math.abs(sum) >= overflow ? sum * Number.POSITIVE_INFINITY : sum);

const isFew = (value: Value): boolean => value.recipe.kind === 'kernel' && value.length <= few;

function finished(op: Summed, sum: number, by: number): Uint32Array<ArrayBuffer> {
  const found = Float32Array.of(sum);
  if (op === 'MEAN') found[0] = found[0]! / Math.fround(by);
  return new Uint32Array(found.buffer);
}
