// The normal distribution's tails: erfcx, the logarithm of the share below x, and where a share is reached, in double
// precision. Knows no tensor.
import { erfc, erfinv } from './erf';

/** e^(x²) erfc(x): the continued fraction of erfc without its exponential where that is small. */
export function erfcx(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x < 0) return 2 * Math.exp(x * x) - erfcx(-x);
  if (x < 2.5) return Math.exp(x * x) * erfc(x);
  let fraction = 0;
  for (let n = 120; n > 0; n--) fraction = n / 2 / (x + fraction);
  return 1 / (Math.sqrt(Math.PI) * (x + fraction));
}

/** The logarithm of the share below x. */
export function logNdtr(x: number): number {
  const t = x * Math.SQRT1_2;
  return x < -1 ? Math.log(erfcx(-t) / 2) - t * t : Math.log1p(-erfc(t) / 2);
}

/** Below which x this share lies. */
export function ndtri(share: number): number {
  if (!(share > 0 && share < 1)) return share === 0 ? -Infinity : share === 1 ? Infinity : Number.NaN;
  if (share > 0.5) return share > 0.9 ? -ndtri(1 - share) : Math.SQRT2 * erfinv(2 * share - 1);
  if (share > 0.1) return Math.SQRT2 * erfinv(2 * share - 1);
  // In the tail by Newton's steps on the logarithm, which is nearly a parabola there.
  const wanted = Math.log(share);
  let x = -Math.sqrt(-2 * wanted);
  for (let i = 0; i < 20; i++) {
    const found = logNdtr(x);
    const slope = Math.exp(-0.5 * x * x - found) / Math.sqrt(2 * Math.PI);
    const step = (found - wanted) / slope;
    x -= step;
    if (Math.abs(step) < Math.abs(x) * 2 ** -40) break;
  }
  // Once more on the share itself, whose logarithm has lost digits.
  return x - (0.5 * erfc(-x * Math.SQRT1_2) - share) / (Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI));
}
