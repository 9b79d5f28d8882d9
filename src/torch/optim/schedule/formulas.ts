// Schedules that are a formula of the epoch: StepLR to CosineAnnealingLR, in the order of operations of lr_scheduler.py.
import { cos } from '../../../python/core/doubleDouble';
import { hashKey } from '../../../python/core/hash';
import { floatPower } from '../../../python/core/numbers';
import { float, int, list, none, type Value } from '../../../python/value';
import { collection } from '../collection';
import { numberOf, setEntry } from '../group';
import { type Seen, times, toThe } from './rates';
import { loadState, type Schedule, stateWithout } from './scheduler';

const third = float(1 / 3);

const step: Schedule = {
  name: 'StepLR',
  signature: 'step_size, gamma=, last_epoch=',
  defaults: { gamma: float(0.1) },
  rates: ({ epoch, number, attr, rates }) =>
    epoch === 0 || epoch % number('step_size') !== 0 ? rates : rates.map((rate) => times(rate, attr('gamma'))),
  closed: ({ epoch, number, attr, bases }) =>
    bases.map((base) => times(base, toThe(attr('gamma'), Math.floor(epoch / number('step_size'))))),
};

/** How often a milestone is named. */
const milestone = ({ attr }: Seen, epoch: number): number => {
  const milestones = attr('milestones');
  const key = hashKey(int(epoch));
  const found = milestones.kind === 'dict' && key.kind === 'key' ? milestones.entries.get(key.key) : undefined;
  return found ? numberOf(found.value) : 0;
};
const passed = ({ attr, epoch }: Seen): number => {
  const milestones = attr('milestones');
  const entries = milestones.kind === 'dict' ? [...milestones.entries.values()] : [];
  return entries.reduce((sum, { key, value }) => (numberOf(key) <= epoch ? sum + numberOf(value) : sum), 0);
};

const multiStep: Schedule = {
  name: 'MultiStepLR',
  signature: 'milestones, gamma=, last_epoch=',
  defaults: { gamma: float(0.1) },
  *start({ machine, get, set }) {
    const milestones = get('milestones');
    if (milestones.kind === 'unknown') return milestones;
    set('milestones', yield* collection(machine, 'Counter', [milestones]));
    set('gamma', get('gamma'));
    return undefined;
  },
  rates: (seen) => {
    const count = milestone(seen, seen.epoch);
    return count === 0 ? seen.rates : seen.rates.map((rate) => times(rate, toThe(seen.attr('gamma'), count)));
  },
  closed: (seen) => seen.bases.map((base) => times(base, toThe(seen.attr('gamma'), passed(seen)))),
};

const constant: Schedule = {
  name: 'ConstantLR',
  signature: 'factor=, total_iters=, last_epoch=',
  defaults: { factor: third, total_iters: int(5) },
  start({ machine, number, get, set }) {
    if (number('factor') > 1 || number('factor') < 0) {
      machine.raise('ValueError', 'Constant multiplicative factor expected to be between 0 and 1.');
    }
    for (const name of ['factor', 'total_iters']) set(name, get(name));
    return undefined;
  },
  rates: ({ epoch, number, attr, rates }) => {
    if (epoch === 0) return rates.map((rate) => times(rate, attr('factor')));
    return epoch === number('total_iters') ? rates.map((rate) => times(rate, 1 / number('factor'))) : rates;
  },
  closed: ({ epoch, number, bases }) => {
    const [factor, isOver] = [number('factor'), epoch >= number('total_iters') ? 1 : 0];
    return bases.map((base) => times(base, factor + isOver * (1 - factor)));
  },
};

const linear: Schedule = {
  name: 'LinearLR',
  signature: 'start_factor=, end_factor=, total_iters=, last_epoch=',
  defaults: { start_factor: third, end_factor: float(1), total_iters: int(5) },
  start({ machine, number, get, set }) {
    if (number('start_factor') > 1 || number('start_factor') <= 0) {
      machine.raise(
        'ValueError',
        'Starting multiplicative factor expected to be greater than 0 and less or equal to 1.',
      );
    }
    if (number('end_factor') > 1 || number('end_factor') < 0) {
      machine.raise('ValueError', 'Ending multiplicative factor expected to be between 0 and 1.');
    }
    for (const name of ['start_factor', 'end_factor', 'total_iters']) set(name, get(name));
    return undefined;
  },
  rates: ({ epoch, isInitial, number, attr, rates }) => {
    const [first, last, total] = [number('start_factor'), number('end_factor'), number('total_iters')];
    if (epoch === 0) return rates.map((rate) => times(rate, attr('start_factor')));
    if (isInitial || epoch > total) return rates;
    const factor = 1 + (last - first) / (total * first + (epoch - 1) * (last - first));
    return rates.map((rate) => times(rate, factor));
  },
  closed: ({ epoch, number, bases }) => {
    const [first, last, total] = [number('start_factor'), number('end_factor'), number('total_iters')];
    return bases.map((base) => times(base, first + ((last - first) * Math.min(total, epoch)) / total));
  },
};

