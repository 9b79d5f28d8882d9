// Ways to draw all values of a tensor, one after the other as they lie in memory. Knows no tensor.
import type { Machine } from '../../python/machine';
import { allocate, type DType, type HostArray, maxElements } from '../../tensor/dtype';
import { convertNumber, type Leaf } from '../numberStorage';
import { type Parts, partsOf } from '../parts';
import { costOfWord, type Generator, type Width } from './generator';

/** What is drawn into. */
export interface Drawing {
  readonly generator: Generator;
  readonly values: HostArray;
  readonly dtype: DType;
  /** Whether the values will lie side by side in memory. */
  readonly contiguous: boolean;
}

export type Draw = (drawing: Drawing) => Parts;

/** How many bits a type's stream is drawn with; integers are drawn as float32 is. */
export const widthOf = (dtype: DType): Width =>
  dtype === 'float64' || dtype === 'float16' || dtype === 'bfloat16' ? dtype : 'float32';

/** Each value by itself; `cost`: in cheap operations. */
export const each =
  (draw: (generator: Generator, width: Width, at: number) => Leaf, cost = 2 * costOfWord): Draw =>
  ({ generator, values, dtype }) => {
    const width = widthOf(dtype);
    return fill(values, dtype, cost, (at) => draw(generator, width, at));
  };

/** Standard normals times `std` plus `mean`: in blocks where there are enough that lie side by side. */
export const normals = (mean: number, std: number): Draw =>
  function* ({ generator, values, dtype, contiguous }) {
    const width = widthOf(dtype);
    const drawn = contiguous
      ? yield* generator.normals(values.length, mean, std, width)
      : yield* generator.pairedNormals(values.length, mean, std, width);
    // An array of the same width rounds by itself.
    if (dtype === 'float32' || dtype === 'float64') (values as Float32Array | Float64Array).set(drawn);
    else yield* fill(values, dtype, 1, (at) => drawn[at]!);
  };

/**
 * Room for so many draws. More than there is room for would still leave the generator where nobody can follow it: they
 * end the run.
 */
export function roomFor(machine: Machine, dtype: DType, count: number): HostArray {
  if (count > maxElements) machine.work(Number.POSITIVE_INFINITY);
  return allocate(dtype, count);
}

/** 0 … n - 1 in a random order. */
export const permutation: Draw = function* ({ generator, values, dtype }) {
  const order = yield* generator.permutation(values.length);
  yield* fill(values, dtype, 1, (at) => BigInt(order[at]!));
};

/** Puts numbers by their place into an array of `dtype`. */
export const fill = (values: HostArray, dtype: DType, cost: number, value: (at: number) => Leaf): Parts =>
  partsOf(values.length, cost, (from, to) => {
    for (let at = from; at < to; at++) values[at] = convertNumber(value(at) as number, dtype);
  });
