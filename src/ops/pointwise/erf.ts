// The error function, what is left of 1, and its inverse, in double precision. Knows no tensor.

/** erf(x): its series up to 2.5, one minus the continued fraction of erfc beyond (Abramowitz & Stegun 7.1.6 and 7.1.14). */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x) || size === 0) return x;
  if (size > 6) return Math.sign(x);
  if (size < 2.5) {
    let term = x;
    let sum = x;
    for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -60; n++) {
      term *= (2 * x * x) / (2 * n + 1);
      sum += term;
    }
    return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
  }
  return Math.sign(x) * (1 - tail(size));
}

/** 1 - erf(x), by its continued fraction where little is left. */
export const erfc = (x: number): number => (x < 2.5 ? 1 - erf(x) : tail(x));

/** erfc of what is not below 2.5. */
function tail(x: number): number {
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * (x + fraction));
}

/** x where erf(x) = y: Winitzki's guess, then Halley's steps. */
export function erfinv(y: number): number {
  if (!(Math.abs(y) < 1)) return Math.abs(y) === 1 ? y * Infinity : Number.NaN;
  if (y === 0) return y;
  const w = Math.log((1 - y) * (1 + y));
  const half = 2 / (Math.PI * 0.147) + w / 2;
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(half * half - w / 0.147) - half);
  for (let i = 0; i < 4; i++) {
    const off = (erf(x) - y) / ((2 / Math.sqrt(Math.PI)) * Math.exp(-x * x));
    x -= off / (1 + x * off);
  }
  return x;
}
