// One parameter in one step: what is kept of it is found or made, the rule applied, the results written where they belong.
// Knows no rule.
import { say } from '../../base/text';
import { getEntry, setEntry as setKey } from '../../python/core/keys';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import {
  type DictValue,
  type InstanceValue,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { sameShape } from '../../tensor/broadcast';
import { allocate, type DType } from '../../tensor/dtype';
import { handInto, sizeOf, tensorOf, valuesOf } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { knownGradState } from '../autograd/gradState';
import { requiresGrad } from '../autograd/record';
import { bringToHost } from '../hostValues';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { arithmeticOf, type Floats } from './arithmetic';
import { entry, groupsOf, optionsIn, paramsOf, setEntry, visible } from './group';
import type { Options, Rule, Slot } from './rule';

export interface Step {
  readonly torch: Torch;
  readonly machine: Machine;
  readonly rule: Rule;
  readonly options: Options;
  /** Why the options do not say what the step does. */
  readonly doubt: UnknownValue | undefined;
  readonly state: DictValue;
}

/** `.grad` as the optimizer finds it. */
export function gradientOf(torch: Torch, param: TensorValue): Value {
  if (torch.lostGradients && requiresGrad(param)) return torch.lostGradients;
  return knownGradState(param)?.grad ?? none;
}

/** Why a gradient's values, or whether there is one, is not known. */
function doubtOf(machine: Machine, param: TensorValue, grad: Value): UnknownValue | undefined {
  const seen = [visible(machine, param), visible(machine, grad)].find(({ kind }) => kind === 'unknown');
  if (seen?.kind === 'unknown') return seen;
  if (!isTensorValue(grad)) return undefined;
  const lost = lostValues(param.native) ?? lostValues(grad.native);
  if (lost) return lost;
  const fits = grad.native.dtype === param.native.dtype && sameShape(grad.native.shape, param.native.shape);
  return fits && arithmeticOf(param.native.dtype)
    ? undefined
    : unknown(say('a step of this tensor is not modelled yet'));
}

/** Changes the parameter by its gradient; unknown values make it, and what is kept of it, unknown. */
export function* updateParameter(step: Step, param: TensorValue): Run<void> {
  const { torch, machine, rule, options } = step;
  const grad = gradientOf(torch, param);
  if (grad.kind === 'none') return;
  const refused = isTensorValue(grad) ? rule.refuses?.(options) : undefined;
  if (refused) machine.raise(...refused);
  const { shape, dtype } = param.native;
  const slots = rule.slots(options, shape);
  const { tensors, made } = yield* keptOf(step, param, slots);
  const doubt = step.doubt ?? doubtOf(machine, param, grad) ?? tensors.map((t) => lostValues(t)).find(Boolean);
  const m = arithmeticOf(param.native.dtype);
  if (doubt || !m || !isTensorValue(grad)) {
    const why = doubt ?? unknown(say('a step of this tensor is not modelled yet'));
    for (const tensor of [param.native, ...tensors]) loseValues(tensor, why);
    return;
  }
  machine.spend(1 + (param.native.size >> 6));
  machine.work(rule.cost?.(options, shape) ?? 0);
  const values = yield* writableOf(torch, machine, param.native);
  let slope = valuesOf(yield* bringToHost(torch, machine, grad.native)) as Floats;
  if (options.on('maximize')) {
    slope = slope.slice();
    m.each(slope, (x) => -x);
  }
  const arrays: Floats[] = [];
  for (const tensor of tensors) arrays.push(yield* writableOf(torch, machine, tensor));
  const kept = new Map(slots.map(({ name }, i) => [name, arrays[i]!]));
  rule.update({
    m,
    options,
    param: values,
    grad: slope,
    shape,
    dtype,
    kept: (name) => kept.get(name)!,
    isNew: (name) => made.has(name),
  });
  handInto(param.native, values);
  tensors.forEach((tensor, i) => {
    handInto(tensor, arrays[i]!);
  });
}

/** The values to be written to: the tensor's own where nothing else looks at them, else a copy. */
function* writableOf(torch: Torch, machine: Machine, tensor: Tensor): Run<Floats> {
  const values = valuesOf(yield* bringToHost(torch, machine, tensor)) as Floats;
  const { storage } = tensor;
  return storage.frozen || values !== storage.host ? (values.slice() as Floats) : values;
}

/** What is kept of a parameter under the names of its slots, made where it is not there yet. */
function* keptOf(
  { torch, machine, state }: Pick<Step, 'torch' | 'machine' | 'state'>,
  param: TensorValue,
  slots: readonly Slot[],
): Run<{ readonly tensors: readonly Tensor[]; readonly made: ReadonlySet<string> }> {
  const made = new Set<string>();
  if (slots.length === 0) return { tensors: [], made };
  let own = yield* getEntry(machine as Vm, state.entries, param);
  if (own?.kind !== 'dict') {
    own = { kind: 'dict', entries: new Map() };
    yield* setKey(machine as Vm, state.entries, param, own);
  }
  const tensors: Tensor[] = [];
  for (const slot of slots) {
    const there = entry(own, slot.name);
    if (isTensorValue(there)) {
      tensors.push(there.native);
      continue;
    }
    const tensor = filled(slot, param.native);
    setEntry(own, slot.name, tensorValue(torch.classes.tensor, tensor));
    tensors.push(tensor);
    made.add(slot.name);
  }
  return { tensors, made };
}

function filled({ scalar, shape: own, start = 0 }: Slot, param: Tensor): Tensor {
  const dtype: DType = scalar ? 'float32' : param.dtype;
  const shape = scalar ? [] : (own ?? param.shape);
  const values = allocate(dtype, sizeOf(shape)) as Floats;
  if (start !== 0) {
    values.fill(start);
    if (!scalar) arithmeticOf(dtype)?.each(values, (x) => x);
  }
  return tensorOf(values, shape, dtype);
}

/** Makes all that a rule keeps, before the first step. */
export function* keepAll(torch: Torch, machine: Machine, self: InstanceValue, rule: Rule): Run<void> {
  const groups = yield* groupsOf(machine, self);
  const state = self.attrs.get('state');
  if ('kind' in groups || state?.kind !== 'dict') return;
  for (const group of groups) {
    const options = optionsIn((name) => entry(group, name));
    for (const param of paramsOf(group)) {
      if (!isTensorValue(param)) continue;
      yield* keptOf({ torch, machine, state }, param, rule.slots(options, param.native.shape));
    }
  }
}
