// What gumbel_softmax computes once its noise is drawn. Knows no generator.
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { softmaxOf } from './softmaxOf';

export interface Gumbel {
  readonly noise: Tensor;
  readonly tau: number;
  /** The largest as one-hot. */
  readonly hard: boolean;
  readonly dim: number;
}

/** softmax((logits + noise) / tau); where it is `hard`, PyTorch's straight-through sum with its rounding. */
export function gumbelSoftmaxOf(engine: Engine, logits: Tensor, { noise, tau, hard, dim }: Gumbel): Tensor {
  const m = maths(engine);
  const soft = softmaxOf(engine, m.div(m.add(logits, noise), tau), dim, false);
  if (!hard || soft.rank === 0) return hard ? m.add(m.sub(1, soft), soft) : soft;
  const at = wrapDim(dim, soft.rank);
  const largest = engine.reduce('argmax', soft, [at], true);
  const indices = BigInt64Array.from({ length: soft.shape[at]! }, (_, i) => BigInt(i));
  const along = tensorOf(
    indices,
    soft.shape.map((size, d) => (d === at ? size : 1)),
    'int64',
  );
  const chosen = engine.cast(m.eq(along, largest), soft.dtype);
  return m.add(m.sub(chosen, soft), soft);
}
