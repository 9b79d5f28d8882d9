// torch.utils.data's samplers: the orders in which a loader takes its samples, with the random numbers that PyTorch draws for
// them (torch/utils/data/sampler.py). Knows no loader.

import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  isRun,
  list,
  none,
  type Run,
  type UnknownValue,
  type Value,
} from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { fromData } from '../functions/creation';
import { attribute, makeClass, method } from '../makeClass';
import { inTurns } from '../parts';
import { Generator } from '../random/generator';
import { generatorOf } from '../random/generatorObject';
import { multinomial } from '../random/multinomial';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { lengthOf } from './lengthOf';

/** A draw of `random_()`, as seeds are drawn. */
export const drawSeed = (generator: Generator): bigint => generator.below(1n << 63n);

/** An iterator whose values come in pieces, each made when the one before is used up: nothing is drawn before it is needed. */
function inPieces(pieces: Iterator<Run<readonly Value[] | UnknownValue>>): Value {
  let items: Iterator<Value> = [].values();
  return {
    kind: 'iterator',
    name: 'generator',
    next: function* () {
      for (;;) {
        const { value, done } = items.next();
        if (!done) return value;
        const piece = pieces.next();
        if (piece.done) return undefined;
        const made = yield* piece.value;
        items = 'kind' in made ? [made].values() : made.values();
      }
    },
  };
}

/** `__init__` that keeps its arguments as attributes and then checks them. */
function keeping(
  name: string,
  params: string,
  defaults: Readonly<Record<string, Value>>,
  finish: (self: InstanceValue, machine: Machine) => Run<void> | undefined = () => undefined,
): Value {
  const target = callee(`${name}.__init__`, 'python', params, true);
  return method('__init__', function* (self, positional, machine, keywords) {
    const bound = bindArguments(machine, target, { positional, keywords });
    for (const { name: param } of target.params) self.attrs.set(param, bound.get(param) ?? defaults[param] ?? none);
    const checks = finish(self, machine);
    if (checks) yield* checks;
    return none;
  });
}

function* requirePositive(machine: Machine, name: string, value: Value): Run<void> {
  if (value.kind === 'unknown' || (value.kind === 'int' && value.value > 0n)) return;
  machine.raise(
    'ValueError',
    `${name} should be a positive integer value, but got ${name}=${yield* machine.str(value)}`,
  );
}

function* requireFlag(machine: Machine, name: string, value: Value, type: 'TypeError' | 'ValueError'): Run<void> {
  if (value.kind === 'unknown' || value.kind === 'bool') return;
  machine.raise(type, `${name} should be a boolean value, but got ${name}=${yield* machine.str(value)}`);
}

export interface SamplerClasses {
  readonly Sampler: ClassValue;
  readonly SequentialSampler: ClassValue;
  readonly RandomSampler: ClassValue;
  readonly SubsetRandomSampler: ClassValue;
  readonly WeightedRandomSampler: ClassValue;
  readonly BatchSampler: ClassValue;
}

/** The classes, made anew for each evaluation. */
export function samplerClasses(torch: Torch): SamplerClasses {
  const where = 'torch.utils.data.sampler';
  const Sampler = makeClass('Sampler', where, [], {
    __iter__: method('__iter__', (_, __, machine) => machine.raise('NotImplementedError', '')),
    __class_getitem__: {
      kind: 'classmethod',
      func: builtin('__class_getitem__', ({ positional: [cls = none] }) => cls),
    },
  });
  const sampler = (name: string, attrs: Readonly<Record<string, Value>>): ClassValue =>
    makeClass(name, where, [Sampler], attrs);
  const lengthOfAttribute = (name: string): Value =>
    method('__len__', function* (self, _, machine) {
      const length = yield* lengthOf(machine, attribute(self, name));
      return typeof length === 'number' ? int(length) : length;
    });
  return {
    Sampler,
    SequentialSampler: sampler('SequentialSampler', {
      __init__: keeping('SequentialSampler', 'data_source', {}),
      __iter__: method('__iter__', function* (self, _, machine) {
        const length = yield* lengthOf(machine, attribute(self, 'data_source'));
        if (typeof length !== 'number') return length;
        let at = 0;
        return { kind: 'iterator', name: 'range_iterator', next: () => (at < length ? int(at++) : undefined) };
      }),
      __len__: lengthOfAttribute('data_source'),
    }),
    RandomSampler: sampler('RandomSampler', randomSampler(torch)),
    SubsetRandomSampler: sampler('SubsetRandomSampler', {
      __init__: keeping('SubsetRandomSampler', 'indices, generator=None', {}),
      __iter__: method('__iter__', function* (self, _, machine) {
        const indices = attribute(self, 'indices');
        const length = yield* lengthOf(machine, indices);
        if (typeof length !== 'number') return length;
        return inPieces(
          [
            (function* (): Run<readonly Value[] | UnknownValue> {
              const generator = generatorOf(torch, givenGenerator(self));
              if ('kind' in generator) return new Array<Value>(length).fill(generator);
              const chosen: Value[] = [];
              for (const place of yield* inTurns(machine, generator.permutation(length)))
                chosen.push(yield* machine.getItem(indices, int(place)));
              return chosen;
            })(),
          ].values(),
        );
      }),
      __len__: lengthOfAttribute('indices'),
    }),
    WeightedRandomSampler: sampler('WeightedRandomSampler', weightedSampler(torch)),
    BatchSampler: sampler('BatchSampler', batchSampler()),
  };
}

