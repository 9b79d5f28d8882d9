// Which tiles make the picture of a viewport: those of its level, and under what is missing, what there is of other levels. Knows
// no drawing.
import { type Level, tileSize } from '../../../src/protocol/tiles';
import type { Tile, TileCache, TilePlace } from './tileCache';
import { type Extent, type Frame, levelOf, type TileRange, tilesSeen, type Viewport } from './viewport';

export interface Scene {
  /** To be drawn in this order, the later over the earlier. */
  readonly tiles: readonly Tile[];
  /** Nothing that is seen is missing at its level. */
  readonly complete: boolean;
  /** Nothing that is seen is blank. */
  readonly covered: boolean;
}

export function* placesIn({ rows, cols }: TileRange, level: Level): Generator<TilePlace> {
  for (let row = rows[0]; row < rows[1]; row++) for (let col = cols[0]; col < cols[1]; col++) yield { level, row, col };
}

/** The tiles to ask for: what is seen, from the middle outwards, then the whole plane coarsely, then what is beside. */
export function tilesWanted(
  view: Viewport,
  whole: Viewport,
  extent: Extent,
  frame: Frame,
  ratio: number,
  margin = 1,
): readonly TilePlace[] {
  const level = levelOf(view, ratio);
  const seen = [...placesIn(tilesSeen(view, extent, frame, level), level)];
  const coarse = levelOf(whole, ratio);
  const under = [...placesIn(tilesSeen(whole, extent, frame, coarse), coarse)];
  const beside = margin ? [...placesIn(tilesSeen(view, extent, frame, level, margin), level)] : [];
  const size = (step: number): number => tileSize * 2 ** step;
  const middle = {
    row: (view.top + frame.height / view.down / 2) / size(level.rows) - 0.5,
    col: (view.left + frame.width / view.across / 2) / size(level.cols) - 0.5,
  };
  const distance = (place: TilePlace): number => Math.hypot(place.row - middle.row, place.col - middle.col);
  const outwards = (places: TilePlace[]): TilePlace[] => places.sort((a, b) => distance(a) - distance(b));
  return [...outwards(seen), ...under, ...outwards(beside)];
}

/** Fallbacks drawn at most: finer tiles under a coarse picture may be many. */
const mostFallbacks = 96;

export function sceneOf(
  cache: TileCache,
  plane: string,
  view: Viewport,
  extent: Extent,
  frame: Frame,
  ratio: number,
): Scene {
  const level = levelOf(view, ratio);
  const seen = [...placesIn(tilesSeen(view, extent, frame, level), level)];
  const found = seen.flatMap((place) => cache.get(plane, place) ?? []);
  if (found.length === seen.length) return { tiles: found, complete: true, covered: true };
  const others = cache.of(plane).filter((tile) => !same(tile.level, level) && isSeen(tile, view, extent, frame));
  // Coarse ones first: they lie under the finer.
  others.sort((a, b) => b.level.rows + b.level.cols - (a.level.rows + a.level.cols));
  const covering = others.filter(({ level: other }) => other.rows >= level.rows && other.cols >= level.cols);
  const covered = covering.some((tile) => {
    const all = tilesSeen(view, extent, frame, tile.level);
    const count = (all.rows[1] - all.rows[0]) * (all.cols[1] - all.cols[0]);
    return covering.filter((one) => same(one.level, tile.level)).length >= count;
  });
  return { tiles: [...others.slice(0, mostFallbacks), ...found], complete: false, covered };
}

const same = (a: Level, b: Level): boolean => a.rows === b.rows && a.cols === b.cols;

function isSeen({ level, row, col }: Tile, view: Viewport, extent: Extent, frame: Frame): boolean {
  const { rows, cols } = tilesSeen(view, extent, frame, level);
  return row >= rows[0] && row < rows[1] && col >= cols[0] && col < cols[1];
}
