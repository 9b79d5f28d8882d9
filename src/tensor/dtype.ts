// Element types: how each is named, kept on the host and rounded to. Knows no tensor.
import { say } from '../base/text';
import { NotModelled } from './tensorError';

export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'complex64'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint8'
  | 'bool';

/** Host arrays: float16 and bfloat16 keep rounded values in a Float32Array, complex64 interleaves (re, im), bool is 0 or 1. */
export type HostArray = Float64Array | Float32Array | BigInt64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

export type Category = 'bool' | 'int' | 'float' | 'complex';

interface DTypeInfo {
  readonly category: Category;
  readonly bytes: number;
  /** ATen's scalar type, as exceptions name it: `Long`. */
  readonly scalarName: string;
  /** The C++ type, as other exceptions name it: `long int`. */
  readonly cppName: string;
  readonly array: HostArrayConstructor;
}
type HostArrayConstructor =
  | Float64ArrayConstructor
  | Float32ArrayConstructor
  | BigInt64ArrayConstructor
  | Int32ArrayConstructor
  | Int16ArrayConstructor
  | Int8ArrayConstructor
  | Uint8ArrayConstructor;

const table: Readonly<Record<DType, DTypeInfo>> = {
  float64: { category: 'float', bytes: 8, scalarName: 'Double', cppName: 'double', array: Float64Array },
  float32: { category: 'float', bytes: 4, scalarName: 'Float', cppName: 'float', array: Float32Array },
  float16: { category: 'float', bytes: 2, scalarName: 'Half', cppName: 'c10::Half', array: Float32Array },
  bfloat16: { category: 'float', bytes: 2, scalarName: 'BFloat16', cppName: 'c10::BFloat16', array: Float32Array },
  complex64: {
    category: 'complex',
    bytes: 8,
    scalarName: 'ComplexFloat',
    cppName: 'c10::complex<float>',
    array: Float32Array,
  },
  int64: { category: 'int', bytes: 8, scalarName: 'Long', cppName: 'long int', array: BigInt64Array },
  int32: { category: 'int', bytes: 4, scalarName: 'Int', cppName: 'int', array: Int32Array },
  int16: { category: 'int', bytes: 2, scalarName: 'Short', cppName: 'short int', array: Int16Array },
  int8: { category: 'int', bytes: 1, scalarName: 'Char', cppName: 'signed char', array: Int8Array },
  uint8: { category: 'int', bytes: 1, scalarName: 'Byte', cppName: 'unsigned char', array: Uint8Array },
  bool: { category: 'bool', bytes: 1, scalarName: 'Bool', cppName: 'bool', array: Uint8Array },
};

export const dtypes = Object.keys(table) as readonly DType[];
export const categoryOf = (dtype: DType): Category => table[dtype].category;
export const isFloat = (dtype: DType): boolean => table[dtype].category === 'float';
/** Integers, bool included. */
export const isIntegral = (dtype: DType): boolean => table[dtype].category === 'int' || dtype === 'bool';
/** float16 or bfloat16: arithmetic runs in float32 and is rounded once. */
export const isHalf = (dtype: DType): boolean => dtype === 'float16' || dtype === 'bfloat16';
/** `Long` for int64, as ATen's exceptions say it. */
export const scalarName = (dtype: DType): string => table[dtype].scalarName;
/** `long int` for int64, as some exceptions say it. */
export const cppName = (dtype: DType): string => table[dtype].cppName;
/** Bytes of an element in PyTorch's memory. */
export const itemSize = (dtype: DType): number => table[dtype].bytes;
/** Numbers of a host array that make one element: 2 for complex64. */
export const lanes = (dtype: DType): number => (dtype === 'complex64' ? 2 : 1);

/** PyTorch's default floating type, of the run that goes on: each begins with float32. */
export let defaultFloat: DType = 'float32';

/** `torch.set_default_dtype`. */
export function setDefaultFloat(dtype: DType): void {
  defaultFloat = dtype;
}

/** The most elements that a tensor may have here. */
export const maxElements = 2 ** 27;

/** Items of lists that are no tensors: places, taps, parts. */
const longestList = 2 ** 23;

/** `f(0)`, `f(1)`, ...; throws `NotModelled` where there would be too many: a size may come from the program. */
export function listOf<T>(length: number, f: (i: number) => T): T[] {
  checkList(length);
  return Array.from({ length }, (_, i) => f(i));
}
/** The same for what makes such a list in its own way. */
export function checkList(length: number): void {
  if (length > longestList)
    throw new NotModelled(say('a list of {0} places is more than the limit of {1}', length, longestList));
}

/** Zeros; throws `NotModelled` past `maxElements`. */
export function allocate(dtype: DType, length: number): HostArray {
  if (length > maxElements) {
    throw new NotModelled(say('a tensor of {0} elements is more than the limit of {1}', length, maxElements));
  }
  return new table[dtype].array(length * lanes(dtype));
}
