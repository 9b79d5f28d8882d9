// Schedules that move learning rate and momentum together: CyclicLR and OneCycleLR. Formulas of lr_scheduler.py.
import { cos } from '../../../python/core/doubleDouble';
import { floatPower } from '../../../python/core/numbers';
import type { Machine } from '../../../python/machine';
import { bool, float, type InstanceValue, int, list, none, type Run, tuple, type Value } from '../../../python/value';
import { dictOf, entry, groupsOf, numberOf, setEntry } from '../group';
import { attrOf, optimizerOf, type Seen } from './rates';
import { checkOptimizer, loadState, type Schedule, type Start, stateWithout } from './scheduler';

/** A value for each group. */
function perGroup(machine: Machine, name: string, count: number, value: Value): Value[] {
  if (value.kind !== 'list' && value.kind !== 'tuple') return new Array<Value>(count).fill(value);
  if (value.items.length !== count) {
    machine.raise(
      'ValueError',
      `${name} must have the same length as optimizer.param_groups. ${name} has ${value.items.length} values, param_groups has ${count}.`,
    );
  }
  return [...value.items];
}

type Group = Parameters<typeof setEntry>[0];

/** Puts a momentum where the optimizer has its own. */
function putMomentum(self: InstanceValue, group: Group, momentum: Value): void {
  const usesBeta = attrOf(self, 'use_beta1');
  if (usesBeta.kind !== 'bool' || !usesBeta.value) {
    setEntry(group, 'momentum', momentum);
    return;
  }
  const betas = entry(group, 'betas');
  const rest = betas?.kind === 'tuple' || betas?.kind === 'list' ? betas.items.slice(1) : [];
  setEntry(group, 'betas', tuple([momentum, ...rest]));
}

/** Notes which momentum is to move, and where it starts. */
function* startMomentum(start: Start, groups: readonly Group[], keep: boolean): Run<void> {
  const { self, machine, optimizer, get, set } = start;
  set('cycle_momentum', get('cycle_momentum'));
  const on = get('cycle_momentum');
  if (on.kind !== 'bool' || !on.value) return;
  const defaults = yield* machine.getAttr(optimizer, 'defaults');
  const has = (name: string): boolean => defaults.kind === 'dict' && entry(defaults, name) !== undefined;
  if (!has('momentum') && !has('betas')) {
    machine.raise('ValueError', 'optimizer must support momentum or beta1 with `cycle_momentum` option enabled');
  }
  set('use_beta1', bool(has('betas')));
  const momenta = (name: string): Value[] => perGroup(machine, name, groups.length, get(name));
  const order = keep ? (['base_momentum', 'max_momentum'] as const) : (['max_momentum', 'base_momentum'] as const);
  const found = new Map(order.map((name) => [name, momenta(name)]));
  if (keep) for (const [name, values] of found) set(`${name}s`, list(values));
  if (start.number('last_epoch') !== -1) return;
  for (const [i, group] of groups.entries()) {
    const [high, low] = [found.get('max_momentum')?.[i] ?? none, found.get('base_momentum')?.[i] ?? none];
    putMomentum(self, group, high);
    setEntry(group, 'max_momentum', high);
    setEntry(group, 'base_momentum', low);
  }
}

const modes = ['triangular', 'triangular2', 'exp_range'];

const cyclic: Schedule = {
  name: 'CyclicLR',
  signature:
    'base_lr, max_lr, step_size_up=, step_size_down=, mode=, gamma=, scale_fn=, scale_mode=, cycle_momentum=, base_momentum=, max_momentum=, last_epoch=',
  defaults: {
    step_size_up: int(2000),
    mode: { kind: 'str', value: 'triangular' },
    gamma: float(1),
    scale_mode: { kind: 'str', value: 'cycle' },
    cycle_momentum: bool(true),
    base_momentum: float(0.8),
    max_momentum: float(0.9),
  },
  *start(start) {
    const { machine, optimizer, get, number, set } = start;
    const groups = yield* groupsOf(machine, optimizer);
    if ('kind' in groups) return groups;
    set('optimizer', optimizer);
    const lows = perGroup(machine, 'base_lr', groups.length, get('base_lr'));
    if (number('last_epoch') === -1) {
      for (const [i, group] of groups.entries()) setEntry(group, 'lr', lows[i] ?? none);
    }
    set('max_lrs', list(perGroup(machine, 'max_lr', groups.length, get('max_lr'))));
    const up = number('step_size_up');
    const down = get('step_size_down').kind === 'none' ? up : number('step_size_down');
    set('total_size', float(up + down));
    set('step_ratio', float(up / (up + down)));
    const [mode, scale] = [get('mode'), get('scale_fn')];
    const known = mode.kind === 'str' && modes.includes(mode.value);
    if (!known && scale.kind === 'none') machine.raise('ValueError', 'mode is invalid and scale_fn is None');
    for (const name of ['mode', 'gamma']) set(name, get(name));
    set('_scale_fn_custom', scale);
    const isRange = mode.kind === 'str' && mode.value === 'exp_range';
    const own: Value = { kind: 'str', value: isRange ? 'iterations' : 'cycle' };
    set('scale_mode', scale.kind === 'none' ? own : get('scale_mode'));
    yield* startMomentum(start, groups, true);
    return undefined;
  },
  finish: ({ self, machine, get, set }) => {
    const highs = attrOf(self, 'max_lrs');
    const count = highs.kind === 'list' ? highs.items.length : 1;
    set('base_lrs', list(perGroup(machine, 'base_lr', count, get('base_lr'))));
  },
  rates: cycled,
  rows: () => ({
    // A function is no part of a state.
    state_dict: (self) => {
      const state = stateWithout(self, '_scale_fn_custom');
      if (state.kind === 'dict') setEntry(state, '_scale_fn_custom', none);
      return state;
    },
    load_state_dict: (self, [state = none], _, keywords) =>
      loadState(self, keywords.get('state_dict') ?? state, '_scale_fn_custom'),
  }),
};

