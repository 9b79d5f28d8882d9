// The distributions of NumPy's legacy generator, one number at a time, as legacy-distributions.c and distributions.c of
// numpy/random draw them. Knows no array.
import { exp, log, power } from '../../python/core/doubleDouble';
import { notFollowed } from './choosing';
import type { NumberStream } from './numberStream';

/** What a parameter has to be, and what is said where it is not. */
interface Demand {
  readonly holds: (x: number) => boolean;
  readonly words: string;
}

export interface Distribution {
  /** In Python's notation; all of them are real numbers. */
  readonly params: string;
  /** By parameter. */
  readonly demands?: readonly (readonly Demand[])[];
  readonly isInteger?: true;
  readonly draw: (stream: NumberStream, a: number, b: number) => number;
}

const positive = (name: string): readonly Demand[] => [{ holds: (x) => !(x <= 0), words: `${name} <= 0` }];
const natural = (name: string): readonly Demand[] => [
  { holds: (x) => !(x < 0) && !Object.is(x, -0), words: `${name} < 0` },
];
const located = (scale = 'scale'): readonly (readonly Demand[])[] => [[], natural(scale)];

/** Marsaglia and Tsang's, below 1 Ahrens and Dieter's. */
function gamma(stream: NumberStream, shape: number): number {
  if (shape === 1) return stream.exponential();
  if (shape === 0) return 0;
  if (shape < 1) {
    for (;;) {
      const u = stream.random();
      const v = stream.exponential();
      if (u <= 1 - shape) {
        const x = power(u, 1 / shape);
        if (x <= v) return x;
        continue;
      }
      const y = -log((1 - u) / shape);
      const x = power(1 - shape + shape * y, 1 / shape);
      if (x <= v + y) return x;
    }
  }
  const b = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    let x: number;
    let v: number;
    do {
      x = stream.gauss();
      v = 1 + c * x;
    } while (v <= 0);
    v = v * v * v;
    const u = stream.random();
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (log(u) < 0.5 * x * x + b * (1 - v + log(v))) return b * v;
  }
}

/** Jöhnk's where both are at most 1. */
function beta(stream: NumberStream, a: number, b: number): number {
  if (a > 1 || b > 1) {
    const x = gamma(stream, a);
    return x / (x + gamma(stream, b));
  }
  for (;;) {
    const u = stream.random();
    const v = stream.random();
    const x = power(u, 1 / a);
    const y = power(v, 1 / b);
    if (x + y > 1) continue;
    if (x + y > 0) return x / (x + y);
    const [p, q] = [log(u) / a, log(v) / b];
    const most = Math.max(p, q);
    return exp(p - most - log(exp(p - most) + exp(q - most)));
  }
}

const stirling = [
  8.333333333333333e-2, -2.777777777777778e-3, 7.936507936507937e-4, -5.952380952380952e-4, 8.417508417508418e-4,
  -1.917526917526918e-3, 6.41025641025641e-3, -2.955065359477124e-2, 1.796443723688307e-1, -1.3924322169059,
];

/** log Γ(x) of a whole number. */
function logGamma(x: number): number {
  if (x === 1 || x === 2) return 0;
  const steps = x < 7 ? Math.trunc(7 - x) : 0;
  let at = x + steps;
  const square = (1 / at) * (1 / at);
  const series = stirling.reduceRight((sum, a) => sum * square + a);
  let result = series / at + 0.5 * 1.8378770664093453 + (at - 0.5) * log(at) - at;
  for (let k = 0; k < steps; k++) {
    result -= log(at - 1);
    at--;
  }
  return result;
}

/** Products of uniform numbers for small means, Hörmann's PTRS from 10 on. */
function poisson(stream: NumberStream, mean: number): number {
  if (mean === 0) return 0;
  if (mean < 10) {
    const least = exp(-mean);
    let product = 1;
    for (let count = 0; ; count++) {
      product *= stream.random();
      if (product <= least) return count;
    }
  }
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const vr = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = stream.random() - 0.5;
    const v = stream.random();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= vr) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    if (log(v) + log(inverse) - log(a / (us * us) + b) <= -mean + k * log(mean) - logGamma(k + 1)) return k;
  }
}

/** By inversion; where many successes are to be expected NumPy goes another way. */
function binomial(stream: NumberStream, n: number, p: number): number {
  if (n === 0 || p === 0) return 0;
  if (p > 0.5) return n - binomial(stream, n, 1 - p);
  if (p * n > 30) return notFollowed('binomial');
  const q = 1 - p;
  const none = exp(n * Math.log1p(-p));
  const bound = Math.min(n, n * p + 10 * Math.sqrt(n * p * q + 1));
  let count = 0;
  let chance = none;
  let u = stream.random();
  while (u > chance) {
    count++;
    if (count > Math.trunc(bound)) {
      count = 0;
      chance = none;
      u = stream.random();
    } else {
      u -= chance;
      chance = ((n - count + 1) * p * chance) / (count * q);
    }
  }
  return count;
}

