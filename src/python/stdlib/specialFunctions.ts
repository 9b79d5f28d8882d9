// erf, erfc, gamma and lgamma of floats, to about 1e-15. Knows no values.
// biome-ignore-all lint/correctness/noPrecisionLoss: these are the shortest texts of the doubles that are meant

/** Coefficients of W. J. Cody's rational Chebyshev approximations of erf and erfc (1969). */
const A = [3.1611237438705656, 113.86415415105016, 377.485237685302, 3209.3775891384694, 0.18577770618460315];
const B = [23.601290952344122, 244.02463793444417, 1282.6165260773723, 2844.236833439171];
const C = [
  0.5641884969886701, 8.883149794388377, 66.11919063714163, 298.6351381974001, 881.952221241769, 1712.0476126340707,
  2051.0783778260716, 1230.3393547979972, 2.1531153547440383e-8,
];
const D = [
  15.744926110709835, 117.6939508913125, 537.1811018620099, 1621.3895745666903, 3290.7992357334597, 4362.619090143247,
  3439.3676741437216, 1230.3393548037495,
];
const P = [
  0.30532663496123236, 0.36034489994980445, 0.12578172611122926, 0.016083785148742275, 0.0006587491615298378,
  0.016315387137302097,
];
const Q = [2.568520192289822, 1.8729528499234673, 0.5279051029514285, 0.06051834131244132, 0.0023352049762686918];
const at = (list: readonly number[], i: number): number => list[i] ?? 0;

/** exp(-y²) with y² split so that no digits are lost. */
function gauss(y: number): number {
  const part = Math.trunc(y * 16) / 16;
  return Math.exp(-part * part) * Math.exp(-(y - part) * (y + part));
}

function tail(y: number): number {
  if (y <= 4) {
    let top = at(C, 8) * y;
    let bottom = y;
    for (let i = 0; i < 7; i++) {
      top = (top + at(C, i)) * y;
      bottom = (bottom + at(D, i)) * y;
    }
    return gauss(y) * ((top + at(C, 7)) / (bottom + at(D, 7)));
  }
  if (y > 26.6) return 0;
  const z = 1 / (y * y);
  let top = at(P, 5) * z;
  let bottom = z;
  for (let i = 0; i < 4; i++) {
    top = (top + at(P, i)) * z;
    bottom = (bottom + at(Q, i)) * z;
  }
  const ratio = (z * (top + at(P, 4))) / (bottom + at(Q, 4));
  return (gauss(y) * (0.5641895835477563 - ratio)) / y;
}

function small(x: number): number {
  const z = x * x;
  let top = at(A, 4) * z;
  let bottom = z;
  for (let i = 0; i < 3; i++) {
    top = (top + at(A, i)) * z;
    bottom = (bottom + at(B, i)) * z;
  }
  return (x * (top + at(A, 3))) / (bottom + at(B, 3));
}

export function erf(x: number): number {
  const y = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (y <= 0.46875) return small(x);
  return x > 0 ? 1 - tail(y) : tail(y) - 1;
}

export function erfc(x: number): number {
  const y = Math.abs(x);
  if (Number.isNaN(x)) return x;
  if (y <= 0.46875) return 1 - small(x);
  return x > 0 ? tail(y) : 2 - tail(y);
}

/** Lanczos' approximation, g = 607/128, n = 15 (Godfrey). */
const lanczos = [
  0.9999999999999971, 57.15623566586292, -59.59796035547549, 14.136097974741746, -0.4919138160976202,
  0.00003399464998481189, 0.00004652362892704858, -0.00009837447530487956, 0.0001580887032249125,
  -0.00021026444172410488, 0.00021743961811521265, -0.0001643181065367639, 0.00008441822398385275,
  -0.000026190838401581408, 0.0000036899182659531625,
];

export function gamma(x: number): number {
  if (Number.isInteger(x)) {
    if (x <= 0) return Number.NaN;
    if (x <= 171) {
      let product = 1;
      for (let i = 2; i < x; i++) product *= i;
      return product;
    }
  }
  if (x < 0.5) return Math.PI / (Math.sin(Math.PI * x) * gamma(1 - x));
  if (x > 172) return Infinity;
  const y = x - 1;
  let sum = at(lanczos, 0);
  for (let i = 1; i < lanczos.length; i++) sum += at(lanczos, i) / (y + i);
  const t = y + 607 / 128 + 0.5;
  return Math.sqrt(2 * Math.PI) * t ** ((y + 0.5) / 2) * Math.exp(-t) * t ** ((y + 0.5) / 2) * sum;
}

export function lgamma(x: number): number {
  if (Number.isInteger(x) && x <= 0) return Infinity;
  if (x === 1 || x === 2) return 0;
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  const y = x - 1;
  let sum = at(lanczos, 0);
  for (let i = 1; i < lanczos.length; i++) sum += at(lanczos, i) / (y + i);
  const t = y + 607 / 128 + 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (y + 0.5) * Math.log(t) - t + Math.log(sum);
}
