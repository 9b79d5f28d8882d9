// Distributions made of PyTorch's uniform and normal numbers, as ATen's CPU kernels make them. Knows no tensor.
import { lgamma } from '../../python/stdlib/specialFunctions';
import { type Parts, partsOf } from '../parts';
import { costOfNormal, type Generator, type Width } from './generator';

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

/** Weights over exponential noise: the largest ones name the categories that are drawn, none of them twice. */
export function* noisyWeights(generator: Generator, weights: ArrayLike<number>, width: Width): Parts<Float64Array> {
  const round = roundingTo(width);
  const ratios = new Float64Array(weights.length);
  yield* partsOf(ratios.length, costOfNormal, (from, to) => {
    for (let i = from; i < to; i++) ratios[i] = round(weights[i]! / round(generator.exponential(1)));
  });
  return ratios;
}

/** Fills `into` with indices of categories, drawn from the running sums of the weights. */
export function* withReplacement(
  generator: Generator,
  weights: ArrayLike<number>,
  width: Width,
  into: BigInt64Array,
): Parts {
  const round = roundingTo(width);
  const parts = new Float64Array(weights.length);
  let sum = 0;
  yield* partsOf(parts.length, 1, (from, to) => {
    for (let i = from; i < to; i++) parts[i] = sum = round(sum + weights[i]!);
  });
  yield* partsOf(parts.length, 1, (from, to) => {
    for (let i = from; i < to; i++) parts[i] = round(parts[i]! / sum);
  });
  if (parts.length > 0) parts[parts.length - 1] = 1;
  yield* partsOf(into.length, costOfNormal, (from, to) => {
    for (let i = from; i < to; i++) into[i] = BigInt(placeOf(parts, generator.uniform('float64')));
  });
}

const roundingTo = (width: Width): ((value: number) => number) =>
  width === 'float64' ? (value) => value : Math.fround;

/** The first place whose running sum is not below the draw. */
function placeOf(sums: Float64Array, draw: number): number {
  let [low, high] = [0, sums.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! < draw) low = middle + 1;
    else high = middle;
  }
  return low;
}
