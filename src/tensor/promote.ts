// PyTorch's type promotion: the dtype in which tensors and Python numbers meet, and the dtype of each operation's result.
import type { BinaryOp, ReduceOp, UnaryOp } from './backend';
import { type Category, categoryOf, type DType, defaultFloat, isFloat, isHalf, isIntegral } from './dtype';
import type { Tensor } from './tensor';

const floatRank: Partial<Record<DType, number>> = { float16: 1, bfloat16: 1, float32: 2, float64: 3 };
const intRank: Partial<Record<DType, number>> = { uint8: 1, int8: 1, int16: 2, int32: 3, int64: 4 };

/** `torch.promote_types`. complex64 meets float64 as complex64, since complex128 is not modelled. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  for (const [x, y] of [
    [a, b],
    [b, a],
  ] as const) {
    if (y === 'bool' || x === 'complex64') return x;
    if (isFloat(x) && isIntegral(y)) return x;
  }
  if (isFloat(a) && isFloat(b)) {
    if (isHalf(a) && isHalf(b)) return 'float32';
    return floatRank[a]! > floatRank[b]! ? a : b;
  }
  const [x, y] = [intRank[a]!, intRank[b]!];
  if (x === y) return 'int16';
  return x > y ? a : b;
}

const categoryRank: Readonly<Record<Category, number>> = { bool: 0, int: 1, float: 2, complex: 3 };

/** `torch.result_type`: tensors with dims outweigh 0-d ones, which outweigh Python numbers, unless the category is higher. */
export function resultType(operands: readonly Tensor[]): DType {
  let result: DType | undefined;
  for (const group of [0, 1, 2]) {
    let found: DType | undefined;
    for (const operand of operands) {
      if ((operand.wrapped ? 2 : operand.rank === 0 ? 1 : 0) !== group) continue;
      const dtype = operand.wrapped && isFloat(operand.dtype) ? defaultFloat : operand.dtype;
      found = found === undefined ? dtype : promoteTypes(found, dtype);
    }
    if (found === undefined) continue;
    if (result === undefined || categoryRank[categoryOf(found)] > categoryRank[categoryOf(result)]) {
      result = result === undefined ? found : promoteTypes(result, found);
    }
  }
  return result ?? defaultFloat;
}

/** The dtype to compute in and the dtype of the result. */
export interface Typing {
  readonly compute: DType;
  readonly result: DType;
}
const toFloat = (dtype: DType): DType => (isIntegral(dtype) ? defaultFloat : dtype);

const keepsIntegers: ReadonlySet<UnaryOp> = new Set([
  'neg',
  'abs',
  'sign',
  'square',
  'relu',
  'floor',
  'ceil',
  'round',
  'trunc',
]);
const predicates: ReadonlySet<UnaryOp> = new Set(['isnan', 'isinf', 'logicalNot']);

/** How a unary operation is typed: integers become the default float where the result is a real number. */
export function unaryTyping(op: UnaryOp, dtype: DType): Typing {
  if (predicates.has(op)) return { compute: dtype, result: 'bool' };
  // The square is the power 2, a number that turns bool into int64.
  if (op === 'square' && dtype === 'bool') return { compute: 'int64', result: 'int64' };
  if (keepsIntegers.has(op)) return { compute: dtype, result: dtype };
  const real = toFloat(dtype);
  return { compute: real, result: real };
}

const comparisons: ReadonlySet<BinaryOp> = new Set(['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'logicalAnd', 'logicalOr']);

/** How a binary operation is typed: comparisons give bool, true division and xlogy give floats. */
export function binaryTyping(op: BinaryOp, operands: readonly Tensor[]): Typing {
  const common = resultType(operands);
  if (comparisons.has(op)) return { compute: common, result: 'bool' };
  const compute = op === 'div' || op === 'xlogy' ? toFloat(common) : common;
  return { compute, result: compute };
}

/** How a reduction is typed: sums and products of integers are int64, indices are int64. */
export function reduceTyping(op: ReduceOp, dtype: DType): Typing {
  switch (op) {
    case 'sum':
    case 'prod':
      return isIntegral(dtype) ? { compute: 'int64', result: 'int64' } : { compute: dtype, result: dtype };
    case 'argmax':
    case 'argmin':
      return { compute: dtype, result: 'int64' };
    case 'all':
    case 'any':
      return { compute: dtype, result: dtype === 'uint8' ? 'uint8' : 'bool' };
    default:
      return { compute: dtype, result: dtype };
  }
}
