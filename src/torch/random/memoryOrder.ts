// Elements in the order in which they lie in memory: random numbers are drawn in it. Knows no distribution.
import type { Tensor } from '../../tensor/tensor';
import { permute } from '../../tensor/view';

/** The dims of a tensor from the one with the longest stride on. */
const dimsInMemory = ({ strides }: Tensor): readonly number[] =>
  strides.map((_, dim) => dim).sort((a, b) => (strides[b] ?? 0) - (strides[a] ?? 0) || a - b);

/** A view of the same elements whose row-major order is that of the memory. */
export const inMemoryOrder = (x: Tensor): Tensor => permute(x, dimsInMemory(x));

/** Gives a tensor that was made in the memory order of `like` the order of dims that `like` has. */
export function asDimsOf(like: Tensor, made: Tensor): Tensor {
  const order = dimsInMemory(like);
  return permute(
    made,
    order.map((_, dim) => order.indexOf(dim)),
  );
}
