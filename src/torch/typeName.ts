// What torch.typename says of a value. Knows no operation.
import type { Machine } from '../python/machine';
import type { Value } from '../python/value';
import { type DType, scalarName } from '../tensor/dtype';
import { isTensorValue } from './tensorValue';

/** `torch.FloatTensor` for float32. */
export const legacyTypeName = (dtype: DType): string => `torch.${scalarName(dtype)}Tensor`;

/** `torch.FloatTensor`, `int`, `torch.nn.modules.linear.Linear`. */
export function typeName(machine: Machine, value: Value): string {
  if (isTensorValue(value)) return legacyTypeName(value.native.dtype);
  const cls = machine.classOf(value);
  return cls.module === 'builtins' ? cls.name : `${cls.module}.${cls.name}`;
}
