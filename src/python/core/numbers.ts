// Arithmetic of Python's numbers: exact integers, floats and complex, with Python's signs, promotions and errors.
// Knows no evaluator; a result of `undefined` means that these are no numbers.

import { say } from '../../base/text';
import { bool, type ComplexValue, float, int, unknown, type Value } from '../value';
import { atan2, cos, exp, log, power, sin, sqrtOfSum, timesPowerOfTwo } from './doubleDouble';
import { PyError } from './pyError';
import { Unknowable } from './unknowable';

/** Integers above this many bits are refused: they would take seconds and gigabytes. */
const maxBits = 4_000_000;

export const isNumber = (v: Value): boolean =>
  v.kind === 'int' || v.kind === 'float' || v.kind === 'bool' || v.kind === 'complex';
const asInt = (v: Value): bigint | undefined =>
  v.kind === 'int' ? v.value : v.kind === 'bool' ? (v.value ? 1n : 0n) : undefined;
export const intOf = asInt;

/** The float of a real number. Raises OverflowError. */
export function toFloat(v: Value): number | undefined {
  if (v.kind === 'float') return v.value;
  const n = asInt(v);
  if (n === undefined) return undefined;
  const result = Number(n);
  if (!Number.isFinite(result)) throw new PyError('OverflowError', 'int too large to convert to float');
  return result;
}

const bits = (n: bigint): number => (n >= -0x7fffffffn && n <= 0x7fffffffn ? 32 : n.toString(16).length * 4);
const refuse = (size: number): never => {
  if (size > 2 ** 61 * 30) throw new PyError('OverflowError', 'too many digits in integer');
  if (size > 2 ** 34) throw new PyError('MemoryError', '');
  throw new Unknowable(unknown(say('integers of more than {0} bits are not computed', maxBits * 8)));
};

export const floorDivide = (a: bigint, b: bigint): bigint => {
  const q = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? q - 1n : q;
};
export const floorModulo = (a: bigint, b: bigint): bigint => {
  const r = a % b;
  return r !== 0n && r < 0n !== b < 0n ? r + b : r;
};

const zero = (message: string): never => {
  throw new PyError('ZeroDivisionError', message);
};

/** n / d as the nearest float, also where neither fits one. */
export function divideInts(n: bigint, d: bigint): number {
  if (d === 0n) zero('division by zero');
  const [a, b] = [Number(n), Number(d)];
  if (Number.isSafeInteger(a) && Number.isSafeInteger(b)) return a / b;
  const negative = n < 0n !== d < 0n;
  let [x, y] = [n < 0n ? -n : n, d < 0n ? -d : d];
  const size = x.toString(2).length - y.toString(2).length;
  // 66 bits of the quotient decide the rounding, a sticky bit stands for the rest; a denormal has fewer: it is rounded by hand.
  const isDenormal = size <= -1022;
  const shift = isDenormal ? 1074 : 66 - size;
  if (shift > 0) x <<= BigInt(shift);
  else y <<= BigInt(-shift);
  const [whole, rest] = [x / y, x % y];
  const isUp = 2n * rest > y || (2n * rest === y && whole % 2n === 1n);
  const quotient = isDenormal ? whole + (isUp ? 1n : 0n) : whole | (rest ? 1n : 0n);
  const result = timesPowerOfTwo(Number(quotient), -shift);
  if (!Number.isFinite(result)) throw new PyError('OverflowError', 'integer division result too large for a float');
  return negative ? -result : result;
}

function intPower(a: bigint, b: bigint): Value {
  if (b < 0n) {
    if (a === 0n) zero('0.0 cannot be raised to a negative power');
    return float(floatPower(toFloat(int(a)) ?? 0, toFloat(int(b)) ?? 0));
  }
  if (a === 0n || a === 1n || a === -1n) return int(a === -1n && b % 2n === 0n ? 1n : b === 0n ? 1n : a);
  const size = bits(a) * Number(b);
  if (b > BigInt(maxBits) || size > maxBits * 8) refuse(size);
  return int(a ** b);
}

