// Where the elements stand that index tensors or lines of places name along dims. Knows no op.
import { allocate, type HostArray } from '../../tensor/dtype';
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

/**
 * The positions of the last dims' places as each line names them, in a row-major tensor of `shape`; -1 wherever a line says -1.
 * In the shape of the tensor with the lines' lengths.
 */
export function positionsOfLines(shape: readonly number[], lines: readonly (readonly number[])[]): Float64Array {
  const first = shape.length - lines.length;
  const strides = contiguousStrides(shape);
  const inner = strides[first - 1] ?? 0;
  // Along each dim a list of positions grows by those of the next.
  return lines.reduce<Float64Array>(
    (known, line, at) => extended(known, line, strides[first + at]!),
    Float64Array.from({ length: sizeOf(shape.slice(0, first)) }, (_, i) => i * inner),
  );
}

function extended(known: Float64Array, line: readonly number[], stride: number): Float64Array {
  const out = allocate('float64', known.length * line.length) as Float64Array;
  let i = 0;
  for (const start of known) for (const place of line) out[i++] = start < 0 || place < 0 ? -1 : start + place * stride;
  return out;
}
