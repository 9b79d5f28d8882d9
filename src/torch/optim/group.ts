// Parameter groups: the Python dicts in which an optimizer keeps its parameters and options. Knows no optimizer.
import { say } from '../../base/text';
import { hashKey } from '../../python/core/hash';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import {
  type DictValue,
  type InstanceValue,
  type Run,
  str,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Options, Rule } from './rule';

const keyOf = (name: string): string => {
  const key = hashKey(str(name));
  return key.kind === 'key' ? key.key : name;
};

/** The value under a text. */
export const entry = (dict: DictValue, name: string): Value | undefined => dict.entries.get(keyOf(name))?.value;

export function setEntry(dict: DictValue, name: string, value: Value): void {
  const key = keyOf(name);
  const there = dict.entries.get(key);
  if (there) there.value = value;
  else dict.entries.set(key, { key: str(name), value });
}

export const dictOf = (values: Iterable<readonly [string, Value]>): DictValue => {
  const dict: DictValue = { kind: 'dict', entries: new Map() };
  for (const [name, value] of values) setEntry(dict, name, value);
  return dict;
};

/** The value, or why code that was not run may have changed it. */
export const visible = (machine: Machine, value: Value): Value => (machine as Vm).visible(value);

/** The groups of an optimizer, as its attribute has them now. */
export function* groupsOf(machine: Machine, optimizer: Value): Run<readonly DictValue[] | UnknownValue> {
  const list = visible(machine, yield* machine.getAttr(optimizer, 'param_groups'));
  if (list.kind === 'unknown') return list;
  const groups: DictValue[] = [];
  for (const item of yield* machine.items(list)) {
    const group = visible(machine, item);
    if (group.kind === 'unknown') return group;
    if (group.kind === 'dict') groups.push(group);
  }
  return groups;
}

/** What stands under `params`. */
export function paramsOf(group: DictValue): readonly Value[] {
  const params = entry(group, 'params');
  return params?.kind === 'list' ? params.items : [];
}

/** Every tensor of an optimizer, also where its groups may have changed. */
function tensorsOf(optimizer: InstanceValue): readonly TensorValue[] {
  const groups = optimizer.attrs.get('param_groups');
  const dicts = groups?.kind === 'list' ? groups.items : [];
  return dicts.flatMap((group) => (group.kind === 'dict' ? paramsOf(group) : [])).filter(isTensorValue);
}

/** What can no longer follow a step: all parameters, and what is kept of them. */
export function loseOptimizer(self: InstanceValue, why: UnknownValue): UnknownValue {
  self.attrs.set('state', why);
  for (const parameter of tensorsOf(self)) loseValues(parameter.native, why);
  return why;
}

const place = (value: Value | undefined, index: 0 | 1 | 2 | undefined): Value | undefined =>
  index === undefined ? value : value?.kind === 'tuple' || value?.kind === 'list' ? value.items[index] : undefined;

/** A real number of Python; NaN for anything else. */
export function numberOf(value: Value | undefined): number {
  if (value?.kind === 'float') return value.value;
  return value?.kind === 'int' || value?.kind === 'bool' ? Number(value.value) : Number.NaN;
}

/** The options in a table of values. */
export function optionsIn(get: (name: string) => Value | undefined): Options {
  return {
    number: (name, index) => numberOf(place(get(name), index)),
    on: (name) => {
      const value = get(name);
      return value !== undefined && value.kind !== 'none' && numberOf(value) !== 0;
    },
    value: (name, index) => place(get(name), index) ?? str(''),
  };
}

/** Ways to compute a step that are refused here or have a history; over lists or in one kernel it is the same to the last digit. */
const otherWays = ['capturable', 'differentiable'];

/** Why a step with these options cannot be computed. */
export function doubtAbout({ name, defaults, apart = [] }: Rule, options: Options): UnknownValue | undefined {
  for (const option of Object.keys(defaults)) {
    const value = options.value(option);
    const parts = value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
    const doubt = parts.find((part) => part.kind === 'unknown');
    if (doubt?.kind === 'unknown') return doubt;
    const isOther = [...otherWays, ...apart].includes(option) && options.on(option);
    if (isOther || parts.some((part) => part.kind === 'instance')) {
      return unknown(say('{0} with {1} is not modelled yet', `torch.optim.${name}`, `${option}=`));
    }
  }
  return undefined;
}
