// Views as windows on a flat storage: the gradient of a storage seen through a view, and a view's gradient put in its place.
// Knows no operation.
import { allocate } from '../dtype';
import type { Engine } from '../engine';
import { forEachIndex, freeze, hostStorage, isContiguous, tensorOf } from '../host';
import { andThen, withValues } from '../hostValues';
import { dimsInMemory, isDense } from '../layout';
import { Tensor } from '../tensor';
import { permute } from '../view';

/** The values in row-major order as one dim, without a copy where they lie so. */
export function flatten(engine: Engine, x: Tensor): Tensor {
  const whole = isContiguous(x) ? x : contiguous(engine, x);
  return new Tensor(whole.storage, [whole.size], [1], whole.offset);
}

/** A copy in row-major order. */
export const contiguous = (engine: Engine, x: Tensor): Tensor => engine.where(engine.scalar(1, 'bool'), x, x);

/** `x` without gaps and overlaps, in a storage that holds nothing else; the same object where it is so already. */
export function compact(engine: Engine, x: Tensor): Tensor {
  if (isContiguous(x) && x.size === x.storage.length) return x;
  if (!isContiguous(x) || !x.storage.host) return contiguous(engine, x);
  const { host } = x.storage;
  const width = host.length / x.storage.length;
  const own = { ...hostStorage(host.subarray(x.offset * width, (x.offset + x.size) * width), x.dtype), frozen: true };
  return new Tensor(own, x.shape, x.strides, 0, x.wrapped);
}

/** What `view` sees of a flat tensor that stands for its whole storage. */
export const seenBy = (view: Tensor, flat: Tensor): Tensor =>
  new Tensor(flat.storage, view.shape, view.strides, flat.offset + view.offset);

/** The transpose of `seenBy`: a flat tensor for the whole storage of `view`, zero but for `grad`, which has the view's shape. */
export function putBack(engine: Engine, view: Tensor, grad: Tensor): Tensor | Promise<Tensor> {
  const { length } = view.storage;
  if (view.size === length && isDense(view)) return flatten(engine, permute(grad, dimsInMemory(view).toReversed()));
  // What overlaps is summed first, as precisely as any sum.
  const repeated = view.shape.flatMap((size, dim) => (view.strides[dim] === 0 && size !== 1 ? [dim] : []));
  const summed = repeated.length > 0 ? engine.reduce('sum', grad, repeated, true) : grad;
  const once = new Tensor(view.storage, summed.shape, view.strides, view.offset);
  const placed = engine.custom(
    [summed],
    (base, [x]) => withValues(base, [x!], (values) => [base.fromHost(scattered(once, values!), [length], x!.dtype)]),
    (base, [outer]) => [outer && seenBy(once, flatten(base, outer))],
  );
  return andThen(placed, ([flat]) => flat!);
}

function scattered(view: Tensor, values: ReturnType<typeof allocate>): ReturnType<typeof allocate> {
  // Arrays of one dtype are of one type, which the types cannot say.
  const out = allocate(view.dtype, view.storage.length) as Float64Array;
  forEachIndex(view, (index, order) => {
    out[index]! += (values as Float64Array)[order]!;
  });
  return out;
}

/** `y`, which a kernel computed while it read `x`: its gradient with respect to `x` is zero, not absent. */
export function reading(engine: Engine, y: Tensor, x: Tensor): Tensor {
  const made = engine.custom(
    [y, x],
    (_, [own]): readonly Tensor[] => [freeze(own!)],
    (_, [g]) => [g, zerosLike(x)],
  );
  return made[0]!;
}

/** Zeros of a tensor's shape and type, which take no memory. */
export function zerosLike(x: Tensor): Tensor {
  const zero = tensorOf(allocate(x.dtype, 1), [], x.dtype);
  return new Tensor(
    zero.storage,
    x.shape,
    x.shape.map(() => 0),
    0,
  );
}
