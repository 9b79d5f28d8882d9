// Contiguous copies, for shapes that no view can have. Knows no op.
import { allocate, type HostArray, lanes } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { contiguous } from '../../tensor/gradient/window';
import { withGradient, withGradients } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withEachOf, withValues } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { inferShape, slice, tryView, view } from '../../tensor/view';

/** What a stretch costs to be copied beside its elements. */
const costOfBlock = 32;

/** A copy of the values in row-major order, in `shape`. */
export const copyAs = (engine: Engine, x: Tensor, shape: readonly number[]): Tensor | Promise<Tensor> =>
  withGradient(
    engine,
    [x],
    (base, own) =>
      base.placeOf(own) === 'webgpu'
        ? view(contiguous(base, own), shape)
        : withValues(base, [own], (values) => tensorOf(values!.slice(), shape, x.dtype)),
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
  const join = ({ meter }: Engine, values: readonly HostArray[]): Tensor | Promise<Tensor> => {
    const width = lanes(first.dtype);
    const inner = sizeOf(shape.slice(dim + 1)) * width;
    const outer = sizeOf(shape.slice(0, dim));
    // All arrays are of one type, which the types cannot say.
    const joined = allocate(first.dtype, sizeOf(shape)) as Float64Array;
    let at = 0;
    const rows = (from: number, to: number): void => {
      for (let o = from; o < to; o++) {
        for (let i = 0; i < parts.length; i++) {
          const block = parts[i]!.shape[dim]! * inner;
          joined.set((values[i] as Float64Array).subarray(o * block, (o + 1) * block), at);
          at += block;
        }
      }
    };
    return andThen(inParts(meter, outer, parts.length * costOfBlock, rows), () => tensorOf(joined, shape, first.dtype));
  };
  const lengths = parts.map((part) => part.shape[dim]!);
  return withGradients(
    engine,
    parts,
    (base, own) => withEachOf(base, own, (values) => join(base, values)),
    (_, g) => stretches(g, dim, lengths),
  );
}

/** One dim in the opposite order. */
export const flipped = (engine: Engine, x: Tensor, dim: number): Tensor | Promise<Tensor> =>
  withGradient(
    engine,
    [x],
    (base, own) => withValues(base, [own], (values) => turned(base, values!, x, dim)),
    (base, g) => [flipped(base, g, dim)],
  );

function turned({ meter }: Engine, values: HostArray, x: Tensor, dim: number): Tensor | Promise<Tensor> {
  const size = x.shape[dim] ?? 1;
  const inner = sizeOf(x.shape.slice(dim + 1)) * lanes(x.dtype);
  const made = allocate(x.dtype, x.size) as Float64Array;
  const blocks = (from: number, to: number): void => {
    for (let block = from; block < to; block++) {
      const opposite = block - (block % size) + (size - 1 - (block % size));
      for (let i = 0; i < inner; i++) made[opposite * inner + i] = values[block * inner + i] as number;
    }
  };
  const done = inParts(meter, x.size === 0 ? 0 : made.length / inner, inner + 4, blocks);
  return andThen(done, () => tensorOf(made, x.shape, x.dtype));
}

/** Stretches of the given lengths along a dim, one after the other. */
export function stretches(x: Tensor, dim: number, lengths: readonly number[]): readonly Tensor[] {
  let start = 0;
  return lengths.map((length) => {
    start += length;
    return slice(x, dim, start - length, start);
  });
}