/** How high a cycle is, by its number or by the epoch. */
function* scaleOf({ machine, attr, number }: Seen, x: number): Run<number> {
  const own = attr('_scale_fn_custom');
  const mode = attr('mode');
  const name = mode.kind === 'str' ? mode.value : '';
  if (own.kind !== 'none') {
    const byCycle = attr('scale_mode');
    const isCycle = byCycle.kind === 'str' && byCycle.value === 'cycle';
    return numberOf(yield* machine.call(own, [isCycle ? int(x) : attr('last_epoch')]));
  }
  if (name === 'triangular2') return 1 / floatPower(2, x - 1);
  return name === 'exp_range' ? floatPower(number('gamma'), x) : 1;
}

function* cycled(seen: Seen): Run<readonly Value[]> {
  const { self, machine, epoch, number, attr, bases } = seen;
  const [total, ratio] = [number('total_size'), number('step_ratio')];
  const cycle = Math.floor(1 + epoch / total);
  const x = 1 + epoch / total - cycle;
  const part = x <= ratio ? x / ratio : (x - 1) / (ratio - 1);
  const mode = attr('scale_mode');
  const scale = yield* scaleOf(seen, mode.kind === 'str' && mode.value === 'cycle' ? cycle : epoch);
  const items = (name: string): readonly Value[] => {
    const values = attr(name);
    return values.kind === 'list' ? values.items : [];
  };
  const between = (low: Value | undefined, high: Value | undefined): number =>
    (numberOf(high) - numberOf(low)) * part * scale;
  const groups = yield* groupsOf(machine, optimizerOf(self));
  const [lows, highs] = [items('base_momentums'), items('max_momentums')];
  for (const [i, group] of 'kind' in groups ? [] : groups.entries()) {
    if (highs.length > 0) putMomentum(self, group, float(numberOf(highs[i]) - between(lows[i], highs[i])));
  }
  const tops = items('max_lrs');
  return bases.map((base, i) => float(numberOf(base) + between(base, tops[i])));
}

interface Phase {
  readonly end: Value;
  readonly rate: readonly [string, string];
  readonly momentum: readonly [string, string];
}

function phasesOf(pct: number, total: number, three: boolean): readonly Phase[] {
  const up: Phase = {
    end: float(pct * total - 1),
    rate: ['initial_lr', 'max_lr'],
    momentum: ['max_momentum', 'base_momentum'],
  };
  const last = int(total - 1);
  if (!three) return [up, { end: last, rate: ['max_lr', 'min_lr'], momentum: ['base_momentum', 'max_momentum'] }];
  return [
    up,
    { end: float(2 * pct * total - 2), rate: ['max_lr', 'initial_lr'], momentum: ['base_momentum', 'max_momentum'] },
    { end: last, rate: ['initial_lr', 'min_lr'], momentum: ['max_momentum', 'max_momentum'] },
  ];
}

const text = (value: string): Value => ({ kind: 'str', value });
const phaseDict = ({ end, rate, momentum }: Phase): Value =>
  dictOf([
    ['end_step', end],
    ['start_lr', text(rate[0])],
    ['end_lr', text(rate[1])],
    ['start_momentum', text(momentum[0])],
    ['end_momentum', text(momentum[1])],
  ]);

