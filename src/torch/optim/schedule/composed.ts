// Schedules made of others: ChainedScheduler and SequentialLR. Knows no formula.
import type { Machine } from '../../../python/machine';
import { type ClassValue, type InstanceValue, int, list, none, type Run, type Value } from '../../../python/value';
import { bindGiven, callee } from '../../binding/define';
import { entry, groupsOf, numberOf, setEntry } from '../group';
import type { OptimizerMethod } from '../optimizerClass';
import { attrOf, noteRates } from './rates';
import { loadState, stateWithout, subclass, updateRates } from './scheduler';

const schedulesOf = (self: InstanceValue): readonly Value[] => {
  const schedules = attrOf(self, '_schedulers');
  return schedules.kind === 'list' || schedules.kind === 'tuple' ? schedules.items : [];
};

function* checkParts(
  machine: Machine,
  name: string,
  parts: readonly Value[],
  optimizer: Value,
  plateau: ClassValue,
): Run<void> {
  for (const [i, part] of parts.entries()) {
    if (!(yield* machine.findAttr(part, 'optimizer'))) {
      machine.raise('TypeError', `${name} at index ${i} should have \`optimizer\` as its attribute.`);
    }
    if (machine.isInstance(part, plateau)) {
      machine.raise(
        'ValueError',
        `${name} does not support \`ReduceLROnPlateau\` scheduler as it requires additional kwargs to be specified when calling \`step\`, but got one at index ${i} in the given schedulers sequence.`,
      );
    }
    const other = yield* machine.getAttr(part, 'optimizer');
    if (other !== optimizer) {
      machine.raise(
        'ValueError',
        `${name} expects all schedulers to belong to the same optimizer, but got scheduler ${machine.classOf(part).name} at index ${i} has ${yield* machine.str(other)}, which is different from ${machine.classOf(optimizer).name}.`,
      );
    }
  }
}

/** The states of the parts stand in that of the whole. */
const states: Readonly<Record<string, OptimizerMethod>> = {
  state_dict: function* (self, _, machine) {
    const state = stateWithout(self, '_schedulers');
    const parts: Value[] = [];
    for (const part of schedulesOf(self)) {
      parts.push(yield* machine.call(yield* machine.getAttr(part, 'state_dict'), []));
    }
    if (state.kind === 'dict') setEntry(state, '_schedulers', list(parts));
    return state;
  },
  load_state_dict: function* (self, [given = none], machine, keywords) {
    const state = keywords.get('state_dict') ?? given;
    const parts = state.kind === 'dict' ? entry(state, '_schedulers') : state;
    loadState(self, state, '_schedulers');
    for (const [i, part] of schedulesOf(self).entries()) {
      const own = parts?.kind === 'list' ? parts.items[i] : parts;
      yield* machine.call(yield* machine.getAttr(part, 'load_state_dict'), [own ?? none]);
    }
    return none;
  },
};

const callStep = function* (machine: Machine, part: Value): Run<void> {
  yield* machine.call(yield* machine.getAttr(part, 'step'), []);
};

function chained(base: ClassValue, plateau: ClassValue): ClassValue {
  const target = callee('ChainedScheduler.__init__', 'python', 'schedulers, optimizer=None', true);
  return subclass(base, 'ChainedScheduler', {
    ...states,
    __init__: function* (self, positional, machine, keywords) {
      const given = bindGiven(machine, target, { positional, keywords });
      const schedulers = given.get('schedulers');
      if (schedulers.kind === 'unknown') return schedulers;
      const parts = yield* machine.items(schedulers);
      const doubt = parts.find(({ kind }) => kind === 'unknown');
      if (doubt) return doubt;
      const [first] = parts;
      if (!first) {
        return machine.raise(
          'ValueError',
          `${self.cls.name} expects at least one scheduler to be chained, but got no scheduler.`,
        );
      }
      const own = given.get('optimizer');
      const optimizer = own.kind === 'none' ? yield* machine.getAttr(first, 'optimizer') : own;
      yield* checkParts(machine, self.cls.name, parts, optimizer, plateau);
      self.attrs.set('_schedulers', schedulers);
      self.attrs.set('optimizer', optimizer);
      yield* noteRates(machine, self);
      return none;
    },
    step: function* (self, _, machine) {
      for (const part of schedulesOf(self)) yield* callStep(machine, part);
      yield* noteRates(machine, self);
      return none;
    },
  });
}

