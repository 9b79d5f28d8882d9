// Elementwise functions of two numbers of one dtype. Values are rounded or wrapped by the array they are stored in.
import type { BinaryOp } from '../backend';
import type { DType } from '../dtype';
import { TensorError } from '../tensorError';

type Numbers = (a: number, b: number) => number;
type BigInts = (a: bigint, b: bigint) => bigint;

const truth = (value: boolean): number => (value ? 1 : 0);
const zeroDivision = (): never => {
  throw new TensorError('RuntimeError', 'ZeroDivisionError');
};

/** Floor division of floats with the exact remainder, as ATen's `div_floor_floating`. */
function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const rest = a % b;
  let quotient = (a - rest) / b;
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1;
  if (quotient === 0) return Object.is(a / b, -0) || a / b < 0 ? -0 : 0;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

/** Remainder with the sign of the divisor. */
function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
}

/** C's pow: 1 to any power and (±1)^±inf are 1, where JavaScript gives NaN. */
function power(a: number, b: number): number {
  if (a === 1 || (a === -1 && Math.abs(b) === Infinity)) return 1;
  return a ** b;
}

export const floatFunctions: Readonly<Record<BinaryOp, Numbers>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => a / b,
  floorDiv: floorDivide,
  remainder,
  pow: power,
  // Of equal zeros the first stays, whatever its sign.
  maximum: (a, b) => (a >= b || Number.isNaN(a) ? a : b),
  minimum: (a, b) => (a <= b || Number.isNaN(a) ? a : b),
  eq: (a, b) => truth(a === b),
  ne: (a, b) => truth(a !== b),
  lt: (a, b) => truth(a < b),
  le: (a, b) => truth(a <= b),
  gt: (a, b) => truth(a > b),
  ge: (a, b) => truth(a >= b),
  logicalAnd: (a, b) => truth(a !== 0 && b !== 0),
  logicalOr: (a, b) => truth(a !== 0 || b !== 0),
  // x log y, and 0 where x is 0 unless y is NaN.
  xlogy: (x, y) => (Number.isNaN(y) ? Number.NaN : x === 0 ? 0 : x * Math.log(y)),
};

/** In float32 the logarithm is rounded before its product is. */
function singleXlogy(x: number, y: number): number {
  if (x === 0 && !Number.isNaN(y)) return 0;
  return x * Math.fround(Math.log(y));
}

/** Exponentiation by squaring modulo 2^64; negative powers of ±1 and 0 as ATen's integer kernel. */
function bigPower(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base === -1n ? (exponent % 2n ? -1n : 1n) : 0n;
  let result = 1n;
  let factor = base;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * factor);
    factor = BigInt.asIntN(64, factor * factor);
  }
  return result;
}

const bigFloorDivide: BigInts = (a, b) => {
  if (b === 0n) return zeroDivision();
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};
const bigTruth = (value: boolean): bigint => (value ? 1n : 0n);

/** Math.max and Math.min take no bigint. */
export function larger(a: bigint, b: bigint): bigint {
  if (a > b) return a;
  return b;
}
export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

export const bigFunctions: Readonly<Record<Exclude<BinaryOp, 'div' | 'xlogy'>, BigInts>> = {
  add: (a, b) => a + b,
  sub: (a, b) => a - b,
  mul: (a, b) => a * b,
  floorDiv: bigFloorDivide,
  remainder: (a, b) => a - b * bigFloorDivide(a, b),
  pow: bigPower,
  maximum: larger,
  minimum: smaller,
  eq: (a, b) => bigTruth(a === b),
  ne: (a, b) => bigTruth(a !== b),
  lt: (a, b) => bigTruth(a < b),
  le: (a, b) => bigTruth(a <= b),
  gt: (a, b) => bigTruth(a > b),
  ge: (a, b) => bigTruth(a >= b),
  logicalAnd: (a, b) => bigTruth(a !== 0n && b !== 0n),
  logicalOr: (a, b) => bigTruth(a !== 0n || b !== 0n),
};

const intFunctions: Partial<Record<BinaryOp, Numbers>> = {
  mul: Math.imul,
  floorDiv: (a, b) => (b === 0 ? zeroDivision() : Math.floor(a / b)),
  remainder: (a, b) => (b === 0 ? zeroDivision() : remainder(a, b)),
  pow: (a, b) => Number(BigInt.asIntN(32, bigPower(BigInt(a), BigInt(b)))),
};
const boolFunctions: Partial<Record<BinaryOp, Numbers>> = {
  add: floatFunctions.logicalOr,
  mul: floatFunctions.logicalAnd,
  pow: (a, b) => truth(a !== 0 || b === 0),
};

/** The function on numbers for inputs of `dtype` (any but int64). */
export function numberFunction(op: BinaryOp, dtype: DType): Numbers {
  if (dtype === 'bool') return boolFunctions[op] ?? floatFunctions[op];
  if (dtype === 'float32' && op === 'xlogy') return singleXlogy;
  if (dtype === 'float32' || dtype === 'float64') return floatFunctions[op];
  return intFunctions[op] ?? floatFunctions[op];
}
