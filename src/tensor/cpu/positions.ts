// Elements taken from places and added to places, on the CPU. Knows no gradient.
import type { Positions } from '../backend';
import { allocate, type HostArray, lanes } from '../dtype';
import { sizeOf, valuesOf } from '../host';
import type { Tensor } from '../tensor';

/** The elements of `x` at `positions`. */
export function taken(x: Tensor, positions: Positions): HostArray {
  const [from, width] = [valuesOf(x), lanes(x.dtype)];
  const out = allocate(x.dtype, positions.length);
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i]!;
    if (at < 0) continue;
    for (let lane = 0; lane < width; lane++) out[width * i + lane] = from[width * at + lane]!;
  }
  return out;
}

/** Zeros of `shape` with the elements of `x` added at `positions`. */
export function put(x: Tensor, positions: Positions, shape: readonly number[]): HostArray {
  const width = lanes(x.dtype);
  // Arrays of one dtype are of one type, which the types cannot say.
  const [from, out] = [valuesOf(x) as Float64Array, allocate(x.dtype, sizeOf(shape)) as Float64Array];
  for (let i = 0; i < positions.length; i++) {
    const at = positions[i]!;
    if (at < 0) continue;
    for (let lane = 0; lane < width; lane++) out[width * at + lane]! += from[width * i + lane]!;
  }
  return out;
}
