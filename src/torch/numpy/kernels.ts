// NumPy's elementwise functions on numbers: what each computes, and in which types. Knows no array.
import { acos, asin, atan, atan2, cos, exp, log, log2, power, sin, tan } from '../../python/core/doubleDouble';
import { cosh, log10, sinh } from '../../python/core/libm';

/** Numbers of floats, and of integers where these are computed as such. */
export interface Kernel {
  /**
   * `same`: in the common type; `float`: integers become floats; `divide`: integers become float64; `test`: gives bools;
   * `logic`: of truth values; `bits`: integers and bools only.
   */
  readonly type: 'same' | 'float' | 'divide' | 'test' | 'logic' | 'bits';
  readonly float: (a: number, b: number) => number | boolean;
  readonly int?: (a: bigint, b: bigint) => bigint | boolean;
  /** What the result of two truth values is, where they are not taken as integers. */
  readonly bool?: (a: boolean, b: boolean) => boolean;
  /** Infinite results of finite numbers come from a division by zero. */
  readonly hasPoles?: boolean;
}

function remainder(a: number, b: number): number {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest === 0 ? (b < 0 ? -0 : 0) : rest;
}

function floorDivide(a: number, b: number): number {
  if (b === 0) return a / b;
  const quotient = (a - remainder(a, b)) / b;
  const floor = Math.floor(quotient);
  return quotient - floor > 0.5 ? floor + 1 : floor;
}

