// NumPy's dtypes: their names, and the type in which values of several types meet (NEP 50). Knows no array and no operation.
import { say } from '../../base/text';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import { categoryOf, type DType, isFloat } from '../../tensor/dtype';
import { NotModelled } from '../../tensor/tensorError';
import { dtypeOf } from '../dtypeObject';

export const notModelled = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** Python's own numbers adapt to the arrays that they meet. */
export type Weak = 'bool' | 'int' | 'float';

/** dtypes by every name that NumPy gives them. */
const names: Readonly<Record<string, DType>> = {
  float64: 'float64',
  double: 'float64',
  float: 'float64',
  f8: 'float64',
  d: 'float64',
  float32: 'float32',
  single: 'float32',
  f4: 'float32',
  f: 'float32',
  float16: 'float16',
  half: 'float16',
  f2: 'float16',
  int64: 'int64',
  int: 'int64',
  int_: 'int64',
  intp: 'int64',
  long: 'int64',
  longlong: 'int64',
  i8: 'int64',
  int32: 'int32',
  intc: 'int32',
  i4: 'int32',
  i: 'int32',
  int16: 'int16',
  short: 'int16',
  i2: 'int16',
  int8: 'int8',
  byte: 'int8',
  i1: 'int8',
  uint8: 'uint8',
  ubyte: 'uint8',
  u1: 'uint8',
  bool: 'bool',
  bool_: 'bool',
  '?': 'bool',
};

/** Attributes of the module that are scalar types, by the dtype of each. */
export const scalarTypeNames: readonly (readonly [string, DType])[] = [
  'float64',
  'double',
  'float32',
  'single',
  'float16',
  'half',
  'int64',
  'int_',
  'intp',
  'long',
  'longlong',
  'int32',
  'intc',
  'int16',
  'short',
  'int8',
  'byte',
  'uint8',
  'ubyte',
  'bool',
  'bool_',
].map((name) => [name, names[name] ?? 'float64']);

/** A dtype given as `np.float32`, `'float32'`, `float`, `np.dtype(...)` or a torch dtype. */
export function dtypeNamed(value: Value): DType | undefined {
  if (value.kind === 'str') return names[value.value];
  if (value.kind === 'class' && (value.module === 'numpy' || value.module === 'builtins')) return names[value.name];
  if (value.kind === 'instance' && value.cls.module === 'numpy' && typeof value.native === 'string')
    return names[value.native];
  return dtypeOf(value);
}

const floatBits: Partial<Record<DType, number>> = { float16: 16, float32: 32, float64: 64 };
const intBits: Partial<Record<DType, number>> = { int8: 8, uint8: 8, int16: 16, int32: 32, int64: 64 };
const floats: Readonly<Record<number, DType>> = { 16: 'float16', 32: 'float32', 64: 'float64' };

/** `np.promote_types`; complex numbers meet only float32 and what it holds. */
export function promoted(a: DType, b: DType): DType {
  if (a === b || b === 'bool') return a;
  if (a === 'bool') return b;
  if (a === 'complex64' || b === 'complex64') {
    const other = a === 'complex64' ? b : a;
    if (other === 'float64' || other === 'int64' || other === 'int32')
      throw new NotModelled(say('complex numbers are not modelled here yet'));
    return 'complex64';
  }
  const [x, y] = [floatBits[a], floatBits[b]];
  if (x && y) return x > y ? a : b;
  if (x || y) return floats[Math.max(x ?? y ?? 64, floatFor(x ? b : a))] ?? 'float64';
  const [i, j] = [intBits[a] ?? 64, intBits[b] ?? 64];
  // int8 and uint8 both fit into int16 alone.
  if (i === j) return 'int16';
  return i > j ? a : b;
}

/** Bits of the float that holds every number of an integer type. */
const floatFor = (dtype: DType): number => (intBits[dtype] === 8 ? 16 : intBits[dtype] === 16 ? 32 : 64);

/** The float type of a function that has none for integers: `np.exp` of int64 is float64. */
export const asFloat = (dtype: DType): DType =>
  isFloat(dtype) || dtype === 'complex64'
    ? dtype
    : dtype === 'bool'
      ? 'float16'
      : (floats[floatFor(dtype)] ?? 'float64');

const weakTypes: Readonly<Record<Weak, DType>> = { bool: 'bool', int: 'int64', float: 'float64' };

/** The type in which operands meet: types of arrays and of NumPy's scalars, and Python's numbers. */
export function commonType(strong: readonly DType[], weak: readonly Weak[]): DType {
  let result: DType | undefined;
  for (const dtype of strong) result = result === undefined ? dtype : promoted(result, dtype);
  for (const kind of weak) {
    const own = weakTypes[kind];
    if (result === undefined) result = own;
    else if (kind === 'int' && result === 'bool') result = own;
    else if (kind === 'float' && categoryOf(result) !== 'float' && categoryOf(result) !== 'complex') result = own;
    else if (strong.length === 0) result = promoted(result, own);
  }
  return result ?? 'float64';
}
