// Tensors whose values are on the host: made, read in order, frozen, written in place. Knows no operation.
import { assert } from '../base/exhaust';
import type { Text } from '../base/text';
import { allocate, type DType, type HostArray, lanes } from './dtype';
import { type Storage, Tensor } from './tensor';

/** Strides of a row-major layout. */
export function contiguousStrides(shape: readonly number[]): readonly number[] {
  const strides: number[] = new Array(shape.length);
  let step = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    strides[dim] = step;
    step *= Math.max(shape[dim]!, 1);
  }
  return strides;
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Whether the elements lie in row-major order without gaps; dims of size 1 do not matter. */
export function isContiguous(x: Tensor): boolean {
  if (x.size === 0) return true;
  let step = 1;
  for (let dim = x.rank - 1; dim >= 0; dim--) {
    const size = x.shape[dim]!;
    if (size !== 1 && x.strides[dim] !== step) return false;
    step *= size;
  }
  return true;
}

export const hostStorage = (host: HostArray, dtype: DType): Storage => ({
  dtype,
  length: host.length / lanes(dtype),
  host,
  frozen: false,
  version: 0,
});

/** A contiguous tensor over `values`, which it owns from now on. */
export function tensorOf(values: HostArray, shape: readonly number[], dtype: DType, wrapped = false): Tensor {
  assert(values.length === sizeOf(shape) * lanes(dtype), `${values.length} values for shape [${shape}] of ${dtype}`);
  return new Tensor(hostStorage(values, dtype), shape, contiguousStrides(shape), 0, wrapped);
}

/** Calls `visit` with the storage index of each element, in row-major order. */
export function forEachIndex(x: Tensor, visit: (index: number, order: number) => void): void {
  const { shape, strides, rank, size } = x;
  if (size === 0) return;
  const inner = rank ? shape[rank - 1]! : 1;
  const step = rank ? strides[rank - 1]! : 0;
  const counter = new Array<number>(Math.max(rank - 1, 0)).fill(0);
  let base = x.offset;
  for (let order = 0; order < size; ) {
    for (let i = 0; i < inner; i++) visit(base + i * step, order++);
    for (let dim = rank - 2; dim >= 0; dim--) {
      base += strides[dim]!;
      if (++counter[dim]! < shape[dim]!) break;
      base -= counter[dim]! * strides[dim]!;
      counter[dim] = 0;
    }
  }
}

/** The values in row-major order: the storage itself where it is contiguous (do not write), else a copy. */
export function valuesOf(x: Tensor): HostArray {
  const { host } = x.storage;
  assert(host, 'values are on the host');
  const width = lanes(x.dtype);
  if (isContiguous(x)) {
    const start = x.offset * width;
    const end = start + x.size * width;
    return start === 0 && end === host.length ? host : host.subarray(start, end);
  }
  const copy = allocate(x.dtype, x.size);
  if (width === 2) {
    forEachIndex(x, (index, order) => {
      copy[2 * order] = host[2 * index]!;
      copy[2 * order + 1] = host[2 * index + 1]!;
    });
  } else if (host instanceof Float32Array && copy instanceof Float32Array) gatherSingles(x, host, copy);
  else
    forEachIndex(x, (index, order) => {
      copy[order] = host[index]!;
    });
  return copy;
}

/** As `forEachIndex` over one kind of array: most tensors are of it, and views of them are read all the time. */
function gatherSingles({ shape, strides, offset, rank }: Tensor, from: Float32Array, to: Float32Array): void {
  const [rows, columns] = [shape[rank - 2] ?? 1, shape[rank - 1] ?? 1];
  const [down, right] = [strides[rank - 2] ?? 0, strides[rank - 1] ?? 0];
  const counter = new Array<number>(Math.max(rank - 2, 0)).fill(0);
  let base = offset;
  for (let order = 0; order < to.length; ) {
    for (let row = 0; row < rows; row++) {
      const start = base + row * down;
      for (let i = 0; i < columns; i++) to[order++] = from[start + i * right]!;
    }
    for (let dim = rank - 3; dim >= 0; dim--) {
      base += strides[dim]!;
      if (++counter[dim]! < shape[dim]!) break;
      base -= counter[dim]! * strides[dim]!;
      counter[dim] = 0;
    }
  }
}

