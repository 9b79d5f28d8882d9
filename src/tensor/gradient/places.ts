// Where elements that indices name along a dim stand in a tensor. Knows no operation.
import type { Positions } from '../backend';
import type { HostArray } from '../dtype';
import { sizeOf } from '../host';

/** The row-major positions in a tensor of `shape` of what `indices`, of shape `own`, name along `dim`: elsewhere the shapes agree. */
export function placesAlong(
  indices: HostArray,
  own: readonly number[],
  shape: readonly number[],
  dim: number,
): Positions {
  const inner = sizeOf(shape.slice(dim + 1));
  const [taken, count] = [own[dim] ?? 1, shape[dim] ?? 1];
  const places = new Float64Array(indices.length);
  for (let i = 0; i < places.length; i++) {
    const outer = Math.floor(i / (inner * taken));
    places[i] = (outer * count + Number(indices[i])) * inner + (i % inner);
  }
  return places;
}
