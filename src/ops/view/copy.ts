// Contiguous copies, for shapes that no view can have. Knows no op.
import { allocate, lanes } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf, tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { inferShape, tryView } from '../../tensor/view';

/** A copy of the values in row-major order, in `shape`. */
export const copyAs = (engine: Engine, x: Tensor, shape: readonly number[]): Tensor | Promise<Tensor> =>
  withValues(engine, [x], (values) => tensorOf(values!.slice(), shape, x.dtype));

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
  return withValues(engine, parts, (...values) => {
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
  });
}
