// Elements of a tensor by their row-major positions: which they are, and others put in their place. Knows no operation.
import type { Positions } from '../backend';
import { type HostArray, lanes } from '../dtype';
import type { Engine } from '../engine';
import { forEachIndex, isContiguous } from '../host';
import { withValues } from '../hostValues';
import type { Tensor } from '../tensor';
import { withGradient } from './withGradient';

export type { Positions };

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

/** `old` with the elements of `x` at `positions`; of what is named twice the last stays. */
export const replaceAt = (engine: Engine, old: Tensor, x: Tensor, positions: Positions): Made =>
  withGradient(
    engine,
    [old, x],
    (base, whole, part) =>
      withValues(base, [whole, part], (values, given) => {
        const out = values!.slice();
        copyLanes(given!, out, positions, lanes(whole.dtype));
        return base.fromHost(out, whole.shape, whole.dtype);
      }),
    (base, g) => [uncovered(base, g, positions), base.take(g, positions, x.shape)],
  );

/** `x` with zeros at `positions`. */
export function uncovered(engine: Engine, x: Tensor, positions: Positions): Tensor {
  const covered = new Uint8Array(x.size);
  for (const at of positions) covered[at] = 1;
  return engine.where(engine.fromHost(covered, x.shape, 'bool'), engine.scalar(0, x.dtype), x);
}

/** Copies elements of `width` lanes, in order, to the places named. */
function copyLanes(from: HostArray, to: HostArray, targets: Positions, width: number): void {
  for (const [i, target] of targets.entries()) {
    for (let lane = 0; lane < width; lane++) to[width * target + lane] = from[width * i + lane]!;
  }
}
