// Contiguous copies, for shapes that no view can have. Knows no op.
import { allocate, type HostArray, lanes } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { inferShape, slice, tryView } from '../../tensor/view';

/** A copy of the values in row-major order, in `shape`. */
export const copyAs = (engine: Engine, x: Tensor, shape: readonly number[]): Tensor | Promise<Tensor> =>
  withGradient(
    engine,
    [x],
    (base, own) => withValues(base, [own], (values) => tensorOf(values!.slice(), shape, x.dtype)),
    (base, g) => [reshape(base, g, x.shape)],
  );

/** `torch.reshape`: a view where there is one, else a copy. */
export const reshape = (engine: Engine, x: Tensor, shape: readonly number[]): Tensor | Promise<Tensor> =>
  tryView(x, shape) ?? copyAs(engine, x, inferShape(shape, x.size));

/** Joins contiguous blocks of same-dtype tensors along `dim`; sizes elsewhere agree. */
export function joinAlong(engine: Engine, parts: readonly Tensor[], dim: number): Tensor | Promise<Tensor> {
  const first = parts[0]!;
  const shape = first.shape.with(
    dim,
    parts.reduce((total, part) => total + part.shape[dim]!, 0),
  );
  const join = (...values: readonly HostArray[]): Tensor => {
    const width = lanes(first.dtype);
    const inner = sizeOf(shape.slice(dim + 1)) * width;
    const outer = sizeOf(shape.slice(0, dim));
    // All arrays are of one type, which the types cannot say.
    const joined = allocate(first.dtype, sizeOf(shape)) as Float64Array;
    let at = 0;
    for (let o = 0; o < outer; o++) {
      for (const [i, part] of parts.entries()) {
        const block = part.shape[dim]! * inner;
        joined.set((values[i] as Float64Array).subarray(o * block, (o + 1) * block), at);
        at += block;
      }
    }
    return tensorOf(joined, shape, first.dtype);
  };
  const lengths = parts.map((part) => part.shape[dim]!);
  return withGradient(
    engine,
    parts,
    (base, ...own) => withValues(base, own, join),
    (_, g) => stretches(g, dim, lengths),
  );
}

/** One dim in the opposite order. */
export function flipped(engine: Engine, x: Tensor, dim: number): Tensor | Promise<Tensor> {
  const size = x.shape[dim] ?? 0;
  const pieces = Array.from({ length: size }, (_, i) => slice(x, dim, size - 1 - i, size - i));
  return size > 0 ? joinAlong(engine, pieces, dim) : x;
}

/** Stretches of the given lengths along a dim, one after the other. */
export function stretches(x: Tensor, dim: number, lengths: readonly number[]): readonly Tensor[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return slice(x, dim, start - length, start);
  });
}
