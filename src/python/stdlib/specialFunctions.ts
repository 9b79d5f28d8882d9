// erf, erfc, gamma and lgamma of floats as CPython computes them: step by step the C library's and mathmodule.c's own
// formulas, so that the last digit agrees. Knows no values.
// biome-ignore-all lint/correctness/noPrecisionLoss: coefficients as published
import { cos, exp, log, power, sin } from '../core/doubleDouble';

/** Summed by pairs of terms, in the order of glibc: a different order rounds differently. */
function polynomial(coefficients: readonly number[], x: number): number {
  const square = x * x;
  const fourth = square * square;
  const powers = [1, square, fourth, fourth * square, fourth * fourth];
  let value = 0;
  for (let i = 0; i < coefficients.length; i += 2) {
    const high = coefficients[i + 1];
    const pair = (coefficients[i] ?? 0) + (high === undefined ? 0 : x * high);
    value = i === 0 ? pair : value + (powers[i / 2] ?? 0) * pair;
  }
  return value;
}

// Rational approximations of fdlibm's s_erf.c: near 0, near 1, up to 1/0.35, beyond.
const erx = 8.45062911510467529297e-1;
const efx = 1.28379167095512586316e-1;
const pp = [
  1.28379167095512558561e-1, -3.2504210724700149937e-1, -2.84817495755985104766e-2, -5.77027029648944159157e-3,
  -2.37630166566501626084e-5,
];
const qq = [
  1, 3.97917223959155352819e-1, 6.50222499887672944485e-2, 5.08130628187576562776e-3, 1.32494738004321644526e-4,
  -3.9602282787753681232e-6,
];
const pa = [
  -2.36211856075265944077e-3, 4.14856118683748331666e-1, -3.72207876035701323847e-1, 3.18346619901161753674e-1,
  -1.10894694282396677476e-1, 3.54783043256182359371e-2, -2.166375594868790843e-3,
];
const qa = [
  1, 1.06420880400844228286e-1, 5.40397917702171048937e-1, 7.18286544141962662868e-2, 1.26171219808761642112e-1,
  1.36370839120290507362e-2, 1.1984499846799107417e-2,
];
const ra = [
  -9.86494403484714822705e-3, -6.93858572707181764372e-1, -1.05586262253232909814e1, -6.23753324503260060396e1,
  -1.62396669462573470355e2, -1.84605092906711035994e2, -8.12874355063065934246e1, -9.81432934416914548592,
];
const sa = [
  1, 1.96512716674392571292e1, 1.376577541435190426e2, 4.34565877475229228821e2, 6.45387271733267880336e2,
  4.29008140027567833386e2, 1.08635005541779435134e2, 6.57024977031928170135, -6.04244152148580987438e-2,
];
const rb = [
  -9.86494292470009928597e-3, -7.99283237680523006574e-1, -1.77579549177547519889e1, -1.60636384855821916062e2,
  -6.37566443368389627722e2, -1.02509513161107724954e3, -4.83519191608651397019e2,
];
const sb = [
  1, 3.03380607434824582924e1, 3.25792512996573918826e2, 1.53672958608443695994e3, 3.19985821950859553908e3,
  2.55305040643316442583e3, 4.74528541206955367215e2, -2.24409524465858183362e1,
];

const view = new DataView(new ArrayBuffer(8));
/** The upper half of a double's digits. */
function highPart(x: number): number {
  view.setFloat64(0, x);
  view.setUint32(4, 0);
  return view.getFloat64(0);
}

/** erfc(x) for x from 1.25 on. */
function tail(x: number): number {
  const s = 1 / (x * x);
  const [top, bottom] = x < 1 / 0.35 ? [ra, sa] : [rb, sb];
  const ratio = polynomial(top, s) / polynomial(bottom, s);
  const z = highPart(x);
  return (exp(-z * z - 0.5625) * exp((z - x) * (z + x) + ratio)) / x;
}

export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  const sign = x < 0 ? -1 : 1;
  if (size < 0.84375) {
    if (size < 2 ** -28) return x + efx * x;
    const z = x * x;
    return x + x * (polynomial(pp, z) / polynomial(qq, z));
  }
  if (size < 1.25) return sign * (erx + polynomial(pa, size - 1) / polynomial(qa, size - 1));
  return size >= 6 ? sign : sign * (1 - tail(size));
}

