// torch.optim.Optimizer, which user code may derive from: groups, zero_grad, repr, state. Knows no rule.
import { say } from '../../base/text';
import { findInClass } from '../../python/core/lookup';
import type { Machine } from '../../python/machine';
import {
  type Answer,
  builtin,
  type ClassValue,
  type InstanceValue,
  list,
  none,
  type Run,
  str,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { allocate } from '../../tensor/dtype';
import { handInto, tensorOf } from '../../tensor/host';
import { gradState, knownGradState } from '../autograd/gradState';
import { makeClass, writingMethod } from '../makeClass';
import { isTensorValue, loseValues, regainValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { typeName } from '../typeName';
import { addGroup } from './addGroup';
import { collection } from './collection';
import { dictOf, entry, groupsOf, loseOptimizer, paramsOf } from './group';
import { loadOptimizerState, optimizerState } from './optimizerState';
import { registerStepHook } from './stepHooks';

/** A method of an optimizer; `self` apart. */
export type OptimizerMethod = (
  self: InstanceValue,
  args: readonly Value[],
  machine: Machine,
  keywords: ReadonlyMap<string, Value>,
) => Answer;

/** `Optimizer.__init__(params, defaults)`: Unknown where the parameters are, which are lost then. */
export function* startOptimizer(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  params: Value,
  defaults: Value,
): Run<Value> {
  torch.optimizers.add(self);
  if (params.kind === 'unknown') return params;
  self.attrs.set('defaults', defaults);
  if (isTensorValue(params)) {
    machine.raise(
      'TypeError',
      `params argument given to the optimizer should be an iterable of Tensors or dicts, but got ${typeName(machine, params)}`,
    );
  }
  self.attrs.set('state', yield* collection(machine, 'defaultdict', [machine.builtinClass('dict')]));
  self.attrs.set('param_groups', list([]));
  const items = yield* machine.items(params);
  const doubt = doubtAmong(items);
  if (doubt) return doubt;
  if (items.length === 0) machine.raise('ValueError', 'optimizer got an empty parameter list');
  const groups: readonly Value[] = items[0]?.kind === 'dict' ? items : [dictOf([['params', list(items)]])];
  const add = yield* machine.getAttr(self, 'add_param_group');
  for (const group of groups) {
    const done = yield* machine.call(add, [group]);
    if (done.kind === 'unknown') return done;
  }
  return none;
}

/** What is optimised together with something that is not known may change at any step. */
function doubtAmong(items: readonly Value[]): UnknownValue | undefined {
  const doubt = items.find((item) => item.kind === 'unknown');
  if (doubt?.kind !== 'unknown') return undefined;
  for (const item of items) if (isTensorValue(item)) loseValues(item.native, doubt);
  return doubt;
}

/** The class, with the methods that all optimizers share. */
export function optimizerClass(torch: Torch): ClassValue {
  const rows: Readonly<Record<string, OptimizerMethod>> = {
    __init__: (self, [params = none, defaults = none], machine, keywords) =>
      startOptimizer(torch, machine, self, keywords.get('params') ?? params, keywords.get('defaults') ?? defaults),
    add_param_group: (self, [group = none], machine, keywords) =>
      addGroup(machine, self, keywords.get('param_group') ?? group),
    zero_grad: function* (self, [flag], machine, keywords) {
      const toNone = keywords.get('set_to_none') ?? flag;
      const groups = yield* groupsOf(machine, self);
      if ('kind' in groups) return groups;
      for (const parameter of groups.flatMap(paramsOf).filter(isTensorValue)) {
        if (toNone?.kind === 'bool' && !toNone.value) zeroGradient(torch, parameter);
        else if (knownGradState(parameter)) gradState(parameter).grad = none;
      }
      return none;
    },
    step: (_, __, machine) => machine.raise('NotImplementedError', ''),
    state_dict: (self, _, machine) => optimizerState(machine, self),
    load_state_dict: (self, [state = none], machine, keywords) =>
      loadOptimizerState(torch, machine, self, keywords.get('state_dict') ?? state),
    __repr__: (self, _, machine) => showOptimizer(machine, self),
    __getattr__: (self, [name], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      const time = /^register_step_(pre|post)_hook$/.exec(text)?.[1] as 'pre' | 'post' | undefined;
      if (time && takesHooks(self))
        return builtin(text, ({ positional: [hook = none] }) => registerStepHook(self, time, hook));
      // What a hook would do to the parameters is not known.
      if (hooks.has(text)) {
        return loseOptimizer(self, unknown(say('{0} is not modelled yet', `torch.optim.Optimizer.${text}`)));
      }
      return machine.raise('AttributeError', `'${self.cls.name}' object has no attribute '${text}'`);
    },
  };
  const methods = Object.entries(rows).map(([name, row]) => [name, writingMethod(name, row)]);
  return makeClass('Optimizer', 'torch.optim.optimizer', [], Object.fromEntries(methods));
}

/** Steps of the program's own run without hooks here, and so does L-BFGS. */
const takesHooks = ({ cls }: InstanceValue): boolean =>
  cls.name !== 'LBFGS' && findInClass(cls, 'step')?.kind === 'builtin';

const hooks = new Set(
  ['step', 'state_dict', 'load_state_dict'].flatMap((name) =>
    ['pre', 'post'].map((time) => `register_${name}_${time}_hook`),
  ),
);

/** Fills `.grad` with zeros where it is. */
function zeroGradient(torch: Torch, parameter: TensorValue): void {
  const { native } = parameter;
  const state = knownGradState(parameter);
  if (!state || state.grad.kind === 'none') return;
  if (isTensorValue(state.grad) && !knownGradState(state.grad)?.made) {
    const { dtype, size } = state.grad.native;
    handInto(state.grad.native, allocate(dtype, size));
    regainValues(state.grad.native);
  } else {
    const zeros = tensorOf(allocate(native.dtype, native.size), native.shape, native.dtype);
    state.grad = tensorValue(torch.classes.tensor, zeros);
  }
}

/** `SGD (\nParameter Group 0\n    lr: 0.1\n...)`. */
function* showOptimizer(machine: Machine, self: InstanceValue): Run<Value> {
  const groups = yield* groupsOf(machine, self);
  if ('kind' in groups) return groups;
  let text = `${self.cls.name} (`;
  for (const [i, group] of groups.entries()) {
    text += `\nParameter Group ${i}\n`;
    const names = [...group.entries.values()].flatMap(({ key }) => (key.kind === 'str' ? [key.value] : []));
    for (const name of names.sort()) {
      const value = entry(group, name) ?? none;
      if (value.kind === 'unknown') return value;
      if (name !== 'params') text += `    ${name}: ${yield* machine.str(value)}\n`;
    }
  }
  return str(`${text})`);
}
