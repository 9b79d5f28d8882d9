// Arrays cut into the lanes that a reduction runs over, and the sums that NumPy makes of them, in its order (pairwise along
// memory, one after the other across it). Knows no Python object.
import type { HostArray } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';

export type Number_ = number | bigint;

/** The values that one result comes from. `block`: how many of them lie side by side in memory. */
export interface Lane {
  readonly values: readonly Number_[];
  readonly block: number;
}

/** The lanes of an array over `axes`, in the order of the results. */
export function lanesOf(values: HostArray, shape: readonly number[], axes: readonly number[]): readonly Lane[] {
  const steps = shape.map((_, dim) => sizeOf(shape.slice(dim + 1)));
  const offsets = (dims: readonly number[]): readonly number[] =>
    dims.reduce<readonly number[]>(
      (list, dim) =>
        list.flatMap((base) => Array.from({ length: shape[dim] ?? 0 }, (_, i) => base + i * (steps[dim] ?? 1))),
      [0],
    );
  const kept = offsets(shape.map((_, dim) => dim).filter((dim) => !axes.includes(dim)));
  const reduced = offsets([...axes].sort((a, b) => a - b));
  let block = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (shape[dim] === 1) continue;
    if (!axes.includes(dim)) break;
    block *= shape[dim] ?? 1;
  }
  return kept.map((base) => ({
    values: reduced.map((offset) => values[base + offset] ?? 0),
    block: Math.max(block, 1),
  }));
}

/** The sum of a run of numbers: eight partial sums up to 128 of them, halves beyond. */
function pairwise(values: readonly number[], start: number, count: number, round: (x: number) => number): number {
  const at = (i: number): number => values[start + i] ?? 0;
  if (count < 8) {
    let sum = 0;
    for (let i = 0; i < count; i++) sum = round(sum + at(i));
    return sum;
  }
  if (count > 128) {
    const half = Math.floor(count / 2);
    const first = half - (half % 8);
    return round(pairwise(values, start, first, round) + pairwise(values, start + first, count - first, round));
  }
  const parts = Array.from({ length: 8 }, (_, i) => at(i));
  let i = 8;
  for (; i < count - (count % 8); i += 8) for (let j = 0; j < 8; j++) parts[j] = round((parts[j] ?? 0) + at(i + j));
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = parts;
  let sum = round(round(round(a + b) + round(c + d)) + round(round(e + f) + round(g + h)));
  for (; i < count; i++) sum = round(sum + at(i));
  return sum;
}

/** The sum of a lane of floats. */
export function floatSum({ values, block }: Lane, round: (x: number) => number): number {
  const numbers = values as readonly number[];
  let sum = 0;
  for (let start = 0; start < numbers.length; start += block) {
    const part = block === 1 ? (numbers[start] ?? 0) : pairwise(numbers, start, block, round);
    sum = round(sum + part);
  }
  return sum;
}

/** The sum of a lane of integers, 64 bits wide. */
export const intSum = ({ values }: Lane): bigint =>
  BigInt.asIntN(
    64,
    values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n),
  );

/** The largest (or smallest) of a lane and where it stands first; NaN wins. */
export function extreme({ values }: Lane, isBetter: (a: Number_, b: Number_) => boolean): readonly [Number_, number] {
  let place = 0;
  for (const [i, value] of values.entries()) {
    if (Number.isNaN(values[place])) break;
    if (Number.isNaN(value) || isBetter(value, values[place] ?? 0)) place = i;
  }
  return [values[place] ?? 0, place];
}

/** The value below which a share `q` of the sorted numbers lies, between neighbours linearly. */
export function quantileOf(sorted: readonly number[], q: number): number {
  if (sorted.some(Number.isNaN)) return Number.NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const [a = Number.NaN, b = a] = [sorted[low], sorted[low + 1]];
  const share = at - low;
  return share >= 0.5 ? b - (b - a) * (1 - share) : a + (b - a) * share;
}

export const ascending = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
