// Elements of host arrays as Python numbers, and arrays as nested lists. Knows no tensor object.
import {
  type BoolValue,
  bool,
  type ComplexValue,
  type FloatValue,
  float,
  type IntValue,
  int,
  list,
  type Value,
} from '../python/value';
import { type DType, type HostArray, isIntegral } from '../tensor/dtype';

/** A number of Python's own; `otherwise` where it is none. */
export const numberIn = <T = number>(value: Value, otherwise: T): number | T =>
  value.kind === 'int' || value.kind === 'float' ? Number(value.value) : otherwise;

/** One element as `item()` gives it: float32 widened to Python's double. */
export function pythonNumber(
  values: HostArray,
  index: number,
  dtype: DType,
): BoolValue | IntValue | FloatValue | ComplexValue {
  if (dtype === 'complex64') {
    return { kind: 'complex', re: Number(values[2 * index] ?? 0), im: Number(values[2 * index + 1] ?? 0) };
  }
  const value = values[index] ?? 0;
  if (dtype === 'bool') return bool(Boolean(value));
  return isIntegral(dtype) ? int(value) : float(Number(value));
}

/** Row-major values as nested lists; a 0-d tensor gives its number. */
export function nestedLists(values: HostArray, shape: readonly number[], dtype: DType): Value {
  let at = 0;
  const level = (dim: number): Value =>
    dim === shape.length
      ? pythonNumber(values, at++, dtype)
      : list(Array.from({ length: shape[dim] ?? 0 }, () => level(dim + 1)));
  return level(0);
}
