// ReduceLROnPlateau: a rate that falls where a figure no longer improves. Knows no other schedule.
import type { Machine } from '../../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  float,
  type InstanceValue,
  int,
  list,
  none,
  type PropertyValue,
  type Run,
  str,
  type Value,
} from '../../../python/value';
import { bindGiven, callee } from '../../binding/define';
import { entry, groupsOf, numberOf, setEntry } from '../group';
import { attrOf, noteRates, optimizerOf } from './rates';
import { checkOptimizer, epochIsOld, loadState, subclass } from './scheduler';

const defaults: Readonly<Record<string, Value>> = {
  mode: str('min'),
  factor: float(0.1),
  patience: int(10),
  threshold: float(1e-4),
  threshold_mode: str('rel'),
  cooldown: int(0),
  min_lr: int(0),
  eps: float(1e-8),
};
const target = callee(
  'ReduceLROnPlateau.__init__',
  'python',
  'optimizer, mode=, factor=, patience=, threshold=, threshold_mode=, cooldown=, min_lr=, eps=',
  true,
);
const stepTarget = callee('ReduceLROnPlateau.step', 'python', 'metrics, epoch=None', true);

export function plateauClass(base: ClassValue, optimizers: ClassValue): ClassValue {
  const cls = subclass(base, 'ReduceLROnPlateau', {
    __init__: function* (self, positional, machine, keywords) {
      const given = bindGiven(machine, target, { positional, keywords });
      const get = (name: string): Value => (given.has(name) ? given.get(name) : (defaults[name] ?? none));
      const set = (name: string, value: Value): void => void self.attrs.set(name, value);
      const optimizer = get('optimizer');
      if (optimizer.kind === 'unknown') return optimizer;
      if (numberOf(get('factor')) >= 1) machine.raise('ValueError', 'Factor should be < 1.0.');
      set('factor', get('factor'));
      checkOptimizer(machine, optimizers, optimizer);
      set('optimizer', optimizer);
      const groups = yield* groupsOf(machine, optimizer);
      if ('kind' in groups) return groups;
      const lowest = get('min_lr');
      const isMany = lowest.kind === 'list' || lowest.kind === 'tuple';
      if (isMany && lowest.items.length !== groups.length) {
        machine.raise('ValueError', `expected ${groups.length} min_lrs, got ${lowest.items.length}`);
      }
      set('default_min_lr', isMany ? none : lowest);
      set('min_lrs', list(isMany ? [...lowest.items] : groups.map(() => lowest)));
      for (const name of ['patience', 'cooldown', 'eps']) set(name, get(name));
      set('last_epoch', int(0));
      yield* noteRates(machine, self);
      yield* setMode(machine, self, get);
      set('best', attrOf(self, 'mode_worse'));
      set('cooldown_counter', int(0));
      set('num_bad_epochs', int(0));
      return none;
    },
    step: function* (self, positional, machine, keywords) {
      const given = bindGiven(machine, stepTarget, { positional, keywords });
      const metrics = given.get('metrics');
      const current =
        metrics.kind === 'unknown' ? metrics : yield* machine.call(machine.builtinClass('float'), [metrics]);
      if (current.kind === 'unknown') return yield* lose(machine, self, current);
      if (given.has('epoch') && given.get('epoch').kind !== 'none') {
        machine.warn('UserWarning', epochIsOld);
        self.attrs.set('last_epoch', given.get('epoch'));
      } else self.attrs.set('last_epoch', int(numberOf(attrOf(self, 'last_epoch')) + 1));
      yield* take(machine, self, current);
      return none;
    },
    load_state_dict: (self, [state = none], _, keywords) => loadState(self, keywords.get('state_dict') ?? state),
  });
  const inCooldown: PropertyValue = {
    kind: 'property',
    get: builtin('get', ({ positional: [self] }) =>
      bool(numberOf(attrOf(self as InstanceValue, 'cooldown_counter')) > 0),
    ),
  };
  cls.attrs.set('in_cooldown', inCooldown);
  return cls;
}

