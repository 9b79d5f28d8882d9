// One slice of a tensor as a matrix that is small enough for a picture. Knows no colours.
import { offsetOf, type Plane } from '../protocol/plane';
import type { Numbers } from '../protocol/views';

export interface Cells {
  readonly rows: number;
  readonly cols: number;
  /** Row-major. */
  readonly values: Float64Array;
}

/** At most `finest` cells each way: blocks take the mean of their finite values; NaN, then infinity, outweighs them. */
export function pooledCells(values: Numbers, plane: Plane, leading: readonly number[], finest: number): Cells {
  const rows = Math.min(plane.rows, finest);
  const cols = Math.min(plane.cols, plane.rows === 1 ? finest * 4 : finest);
  const cells = new Float64Array(rows * cols);
  const start = offsetOf(plane, leading, 0, 0);
  const step = (dim: number | undefined): number => (dim === undefined ? 0 : plane.steps[dim]!);
  const [down, right] = [step(plane.rowDim), step(plane.colDim)];
  const edge = (i: number, count: number, size: number): number => Math.floor((i * size) / count);
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      const block: number[] = [];
      for (let r = edge(row, rows, plane.rows); r < edge(row + 1, rows, plane.rows); r++) {
        for (let c = edge(col, cols, plane.cols); c < edge(col + 1, cols, plane.cols); c++) {
          block.push(values[start + r * down + c * right] ?? Number.NaN);
        }
      }
      cells[row * cols + col] =
        block.find(Number.isNaN) ?? block.find((value) => !Number.isFinite(value)) ?? mean(block);
    }
  }
  return { rows, cols, values: cells };
}

const mean = (block: readonly number[]): number => block.reduce((sum, value) => sum + value / block.length, 0);

/** The leading index of the n-th slice, row-major. */
export function sliceIndex(plane: Plane, slice: number): readonly number[] {
  const index: number[] = [];
  let rest = slice;
  for (const size of plane.leading.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}
