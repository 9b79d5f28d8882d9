// The derivatives of the gamma function's logarithm, the Hurwitz zeta function and the incomplete gamma functions, in
// double precision. Knows no tensor.
import { lgamma } from './logGamma';

type Round = (n: number) => number;

/** ATen's coefficients of the digamma's series in 1 / x², from the highest power. */
const digammas = [1 / 12, -691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12];
const digammaOf10 = 2.251752589066721;

/** The derivative of lgamma as ATen computes it, each step rounded to its type. */
export function digamma(x: number, round: Round): number {
  if (x === 0) return Object.is(x, -0) ? Infinity : -Infinity;
  if (x < 0) {
    if (x === Math.trunc(x)) return Number.NaN;
    const reflected = round(Math.PI / Math.tan(Math.PI * (x - Math.trunc(x))));
    return round(digamma(round(1 - x), round) - reflected);
  }
  let sum = 0;
  let at = x;
  while (at < 10) {
    sum = round(sum - round(1 / at));
    at = round(at + 1);
  }
  if (at === 10) return round(sum + round(digammaOf10));
  let rest = 0;
  if (at < 1e17) {
    const square = round(1 / round(at * at));
    rest = round(
      square * digammas.reduce((value, coefficient) => round(round(value * square) + round(coefficient)), 0),
    );
  }
  return round(round(round(sum + round(Math.log(at))) - round(0.5 / at)) - rest);
}

/** The derivative of digamma as ATen computes it: its poles are as high as the sine's rounding lets them be. */
function trigamma(x: number, round: Round): number {
  let [at, sum, sign] = [x, 0, 1];
  if (at < 0.5) {
    sign = -1;
    const sine = round(Math.sin(round(round(Math.PI) * at)));
    sum = round(-round(round(round(Math.PI) * round(Math.PI)) / round(sine * sine)));
    at = round(1 - at);
  }
  for (let i = 0; i < 6; i++) {
    sum = round(sum + round(1 / round(at * at)));
    at = round(at + 1);
  }
  const square = round(1 / round(at * at));
  const inner = round(1 / 30 - round(square * round(1 / 42)));
  const series = round(1 + round(1 / (2 * at)) + round(square * round(1 / 6 - round(square * inner))));
  return round(sign * round(sum + round(series / at)));
}

/** The n-th derivative of digamma. */
export function polygamma(n: number, x: number, round: Round): number {
  if (n === 0) return digamma(x, round);
  if (n === 1) return trigamma(x, round);
  return (n % 2 === 1 ? 1 : -1) * Math.exp(lgamma(n + 1)) * zeta(n + 1, x);
}

/** (2k)! / B(2k) of the sum formula of Euler and Maclaurin. */
const eulerMaclaurin = [
  12, -720, 30240, -1209600, 47900160, -1892437580.3183792, 74724249600, -2950130727918.164, 116467828143500.67,
  -4597978722407472, 181521054019435460, -7166165256175667000,
];

/** Below 9 its terms are summed one by one. */
export const stepsOfZeta = (q: number): number => Math.max(1, -q);

/** The Hurwitz zeta function, the sum of (q + k)^-s, as Cephes computes it. */
export function zeta(s: number, q: number): number {
  if (s === 1) return Infinity;
  if (!(s > 1) || Number.isNaN(q)) return Number.NaN;
  if (q <= 0) {
    if (Number.isInteger(q)) return Infinity;
    if (!Number.isInteger(s)) return Number.NaN;
  }
  const epsilon = 2 ** -53;
  let sum = q ** -s;
  let [at, term] = [q, 0];
  for (let i = 0; i < 9 || at <= 9; i++) {
    at++;
    term = at ** -s;
    sum += term;
    if (Math.abs(term / sum) < epsilon) return sum;
  }
  sum += (term * at) / (s - 1) - 0.5 * term;
  let factor = 1;
  for (const [i, divisor] of eulerMaclaurin.entries()) {
    factor *= s + 2 * i;
    term /= at;
    const step = (factor * term) / divisor;
    sum += step;
    if (Math.abs(step / sum) < epsilon) return sum;
    factor *= s + 2 * i + 1;
    term /= at;
  }
  return sum;
}

/** x^a e^-x / Gamma(a). */
const weight = (a: number, x: number): number => Math.exp(a * Math.log(x) - x - lgamma(a));

/** The share of the gamma distribution with shape `a` below x, by its series. */
function below(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < 100_000 && Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * weight(a, x);
}

/** The share above x, by Legendre's continued fraction (Lentz's way). */
function above(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1 / 1e-300;
  let d = 1 / b;
  let fraction = d;
  for (let i = 1; i < 100_000; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b || 1e-300);
    c = b + numerator / c || 1e-300;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 2 ** -53) break;
  }
  return fraction * weight(a, x);
}

/** The regularised lower incomplete gamma function; `upper`: what is left of 1. */
export function incompleteGamma(a: number, x: number, upper: boolean): number {
  if (!(a >= 0 && x >= 0)) return Number.NaN;
  const share = (lower: number): number => (upper ? 1 - lower : lower);
  if (a === 0) return x > 0 ? share(1) : Number.NaN;
  if (x === 0) return share(0);
  if (a === Infinity) return x === Infinity ? Number.NaN : share(0);
  if (x === Infinity) return share(1);
  if (x < a + 1) return share(below(a, x));
  return upper ? above(a, x) : 1 - above(a, x);
}
