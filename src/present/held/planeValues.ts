// A plane of a tensor as numbers at (row, col): two dims and fixed places in the others. Knows no pooling.
import type { PlaneParams } from '../../protocol/tiles';
import type { Numbers } from '../../protocol/views';
import { contiguousStrides } from '../../tensor/host';
import type { HostTensor } from '../tensorView';

/** Element (r, c) is `values[start + r * down + c * right]`. */
export interface PlaneValues {
  readonly values: Numbers;
  readonly rows: number;
  readonly cols: number;
  readonly start: number;
  readonly down: number;
  readonly right: number;
}

/** Undefined where the tensor has no such plane: what a page sends is not trusted. */
export function planeValues({ shape, values }: HostTensor, plane: PlaneParams): PlaneValues | undefined {
  const { rowDim, colDim, index } = plane;
  const strides = contiguousStrides(shape);
  const dimFits = (dim: number | undefined): boolean => dim === undefined || shape[dim] !== undefined;
  if (index.length !== shape.length || !dimFits(rowDim) || !dimFits(colDim)) return undefined;
  if (rowDim !== undefined && rowDim === colDim) return undefined;
  let start = 0;
  for (const [dim, at] of index.entries()) {
    if (dim === rowDim || dim === colDim) continue;
    if (!Number.isInteger(at) || at < 0 || at >= shape[dim]!) return undefined;
    start += at * strides[dim]!;
  }
  const size = (dim: number | undefined): number => (dim === undefined ? 1 : shape[dim]!);
  const step = (dim: number | undefined): number => (dim === undefined ? 0 : strides[dim]!);
  return { values, rows: size(rowDim), cols: size(colDim), start, down: step(rowDim), right: step(colDim) };
}

/** What tells two planes of one tensor apart. */
export function planeKey({ rowDim, colDim, index }: PlaneParams): string {
  return index.map((at, dim) => (dim === rowDim ? 'r' : dim === colDim ? 'c' : at)).join();
}
