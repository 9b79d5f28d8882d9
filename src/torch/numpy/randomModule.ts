// numpy.random: the legacy functions and `RandomState`, arrays of LegacyStream's numbers. Knows no algorithm.
import { say } from '../../base/text';
import { Unknowable } from '../../python/core/unknowable';
import type { Machine } from '../../python/machine';
import {
  builtin,
  type ClassValue,
  type InstanceValue,
  isRun,
  list,
  type ModuleValue,
  none,
  type Run,
  unknown,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee, type Given } from '../binding/define';
import { readValues } from '../hostValues';
import { makeClass } from '../makeClass';
import { entriesOf, moduleValue } from '../moduleValue';
import { knownNames } from '../names/knownNames';
import { inTurns, partsOf } from '../parts';
import { placeholder } from '../placeholder';
import { fill, roomFor } from '../random/draw';
import { costOfNormal } from '../random/generator';
import { overwrite } from '../tensor/inPlace';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { costOfSwap, listed, mixed, notFollowed, placeAfter } from './choosing';
import { type Distribution, legacyDistributions } from './distributions';
import { type Arrays, drawnRow, filled as filledOf, product, sizeOf } from './drawn';
import { generatorMembers } from './generatorClass';
import { LegacyStream } from './legacyStream';
import type { NumberStream, Row } from './numberStream';
import { dtypeNamed } from './numericTypes';
import { generatorWords, legacyWords, type Words } from './randomWords';

function whole(name: string, value: Value): bigint {
  return value.kind === 'int' ? value.value : notFollowed(name);
}

/** Dims of `rand(2, 3)`. */
const places = ['d0', 'd1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'];

