// How large the cells are and what they carry, from the counts and the room there is. Pure numbers, in CSS pixels.
import type { Plane } from '../../src/protocol/plane';
import type { Columns, Precision } from './cellText';

/** More cells than this are painted on a canvas instead of being elements. */
export const mostElements = 600;

/** Height of the line of column indices; the stylesheet's `.top` is as high. */
export const topHeight = 20;

/** Height of what stands above the cells. */
export const heightAbove = ({ colDim }: Pick<Plane, 'colDim'>): number => (colDim === undefined ? 0 : topHeight);

export interface Room {
  /** Width that the page can give. */
  readonly available: number;
  /** Width of one digit of the number font. */
  readonly digit: number;
}

export interface Layout {
  /** `text`: numbers in elements; `plain`: coloured elements; `raster`: painted, with a device pixel or more per cell. */
  readonly mode: 'text' | 'plain' | 'raster';
  readonly precision: Precision;
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Width of the row indices on the left. */
  readonly headerWidth: number;
  /** Width of the sums on the right; 0 without. */
  readonly marginWidth: number;
}

export interface Demand {
  readonly rows: number;
  readonly cols: number;
  readonly exact: Columns;
  readonly rounded: Columns;
  /** Characters of the widest sum on the right; 0 without. */
  readonly margin: number;
  /** Whether rows have an index on their left. */
  readonly indexed: boolean;
  /** Pictures of this size side by side; absent: one alone. */
  readonly facets?: number;
}

const textHeight = 24;
/** Free pixels in a cell beside its text, both sides together. */
export const sidePadding = 12;
const tallest = 480;
const thinnest = 64;
/** Free pixels between facets, each way; the stylesheet's `.facets` has the same. */
export const facetGap = 16;
/** Sides of a facet's cells together, in pixels: many share the height of about two pictures. */
const [smallestFacet, largestFacet] = [64, 256];
const largestPainted = 16;
const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));

/** Exact numbers where they fit, rounded ones where those fit, otherwise colour alone. */
export function layoutOf(demand: Demand, room: Room): Layout {
  const { rows, cols, facets = 0 } = demand;
  const headerWidth = demand.indexed ? Math.ceil(String(Math.max(0, rows - 1)).length * room.digit) + 12 : 0;
  const marginWidth = demand.margin > 0 ? Math.ceil(demand.margin * room.digit) + sidePadding + 4 : 0;
  // Of facets at least two stand beside each other, or their numbers are left out.
  const width = facets > 1 ? Math.floor((room.available - facetGap) / 2) : room.available;
  const free = Math.max(0, width - headerWidth - marginWidth);
  const side = facets > 1 ? facetSide(facets, room.available) : Infinity;
  const base = { headerWidth, marginWidth, cellHeight: textHeight };
  if (rows * cols * Math.max(1, facets) <= mostElements) {
    for (const precision of ['exact', 'rounded'] as const) {
      const { whole, fraction } = demand[precision];
      const cellWidth = Math.max(36, Math.ceil((whole + fraction) * room.digit) + sidePadding);
      if (cellWidth * cols <= free) return { ...base, mode: 'text', precision, cellWidth };
    }
    const cell = clamp(Math.floor(Math.min(free, side) / cols), 0, textHeight);
    if (cell >= 8) return { ...base, mode: 'plain', precision: 'exact', cellWidth: cell, cellHeight: cell };
  }
  return {
    ...base,
    mode: 'raster',
    precision: 'exact',
    ...painted(rows, cols, Math.min(free, side), Math.min(tallest, side)),
  };
}

/** Sides of so many pictures beside each other. */
export const facetSide = (count: number, available: number): number =>
  clamp(Math.floor(Math.sqrt((available * tallest * 2) / count)) - 2 * facetGap, smallestFacet, largestFacet);

/** How many facets of a width stand on a line. */
export const facetsPerLine = (width: number, available: number): number =>
  Math.max(1, Math.floor((available + facetGap) / (width + facetGap)));

/** Square cells, stretched where a picture of few rows or columns would be a thread. */
function painted(rows: number, cols: number, free: number, high: number): Pick<Layout, 'cellWidth' | 'cellHeight'> {
  const width = clamp(Math.floor(free / Math.max(1, cols)), 1, largestPainted);
  const height = clamp(Math.floor(high / Math.max(1, rows)), 1, largestPainted);
  const side = Math.min(width, height);
  const stretched = (count: number, room: number): number =>
    Math.max(side, Math.min(room, Math.ceil(thinnest / Math.max(1, count))));
  return {
    cellWidth: cols === 1 ? textHeight : stretched(cols, width),
    cellHeight: rows === 1 ? textHeight : stretched(rows, height),
  };
}
