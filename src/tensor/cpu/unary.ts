// Elementwise functions of one real number. Values are computed in double and rounded by the array they are stored in.
import type { UnaryOp } from '../backend';
import { roundHalfEven } from '../roundFloat';

const single = Math.fround;
/** log(sigmoid(x)) without overflow: min(0, x) - log1p(exp(-|x|)). */
const logSigmoid = (x: number): number => Math.min(0, x) - Math.log1p(Math.exp(-Math.abs(x)));

export const unaryFunctions: Readonly<Record<UnaryOp, (x: number) => number>> = {
  neg: (x) => -x,
  abs: Math.abs,
  sign: (x) => (x > 0 ? 1 : x < 0 ? -1 : 0),
  exp: Math.exp,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  sqrt: Math.sqrt,
  rsqrt: (x) => 1 / Math.sqrt(x),
  square: (x) => x * x,
  reciprocal: (x) => 1 / x,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  logSigmoid,
  tanh: Math.tanh,
  relu: (x) => (x < 0 ? 0 : x),
  sin: Math.sin,
  cos: Math.cos,
  floor: Math.floor,
  ceil: Math.ceil,
  round: roundHalfEven,
  trunc: Math.trunc,
  isnan: (x) => (Number.isNaN(x) ? 1 : 0),
  isinf: (x) => (Math.abs(x) === Infinity ? 1 : 0),
  logicalNot: (x) => (x === 0 ? 1 : 0),
};

/** Where float32 overflows inside the formula, the steps are rounded as PyTorch's kernels round them. */
export const singleFunctions: Partial<Record<UnaryOp, (x: number) => number>> = {
  sigmoid: (x) => 1 / single(1 + single(Math.exp(-x))),
  rsqrt: (x) => 1 / single(Math.sqrt(x)),
};

const absolute = (x: bigint): bigint => (x < 0n ? -x : x);
const same = (x: bigint): bigint => x;

/** What int64 keeps as int64. */
export const bigFunctions: Partial<Record<UnaryOp, (x: bigint) => bigint>> = {
  neg: (x) => -x,
  abs: absolute,
  sign: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  square: (x) => x * x,
  relu: (x) => (x > 0n ? x : 0n),
  floor: same,
  ceil: same,
  round: same,
  trunc: same,
};
