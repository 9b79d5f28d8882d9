// The pooled levels of one plane, each made once however many ask for it at the same time. Fine levels are pooled for one
// tile alone, coarse ones for the whole plane. Knows no tensor and no page.
import { type Level, tileSize } from '../../protocol/tiles';
import type { Meter } from '../../tensor/meter';
import type { PlaneValues } from './planeValues';
import { type Pooled, poolCells, poolElements } from './pooled';
import { Shared } from './shared';

/** Levels of at least 2^6 elements a cell are made for the whole plane: they take little room and save reading it again. */
const wholeFrom = 6;

export class Pyramid {
  readonly #levels = new Map<string, Shared<Pooled>>();

  constructor(readonly plane: PlaneValues) {}

  /** The cells of a tile; undefined where the plane has no such tile. */
  async tile(
    level: Level,
    row: number,
    col: number,
    meterOf: MeterOf,
    signal: AbortSignal,
  ): Promise<Pooled | undefined> {
    const { plane } = this;
    const [down, right] = [2 ** level.rows, 2 ** level.cols];
    const [rows, cols] = [Math.ceil(plane.rows / down), Math.ceil(plane.cols / right)];
    const [top, left] = [row * tileSize, col * tileSize];
    if (top >= rows || left >= cols) return undefined;
    if (level.rows + level.cols < wholeFrom) {
      const part = {
        row: top * down,
        col: left * right,
        rows: Math.min(plane.rows - top * down, tileSize * down),
        cols: Math.min(plane.cols - left * right, tileSize * right),
      };
      return poolElements(plane, part, down, right, meterOf(signal));
    }
    const whole = await this.#level(level, meterOf, signal);
    return cut(whole, top, left, Math.min(tileSize, rows - top), Math.min(tileSize, cols - left));
  }

  #level(level: Level, meterOf: MeterOf, signal: AbortSignal): Promise<Pooled> {
    const key = `${level.rows},${level.cols}`;
    let shared = this.#levels.get(key);
    if (!shared) {
      shared = new Shared((ended) => this.#make(level, meterOf, ended));
      this.#levels.set(key, shared);
    }
    return shared.ask(signal);
  }

  /** From the finest level that is made whole, so that a plane is read once and not for each level. */
  async #make(level: Level, meterOf: MeterOf, signal: AbortSignal): Promise<Pooled> {
    const finest = finestWhole(level);
    if (finest.rows === level.rows && finest.cols === level.cols) {
      const { plane } = this;
      const all = { row: 0, col: 0, rows: plane.rows, cols: plane.cols };
      return poolElements(plane, all, 2 ** level.rows, 2 ** level.cols, meterOf(signal));
    }
    const fine = await this.#level(finest, meterOf, signal);
    return poolCells(fine, 2 ** (level.rows - finest.rows), 2 ** (level.cols - finest.cols), meterOf(signal));
  }
}

/** A meter whose work ends with the signal. */
export type MeterOf = (signal: AbortSignal) => Meter;

export function finestWhole({ rows, cols }: Level): Level {
  let [down, right] = [rows, cols];
  while (down + right > wholeFrom) {
    if (down > right) down--;
    else right--;
  }
  return { rows: down, cols: right };
}

function cut(from: Pooled, top: number, left: number, rows: number, cols: number): Pooled {
  const part = <A extends Float64Array | Uint8Array>(all: A, made: A): A => {
    for (let row = 0; row < rows; row++) {
      const start = (top + row) * from.cols + left;
      made.set(all.subarray(start, start + cols), row * cols);
    }
    return made;
  };
  const size = rows * cols;
  return {
    rows,
    cols,
    sums: part(from.sums, new Float64Array(size)),
    counts: part(from.counts, new Float64Array(size)),
    least: part(from.least, new Float64Array(size)),
    most: part(from.most, new Float64Array(size)),
    odd: part(from.odd, new Uint8Array(size)),
  };
}
