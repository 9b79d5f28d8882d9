// torch.optim.lr_scheduler.LRScheduler, which user code may derive from, and the classes of schedules by their rows.
import { keyError } from '../../../python/core/keys';
import type { Machine } from '../../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  str,
  type UnknownValue,
  type Value,
} from '../../../python/value';
import { bindGiven, callee, type Given } from '../../binding/define';
import { makeClass, writingMethod } from '../../makeClass';
import { dictOf, entry, groupsOf, numberOf, setEntry } from '../group';
import type { OptimizerMethod } from '../optimizerClass';
import { attrOf, optimizerOf, putRates, type Seen, seenBy } from './rates';

type Rates = readonly Value[];

/** A schedule as a row: its constructor, and the rates that it gives. */
export interface Schedule {
  readonly name: string;
  /** Parameters of the constructor after `optimizer`. */
  readonly signature: string;
  readonly defaults?: Readonly<Record<string, Value>>;
  /** Checks the arguments and sets attributes; absent: each argument is one. Unknown where the schedule is. */
  readonly start?: (start: Start) => Run<UnknownValue | undefined> | undefined;
  /** What is set after the first step. */
  readonly finish?: (start: Start) => void;
  readonly rates: (seen: Seen) => Rates | Run<Rates | UnknownValue>;
  readonly closed?: (seen: Seen) => Rates;
  readonly rows?: (base: ClassValue) => Readonly<Record<string, OptimizerMethod>>;
}

export interface Start {
  readonly self: InstanceValue;
  readonly machine: Machine;
  readonly optimizer: Value;
  readonly get: (name: string) => Value;
  readonly number: (name: string) => number;
  readonly set: (name: string, value: Value) => void;
}

const module = 'torch.optim.lr_scheduler';

/** Optimizers whose `step` notes that it was called. */
const tracked = new WeakSet<Value>();

const notResumed = (i: number): string =>
  `param 'initial_lr' is not specified in param_groups[${i}] when resuming scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n2. You're using last_epoch >= 0 for a fresh training run (not recommended)`;

export function checkOptimizer(machine: Machine, optimizers: ClassValue, value: Value): void {
  if (value.kind === 'unknown' || machine.isInstance(value, optimizers)) return;
  machine.raise('TypeError', `${machine.classOf(value).name} is not an Optimizer`);
}

/** `LRScheduler.__init__`. */
export function* startScheduler(
  machine: Machine,
  optimizers: ClassValue,
  self: InstanceValue,
  optimizer: Value,
  lastEpoch: Value,
): Run<Value> {
  checkOptimizer(machine, optimizers, optimizer);
  if (optimizer.kind === 'unknown') return optimizer;
  self.attrs.set('optimizer', optimizer);
  const groups = yield* groupsOf(machine, optimizer);
  if ('kind' in groups) return groups;
  for (const [i, group] of groups.entries()) {
    if (entry(group, 'initial_lr')) continue;
    if (numberOf(lastEpoch) !== -1) throw keyError(str(notResumed(i)));
    setEntry(group, 'initial_lr', entry(group, 'lr') ?? none);
  }
  self.attrs.set('base_lrs', list(groups.map((group) => entry(group, 'initial_lr') ?? none)));
  self.attrs.set('last_epoch', lastEpoch);
  if (optimizer.kind === 'instance') yield* track(machine, optimizer);
  yield* initialStep(machine, self);
  return none;
}

/** The optimizer's `step` notes from now on that it was called. */
function* track(machine: Machine, optimizer: InstanceValue): Run<void> {
  const step = yield* machine.getAttr(optimizer, 'step');
  if (tracked.has(step)) return;
  const wrapped = builtin('step', function* ({ positional, keywords }, running): Run<Value> {
    optimizer.attrs.set('_opt_called', bool(true));
    return yield* running.call(step, positional, keywords);
  });
  const handled: Value = { ...wrapped, unknowns: 'handled' };
  tracked.add(handled);
  optimizer.attrs.set('step', handled);
}

/** The step that a constructor takes. */
export function* initialStep(machine: Machine, self: InstanceValue): Run<void> {
  self.attrs.set('_step_count', int(0));
  self.attrs.set('_is_initial', bool(true));
  yield* machine.call(yield* machine.getAttr(self, 'step'), []);
  self.attrs.set('_is_initial', bool(false));
}

const overridden =
  'Seems like `optimizer.step()` has been overridden after learning rate scheduler initialization. Please, make sure to call `optimizer.step()` before `lr_scheduler.step()`. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate';
const tooEarly =
  'Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: `optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate';
export const epochIsOld =
  'The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. Please open an issue if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.';
const useLast = 'To get the last learning rate computed by the scheduler, please use `get_last_lr()`.';

function* step(machine: Machine, self: InstanceValue, epoch: Value): Run<Value> {
  const count = numberOf(attrOf(self, '_step_count'));
  if (count === 1) {
    const optimizer = optimizerOf(self);
    const step = yield* machine.findAttr(optimizer, 'step');
    if (step && step.kind !== 'unknown' && !tracked.has(step)) machine.warn('UserWarning', overridden);
    else if (optimizer.kind === 'instance' && !optimizer.attrs.has('_opt_called'))
      machine.warn('UserWarning', tooEarly);
  }
  self.attrs.set('_step_count', int(count + 1));
  if (epoch.kind !== 'none') machine.warn('UserWarning', epochIsOld);
  yield* updateRates(machine, self, epoch);
  return none;
}