/** `a ** b` of floats, as C has it. Raises ZeroDivisionError and OverflowError. */
export function floatPower(a: number, b: number): number {
  if (a === 0 && b < 0 && Number.isFinite(b)) zero('0.0 cannot be raised to a negative power');
  // JavaScript gives NaN where IEEE, C and Python give 1.
  if (a === 1 || b === 0) return 1;
  if (a === -1 && !Number.isFinite(b) && !Number.isNaN(b)) return 1;
  const regular = Number.isFinite(a) && Number.isFinite(b) && a !== 0;
  const result = regular ? power(a, b) : a ** b;
  if (!Number.isFinite(result) && Number.isFinite(a) && Number.isFinite(b))
    throw new PyError('OverflowError', '', [int(34), { kind: 'str', value: 'Numerical result out of range' }]);
  return result;
}

export function floatModulo(a: number, b: number): number {
  const r = a % b;
  if (r === 0) return b < 0 ? -0 : 0;
  return r < 0 !== b < 0 ? r + b : r;
}

/** As `float_floor_div` of CPython: from the remainder, so that both fit together. */
export function floatFloorDivide(a: number, b: number): number {
  const mod = a % b;
  let div = (a - mod) / b;
  if (mod !== 0 && b < 0 !== mod < 0) div -= 1;
  if (div === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0;
  const floor = Math.floor(div);
  return div - floor > 0.5 ? floor + 1 : floor;
}

function ofInts(op: string, a: bigint, b: bigint): Value | undefined {
  switch (op) {
    case '+':
      return int(a + b);
    case '-':
      return int(a - b);
    case '*':
      if (bits(a) + bits(b) > maxBits * 8) refuse(bits(a) + bits(b));
      return int(a * b);
    case '/':
      return float(divideInts(a, b));
    case '//':
      return b === 0n ? zero('integer division or modulo by zero') : int(floorDivide(a, b));
    case '%':
      return b === 0n ? zero('integer modulo by zero') : int(floorModulo(a, b));
    case '**':
      return intPower(a, b);
    case '<<':
    case '>>':
      if (b < 0n) throw new PyError('ValueError', 'negative shift count');
      if (op === '>>') return int(b > BigInt(maxBits) ? (a < 0n ? -1n : 0n) : a >> b);
      if (a !== 0n && b > BigInt(maxBits) * 8n) refuse(Number(b));
      return int(a << (a === 0n ? 0n : b));
    case '&':
      return int(a & b);
    case '|':
      return int(a | b);
    case '^':
      return int(a ^ b);
    default:
      return undefined;
  }
}

function ofFloats(op: string, a: number, b: number): Value | undefined {
  switch (op) {
    case '+':
      return float(a + b);
    case '-':
      return float(a - b);
    case '*':
      return float(a * b);
    case '/':
      return b === 0 ? zero('float division by zero') : float(a / b);
    case '//':
      return b === 0 ? zero('float floor division by zero') : float(floatFloorDivide(a, b));
    case '%':
      return b === 0 ? zero('float modulo') : float(floatModulo(a, b));
    case '**':
      // A negative base with a broken exponent leaves the reals.
      if (a < 0 && Number.isFinite(a) && Number.isFinite(b) && !Number.isInteger(b))
        return complexPower({ re: a, im: 0 }, { re: b, im: 0 });
      return float(floatPower(a, b));
    default:
      return undefined;
  }
}

interface Parts {
  readonly re: number;
  readonly im: number;
}
export const complex = (re: number, im: number): ComplexValue => ({ kind: 'complex', re, im });

function complexPower(a: Parts, b: Parts): Value {
  const impossible = (): never => zero('0.0 to a negative or complex power');
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) {
    const result = wholePower(a, Math.abs(b.re));
    if (b.re > 0) return inRange(complex(result.re, result.im));
    return result.re === 0 && result.im === 0 ? impossible() : inRange(divide({ re: 1, im: 0 }, result));
  }
  if (a.re === 0 && a.im === 0) return b.re < 0 || b.im !== 0 ? impossible() : complex(0, 0);
  const size = sqrtOfSum([a.re, a.im]);
  const angle = atan2(a.im, a.re);
  let length = Number.isFinite(size) && Number.isFinite(b.re) ? power(size, b.re) : size ** b.re;
  let turn = angle * b.re;
  if (b.im !== 0) {
    length /= exp(angle * b.im);
    turn += b.im * log(size);
  }
  // C's cos and sin have no value there, and say so in the way that CPython takes for this.
  if (Math.abs(turn) === Infinity) impossible();
  return inRange(complex(length * cos(turn), length * sin(turn)));
}

