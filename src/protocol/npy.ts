// NumPy's file format for arrays, version 1.0, as np.save writes it. Knows no tensor beyond shape, dtype and numbers.
import type { Numbers } from './views';

/** NumPy's name of a dtype; bfloat16, which it has not, is kept as float32, which holds the same numbers. */
const descriptions: Readonly<Record<string, string>> = {
  float64: '<f8',
  float32: '<f4',
  bfloat16: '<f4',
  float16: '<f2',
  int64: '<i8',
  int32: '<i4',
  int16: '<i2',
  int8: '|i1',
  uint8: '|u1',
  bool: '|b1',
};

/** Whether NumPy has the dtype itself. */
export const isNumpyDtype = (dtype: string): boolean => Object.hasOwn(descriptions, dtype) && dtype !== 'bfloat16';

/** Integers beyond this may have been rounded on their way here. */
const exact = 2 ** 53;

/** Whether no number was rounded on its way here. */
export const areExact = (dtype: string, values: Numbers): boolean =>
  dtype !== 'int64' || values.every((value) => Math.abs(value) < exact);

/** Whether numbers of a dtype can be such a file: not for a dtype that NumPy lacks, nor for integers that are not exact. */
export const hasNpy = (dtype: string, values: Numbers): boolean =>
  Object.hasOwn(descriptions, dtype) && areExact(dtype, values);

/** The file's bytes; undefined where there is none. */
export function npyBytes(
  dtype: string,
  shape: readonly number[],
  values: Numbers,
): Uint8Array<ArrayBuffer> | undefined {
  const description = descriptions[dtype];
  const size = shape.reduce((product, count) => product * count, 1);
  if (!description || values.length !== size || !hasNpy(dtype, values)) return undefined;
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${description}', 'fortran_order': False, 'shape': ${tuple}, }`;
  // Magic and length take 10 bytes; the numbers begin at a multiple of 64.
  const header = text.padEnd(Math.ceil((text.length + 11) / 64) * 64 - 11);
  const item = Number(description.slice(2));
  const bytes = new Uint8Array(header.length + 11 + size * item);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0]);
  new DataView(bytes.buffer).setUint16(8, header.length + 1, true);
  bytes.set(new TextEncoder().encode(`${header}\n`), 10);
  write(new DataView(bytes.buffer, header.length + 11), description, values);
  return bytes;
}

/** Arrays that lie in memory as in a file; every machine that this runs on has the least byte first. */
const alike: Readonly<Record<string, string>> = {
  '<f8': 'Float64Array',
  '<f4': 'Float32Array',
  '<i4': 'Int32Array',
  '|u1': 'Uint8Array',
  '|b1': 'Uint8Array',
};

function write(to: DataView, description: string, values: Numbers): void {
  if (alike[description] === values[Symbol.toStringTag]) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(to.buffer, to.byteOffset).set(bytes);
    return;
  }
  const put = writers[description]!;
  const item = Number(description.slice(2));
  for (let i = 0; i < values.length; i++) put(to, i * item, values[i]!);
}

const writers: Readonly<Record<string, (to: DataView, at: number, value: number) => void>> = {
  '<f8': (to, at, value) => to.setFloat64(at, value, true),
  '<f4': (to, at, value) => to.setFloat32(at, value, true),
  '<f2': (to, at, value) => to.setUint16(at, halfBits(value), true),
  '<i8': (to, at, value) => to.setBigInt64(at, BigInt(value), true),
  '<i4': (to, at, value) => to.setInt32(at, value, true),
  '<i2': (to, at, value) => to.setInt16(at, value, true),
  '|i1': (to, at, value) => to.setInt8(at, value),
  '|u1': (to, at, value) => to.setUint8(at, value),
  '|b1': (to, at, value) => to.setUint8(at, value),
};

/** The 16 bits of a number that float16 has exactly (IEEE 754, binary16). */
function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size === Infinity) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | Math.round(size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | Math.round((size / 2 ** exponent - 1) * 1024);
}
