// Strided views: other shapes over the same storage, with PyTorch's exceptions. Copies nothing.
import { scalarName } from './dtype';
import { contiguousStrides, isContiguous, sizeOf } from './host';
import { Tensor } from './tensor';
import { TensorError, wrapDim } from './tensorError';

/** Sizes as exceptions write them: `[2, 3]`. */
export const sizesText = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
/** `torch.Size([2, 3])`, as messages of Python's side print sizes. */
export const torchSize = (shape: readonly number[]): string => `torch.Size(${sizesText(shape)})`;

const strided = (x: Tensor, shape: readonly number[], strides: readonly number[], offset = x.offset): Tensor =>
  new Tensor(x.storage, shape, strides, offset);

/** Fills in -1 of a requested shape. */
export function inferShape(shape: readonly number[], size: number): readonly number[] {
  const unknown = shape.indexOf(-1);
  if (shape.lastIndexOf(-1) !== unknown) throw new TensorError('RuntimeError', 'only one dimension can be inferred');
  const negative = shape.findIndex((n) => n < -1);
  if (negative >= 0) {
    throw new TensorError(
      'RuntimeError',
      `invalid shape dimension ${shape[negative]} at index ${negative} of shape ${sizesText(shape)}`,
    );
  }
  const known = sizeOf(shape.filter((n) => n !== -1));
  if (unknown >= 0 && known === 0 && size === 0) {
    throw new TensorError(
      'RuntimeError',
      `cannot reshape tensor of 0 elements into shape ${sizesText(shape)} because the unspecified dimension size -1 can be any value and is ambiguous`,
    );
  }
  if (unknown < 0 ? known !== size : known === 0 || size % known !== 0) {
    throw new TensorError('RuntimeError', `shape '${sizesText(shape)}' is invalid for input of size ${size}`);
  }
  return unknown < 0 ? shape : shape.map((n) => (n === -1 ? size / known : n));
}

/** The view in another shape, or undefined where only a copy can have it (ATen's computeStride). */
export function tryView(x: Tensor, requested: readonly number[]): Tensor | undefined {
  const shape = inferShape(requested, x.size);
  if (x.size === 0 || isContiguous(x)) return strided(x, shape, contiguousStrides(shape));
  const strides: number[] = new Array(shape.length);
  let dim = shape.length - 1;
  let base = x.strides[x.rank - 1]!;
  let chunk = 1;
  let taken = 1;
  for (let old = x.rank - 1; old >= 0; old--) {
    chunk *= x.shape[old]!;
    const endsChunk = old === 0 || (x.shape[old - 1] !== 1 && x.strides[old - 1] !== chunk * base);
    if (!endsChunk) continue;
    while (dim >= 0 && (taken < chunk || shape[dim] === 1)) {
      strides[dim] = taken * base;
      taken *= shape[dim]!;
      dim--;
    }
    if (taken !== chunk) return undefined;
    if (old > 0) {
      base = x.strides[old - 1]!;
      chunk = 1;
      taken = 1;
    }
  }
  return dim === -1 ? strided(x, shape, strides) : undefined;
}

/** `Tensor.view`. */
export function view(x: Tensor, shape: readonly number[]): Tensor {
  const result = tryView(x, shape);
  if (!result) {
    throw new TensorError(
      'RuntimeError',
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    );
  }
  return result;
}

/** `Tensor.permute`. */
export function permute(x: Tensor, dims: readonly number[]): Tensor {
  if (dims.length !== x.rank) {
    throw new TensorError(
      'RuntimeError',
      `permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = ${x.rank} is not equal to len(dims) = ${dims.length}`,
    );
  }
  const order = dims.map((dim) => wrapDim(dim, x.rank));
  if (new Set(order).size !== order.length)
    throw new TensorError('RuntimeError', 'permute(): duplicate dims are not allowed.');
  return strided(
    x,
    order.map((dim) => x.shape[dim]!),
    order.map((dim) => x.strides[dim]!),
  );
}

/** `Tensor.transpose`. */
export function transpose(x: Tensor, dim0: number, dim1: number): Tensor {
  const [a, b] = [wrapDim(dim0, x.rank), wrapDim(dim1, x.rank)];
  if (x.rank === 0) return x;
  const order = x.shape.map((_, dim) => (dim === a ? b : dim === b ? a : dim));
  return permute(x, order);
}

/** `Tensor.t`. */
export function t(x: Tensor): Tensor {
  if (x.rank > 2)
    throw new TensorError('RuntimeError', `t() expects a tensor with <= 2 dimensions, but self is ${x.rank}D`);
  return x.rank === 2 ? transpose(x, 0, 1) : x;
}

