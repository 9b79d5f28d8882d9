// Elements of a tensor by their row-major positions: taken out, and put in, with the gradients of both. Knows no operation.
import { allocate, type HostArray, lanes } from '../dtype';
import type { Engine } from '../engine';
import { forEachIndex, isContiguous, sizeOf } from '../host';
import { andThen, withValues } from '../hostValues';
import type { Tensor } from '../tensor';
import { contiguous } from './window';

export type Positions = Float64Array;
type Made = readonly Tensor[] | Promise<readonly Tensor[]>;

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
  engine.custom(
    [x],
    (base, [whole]) =>
      withValues(base, [whole!], (values) => {
        const out = allocate(whole!.dtype, positions.length);
        copyLanes(
          values!,
          (i) => positions[i]!,
          out,
          (i) => i,
          positions.length,
          lanes(whole!.dtype),
        );
        return [base.fromHost(out, shape, whole!.dtype)];
      }),
    (base, [grad]) => (grad ? putAt(base, grad, positions, x.shape) : []),
  );

/** Zeros of `shape` with the elements of `x` added at `positions`. */
export const putAt = (engine: Engine, x: Tensor, positions: Positions, shape: readonly number[]): Made =>
  engine.custom(
    [x],
    (base, [part]) =>
      withValues(base, [part!], (values) => {
        // Arrays of one dtype are of one type, which the types cannot say.
        const out = allocate(part!.dtype, sizeOf(shape)) as Float64Array;
        positions.forEach((at, i) => {
          out[at]! += (values as Float64Array)[i]!;
        });
        return [base.fromHost(out, shape, part!.dtype)];
      }),
    (base, [grad]) => (grad ? takeAt(base, grad, positions, x.shape) : []),
  );

/** `old` with the elements of `x` at `positions`; of what is named twice the last stays. */
export const replaceAt = (engine: Engine, old: Tensor, x: Tensor, positions: Positions): Made =>
  engine.custom(
    [old, x],
    (base, [whole, part]) =>
      withValues(base, [whole!, part!], (values, given) => {
        const out = values!.slice();
        copyLanes(
          given!,
          (i) => i,
          out,
          (i) => positions[i]!,
          positions.length,
          lanes(whole!.dtype),
        );
        return [base.fromHost(out, whole!.shape, whole!.dtype)];
      }),
    (base, [grad]) => {
      if (!grad) return [];
      const covered = new Uint8Array(sizeOf(old.shape));
      for (const at of positions) covered[at] = 1;
      const mask = base.fromHost(covered, old.shape, 'bool');
      const left = base.where(mask, base.scalar(0, grad.dtype), contiguous(base, grad));
      return andThen(takeAt(base, grad, positions, x.shape), ([part]) => [left, part]);
    },
  );

function copyLanes(
  from: HostArray,
  source: (i: number) => number,
  to: HostArray,
  target: (i: number) => number,
  count: number,
  width: number,
): void {
  for (let i = 0; i < count; i++) {
    for (let lane = 0; lane < width; lane++) to[width * target(i) + lane] = from[width * source(i) + lane]!;
  }
}
