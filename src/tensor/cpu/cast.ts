// Values of one dtype as another, by the rules of C++ casts on x86 that PyTorch shows. Knows no tensor.
import { allocate, type DType, type HostArray, isFloat } from '../dtype';
import { toBfloat16, toFloat16 } from '../roundFloat';

const int64Min = -(2n ** 63n);

/** The int64 that a float becomes: truncated; NaN and what does not fit give the smallest. */
function toInt64(value: number): bigint {
  return Math.abs(value) < 2 ** 63 ? BigInt(Math.trunc(value)) : int64Min;
}

const toInt32 = (value: number): number => (Math.abs(value) < 2 ** 31 ? Math.trunc(value) : -(2 ** 31));

/** How a number of any real dtype is stored as `dtype`; undefined where the array itself rounds or wraps. */
function conversion(dtype: DType, fromFloat: boolean): ((value: number) => number) | undefined {
  switch (dtype) {
    case 'float16':
      return (value) => toFloat16(Math.fround(value));
    case 'bfloat16':
      return (value) => toBfloat16(Math.fround(value));
    case 'bool':
      return (value) => (value !== 0 ? 1 : 0);
    case 'int32':
      return fromFloat ? toInt32 : undefined;
    default:
      return undefined;
  }
}

/** `values` of dtype `from` as a new array of dtype `to`; the imaginary part of complex numbers is dropped or zero. */
export function castValues(values: HostArray, from: DType, to: DType): HostArray {
  if (from === to) return values.slice();
  const stride = from === 'complex64' ? 2 : 1;
  const width = to === 'complex64' ? 2 : 1;
  const length = values.length / stride;
  const out = allocate(to, length);
  if (out instanceof BigInt64Array) {
    if (values instanceof BigInt64Array) out.set(values);
    else for (let i = 0; i < length; i++) out[i] = toInt64(values[i * stride] as number);
  } else if (values instanceof BigInt64Array) {
    const convert = conversion(to, false);
    for (let i = 0; i < length; i++) {
      const value = values[i]!;
      // Small integer types keep the low bits; only `asIntN` does so for what a double cannot hold.
      if (convert) out[i * width] = convert(Number(value));
      else out[i * width] = Number(isFloat(to) || width === 2 ? value : BigInt.asIntN(32, value));
    }
  } else {
    const convert = conversion(to, isFloat(from) || stride === 2);
    if (convert) for (let i = 0; i < length; i++) out[i * width] = convert(values[i * stride]!);
    else for (let i = 0; i < length; i++) out[i * width] = values[i * stride]!;
  }
  return out;
}
