// Elements of a tensor by their row-major positions: taken out, and put in, with the gradients of both. Knows no operation.
import { allocate, type HostArray, lanes } from '../dtype';
import type { Engine } from '../engine';
import { forEachIndex, isContiguous, sizeOf } from '../host';
import { withValues } from '../hostValues';
import type { Tensor } from '../tensor';
import { withGradient } from './withGradient';

export type Positions = Float64Array;
type Made = Tensor | Promise<Tensor>;

/** Where in `base`'s own order the elements of `view` stand, both over one storage. */
export const positionsIn = (base: Tensor, view: Tensor): Positions => orderIn(base, storageIndices(view));

/** The storage index of each element, in row-major order. */
export function storageIndices(x: Tensor): Positions {
  const indices = new Float64Array(x.size);
  forEachIndex(x, (index, order) => {
    indices[order] = index;
  });
  return indices;
}

/** Storage indices as positions in `base`'s own order. */
export function orderIn(base: Tensor, indices: Positions): Positions {
  if (isContiguous(base)) return indices.map((index) => index - base.offset);
  const order = new Map<number, number>();
  forEachIndex(base, (index, at) => void order.set(index, at));
  return indices.map((index) => order.get(index) ?? 0);
}

/** The elements of `x` at `positions`, in `shape`. */
export const takeAt = (engine: Engine, x: Tensor, positions: Positions, shape: readonly number[]): Made =>
  withGradient(
    engine,
    [x],
    (base, whole) =>
      withValues(base, [whole], (values) => {
        const out = allocate(whole.dtype, positions.length);
        copyLanes(values!, positions, out, undefined, lanes(whole.dtype));
        return base.fromHost(out, shape, whole.dtype);
      }),
    (base, g) => [putAt(base, g, positions, x.shape)],
  );

/** Zeros of `shape` with the elements of `x` added at `positions`. */
export const putAt = (engine: Engine, x: Tensor, positions: Positions, shape: readonly number[]): Made =>
  withGradient(
    engine,
    [x],
    (base, part) =>
      withValues(base, [part], (values) => {
        // Arrays of one dtype are of one type, which the types cannot say.
        const out = allocate(part.dtype, sizeOf(shape)) as Float64Array;
        positions.forEach((at, i) => {
          out[at]! += (values as Float64Array)[i]!;
        });
        return base.fromHost(out, shape, part.dtype);
      }),
    (base, g) => [takeAt(base, g, positions, x.shape)],
  );

/** `old` with the elements of `x` at `positions`; of what is named twice the last stays. */
export const replaceAt = (engine: Engine, old: Tensor, x: Tensor, positions: Positions): Made =>
  withGradient(
    engine,
    [old, x],
    (base, whole, part) =>
      withValues(base, [whole, part], (values, given) => {
        const out = values!.slice();
        copyLanes(given!, undefined, out, positions, lanes(whole.dtype));
        return base.fromHost(out, whole.shape, whole.dtype);
      }),
    (base, g) => [uncovered(base, g, positions), takeAt(base, g, positions, x.shape)],
  );

/** `x` with zeros at `positions`. */
export function uncovered(engine: Engine, x: Tensor, positions: Positions): Tensor {
  const covered = new Uint8Array(x.size);
  for (const at of positions) covered[at] = 1;
  return engine.where(engine.fromHost(covered, x.shape, 'bool'), engine.scalar(0, x.dtype), x);
}

/** Copies elements of `width` lanes between the places named; places that are not named are all, in order. */
function copyLanes(
  from: HostArray,
  sources: Positions | undefined,
  to: HostArray,
  targets: Positions | undefined,
  width: number,
): void {
  const { length } = (sources ?? targets)!;
  for (let i = 0; i < length; i++) {
    const [source, target] = [sources?.[i] ?? i, targets?.[i] ?? i];
    for (let lane = 0; lane < width; lane++) to[width * target + lane] = from[width * source + lane]!;
  }
}