export function erfc(x: number): number {
  if (Number.isNaN(x)) return x;
  const size = Math.abs(x);
  if (size < 0.84375) {
    if (size < 2 ** -56) return 1 - x;
    const z = x * x;
    const y = polynomial(pp, z) / polynomial(qq, z);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
  }
  if (size < 1.25) {
    const ratio = polynomial(pa, size - 1) / polynomial(qa, size - 1);
    return x >= 0 ? 1 - erx - ratio : 1 + (erx + ratio);
  }
  if (size < 28) return x > 0 ? tail(x) : x < -6 ? 2 : 2 - tail(size);
  return x > 0 ? 0 : 2;
}

// Lanczos' approximation as in CPython's mathmodule.c.
const g = 6.024680040776729583740234375;
const gMinusHalf = 5.524680040776729583740234375;
const numerator = [
  23531376880.41075968857200767445163675473, 42919803642.64909876895789904700198885093,
  35711959237.35566804944018545154716670596, 17921034426.037209699919755754458931112671,
  6039542586.3520280050642916443072979210699, 1439720407.3117216736632230727949123939715,
  248874557.86205415651146038641322942321632, 31426415.58540019438061423162831820536287,
  2876370.6289353724412254090516208496135991, 186056.2653952234950402949897160456992822,
  8071.6720023658162106380029022722506138218, 210.82427775157934587250973392071336271166,
  2.5066282746310002701649081771338373386264,
];
const denominator = [
  0, 39916800, 120543840, 150917976, 105258076, 45995730, 13339535, 2637558, 357423, 32670, 1925, 66, 1,
];

function lanczosSum(x: number): number {
  let [top, bottom] = [0, 0];
  for (let i = 0; i < 13; i++) {
    const at = x < 5 ? 12 - i : i;
    top = (x < 5 ? top * x : top / x) + (numerator[at] ?? 0);
    bottom = (x < 5 ? bottom * x : bottom / x) + (denominator[at] ?? 0);
  }
  return top / bottom;
}

/** sin(πx) without losing digits in πx. */
function sinPi(x: number): number {
  const y = Math.abs(x) % 2;
  const parts = [
    sin(Math.PI * y),
    cos(Math.PI * (y - 0.5)),
    sin(Math.PI * (1 - y)),
    -cos(Math.PI * (y - 1.5)),
    sin(Math.PI * (y - 2)),
  ];
  return Math.sign(x) * (parts[Math.round(2 * y)] ?? 0);
}

export function gamma(x: number): number {
  if (!Number.isFinite(x)) return x === -Infinity ? Number.NaN : x;
  if (x === 0) return Number.NaN;
  if (Number.isInteger(x)) {
    if (x < 0) return Number.NaN;
    if (x <= 23) {
      let product = 1;
      for (let i = 2; i < x; i++) product *= i;
      return product;
    }
  }
  const size = Math.abs(x);
  if (size < 1e-20) return 1 / x;
  if (size > 200) return x < 0 ? 0 / sinPi(x) : Infinity;
  const y = size + gMinusHalf;
  const z = ((size > gMinusHalf ? y - size - gMinusHalf : y - gMinusHalf - size) * g) / y;
  if (x < 0) {
    let r = ((-Math.PI / sinPi(size) / size) * exp(y)) / lanczosSum(size);
    r -= z * r;
    if (size < 140) return r / power(y, size - 0.5);
    const half = power(y, size / 2 - 0.25);
    return r / half / half;
  }
  let r = lanczosSum(size) / exp(y);
  r += z * r;
  if (size < 140) return r * power(y, size - 0.5);
  const half = power(y, size / 2 - 0.25);
  return r * half * half;
}

export function lgamma(x: number): number {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? x : Infinity;
  if (Number.isInteger(x) && x <= 2) return x <= 0 ? Infinity : 0;
  const size = Math.abs(x);
  if (size < 1e-20) return -log(size);
  let r = log(lanczosSum(size)) - g;
  r += (size - 0.5) * (log(size + g - 0.5) - 1);
  if (x < 0) r = 1.144729885849400174143427351353058711647 - log(Math.abs(sinPi(size))) - log(size) - r;
  return r;
}
