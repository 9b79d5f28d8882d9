// Subtraction with PyTorch's refusal of bool tensors; shared by the operator and by losses that subtract.
import type { Tensor } from '../../tensor/tensor';
import type { Maths } from '../maths';
import { OpError } from '../op';

/** a - b; throws where an operand is bool. */
export function subtract(m: Maths, a: Tensor, b: Tensor): Tensor {
  const bools = [a, b].filter((x) => x.dtype === 'bool').length;
  if (bools === 2) {
    throw new OpError(
      'RuntimeError',
      'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
    );
  }
  if (bools === 1) {
    throw new OpError(
      'RuntimeError',
      'Subtraction, the `-` operator, with a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
    );
  }
  return m.sub(a, b);
}