function intRemainder(a: bigint, b: bigint): bigint {
  if (b === 0n) return 0n;
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

const intFloorDivide = (a: bigint, b: bigint): bigint => (b === 0n ? 0n : (a - intRemainder(a, b)) / b);

/** To the nearest integer, halves to even. */
export function rint(a: number): number {
  const floor = Math.floor(a);
  const rest = a - floor;
  const rounded = rest < 0.5 ? floor : rest > 0.5 ? floor + 1 : floor % 2 === 0 ? floor : floor + 1;
  return rounded === 0 && (a < 0 || Object.is(a, -0)) ? -0 : rounded;
}

/** Powers of positive numbers round once; the others follow from them. */
function raised(a: number, b: number): number {
  if (b === 2) return a * a;
  if (!(Number.isFinite(a) && Number.isFinite(b)) || a === 0) return a ** b;
  if (a > 0) return power(a, b);
  if (!Number.isInteger(b)) return Number.NaN;
  return b % 2 === 0 ? power(-a, b) : -power(-a, b);
}

type Float = (a: number, b: number) => number;
const same = (
  float: Float,
  int: (a: bigint, b: bigint) => bigint,
  bool?: (a: boolean, b: boolean) => boolean,
): Kernel => ({
  type: 'same',
  float,
  int,
  ...(bool ? { bool } : {}),
});
const inFloats = (float: Float, hasPoles = false): Kernel => ({ type: 'float', float, hasPoles });
const test = (float: (a: number, b: number) => boolean, int: (a: bigint, b: bigint) => boolean): Kernel => ({
  type: 'test',
  float,
  int,
});
const logic = (bool: (a: boolean, b: boolean) => boolean): Kernel => ({
  type: 'logic',
  float: (a, b) => bool(a !== 0, b !== 0),
  int: (a, b) => bool(a !== 0n, b !== 0n),
});
const bits = (int: (a: bigint, b: bigint) => bigint, bool: (a: boolean, b: boolean) => boolean): Kernel => ({
  type: 'bits',
  float: () => Number.NaN,
  int,
  bool,
});
/** The larger or smaller; NaN wins. */
const chosen = (first: (a: number, b: number) => boolean, whole: (a: bigint, b: bigint) => boolean): Kernel =>
  same(
    (a, b) => (Number.isNaN(a) || first(a, b) ? a : b),
    (a, b) => (whole(a, b) ? a : b),
  );
/** The same, NaN losing. */
const chosenNumber = (first: (a: number, b: number) => boolean, whole: (a: bigint, b: bigint) => boolean): Kernel =>
  same(
    (a, b) => (Number.isNaN(b) || first(a, b) ? a : b),
    (a, b) => (whole(a, b) ? a : b),
  );

/** Functions of two operands. */
export const binaryKernels: Readonly<Record<string, Kernel>> = {
  add: same(
    (a, b) => a + b,
    (a, b) => a + b,
    (a, b) => a || b,
  ),
  subtract: same(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  multiply: same(
    (a, b) => a * b,
    (a, b) => a * b,
    (a, b) => a && b,
  ),
  divide: { type: 'divide', float: (a, b) => a / b, hasPoles: true },
  floor_divide: { ...same(floorDivide, intFloorDivide), hasPoles: true },
  remainder: { ...same(remainder, intRemainder), hasPoles: true },
  fmod: same(
    (a, b) => a % b,
    (a, b) => (b === 0n ? 0n : a % b),
  ),
  power: same(raised, (a, b) => a ** b),
  maximum: chosen(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  minimum: chosen(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  fmax: chosenNumber(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  fmin: chosenNumber(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  arctan2: inFloats(atan2),
  hypot: inFloats(Math.hypot),
  logaddexp: inFloats((a, b) => (a === b ? a + Math.LN2 : Math.max(a, b) + Math.log1p(exp(-Math.abs(a - b))))),
  copysign: inFloats((a, b) => (b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a))),
  equal: test(
    (a, b) => a === b,
    (a, b) => a === b,
  ),
  not_equal: test(
    (a, b) => a !== b,
    (a, b) => a !== b,
  ),
  less: test(
    (a, b) => a < b,
    (a, b) => a < b,
  ),
  less_equal: test(
    (a, b) => a <= b,
    (a, b) => a <= b,
  ),
  greater: test(
    (a, b) => a > b,
    (a, b) => a > b,
  ),
  greater_equal: test(
    (a, b) => a >= b,
    (a, b) => a >= b,
  ),
  logical_and: logic((a, b) => a && b),
  logical_or: logic((a, b) => a || b),
  logical_xor: logic((a, b) => a !== b),
  bitwise_and: bits(
    (a, b) => a & b,
    (a, b) => a && b,
  ),
  bitwise_or: bits(
    (a, b) => a | b,
    (a, b) => a || b,
  ),
  bitwise_xor: bits(
    (a, b) => a ^ b,
    (a, b) => a !== b,
  ),
  left_shift: bits(
    (a, b) => a << b,
    (a) => a,
  ),
  right_shift: bits(
    (a, b) => a >> b,
    (a) => a,
  ),
};

const degree = Math.PI / 180;
const exponent = (a: number): number => exp(a);

/** Functions of one operand; the second one is not looked at. */
export const unaryKernels: Readonly<Record<string, Kernel>> = {
  exp: inFloats(exponent),
  exp2: inFloats((a) => power(2, a)),
  expm1: inFloats((a) => Math.expm1(a)),
  log: inFloats((a) => log(a), true),
  log2: inFloats((a) => log2(a), true),
  log10: inFloats((a) => log10(a), true),
  log1p: inFloats((a) => Math.log1p(a), true),
  sqrt: inFloats((a) => Math.sqrt(a)),
  cbrt: inFloats((a) => Math.cbrt(a)),
  sin: inFloats((a) => sin(a)),
  cos: inFloats((a) => cos(a)),
  tan: inFloats((a) => tan(a)),
  arcsin: inFloats((a) => asin(a)),
  arccos: inFloats((a) => acos(a)),
  arctan: inFloats((a) => atan(a)),
  sinh: inFloats((a) => sinh(a)),
  cosh: inFloats((a) => cosh(a)),
  tanh: inFloats((a) => Math.tanh(a)),
  arcsinh: inFloats((a) => Math.asinh(a)),
  arccosh: inFloats((a) => Math.acosh(a)),
  arctanh: inFloats((a) => Math.atanh(a), true),
  deg2rad: inFloats((a) => a * degree),
  rad2deg: inFloats((a) => a * (180 / Math.PI)),
  fabs: inFloats((a) => Math.abs(a)),
  rint: inFloats(rint),
  absolute: same(
    (a) => Math.abs(a),
    (a) => (a < 0n ? -a : a),
    (a) => a,
  ),
  negative: same(
    (a) => -a,
    (a) => -a,
  ),
  positive: same(
    (a) => a,
    (a) => a,
  ),
  square: same(
    (a) => a * a,
    (a) => a * a,
    (a) => a,
  ),
  sign: same(
    (a) => (Number.isNaN(a) ? a : a > 0 ? 1 : a < 0 ? -1 : 0),
    (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n),
  ),
  reciprocal: {
    ...same(
      (a) => 1 / a,
      (a) => (a === 0n ? 0n : 1n / a),
    ),
    hasPoles: true,
  },
  floor: same(Math.floor, (a) => a),
  ceil: same(Math.ceil, (a) => a),
  trunc: same(Math.trunc, (a) => a),
  conjugate: same(
    (a) => a,
    (a) => a,
    (a) => a,
  ),
  isnan: test(Number.isNaN, () => false),
  isinf: test(
    (a) => Math.abs(a) === Number.POSITIVE_INFINITY,
    () => false,
  ),
  isfinite: test(Number.isFinite, () => true),
  signbit: test(
    (a) => a < 0 || Object.is(a, -0),
    (a) => a < 0n,
  ),
  logical_not: logic((a) => !a),
  invert: bits(
    (a) => ~a,
    (a) => !a,
  ),
};

/** Second names of the same functions. */
export const kernelAliases: Readonly<Record<string, string>> = {
  abs: 'absolute',
  true_divide: 'divide',
  mod: 'remainder',
  pow: 'power',
  radians: 'deg2rad',
  degrees: 'rad2deg',
  acos: 'arccos',
  asin: 'arcsin',
  atan: 'arctan',
  atan2: 'arctan2',
  acosh: 'arccosh',
  asinh: 'arcsinh',
  atanh: 'arctanh',
  conj: 'conjugate',
  bitwise_not: 'invert',
  bitwise_invert: 'invert',
};