const exponential: Schedule = {
  name: 'ExponentialLR',
  signature: 'gamma, last_epoch=',
  rates: ({ isInitial, attr, rates }) => (isInitial ? rates : rates.map((rate) => times(rate, attr('gamma')))),
  closed: ({ epoch, attr, bases }) => bases.map((base) => times(base, toThe(attr('gamma'), epoch))),
};

const polynomial: Schedule = {
  name: 'PolynomialLR',
  signature: 'total_iters=, power=, last_epoch=',
  defaults: { total_iters: int(5), power: float(1) },
  rates: ({ epoch, isInitial, number, rates }) => {
    const total = number('total_iters');
    if (isInitial || epoch > total) return rates;
    const factor = floatPower((1 - epoch / total) / (1 - (epoch - 1) / total), number('power'));
    return rates.map((rate) => times(rate, factor));
  },
  closed: ({ epoch, number, bases }) => {
    const total = number('total_iters');
    const left = floatPower(1 - Math.min(total, epoch) / total, number('power'));
    return bases.map((base) => times(base, left));
  },
};

const cosine: Schedule = {
  name: 'CosineAnnealingLR',
  signature: 'T_max, eta_min=, last_epoch=',
  defaults: { eta_min: float(0) },
  rates: (seen) => {
    const { epoch, isInitial, number, rates, bases } = seen;
    const [span, low] = [number('T_max'), number('eta_min')];
    if (isInitial) return rates;
    if (number('_step_count') === 1 && epoch > 0) return onCosine(seen);
    if ((epoch - 1 - span) % (2 * span) === 0) {
      return rates.map((rate, i) =>
        float(numberOf(rate) + ((numberOf(bases[i]) - low) * (1 - cos(Math.PI / span))) / 2),
      );
    }
    const [now, before] = [1 + cos((Math.PI * epoch) / span), 1 + cos((Math.PI * (epoch - 1)) / span)];
    return rates.map((rate) => float((now / before) * (numberOf(rate) - low) + low));
  },
  closed: (seen) => onCosine(seen),
};

const onCosine = ({ epoch, number, bases }: Seen): readonly Value[] => {
  const low = number('eta_min');
  const height = 1 + cos((Math.PI * epoch) / number('T_max'));
  return bases.map((base) => float(low + ((numberOf(base) - low) * height) / 2));
};

/** A function for each group, or one for all. */
const functions = (checked: boolean): NonNullable<Schedule['start']> =>
  function* ({ self, machine, optimizer, get, set }) {
    set('optimizer', optimizer);
    const given = get('lr_lambda');
    if (given.kind === 'unknown') return given;
    const groups = yield* machine.getAttr(optimizer, 'param_groups');
    const count = groups.kind === 'list' ? groups.items.length : 1;
    const isMany = given.kind === 'list' || given.kind === 'tuple';
    if (isMany && given.items.length !== count) {
      machine.raise('ValueError', `Expected ${count} lr_lambdas, but got ${given.items.length}`);
    }
    const calls: Value[] = isMany ? [...given.items] : new Array<Value>(count).fill(given);
    self.attrs.set('lr_lambdas', list(calls));
    for (const call of checked ? calls : []) {
      if (['function', 'builtin', 'method', 'class', 'instance'].includes(call.kind)) continue;
      machine.raise('TypeError', `lr_lambda should be a function, but got ${machine.classOf(call).name}`);
    }
    return undefined;
  };

/** `rate * f(epoch)` */
function* byFunctions({ machine, attr }: Seen, from: readonly Value[]) {
  const calls = attr('lr_lambdas');
  const rates: Value[] = [];
  for (const [i, call] of (calls.kind === 'list' ? calls.items : []).entries()) {
    const factor = yield* machine.call(call, [attr('last_epoch')]);
    if (factor.kind === 'unknown') return factor;
    rates.push(yield* machine.binary('*', from[i] ?? none, factor));
  }
  return rates;
}

/** Functions are no part of a state. */
const lambdaRows: NonNullable<Schedule['rows']> = () => ({
  state_dict: (self) => {
    const state = stateWithout(self, 'lr_lambdas');
    const calls = self.attrs.get('lr_lambdas');
    const nothing = calls?.kind === 'list' ? calls.items.map((): Value => none) : [];
    if (state.kind === 'dict') setEntry(state, 'lr_lambdas', list(nothing));
    return state;
  },
  load_state_dict: (self, [state = none], _, keywords) =>
    loadState(self, keywords.get('state_dict') ?? state, 'lr_lambdas'),
});

const lambda: Schedule = {
  name: 'LambdaLR',
  signature: 'lr_lambda, last_epoch=',
  start: functions(false),
  rates: (seen) => byFunctions(seen, seen.bases),
  rows: lambdaRows,
};

const multiplicative: Schedule = {
  name: 'MultiplicativeLR',
  signature: 'lr_lambda, last_epoch=',
  start: functions(true),
  rates: (seen) => (seen.isInitial ? seen.rates : byFunctions(seen, seen.rates)),
  rows: lambdaRows,
};

export const formulas: readonly Schedule[] = [
  step,
  multiStep,
  constant,
  linear,
  exponential,
  polynomial,
  cosine,
  lambda,
  multiplicative,
];