function givenGenerator(self: InstanceValue): Value | undefined {
  const given = attribute(self, 'generator');
  return given.kind === 'none' ? undefined : given;
}

function randomSampler(torch: Torch): Readonly<Record<string, Value>> {
  function* countOf(self: InstanceValue, machine: Machine): Run<number | UnknownValue> {
    const wanted = attribute(self, '_num_samples');
    if (wanted.kind === 'int') return Number(wanted.value);
    return yield* lengthOf(machine, attribute(self, 'data_source'));
  }
  const init = keeping(
    'RandomSampler',
    'data_source, replacement=False, num_samples=None, generator=None',
    { replacement: bool(false) },
    function* (self, machine) {
      self.attrs.set('_num_samples', attribute(self, 'num_samples'));
      self.attrs.delete('num_samples');
      yield* requireFlag(machine, 'replacement', attribute(self, 'replacement'), 'TypeError');
      const wanted = attribute(self, '_num_samples');
      const count = wanted.kind === 'none' ? yield* countOf(self, machine) : wanted;
      yield* requirePositive(machine, 'num_samples', typeof count === 'number' ? int(count) : count);
    },
  );
  function* pieces(
    self: InstanceValue,
    machine: Machine,
    length: number,
    count: number,
  ): Iterator<Run<readonly Value[]>> {
    const given = givenGenerator(self);
    const source = generatorOf(torch, given);
    const unknown = 'kind' in source ? source : undefined;
    const generator = 'kind' in source || given ? source : new Generator(drawSeed(source));
    const replacement = attribute(self, 'replacement');
    const repeats = replacement.kind === 'bool' && replacement.value;
    const size = repeats ? 32 : length;
    if (size === 0) machine.raise('ZeroDivisionError', 'integer division or modulo by zero');
    if (length === 0)
      machine.raise('RuntimeError', "random_ expects 'from' to be less than 'to', but got from=0 >= to=0");
    // The last piece is drawn even where nothing of it is taken.
    for (let done = 0; done <= count; done += size) {
      const taken = Math.min(size, count - done);
      yield (function* (): Run<readonly Value[]> {
        if (unknown || 'kind' in generator) return new Array<Value>(taken).fill(unknown ?? none);
        if (!repeats)
          return Array.from((yield* inTurns(machine, generator.permutation(length))).slice(0, taken), (place) =>
            int(place),
          );
        return Array.from({ length: taken }, () => int(generator.integer(0n, BigInt(length))));
      })();
    }
  }
  return {
    __init__: init,
    num_samples: {
      kind: 'property',
      get: builtin('num_samples', function* ({ positional: [self] }, machine) {
        const count = yield* countOf(self as InstanceValue, machine);
        return typeof count === 'number' ? int(count) : count;
      }),
    },
    __len__: method('__len__', function* (self, _, machine) {
      const count = yield* countOf(self, machine);
      return typeof count === 'number' ? int(count) : count;
    }),
    __iter__: method('__iter__', function* (self, _, machine) {
      const length = yield* lengthOf(machine, attribute(self, 'data_source'));
      const count = yield* countOf(self, machine);
      if (typeof length !== 'number') return length;
      if (typeof count !== 'number') return count;
      return inPieces(pieces(self, machine, length, count));
    }),
  };
}

