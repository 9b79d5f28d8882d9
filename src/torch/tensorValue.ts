// Python objects that hold a tensor, what autograd would know of them, and whether their values are still known.
// Knows no operation and no evaluator.
import type { ClassValue, InstanceValue, UnknownValue, Value } from '../python/value';
import { none, unknown } from '../python/value';
import { isContiguous } from '../tensor/host';
import { Tensor } from '../tensor/tensor';

/** An instance of `torch.Tensor`, `nn.Parameter` or `numpy.ndarray`. */
export interface TensorValue extends InstanceValue {
  native: Tensor;
}

export const isTensorValue = (value: Value | undefined): value is TensorValue =>
  value?.kind === 'instance' && value.native instanceof Tensor;

export const tensorValue = (cls: ClassValue, tensor: Tensor): TensorValue => ({
  kind: 'instance',
  cls,
  attrs: new Map(),
  native: tensor,
});

/** What autograd knows of one tensor object. */
export interface GradState {
  requiresGrad: boolean;
  /** The node that made it, as `grad_fn` prints it (`MulBackward0`); absent for leaves. */
  gradFn?: string;
  /** `.grad`: None, or Unknown once a backward pass went through. */
  grad: Value;
  /** The leaves whose `.grad` a backward pass from here fills. */
  leaves: ReadonlySet<GradState>;
}

// Keyed by the attribute table, which a copy of the object shares.
const gradStates = new WeakMap<InstanceValue['attrs'], GradState>();

/** The autograd state of an object, made on first use. */
export function gradState(value: InstanceValue): GradState {
  const known = gradStates.get(value.attrs);
  if (known) return known;
  const made: GradState = { requiresGrad: false, grad: none, leaves: new Set() };
  gradStates.set(value.attrs, made);
  return made;
}

/** The autograd state where there is any; plain tensors have none. */
export const knownGradState = (value: InstanceValue): GradState | undefined => gradStates.get(value.attrs);

export const requiresGrad = (value: InstanceValue): boolean => knownGradState(value)?.requiresGrad ?? false;

/** Marks the values behind a tensor, and behind every view of it, as unknown from here on: something not modelled may have written there. */
export function loseValues(tensor: Tensor, why: UnknownValue): void {
  tensor.storage.unknown = why.reason;
}

/** The whole of `tensor` was written anew: where it is all of its storage, its values are known again. */
export function regainValues(tensor: Tensor): void {
  if (tensor.size === tensor.storage.length && isContiguous(tensor)) delete tensor.storage.unknown;
}

/** Why the values of this tensor are not known, if they are not. */
export const lostValues = (tensor: Tensor): UnknownValue | undefined =>
  tensor.storage.unknown && unknown(tensor.storage.unknown);

/** The tensor of a Python object: the reason where its values were lost, undefined where the object is no tensor. */
export function tensorOf(value: Value | undefined): Tensor | UnknownValue | undefined {
  return isTensorValue(value) ? (lostValues(value.native) ?? value.native) : undefined;
}