/** `Tensor.expand`; -1 keeps a size. */
export function expand(x: Tensor, sizes: readonly number[]): Tensor {
  const missing = sizes.length - x.rank;
  if (missing < 0) {
    throw new TensorError(
      'RuntimeError',
      `expand(torch.${scalarName(x.dtype)}Tensor{${sizesText(x.shape)}}, size=${sizesText(sizes)}): the number of sizes provided (${sizes.length}) must be greater or equal to the number of dimensions in the tensor (${x.rank})`,
    );
  }
  const shape = [...sizes];
  const strides: number[] = new Array(sizes.length).fill(0);
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    const old = dim - missing;
    const wanted = sizes[dim]!;
    if (old < 0) {
      if (wanted < 0) {
        throw new TensorError(
          'RuntimeError',
          `The expanded size of the tensor (${wanted}) isn't allowed in a leading, non-existing dimension ${dim}`,
        );
      }
      continue;
    }
    const size = x.shape[old]!;
    if (wanted === -1 || wanted === size) {
      shape[dim] = size;
      strides[dim] = x.strides[old]!;
    } else if (size !== 1) {
      throw new TensorError(
        'RuntimeError',
        `The expanded size of the tensor (${wanted}) must match the existing size (${size}) at non-singleton dimension ${dim}.  Target sizes: ${sizesText(sizes)}.  Tensor sizes: ${sizesText(x.shape)}`,
      );
    }
  }
  return strided(x, shape, strides);
}

/** `Tensor.select`: one index of a dim, which goes. */
export function select(x: Tensor, dim: number, index: number): Tensor {
  if (x.rank === 0) throw new TensorError('IndexError', 'select() cannot be applied to a 0-dim tensor.');
  const at = wrapDim(dim, x.rank);
  const size = x.shape[at]!;
  if (index < -size || index >= size) {
    throw new TensorError(
      'IndexError',
      `select(): index ${index} out of range for tensor of size ${sizesText(x.shape)} at dimension ${at}`,
    );
  }
  const start = index < 0 ? index + size : index;
  return strided(x, x.shape.toSpliced(at, 1), x.strides.toSpliced(at, 1), x.offset + start * x.strides[at]!);
}

/** `x[start:stop:step]` of one dim, by Python's clamping; step is positive. */
export function slice(x: Tensor, dim: number, start = 0, stop = Infinity, step = 1): Tensor {
  const at = wrapDim(dim, x.rank);
  const size = x.shape[at]!;
  const clamp = (n: number) => Math.min(Math.max(n < 0 ? n + size : n, 0), size);
  const from = clamp(start);
  const count = Math.max(Math.ceil((clamp(stop) - from) / step), 0);
  const shape = x.shape.with(at, count);
  return strided(x, shape, x.strides.with(at, x.strides[at]! * step), x.offset + from * x.strides[at]!);
}

/** `Tensor.narrow`. */
export function narrow(x: Tensor, dim: number, start: number, length: number): Tensor {
  if (x.rank === 0) throw new TensorError('RuntimeError', 'narrow() cannot be applied to a 0-dim tensor.');
  if (length < 0) throw new TensorError('RuntimeError', 'narrow(): length must be non-negative.');
  const size = x.shape[wrapDim(dim, x.rank)]!;
  if (start < -size || start > size) {
    throw new TensorError(
      'IndexError',
      `start out of range (expected to be in range of [${-size}, ${size}], but got ${start})`,
    );
  }
  const from = start < 0 ? start + size : start;
  if (from + length > size) {
    throw new TensorError('RuntimeError', `start (${from}) + length (${length}) exceeds dimension size (${size}).`);
  }
  return slice(x, dim, from, from + length);
}

/** `Tensor.unsqueeze`. */
export function unsqueeze(x: Tensor, dim: number): Tensor {
  const at = wrapDim(dim, x.rank + 1);
  const stride = at < x.rank ? x.shape[at]! * x.strides[at]! : 1;
  return strided(x, x.shape.toSpliced(at, 0, 1), x.strides.toSpliced(at, 0, stride));
}

/** `Tensor.squeeze` of all dims of size 1, or of those among `dims`. */
export function squeeze(x: Tensor, dims?: readonly number[]): Tensor {
  const chosen = dims && uniqueDims(dims, x.rank);
  const kept = x.shape.map((_, dim) => dim).filter((dim) => x.shape[dim] !== 1 || (chosen && !chosen.includes(dim)));
  return strided(
    x,
    kept.map((dim) => x.shape[dim]!),
    kept.map((dim) => x.strides[dim]!),
  );
}

/** Dims of a reduction: wrapped, sorted, each once. */
export function uniqueDims(dims: readonly number[], rank: number): readonly number[] {
  const seen = new Set<number>();
  for (const dim of dims) {
    const at = wrapDim(dim, rank);
    if (seen.has(at)) throw new TensorError('RuntimeError', `dim ${at} appears multiple times in the list of dims`);
    seen.add(at);
  }
  return [...seen].sort((a, b) => a - b).filter((dim) => dim < rank);
}

/** Shape in which dims start..end are one; shared by flatten's view and copy. */
export function flatShape(x: Tensor, startDim: number, endDim: number): readonly number[] {
  const [start, end] = [wrapDim(startDim, x.rank), wrapDim(endDim, x.rank)];
  if (start > end) {
    throw new TensorError('RuntimeError', 'flatten() has invalid args: start_dim cannot come after end_dim');
  }
  if (x.rank === 0) return [1];
  return [...x.shape.slice(0, start), sizeOf(x.shape.slice(start, end + 1)), ...x.shape.slice(end + 1)];
}
