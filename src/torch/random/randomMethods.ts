// Tensor methods that fill with random numbers, from PyTorch's exact streams. Knows no other source of tensors.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import { isFloat, isHalf } from '../../tensor/dtype';
import { writeInto } from '../../tensor/host';
import { checkWritable } from '../autograd';
import { bringToHost } from '../hostValues';
import { fillArray, type Leaf } from '../numberStorage';
import type { TensorMethod } from '../tensor/conversion';
import { loseValues, regainValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { Generator, Width } from './generator';
import { generatorOf } from './generatorObject';

/** Draws the values of a tensor in row-major order. */
type Draw = (generator: Generator, count: number, width: Width, self: TensorValue) => readonly Leaf[] | UnknownValue;

/** Limits of `random_()` without bounds, by dtype. */
const unbounded: Readonly<Record<string, bigint>> = {
  int64: 1n << 63n,
  int32: 1n << 31n,
  int16: 1n << 15n,
  int8: 128n,
  uint8: 256n,
  bool: 2n,
  float32: (1n << 24n) + 1n,
  float64: (1n << 53n) + 1n,
};

const number = (value: Value | undefined, fallback: number): number =>
  value?.kind === 'int' || value?.kind === 'float' || value?.kind === 'bool' ? Number(value.value) : fallback;

const many = (count: number, draw: () => Leaf): readonly Leaf[] => Array.from({ length: count }, draw);

/** The named arguments of a method, in order. */
const argument = (
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  index: number,
  name: string,
): Value | undefined => args[index] ?? keywords.get(name);

export function randomMethods(torch: Torch): Readonly<Record<string, TensorMethod>> {
  const filling =
    (read: (args: readonly Value[], keywords: ReadonlyMap<string, Value>) => Draw): TensorMethod =>
    (self, args, machine, keywords) =>
      fillRandom(torch, machine, self, args, keywords, read(args, keywords));
  return {
    uniform_: filling((args, keywords) => {
      const from = number(argument(args, keywords, 0, 'from'), 0);
      const to = number(argument(args, keywords, 1, 'to'), 1);
      return (generator, count, width) => many(count, () => generator.uniformBetween(from, to, width));
    }),
    normal_: filling((args, keywords) => {
      const mean = number(argument(args, keywords, 0, 'mean'), 0);
      const std = number(argument(args, keywords, 1, 'std'), 1);
      return (generator, count, width) => [...generator.normals(count, mean, std, width)];
    }),
    random_: filling((args, keywords) => {
      const first = argument(args, keywords, 0, 'from');
      const second = argument(args, keywords, 1, 'to');
      return (generator, count, _, self) => {
        const whole = self.native.dtype.includes('int') ? (n: bigint): Leaf => n : (n: bigint): Leaf => Number(n);
        if (first?.kind !== 'int') {
          const limit = unbounded[self.native.dtype] ?? 2n;
          return many(count, () => whole(generator.below(limit)));
        }
        const [low, high] = second?.kind === 'int' ? [first.value, second.value] : [0n, first.value];
        return many(count, () => whole(generator.integer(low, high)));
      };
    }),
    bernoulli_: filling((args, keywords) => {
      const p = number(argument(args, keywords, 0, 'p'), 0.5);
      return (generator, count) => many(count, () => (generator.uniform('float64') < p ? 1 : 0));
    }),
    exponential_: filling((args, keywords) => {
      const lambda = number(argument(args, keywords, 0, 'lambd'), 1);
      return (generator, count) => many(count, () => generator.exponential(lambda));
    }),
  };
}

function* fillRandom(
  torch: Torch,
  machine: Machine,
  self: TensorValue,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  draw: Draw,
): Run<Value> {
  const { dtype, size } = self.native;
  const generator = generatorOf(torch, keywords.get('generator'));
  const unknownArgument = [...args, ...keywords.values()].find((value) => value.kind === 'unknown');
  if (unknownArgument || 'kind' in generator || isHalf(dtype)) {
    const why =
      unknownArgument?.kind === 'unknown'
        ? unknownArgument
        : 'kind' in generator
          ? generator
          : unknown(say('random numbers of type {0} are not modelled yet', dtype));
    loseValues(self.native, why);
    return self;
  }
  checkWritable(torch, machine, self);
  machine.spend(size);
  const leaves = draw(generator, size, isFloat(dtype) && dtype === 'float64' ? 'float64' : 'float32', self);
  if ('kind' in leaves) {
    loseValues(self.native, leaves);
    return self;
  }
  yield* bringToHost(torch, machine, self.native);
  writeInto(self.native, fillArray(dtype, leaves));
  regainValues(self.native);
  return self;
}