/** The rows of `numpy.random` and of `RandomState` alike. */
function rowsOf(torch: Torch, arrays: Arrays, words: Words): Readonly<Record<string, Row<NumberStream>>> {
  const filled = (
    shape: readonly number[] | undefined,
    dtype: DType,
    machine: Machine,
    draw: (at: number) => number | bigint,
  ): Run<Value> => filledOf(torch, arrays, shape, dtype, machine, draw);
  const plain = (draw: (stream: NumberStream) => number): Row<NumberStream> => [
    'size=None',
    (stream, { get }, machine) => filled(sizeOf(get('size'), machine), 'float64', machine, () => draw(stream)),
  ];
  const dims = (draw: (stream: NumberStream) => number): Row<NumberStream> => [
    places.map((name) => `${name}=None`).join(', '),
    (stream, { get }, machine) => {
      const given = places.map(get).filter((value) => value.kind !== 'none');
      const wrong = given.find((value) => value.kind !== 'int');
      if (wrong)
        machine.raise('TypeError', `'${machine.classOf(wrong).name}' object cannot be interpreted as an integer`);
      const shape = given.length === 0 ? undefined : sizeOf(list(given), machine);
      return filled(shape, 'float64', machine, () => draw(stream));
    },
  ];
  const uniform = plain((stream) => stream.random());
  const drawn = (name: string): Row<NumberStream> =>
    drawnRow(torch, arrays, name, legacyDistributions[name] as Distribution);
  /** The rows (or numbers) of an array at these places. */
  function* taken(
    array: TensorValue,
    places: ArrayLike<number>,
    shape: readonly number[],
    machine: Machine,
  ): Run<Value> {
    const lost = lostValues(array.native);
    if (lost) return lost;
    const { dtype } = array.native;
    const values = yield* readValues(torch, machine, array.native);
    const rowShape = array.native.shape.slice(1);
    const row = product(rowShape);
    const made = roomFor(machine, dtype, places.length * row);
    const copying = partsOf(made.length, 4, (from, to) => {
      for (let i = from; i < to; i++) made[i] = values[places[Math.floor(i / row)]! * row + (i % row)]!;
    });
    yield* inTurns(machine, copying);
    return arrays.array(torch.engine.fromHost(made, [...shape, ...rowShape], dtype));
  }
  function* randint(stream: NumberStream, { get }: Given, machine: Machine): Run<Value> {
    const wanted = get('dtype');
    const isInt = wanted.kind === 'none' || (wanted.kind === 'class' && wanted.name === 'int');
    const dtype = isInt ? 'int64' : dtypeNamed(wanted);
    if (dtype !== 'int64' && dtype !== 'int32') return notFollowed('randint');
    const isOpen = get('high').kind === 'none';
    const low = isOpen ? 0n : whole('randint', get('low'));
    const high = whole('randint', get(isOpen ? 'low' : 'high'));
    if (low >= high) machine.raise('ValueError', isOpen || low === 0n ? 'high <= 0' : 'low >= high');
    const shape = sizeOf(get('size'), machine);
    if (!isInt && !shape) {
      stream.upTo(high - low - 1n);
      return unknown(say('{0} is not modelled yet', 'numpy.random.randint(dtype=...)'));
    }
    return yield* filled(shape, dtype, machine, () => low + stream.upTo(high - low - 1n));
  }
  /** As randint; a single number is one of NumPy's. */
  function* integers(stream: NumberStream, { get }: Given, machine: Machine): Run<Value> {
    const wanted = get('dtype');
    const dtype = wanted.kind === 'none' ? 'int64' : dtypeNamed(wanted);
    if (dtype !== 'int64' && dtype !== 'int32') return notFollowed('Generator.integers(dtype=...)');
    const closed = yield* machine.truth(get('endpoint'));
    if (closed === 'unknown') return notFollowed('Generator.integers');
    const isOpen = get('high').kind === 'none';
    const low = isOpen ? 0n : whole('Generator.integers', get('low'));
    const most = whole('Generator.integers', get(isOpen ? 'low' : 'high')) - (closed ? 0n : 1n);
    if (low > most)
      machine.raise(
        'ValueError',
        isOpen || low === 0n ? `high ${closed ? '<' : '<='} 0` : `low ${closed ? '>' : '>='} high`,
      );
    const shape = sizeOf(get('size'), machine);
    const made = yield* filled(shape ?? [1], dtype, machine, () => low + stream.upTo(most - low));
    return shape || !isTensorValue(made) ? made : yield* arrays.element(made, 0, machine);
  }
  function* choice(stream: NumberStream, { get, has }: Given, machine: Machine): Run<Value> {
    const [a, p] = [get('a'), get('p')];
    const replace = !has('replace') || (yield* machine.truth(get('replace'))) === true;
    const shape = sizeOf(get('size'), machine);
    const count = shape ? product(shape) : 1;
    const array = a.kind === 'int' ? undefined : yield* arrays.toArray(listed(a), undefined, machine);
    if (array?.kind === 'unknown') throw new Unknowable(array);
    const population = a.kind === 'int' ? Number(a.value) : isTensorValue(array) ? (array.native.shape[0] ?? 0) : 0;
    if (isTensorValue(array) && array.native.rank !== 1) machine.raise('ValueError', 'a must be 1-dimensional');
    if (population <= 0 && count > 0) machine.raise('ValueError', a.kind === 'int' ? words.positive : words.empty);
    const chosen = roomFor(machine, 'float64', count) as Float64Array;
    const drawEach = (draw: () => number): Run<void> =>
      inTurns(
        machine,
        fill(chosen, 'float64', costOfNormal, () => draw()),
      );
    if (p.kind !== 'none') {
      if (!replace) return notFollowed('choice');
      const sums = yield* probabilities(p, population, machine);
      yield* drawEach(() => placeAfter(sums, stream.random()));
    } else if (replace) {
      yield* drawEach(() => Number(stream.upTo(BigInt(population - 1))));
    } else {
      if (count > population) machine.raise('ValueError', words.larger);
      machine.work(population * costOfSwap);
      chosen.set(stream.sample(population, count));
    }
    if (isTensorValue(array)) {
      return shape
        ? yield* taken(array, chosen, shape, machine)
        : yield* arrays.element(array, chosen[0] ?? 0, machine);
    }
    return yield* filled(shape, 'int64', machine, (at) => BigInt(chosen[at] ?? 0));
  }
  function* probabilities(p: Value, population: number, machine: Machine): Run<readonly number[]> {
    const array = yield* arrays.toArray(p, 'float64', machine);
    if (!isTensorValue(array) || lostValues(array.native)) return notFollowed('choice');
    const values = [...(yield* readValues(torch, machine, array.native))].map(Number);
    if (values.length !== population) machine.raise('ValueError', words.sizes);
    if (values.some((value) => value < 0)) machine.raise('ValueError', words.negative);
    let sum = 0;
    const sums = values.map((value) => (sum += value));
    if (Math.abs(sum - 1) > 1e-8) machine.raise('ValueError', words.total);
    return sums.map((part) => part / sum);
  }
  function* permutation(stream: NumberStream, { get }: Given, machine: Machine): Run<Value> {
    const x = get('x');
    if (x.kind === 'int') {
      const order = mixed(stream, Number(x.value), machine);
      return yield* filled([order.length], 'int64', machine, (at) => BigInt(order[at]!));
    }
    const array = yield* arrays.toArray(listed(x), undefined, machine);
    if (!isTensorValue(array) || array.native.rank === 0) return notFollowed('permutation');
    const count = array.native.shape[0] ?? 0;
    return yield* taken(array, mixed(stream, count, machine), [count], machine);
  }
  function* shuffle(stream: NumberStream, { get }: Given, machine: Machine): Run<Value> {
    const x = get('x');
    if (x.kind === 'list') {
      machine.work(x.items.length * costOfSwap);
      stream.shuffle(x.items.length, (i, j) => {
        const [a = none, b = none] = [x.items[i], x.items[j]];
        x.items[i] = b;
        x.items[j] = a;
      });
      return none;
    }
    if (x.kind === 'tuple') return machine.raise('TypeError', "'tuple' object does not support item assignment");
    if (!isTensorValue(x) || x.native.rank === 0) return notFollowed('shuffle');
    const count = x.native.shape[0] ?? 0;
    const made = yield* taken(x, mixed(stream, count, machine), [count], machine);
    if (isTensorValue(made)) yield* overwrite(torch, machine, x.native, made.native);
    return none;
  }
  return {
    rand: dims((stream) => stream.random()),
    randn: dims((stream) => stream.gauss()),
    random: uniform,
    random_sample: uniform,
    ranf: uniform,
    sample: uniform,
    uniform: drawn('uniform'),
    normal: drawn('normal'),
    standard_normal: plain((stream) => stream.gauss()),
    exponential: drawn('exponential'),
    standard_exponential: plain((stream) => stream.exponential()),
    randint: ['low, high=None, size=None, dtype=None', randint],
    integers: ['low, high=None, size=None, dtype=None, endpoint=False', integers],
    choice: ['a, size=None, replace=True, p=None', choice],
    permutation: ['x', permutation],
    shuffle: ['x', shuffle],
  };
}

