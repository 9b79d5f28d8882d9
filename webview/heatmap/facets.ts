// The small pictures of a tensor, one for each index of the dims that are laid out side by side: which of them are drawn, and
// which lies beside which. Pure; knows no pixels.
import { indicesOf, type Plane } from '../../src/protocol/plane';
import type { Cell } from './moveCursor';

/** Pictures drawn at a time, and cells in all of them; the others are paged through. */
export const mostFacets = 64;
export const mostFacetCells = 2 ** 20;

/** Facets that are drawn together. One among them is current: the one whose indices the dims in front have. */
export interface FacetPage {
  /** Facets in all. */
  readonly count: number;
  /** Facets of a full page. */
  readonly most: number;
  /** Number of the first that is drawn. */
  readonly first: number;
  /** Number of the current one. */
  readonly current: number;
  /** By facet that is drawn: indices of the dims in front. */
  readonly drawn: readonly (readonly number[])[];
}

const sizesOf = (plane: Plane): readonly number[] =>
  plane.facets.map((dim) => plane.leading[plane.front.indexOf(dim)] ?? 0);

/** Counted row-major over the facets' dims, whatever the other indices in front are. */
const numberOf = (plane: Plane, at: readonly number[]): number =>
  sizesOf(plane).reduce((number, size, i) => number * size + (at[plane.front.indexOf(plane.facets[i]!)] ?? 0), 0);

/** Indices in front of a facet; those that are stepped through stay as they are in `at`. */
export function facetAt(plane: Plane, at: readonly number[], number: number): readonly number[] {
  const index = indicesOf(sizesOf(plane), number);
  return plane.front.map((dim, i) => index[plane.facets.indexOf(dim)] ?? at[i] ?? 0);
}

/** The page with the facet at these indices; `cells` are drawn of each. */
export function facetPage(plane: Plane, at: readonly number[], cells = plane.rows * plane.cols): FacetPage {
  const count = sizesOf(plane).reduce((product, size) => product * size, 1);
  const most = Math.max(1, Math.min(mostFacets, Math.floor(mostFacetCells / Math.max(1, cells))));
  const current = numberOf(plane, at);
  const first = current - (current % most);
  const drawn = Array.from({ length: Math.min(most, count - first) }, (_, i) => facetAt(plane, at, first + i));
  return { count, most, first, current, drawn };
}

export interface Beyond {
  readonly number: number;
  readonly cell: Cell;
}

/** The cell of the neighbouring facet that an arrow leads to from an edge; undefined within a facet, and where there is none. */
export function beyond(
  key: string,
  { row, col }: Cell,
  { rows, cols }: Plane,
  { current, count }: FacetPage,
  perLine: number,
): Beyond | undefined {
  const to = ((): Beyond | undefined => {
    if (key === 'ArrowLeft' && col === 0) return { number: current - 1, cell: { row, col: cols - 1 } };
    if (key === 'ArrowRight' && col === cols - 1) return { number: current + 1, cell: { row, col: 0 } };
    if (key === 'ArrowUp' && row === 0) return { number: current - perLine, cell: { row: rows - 1, col } };
    if (key === 'ArrowDown' && row === rows - 1) return { number: current + perLine, cell: { row: 0, col } };
    return undefined;
  })();
  return to && to.number >= 0 && to.number < count ? to : undefined;
}
