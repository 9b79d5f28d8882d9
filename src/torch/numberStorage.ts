// Python numbers into host arrays and back, with PyTorch's overflow checks. Knows no tensor and no evaluator.
import { allocate, categoryOf, type DType, type HostArray, lanes } from '../tensor/dtype';
import { toBfloat16, toFloat16 } from '../tensor/roundFloat';
import { TensorError } from '../tensor/tensorError';

/** A number of Python. */
export type Leaf = number | bigint | boolean | { readonly re: number; readonly im: number };

/** The leaves as one host array of `dtype`; throws where PyTorch's checked conversion does. */
export function fillArray(dtype: DType, leaves: readonly Leaf[]): HostArray {
  const array = allocate(dtype, leaves.length);
  leaves.forEach((leaf, index) => {
    if (dtype === 'complex64') {
      const { re, im } = typeof leaf === 'object' ? leaf : { re: Number(leaf), im: 0 };
      array[2 * index] = re;
      array[2 * index + 1] = im;
    } else if (typeof leaf === 'object') {
      throw new TensorError('TypeError', 'must be real number, not complex');
    } else {
      array[index] = convertNumber(leaf, dtype);
    }
  });
  return array;
}

/** So many times one leaf. */
export function repeatedLeaf(dtype: DType, count: number, leaf: Leaf): HostArray {
  const one = fillArray(dtype, [leaf]);
  const array = allocate(dtype, count);
  const width = lanes(dtype);
  for (let i = 0; i < array.length; i++) array[i] = one[i % width]!;
  return array;
}

const bits: Partial<Record<DType, number>> = { int64: 64, int32: 32, int16: 16, int8: 8, uint8: 8 };

/** One number in `dtype`: floats round, integers truncate and must fit. */
export function convertNumber(leaf: number | bigint | boolean, dtype: DType): number | bigint {
  if (dtype === 'bool') return leaf ? 1 : 0;
  if (categoryOf(dtype) === 'float') {
    const value = Number(leaf);
    // PyTorch goes to half precision by way of float32.
    if (dtype === 'float16') return toFloat16(Math.fround(value));
    return dtype === 'bfloat16' ? toBfloat16(value) : value;
  }
  const width = bits[dtype] ?? 64;
  if (typeof leaf === 'number' && !Number.isFinite(leaf)) throw overflow(dtype);
  const whole = typeof leaf === 'bigint' ? leaf : BigInt(Math.trunc(Number(leaf)));
  if (BigInt.asIntN(64, whole) !== whole) {
    throw typeof leaf === 'bigint'
      ? new TensorError('ValueError', 'Overflow when unpacking long long')
      : overflow(dtype);
  }
  // Negative numbers wrap around in unsigned types, as far as their magnitude fits.
  const fits = dtype === 'uint8' ? whole >= -255n && whole <= 255n : BigInt.asIntN(width, whole) === whole;
  if (!fits) throw overflow(dtype);
  return dtype === 'int64' ? whole : Number(dtype === 'uint8' ? BigInt.asUintN(8, whole) : whole);
}

const overflow = (dtype: DType): TensorError =>
  new TensorError('RuntimeError', `value cannot be converted to type ${dtype} without overflow`);
