// torch.Generator objects, and which generator a call draws from. Knows no distribution.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type InstanceValue, int, none, type Run, type UnknownValue, unknown, type Value } from '../../python/value';
import { tensorOf as hostTensor } from '../../tensor/host';
import { type DeviceObjects, requireCpu } from '../deviceObject';
import { readValues } from '../hostValues';
import { attributeGetter, method } from '../makeClass';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { Generator } from './generator';
import { decodeState, encodeState, stateLength } from './generatorState';

/** The seed of a fresh `torch.Generator()`. */
const freshSeed = 67280421310721n;

/** Without a seed numbers differ from run to run; these are one run's, and the result says so. */
const assumedSeed = 0n;

/** Something that is not modelled draws from the generator: no later number is known until the next seed. */
export function loseGenerator(torch: Torch, name: string): UnknownValue {
  torch.generator = unknown(say('{0} draws random numbers and is not modelled yet', name));
  return unknown(say('{0} is not modelled yet', name));
}

/** Draws that cannot be followed: no later number of the generator is known until its next seed. */
export function loseDraws(torch: Torch, given: Value | undefined, why: UnknownValue): void {
  if (given?.kind === 'instance') given.native = why;
  else torch.generator = why;
}

const lostObject = (given: Value): UnknownValue | undefined => {
  const native = given.kind === 'instance' ? (given.native as Partial<UnknownValue> | undefined) : undefined;
  return native?.kind === 'unknown' ? (native as UnknownValue) : undefined;
};

/** The generator of a call: the one given, else the one that `torch.manual_seed` seeded, else one of an assumed seed. */
export function generatorOf(torch: Torch, given?: Value): Generator | UnknownValue {
  if (given?.kind === 'instance' && given.native instanceof Generator) return given.native;
  if (given?.kind === 'unknown') return given;
  const lost = given && lostObject(given);
  if (lost) return lost;
  if (!torch.generator) {
    torch.generator = new Generator(assumedSeed);
    torch.assume(
      say('Random numbers: no seed is set before them, so these are the ones after torch.manual_seed({0}).', 0),
    );
  }
  return torch.generator;
}

/** A generator as a Python object. */
export const generatorValue = (torch: Torch, generator: Generator): InstanceValue => ({
  kind: 'instance',
  cls: torch.classes.generator,
  attrs: new Map(),
  native: generator,
});

/** The generator that `torch.manual_seed` seeds, from now on with this seed. */
export function seedGenerator(torch: Torch, seed: bigint): Generator {
  if (!(torch.generator instanceof Generator)) torch.generator = new Generator(seed);
  torch.generator.manualSeed(seed);
  return torch.generator;
}

const ofBytes = (torch: Torch, generator: Generator): TensorValue =>
  tensorValue(torch.classes.tensor, hostTensor(encodeState(generator.state), [stateLength], 'uint8'));

/** The state of the default generator as a tensor of bytes. */
export function stateTensor(torch: Torch): Value {
  const generator = generatorOf(torch);
  return 'kind' in generator ? generator : ofBytes(torch, generator);
}

/** Takes up a state again; raises for what is none. */
export function* setState(torch: Torch, machine: Machine, generator: Generator, state: Value): Run<void> {
  if (!isTensorValue(state))
    return machine.raise('TypeError', `expected a torch.ByteTensor, but got ${machine.classOf(state).name}`);
  if (state.native.dtype !== 'uint8') machine.raise('TypeError', 'RNG state must be a torch.ByteTensor');
  const { size } = state.native;
  if (size !== stateLength)
    machine.raise(
      'RuntimeError',
      `Expected a CPUGeneratorImplState of size ${stateLength} but found the input RNG state size to be ${size}`,
    );
  const bytes = yield* readValues(torch, machine, state.native);
  if (bytes instanceof Uint8Array) generator.state = decodeState(bytes);
}

/** `set_rng_state`: an unknown state makes the numbers after it unknown. */
export function* setDefaultState(torch: Torch, machine: Machine, state: Value): Run<Value> {
  const lost = isTensorValue(state) ? lostValues(state.native) : undefined;
  const target = new Generator(freshSeed);
  if (lost) torch.generator = lost;
  else {
    yield* setState(torch, machine, target, state);
    if (torch.generator instanceof Generator) torch.generator.state = target.state;
    else torch.generator = target;
  }
  return none;
}

/** Fills the class `torch.Generator`. */
export function fillGeneratorClass(torch: Torch, devices: DeviceObjects): void {
  const own = (self: InstanceValue): Generator =>
    self.native instanceof Generator ? self.native : new Generator(freshSeed);
  const rows: Readonly<Record<string, Value>> = {
    __init__: method('__init__', (self, [device], machine, keywords) => {
      const wanted = device ?? keywords.get('device');
      if (wanted) requireCpu(wanted, machine);
      self.native = new Generator(freshSeed);
      return none;
    }),
    manual_seed: method('manual_seed', (self, [seed = none], machine) => {
      if (seed.kind === 'unknown') return seed;
      if (seed.kind !== 'int' && seed.kind !== 'bool')
        return machine.raise('RuntimeError', `manual_seed expected a long, but got ${machine.classOf(seed).name}`);
      own(self).manualSeed(BigInt(seed.value));
      return self;
    }),
    initial_seed: method('initial_seed', (self) => int(own(self).initialSeed)),
    get_state: method('get_state', (self) => ofBytes(torch, own(self))),
    set_state: method('set_state', function* (self, [state = none], machine) {
      yield* setState(torch, machine, own(self), state);
      return self;
    }),
    clone_state: method('clone_state', (self) => {
      const copy = new Generator(freshSeed);
      copy.state = own(self).state;
      return generatorValue(torch, copy);
    }),
    device: attributeGetter(() => devices.cpu),
  };
  for (const [name, value] of Object.entries(rows)) torch.classes.generator.attrs.set(name, value);
}

/** A seed as PyTorch takes it: an int, or what `int()` makes of a float. */
export function seedOf(value: Value | undefined, machine: Machine): bigint | UnknownValue {
  if (value?.kind === 'unknown') return value;
  if (value?.kind === 'int') {
    if (value.value >= 2n ** 64n || value.value < -(2n ** 63n))
      machine.raise('ValueError', 'Overflow when unpacking long long');
    return value.value;
  }
  if (value?.kind === 'bool') return value.value ? 1n : 0n;
  if (value?.kind === 'float') return BigInt(Math.trunc(value.value));
  const type = value ? machine.classOf(value).name : 'NoneType';
  if (value?.kind === 'str') machine.raise('ValueError', `invalid literal for int() with base 10: '${value.value}'`);
  return machine.raise(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${type}'`,
  );
}
