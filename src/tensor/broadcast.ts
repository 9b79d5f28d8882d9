// Shapes that meet: PyTorch's broadcasting. Knows no values.
import { Tensor } from './tensor';
import { TensorError } from './tensorError';

/** PyTorch's text for two shapes that do not broadcast. */
export class BroadcastError extends TensorError {
  constructor(
    readonly a: readonly number[],
    readonly b: readonly number[],
    /** The dim of the common shape where they differ. */
    readonly dim: number,
    sizeA: number,
    sizeB: number,
  ) {
    super(
      'RuntimeError',
      `The size of tensor a (${sizeA}) must match the size of tensor b (${sizeB}) at non-singleton dimension ${dim}`,
    );
  }
}

/** The common shape; throws `BroadcastError`. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): readonly number[] {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = new Array(rank);
  for (let dim = rank - 1; dim >= 0; dim--) {
    const sizeA = a[dim - rank + a.length] ?? 1;
    const sizeB = b[dim - rank + b.length] ?? 1;
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) throw new BroadcastError(a, b, dim, sizeA, sizeB);
    shape[dim] = sizeA === 1 ? sizeB : sizeA;
  }
  return shape;
}

/** A view of `x` in a shape that it broadcasts to: stride 0 along the repeated dims. */
export function broadcastTo(x: Tensor, shape: readonly number[]): Tensor {
  const missing = shape.length - x.rank;
  if (missing === 0 && shape.every((size, dim) => size === x.shape[dim])) return x;
  const strides = shape.map((size, dim) =>
    dim < missing || x.shape[dim - missing] !== size ? 0 : x.strides[dim - missing]!,
  );
  return new Tensor(x.storage, shape, strides, x.offset, x.wrapped);
}

export const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, dim) => size === b[dim]);
