// What the two halves of the numpy model share: names of dtypes and reductions. Knows no array.
import { say } from '../../base/text';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { dtypeOf } from '../dtypeObject';

export const notModelled = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** Reductions of float64 arrays and the tensor methods that compute them. */
export const reductions: Readonly<Record<string, string>> = {
  sum: 'sum',
  mean: 'mean',
  max: 'amax',
  min: 'amin',
  prod: 'prod',
};

/** dtypes that NumPy names as torch does. */
export const dtypeNames: Readonly<Record<string, DType>> = {
  float64: 'float64',
  float32: 'float32',
  int64: 'int64',
  int32: 'int32',
  uint8: 'uint8',
  bool_: 'bool',
};

/** A dtype given as `np.float32`, `'float32'`, `float` or a torch dtype. */
export function dtypeNamed(value: Value): DType | undefined {
  if (value.kind === 'str') return dtypeNames[value.value];
  if (value.kind === 'class' && value.module === 'numpy') return dtypeNames[value.name];
  return dtypeOf(value);
}
