// What torch.typename says of a value. Knows no operation.
import type { Machine } from '../python/machine';
import type { ClassValue, Value } from '../python/value';
import { type DType, scalarName } from '../tensor/dtype';
import { isTensorValue } from './tensorValue';

/** `torch.FloatTensor` for float32. */
export const legacyTypeName = (dtype: DType): string => `torch.${scalarName(dtype)}Tensor`;

/** A class by its name, with its module where that is not Python's own. */
export const fullName = ({ name, module }: ClassValue): string => (module === 'builtins' ? name : `${module}.${name}`);

/** `torch.FloatTensor`, `int`, `torch.nn.modules.linear.Linear`. */
export function typeName(machine: Machine, value: Value): string {
  if (isTensorValue(value)) return legacyTypeName(value.native.dtype);
  return fullName(machine.classOf(value));
}
