// Lengths of vectors and of differences, as the distances and the losses over them use. Knows no op.

import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import type { OpContext } from '../op';
import { normOf } from '../reduction/norms';

/** ATen's pairwise_distance: the p-norm of a - b + eps along the last dim. */
export function pairwiseDistance(
  a: Tensor,
  b: Tensor,
  p: number,
  eps: number,
  keepdim: boolean,
  context: OpContext,
): Tensor {
  const m = maths(context.engine);
  const difference = m.add(m.sub(a, b), eps);
  return normOf(difference, p, [difference.rank - 1], keepdim, null, context);
}

/** The sum of products along a dim. */
export const dot = (m: Maths, a: Tensor, b: Tensor, dim: number): Tensor => m.sum(m.mul(a, b), dim);
