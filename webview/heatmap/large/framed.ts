// Which elements of a plane an index means, to be framed in the picture. Pure.
import type { Plane } from '../../../src/protocol/plane';
import type { Framed } from './overlay';

/** The elements that begin with an index; undefined where there is none, or they are not in this plane. */
export function framedBy(
  index: readonly number[] | undefined,
  plane: Plane,
  leading: readonly number[],
): Framed | undefined {
  if (!index?.length || index.length > plane.steps.length) return undefined;
  if (plane.front.some((dim, i) => index[dim] !== undefined && index[dim] !== leading[i])) return undefined;
  const row = plane.rowDim === undefined ? undefined : index[plane.rowDim];
  const col = plane.colDim === undefined ? undefined : index[plane.colDim];
  return {
    row: row ?? 0,
    col: col ?? 0,
    rows: row === undefined ? plane.rows : 1,
    cols: col === undefined ? plane.cols : 1,
  };
}
