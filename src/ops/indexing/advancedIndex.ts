// Indexing by integer tensors: which elements of the storage the result takes, in its order (ATen's TensorAdvancedIndexing).
// Knows no Python.

import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, lanes } from '../../tensor/dtype';
import { contiguousStrides, sizeOf, tensorOf, valuesOf } from '../../tensor/host';
import { iteratorStrides } from '../../tensor/layout';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { sizesText } from '../../tensor/view';

/** Storage indices of the elements that an index names, and the shape they come in. */
export interface Indexed {
  readonly shape: readonly number[];
  readonly elements: Float64Array;
  /** How a result of that shape lies in memory. */
  readonly strides: readonly number[];
}

/** `indices[dim]` are int64 tensors on the host, undefined for dims that are kept whole. */
export function indexElements(x: Tensor, indices: readonly (Tensor | undefined)[]): Indexed {
  const used = indices.flatMap((index, dim) => (index ? [dim] : []));
  const shape = commonShape(used.map((dim) => indices[dim]!));
  const adjacent = used.every((dim, i) => i === 0 || dim === used[i - 1]! + 1);
  const kept = x.shape.map((_, dim) => dim).filter((dim) => !used.includes(dim));
  const before = adjacent ? kept.filter((dim) => dim < used[0]!) : [];
  const after = kept.slice(before.length);
  const picked = pickedOffsets(x, used, indices, shape);
  const sizes = (dims: readonly number[]): readonly number[] => dims.map((dim) => x.shape[dim]!);
  const outer = offsets(x, before);
  const inner = offsets(x, after);
  const elements = new Float64Array(outer.length * picked.length * inner.length);
  let at = 0;
  for (const a of outer) for (const b of picked) for (const c of inner) elements[at++] = x.offset + a + b + c;
  const whole = [...sizes(before), ...shape, ...sizes(after)];
  const steps = (dims: readonly number[]): readonly number[] => dims.map((dim) => x.strides[dim]!);
  // The places stand still in what is read; the index tensors stand still in all other dims.
  const read = { shape: whole, strides: [...steps(before), ...shape.map(() => 0), ...steps(after)] };
  const ones = (dims: readonly number[]): readonly number[] => dims.map(() => 1);
  const named = used.map((dim) => {
    const own = [...ones(before), ...indices[dim]!.shape, ...ones(after)];
    return { shape: own, strides: contiguousStrides(own) };
  });
  return { shape: whole, elements, strides: iteratorStrides(whole, [read, ...named]) };
}

function commonShape(indices: readonly Tensor[]): readonly number[] {
  try {
    return indices.reduce<readonly number[]>((shape, index) => broadcastShapes(shape, index.shape), []);
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    const shapes = indices.map((index) => sizesText(index.shape)).join(', ');
    throw new TensorError(
      'IndexError',
      `shape mismatch: indexing tensors could not be broadcast together with shapes ${shapes}`,
    );
  }
}

/** The offset that the index tensors together give, per element of their common shape. */
function pickedOffsets(
  x: Tensor,
  used: readonly number[],
  indices: readonly (Tensor | undefined)[],
  shape: readonly number[],
): Float64Array {
  const sum = new Float64Array(sizeOf(shape));
  // ATen has moved them to the front before it looks.
  for (const [place, dim] of used.entries()) {
    const size = x.shape[dim]!;
    valuesOf(broadcastTo(indices[dim]!, shape)).forEach((value, i) => {
      const index = Number(value);
      if (index < -size || index >= size) {
        throw new TensorError('IndexError', `index ${index} is out of bounds for dimension ${place} with size ${size}`);
      }
      sum[i]! += (index < 0 ? index + size : index) * x.strides[dim]!;
    });
  }
  return sum;
}

/** Offsets of all combinations of the given dims, row-major. */
function offsets(x: Tensor, dims: readonly number[]): readonly number[] {
  return dims.reduce<readonly number[]>(
    (list, dim) => list.flatMap((base) => Array.from({ length: x.shape[dim]! }, (_, i) => base + i * x.strides[dim]!)),
    [0],
  );
}

/** A new tensor of the named elements. */
export function takeElements(x: Tensor, { shape, elements }: Indexed): Tensor {
  const host = x.storage.host!;
  const width = lanes(x.dtype);
  const values = allocate(x.dtype, elements.length);
  elements.forEach((element, i) => {
    for (let lane = 0; lane < width; lane++) values[width * i + lane] = host[width * element + lane]!;
  });
  return tensorOf(values, shape, x.dtype);
}

/** Coordinates of the elements that are not zero: one int64 tensor per dim, each as long as there are such elements. */
export function nonzero(mask: Tensor): readonly Tensor[] {
  const found: number[][] = mask.shape.map(() => []);
  const values = valuesOf(mask);
  const steps = mask.shape.map((_, dim) => sizeOf(mask.shape.slice(dim + 1)));
  values.forEach((value, i) => {
    if (!value) return;
    mask.shape.forEach((size, dim) => void found[dim]!.push(Math.floor(i / steps[dim]!) % size));
  });
  return found.map((column) => tensorOf(BigInt64Array.from(column, BigInt), [column.length], 'int64'));
}
