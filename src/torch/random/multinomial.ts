// torch.multinomial: indices drawn by weight (ATen's Distributions.cpp and MultinomialKernel.cpp). Knows no generator's inside.

import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { sortedLines } from '../../tensor/cpu/sortedLines';
import { isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import { readValues } from '../hostValues';
import { inTurns, type Parts, partsOf } from '../parts';
import { lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { noisyWeights, withReplacement } from './distributions';
import { roomFor } from './draw';
import { generatorOf } from './generatorObject';

type Weights = Float32Array | Float64Array;

/** Indices of `count` categories per row of weights; raises what PyTorch raises for weights that are none. */
export function* multinomial(
  torch: Torch,
  machine: Machine,
  input: TensorValue,
  count: Value,
  replacement: Value,
  given: Value | undefined,
): Run<Value> {
  const refuse = (message: string): never => machine.raise('RuntimeError', message);
  if (count.kind !== 'int') {
    return machine.raise(
      'TypeError',
      `multinomial(): argument 'num_samples' (position 2) must be int, not ${machine.classOf(count).name}`,
    );
  }
  const { dtype, rank, shape } = input.native;
  const replaces = replacement.kind === 'bool' && replacement.value;
  const wanted = Number(count.value);
  const categories = shape.at(-1) ?? 0;
  if (rank !== 1 && rank !== 2) refuse('prob_dist must be 1 or 2 dim');
  if (!isFloat(dtype)) refuse(`multinomial only supports floating-point dtypes for input, got: ${scalarName(dtype)}`);
  if (wanted <= 0) refuse('cannot sample n_sample <= 0 samples');
  if (!replaces && wanted > categories)
    refuse('cannot sample n_sample > prob_dist.size(-1) samples without replacement');
  const generator = generatorOf(torch, given);
  const lost = lostValues(input.native);
  if (lost || 'kind' in generator) return lost ?? (generator as Value);
  const weights = (yield* readValues(torch, machine, input.native)) as Weights;
  const rows = rank === 2 ? shape[0]! : 1;
  const indices = roomFor(machine, 'int64', rows * wanted) as BigInt64Array;
  const drawn = (): Value =>
    tensorValue(torch.classes.tensor, hostTensor(indices, [...shape.slice(0, -1), wanted], 'int64'));
  if (rows === 0) return drawn();
  // One draw, or draws without replacement, are the largest of noisy weights; that way checks all rows first.
  const isNoisy = !replaces || wanted === 1;
  if (isNoisy && categories === 0)
    refuse('aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.');
  const row = (i: number): Weights => weights.subarray(i * categories, (i + 1) * categories);
  const fault = yield* inTurns(machine, isNoisy ? faultOfAll(weights, categories) : faultByRow(weights, categories));
  if (fault) refuse(fault);
  const width = dtype === 'float64' ? 'float64' : 'float32';
  if (!isNoisy)
    for (let i = 0; i < rows; i++) {
      const own = indices.subarray(i * wanted, (i + 1) * wanted);
      yield* inTurns(machine, withReplacement(generator, row(i), width, own));
    }
  else {
    const ratios = yield* inTurns(machine, noisyWeights(generator, weights, width));
    const sorting = sortedLines(torch.engine.meter, rows, categories, (a, b) => ratios[b]! - ratios[a]!);
    const sorted = sorting instanceof Promise ? yield* machine.wait(sorting) : sorting;
    const choosing = partsOf(indices.length, 4, (from, to) => {
      for (let i = from; i < to; i++)
        indices[i] = BigInt(sorted[Math.floor(i / wanted) * categories + (i % wanted)]! % categories);
    });
    yield* inTurns(machine, choosing);
  }
  return drawn();
}

const noWeight = 'invalid multinomial distribution (sum of probabilities <= 0)';

/** What is wrong with rows of weights that are checked one after the other. */
function* faultByRow(weights: Weights, categories: number): Parts<string | undefined> {
  const entry = (what: string): string => `invalid multinomial distribution (encountering probability entry ${what})`;
  let sum = 0;
  let fault: string | undefined = categories === 0 ? noWeight : undefined;
  yield* partsOf(weights.length, 2, (from, to) => {
    for (let i = from; i < to && !fault; i++) {
      const weight = weights[i]!;
      if (!(weight >= 0)) fault = entry('< 0');
      else if (weight === Number.POSITIVE_INFINITY) fault = entry('= infinity or NaN');
      sum = i % categories === 0 ? weight : sum + weight;
      if ((i + 1) % categories === 0 && sum === 0) fault ??= noWeight;
    }
  });
  return fault;
}

/** What is wrong with weights that are checked at once: each of them, then each row's sum. */
function* faultOfAll(weights: Weights, categories: number): Parts<string | undefined> {
  let fault: string | undefined;
  yield* partsOf(weights.length, 1, (from, to) => {
    for (let i = from; i < to && !fault; i++)
      if (!(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY))
        fault = 'probability tensor contains either `inf`, `nan` or element < 0';
  });
  return fault ?? (yield* faultByRow(weights, categories));
}