function* setMode(machine: Machine, self: InstanceValue, get: (name: string) => Value): Run<void> {
  const [mode, kind] = [get('mode'), get('threshold_mode')];
  if (mode.kind !== 'str' || !['min', 'max'].includes(mode.value)) {
    machine.raise('ValueError', `mode ${yield* machine.str(mode)} is unknown!`);
  }
  if (kind.kind !== 'str' || !['rel', 'abs'].includes(kind.value)) {
    machine.raise('ValueError', `threshold mode ${yield* machine.str(kind)} is unknown!`);
  }
  self.attrs.set('mode_worse', float(mode.value === 'min' ? Infinity : -Infinity));
  self.attrs.set('mode', mode);
  self.attrs.set('threshold', get('threshold'));
  self.attrs.set('threshold_mode', kind);
}

/** A figure that is not known may or may not have lowered the rates. */
function* lose(machine: Machine, self: InstanceValue, why: Value): Run<Value> {
  for (const name of ['best', 'num_bad_epochs', 'cooldown_counter', '_last_lr']) self.attrs.set(name, why);
  const groups = yield* groupsOf(machine, optimizerOf(self));
  for (const group of 'kind' in groups ? [] : groups) setEntry(group, 'lr', why);
  return why;
}

function isBetter(self: InstanceValue, figure: number): boolean {
  const [best, threshold] = [numberOf(attrOf(self, 'best')), numberOf(attrOf(self, 'threshold'))];
  const [mode, kind] = [attrOf(self, 'mode'), attrOf(self, 'threshold_mode')];
  const isRelative = kind.kind === 'str' && kind.value === 'rel';
  if (mode.kind === 'str' && mode.value === 'min')
    return figure < (isRelative ? best * (1 - threshold) : best - threshold);
  return figure > (isRelative ? best * (threshold + 1) : best + threshold);
}

function* take(machine: Machine, self: InstanceValue, current: Value): Run<void> {
  const doubt = [...self.attrs.values()].find(({ kind }) => kind === 'unknown');
  if (doubt) {
    yield* lose(machine, self, doubt);
    return;
  }
  const number = (name: string): number => numberOf(attrOf(self, name));
  let bad = number('num_bad_epochs') + 1;
  if (isBetter(self, numberOf(current))) {
    self.attrs.set('best', current);
    bad = 0;
  }
  if (number('cooldown_counter') > 0) {
    self.attrs.set('cooldown_counter', int(number('cooldown_counter') - 1));
    bad = 0;
  }
  if (bad > number('patience')) {
    yield* reduce(machine, self);
    self.attrs.set('cooldown_counter', attrOf(self, 'cooldown'));
    bad = 0;
  }
  self.attrs.set('num_bad_epochs', int(bad));
  yield* noteRates(machine, self);
}

function* reduce(machine: Machine, self: InstanceValue): Run<void> {
  const groups = yield* groupsOf(machine, optimizerOf(self));
  if ('kind' in groups) return;
  const given = attrOf(self, 'min_lrs');
  let lowest = given.kind === 'list' ? given.items : [];
  if (groups.length !== lowest.length) {
    const one = attrOf(self, 'default_min_lr');
    if (one.kind === 'none') {
      machine.raise(
        'RuntimeError',
        `The number of param groups in the \`optimizer\` (${groups.length}) differs from when \`ReduceLROnPlateau\` was initialized (${lowest.length}), usually due to a new param group being added to the optimizer. Please modify the \`min_lrs\` field to match the length of the \`optimizer\` param groups.`,
      );
    }
    lowest = groups.map(() => one);
    self.attrs.set('min_lrs', list(lowest));
  }
  for (const [i, group] of groups.entries()) {
    const rate = entry(group, 'lr') ?? none;
    const low = lowest[i] ?? none;
    const fallen = numberOf(rate) * numberOf(attrOf(self, 'factor'));
    if (rate.kind === 'unknown') continue;
    const next = numberOf(low) > fallen ? low : float(fallen);
    if (numberOf(rate) - numberOf(next) > numberOf(attrOf(self, 'eps'))) setEntry(group, 'lr', next);
  }
}