/** By squares, as `c_powu` goes. */
function wholePower(base: Parts, n: number): Parts {
  let result: Parts = { re: 1, im: 0 };
  let square = base;
  for (let mask = 1; mask <= n; mask *= 2) {
    if (n & mask) result = multiply(result, square);
    square = multiply(square, square);
  }
  return result;
}

function inRange(value: ComplexValue): ComplexValue {
  if (Math.abs(value.re) === Infinity || Math.abs(value.im) === Infinity)
    throw new PyError('OverflowError', 'complex exponentiation');
  return value;
}
const multiply = (a: Parts, b: Parts): Parts => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });

function divide(a: Parts, b: Parts): ComplexValue {
  if (b.re === 0 && b.im === 0) zero('complex division by zero');
  if (Math.abs(b.re) >= Math.abs(b.im)) {
    const ratio = b.im / b.re;
    const denominator = b.re + b.im * ratio;
    return complex((a.re + a.im * ratio) / denominator, (a.im - a.re * ratio) / denominator);
  }
  const ratio = b.re / b.im;
  const denominator = b.re * ratio + b.im;
  return complex((a.re * ratio + a.im) / denominator, (a.im * ratio - a.re) / denominator);
}

function ofComplex(op: string, a: Parts, b: Parts): Value | undefined {
  switch (op) {
    case '+':
      return complex(a.re + b.re, a.im + b.im);
    case '-':
      return complex(a.re - b.re, a.im - b.im);
    case '*': {
      const product = multiply(a, b);
      return complex(product.re, product.im);
    }
    case '/':
      return divide(a, b);
    case '**':
      return complexPower(a, b);
    default:
      return undefined;
  }
}

const partsOf = (v: Value): Parts | undefined => {
  if (v.kind === 'complex') return v;
  const re = toFloat(v);
  return re === undefined ? undefined : { re, im: 0 };
};

/** The result of a binary operator on two numbers. */
export function arithmetic(op: string, a: Value, b: Value): Value | undefined {
  if (!isNumber(a) || !isNumber(b)) return undefined;
  if (a.kind === 'complex' || b.kind === 'complex') {
    const [x, y] = [partsOf(a), partsOf(b)];
    return x && y && ofComplex(op, x, y);
  }
  if (a.kind === 'bool' && b.kind === 'bool') {
    if (op === '&') return bool(a.value && b.value);
    if (op === '|') return bool(a.value || b.value);
    if (op === '^') return bool(a.value !== b.value);
  }
  const [x, y] = [asInt(a), asInt(b)];
  if (x !== undefined && y !== undefined) return ofInts(op, x, y);
  if (op === '&' || op === '|' || op === '^' || op === '<<' || op === '>>' || op === '@') return undefined;
  const [p, q] = [toFloat(a), toFloat(b)];
  return p === undefined || q === undefined ? undefined : ofFloats(op, p, q);
}

/** Below 0, 0 or above 0; NaN where two real numbers have no order; undefined where these are none. Exact between ints and floats. */
export function compareNumbers(a: Value, b: Value): number | undefined {
  const [x, y] = [asInt(a), asInt(b)];
  if (x !== undefined && y !== undefined) return x < y ? -1 : x > y ? 1 : 0;
  if (a.kind === 'float' && b.kind === 'float') return order(a.value, b.value);
  // JavaScript compares a bigint and a number exactly.
  if (x !== undefined && b.kind === 'float')
    return Number.isNaN(b.value) ? Number.NaN : x < b.value ? -1 : x > b.value ? 1 : 0;
  if (y !== undefined && a.kind === 'float')
    return Number.isNaN(a.value) ? Number.NaN : a.value < y ? -1 : a.value > y ? 1 : 0;
  return undefined;
}
const order = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN);

/** `-x`, `+x`, `~x`; undefined where this is no number. */
export function negated(op: '+' | '-' | '~', v: Value): Value | undefined {
  const n = asInt(v);
  if (n !== undefined) return int(op === '-' ? -n : op === '~' ? ~n : n);
  if (op === '~') return undefined;
  if (v.kind === 'float') return float(op === '-' ? -v.value : v.value);
  if (v.kind === 'complex') return op === '-' ? complex(-v.re, -v.im) : v;
  return undefined;
}
