// Distributions made of PyTorch's uniform and normal numbers, as ATen's CPU kernels make them. Knows no tensor.
import { lgamma } from '../../python/stdlib/specialFunctions';
import type { Generator, Width } from './generator';

/** The first success of repeated tries. */
export const geometric = (generator: Generator, p: number): number =>
  Math.ceil(Math.log(generator.uniform('float64')) / Math.log1p(-p));

export const cauchy = (generator: Generator, median: number, sigma: number): number =>
  median + sigma * Math.tan(Math.PI * (generator.uniform('float64') - 0.5));

/** ATen's `sample_poisson`: a product of uniforms for small rates, Hörmann's transformed rejection from 10 on. */
export function poisson(generator: Generator, rate: number): number {
  if (rate === 0) return 0;
  if (rate < 10) {
    const limit = Math.exp(-rate);
    let product = generator.uniform('float64');
    let count = 0;
    for (; product > limit; count++) product *= generator.uniform('float64');
    return count;
  }
  const logRate = Math.log(rate);
  const b = 0.931 + 2.53 * Math.sqrt(rate);
  const a = -0.059 + 0.02483 * b;
  const inverse = 1.1239 + 1.1328 / (b - 3.4);
  const bound = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = generator.uniform('float64') - 0.5;
    const v = generator.uniform('float64');
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + rate + 0.43);
    if (distance >= 0.07 && v <= bound) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const chance = Math.log(v) + Math.log(inverse) - Math.log(a / (distance * distance) + b);
    if (chance <= -rate + k * logRate - lgamma(k + 1)) return k;
  }
}

/** Indices of `count` categories with the given weights, none of them twice: the largest of weight over exponential noise. */
export function withoutReplacement(
  generator: Generator,
  rows: readonly (readonly number[])[],
  count: number,
  round: (value: number) => number,
): readonly (readonly number[])[] {
  const noise = rows.map((row) => row.map(() => round(generator.exponential(1))));
  return rows.map((row, i) => {
    const ratios = row.map((weight, j) => round(weight / (noise[i]?.[j] ?? 1)));
    const order = ratios.map((_, j) => j).sort((a, b) => (ratios[b] ?? 0) - (ratios[a] ?? 0) || a - b);
    return order.slice(0, count);
  });
}

/** Indices of `count` categories, drawn from the running sums of the weights. */
export function withReplacement(
  generator: Generator,
  weights: readonly number[],
  count: number,
  width: Width,
): readonly number[] {
  const round = width === 'float64' ? (value: number): number => value : Math.fround;
  let sum = 0;
  const sums = weights.map((weight) => (sum = round(sum + weight)));
  const parts = sums.map((value) => round(value / sum));
  if (parts.length > 0) parts[parts.length - 1] = 1;
  return Array.from({ length: count }, () => {
    const draw = generator.uniform('float64');
    let [low, high] = [0, parts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((parts[middle] ?? 1) < draw) low = middle + 1;
      else high = middle;
    }
    return low;
  });
}
