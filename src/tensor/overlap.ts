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

/** Whether its elements lie side by side in some order of the dims. */
function isDense({ shape, strides }: Tensor): boolean {
  const dims = [...shape.keys()].filter((dim) => shape[dim] !== 1).sort((a, b) => strides[a]! - strides[b]!);
  let wanted = 1;
  for (const dim of dims) {
    if (strides[dim] !== wanted) return false;
    wanted *= shape[dim]!;
  }
  return true;
}

/** Throws what PyTorch throws where what is read is partly what is written; ATen's `assert_no_partial_overlap`. */
export function refusePartialOverlap(target: Tensor, source: Tensor): void {
  if (target.storage !== source.storage || target.size === 0 || source.size === 0) return;
  if (!isDense(target) || !isDense(source)) return;
  const isSame = target.offset === source.offset && target.size === source.size;
  const apart = target.offset + target.size <= source.offset || source.offset + source.size <= target.offset;
  if (apart || (isSame && target.strides.join() === source.strides.join())) return;
  throw new TensorError(
    'RuntimeError',
    'unsupported operation: some elements of the input tensor and the written-to tensor refer to a single memory location. Please clone() the tensor before performing the operation.',
  );
}
