// Elementary functions of floats, rounded right in all but the rarest cases: computed with twice the digits, as sums of
// two doubles. JavaScript's own differ from C's in the last digit too often. Knows no values.
import { largest } from '../../base/largest';

/** A number as an unevaluated sum, the second part below half a unit of the first. */
type Pair = readonly [number, number];

const sum = (a: number, b: number): Pair => {
  const s = a + b;
  const t = s - a;
  return [s, a - (s - t) + (b - t)];
};
const quickSum = (a: number, b: number): Pair => {
  const s = a + b;
  return [s, b - (s - a)];
};
const splitter = 134217729;
const product = (a: number, b: number): Pair => {
  const p = a * b;
  const x = splitter * a;
  const y = splitter * b;
  const [ah, bh] = [x - (x - a), y - (y - b)];
  const [al, bl] = [a - ah, b - bh];
  return [p, al * bl - (p - ah * bh - al * bh - ah * bl)];
};
const add = (a: Pair, b: Pair): Pair => {
  const [s, e] = sum(a[0], b[0]);
  const [t, f] = sum(a[1], b[1]);
  const [u, v] = quickSum(s, e + t);
  return quickSum(u, v + f);
};
const multiply = (a: Pair, b: Pair): Pair => {
  const [p, e] = product(a[0], b[0]);
  return quickSum(p, e + a[0] * b[1] + a[1] * b[0]);
};
const negate = (a: Pair): Pair => [-a[0], -a[1]];
const divide = (a: Pair, b: Pair): Pair => {
  const first = a[0] / b[0];
  const rest = add(a, negate(multiply(b, [first, 0])));
  const second = rest[0] / b[0];
  const last = add(rest, negate(multiply(b, [second, 0])))[0] / b[0];
  return add(quickSum(first, second), [last, 0]);
};
/** a · 2^n without rounding, for n that stay in range. */
const scale = (a: Pair, n: number): Pair => [a[0] * 2 ** n, a[1] * 2 ** n];

// biome-ignore lint/suspicious/noApproximativeNumericConstant: the first half of a longer constant
const ln2: Pair = [0.6931471805599453, 2.3190468138462996e-17];
const ln2Rest = 5.707708438416212e-34;
const halfPi: Pair = [1.5707963267948966, 6.123233995736766e-17];
/** π/2 in pieces of 33 bits. */
const halfPiParts = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487111665e-21, 8.4784276603689e-32];

const inverseFactorials: readonly Pair[] = (() => {
  const out: Pair[] = [[1, 0]];
  for (let n = 1; n <= 28; n++) out.push(divide(out[n - 1] ?? [1, 0], [n, 0]));
  return out;
})();
const inverseFactorial = (n: number): Pair => inverseFactorials[n] ?? [0, 0];

/** exp(r) − 1 for |r| below 0.4. */
function expm1Series(r: Pair): Pair {
  const small = scale(r, -8);
  let value: Pair = inverseFactorial(12);
  for (let n = 11; n >= 1; n--) value = add(multiply(value, small), inverseFactorial(n));
  value = multiply(value, small);
  // (1 + v)² − 1 = 2v + v²
  for (let i = 0; i < 8; i++) value = add(scale(value, 1), multiply(value, value));
  return value;
}

/** exp(a) as a pair and a power of two to multiply it by. */
function expParts(a: Pair): { value: Pair; power: number } {
  const power = Math.round(a[0] / ln2[0]);
  const reduced = add(add(a, negate(multiply(ln2, [power, 0]))), [-power * ln2Rest, 0]);
  return { value: add([1, 0], expm1Series(reduced)), power };
}

function expPair(a: Pair): number {
  if (a[0] > 710) return Infinity;
  if (a[0] < -746) return 0;
  const { value, power } = expParts(a);
  if (power > -1000) {
    const half = power >> 1;
    return (value[0] + value[1]) * 2 ** half * 2 ** (power - half);
  }
  // Where the result is denormal it must be rounded once, not twice.
  return roundedScale(value, power);
}

function roundedScale([high, low]: Pair, power: number): number {
  const shifted = high * 2 ** (power + 100);
  const result = shifted * 2 ** -100;
  const error = shifted - result * 2 ** 100;
  const unit = 2 ** -1074 * 2 ** 100;
  if (Math.abs(error) === unit / 2) return low * error > 0 ? result + Math.sign(error) * 2 ** -1074 : result;
  return result;
}

function logPair(x: number): Pair {
  const exponent = Math.abs(x) < 2 ** -1000 ? -1000 : 0;
  const scaled = exponent ? x * 2 ** 1000 : x;
  const guess = Math.log(scaled);
  const { value, power } = expParts([-guess, 0]);
  // One step of Newton: x·exp(−guess) is 1 + r with a tiny r.
  const r = add(multiply([scaled * 2 ** power, 0], value), [-1, 0]);
  const correction = add(r, negate(scale(multiply(r, r), -1)));
  const result = add([guess, 0], correction);
  return exponent ? add(result, multiply(ln2, [exponent, 0])) : result;
}

const joined = ([high, low]: Pair): number => high + low;

export const exp = (x: number): number => (Number.isFinite(x) ? expPair([x, 0]) : Math.exp(x));
export const log = (x: number): number => (x > 0 && x < Infinity ? joined(logPair(x)) : Math.log(x));

export function log2(x: number): number {
  return x > 0 && x < Infinity ? joined(divide(logPair(x), add(ln2, [ln2Rest, 0]))) : Math.log2(x);
}

