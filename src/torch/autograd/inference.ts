// Inference mode: whether it is on in the run that goes on, and what PyTorch refuses of tensors that were made in it.
// Knows neither operations nor nodes.
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';

let isOn = false;

/** Of this run; set again where it goes on. */
export function setInference(on: boolean): void {
  isOn = on;
}
export const inInference = (): boolean => isOn;

/** Notes on a tensor that a program sees for the first time in which mode its memory was made. */
export function markMode({ storage }: Tensor): void {
  storage.inference ??= isOn;
}

const refusals = {
  written:
    'Inplace update to inference tensor outside InferenceMode is not allowed.You can make a clone to get a normal tensor before doing inplace update.See https://github.com/pytorch/rfcs/pull/17 for more details.',
  saved:
    'Inference tensors cannot be saved for backward. Please do not use Tensors created in inference mode in computation tracked by autograd. To work around this, you can make a clone to get a normal tensor and use it in autograd, or use `torch.no_grad()` instead of `torch.inference_mode()`.',
  required: 'Setting requires_grad=True on inference tensor outside InferenceMode is not allowed.',
};

/** Throws RuntimeError where the tensor was made in inference mode and this is outside of it. */
export function refuseInference({ storage }: Tensor, what: keyof typeof refusals): void {
  if (storage.inference && !isOn) throw new TensorError('RuntimeError', refusals[what]);
}
