// A sum of products told apart by what varies along its dims, which makes it a batch of matrix products. Knows no values.
import { Tensor } from './tensor';

/** Dims of two factors of one shape: those of the result in three parts, and those that are summed over. */
export interface Contraction {
  /** Both factors vary. */
  readonly batch: readonly number[];
  /** Only the left one does. */
  readonly rows: readonly number[];
  /** Only the right one does. */
  readonly columns: readonly number[];
  readonly inner: readonly number[];
}

/** The parts of Σ a·b over `inner`; `a` and `b` are broadcast to one shape. */
export function contractionOf(a: Tensor, b: Tensor, inner: readonly number[]): Contraction {
  const kept = a.shape.map((_, dim) => dim).filter((dim) => !inner.includes(dim));
  const moves = (x: Tensor, dim: number): boolean => x.strides[dim] !== 0 && x.shape[dim] !== 1;
  return {
    batch: kept.filter((dim) => moves(a, dim) === moves(b, dim)),
    rows: kept.filter((dim) => moves(a, dim) && !moves(b, dim)),
    columns: kept.filter((dim) => !moves(a, dim) && moves(b, dim)),
    inner,
  };
}

/** `x` over some of its dims, in this order, at the first place of the others. */
export const along = (x: Tensor, ...dims: readonly (readonly number[])[]): Tensor =>
  new Tensor(
    x.storage,
    dims.flat().map((dim) => x.shape[dim]!),
    dims.flat().map((dim) => x.strides[dim]!),
    x.offset,
  );

/** `x` with one of its dims last, as kernels over rows want it; a tensor without dims as it is. */
export const dimLast = (x: Tensor, dim: number): Tensor => {
  const all = x.shape.map((_, at) => at);
  return along(
    x,
    all.filter((at) => at !== dim),
    all.filter((at) => at === dim),
  );
};

/** Sizes of some dims. */
export const sizesOf = (x: Tensor, dims: readonly number[]): readonly number[] => dims.map((dim) => x.shape[dim]!);