/** x^y where both are finite, x is not 0, and y is whole if x is below 0. */
export function power(x: number, y: number): number {
  if (x === 1 || y === 0) return 1;
  if (y === 1) return x;
  const size = Math.abs(x);
  const sign = x < 0 && Math.abs(y % 2) === 1 ? -1 : 1;
  if (size === 1) return sign;
  const [high, low] = logPair(size);
  if (Math.abs(high * y) > 800) return sign * size ** y;
  const [p, e] = product(high, y);
  return sign * expPair(quickSum(p, e + low * y));
}

/** x · 2^exponent, rounded once. `exponent` is whole, of any size. */
export function timesPowerOfTwo(x: number, exponent: number): number {
  let value = x;
  let left = Math.max(-3000, Math.min(3000, exponent));
  // The least factor comes last: what is below the normal range before it is zero after it.
  if (left < -1074) {
    value *= 2 ** (left + 1074);
    left = -1074;
  }
  for (; left > 1023; left -= 1023) value *= 2 ** 1023;
  return value * 2 ** left;
}

export function sqrtOfSum(values: readonly number[]): number {
  const sizes = values.map(Math.abs);
  if (sizes.includes(Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
  const most = largest(sizes, 0);
  if (!(most > 0)) return most;
  const shift = -Math.floor(Math.log2(most));
  let total: Pair = [0, 0];
  for (const value of values) {
    const scaled = timesPowerOfTwo(value, shift);
    total = add(total, product(scaled, scaled));
  }
  const root = Math.sqrt(total[0]);
  const rest = add(total, negate(product(root, root)));
  return timesPowerOfTwo(root + rest[0] / (2 * root), -shift);
}

/** The quarter turns in x, and what is left, for |x| below 2^20. */
function reduced(x: number): { quarters: number; rest: Pair } {
  const quarters = Math.round(x / halfPi[0]);
  // No product of a part is rounded, so that nothing is lost where x is nearly a whole number of quarters.
  let rest: Pair = [x, 0];
  for (const part of halfPiParts) rest = add(rest, [-quarters * part, 0]);
  return { quarters: quarters & 3, rest };
}

function sinSeries(r: Pair): Pair {
  const square = multiply(r, r);
  let value = inverseFactorial(27);
  for (let n = 25; n >= 1; n -= 2) value = add(negate(multiply(value, square)), inverseFactorial(n));
  return multiply(value, r);
}
function cosSeries(r: Pair): Pair {
  const square = multiply(r, r);
  let value = inverseFactorial(28);
  for (let n = 26; n >= 0; n -= 2) value = add(negate(multiply(value, square)), inverseFactorial(n));
  return value;
}

function sineAndCosine(x: number): { sine: Pair; cosine: Pair } {
  const { quarters, rest } = reduced(x);
  // The signs of 27! and 28! terms alternate from the first.
  const [s, c] = [sinSeries(rest), cosSeries(rest)];
  const pairs: readonly (readonly [Pair, Pair])[] = [
    [s, c],
    [c, negate(s)],
    [negate(s), negate(c)],
    [negate(c), s],
  ];
  const [sine, cosine] = pairs[quarters] ?? [s, c];
  return { sine, cosine };
}

const near = (x: number): boolean => Math.abs(x) < 2 ** 20 && Math.abs(x) > 1e-8;
export const sin = (x: number): number => (near(x) ? joined(sineAndCosine(x).sine) : Math.sin(x));
export const cos = (x: number): number => (near(x) ? joined(sineAndCosine(x).cosine) : Math.cos(x));
export function tan(x: number): number {
  if (!near(x)) return Math.tan(x);
  const { sine, cosine } = sineAndCosine(x);
  return joined(divide(sine, cosine));
}

/** One step of Newton from JavaScript's own angle. */
function refinedAngle(guess: number, y: Pair, x: Pair): number {
  const { sine, cosine } = sineAndCosine(guess);
  // sin(angle − guess) over the length of (x, y)
  const turn = add(multiply(y, cosine), negate(multiply(x, sine)));
  const length = add(multiply(x, cosine), multiply(y, sine));
  return joined(add([guess, 0], divide(turn, length)));
}

export function atan(x: number): number {
  if (!Number.isFinite(x) || Math.abs(x) < 1e-8 || Math.abs(x) > 1e15) return Math.atan(x);
  return refinedAngle(Math.atan(x), [x, 0], [1, 0]);
}
export function atan2(y: number, x: number): number {
  const ratio = Math.abs(y / x);
  if (!(ratio > 1e-8 && ratio < 1e8) || Math.abs(x) > 1e150 || Math.abs(x) < 1e-150) return Math.atan2(y, x);
  return refinedAngle(Math.atan2(y, x), [y, 0], [x, 0]);
}
export function asin(x: number): number {
  if (!(Math.abs(x) < 1) || Math.abs(x) < 1e-8) return Math.asin(x);
  return refinedAngle(Math.asin(x), [x, 0], otherSide(x));
}
export function acos(x: number): number {
  if (!(Math.abs(x) < 1) || Math.abs(x) < 1e-8) return Math.acos(x);
  return refinedAngle(Math.acos(x), otherSide(x), [x, 0]);
}
/** sqrt(1 − x²) */
function otherSide(x: number): Pair {
  const square = add([1, 0], negate(product(x, x)));
  const root = Math.sqrt(square[0]);
  const rest = add(square, negate(product(root, root)));
  return quickSum(root, joined(rest) / (2 * root));
}
