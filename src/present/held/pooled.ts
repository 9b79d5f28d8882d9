// Cells that stand for blocks of elements: sum, count, least, most, and what was not finite. Pools a part of a plane, and cells
// to larger ones. Counts its work by a meter, which lets other requests through.
import { type LineStats, odd } from '../../protocol/tiles';
import { inParts, type Meter } from '../../tensor/meter';
import type { PlaneValues } from './planeValues';

/** Row-major; `least` and `most` are Infinity and -Infinity where a cell has no finite element. */
export interface Pooled {
  readonly rows: number;
  readonly cols: number;
  readonly sums: Float64Array;
  readonly counts: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly odd: Uint8Array;
}

/** Elements of a plane from (`row`, `col`) on. */
export interface Rectangle {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
}

function emptyCells(rows: number, cols: number): Pooled {
  const size = rows * cols;
  return {
    rows,
    cols,
    sums: new Float64Array(size),
    counts: new Float64Array(size),
    least: new Float64Array(size).fill(Infinity),
    most: new Float64Array(size).fill(-Infinity),
    odd: new Uint8Array(size),
  };
}

/** Elements of a row that are pooled at once: a row of any length is done in parts. */
const stripSize = 2 ** 18;

/** Blocks of `down` × `right` elements of the rectangle as cells; those at its end may be smaller. */
export async function poolElements(
  plane: PlaneValues,
  part: Rectangle,
  down: number,
  right: number,
  meter: Meter,
): Promise<Pooled> {
  const cells = emptyCells(Math.ceil(part.rows / down), Math.ceil(part.cols / right));
  const perRow = Math.max(1, Math.ceil(part.cols / stripSize));
  await inParts(meter, part.rows * perRow, 4 * Math.min(stripSize, part.cols), (from, to) => {
    for (let at = from; at < to; at++) {
      const row = Math.floor(at / perRow);
      const col = (at % perRow) * stripSize;
      poolRow(plane, part, row, col, Math.min(col + stripSize, part.cols), right, cells, Math.floor(row / down));
    }
  });
  return cells;
}

function poolRow(
  { values, start, down, right: step }: PlaneValues,
  part: Rectangle,
  row: number,
  from: number,
  to: number,
  right: number,
  cells: Pooled,
  cellRow: number,
): void {
  const { sums, counts, least, most, odd } = cells;
  const first = start + (part.row + row) * down + part.col * step;
  let cell = cellRow * cells.cols + Math.floor(from / right);
  for (let col = from; col < to; cell++) {
    const end = Math.min((Math.floor(col / right) + 1) * right, to);
    let sum = 0;
    let count = 0;
    let flags = 0;
    let low = least[cell]!;
    let high = most[cell]!;
    for (; col < end; col++) {
      const value = values[first + col * step]!;
      // Finite numbers alone give 0.
      if (value - value === 0) {
        sum += value;
        count++;
        if (value < low) low = value;
        if (value > high) high = value;
      } else flags |= oddOf(value);
    }
    sums[cell]! += sum;
    counts[cell]! += count;
    least[cell] = low;
    most[cell] = high;
    if (flags !== 0) odd[cell]! |= flags;
  }
}

export const oddOf = (value: number): number =>
  Number.isNaN(value) ? odd.nan : value === Infinity ? odd.posInf : value === -Infinity ? odd.negInf : 0;

/** Blocks of `down` × `right` cells as one. */
export async function poolCells(fine: Pooled, down: number, right: number, meter: Meter): Promise<Pooled> {
  const cells = emptyCells(Math.ceil(fine.rows / down), Math.ceil(fine.cols / right));
  await inParts(meter, fine.rows, 8 * fine.cols, (from, to) => {
    for (let row = from; row < to; row++) {
      for (let col = 0; col < fine.cols; col++) {
        const at = row * fine.cols + col;
        const cell = Math.floor(row / down) * cells.cols + Math.floor(col / right);
        cells.sums[cell]! += fine.sums[at]!;
        cells.counts[cell]! += fine.counts[at]!;
        cells.least[cell] = Math.min(cells.least[cell]!, fine.least[at]!);
        cells.most[cell] = Math.max(cells.most[cell]!, fine.most[at]!);
        cells.odd[cell]! |= fine.odd[at]!;
      }
    }
  });
  return cells;
}

/** A row or a column that was pooled to one cell. */
export function lineStats({ sums, counts, least, most }: Pooled, size: number): LineStats {
  const [sum, count] = [sums[0]!, counts[0]!];
  const none = count === 0;
  return {
    min: none ? Number.NaN : least[0]!,
    max: none ? Number.NaN : most[0]!,
    mean: none ? Number.NaN : sum / count,
    sum: none ? Number.NaN : sum,
    odd: size - count,
  };
}
