// Between tensors and recorded values: which value a tensor looks at, and as what expression. Knows no kernel.
import { assert } from '../../base/exhaust';
import type { DType, HostArray } from '../dtype';
import { contiguousStrides, valuesOf } from '../host';
import { Tensor } from '../tensor';
import { constant, type Expression, Value, viewOf, type Word } from './graph';

/** The narrow floats are kept as on the host: rounded, in float32. */
const wordOf: Partial<Readonly<Record<DType, Word>>> = {
  float32: 'f32',
  float16: 'f32',
  bfloat16: 'f32',
  int32: 'i32',
  bool: 'bool',
};

/** The word that keeps elements of a dtype on a device; undefined where none does. */
export const word = (dtype: DType): Word | undefined => wordOf[dtype];

/** Values of host arrays, so that each is uploaded once. Sound since a recorded array is frozen: a write replaces it. */
const uploads = new WeakMap<HostArray, Value>();

/** A storage much larger than the view on it is not worth its upload. */
const worthwhile = 4;

/** The recorded value behind a tensor, or undefined where it has another owner. */
export const deviceValue = (x: Tensor): Value | undefined =>
  x.storage.device instanceof Value ? x.storage.device : undefined;

/** Host values as a value to upload, the same one for the same array. */
export function uploaded(values: HostArray, kind: Word): Value {
  let value = uploads.get(values);
  if (value?.word !== kind) {
    value = new Value(kind, values.length, { kind: 'host', values });
    uploads.set(values, value);
  }
  return value;
}

/** What `x` looks at, over the dims of `x`; undefined for a dtype without a word, or work that the host still has to do. */
export function expressionOf(x: Tensor, fuse = true): Expression | undefined {
  const kind = word(x.dtype);
  if (!kind) return undefined;
  const value = deviceValue(x);
  if (value) return viewOf(x, value, fuse);
  const { host } = x.storage;
  if (!host) return undefined;
  if (x.size === 1 || x.strides.every((stride, dim) => stride === 0 || x.shape[dim] === 1)) {
    return constant(Number(host[x.offset]), kind);
  }
  if (x.storage.length > worthwhile * x.size) {
    const strides = contiguousStrides(x.shape);
    return { kind: 'leaf', word: kind, value: uploaded(valuesOf(x).slice(), kind), strides, offset: 0 };
  }
  x.storage.frozen = true;
  return { kind: 'leaf', word: kind, value: uploaded(host, kind), strides: x.strides, offset: x.offset };
}

/** A tensor of `shape` over a recorded value, from word `offset` on. */
export function recorded(value: Value, shape: readonly number[], dtype: DType, offset = 0): Tensor {
  const storage = { dtype, length: value.length, frozen: false, version: 0, device: value };
  return new Tensor(storage, shape, contiguousStrides(shape), offset);
}

/** Words read back as a host array of `dtype`. */
export function hostArray(words: Uint32Array<ArrayBuffer>, dtype: DType): HostArray {
  switch (dtype) {
    case 'float32':
    case 'float16':
    case 'bfloat16':
      return new Float32Array(words.buffer);
    case 'int32':
      return new Int32Array(words.buffer);
    case 'bool':
      return Uint8Array.from(words);
    default:
      assert(dtype === 'int64', `words of ${dtype}`);
      return BigInt64Array.from(new Int32Array(words.buffer), BigInt);
  }
}
