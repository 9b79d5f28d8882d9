// How the elements of a result lie in memory: strides from the shape of the result and the strides of what it is made of, by
// ATen's TensorIterator, `empty_like` and memory formats. Pure: copies nothing. Knows no op.
import { sameShape } from './broadcast';
import { contiguousStrides, isContiguous } from './host';
import type { Tensor } from './tensor';
import { permute } from './view';

/** A tensor as far as its layout matters. */
export interface Lying {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}
export type MemoryFormat = 'contiguous_format' | 'preserve_format' | 'channels_last' | 'channels_last_3d';

/** Strides of a shape whose dims are packed in `order`, the fastest first. */
function packed(shape: readonly number[], order: readonly number[]): readonly number[] {
  const strides: number[] = new Array(shape.length);
  let step = 1;
  for (const dim of order) {
    strides[dim] = step;
    step *= Math.max(shape[dim]!, 1);
  }
  return strides;
}

/** Whether the elements lie side by side with the dims in `order`, the fastest first; dims of size 1 do not matter. */
function isPacked({ shape, strides }: Lying, order: readonly number[]): boolean {
  let step = 1;
  for (const dim of order) {
    const size = shape[dim]!;
    if (size === 1) continue;
    if (strides[dim] !== step) return false;
    step *= size;
  }
  return true;
}

/** Whether the elements lie row by row. */
const isInRows = (x: Lying): boolean => x.shape.includes(0) || isPacked(x, [...x.shape.keys()].reverse());

/** Whether the strides are those of rows, dims of size 1 included. */
export function hasRowStrides({ shape, strides }: Lying): boolean {
  let step = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (strides[dim] !== step) return false;
    step *= Math.max(shape[dim]!, 1);
  }
  return true;
}

/** The dims of channels_last, the fastest first; of three and four dims without a batch, as ATen has them. */
const channelsLastOrder = (rank: number): readonly number[] | undefined =>
  rank === 4 ? [1, 3, 2, 0] : rank === 5 ? [1, 4, 3, 2, 0] : undefined;

/** `Tensor.is_contiguous` of a format; what is to be kept is contiguous row by row. */
export function liesIn(x: Tensor, format: MemoryFormat): boolean {
  if (format === 'preserve_format' || format === 'contiguous_format') return isContiguous(x);
  const order = channelsLastOrder(format === 'channels_last' ? 4 : 5)!;
  return x.rank === order.length && isPacked(x, order);
}

/** Strides of `shape` in channels_last of its rank. */
export const channelsLastStrides = (shape: readonly number[]): readonly number[] => {
  const order = channelsLastOrder(shape.length);
  return order ? packed(shape, order) : contiguousStrides(shape);
};

/** ATen's `suggest_memory_format`: whether the strides are ordered as those of channels_last, with or without gaps. */
export function looksChannelsLast({ shape, strides }: Lying): boolean {
  const order = channelsLastOrder(shape.length);
  if (!order || strides[1] === 0) return false;
  let least = 0;
  for (const dim of order) {
    if (shape[dim] === 0 || strides[dim]! < least) return false;
    // Where nothing tells the two apart, rows it is.
    if (dim === 0 && least === strides[1]) return false;
    least = strides[dim]! * Math.max(shape[dim]!, 1);
  }
  return true;
}

/** Strides of `shape` in channels_last where `x` looks so, else row by row. */
export const channelsLike = (shape: readonly number[], x: Lying | undefined): readonly number[] =>
  x && looksChannelsLast(x) ? channelsLastStrides(shape) : contiguousStrides(shape);

/** Whether no two elements share a place, and no place between them is free. */
export function isDense({ shape, strides }: Lying): boolean {
  const order = [...shape.keys()].filter((dim) => shape[dim] !== 1).sort((a, b) => strides[a]! - strides[b]!);
  return shape.includes(0) || isPacked({ shape, strides }, order);
}

/** The dims from the fastest to the slowest as the operands have them, the first that tells first; ATen's `reorder_dimensions`. */
function orderOf(shape: readonly number[], operands: readonly (readonly number[])[]): readonly number[] {
  const order = shape.map((_, i) => shape.length - 1 - i);
  /** Above 0: `a` moves slower than `b`; 0: no telling. */
  const compared = (a: number, b: number): number => {
    for (const strides of operands) {
      const [first, second] = [strides[a]!, strides[b]!];
      if (first === 0 || second === 0) continue;
      if (first !== second) return first - second;
      if (shape[a]! > shape[b]!) return 1;
    }
    return 0;
  };
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
  return order;
}

/** Strides of an operand over the dims of the result: none where it is broadcast. */
const spread = ({ shape, strides }: Lying, over: readonly number[]): readonly number[] => {
  const missing = over.length - shape.length;
  return over.map((size, dim) =>
    dim < missing || (shape[dim - missing] === 1 && size !== 1) ? 0 : strides[dim - missing]!,
  );
};

/** Strides of what TensorIterator computes from `operands`, which broadcast to `shape`. */
export function iteratorStrides(shape: readonly number[], operands: readonly Lying[]): readonly number[] {
  const [first] = operands;
  if (first && operands.every((x) => sameShape(x.shape, shape))) {
    if (operands.every(isInRows)) return contiguousStrides(shape);
    const order = channelsLastOrder(shape.length);
    if (order && operands.every((x) => isPacked(x, order))) return packed(shape, order);
    if (operands.every((x) => isDense(x) && sameShape(x.strides, first.strides))) return first.strides;
  }
  return packed(
    shape,
    orderOf(
      shape,
      operands.map((x) => spread(x, shape)),
    ),
  );
}

/** The dims of `x` from the fastest to the slowest; one that repeats what there is stays where it is. ATen's `infer_dense_strides`. */
export const dimsInMemory = ({ shape, strides }: Lying): readonly number[] => orderOf(shape, [strides]);

/** A view of the same elements whose row-major order is that of the memory. */
export const inMemoryOrder = (x: Tensor): Tensor => permute(x, dimsInMemory(x).toReversed());

/** Strides of `empty_like` in `preserve_format`. */
export const likeStrides = (x: Lying): readonly number[] => (isDense(x) ? x.strides : packed(x.shape, dimsInMemory(x)));

/** Strides of a copy of `x` in a format; undefined where only another rank has that format. */
export function formatStrides(x: Lying, format: MemoryFormat): readonly number[] | undefined {
  if (format === 'preserve_format') return likeStrides(x);
  if (format === 'contiguous_format') return contiguousStrides(x.shape);
  return x.shape.length === (format === 'channels_last' ? 4 : 5) ? channelsLastStrides(x.shape) : undefined;
}

/** Strides of matrices whose columns lie side by side, as LAPACK has them. */
export const columnStrides = (shape: readonly number[]): readonly number[] => {
  const last = shape.length - 1;
  return last < 1
    ? contiguousStrides(shape)
    : packed(shape, [last - 1, last, ...[...shape.keys()].slice(0, -2).reverse()]);
};
