// Each elementwise operation as WGSL over F and I (see numerics.wgsl), per word; what has no row here is computed on the CPU. Knows no tensor.
import type { BinaryOp, UnaryOp } from '../backend';
import type { DType } from '../dtype';
import { apply, bitsOf, type Expression, type Word } from './graph';

type Rows<Op extends string> = Readonly<Partial<Record<Op, string>>>;

const call = (name: string): string => `${name}32($0)`;
const call2 = (name: string): string => `${name}32($0, $1)`;

const unaryReal: Rows<UnaryOp> = {
  neg: call('neg'),
  abs: call('abs'),
  sign: call('sign'),
  exp: call('exp'),
  expm1: call('expm1'),
  log: call('log'),
  log1p: call('log1p'),
  log2: call('log2'),
  log10: call('log10'),
  sqrt: call('sqrt'),
  rsqrt: call('rsqrt'),
  square: call('square'),
  reciprocal: call('reciprocal'),
  sigmoid: call('sigmoid'),
  logSigmoid: call('logsigmoid'),
  tanh: call('tanh'),
  relu: call('relu'),
  floor: call('floor'),
  ceil: call('ceil'),
  round: call('round'),
  trunc: call('trunc'),
  isnan: call('isnan'),
  isinf: call('isinf'),
  logicalNot: '(!truth32($0))',
};
const unaryInteger: Rows<UnaryOp> = {
  neg: '(-$0)',
  abs: 'abs($0)',
  sign: 'sign($0)',
  square: '($0 * $0)',
  relu: 'max($0, I(0))',
  floor: '$0',
  ceil: '$0',
  round: '$0',
  trunc: '$0',
  logicalNot: '($0 == I(0))',
};
const binaryReal: Rows<BinaryOp> = {
  add: call2('add'),
  sub: call2('sub'),
  mul: call2('mul'),
  div: call2('div'),
  maximum: call2('maximum'),
  minimum: call2('minimum'),
  xlogy: call2('xlogy'),
  eq: call2('eq'),
  ne: '(!eq32($0, $1))',
  lt: call2('lt'),
  le: call2('le'),
  gt: 'lt32($1, $0)',
  ge: 'le32($1, $0)',
  logicalAnd: '(truth32($0) & truth32($1))',
  logicalOr: '(truth32($0) | truth32($1))',
};
const binaryInteger: Rows<BinaryOp> = {
  add: '($0 + $1)',
  sub: '($0 - $1)',
  mul: '($0 * $1)',
  maximum: 'max($0, $1)',
  minimum: 'min($0, $1)',
  eq: '($0 == $1)',
  ne: '($0 != $1)',
  lt: '($0 < $1)',
  le: '($0 <= $1)',
  gt: '($0 > $1)',
  ge: '($0 >= $1)',
  logicalAnd: '(($0 != I(0)) & ($1 != I(0)))',
  logicalOr: '(($0 != I(0)) | ($1 != I(0)))',
};
const predicates: ReadonlySet<string> = new Set([
  'isnan',
  'isinf',
  'logicalNot',
  'eq',
  'ne',
  'lt',
  'le',
  'gt',
  'ge',
  'logicalAnd',
  'logicalOr',
]);

/** Exponents for which PyTorch's `pow` does not raise but multiplies, divides or takes the root. */
const powers: readonly (readonly [number, string])[] = [
  [1, '$0'],
  [2, 'square32($0)'],
  [3, 'cube32($0)'],
  [0.5, 'sqrt32($0)'],
  [-0.5, 'rsqrt32($0)'],
  [-1, 'reciprocal32($0)'],
  [-2, 'reciprocal32(square32($0))'],
];

const casts: Readonly<Record<`${Word} ${Word}`, string>> = {
  'f32 f32': '$0',
  'f32 i32': 'integer32($0)',
  'f32 bool': 'truth32($0)',
  'i32 f32': 'F($0)',
  'i32 i32': '$0',
  'i32 bool': '($0 != I(0))',
  'bool f32': 'select(F(0.0), F(1.0), $0)',
  'bool i32': 'select(I(0), I(1), $0)',
  'bool bool': '$0',
};

/** The expression in another word, as PyTorch casts. */
export const cast = (x: Expression, word: Word): Expression =>
  x.word === word ? x : apply(casts[`${x.word} ${word}`], word, x);

const roundings: Partial<Readonly<Record<DType, string>>> = { float16: 'half32($0)', bfloat16: 'brain32($0)' };
/** A number as the nearest of a type, ties to even. */
export function rounded(x: Expression, dtype: DType): Expression {
  const text = roundings[dtype];
  return text ? apply(text, 'f32', x) : x;
}

/** The expression of `op`, or undefined where the CPU has to compute it. */
export function unary(op: UnaryOp, x: Expression, word: Word): Expression | undefined {
  const operand = x.word === 'bool' ? cast(x, 'i32') : x;
  const text = (operand.word === 'f32' ? unaryReal : unaryInteger)[op];
  if (text === undefined) return undefined;
  return cast(apply(text, predicates.has(op) ? 'bool' : operand.word, operand), word);
}

/** The expression of `op`, or undefined where the CPU has to compute it. Operands meet in float32 if either is one. */
export function binary(op: BinaryOp, a: Expression, b: Expression, word: Word): Expression | undefined {
  const common: Word = a.word === 'f32' || b.word === 'f32' || op === 'div' || op === 'xlogy' ? 'f32' : 'i32';
  const text =
    op === 'pow' && common === 'f32' && b.kind === 'constant' && b.word === 'f32'
      ? powers.find(([exponent]) => bitsOf(exponent, 'f32') === b.bits)?.[1]
      : (common === 'f32' ? binaryReal : binaryInteger)[op];
  if (text === undefined) return undefined;
  return cast(apply(text, predicates.has(op) ? 'bool' : common, cast(a, common), cast(b, common)), word);
}

export const where = (test: Expression, a: Expression, b: Expression): Expression =>
  a.word === 'f32'
    ? apply('choose32($0, $1, $2)', 'f32', cast(test, 'bool'), a, b)
    : apply('select($2, $1, $0)', a.word, cast(test, 'bool'), a, b);