function seed(stream: LegacyStream, value: Value, machine: Machine): Value {
  const range = 'Seed must be between 0 and 2**32 - 1';
  const isWord = (item: Value): boolean => item.kind === 'int' && item.value >= 0n && item.value < 2n ** 32n;
  if (value.kind === 'none') stream.unseed();
  else if (value.kind === 'int') {
    if (!isWord(value)) machine.raise('ValueError', range);
    stream.seed(value.value);
  } else if (value.kind === 'list' && value.items.length > 0 && value.items.every(isWord))
    stream.seed(value.items.map((item) => (item.kind === 'int' ? Number(item.value) : 0)));
  else return notFollowed('seed');
  return none;
}

/** Without a seed numbers differ from run to run; these are one run's, and the result says so. */
const assumedSeed = 0n;

/** A stream that says so when it is drawn from before any seed. */
export const newLegacyStream = (assume: Torch['assume']): LegacyStream =>
  new LegacyStream(() => {
    assume(say('Random numbers: no seed is set before them, so these are the ones after numpy.random.seed({0}).', 0));
    return assumedSeed;
  });

/** `numpy.random`. */
export function randomModule(torch: Torch, arrays: Arrays): ModuleValue {
  const { integers, ...legacy } = rowsOf(torch, arrays, legacyWords);
  const distributions = Object.fromEntries(
    Object.entries(legacyDistributions).map(([name, one]) => [name, drawnRow(torch, arrays, name, one)]),
  );
  const rows: readonly (readonly [string, Row<LegacyStream>])[] = [
    ['seed', ['seed=None', (stream, { get }, machine) => seed(stream, get('seed'), machine)]],
    ...Object.entries(distributions),
    ...Object.entries(legacy),
  ];
  const functions = rows.map(([name, [params, draw]]): [string, Value] => {
    const target = callee(name, 'python', params);
    return [
      name,
      {
        ...builtin(name, (args, machine) =>
          follow(torch.legacyStream, bindArguments(machine, target, args), draw, machine),
        ),
        unknowns: 'handled',
      },
    ];
  });
  const unmodelled = knownNames('numpy.random').filter(
    (name) => /^[a-z]/.test(name) && name !== 'default_rng' && !rows.some(([row]) => row === name),
  );
  const drawing = unmodelled.map((name): [string, Value] => [
    name,
    placeholder(builtin(name, () => lose(torch.legacyStream, name))),
  ]);
  const RandomState = stateClass(torch, rows, unmodelled);
  const generators = generatorMembers(torch, rowsOf(torch, arrays, generatorWords), follow);
  return moduleValue(
    'numpy.random',
    entriesOf(Object.fromEntries([...drawing, ...functions]), { RandomState, ...generators }),
  );
}

