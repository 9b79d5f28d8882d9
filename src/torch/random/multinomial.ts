// torch.multinomial: indices drawn by weight (ATen's Distributions.cpp and MultinomialKernel.cpp). Knows no generator's inside.
import { sortedLines } from '../../ops/indexing/sortedLines';
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import { readValues } from '../hostValues';
import { inTurns, partsOf } from '../parts';
import { lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { noisyWeights, withReplacement } from './distributions';
import { roomFor } from './draw';
import { generatorOf } from './generatorObject';

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
  const weights = (yield* readValues(torch, machine, input.native)) as Float32Array | Float64Array;
  const rows = weights.length / categories;
  const row = (i: number): Float32Array | Float64Array => weights.subarray(i * categories, (i + 1) * categories);
  let sum = 0;
  let empty = false;
  const checks = partsOf(weights.length, 2, (from, to) => {
    for (let i = from; i < to; i++) {
      if (!(weights[i]! >= 0 && weights[i]! < Number.POSITIVE_INFINITY))
        refuse('probability tensor contains either `inf`, `nan` or element < 0');
      sum = i % categories === 0 ? weights[i]! : sum + weights[i]!;
      empty ||= (i + 1) % categories === 0 && sum === 0;
    }
  });
  yield* inTurns(machine, checks);
  if (empty) refuse('invalid multinomial distribution (sum of probabilities <= 0)');
  const width = dtype === 'float64' ? 'float64' : 'float32';
  const indices = roomFor(machine, 'int64', rows * wanted) as BigInt64Array;
  if (replaces && wanted > 1)
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
  return tensorValue(torch.classes.tensor, hostTensor(indices, [...shape.slice(0, -1), wanted], 'int64'));
}