/** The tensor as it is now: later in-place writes to `x` do not reach it. Costs no copy until there is such a write. */
export function freeze(x: Tensor): Tensor {
  x.storage.frozen = true;
  const { unset } = x.storage;
  // What is written from now on gives the copy no values.
  const own = unset && { unset: { ...unset, mask: unset.mask.slice() } };
  return new Tensor({ ...x.storage, ...own }, x.shape, x.strides, x.offset, x.wrapped);
}

/** Takes the memory behind `x` for reserved only: an element has a value once it is written. */
export function leaveUnset({ storage }: Tensor, reason: Text): void {
  const { length } = storage;
  if (length > 0) storage.unset = { reason, mask: new Uint8Array(length).fill(1), left: length };
}

/** Why the values of `x` are not known, if they are not. */
export function unknownReason(x: Tensor): Text | undefined {
  const { unknown, unset, length } = x.storage;
  if (unknown || !unset || unset.left === 0) return unknown;
  let isUnset = x.size === length && isContiguous(x);
  if (!isUnset)
    forEachIndex(x, (index) => {
      isUnset ||= unset.mask[index] === 1;
    });
  return isUnset ? unset.reason : undefined;
}

/** Some elements were written: all that `each` names. */
function settle(storage: Storage, each: (written: (index: number) => void) => void): void {
  const { unset } = storage;
  if (!unset) return;
  each((index) => {
    unset.left -= unset.mask[index]!;
    unset.mask[index] = 0;
  });
  if (unset.left === 0) delete storage.unset;
}

/** Puts `values` (row-major, of `x`'s dtype and shape) where `x` looks; every view of the storage sees it, frozen copies do not. */
export function writeInto(x: Tensor, values: HostArray): void {
  const { storage } = x;
  assert(storage.host, 'values are on the host');
  if (storage.frozen || storage.device !== undefined) {
    storage.host = storage.host.slice();
    storage.frozen = false;
    delete storage.device;
  }
  storage.version++;
  settle(storage, (written) => forEachIndex(x, written));
  const { host } = storage;
  const width = lanes(x.dtype);
  if (isContiguous(x)) {
    // Arrays of one dtype are of one type, which the types cannot say.
    (host as Float64Array).set(values as Float64Array, x.offset * width);
    return;
  }
  // A view of the same memory may overlap with the values that are written.
  const source = values.buffer === host.buffer ? values.slice() : values;
  forEachIndex(x, (index, order) => {
    for (let lane = 0; lane < width; lane++) host[width * index + lane] = source[width * order + lane]!;
  });
}

/** Puts `values` at elements of a storage, named by their places in it; of what is named twice the last stays. */
export function writeElements(storage: Storage, elements: Float64Array, values: HostArray): void {
  assert(storage.host, 'values are on the host');
  const { unset, length } = storage;
  const whole = storage.host.slice();
  const width = lanes(storage.dtype);
  elements.forEach((element, i) => {
    for (let lane = 0; lane < width; lane++) whole[width * element + lane] = values[width * i + lane]!;
  });
  delete storage.unset;
  writeInto(new Tensor(storage, [length], [1], 0), whole);
  if (unset) storage.unset = unset;
  settle(storage, (written) => elements.forEach(written));
}

/** Puts `values` where `x` looks as `writeInto` does, and may keep the array. */
export function handInto(x: Tensor, values: HostArray): void {
  const { storage } = x;
  if (x.size !== storage.length || !isContiguous(x)) {
    writeInto(x, values);
    return;
  }
  storage.host = values;
  storage.frozen = false;
  delete storage.device;
  delete storage.unset;
  storage.version++;
}
