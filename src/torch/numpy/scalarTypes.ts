// What tells a NumPy scalar from a number of Python. Knows no operation.
import type { Value } from '../../python/value';
import { type DType, dtypes } from '../../tensor/dtype';

/** A truth value of NumPy's own class. */
export class NumpyBool {
  constructor(readonly value: boolean) {}
}

/** A number of Python or of NumPy. */
export function leafOf(value: Value): number | bigint | boolean | undefined {
  if (value.kind === 'int' || value.kind === 'float' || value.kind === 'bool') return value.value;
  if (value.kind === 'instance' && value.native instanceof NumpyBool) return value.native.value;
  return undefined;
}

/** The dtype of a NumPy scalar; undefined for anything else. */
export function scalarTypeOf(value: Value): DType | undefined {
  if (!('cls' in value) || !value.cls || leafOf(value) === undefined) return undefined;
  for (const cls of value.cls.mro) if (cls.module === 'numpy') return dtypes.find((dtype) => dtype === cls.name);
  return undefined;
}
