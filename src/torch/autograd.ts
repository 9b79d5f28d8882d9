// What autograd would say of results: requires_grad, grad_fn's name, and which leaves a backward pass reaches.
// Gradients themselves are not computed here.
import { say } from '../base/text';
import type { Machine } from '../python/machine';
import { unknown, type Value } from '../python/value';
import { isFloat } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { TensorError } from '../tensor/tensorError';
import {
  type GradState,
  gradState,
  isTensorValue,
  knownGradState,
  loseValues,
  lostValues,
  requiresGrad,
  type TensorValue,
  tensorValue,
} from './tensorValue';
import type { Torch } from './torch';

/** The object of an operation's result. `gradFn` is absent where the operation has no gradient. */
export function resultTensor(torch: Torch, tensor: Tensor, inputs: readonly Value[], gradFn?: string): TensorValue {
  const result = tensorValue(torch.classes.tensor, tensor);
  inheritDoubt(tensor, inputs.filter(isTensorValue));
  if (gradFn !== undefined && differentiable(tensor)) recordNode(torch, result, inputs, gradFn);
  return result;
}

/** What is computed from unknown values has none that are known. A view of known values keeps them. */
function inheritDoubt(tensor: Tensor, inputs: readonly TensorValue[]): void {
  if (inputs.some(({ native }) => native.storage === tensor.storage)) return;
  const lost = inputs.map(({ native }) => lostValues(native)).find((reason) => reason !== undefined);
  if (lost) loseValues(tensor, lost);
}

const differentiable = (tensor: Tensor): boolean => isFloat(tensor.dtype) || tensor.dtype === 'complex64';

/** Notes on `target` that it came from `inputs`; does nothing where none of them requires a gradient. */
export function recordNode(torch: Torch, target: TensorValue, inputs: readonly Value[], gradFn: string): void {
  const sources = inputs.filter(isTensorValue).filter(requiresGrad);
  if (!torch.gradEnabled || sources.length === 0) return;
  const state = gradState(target);
  state.requiresGrad = true;
  state.gradFn = gradFn;
  state.leaves = new Set(sources.flatMap((source) => leavesOf(gradState(source))));
}

const leavesOf = (state: GradState): readonly GradState[] => (state.gradFn === undefined ? [state] : [...state.leaves]);

/** `tensor.backward()`: the `.grad` of every leaf that is reached becomes unknown; throws as PyTorch does. */
export function backward(value: TensorValue, hasGradient: boolean): void {
  const state = knownGradState(value);
  if (!state?.requiresGrad) {
    throw new TensorError('RuntimeError', 'element 0 of tensors does not require grad and does not have a grad_fn');
  }
  if (!hasGradient && value.native.size !== 1) {
    throw new TensorError('RuntimeError', 'grad can be implicitly created only for scalar outputs');
  }
  const grad = unknown(say('gradients are not modelled yet'));
  for (const leaf of leavesOf(state)) leaf.grad = grad;
}

/** `requires_grad_(on)`. */
export function setRequiresGrad(value: TensorValue, on: boolean): void {
  const state = gradState(value);
  if (on && !differentiable(value.native)) {
    throw new TensorError('RuntimeError', 'only Tensors of floating point and complex dtype can require gradients');
  }
  if (!on && state.gradFn !== undefined) {
    throw new TensorError(
      'RuntimeError',
      "you can only change requires_grad flags of leaf variables. If you want to use a computed variable in a subgraph that doesn't require differentiation use var_no_grad = var.detach().",
    );
  }
  state.requiresGrad = on;
}

/** Refuses an in-place write that autograd forbids. */
export function checkWritable(torch: Torch, machine: Machine, value: TensorValue, isView = false): void {
  const state = knownGradState(value);
  if (!torch.gradEnabled || !state?.requiresGrad || state.gradFn !== undefined) return;
  machine.raise(
    'RuntimeError',
    `a ${isView ? 'view of a ' : ''}leaf Variable that requires grad is being used in an in-place operation.`,
  );
}

/** What `repr` appends: `grad_fn=<MulBackward0>` or `requires_grad=True`. */
export function gradSuffix(value: TensorValue): string | undefined {
  const state = knownGradState(value);
  if (state?.gradFn !== undefined) return `grad_fn=<${state.gradFn}>`;
  return state?.requiresGrad ? 'requires_grad=True' : undefined;
}
