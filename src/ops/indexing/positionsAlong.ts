// Where the elements stand that index tensors name along a dim. Knows no op.
import type { HostArray } from '../../tensor/dtype';
import type { Positions } from '../../tensor/gradient/positions';
import { contiguousStrides, sizeOf } from '../../tensor/host';
import { OpError } from '../op';

/** For each place of `index`, the position in a row-major tensor of `shape`, moved along `dim` to the index's value. */
export function positionsAlong(
  values: HostArray,
  shape: readonly number[],
  at: number,
  own: readonly number[],
): Positions {
  const strides = contiguousStrides(shape);
  const steps = contiguousStrides(own);
  const size = shape[at] ?? 1;
  const out = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const wanted = Number(values[i]);
    if (wanted < 0 || wanted >= size) {
      throw new OpError('RuntimeError', `index ${wanted} is out of bounds for dimension ${at} with size ${size}`);
    }
    let place = wanted * (strides[at] ?? 0);
    for (let dim = 0; dim < own.length; dim++) {
      if (dim !== at) place += (Math.floor(i / steps[dim]!) % own[dim]!) * strides[dim]!;
    }
    out[i] = place;
  }
  return out;
}

/** The positions of whole slices along a dim, by their indices: those of a row-major tensor of `shape` cut there. */
export function positionsOfSlices(indices: ArrayLike<number>, shape: readonly number[], at: number): Positions {
  const size = shape[at] ?? 1;
  const count = indices.length;
  const inner = sizeOf(shape.slice(at + 1));
  const outer = sizeOf(shape.slice(0, at));
  return new Float64Array(outer * count * inner).map((_, i) => {
    const [o, k] = [Math.floor(i / (inner * count)), Math.floor(i / inner) % count];
    return (o * size + indices[k]!) * inner + (i % inner);
  });
}
