// Tensor methods that fill with random numbers, from PyTorch's exact streams. Knows no other source of tensors.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { none, type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import { allocate, categoryOf, cppName, type DType, isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor, isContiguous, writeInto } from '../../tensor/host';
import { inMemoryOrder } from '../../tensor/layout';
import { refuseOverlap } from '../../tensor/overlap';
import { TensorError } from '../../tensor/tensorError';
import { checkWritable } from '../autograd/record';
import { bringToHost, readValues } from '../hostValues';
import type { Leaf } from '../numberStorage';
import { inTurns } from '../parts';
import { raiseInPython } from '../raise';
import type { TensorMethod } from '../tensor/conversion';
import { isTensorValue, loseValues, lostValues, regainValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { cauchy, geometric } from './distributions';
import { type Draw, each, normals, roomFor } from './draw';
import { costOfNormal } from './generator';
import { generatorOf, loseDraws } from './generatorObject';
import { multinomial } from './multinomial';

/** Limits of `random_()` without bounds, by dtype. */
const unbounded: Readonly<Record<string, bigint>> = {
  int64: 1n << 63n,
  int32: 1n << 31n,
  int16: 1n << 15n,
  int8: 128n,
  uint8: 256n,
  bool: 2n,
  float16: (1n << 11n) + 1n,
  bfloat16: (1n << 8n) + 1n,
  float32: (1n << 24n) + 1n,
  float64: (1n << 53n) + 1n,
};

/** The largest number that `random_` may be asked for in a type that holds few. */
const largest: Readonly<Record<string, bigint>> = {
  bool: 1n,
  uint8: 255n,
  int8: 127n,
  int16: 32767n,
  int32: 2147483647n,
};

/** `randint` and `random_(from, to)`; throws where the range is empty or the type does not hold it. */
export function integers(low: bigint, high: bigint, dtype: DType): Draw {
  const most = largest[dtype];
  if (low >= high) {
    throw new TensorError(
      'RuntimeError',
      `random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`,
    );
  }
  if (most !== undefined && high - 1n > most)
    throw new TensorError('RuntimeError', `to - 1 is out of bounds for ${cppName(dtype)}`);
  return each((generator) => leafOf(generator.integer(low, high), dtype), costOfInteger);
}

/** Big integers are made for each. */
const costOfInteger = 64;

const leafOf = (n: bigint, dtype: DType): Leaf => (categoryOf(dtype) === 'int' ? n : Number(n));

/** Two named numbers, with what they are where they are left out. */
type Names = readonly (readonly [name: string, fallback: number])[];

interface Filling {
  readonly names: Names;
  /** Throws TensorError for numbers or types that it does not take. */
  readonly draw: (a: number, b: number, dtype: DType) => Draw;
}

const refuse = (message: string, type: 'RuntimeError' | 'NotImplementedError' = 'RuntimeError'): never => {
  throw new TensorError(type, message);
};

/** Refuses types other than floats, as the kernel of that name does. */
function onlyFloats(kernel: string, dtype: DType): void {
  if (!isFloat(dtype)) refuse(`"${kernel}" not implemented for '${scalarName(dtype)}'`, 'NotImplementedError');
}

/** As the distributions do that check before any kernel. */
function onlyContinuous(name: string, dtype: DType, typeName: string): void {
  if (!isFloat(dtype))
    refuse(
      `${name} distribution is a continuous probability distribution. dtype must be a floating point but you specified ${typeName}`,
    );
}

const fillings: Readonly<Record<string, Filling>> = {
  uniform_: {
    names: [
      ['from', 0],
      ['to', 1],
    ],
    draw: (from, to, dtype) => {
      onlyFloats('check_uniform_bounds', dtype);
      if (from > to) refuse(`uniform_ expects to return a [from, to) range, but found from=${from} > to=${to}`);
      return each((generator, width) => generator.uniformBetween(from, to, width));
    },
  },
  normal_: {
    names: [
      ['mean', 0],
      ['std', 1],
    ],
    draw: (mean, std, dtype) => {
      if (std < 0) refuse(`normal expects std >= 0.0, but found std ${std}`);
      onlyFloats('normal_kernel_cpu', dtype);
      return normals(mean, std);
    },
  },
  bernoulli_: {
    names: [['p', 0.5]],
    draw: (p) => {
      if (!(p >= 0 && p <= 1)) refuse(`bernoulli_ expects p to be in [0, 1], but got p=${p}`);
      return each((generator) => (generator.uniform('float64') < p ? 1 : 0));
    },
  },
  exponential_: {
    names: [['lambd', 1]],
    draw: (rate, _, dtype) => {
      onlyContinuous('Exponential', dtype, scalarName(dtype));
      if (!(rate > 0)) refuse(`exponential_ expects lambda > 0.0, but found lambda=${rate}`);
      return each((generator) => generator.exponential(rate), costOfNormal);
    },
  },
  geometric_: {
    names: [['p', 0.5]],
    draw: (p, _, dtype) => {
      if (!(p > 0 && p < 1)) refuse(`geometric_ expects p to be in (0, 1), but got p=${p}`);
      return each((generator) => leafOf(BigInt(geometric(generator, p)), dtype), costOfNormal);
    },
  },
  cauchy_: {
    names: [
      ['median', 0],
      ['sigma', 1],
    ],
    draw: (median, sigma, dtype) => {
      onlyContinuous('Cauchy', dtype, cppName(dtype));
      if (!(sigma > 0)) refuse(`cauchy_ expects sigma > 0.0, but found sigma=${sigma}`);
      return each((generator) => cauchy(generator, median, sigma), costOfNormal);
    },
  },
  log_normal_: {
    names: [
      ['mean', 1],
      ['std', 2],
    ],
    draw: (mean, std, dtype) => {
      if (!(std > 0)) refuse(`log_normal_ expects std > 0.0, but found std=${std}`);
      onlyFloats('log_normal_cpu', dtype);
      return each((generator) => Math.exp(generator.normal() * std + mean), costOfNormal);
    },
  },
};

const number = (value: Value | undefined, fallback: number): number =>
  value?.kind === 'int' || value?.kind === 'float' || value?.kind === 'bool' ? Number(value.value) : fallback;

/** A method's arguments by position or name. */
type Argument = (index: number, name: string) => Value | undefined;

export function randomMethods(torch: Torch): Readonly<Record<string, TensorMethod>> {
  const method =
    (
      read: (argument: Argument, self: TensorValue, machine: Machine) => Draw | Run<Draw | UnknownValue>,
    ): TensorMethod =>
    (self, args, machine, keywords) =>
      fillRandom(torch, machine, self, args, keywords, (argument) => read(argument, self, machine));
  const plain = ({ names, draw }: Filling): TensorMethod =>
    method((argument, self) => {
      const [a = 0, b = 0] = names.map(([name, fallback], i) => number(argument(i, name), fallback));
      return draw(a, b, self.native.dtype);
    });
  const plainBernoulli = plain(fillings.bernoulli_!);
  const bernoulli_: TensorMethod = (self, args, machine, keywords) => {
    const p = args[0] ?? keywords.get('p');
    if (!isTensorValue(p)) return plainBernoulli(self, args, machine, keywords);
    return fillRandom(torch, machine, self, args, keywords, () => chances(torch, machine, p));
  };
  return {
    ...Object.fromEntries(Object.entries(fillings).map(([name, filling]) => [name, plain(filling)])),
    bernoulli_,
    bernoulli: (self, [p], machine, keywords) => {
      const { dtype, shape, size } = self.native;
      const made = tensorValue(torch.classes.tensor, hostTensor(allocate(dtype, size), shape, dtype));
      return bernoulli_(made, [p ?? keywords.get('p') ?? self], machine, keywords);
    },
    multinomial: (self, [count, replacement], machine, keywords) =>
      multinomial(
        torch,
        machine,
        self,
        count ?? keywords.get('num_samples') ?? none,
        replacement ?? keywords.get('replacement') ?? none,
        keywords.get('generator'),
      ),
    random_: method((argument, self) => {
      const { dtype } = self.native;
      const [first, second] = [argument(0, 'from'), argument(1, 'to')];
      if (first?.kind === 'int')
        return second?.kind === 'int' ? integers(first.value, second.value, dtype) : integers(0n, first.value, dtype);
      const limit = unbounded[dtype] ?? 2n;
      return each((generator) => leafOf(generator.below(limit), dtype), costOfInteger);
    }),
  };
}

/** One draw per probability: as many words as its type takes. */
function* chances(torch: Torch, machine: Machine, p: TensorValue): Run<Draw | UnknownValue> {
  const lost = lostValues(p.native);
  if (lost) return lost;
  const { dtype } = p.native;
  const values = yield* readValues(torch, machine, p.native);
  machine.work(values.length);
  onlyFloats('bernoulli_tensor_cpu_p_', dtype);
  if (!values.every((value) => value >= 0 && value <= 1))
    refuse(
      'Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
    );
  const width = dtype === 'float64' ? 'float64' : 'float32';
  return each((generator, _, at) => (generator.uniform(width) < values[at]! ? 1 : 0));
}

function* fillRandom(
  torch: Torch,
  machine: Machine,
  self: TensorValue,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  read: (argument: Argument) => Draw | Run<Draw | UnknownValue>,
): Run<Value> {
  const { dtype, size } = self.native;
  const generator = generatorOf(torch, keywords.get('generator'));
  const doubt = [...args, ...keywords.values()].find((value) => value.kind === 'unknown');
  try {
    const started = doubt?.kind === 'unknown' ? doubt : read((index, name) => args[index] ?? keywords.get(name));
    const draw = typeof started === 'function' || 'kind' in started ? started : yield* started;
    const done = checkWritable(torch, machine, self);
    const lost =
      typeof draw !== 'function'
        ? draw
        : 'kind' in generator
          ? generator
          : dtype === 'complex64'
            ? unknown(say('random numbers of type {0} are not modelled yet', dtype))
            : undefined;
    if (lost || typeof draw !== 'function' || 'kind' in generator) {
      if (lost) {
        loseValues(self.native, lost);
        loseDraws(torch, keywords.get('generator'), lost);
      }
      return self;
    }
    refuseOverlap(self.native);
    const values = roomFor(machine, dtype, size);
    yield* inTurns(machine, draw({ generator, values, dtype, contiguous: isContiguous(self.native) }));
    yield* bringToHost(torch, machine, self.native);
    writeInto(inMemoryOrder(self.native), values);
    regainValues(self.native);
    done();
    return self;
  } catch (error) {
    const lost = raiseInPython(machine, error);
    loseValues(self.native, lost);
    return lost;
  }
}
