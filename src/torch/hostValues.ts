// Brings the values of a tensor to the host, waiting for a GPU where it must. Knows no operation.
import type { Machine } from '../python/machine';
import type { Run } from '../python/value';
import type { HostArray } from '../tensor/dtype';
import { Tensor } from '../tensor/tensor';
import type { Torch } from './torch';

/** The values in row-major order. Do not write to them. */
export function* readValues(torch: Torch, machine: Machine, tensor: Tensor): Run<HostArray> {
  const values = torch.engine.read(tensor);
  return values instanceof Promise ? yield* machine.wait(values) : values;
}

/** Makes `tensor.storage.host` present, so that views can be written and gathered from. */
export function* bringToHost(torch: Torch, machine: Machine, tensor: Tensor): Run<Tensor> {
  const { storage } = tensor;
  storage.host ??= yield* readValues(torch, machine, new Tensor(storage, [storage.length], [1], 0));
  return tensor;
}