function lose(stream: LegacyStream, name: string): Value {
  const why = unknown(say('{0} is not modelled yet', `numpy.random.${name}`));
  stream.lose(why);
  return why;
}

function stateClass(
  torch: Torch,
  rows: readonly (readonly [string, Row<LegacyStream>])[],
  unmodelled: readonly string[],
): ClassValue {
  const cls = makeClass('RandomState', 'numpy.random.mtrand', [], {});
  const streamOf = (self: InstanceValue): LegacyStream => {
    if (!(self.native instanceof LegacyStream)) self.native = newLegacyStream(torch.assume);
    return self.native as LegacyStream;
  };
  const add = (name: string, [params, draw]: Row<LegacyStream>): void => {
    const target = callee(name, 'python', params, true);
    cls.attrs.set(name, {
      ...builtin(
        name,
        ({ positional: [self, ...positional], keywords }, machine) =>
          follow(
            streamOf(self as InstanceValue),
            bindArguments(machine, target, { positional, keywords }),
            draw,
            machine,
          ),
        true,
      ),
      unknowns: 'handled',
    });
  };
  for (const [name, row] of rows) add(name, row);
  for (const name of unmodelled) {
    const draw = builtin(name, ({ positional: [self] }) => lose(streamOf(self as InstanceValue), name), true);
    cls.attrs.set(name, placeholder(draw));
  }
  add('__init__', ['seed=None', (stream, { get }, machine) => seed(stream, get('seed'), machine)]);
  return cls;
}

/** Runs a draw; where it cannot be followed the stream is lost. */
function* follow<S extends NumberStream>(
  stream: S,
  bound: ReadonlyMap<string, Value>,
  draw: Row<S>[1],
  machine: Machine,
): Run<Value> {
  try {
    const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
    if (doubt?.kind === 'unknown') throw new Unknowable(doubt);
    const given: Given = {
      get: (name) => bound.get(name) ?? none,
      has: (name) => bound.has(name),
      values: () => [...bound.values()],
    };
    const answer = draw(stream, given, machine);
    return isRun(answer) ? yield* answer : answer;
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    stream.lose(error.value);
    return error.value;
  }
}
