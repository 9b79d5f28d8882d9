// Which two dims of a tensor lie on the page, and which number stands in a cell. Knows no pixels.

export interface PlaneDims {
  /** Dim drawn down the page; absent where the tensor has none to draw so. */
  readonly rowDim?: number;
  /** Dim drawn across the page. */
  readonly colDim?: number;
  /** Dims with a picture for each index, side by side; absent: none. */
  readonly facets?: readonly number[];
}

/** Two dims as rows and columns; the others stand in front, each at an index. */
export interface Plane extends PlaneDims {
  readonly rows: number;
  readonly cols: number;
  /** Dims that are neither rows nor columns, ascending: by default all but the last two. */
  readonly front: readonly number[];
  /** Their sizes. */
  readonly leading: readonly number[];
  /** Those in front that are laid out side by side, ascending; the others are stepped through. */
  readonly facets: readonly number[];
  /** By dim: elements from one index to the next in the row-major values. */
  readonly steps: readonly number[];
}

/** A vector is one row, or one column where `upright`; a single number is one cell; else the last two dims, or `dims` where it has them. */
export function planeOf(shown: readonly number[], upright = false, dims?: PlaneDims): Plane {
  const fits = (dim: number | undefined): boolean => dim !== undefined && dim < shown.length;
  const chosen = dims && fits(dims.rowDim) && fits(dims.colDim) && shown.length > 2;
  const { rowDim, colDim, facets } = chosen ? dims : lastDims(shown.length, upright);
  const front = shown.map((_, dim) => dim).filter((dim) => dim !== rowDim && dim !== colDim);
  const size = (dim: number | undefined): number => (dim === undefined ? 1 : (shown[dim] ?? 0));
  return {
    rows: size(rowDim),
    cols: size(colDim),
    ...(rowDim === undefined ? {} : { rowDim }),
    ...(colDim === undefined ? {} : { colDim }),
    front,
    leading: front.map(size),
    facets: front.filter((dim) => facets?.includes(dim)),
    steps: shown.map((_, dim) => shown.slice(dim + 1).reduce((product, next) => product * next, 1)),
  };
}

function lastDims(rank: number, upright: boolean): PlaneDims {
  if (rank === 0) return {};
  if (rank === 1) return upright ? { rowDim: 0 } : { colDim: 0 };
  return { rowDim: rank - 2, colDim: rank - 1 };
}

/** Full index of a cell, one entry per dim of the tensor; `leading` has one per dim in front. */
export function indexOf(plane: Plane, leading: readonly number[], row: number, col: number): readonly number[] {
  const index = plane.steps.map(() => 0);
  for (const [i, dim] of plane.front.entries()) index[dim] = leading[i] ?? 0;
  if (plane.rowDim !== undefined) index[plane.rowDim] = row;
  if (plane.colDim !== undefined) index[plane.colDim] = col;
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
  const within = leading.map((at, i) => Math.min(at, (plane.leading[i] ?? 1) - 1));
  return indexOf(plane, within, row, col).reduce((offset, at, dim) => offset + at * plane.steps[dim]!, 0);
}
