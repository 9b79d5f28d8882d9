// torch.optim: optimizers are made and asked as usual, but a step is not modelled: it makes their parameters unknown.
import { say } from '../base/text';
import type { Machine } from '../python/machine';
import { builtin, type ClassValue, type InstanceValue, none, type Run, unknown, type Value } from '../python/value';
import { gradState } from './autograd/gradState';
import { makeClass } from './makeClass';
import { knownNames } from './names/knownNames';
import { isTensorValue, loseValues, type TensorValue } from './tensorValue';

/** The optimizer classes by name. */
export const optimizers = (): ReadonlyMap<string, ClassValue> =>
  new Map(
    knownNames('torch.optim')
      .filter((name) => /^[A-Z]/.test(name))
      .map((name) => [name, optimizer(name)]),
  );

function optimizer(name: string): ClassValue {
  const held = new WeakMap<InstanceValue, readonly TensorValue[]>();
  const of = (self: Value | undefined): readonly TensorValue[] => held.get(self as InstanceValue) ?? [];
  return makeClass(name, `torch.optim.${name.toLowerCase()}`, [], {
    __init__: builtin(
      '__init__',
      ({ positional: [self, params], keywords }, machine) =>
        collect(held, self as InstanceValue, params ?? keywords.get('params') ?? none, machine),
      true,
    ),
    zero_grad: builtin(
      'zero_grad',
      ({ positional: [self] }) => {
        for (const parameter of of(self)) gradState(parameter).grad = none;
        return none;
      },
      true,
    ),
    step: builtin(
      'step',
      ({ positional: [self] }) => {
        const reason = unknown(say('{0} is not modelled yet', `torch.optim.${name}.step`));
        for (const parameter of of(self)) loseValues(parameter.native, reason);
        return none;
      },
      true,
    ),
    __getattr__: builtin('__getattr__', () => unknown(say('{0} is not modelled yet', `torch.optim.${name}`)), true),
  });
}

/** Parameters from an iterable of tensors or of groups with `params`. */
function* collect(
  held: WeakMap<InstanceValue, readonly TensorValue[]>,
  self: InstanceValue,
  params: Value,
  machine: Machine,
): Run<Value> {
  const tensors: TensorValue[] = [];
  for (const item of yield* machine.items(params)) {
    if (isTensorValue(item)) tensors.push(item);
    if (item.kind !== 'dict') continue;
    for (const { key, value } of item.entries.values()) {
      if (key.kind !== 'str' || key.value !== 'params') continue;
      for (const inner of isTensorValue(value) ? [value] : yield* machine.items(value)) {
        if (isTensorValue(inner)) tensors.push(inner);
      }
    }
  }
  if (tensors.length === 0) machine.raise('ValueError', 'optimizer got an empty parameter list');
  held.set(self, tensors);
  return none;
}
