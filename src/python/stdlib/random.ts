// The module `random`: CPython 3.11's numbers for the same seed. Every function is a method of a hidden `Random`.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import { exp } from '../core/doubleDouble';
import { lengthOf } from '../core/items';
import { classOf } from '../core/lookup';
import { addMethods, type MethodRow, native } from '../core/native';
import { intOf, toFloat } from '../core/numbers';
import { plainHash } from '../core/plainHash';
import { PyError, typeError, valueError } from '../core/pyError';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import {
  type Answer,
  type ClassValue,
  float,
  int,
  isRun,
  list,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../value';
import { classIn, defineModule, moduleOf } from './modules';
import { RandomStream, shareStream } from './randomStream';

/** Without a seed numbers differ from run to run; these are one run's, and the result says so. */
const assumedSeed = 0n;

type Given = readonly (Value | undefined)[];
type Draw = (vm: Vm, stream: RandomStream, args: Given) => Answer;
type Row = readonly [name: string, signature: string, draw: Draw];

/** Nothing that is drawn after this is known. */
function notFollowed(name: string): never {
  throw new Unknowable(unknown(say('{0} is not modelled yet', name)));
}

/** What `getstate` gives: to be set again on the same stream. */
class State {
  readonly restore: () => void;
  constructor(readonly stream: RandomStream) {
    this.restore = stream.save();
  }
}

const real = (value: Value | undefined, fallback: number): number => {
  if (value === undefined) return fallback;
  const x = toFloat(value);
  if (x === undefined) throw typeError(`must be real number, not ${classOf(value).name}`);
  return x;
};

const index = (value: Value | undefined): bigint => {
  const n = value && intOf(value);
  if (n === undefined) throw typeError(`'${classOf(value ?? none).name}' object cannot be interpreted as an integer`);
  return n;
};

function* sizeOf(vm: Vm, value: Value | undefined): Run<number> {
  const length = yield* lengthOf(vm, value ?? none);
  if (length === 'unknown') throw new Unknowable(unknown(say('the length of a sequence is not known')));
  return Number(length);
}

function seed(stream: RandomStream, value: Value): Value {
  if (value.kind === 'none') {
    stream.unseed();
    return none;
  }
  const n = intOf(value);
  const hash = n === undefined && value.kind === 'float' ? plainHash(value) : undefined;
  if (n !== undefined) stream.seed(n);
  else if (hash !== undefined) stream.seed(BigInt.asUintN(64, hash));
  else if (value.kind === 'str' || value.kind === 'bytes' || value.kind === 'float') {
    notFollowed(`random.seed(${classOf(value).name})`);
  } else throw typeError('The only supported seed types are: None,\nint, float, str, bytes, and bytearray.');
  return none;
}

function randomInRange(stream: RandomStream, start: bigint, stop: bigint | undefined, step: bigint): Value {
  if (stop === undefined) {
    if (start > 0n) return int(stream.below(start));
    throw valueError('empty range for randrange()');
  }
  const width = stop - start;
  if (step === 1n) {
    if (width > 0n) return int(start + stream.below(width));
    throw valueError(`empty range for randrange() (${start}, ${stop}, ${width})`);
  }
  if (step === 0n) throw valueError('zero step for randrange()');
  const count = step > 0n ? (width + step - 1n) / step : (width + step + 1n) / step;
  if (count <= 0n || width > 0n !== step > 0n) throw valueError('empty range for randrange()');
  return int(start + step * stream.below(count));
}

function* shuffle(vm: Vm, stream: RandomStream, items: Value): Run<Value> {
  const length = yield* sizeOf(vm, items);
  for (let i = length - 1; i > 0; i--) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    const j = stream.index(i + 1);
    const [a, b] = [yield* vm.getItem(items, int(i)), yield* vm.getItem(items, int(j))];
    yield* vm.setItem(items, int(i), b);
    yield* vm.setItem(items, int(j), a);
  }
  return none;
}

/** Positions of a sample without replacement. */
function samplePositions(vm: Vm, stream: RandomStream, n: number, k: number): number[] {
  if (k < 0 || k > n) throw valueError('Sample larger than population or is negative');
  vm.allocate(k);
  let small = 21;
  if (k > 5) small += 4 ** Math.ceil(Math.log(k * 3) / Math.log(4));
  const result: number[] = [];
  if (n <= small) {
    const pool = Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < k; i++) {
      const j = stream.index(n - i);
      result.push(pool[j] ?? 0);
      pool[j] = pool[n - i - 1] ?? 0;
    }
    return result;
  }
  const selected = new Set<number>();
  while (result.length < k) {
    const j = stream.index(n);
    if (selected.has(j)) continue;
    selected.add(j);
    result.push(j);
  }
  return result;
}

