// Whether a Python number can become an element of a tensor, with ATen's exception where it cannot. Knows no op.
import type { DType } from '../tensor/dtype';
import { OpError } from './op';

/** C++ names and limits of the types that refuse numbers; bool and float64 take any. */
const limits: Partial<Record<DType, { readonly name: string; readonly low: number; readonly high: number }>> = {
  float32: { name: 'float', low: -3.4028234663852886e38, high: 3.4028234663852886e38 },
  float16: { name: 'c10::Half', low: -65504, high: 65504 },
  bfloat16: { name: 'c10::BFloat16', low: -3.3895313892515355e38, high: 3.3895313892515355e38 },
  int64: { name: 'int64_t', low: -(2 ** 63), high: 2 ** 63 - 1024 },
  int32: { name: 'int', low: -(2 ** 31), high: 2 ** 31 - 1 },
  int16: { name: 'int16_t', low: -(2 ** 15), high: 2 ** 15 - 1 },
  int8: { name: 'int8_t', low: -128, high: 127 },
  // Negative numbers wrap around once.
  uint8: { name: 'uint8_t', low: -255, high: 255 },
};

/** A type as exceptions about its limits call it. */
export const limitName = (dtype: DType): string => limits[dtype]?.name ?? dtype;

/** Throws where `value` does not fit; infinities and nan fit into floats only. */
export function checkFits(value: number, dtype: DType): void {
  const limit = limits[dtype];
  if (!limit || (value >= limit.low && value <= limit.high)) return;
  if (!Number.isFinite(value) && dtype.includes('float')) return;
  throw new OpError('RuntimeError', `value cannot be converted to type ${limit.name} without overflow`);
}