/** How many milestones are not behind an epoch: `bisect_right`. */
const reached = (self: InstanceValue, epoch: number): number => {
  const milestones = attrOf(self, '_milestones');
  const items = milestones.kind === 'list' || milestones.kind === 'tuple' ? milestones.items : [];
  const after = items.findIndex((milestone) => numberOf(milestone) > epoch);
  return after < 0 ? items.length : after;
};

/** Takes back the step that each part took when it was made. */
function* undo(machine: Machine, part: Value): Run<void> {
  if (part.kind !== 'instance') return;
  const inner = schedulesOf(part);
  for (const other of inner) yield* undo(machine, other);
  const epoch = part.attrs.get('last_epoch');
  if (inner.length === 0 && epoch) part.attrs.set('last_epoch', int(numberOf(epoch) - 1));
}

function sequential(base: ClassValue, plateau: ClassValue): ClassValue {
  const target = callee('SequentialLR.__init__', 'python', 'optimizer, schedulers, milestones, last_epoch=-1', true);
  function* follow(machine: Machine, self: InstanceValue, part: Value): Run<Value> {
    self.attrs.set('_last_lr', yield* machine.call(yield* machine.getAttr(part, 'get_last_lr'), []));
    return none;
  }
  return subclass(base, 'SequentialLR', {
    ...states,
    __init__: function* (self, positional, machine, keywords) {
      const given = bindGiven(machine, target, { positional, keywords });
      const doubt = given.values().find(({ kind }) => kind === 'unknown');
      if (doubt) return doubt;
      const [optimizer, schedulers, milestones] = ['optimizer', 'schedulers', 'milestones'].map(given.get) as [
        Value,
        Value,
        Value,
      ];
      const parts = yield* machine.items(schedulers);
      if (parts.length < 1) {
        machine.raise('ValueError', `${self.cls.name} expects at least one scheduler, but got no scheduler.`);
      }
      yield* checkParts(machine, self.cls.name, parts, optimizer, plateau);
      const marks = yield* machine.items(milestones);
      if (marks.length !== parts.length - 1) {
        machine.raise(
          'ValueError',
          `Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers ${parts.length} and the number of milestones to be equal to ${marks.length}`,
        );
      }
      self.attrs.set('_schedulers', schedulers);
      self.attrs.set('_milestones', milestones);
      self.attrs.set('last_epoch', int((given.has('last_epoch') ? numberOf(given.get('last_epoch')) : -1) + 1));
      self.attrs.set('optimizer', optimizer);
      const groups = yield* groupsOf(machine, optimizer);
      if ('kind' in groups) return groups;
      for (const group of groups) setEntry(group, 'lr', entry(group, 'initial_lr') ?? none);
      yield* undo(machine, self);
      const first = parts[reached(self, 0)] ?? none;
      yield* machine.call(yield* machine.getAttr(first, '_initial_step'), []);
      return yield* follow(machine, self, first);
    },
    step: function* (self, _, machine) {
      const epoch = numberOf(attrOf(self, 'last_epoch')) + 1;
      self.attrs.set('last_epoch', int(epoch));
      const at = reached(self, epoch);
      const part = schedulesOf(self)[at] ?? none;
      if (part.kind === 'instance' && at > 0 && reached(self, epoch - 1) < at) {
        yield* updateRates(machine, part, int(0));
      } else yield* callStep(machine, part);
      return yield* follow(machine, self, part);
    },
  });
}

export const composedClasses = (base: ClassValue, plateau: ClassValue): readonly ClassValue[] => [
  chained(base, plateau),
  sequential(base, plateau),
];
