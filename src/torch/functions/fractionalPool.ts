// fractional_max_pool: the largest value of windows whose steps follow from a number drawn for each plane and dim. Knows no
// module.

import type { Machine } from '../../python/machine';
import { type BuiltinValue, type Run, tuple, type Value } from '../../python/value';
import { type DType, isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { wrapDim } from '../../tensor/tensorError';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { readValues } from '../hostValues';
import { asMadeBy } from '../nn/compose';
import { inTurns } from '../parts';
import { fill, roomFor, widthOf } from '../random/draw';
import { costOfWord } from '../random/generator';
import { generatorOf } from '../random/generatorObject';
import { numberIn } from '../scalarValue';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

const signature = 'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None';

/** Functions of torch.nn.functional by their name there. */
export function fractionalPools(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  const over = (count: 2 | 3) => {
    const name = `fractional_max_pool${count}d`;
    const pooled = function* (given: Given, machine: Machine): Run<Value> {
      return yield* pool(torch, machine, name, count, given);
    };
    return {
      [`${name}_with_indices`]: declare(`${name}_with_indices`, 'python', signature, pooled),
      [name]: declare(name, 'python', signature, function* (given, machine): Run<Value> {
        const made = yield* pooled(given, machine);
        const both = given.get('return_indices');
        return made.kind === 'tuple' && !(both.kind === 'bool' && both.value) ? made.items[0]! : made;
      }),
    };
  };
  return { ...over(2), ...over(3) };
}

const numberOf = (value: Value): number => numberIn(value, 0);

/** One number for all dims, or one of each. */
function spread(machine: Machine, value: Value, count: number, words: string): readonly number[] {
  if (value.kind === 'tuple' || value.kind === 'list') {
    if (value.items.length !== count)
      machine.raise('RuntimeError', `${words} must either be a single Int or tuple of Ints`);
    return value.items.map(numberOf);
  }
  return Array<number>(count).fill(numberOf(value));
}

function sizesOf(machine: Machine, name: string, count: number, x: TensorValue, given: Given): readonly number[] {
  const [size, ratio] = [given.get('output_size'), given.get('output_ratio')];
  if (size.kind !== 'none') return spread(machine, size, count, `${name}: output_size`);
  if (ratio.kind === 'none')
    machine.raise('ValueError', `${name} requires specifying either an output_size or an output_ratio`);
  if (ratio.kind === 'float' || ratio.kind === 'int')
    machine.raise('TypeError', `object of type '${ratio.kind}' has no len()`);
  const { shape, rank } = x.native;
  return spread(machine, ratio, count, `${name}: output_ratio`).map((part, i) =>
    Math.trunc(shape[wrapDim(i - count, rank)]! * part),
  );
}

const spatialNames = { 2: ['height', 'width'], 3: ['time', 'height', 'width'] } as const;

/** Where the windows of one dim begin. */
function starts(sample: number, size: number, outputs: number, window: number, dtype: DType): readonly number[] {
  const round = dtype === 'float64' ? (value: number): number => value : Math.fround;
  const step = outputs > 1 ? round((size - window) / (outputs - 1)) : 0;
  const first = Math.trunc(round(sample * step));
  return Array.from({ length: outputs }, (_, i) =>
    i === outputs - 1 ? size - window : Math.trunc(round(round(i + sample) * step)) - first,
  );
}

function* pool(torch: Torch, machine: Machine, name: string, count: 2 | 3, given: Given): Run<Value> {
  const input = given.get('input');
  if (!isTensorValue(input)) return yield* machine.getAttr(input, 'dim');
  const { shape, dtype, rank } = input.native;
  const outputs = sizesOf(machine, name, count, input, given);
  const samples = yield* samplesOf(torch, machine, count, input, given.get('_random_samples'));
  if (!isTensorValue(samples)) return samples;
  const raise = (message: string): never => machine.raise('RuntimeError', message);
  const window = spread(machine, given.get('kernel_size'), count, `${name}: kernel_size`);
  if (rank !== count + 1 && rank !== count + 2)
    raise(`${name}(): Expected ${count + 1}D or ${count + 2}D tensor, but got: [${shape.join(', ')}]`);
  const spatial = shape.slice(-count);
  const spoken = count === 2 ? `${name}()` : `${name}_out()`;
  for (const [i, size] of spatial.entries()) {
    if (outputs[i]! + window[i]! - 1 > size) {
      const dim = spatialNames[count][i]!;
      raise(`${spoken}: pool ${dim} ${window[i]} too large relative to input ${dim} ${size}`);
    }
  }
  if (samples.native.rank !== 3) raise(`Expect _random_samples to have 3 dimensions, got ${samples.native.rank}`);
  const lost = lostValues(input.native) ?? lostValues(samples.native);
  if (lost) return lost;
  const values = yield* readValues(torch, machine, input.native);
  const drawn = yield* readValues(torch, machine, samples.native);
  const planes = sizeOf(shape.slice(0, -count));
  const perPlane = sizeOf(outputs);
  machine.work(planes * perPlane * sizeOf(window));
  const indices = new BigInt64Array(planes * perPlane);
  const positions = new BigInt64Array(planes * perPlane);
  const plane = sizeOf(spatial);
  for (let p = 0; p < planes; p++) {
    // The last dim takes the first number where there are two.
    const sampleAt = (dim: number): number => Number(drawn[p * count + (count === 2 ? 1 - dim : dim)]);
    const begins = spatial.map((size, dim) => starts(sampleAt(dim), size, outputs[dim]!, window[dim]!, dtype));
    for (let out = 0; out < perPlane; out++) {
      const best = bestIn(values, p * plane, spatial, outputs, window, begins, out);
      indices[p * perPlane + out] = BigInt(best);
      positions[p * perPlane + out] = BigInt(p * plane + best);
    }
  }
  const made = [...shape.slice(0, -count), ...outputs];
  const asTensor = (places: BigInt64Array): TensorValue =>
    tensorValue(torch.classes.tensor, hostTensor(places, made, 'int64'));
  const taken = yield* callFunction(torch, machine, 'torch.take', [input, asTensor(positions)]);
  return tuple([asMadeBy(taken, `FractionalMaxPool${count}DBackward0`), asTensor(indices)]);
}

/** The place in its plane of the largest value of a window; nan is larger than any. */
function bestIn(
  values: ArrayLike<number | bigint>,
  start: number,
  spatial: readonly number[],
  outputs: readonly number[],
  window: readonly number[],
  begins: readonly (readonly number[])[],
  out: number,
): number {
  const corner: number[] = [];
  for (let dim = spatial.length - 1, rest = out; dim >= 0; dim--) {
    corner[dim] = begins[dim]![rest % outputs[dim]!]!;
    rest = Math.floor(rest / outputs[dim]!);
  }
  let best = -1;
  for (let inside = 0; inside < sizeOf(window); inside++) {
    let [place, scale, rest] = [0, 1, inside];
    for (let dim = spatial.length - 1; dim >= 0; dim--) {
      place += (corner[dim]! + (rest % window[dim]!)) * scale;
      scale *= spatial[dim]!;
      rest = Math.floor(rest / window[dim]!);
    }
    const value = Number(values[start + place]);
    if (best < 0 || value > Number(values[start + best]) || Number.isNaN(value)) best = place;
  }
  return Math.max(best, 0);
}

/** The numbers that the windows follow from: those given, or new ones. */
function* samplesOf(torch: Torch, machine: Machine, count: number, input: TensorValue, given: Value): Run<Value> {
  if (given.kind !== 'none') return given;
  const { shape, dtype, rank } = input.native;
  if (!isFloat(dtype))
    machine.raise('NotImplementedError', `"check_uniform_bounds" not implemented for '${scalarName(dtype)}'`);
  const generator = generatorOf(torch);
  if ('kind' in generator) return generator;
  if (rank < count + 1) wrapDim(-count - 1, rank);
  const sizes = [rank === count + 1 ? 1 : shape[0]!, shape[rank - count - 1]!, count];
  const drawn = roomFor(machine, dtype, sizeOf(sizes));
  yield* inTurns(
    machine,
    fill(drawn, dtype, costOfWord, () => generator.uniform(widthOf(dtype))),
  );
  return tensorValue(torch.classes.tensor, hostTensor(drawn, sizes, dtype));
}