function geometric(stream: NumberStream, p: number): number {
  if (p < 0.3333333333333333) return Math.ceil(Math.log1p(-stream.random()) / Math.log1p(-p));
  let [count, sum, chance] = [1, p, p];
  const u = stream.random();
  while (u > sum) {
    chance *= 1 - p;
    sum += chance;
    count++;
  }
  return count;
}

/** A uniform number that is above 0, from the side that the formula takes. */
function above(draw: () => number): number {
  for (;;) {
    const u = draw();
    if (u > 0) return u;
  }
}

/** The largest mean whose counts stay 64-bit integers, by ten deviations. */
const mostCounted = 2 ** 63 - 10 * Math.sqrt(2 ** 63);

export const legacyDistributions: Readonly<Record<string, Distribution>> = {
  uniform: { params: 'low=0.0, high=1.0', draw: (s, low, high) => low + (high - low) * s.random() },
  normal: { params: 'loc=0.0, scale=1.0', demands: located(), draw: (s, mean, scale) => mean + scale * s.gauss() },
  exponential: { params: 'scale=1.0', demands: [natural('scale')], draw: (s, scale) => scale * s.exponential() },
  standard_gamma: { params: 'shape', demands: [natural('shape')], draw: gamma },
  gamma: {
    params: 'shape, scale=1.0',
    demands: [natural('shape'), natural('scale')],
    draw: (s, shape, scale) => scale * gamma(s, shape),
  },
  beta: { params: 'a, b', demands: [positive('a'), positive('b')], draw: beta },
  chisquare: { params: 'df', demands: [positive('df')], draw: (s, df) => 2 * gamma(s, df / 2) },
  standard_t: {
    params: 'df',
    demands: [positive('df')],
    draw: (s, df) => {
      const normal = s.gauss();
      return (Math.sqrt(df / 2) * normal) / Math.sqrt(gamma(s, df / 2));
    },
  },
  pareto: { params: 'a', demands: [positive('a')], draw: (s, a) => Math.expm1(s.exponential() / a) },
  weibull: { params: 'a', demands: [natural('a')], draw: (s, a) => (a === 0 ? 0 : power(s.exponential(), 1 / a)) },
  power: { params: 'a', demands: [positive('a')], draw: (s, a) => power(-Math.expm1(-s.exponential()), 1 / a) },
  lognormal: {
    params: 'mean=0.0, sigma=1.0',
    demands: located('sigma'),
    draw: (s, mean, sigma) => exp(mean + sigma * s.gauss()),
  },
  rayleigh: {
    params: 'scale=1.0',
    demands: [natural('scale')],
    draw: (s, scale) => scale * Math.sqrt(-2 * log(1 - s.random())),
  },
  laplace: {
    params: 'loc=0.0, scale=1.0',
    demands: located(),
    draw: (s, mean, scale) => {
      const u = above(() => s.random());
      return u >= 0.5 ? mean - scale * log(2 - u - u) : mean + scale * log(u + u);
    },
  },
  gumbel: {
    params: 'loc=0.0, scale=1.0',
    demands: located(),
    draw: (s, mean, scale) => {
      for (;;) {
        const u = 1 - s.random();
        if (u < 1) return mean - scale * log(-log(u));
      }
    },
  },
  logistic: {
    params: 'loc=0.0, scale=1.0',
    demands: located(),
    draw: (s, mean, scale) => {
      const u = above(() => s.random());
      return mean + scale * log(u / (1 - u));
    },
  },
  poisson: {
    params: 'lam=1.0',
    isInteger: true,
    demands: [
      [
        { holds: (x) => x >= 0, words: 'lam < 0 or lam is NaN' },
        { holds: (x) => x <= mostCounted, words: 'lam value too large' },
      ],
    ],
    draw: poisson,
  },
  geometric: {
    params: 'p',
    isInteger: true,
    demands: [[{ holds: (p) => p > 0 && p <= 1, words: 'p <= 0, p > 1 or p contains NaNs' }]],
    draw: geometric,
  },
  binomial: {
    params: 'n, p',
    isInteger: true,
    demands: [
      [{ holds: (n) => n >= 0, words: 'n < 0' }],
      [{ holds: (p) => p >= 0 && p <= 1, words: 'p < 0, p > 1 or p is NaN' }],
    ],
    draw: binomial,
  },
};
