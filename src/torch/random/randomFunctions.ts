// torch.rand, randn, randint, randperm, bernoulli, normal and seeds, from PyTorch's exact streams.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  type BuiltinValue,
  builtin,
  int,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { allocate, type DType, defaultFloat, isHalf } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { TensorError } from '../../tensor/tensorError';
import { declare, type Given } from '../binding/define';
import type { DeviceObjects } from '../deviceObject';
import { created, creationOptions } from '../functions/creation';
import { shapeArgument } from '../functions/shapeArgument';
import { readValues } from '../hostValues';
import { fillArray, type Leaf } from '../numberStorage';
import { guarded } from '../raise';
import { isTensorValue, loseValues, lostValues, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { Generator, type Width } from './generator';
import { generatorOf, loseGenerator, seedOf } from './generatorObject';

const options = 'dtype=None, device=None, requires_grad=False, pin_memory=False, layout=None, generator=None, out=None';

type Draw = (generator: Generator, count: number, width: Width) => readonly Leaf[];

const uniform: Draw = (generator, count, width) => Array.from({ length: count }, () => generator.uniform(width));
const normal: Draw = (generator, count, width) => [...generator.normals(count, 0, 1, width)];

export function randomFunctions(torch: Torch, devices: DeviceObjects): Readonly<Record<string, BuiltinValue>> {
  /** A tensor of draws, in the dtype asked for. */
  function make(
    name: string,
    given: Given,
    machine: Machine,
    shape: readonly number[],
    fallback: DType,
    draw: Draw,
  ): Value {
    const wanted = creationOptions(name, given, devices, machine);
    const dtype = wanted.dtype ?? fallback;
    const generator = generatorOf(torch, given.get('generator'));
    const count = sizeOf(shape);
    machine.spend(count);
    return guarded<Value>(machine, () => {
      if ('kind' in generator || isHalf(dtype)) {
        const hidden = created(torch, machine, hostTensor(allocate(dtype, count), shape, dtype), wanted);
        const narrow = unknown(say('random numbers of type {0} are not modelled yet', dtype));
        loseValues(hidden.native, 'kind' in generator ? generator : narrow);
        return hidden;
      }
      const leaves = draw(generator, count, dtype === 'float64' ? 'float64' : 'float32');
      return created(torch, machine, hostTensor(fillArray(dtype, leaves), shape, dtype), wanted);
    });
  }
  const ofSize = (name: string, draw: Draw): BuiltinValue =>
    declare(name, 'native', `*size, *, ${options}`, (given, machine) => {
      const shape = shapeArgument(name, given.get('size'), machine);
      return 'kind' in shape ? shape : make(name, given, machine, shape, defaultFloat, draw);
    });
  const like = (name: string, draw: Draw): BuiltinValue =>
    declare(name, 'native', `input, *, ${options}, memory_format=None`, (given, machine) => {
      const input = given.get('input');
      if (!isTensorValue(input)) {
        return machine.raise(
          'TypeError',
          `${name}(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
        );
      }
      return make(name, given, machine, input.native.shape, input.native.dtype, draw);
    });
  return {
    rand: ofSize('rand', uniform),
    randn: ofSize('randn', normal),
    rand_like: like('rand_like', uniform),
    randn_like: like('randn_like', normal),
    randint: declare('randint', 'native', `low, high=None, size=None, *, ${options}`, (given, machine) => {
      // `randint(high, size)` names no lower bound.
      const short = given.get('high').kind === 'tuple' || given.get('high').kind === 'list';
      const [low, high, size] = short
        ? [int(0), given.get('low'), given.get('high')]
        : given.get('high').kind === 'none'
          ? [int(0), given.get('low'), given.get('size')]
          : [given.get('low'), given.get('high'), given.get('size')];
      if (low.kind !== 'int' || high.kind !== 'int') {
        return machine.raise('TypeError', `randint(): argument 'high' must be int, not ${machine.classOf(high).name}`);
      }
      if (low.value >= high.value) {
        return machine.raise(
          'RuntimeError',
          `random_ expects 'from' to be less than 'to', but got from=${low.value} >= to=${high.value}`,
        );
      }
      const shape = shapeArgument('randint', size, machine);
      if ('kind' in shape) return shape;
      return make('randint', given, machine, shape, 'int64', (generator, count) =>
        Array.from({ length: count }, () => generator.integer(low.value, high.value)),
      );
    }),
    randperm: declare('randperm', 'native', `n, *, ${options}`, (given, machine) => {
      const n = given.get('n');
      if (n.kind !== 'int') {
        return machine.raise(
          'TypeError',
          `randperm(): argument 'n' (position 1) must be int, not ${machine.classOf(n).name}`,
        );
      }
      return make('randperm', given, machine, [Number(n.value)], 'int64', (generator, count) =>
        generator.permutation(count).map(BigInt),
      );
    }),
    bernoulli: declare('bernoulli', 'native', 'input, p=None, *, generator=None, out=None', (given, machine) =>
      bernoulli(torch, machine, given),
    ),
    normal: declare('normal', 'native', `mean=0.0, std=1.0, size=None, *, ${options}`, (given, machine) => {
      const [mean, std, size] = [given.get('mean'), given.get('std'), given.get('size')];
      if (isTensorValue(mean) || isTensorValue(std))
        return unknown(say('{0} of tensors is not modelled yet', 'torch.normal'));
      const shape = shapeArgument('normal', size, machine);
      if ('kind' in shape) return shape;
      return make('normal', given, machine, shape, defaultFloat, (generator, count, width) => [
        ...generator.normals(count, numberOf(mean, 0), numberOf(std, 1), width),
      ]);
    }),
    ...Object.fromEntries(
      ['multinomial', 'poisson', 'binomial', 'randint_like'].map((name) => [
        name,
        builtin(name, () => loseGenerator(torch, `torch.${name}`)),
      ]),
    ),
    manual_seed: declare('manual_seed', 'python', 'seed', ({ get }, machine) => {
      const seed = seedOf(get('seed'), machine);
      if (typeof seed !== 'bigint') return seed;
      if (!(torch.generator instanceof Generator)) torch.generator = new Generator(seed);
      torch.generator.manualSeed(seed);
      return { kind: 'instance', cls: torch.classes.generator, attrs: new Map(), native: torch.generator };
    }),
    seed: declare('seed', 'python', '', () => {
      torch.generator = undefined;
      return unknownSeed();
    }),
    initial_seed: declare('initial_seed', 'python', '', () => {
      const { generator } = torch;
      if (!generator) return unknownSeed();
      return 'kind' in generator ? generator : int(generator.initialSeed);
    }),
    get_rng_state: declare('get_rng_state', 'python', '', () =>
      unknown(say('states of generators are not modelled yet')),
    ),
    set_rng_state: declare('set_rng_state', 'python', 'new_state', () => {
      torch.generator = unknown(say('states of generators are not modelled yet'));
      return none;
    }),
  };
}

const unknownSeed = (): UnknownValue => unknown(say('this seed differs from run to run'));

const numberOf = (value: Value, fallback: number): number =>
  value.kind === 'int' || value.kind === 'float' ? Number(value.value) : fallback;

/** One draw per probability: float32 ones take one word each, float64 ones two. */
function* bernoulli(torch: Torch, machine: Machine, given: Given): Run<Value | UnknownValue> {
  const [input, p] = [given.get('input'), given.get('p')];
  const generator = generatorOf(torch, given.get('generator'));
  if ('kind' in generator) return generator;
  if (!isTensorValue(input)) {
    return machine.raise(
      'TypeError',
      `bernoulli(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
    );
  }
  const lost = lostValues(input.native);
  if (lost) return lost;
  const { dtype, shape, size } = input.native;
  const values = yield* readValues(torch, machine, input.native);
  const width = dtype === 'float64' ? 'float64' : 'float32';
  return guarded<Value>(machine, () => {
    const bad = p.kind === 'none' && [...values].some((value) => !(Number(value) >= 0 && Number(value) <= 1));
    if (bad) throw new TensorError('RuntimeError', 'Expected p_in >= 0 && p_in <= 1 to be true, but got false.');
    const leaves = Array.from(
      { length: size },
      (_, i): Leaf =>
        p.kind === 'none'
          ? generator.uniform(width) < Number(values[i])
            ? 1
            : 0
          : generator.uniform('float64') < numberOf(p, 0.5)
            ? 1
            : 0,
    );
    return tensorValue(torch.classes.tensor, hostTensor(fillArray(dtype, leaves), shape, dtype));
  });
}
