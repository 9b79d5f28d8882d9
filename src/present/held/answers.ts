// What a page asks about a tensor that is held: a tile, a cell with its row and column, how its numbers are spread. `null`
// where the tensor, or such a place in it, is not there. Knows no transport.
import {
  type CellParams,
  type CellView,
  type Level,
  type LineStats,
  type PlaneParams,
  type Pooling,
  type SpreadParams,
  type SpreadView,
  type TileParams,
  type TileView,
  tileSize,
} from '../../protocol/tiles';
import type { Meter } from '../../tensor/meter';
import { alike } from '../tensorView';
import { type HeldTensor, type HeldTensors, pyramidOf } from './heldTensors';
import { type PlaneValues, planeKey, planeValues } from './planeValues';
import { lineStats, type Pooled, poolElements } from './pooled';
import { type MeterOf, Pyramid } from './pyramid';
import { Shared } from './shared';
import { spreadOf } from './spread';

/** Levels past these would be one cell of any tensor. */
const coarsest = 27;

export async function tileView(
  held: HeldTensors,
  { level, pooling, row, col, ...plane }: TileParams,
  meterOf: MeterOf,
  signal: AbortSignal,
): Promise<TileView | null> {
  const found = planeIn(held, plane);
  const placed = [row, col].every((number) => Number.isInteger(number) && number >= 0);
  if (!found || !placed || !isLevel(level) || !poolings.includes(pooling)) return null;
  if (isExact(level)) return exactTile(found.values, row * tileSize, col * tileSize);
  const pyramid = pyramidOf(found.held, planeKey(plane), () => new Pyramid(found.values));
  const cells = await pyramid.tile(level, row, col, meterOf, signal);
  return cells ? pooledTile(cells, pooling) : null;
}

const isLevel = ({ rows, cols }: Level): boolean =>
  [rows, cols].every((number) => Number.isInteger(number) && number >= 0 && number <= coarsest);

const poolings: readonly Pooling[] = ['mean', 'min', 'max'];

const isExact = (level: Level): boolean => level.rows === 0 && level.cols === 0;

export async function cellView(
  held: HeldTensors,
  { row, col, level, ...plane }: CellParams,
  meterOf: MeterOf,
  signal: AbortSignal,
): Promise<CellView | null> {
  const values = planeIn(held, plane)?.values;
  if (!values || !isIndex(row, values.rows) || !isIndex(col, values.cols) || !isLevel(level)) return null;
  const across = { row, col: 0, rows: 1, cols: values.cols };
  const along = { row: 0, col, rows: values.rows, cols: 1 };
  const meter = meterOf(signal);
  return {
    value: values.values[values.start + row * values.down + col * values.right]!,
    row: lineStats(await poolElements(values, across, 1, values.cols, meter), values.cols),
    col: lineStats(await poolElements(values, along, values.rows, 1, meter), values.rows),
    ...(isExact(level) ? {} : { block: await blockStats(values, row, col, level, meter) }),
  };
}

/** The elements that are drawn as one cell. */
function blockStats(values: PlaneValues, row: number, col: number, level: Level, meter: Meter): Promise<LineStats> {
  const [down, right] = [2 ** level.rows, 2 ** level.cols];
  const [top, left] = [row - (row % down), col - (col % right)];
  const [rows, cols] = [Math.min(down, values.rows - top), Math.min(right, values.cols - left)];
  return poolElements(values, { row: top, col: left, rows, cols }, rows, cols, meter).then((one) =>
    lineStats(one, rows * cols),
  );
}

const isIndex = (at: number, size: number): boolean => Number.isInteger(at) && at >= 0 && at < size;

const spreads = new WeakMap<HeldTensor, Shared<SpreadView>>();

export async function spreadView(
  held: HeldTensors,
  { source }: SpreadParams,
  meterOf: MeterOf,
  signal: AbortSignal,
): Promise<SpreadView | null> {
  const found = held.find(source);
  if (!found) return null;
  const shared =
    spreads.get(found) ?? new Shared((ended) => spreadOf(found.tensor.values, found.tensor.stats, meterOf(ended)));
  spreads.set(found, shared);
  return shared.ask(signal);
}

function planeIn(
  held: HeldTensors,
  plane: PlaneParams,
): { readonly held: HeldTensor; readonly values: PlaneValues } | undefined {
  const found = held.find(plane.source);
  const values = found && planeValues(found.tensor, plane);
  return found && values && { held: found, values };
}

function exactTile(
  { values, rows, cols, start, down, right }: PlaneValues,
  top: number,
  left: number,
): TileView | null {
  if (top >= rows || left >= cols) return null;
  const [height, width] = [Math.min(tileSize, rows - top), Math.min(tileSize, cols - left)];
  const exact = alike(values, height * width);
  for (let row = 0; row < height; row++) {
    const first = start + (top + row) * down + left * right;
    for (let col = 0; col < width; col++) exact[row * width + col] = values[first + col * right]!;
  }
  return { rows: height, cols: width, exact };
}

function pooledTile({ rows, cols, sums, counts, least, most, odd }: Pooled, pooling: Pooling): TileView {
  const pooled =
    pooling === 'mean' ? new Float32Array(sums.length) : Float32Array.from(pooling === 'min' ? least : most);
  for (let cell = 0; cell < counts.length; cell++) {
    const count = counts[cell]!;
    if (count === 0) pooled[cell] = Number.NaN;
    else if (pooling === 'mean') pooled[cell] = sums[cell]! / count;
  }
  return { rows, cols, pooled, ...(odd.some(Boolean) ? { odd } : {}) };
}
