// The `__init__` of layers that are rows of methods: arguments become attributes. Knows no layer.

import type { Machine } from '../../python/machine';
import { type Answer, bool, type InstanceValue, none, type Value } from '../../python/value';
import { type DType, defaultFloat } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { loseGenerator } from '../random/generatorObject';
import { numberIn } from '../scalarValue';
import type { Torch } from '../torch';
import { checkFactory } from './layerArguments';
import type { ModuleMethod } from './moduleClass';

export type Rows = Readonly<Record<string, ModuleMethod>>;
export type Bound = ReadonlyMap<string, Value>;

export const truth = (value: Value): boolean => value.kind === 'bool' && value.value;
export const numberOf = (value: Value | undefined): number | undefined => value && numberIn(value, undefined);

/** An `__init__`: binds by the signature and keeps every argument as an attribute, then lets `finish` make the rest. */
export function initialiser(
  torch: Torch,
  name: string,
  params: string,
  defaults: Readonly<Record<string, Value>>,
  finish: (self: InstanceValue, bound: Bound, machine: Machine, dtype: DType) => Answer = () => none,
): ModuleMethod {
  const target = callee(`${name}.__init__`, 'python', params, true);
  return (self, args, machine, keywords) => {
    const bound = bindArguments(machine, target, { positional: args, keywords });
    const doubt = [...bound.values()].find((value) => value.kind === 'unknown');
    if (doubt) {
      loseGenerator(torch, `torch.nn.${name}`);
      return doubt;
    }
    checkFactory(machine, bound);
    requireCpu(bound.get('device'), machine);
    self.attrs.set('training', bool(true));
    const all = new Map([...Object.entries(defaults), ...bound]);
    for (const [key, value] of all) if (!['device', 'dtype', 'bias'].includes(key)) self.attrs.set(key, value);
    return finish(self, all, machine, dtypeOf(bound.get('dtype') ?? none) ?? defaultFloat);
  };
}
