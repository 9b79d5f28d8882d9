// Whether several elements of a tensor lie at one place of memory, as those of an expanded one do: such a tensor is not
// written to. Knows no operation.
import type { Tensor } from './tensor';
import { TensorError } from './tensorError';

/** Throws what PyTorch throws before it writes; ATen's `assert_no_internal_overlap`. */
export function refuseOverlap(x: Tensor): void {
  if (!x.shape.some((size, dim) => size > 1 && x.strides[dim] === 0) || x.size === 0) return;
  throw new TensorError(
    'RuntimeError',
    'unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.',
  );
}
