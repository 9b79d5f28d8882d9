// Python objects that hold a tensor, and whether their values are still known.
// Knows no operation and no evaluator.
import type { ClassValue, InstanceValue, UnknownValue, Value } from '../python/value';
import { unknown } from '../python/value';
import { isContiguous, unknownReason } from '../tensor/host';
import { Tensor } from '../tensor/tensor';
import { markMode } from './autograd/inference';

/** An instance of `torch.Tensor`, `nn.Parameter` or `numpy.ndarray`. */
export interface TensorValue extends InstanceValue {
  native: Tensor;
}

export const isTensorValue = (value: Value | undefined): value is TensorValue =>
  value?.kind === 'instance' && value.native instanceof Tensor;

export function tensorValue(cls: ClassValue, tensor: Tensor): TensorValue {
  markMode(tensor);
  return { kind: 'instance', cls, attrs: new Map(), native: tensor };
}

/** The same tensor as another object, which has a history of its own. */
export const alias = ({ storage, shape, strides, offset }: Tensor): Tensor =>
  new Tensor(storage, shape, strides, offset);

/** Marks the values behind a tensor, and behind every view of it, as unknown from here on: something not modelled may have written there. */
export function loseValues(tensor: Tensor, why: UnknownValue): void {
  tensor.storage.unknown = why.reason;
}

/** The whole of `tensor` was written anew: where it is all of its storage, its values are known again. */
export function regainValues(tensor: Tensor): void {
  if (tensor.size !== tensor.storage.length || !isContiguous(tensor)) return;
  delete tensor.storage.unknown;
  delete tensor.storage.unset;
}

/** Why the values of this tensor are not known, if they are not. */
export function lostValues(tensor: Tensor): UnknownValue | undefined {
  const reason = unknownReason(tensor);
  return reason && unknown(reason);
}

/** The tensor of a Python object: the reason where its values were lost, undefined where the object is no tensor. */
export function tensorOf(value: Value | undefined): Tensor | UnknownValue | undefined {
  return isTensorValue(value) ? (lostValues(value.native) ?? value.native) : undefined;
}