/** The place of `x` in ascending numbers, after equal ones. */
function bisect(ascending: readonly number[], x: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (x < (ascending[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function* cumulated(vm: Vm, weights: Value): Run<number[]> {
  let sum: Value | undefined;
  const sums: number[] = [];
  for (const weight of yield* vm.items(weights)) {
    sum = sum ? yield* vm.binary('+', sum, weight) : weight;
    if (sum.kind === 'unknown') throw new Unknowable(sum);
    sums.push(real(sum, 0));
  }
  return sums;
}

function* itemsAt(vm: Vm, sequence: Value, positions: readonly number[]): Run<Value> {
  const items: Value[] = [];
  for (const at of positions) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    items.push(yield* vm.getItem(sequence, int(at)));
  }
  return list(items);
}

function* sample(vm: Vm, stream: RandomStream, population: Value, size: bigint, counts: Value): Run<Value> {
  if (population.kind === 'set' || population.kind === 'dict' || population.kind === 'iterator')
    throw typeError('Population must be a sequence.  For dicts or sets, use sorted(d).');
  const n = yield* sizeOf(vm, population);
  const k = Number(size);
  if (counts.kind === 'none') return yield* itemsAt(vm, population, samplePositions(vm, stream, n, k));
  const sums = yield* cumulated(vm, counts);
  if (sums.length !== n) throw valueError('The number of counts does not match the population');
  const total = sums.pop() ?? 0;
  if (total <= 0) throw valueError('Total of counts must be greater than zero');
  const positions = samplePositions(vm, stream, total, k).map((at) => bisect(sums, at));
  return yield* itemsAt(vm, population, positions);
}

function* choices(vm: Vm, stream: RandomStream, [population = none, weights, sums, k]: Given): Run<Value> {
  const n = yield* sizeOf(vm, population);
  const count = k ? Number(index(k)) : 1;
  vm.allocate(Math.max(0, count));
  const places = Array.from({ length: Math.max(0, count) });
  const given = (value: Value | undefined): value is Value => value !== undefined && value.kind !== 'none';
  if (!given(weights) && !given(sums)) {
    if (n === 0 && count > 0) throw new PyError('IndexError', 'list index out of range');
    return yield* itemsAt(
      vm,
      population,
      places.map(() => Math.floor(stream.random() * n)),
    );
  }
  if (given(weights) && given(sums)) throw typeError('Cannot specify both weights and cumulative weights');
  if (given(weights) && weights.kind === 'int')
    throw typeError(`The number of choices must be a keyword argument: k=${weights.value}`);
  const cumulative: number[] = [];
  if (given(sums)) for (const sum of yield* vm.items(sums)) cumulative.push(real(sum, 0));
  else for (const sum of yield* cumulated(vm, weights ?? none)) cumulative.push(sum);
  if (cumulative.length !== n) throw valueError('The number of weights does not match the population');
  const total = cumulative.at(-1);
  if (total === undefined) throw new PyError('IndexError', 'list index out of range');
  if (total <= 0) throw valueError('Total of weights must be greater than zero');
  if (!Number.isFinite(total)) throw valueError('Total of weights must be finite');
  const inner = cumulative.slice(0, -1);
  return yield* itemsAt(
    vm,
    population,
    places.map(() => bisect(inner, stream.random() * total)),
  );
}

const numbers = (
  name: string,
  signature: string,
  fallback: readonly number[],
  draw: (stream: RandomStream, a: number, b: number, c?: number) => number,
): Row => [
  name,
  signature,
  (_, stream, [a, b]) => float(draw(stream, real(a, fallback[0] ?? 0), real(b, fallback[1] ?? 0))),
];

const rows: readonly Row[] = [
  ['seed', 'a=, version=', (_, stream, [value = none]) => seed(stream, value)],
  ['random', '', (_, stream) => float(stream.random())],
  [
    'getrandbits',
    'k, /',
    (vm, stream, [k]) => {
      vm.allocate(index(k) / 32n);
      return int(stream.bits(Number(index(k))));
    },
  ],
  [
    'randbytes',
    'n',
    (vm, stream, [n]) => {
      const size = Number(index(n));
      vm.allocate(size);
      const bits = stream.bits(size * 8);
      return {
        kind: 'bytes',
        value: Uint8Array.from({ length: size }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n)),
      };
    },
  ],
  [
    'randrange',
    'start, stop=, step=',
    (_, stream, [start, stop, step]) => {
      const whole = [start, stop, step].every((value) => !value || value.kind === 'none' || intOf(value) !== undefined);
      if (!whole) notFollowed('random.randrange(float)');
      const isOpen = !stop || stop.kind === 'none';
      if (isOpen && step) throw typeError('Missing a non-None stop argument');
      return randomInRange(stream, index(start), isOpen ? undefined : index(stop), step ? index(step) : 1n);
    },
  ],
  [
    'randint',
    'a, b',
    (_, stream, [a, b]) => {
      if (a?.kind === 'float' || b?.kind === 'float') notFollowed('random.randint(float)');
      return randomInRange(stream, index(a), index(b) + 1n, 1n);
    },
  ],
  [
    'choice',
    'seq',
    function* (vm, stream, [sequence = none]) {
      const n = yield* sizeOf(vm, sequence);
      if (n === 0) throw new PyError('IndexError', 'Cannot choose from an empty sequence');
      return yield* vm.getItem(sequence, int(stream.index(n)));
    },
  ],
  ['choices', 'population, weights=, *, cum_weights=, k=', choices],
  ['shuffle', 'x', (vm, stream, [items = none]) => shuffle(vm, stream, items)],
  [
    'sample',
    'population, k, *, counts=',
    (vm, stream, [population = none, k, counts = none]) => sample(vm, stream, population, index(k), counts),
  ],
  [
    'uniform',
    'a, b',
    function* (vm, stream, [a = none, b = none]) {
      const width = yield* vm.binary('-', b, a);
      return yield* vm.binary('+', a, yield* vm.binary('*', width, float(stream.random())));
    },
  ],
  [
    'triangular',
    'low=, high=, mode=',
    (_, stream, [low, high, mode]) =>
      float(stream.triangular(real(low, 0), real(high, 1), mode?.kind === 'none' ? undefined : mode && real(mode, 0))),
  ],
  numbers('gauss', 'mu=, sigma=', [0, 1], (stream, mu, sigma) => stream.gauss(mu, sigma)),
  numbers('normalvariate', 'mu=, sigma=', [0, 1], (stream, mu, sigma) => stream.normal(mu, sigma)),
  numbers('lognormvariate', 'mu, sigma', [], (stream, mu, sigma) => exp(stream.normal(mu, sigma))),
  numbers('expovariate', 'lambd', [], (stream, rate) => stream.exponential(rate)),
  numbers('gammavariate', 'alpha, beta', [], (stream, alpha, beta) => stream.gamma(alpha, beta)),
  numbers('betavariate', 'alpha, beta', [], (stream, alpha, beta) => stream.beta(alpha, beta)),
  numbers('paretovariate', 'alpha', [], (stream, alpha) => stream.pareto(alpha)),
  numbers('weibullvariate', 'alpha, beta', [], (stream, alpha, beta) => stream.weibull(alpha, beta)),
  [
    'getstate',
    '',
    (_, stream) => ({ kind: 'instance', cls: builtinClass('object'), attrs: new Map(), native: new State(stream) }),
  ],
  [
    'setstate',
    'state',
    (_, stream, [state]) => {
      if (!(state?.kind === 'instance' && state.native instanceof State && state.native.stream === stream))
        return notFollowed('random.setstate');
      state.native.restore();
      return none;
    },
  ],
  ['vonmisesvariate', 'mu, kappa', () => notFollowed('random.vonmisesvariate')],
];

/** Runs a draw; where it cannot be followed the stream is lost. */
function* follow(vm: Vm, stream: RandomStream, args: Given, draw: Draw): Run<Value> {
  const doubt = args.find((value) => value?.kind === 'unknown');
  const lose = (why: UnknownValue): UnknownValue => {
    stream.lose(why);
    return why;
  };
  if (doubt?.kind === 'unknown') return lose(doubt);
  try {
    const answer = draw(vm, stream, args);
    const value = isRun(answer) ? yield* answer : answer;
    return value;
  } catch (error) {
    if (error instanceof Unknowable) return lose(error.value);
    throw error;
  }
}

/** The rows as methods of `Random`: `streamOf` finds the stream of `self`. */
const methods = (streamOf: (self: Value | undefined) => RandomStream): readonly MethodRow[] =>
  rows.map(([name, signature, draw]) => [
    name,
    signature,
    (vm, [self, ...args]) => follow(vm, streamOf(self), args, draw),
    'handled',
  ]);

function randomClass(assume: () => bigint): ClassValue {
  const cls = classIn('random', 'Random', builtinClass('object'));
  const streamOf = (self: Value | undefined): RandomStream => {
    if (self?.kind !== 'instance') throw typeError("descriptor of 'random.Random' needs an instance");
    if (!(self.native instanceof RandomStream)) self.native = new RandomStream(assume);
    return self.native as RandomStream;
  };
  addMethods(cls, [
    ...methods(streamOf),
    [
      '__init__',
      'x=',
      (vm, [self, x]) => follow(vm, streamOf(self), [x], (_, stream, [value = none]) => seed(stream, value)),
      'handled',
    ],
    ['__deepcopy__', 'memo', () => unknown(say('states of generators are not modelled yet'))],
    ['__copy__', '', () => unknown(say('states of generators are not modelled yet'))],
  ]);
  return cls;
}

defineModule('random', (vm) => {
  const assume = (): bigint => {
    vm.options.library.assumed?.(
      say('Random numbers: no seed is set before them, so these are the ones after random.seed({0}).', 0),
    );
    return assumedSeed;
  };
  const hidden = shareStream(vm.state, new RandomStream(assume));
  vm.onSkipped.push((name, reason) => {
    if (name.startsWith('random.') && !name.startsWith('random.Random.')) hidden.lose(unknown(reason));
  });
  return moduleOf('random', [
    ...rows.map(([name, signature, draw]): [string, Value] => [
      name,
      native(name, signature, (_, args) => follow(vm, hidden, args, draw), 'handled'),
    ]),
    ['Random', randomClass(assume)],
    ['SystemRandom', unknown(say('this seed differs from run to run'))],
  ]);
});
