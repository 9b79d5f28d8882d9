// torch.Generator objects, and which generator a call draws from. Knows no distribution.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { builtin, type ClassValue, int, none, type UnknownValue, unknown, type Value } from '../../python/value';
import { makeClass } from '../makeClass';
import type { Torch } from '../torch';
import { Generator } from './generator';

/** The seed of a fresh `torch.Generator()`. */
const freshSeed = 67280421310721n;

/** Without a seed numbers differ from run to run; these are one run's, and the result says so. */
const assumedSeed = 0n;

/** Something that is not modelled draws from the generator: no later number is known until the next seed. */
export function loseGenerator(torch: Torch, name: string): UnknownValue {
  torch.generator = unknown(say('{0} draws random numbers and is not modelled yet', name));
  return unknown(say('{0} is not modelled yet', name));
}

/** The generator of a call: the one given, else the one that `torch.manual_seed` seeded, else one of an assumed seed. */
export function generatorOf(torch: Torch, given?: Value): Generator | UnknownValue {
  if (given?.kind === 'instance' && given.native instanceof Generator) return given.native;
  if (given?.kind === 'unknown') return given;
  if (!torch.generator) {
    torch.generator = new Generator(assumedSeed);
    torch.assume(
      say('Random numbers: no seed is set before them, so these are the ones after torch.manual_seed({0}).', 0),
    );
  }
  return torch.generator;
}

/** `torch.Generator`. */
export const generatorClass = (): ClassValue => {
  const own = (self: Value | undefined): Generator =>
    self?.kind === 'instance' && self.native instanceof Generator ? self.native : new Generator(freshSeed);
  return makeClass('Generator', 'torch', [], {
    __init__: builtin(
      '__init__',
      ({ positional: [self] }) => {
        if (self?.kind === 'instance') self.native = new Generator(freshSeed);
        return none;
      },
      true,
    ),
    manual_seed: builtin(
      'manual_seed',
      ({ positional: [self, seed] }, machine) => {
        const value = seedOf(seed, machine);
        if (typeof value !== 'bigint') return value;
        own(self).manualSeed(value);
        return self ?? none;
      },
      true,
    ),
    initial_seed: builtin('initial_seed', ({ positional: [self] }) => int(own(self).initialSeed), true),
  });
};

/** A seed as PyTorch takes it: an int, or what `int()` makes of a float. */
export function seedOf(value: Value | undefined, machine: Machine): bigint | UnknownValue {
  if (value?.kind === 'unknown') return value;
  if (value?.kind === 'int') return value.value;
  if (value?.kind === 'bool') return value.value ? 1n : 0n;
  if (value?.kind === 'float') return BigInt(Math.trunc(value.value));
  const type = value ? machine.classOf(value).name : 'NoneType';
  if (value?.kind === 'str') machine.raise('ValueError', `invalid literal for int() with base 10: '${value.value}'`);
  return machine.raise(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${type}'`,
  );
}
