// torch.multinomial: indices drawn by weight (ATen's Distributions.cpp and MultinomialKernel.cpp). Knows no generator's inside.
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import { readValues } from '../hostValues';
import { lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { withoutReplacement, withReplacement } from './distributions';
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
  const values = [...(yield* readValues(torch, machine, input.native))].map(Number);
  machine.spend(values.length);
  const rows = Array.from({ length: values.length / categories }, (_, i) =>
    values.slice(i * categories, (i + 1) * categories),
  );
  if (!values.every((value) => value >= 0 && value < Number.POSITIVE_INFINITY))
    refuse('probability tensor contains either `inf`, `nan` or element < 0');
  if (rows.some((row) => row.every((value) => value === 0)))
    refuse('invalid multinomial distribution (sum of probabilities <= 0)');
  const width = dtype === 'float64' ? 'float64' : 'float32';
  const chosen =
    replaces && wanted > 1
      ? rows.map((row) => withReplacement(generator, row, wanted, width))
      : withoutReplacement(generator, rows, wanted, width === 'float64' ? (value) => value : Math.fround);
  const indices = BigInt64Array.from(chosen.flat(), BigInt);
  return tensorValue(torch.classes.tensor, hostTensor(indices, [...shape.slice(0, -1), wanted], 'int64'));
}
