// Subtraction with PyTorch's refusal of bool tensors; shared by the operator and by losses that subtract.

import type { Maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { OpError } from '../op';

/** Throws where an operand is bool. */
export function checkSubtract(a: Tensor, b: Tensor): void {
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
}

/** a - b; throws where an operand is bool. */
export function subtract(m: Maths, a: Tensor, b: Tensor): Tensor {
  checkSubtract(a, b);
  return m.sub(a, b);
}

/** Throws for -x of a bool tensor. */
export function checkNegation(x: Tensor): void {
  if (x.dtype !== 'bool') return;
  throw new OpError(
    'RuntimeError',
    'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
  );
}
