// Learning rates as Python numbers: an int times an int stays one. Knows no schedule.

import { say } from '../../../base/text';
import { arithmetic } from '../../../python/core/numbers';
import type { Machine } from '../../../python/machine';
import {
  float,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../../python/value';
import { entry, groupsOf, numberOf, setEntry, visible } from '../group';

/** `rate * factor` */
export const times = (rate: Value, factor: Value | number): Value =>
  arithmetic('*', rate, typeof factor === 'number' ? float(factor) : factor) ?? notNumbers();
/** `base ** exponent` with a whole exponent. */
export const toThe = (base: Value, exponent: number): Value => arithmetic('**', base, int(exponent)) ?? notNumbers();

const notNumbers = (): UnknownValue => unknown(say('a learning rate that is no number is not modelled yet'));

/** What a schedule computes from: its attributes and the rates of the optimizer's groups. */
export interface Seen {
  readonly self: InstanceValue;
  readonly machine: Machine;
  readonly attr: (name: string) => Value;
  readonly number: (name: string) => number;
  readonly epoch: number;
  /** Whether this is the step that the constructor takes. */
  readonly isInitial: boolean;
  readonly rates: readonly Value[];
  readonly bases: readonly Value[];
}

export const attrOf = (self: InstanceValue, name: string): Value => self.attrs.get(name) ?? none;

/** The optimizer of a schedule. */
export const optimizerOf = (self: InstanceValue): Value => attrOf(self, 'optimizer');

/** `group[name]` of each group. */
export function* listed(machine: Machine, optimizer: Value, name: string): Run<readonly Value[] | UnknownValue> {
  const groups = yield* groupsOf(machine, optimizer);
  if ('kind' in groups) return groups;
  return groups.map((group) => visible(machine, entry(group, name) ?? none));
}

/** Puts rates into the groups, and notes them as the last ones. */
export function* putRates(machine: Machine, self: InstanceValue, values: readonly Value[] | UnknownValue): Run<void> {
  const optimizer = optimizerOf(self);
  const groups = yield* groupsOf(machine, optimizer);
  if ('kind' in groups) {
    self.attrs.set('_last_lr', groups);
    return;
  }
  for (const [i, group] of groups.entries()) {
    const value = 'kind' in values ? values : values[i];
    if (value) setEntry(group, 'lr', value);
  }
  yield* noteRates(machine, self);
}

/** `_last_lr` becomes what the groups have. */
export function* noteRates(machine: Machine, self: InstanceValue): Run<void> {
  const rates = yield* listed(machine, optimizerOf(self), 'lr');
  self.attrs.set('_last_lr', 'kind' in rates ? rates : list([...rates]));
}

/** The attributes and rates, or why one of them is not known. */
export function* seenBy(machine: Machine, self: InstanceValue): Run<Seen | UnknownValue> {
  const doubt = [...self.attrs.values()].map((value) => visible(machine, value)).find(({ kind }) => kind === 'unknown');
  if (doubt?.kind === 'unknown') return doubt;
  const rates = yield* listed(machine, optimizerOf(self), 'lr');
  if ('kind' in rates) return rates;
  const bases = attrOf(self, 'base_lrs');
  const given = bases.kind === 'list' ? bases.items : [];
  const lost = [...rates, ...given].find((value) => !isRate(value));
  if (lost) return lost.kind === 'unknown' ? lost : notNumbers();
  const initial = attrOf(self, '_is_initial');
  return {
    self,
    machine,
    attr: (name) => attrOf(self, name),
    number: (name) => numberOf(attrOf(self, name)),
    epoch: numberOf(attrOf(self, 'last_epoch')),
    isInitial: initial.kind === 'bool' && initial.value,
    rates,
    bases: given,
  };
}

const isRate = ({ kind }: Value): boolean => kind === 'int' || kind === 'float' || kind === 'bool';
