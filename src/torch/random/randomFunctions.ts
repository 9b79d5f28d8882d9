// torch.rand, randn, randint, randperm, bernoulli, multinomial, normal and seeds, from PyTorch's exact streams.

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
import { broadcastShapes } from '../../tensor/broadcast';
import { type DType, defaultFloat, isFloat, isIntegral, scalarName } from '../../tensor/dtype';
import { contiguousStrides, hostStorage, tensorOf as hostTensor, isContiguous, sizeOf } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { created, creationOptions } from '../functions/creation';
import { shapeArgument } from '../functions/shapeArgument';
import { readValues } from '../hostValues';
import { formatOf, stridesIn } from '../memoryFormat';
import { inTurns } from '../parts';
import { placeholder } from '../placeholder';
import { guarded, raiseInPython } from '../raise';
import { numberIn } from '../scalarValue';
import { onlyValue } from '../tensor/protocols';
import { isTensorValue, loseValues, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { poisson } from './distributions';
import { type Draw, each, normals, permutation, roomFor } from './draw';
import { costOfNormal } from './generator';
import {
  generatorOf,
  generatorValue,
  loseGenerator,
  seedGenerator,
  seedOf,
  setDefaultState,
  stateTensor,
} from './generatorObject';
import { multinomial } from './multinomial';
import { integers } from './randomMethods';

const options = 'dtype=None, device=None, requires_grad=False, pin_memory=False, layout=None, generator=None, out=None';

const uniform: Draw = each((generator, width) => generator.uniform(width));

/** `rand` and `randn` are kernels of floats. */
const kernels: Readonly<Record<string, string>> = {
  rand: 'check_uniform_bounds',
  rand_like: 'check_uniform_bounds',
  randn: 'normal_kernel_cpu',
  randn_like: 'normal_kernel_cpu',
};

export function randomFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  /** A tensor of draws, in the dtype asked for. */
  function* make(
    name: string,
    given: Given,
    machine: Machine,
    shape: readonly number[],
    fallback: DType,
    drawOf: (dtype: DType) => Draw,
    strides = contiguousStrides(shape),
  ): Run<Value> {
    const wanted = creationOptions(name, given, machine);
    const dtype = wanted.dtype ?? fallback;
    const generator = generatorOf(torch, given.get('generator'));
    const count = sizeOf(shape);
    try {
      const kernel = kernels[name];
      if (kernel && !isFloat(dtype) && dtype !== 'complex64')
        throw new TensorError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(dtype)}'`);
      const draw = drawOf(dtype);
      const values = roomFor(machine, dtype, count);
      if ('kind' in generator || dtype === 'complex64') {
        const hidden = created(torch, machine, hostTensor(values, shape, dtype), wanted);
        const complex = unknown(say('random numbers of type {0} are not modelled yet', dtype));
        loseValues(hidden.native, 'kind' in generator ? generator : complex);
        return hidden;
      }
      // Values are drawn in the order of the memory.
      const made = new Tensor(hostStorage(values, dtype), shape, strides, 0);
      yield* inTurns(machine, draw({ generator, values, dtype, contiguous: isContiguous(made) }));
      return created(torch, machine, made, wanted);
    } catch (error) {
      return raiseInPython(machine, error);
    }
  }
  const ofSize = (name: string, draw: Draw): BuiltinValue =>
    declare(name, 'native', `*size, *, ${options}`, (given, machine) => {
      const shape = shapeArgument(name, given.get('size'), machine);
      return 'kind' in shape ? shape : make(name, given, machine, shape, defaultFloat, () => draw);
    });
  const inputOf = (name: string, given: Given, machine: Machine): TensorValue => {
    const input = given.get('input');
    if (isTensorValue(input)) return input;
    return machine.raise(
      'TypeError',
      `${name}(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
    );
  };
  const like = (name: string, draw: Draw): BuiltinValue =>
    declare(name, 'native', `input, *, ${options}, memory_format=None`, (given, machine) => {
      const { native } = inputOf(name, given, machine);
      const strides = stridesIn(native, formatOf(given.get('memory_format')), machine);
      return make(name, given, machine, native.shape, native.dtype, () => draw, strides);
    });
  /** A bound of `randint`: an int, or a tensor of one. */
  function* bound(value: Value, machine: Machine): Run<bigint | UnknownValue> {
    const whole =
      isTensorValue(value) && isIntegral(value.native.dtype) && value.native.size === 1
        ? yield* onlyValue(torch, value, machine)
        : value;
    if (whole.kind === 'unknown') return whole;
    if (whole.kind !== 'int')
      return machine.raise(
        'TypeError',
        `randint(): argument 'high' (position 1) must be int, not ${machine.classOf(value).name}`,
      );
    if (BigInt.asIntN(64, whole.value) !== whole.value)
      machine.raise('ValueError', 'Overflow when unpacking long long');
    return whole.value;
  }
  function* randint(
    name: string,
    given: Given,
    machine: Machine,
    first: Value,
    second: Value,
    shape: readonly number[],
    fallback: DType,
    strides?: readonly number[],
  ): Run<Value> {
    // One bound alone is the upper one.
    const [low, high] = second.kind === 'none' ? [int(0), first] : [first, second];
    const from = yield* bound(low.kind === 'none' ? int(0) : low, machine);
    const to = yield* bound(high, machine);
    if (typeof from !== 'bigint') return from;
    if (typeof to !== 'bigint') return to;
    return yield* make(name, given, machine, shape, fallback, (dtype) => integers(from, to, dtype), strides);
  }
  return {
    rand: ofSize('rand', uniform),
    randn: ofSize('randn', normals(0, 1)),
    rand_like: like('rand_like', uniform),
    randn_like: like('randn_like', normals(0, 1)),
    randint: declare('randint', 'native', `low=None, high=None, size=None, *, ${options}`, function* (given, machine) {
      const [low, high, size] = ['low', 'high', 'size'].map(given.get) as [Value, Value, Value];
      // `randint(high, size)` names no lower bound.
      const isShort = high.kind === 'tuple' || high.kind === 'list';
      if (size.kind === 'none' && high.kind === 'int' && given.has('low'))
        return machine.raise('TypeError', "randint(): argument 'size' (position 2) must be tuple of ints, not int");
      const wanted = isShort ? high : size;
      const shape = shapeArgument('randint', wanted, machine);
      if ('kind' in shape) return shape;
      return yield* randint('randint', given, machine, low, isShort ? none : high, shape, 'int64');
    }),
    randint_like: declare(
      'randint_like',
      'native',
      `input, low=None, high=None, *, ${options}, memory_format=None`,
      (given, machine) => {
        const { native } = inputOf('randint_like', given, machine);
        const [low, high] = [given.get('low'), given.get('high')];
        const strides = stridesIn(native, formatOf(given.get('memory_format')), machine);
        return randint('randint_like', given, machine, low, high, native.shape, native.dtype, strides);
      },
    ),
    randperm: declare('randperm', 'native', `n, *, ${options}`, (given, machine) => {
      const n = given.get('n');
      if (n.kind !== 'int') {
        return machine.raise(
          'TypeError',
          `randperm(): argument 'n' (position 1) must be int, not ${machine.classOf(n).name}`,
        );
      }
      if (n.value < 0n)
        machine.raise('RuntimeError', `Trying to create tensor with negative dimension ${n.value}: [${n.value}]`);
      return make('randperm', given, machine, [Number(n.value)], 'int64', () => permutation);
    }),
    bernoulli: declare('bernoulli', 'native', 'input, p=None, *, generator=None, out=None', function* (given, machine) {
      const input = inputOf('bernoulli', given, machine);
      const p = given.get('p');
      const generator = given.get('generator');
      const draw = yield* machine.getAttr(input, 'bernoulli');
      return yield* machine.call(draw, p.kind === 'none' ? [] : [p], new Map([['generator', generator]]));
    }),
    multinomial: declare(
      'multinomial',
      'native',
      'input, num_samples, replacement=False, *, generator=None, out=None',
      ({ get, ...rest }, machine) => {
        const input = inputOf('multinomial', { get, ...rest }, machine);
        return multinomial(torch, machine, input, get('num_samples'), get('replacement'), get('generator'));
      },
    ),
    poisson: declare('poisson', 'native', 'input, generator=None', function* (given, machine) {
      const { native } = inputOf('poisson', given, machine);
      const rates = [...(yield* readValues(torch, machine, native))].map(Number);
      const lost = lostValues(native);
      if (lost) return lost;
      if (rates.some((rate) => rate < 0))
        machine.raise('RuntimeError', 'invalid Poisson rate, expected rate to be non-negative');
      return yield* make('poisson', given, machine, native.shape, native.dtype, (dtype) => {
        if (!isFloat(dtype))
          throw new TensorError('NotImplementedError', `"poisson_cpu" not implemented for '${scalarName(dtype)}'`);
        return each((generator, _, at) => poisson(generator, rates[at]!), costOfNormal);
      });
    }),
    normal: declare('normal', 'native', `mean=0.0, std=1.0, size=None, *, ${options}`, function* (given, machine) {
      const [mean, std] = [given.get('mean'), given.get('std')];
      const [centres, widths] = [mean, std].map((value) => (isTensorValue(value) ? value : undefined));
      const deviation = numberIn(std, 1);
      if (!widths && deviation < 0)
        machine.raise('RuntimeError', `normal expects std >= 0.0, but found std ${deviation}`);
      if (!centres && !widths) {
        const shape = shapeArgument('normal', given.get('size'), machine);
        if ('kind' in shape) return shape;
        return yield* make('normal', given, machine, shape, defaultFloat, () => normals(numberIn(mean, 0), deviation));
      }
      const lost = [centres, widths].map((value) => value && lostValues(value.native)).find(Boolean);
      if (lost) return lost;
      if (widths) {
        const negative = [...(yield* readValues(torch, machine, widths.native))].some((value) => value < 0);
        if (negative) machine.raise('RuntimeError', 'normal expects all elements of std >= 0.0');
      }
      const tensors = [centres, widths].flatMap((value) => (value ? [value.native] : []));
      const shape = guarded(machine, () => tensors.map((tensor) => tensor.shape).reduce(broadcastShapes));
      if ('kind' in shape) return shape;
      const dtype = tensors[0]?.dtype ?? defaultFloat;
      if (!isFloat(dtype))
        machine.raise('NotImplementedError', `"normal_kernel_cpu" not implemented for '${scalarName(dtype)}'`);
      const drawn = yield* make('normal', given, machine, shape, dtype, () => normals(0, widths ? 1 : deviation));
      const scaled = widths ? yield* callFunction(torch, machine, 'torch.mul', [drawn, widths]) : drawn;
      return yield* callFunction(torch, machine, 'torch.add', [scaled, centres ?? mean]);
    }),
    binomial: placeholder(builtin('binomial', () => loseGenerator(torch, 'torch.binomial'))),
    manual_seed: declare('manual_seed', 'python', 'seed', ({ get }, machine) => {
      const seed = seedOf(get('seed'), machine);
      if (typeof seed !== 'bigint') return seed;
      return generatorValue(torch, seedGenerator(torch, seed));
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
    get_rng_state: declare('get_rng_state', 'python', '', () => stateTensor(torch)),
    set_rng_state: declare('set_rng_state', 'python', 'new_state', ({ get }, machine) =>
      setDefaultState(torch, machine, get('new_state')),
    ),
  };
}

const unknownSeed = (): UnknownValue => unknown(say('this seed differs from run to run'));