function weightedSampler(torch: Torch): Readonly<Record<string, Value>> {
  return {
    __init__: keeping(
      'WeightedRandomSampler',
      'weights, num_samples, replacement=True, generator=None',
      { replacement: bool(true) },
      function* (self, machine) {
        yield* requirePositive(machine, 'num_samples', attribute(self, 'num_samples'));
        yield* requireFlag(machine, 'replacement', attribute(self, 'replacement'), 'ValueError');
        const given = attribute(self, 'weights');
        const weights = isTensorValue(given)
          ? torch.engine.cast(given.native, 'float64')
          : yield* fromData(torch, machine, given.kind === 'tuple' ? list([...given.items]) : given, 'float64');
        if ('kind' in weights) {
          self.attrs.set('weights', weights);
          return;
        }
        if (weights.rank !== 1) {
          const shape = `(${weights.shape.join(', ')}${weights.rank === 1 ? ',' : ''})`;
          machine.raise('ValueError', `weights should be a 1d sequence but given weights have shape ${shape}`);
        }
        self.attrs.set('weights', tensorValue(torch.classes.tensor, weights));
      },
    ),
    __len__: method('__len__', (self) => attribute(self, 'num_samples')),
    __iter__: method('__iter__', (self, _, machine) => {
      const weights = attribute(self, 'weights');
      if (!isTensorValue(weights)) return weights;
      const count = attribute(self, 'num_samples');
      const draw = function* (): Run<readonly Value[] | UnknownValue> {
        const drawn = yield* multinomial(
          torch,
          machine,
          weights,
          count,
          attribute(self, 'replacement'),
          givenGenerator(self),
        );
        if (drawn.kind === 'unknown')
          return new Array<Value>(Number(count.kind === 'int' ? count.value : 0)).fill(drawn);
        return yield* machine.items(yield* machine.call(yield* machine.getAttr(drawn, 'tolist'), []));
      };
      return inPieces([draw()].values());
    }),
  };
}

function batchSampler(): Readonly<Record<string, Value>> {
  return {
    __init__: keeping('BatchSampler', 'sampler, batch_size, drop_last', {}, function* (self, machine) {
      yield* requirePositive(machine, 'batch_size', attribute(self, 'batch_size'));
      yield* requireFlag(machine, 'drop_last', attribute(self, 'drop_last'), 'ValueError');
    }),
    __len__: method('__len__', function* (self, _, machine) {
      const [size, dropsLast] = [attribute(self, 'batch_size'), attribute(self, 'drop_last')];
      const length = yield* lengthOf(machine, attribute(self, 'sampler'));
      if (typeof length !== 'number') return length;
      const batches = length / (size.kind === 'int' ? Number(size.value) : 1);
      return int(dropsLast.kind === 'bool' && dropsLast.value ? Math.floor(batches) : Math.ceil(batches));
    }),
    __iter__: method('__iter__', (self, _, machine) => {
      const [size, dropsLast] = [attribute(self, 'batch_size'), attribute(self, 'drop_last')];
      const limit = size.kind === 'int' ? Number(size.value) : 1;
      let places: (() => Run<Value | undefined>) | undefined;
      return {
        kind: 'iterator',
        name: 'generator',
        next: function* () {
          places ??= yield* walk(machine, attribute(self, 'sampler'));
          const batch: Value[] = [];
          for (let place = yield* places(); place; place = batch.length < limit ? yield* places() : undefined)
            batch.push(place);
          if (batch.length === 0 || (batch.length < limit && dropsLast.kind === 'bool' && dropsLast.value))
            return undefined;
          return batch.find(({ kind }) => kind === 'unknown') ?? list(batch);
        },
      };
    }),
  };
}

/** The items of an iterable one by one, as they are asked for. */
export function* walk(machine: Machine, iterable: Value): Run<() => Run<Value | undefined>> {
  const made = iterable.kind === 'instance' ? yield* machine.findAttr(iterable, '__iter__') : undefined;
  const items = made ? yield* machine.call(made, []) : iterable;
  const listed = items.kind === 'iterator' ? [] : items.kind === 'unknown' ? [items] : yield* machine.items(items);
  const rest = listed.values();
  return function* () {
    if (items.kind !== 'iterator') return rest.next().value;
    const next = items.next();
    return isRun(next) ? yield* next : (next as Value | undefined);
  };
}