/** The number of steps, as it is given or as epochs of so many steps. */
function* totalSteps({ machine, get, number }: Start): Run<number> {
  const positive = function* (name: string): Run<number> {
    const value = get(name);
    if (value.kind !== 'int' || value.value <= 0n) {
      machine.raise('ValueError', `Expected positive integer ${name}, but got ${yield* machine.str(value)}`);
    }
    return number(name);
  };
  if (get('total_steps').kind !== 'none') return yield* positive('total_steps');
  if (get('epochs').kind === 'none' || get('steps_per_epoch').kind === 'none') {
    machine.raise('ValueError', 'You must define either total_steps OR (epochs AND steps_per_epoch)');
  }
  return (yield* positive('epochs')) * (yield* positive('steps_per_epoch'));
}

const oneCycle = (optimizers: Parameters<typeof checkOptimizer>[1]): Schedule => ({
  name: 'OneCycleLR',
  signature:
    'max_lr, total_steps=, epochs=, steps_per_epoch=, pct_start=, anneal_strategy=, cycle_momentum=, base_momentum=, max_momentum=, div_factor=, final_div_factor=, three_phase=, last_epoch=',
  defaults: {
    pct_start: float(0.3),
    anneal_strategy: text('cos'),
    cycle_momentum: bool(true),
    base_momentum: float(0.85),
    max_momentum: float(0.95),
    div_factor: float(25),
    final_div_factor: float(1e4),
    three_phase: bool(false),
  },
  *start(start) {
    const { machine, optimizer, get, number, set } = start;
    checkOptimizer(machine, optimizers, optimizer);
    const groups = yield* groupsOf(machine, optimizer);
    if ('kind' in groups) return groups;
    set('optimizer', optimizer);
    const total = yield* totalSteps(start);
    set('total_steps', int(total));
    const three = get('three_phase');
    const phases = phasesOf(number('pct_start'), total, three.kind === 'bool' && three.value);
    set('_schedule_phases', list(phases.map(phaseDict)));
    const pct = get('pct_start');
    if (numberOf(pct) < 0 || numberOf(pct) > 1 || pct.kind !== 'float') {
      machine.raise('ValueError', `Expected float between 0 and 1 pct_start, but got ${yield* machine.str(pct)}`);
    }
    const strategy = get('anneal_strategy');
    if (strategy.kind !== 'str' || !['cos', 'linear'].includes(strategy.value)) {
      machine.raise(
        'ValueError',
        `anneal_strategy must be one of 'cos' or 'linear', instead got ${yield* machine.str(strategy)}`,
      );
    }
    set('_anneal_func_type', strategy);
    const tops = perGroup(machine, 'max_lr', groups.length, get('max_lr'));
    for (const [i, group] of number('last_epoch') === -1 ? groups.entries() : []) {
      const first = numberOf(tops[i]) / number('div_factor');
      setEntry(group, 'initial_lr', float(first));
      setEntry(group, 'max_lr', tops[i] ?? none);
      setEntry(group, 'min_lr', float(first / number('final_div_factor')));
    }
    yield* startMomentum(start, groups, false);
    return undefined;
  },
  rates: annealed,
});

function* annealed({ self, machine, epoch, number, attr }: Seen): Run<readonly Value[]> {
  const total = number('total_steps');
  if (epoch > total) {
    machine.raise('ValueError', `Tried to step ${epoch} times. The specified number of total steps is ${total}`);
  }
  const strategy = attr('_anneal_func_type');
  const between = (from: number, to: number, part: number): number =>
    strategy.kind === 'str' && strategy.value === 'cos'
      ? to + ((from - to) / 2) * (cos(Math.PI * part) + 1)
      : (to - from) * part + from;
  const phases = attr('_schedule_phases');
  const dicts = phases.kind === 'list' ? phases.items.filter((phase) => phase.kind === 'dict') : [];
  const moving = attr('cycle_momentum');
  const groups = yield* groupsOf(machine, optimizerOf(self));
  const rates: Value[] = [];
  for (const group of 'kind' in groups ? [] : groups) {
    let first = 0;
    const at = dicts.findIndex((phase, i) => {
      const end = numberOf(entry(phase, 'end_step'));
      if (epoch <= end || i === dicts.length - 1) return true;
      first = end;
      return false;
    });
    const phase = dicts[at];
    if (!phase) continue;
    const part = (epoch - first) / (numberOf(entry(phase, 'end_step')) - first);
    const named = (name: string): number => {
      const key = entry(phase, name);
      return numberOf(key?.kind === 'str' ? entry(group, key.value) : undefined);
    };
    rates.push(float(between(named('start_lr'), named('end_lr'), part)));
    if (moving.kind === 'bool' && moving.value) {
      putMomentum(self, group, float(between(named('start_momentum'), named('end_momentum'), part)));
    }
  }
  return rates;
}

export const cyclicSchedules = (optimizers: Parameters<typeof checkOptimizer>[1]): readonly Schedule[] => [
  cyclic,
  oneCycle(optimizers),
];
