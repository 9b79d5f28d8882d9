// Which part of a plane is seen and how large its cells are: pan, zoom, fit, and what of it in tiles. Pure numbers in CSS
// pixels; knows no DOM and no values.
import { type Level, tileSize } from '../../../src/protocol/tiles';

/** Elements of the plane. */
export interface Extent {
  readonly rows: number;
  readonly cols: number;
}

/** The picture on the page, in CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly height: number;
}

export interface Viewport {
  /** Element at the frame's left and top edge; fractions are within it. */
  readonly left: number;
  readonly top: number;
  /** CSS pixels from one element to the next. */
  readonly across: number;
  readonly down: number;
}

/** A cell is at most so large, where it is not larger to fill the frame. */
const largestCell = 112;
const widestFrame = 880;
const tallestFrame = 520;

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** Square cells where that gives a picture and no thread. */
export function frameOf({ rows, cols }: Extent, available: number): Frame {
  const widest = Math.max(64, Math.min(widestFrame, available));
  const scale = Math.min(widest / cols, tallestFrame / rows);
  return {
    width: Math.round(clamp(cols * scale, Math.min(320, widest), widest)),
    height: Math.round(clamp(rows * scale, rows === 1 ? 32 : 120, tallestFrame)),
  };
}

export const fitted = ({ rows, cols }: Extent, frame: Frame): Viewport => ({
  left: 0,
  top: 0,
  across: frame.width / cols,
  down: frame.height / rows,
});

/** No further out than the whole plane, no further in than large cells, no edge within the frame. */
export function bounded(view: Viewport, extent: Extent, frame: Frame): Viewport {
  const fit = fitted(extent, frame);
  const across = clamp(view.across, fit.across, Math.max(fit.across, largestCell));
  const down = clamp(view.down, fit.down, Math.max(fit.down, largestCell));
  return {
    across,
    down,
    left: clamp(view.left, 0, Math.max(0, extent.cols - frame.width / across)),
    top: clamp(view.top, 0, Math.max(0, extent.rows - frame.height / down)),
  };
}

/** What is at (`x`, `y`) of the frame stays there. */
export function zoomed(
  view: Viewport,
  extent: Extent,
  frame: Frame,
  factor: number,
  x = frame.width / 2,
  y = frame.height / 2,
): Viewport {
  const { across, down } = bounded({ ...view, across: view.across * factor, down: view.down * factor }, extent, frame);
  const left = view.left + x / view.across - x / across;
  const top = view.top + y / view.down - y / down;
  return bounded({ left, top, across, down }, extent, frame);
}

/** Moved as if the picture were drawn along by so many pixels. */
export const panned = (view: Viewport, extent: Extent, frame: Frame, x: number, y: number): Viewport =>
  bounded({ ...view, left: view.left - x / view.across, top: view.top - y / view.down }, extent, frame);

/** Moved as little as it takes to see all of an element. */
export function revealing(view: Viewport, extent: Extent, frame: Frame, row: number, col: number): Viewport {
  const along = (first: number, seen: number, at: number): number => {
    if (at < first) return at;
    return at + 1 > first + seen ? Math.max(0, at + 1 - seen) : first;
  };
  const left = along(view.left, frame.width / view.across, col);
  const top = along(view.top, frame.height / view.down, row);
  return bounded({ ...view, left, top }, extent, frame);
}

/** The finest level whose cells are at least a device pixel each way: no element is left out, none is drawn twice over. */
export function levelOf(view: Viewport, ratio: number): Level {
  const level = (size: number): number => Math.max(0, Math.ceil(Math.log2(1 / (size * ratio)) - 1e-6));
  return { rows: level(view.down), cols: level(view.across) };
}

/** Tiles of a level, from the first to before the last. */
export interface TileRange {
  readonly rows: readonly [number, number];
  readonly cols: readonly [number, number];
}

/** The tiles that are seen, and so many around them. */
export function tilesSeen(view: Viewport, extent: Extent, frame: Frame, level: Level, margin = 0): TileRange {
  const range = (first: number, seen: number, all: number, step: number): readonly [number, number] => {
    const size = tileSize * 2 ** step;
    const count = Math.ceil(all / size);
    return [
      Math.max(0, Math.floor(first / size) - margin),
      Math.min(count, Math.ceil((first + seen) / size - 1e-9) + margin),
    ];
  };
  return {
    rows: range(view.top, frame.height / view.down, extent.rows, level.rows),
    cols: range(view.left, frame.width / view.across, extent.cols, level.cols),
  };
}

/** Where an element begins in the frame. */
export const placeOf = (view: Viewport, row: number, col: number): { readonly x: number; readonly y: number } => ({
  x: (col - view.left) * view.across,
  y: (row - view.top) * view.down,
});