/** `_update_lr`: goes on to the next epoch, or to one that is named. */
export function* updateRates(machine: Machine, self: InstanceValue, epoch: Value): Run<void> {
  let name = 'get_lr';
  if (epoch.kind === 'none') self.attrs.set('last_epoch', int(numberOf(attrOf(self, 'last_epoch')) + 1));
  else {
    self.attrs.set('last_epoch', epoch);
    if (yield* machine.findAttr(self, '_get_closed_form_lr')) name = '_get_closed_form_lr';
  }
  yield* putRates(machine, self, yield* askRates(machine, self, name));
}

/** What a method that gives rates gives. */
export function* askRates(machine: Machine, self: InstanceValue, name: string): Run<Rates | UnknownValue> {
  self.attrs.set('_get_lr_called_within_step', bool(true));
  const given = yield* machine.call(yield* machine.getAttr(self, name), []);
  self.attrs.set('_get_lr_called_within_step', bool(false));
  return given.kind === 'unknown' ? given : yield* machine.items(given);
}

/** Attributes that a state leaves out, as PyTorch does for functions and other schedules. */
export const stateWithout = (self: InstanceValue, ...names: readonly string[]): Value =>
  dictOf([...self.attrs].filter(([name]) => name !== 'optimizer' && !names.includes(name)));

export function loadState(self: InstanceValue, state: Value, ...without: readonly string[]): Value {
  if (state.kind === 'unknown') {
    for (const name of self.attrs.keys()) if (name !== 'optimizer') self.attrs.set(name, state);
  }
  for (const { key, value } of state.kind === 'dict' ? state.entries.values() : []) {
    if (key.kind === 'str' && !without.includes(key.value)) self.attrs.set(key.value, value);
  }
  return none;
}

/** The class, with what all schedules share. */
export function schedulerClass(optimizers: ClassValue): ClassValue {
  const init = callee('LRScheduler.__init__', 'python', 'optimizer, last_epoch=-1', true);
  const rows: Readonly<Record<string, OptimizerMethod>> = {
    __init__: (self, positional, machine, keywords) => {
      const given = bindGiven(machine, init, { positional, keywords });
      const last = given.has('last_epoch') ? given.get('last_epoch') : int(-1);
      return startScheduler(machine, optimizers, self, given.get('optimizer'), last);
    },
    step: (self, [epoch = none], machine, keywords) => step(machine, self, keywords.get('epoch') ?? epoch),
    get_last_lr: (self, _, machine) =>
      self.attrs.get('_last_lr') ??
      machine.raise('AttributeError', `'${self.cls.name}' object has no attribute '_last_lr'`),
    get_lr: (_, __, machine) => machine.raise('NotImplementedError', ''),
    state_dict: (self) => stateWithout(self),
    load_state_dict: (self, [state = none], _, keywords) => loadState(self, keywords.get('state_dict') ?? state),
    _initial_step: function* (self, _, machine) {
      yield* initialStep(machine, self);
      return none;
    },
    _update_lr: function* (self, [epoch = none], machine) {
      yield* updateRates(machine, self, epoch);
      return none;
    },
  };
  return makeClass('LRScheduler', module, [], methods(rows));
}

export const methods = (rows: Readonly<Record<string, OptimizerMethod>>): Readonly<Record<string, Value>> =>
  Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, writingMethod(name, row)]));

export const subclass = (base: ClassValue, name: string, rows: Readonly<Record<string, OptimizerMethod>>): ClassValue =>
  makeClass(name, module, [base], methods(rows));

/** `torch.optim.lr_scheduler.<name>`. */
export function scheduleClass(base: ClassValue, optimizers: ClassValue, schedule: Schedule): ClassValue {
  const { name, signature, defaults = {}, closed } = schedule;
  const init = callee(`${name}.__init__`, 'python', `optimizer, ${signature}`, true);
  const rows: Record<string, OptimizerMethod> = {
    __init__: function* (self, positional, machine, keywords) {
      const given = bindGiven(machine, init, { positional, keywords });
      const start = startOf(machine, self, given, defaults);
      if (start.optimizer.kind === 'unknown') return start.optimizer;
      const keep = schedule.start ?? keepArguments(init.params.map((param) => param.name));
      const answer = keep(start);
      const doubt = answer && (yield* answer);
      if (doubt) return doubt;
      const done = yield* startScheduler(machine, optimizers, self, start.optimizer, start.get('last_epoch'));
      if (done.kind === 'none') schedule.finish?.(start);
      return done;
    },
    get_lr: function* (self, _, machine) {
      const within = attrOf(self, '_get_lr_called_within_step');
      if (within.kind !== 'bool' || !within.value) machine.warn('UserWarning', useLast);
      return yield* ratesOf(machine, self, schedule.rates);
    },
    ...(closed && { _get_closed_form_lr: (self, _, machine) => ratesOf(machine, self, closed) }),
    ...schedule.rows?.(base),
  };
  return subclass(base, name, rows);
}

function startOf(
  machine: Machine,
  self: InstanceValue,
  given: Given,
  defaults: Readonly<Record<string, Value>>,
): Start {
  const get = (name: string): Value =>
    given.has(name) ? given.get(name) : (defaults[name] ?? (name === 'last_epoch' ? int(-1) : none));
  return {
    self,
    machine,
    optimizer: get('optimizer'),
    get,
    number: (name) => numberOf(get(name)),
    set: (name, value) => {
      self.attrs.set(name, value);
    },
  };
}

const keepArguments =
  (names: readonly string[]): NonNullable<Schedule['start']> =>
  ({ get, set }) => {
    for (const name of names) if (name !== 'optimizer' && name !== 'last_epoch') set(name, get(name));
    return undefined;
  };

function* ratesOf(machine: Machine, self: InstanceValue, rates: Schedule['rates']): Run<Value> {
  const seen = yield* seenBy(machine, self);
  if ('kind' in seen) return seen;
  const answer = rates(seen);
  const values = 'next' in answer ? yield* answer : answer;
  return 'kind' in values ? values : list([...values]);
}
