// How the facets of a large tensor are drawn: how large, from which level, how many on a line. Each is one tile. Pure numbers in
// CSS pixels; knows no DOM and no values.
import type { Plane } from '../../../src/protocol/plane';
import type { Level } from '../../../src/protocol/tiles';
import { type FacetPage, facetPage } from '../facets';
import { facetSide, facetsPerLine } from '../layout';
import { type Frame, fitted, levelOf } from './viewport';

export interface Strip {
  readonly page: FacetPage;
  /** Of each facet. */
  readonly frame: Frame;
  readonly level: Level;
  readonly perLine: number;
}

/** The longer side of a facet, of which one is seen large below; and the shorter, where it would be a thread. */
const largest = 128;
const narrowest = 24;

/** In so much width; `at` are the indices in front. */
export function stripOf(plane: Plane, at: readonly number[], available: number): Strip {
  const { rows, cols } = plane;
  const side = Math.min(largest, facetSide(facetPage(plane, at, 1).drawn.length, available));
  const scale = side / Math.max(rows, cols);
  const long = (count: number): number => Math.round(Math.max(Math.min(narrowest, side), count * scale));
  const frame = { width: long(cols), height: long(rows) };
  // No screen is so fine that a facet would take more than one tile.
  const level = levelOf(fitted({ rows, cols }, frame), 1);
  const cells = Math.ceil(rows / 2 ** level.rows) * Math.ceil(cols / 2 ** level.cols);
  return { page: facetPage(plane, at, cells), frame, level, perLine: facetsPerLine(frame.width, available) };
}
