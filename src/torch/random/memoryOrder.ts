// Elements in the order in which they lie in memory: random numbers are drawn in it. Knows no distribution.
import type { Tensor } from '../../tensor/tensor';
import { permute } from '../../tensor/view';

/**
 * The dims of a tensor from the one with the longest stride on; a dim that repeats what there is (stride 0) stays where it is.
 * ATen's infer_dense_strides.
 */
function dimsInMemory({ shape, strides }: Tensor): readonly number[] {
  /** Above 0: `a` moves slower than `b`; 0: no telling. */
  const compared = (a: number, b: number): number => {
    const [first, second] = [strides[a] ?? 0, strides[b] ?? 0];
    if (first === 0 || second === 0) return 0;
    return first - second || Math.max((shape[a] ?? 0) - (shape[b] ?? 0), 0);
  };
  const order = strides.map((_, i) => strides.length - 1 - i);
  for (let i = 1; i < order.length; i++) {
    for (let at = i, other = i - 1; other >= 0; other--) {
      const [a, b] = [order[other]!, order[at]!];
      const difference = compared(a, b);
      if (difference < 0) break;
      if (difference === 0) continue;
      [order[other], order[at]] = [b, a];
      at = other;
    }
  }
  return order.reverse();
}

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
