// Where each dim of a tensor is laid out: down the page, across it, side by side, or behind a slider. Pure; knows no DOM.
import { indexOf, type Plane, type PlaneDims, planeOf } from '../../src/protocol/plane';

/** In the order in which they stand on the page. */
export const places = ['rows', 'cols', 'facets', 'steps'] as const;
export type Place = (typeof places)[number];

/** Dims, and the indices of those in front. */
export interface ChosenPlane {
  readonly dims: PlaneDims;
  readonly leading: readonly number[];
}

export function placeOf({ rowDim, colDim, facets }: Plane, dim: number): Place {
  if (dim === rowDim) return 'rows';
  if (dim === colDim) return 'cols';
  return facets.includes(dim) ? 'facets' : 'steps';
}

/** Dims in a place, ascending. */
export const dimsIn = (plane: Plane, place: Place): readonly number[] =>
  plane.steps.flatMap((_, dim) => (placeOf(plane, dim) === place ? [dim] : []));

const isSingle = (place: Place): boolean => place === 'rows' || place === 'cols';

/**
 * The dim that takes the place which another leaves. Rows and columns hold one each: the one that was there changes places with
 * the one that comes; where one goes, the last of the steps follows it, or the last of the facets.
 */
export function displaced(plane: Plane, dim: number, to: Place): number | undefined {
  if (isSingle(to)) return dimsIn(plane, to)[0];
  if (!isSingle(placeOf(plane, dim))) return undefined;
  return dimsIn(plane, 'steps').at(-1) ?? dimsIn(plane, 'facets').at(-1);
}

/** The dims once one of them has moved. */
export function moved(plane: Plane, dim: number, to: Place): PlaneDims {
  const from = placeOf(plane, dim);
  const other = displaced(plane, dim, to);
  const now = (one: number): Place => (one === dim ? to : one === other ? from : placeOf(plane, one));
  const all = (place: Place): readonly number[] => plane.steps.flatMap((_, one) => (now(one) === place ? [one] : []));
  return { rowDim: all('rows')[0]!, colDim: all('cols')[0]!, facets: all('facets') };
}

/** Other dims, with the indices that those in front had before; what lay in the plane begins at 0. */
export function arranged(shape: readonly number[], plane: Plane, at: readonly number[], dims: PlaneDims): ChosenPlane {
  const index = indexOf(plane, at, 0, 0);
  return { dims, leading: planeOf(shape, false, dims).front.map((dim) => index[dim] ?? 0) };
}
