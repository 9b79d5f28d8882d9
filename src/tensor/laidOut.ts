// Tensors given a layout: the same values with other strides, copied where memory has to change. Knows no rule and no op.
import { sameShape } from './broadcast';
import type { Engine } from './engine';
import { contiguous } from './gradient/window';
import { contiguousStrides, hostStorage, unknownReason, valuesOf } from './host';
import { Tensor } from './tensor';
import { permute } from './view';

/** The values of `x` in dense `strides`; without a copy where they lie so. */
export function laidOut(engine: Engine, x: Tensor, strides: readonly number[]): Tensor {
  if (sameShape(x.strides, strides)) return x;
  const differs = strides.some((stride, dim) => x.shape[dim] !== 1 && stride !== x.strides[dim]);
  if (differs && x.size > 0) return copyIn(engine, x, strides);
  return new Tensor(x.storage, x.shape, strides, x.offset, x.wrapped);
}

/** A copy of `x` in dense `strides` and memory of its own, made where the values are. */
export function copyIn(engine: Engine, x: Tensor, strides: readonly number[] = contiguousStrides(x.shape)): Tensor {
  const order = [...strides.keys()].sort((a, b) => strides[b]! - strides[a]!);
  const copy = inRows(engine, permute(x, order));
  const unknown = unknownReason(x);
  if (unknown) copy.unknown = unknown;
  return new Tensor(copy, x.shape, strides, 0);
}

function inRows(engine: Engine, x: Tensor): Tensor['storage'] {
  const { host } = x.storage;
  if (!host) return contiguous(engine, x).storage;
  const values = valuesOf(x);
  return hostStorage(values.buffer === host.buffer ? values.slice() : values, x.dtype);
}
