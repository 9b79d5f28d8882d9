// Which two dims of a tensor lie on the page, and which number stands in a cell. Knows no pixels.

/** The last two dims as rows and columns; the dims before them are stepped through. */
export interface Plane {
  readonly rows: number;
  readonly cols: number;
  /** Dim drawn down the page; absent where the tensor has none to draw so. */
  readonly rowDim?: number;
  /** Dim drawn across the page. */
  readonly colDim?: number;
  /** Sizes of the dims in front. */
  readonly leading: readonly number[];
}

/** A vector is one row, or one column where `upright`; a single number is one cell. */
export function planeOf(shown: readonly number[], upright = false): Plane {
  const rank = shown.length;
  if (rank === 0) return { rows: 1, cols: 1, leading: [] };
  const last = shown[rank - 1] ?? 0;
  if (rank === 1) {
    return upright ? { rows: last, cols: 1, rowDim: 0, leading: [] } : { rows: 1, cols: last, colDim: 0, leading: [] };
  }
  return { rows: shown[rank - 2] ?? 0, cols: last, rowDim: rank - 2, colDim: rank - 1, leading: shown.slice(0, -2) };
}

/** Full index of a cell, one entry per dim of the tensor. */
export function indexOf(plane: Plane, leading: readonly number[], row: number, col: number): readonly number[] {
  const index = plane.leading.map((_, i) => leading[i] ?? 0);
  if (plane.rowDim !== undefined) index.push(row);
  if (plane.colDim !== undefined) index.push(col);
  return index;
}

/** The index of the element at a row-major place. */
export function indicesOf(shape: readonly number[], at: number): readonly number[] {
  const index: number[] = [];
  let rest = at;
  for (const size of shape.toReversed()) {
    index.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return index;
}

/** Where a cell's number stands in the row-major values. */
export function offsetOf(plane: Plane, leading: readonly number[], row: number, col: number): number {
  let slice = 0;
  plane.leading.forEach((size, i) => {
    slice = slice * size + Math.min(leading[i] ?? 0, size - 1);
  });
  return (slice * plane.rows + row) * plane.cols + col;
}
