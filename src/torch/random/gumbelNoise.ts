// Gumbel noise as torch.nn.functional.gumbel_softmax draws it. Knows no logits.
import type { DType, HostArray } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import type { Parts } from '../parts';
import { fill } from './draw';
import { costOfNormal, type Generator } from './generator';

export interface NoiseRoom {
  readonly values: HostArray;
  readonly shape: readonly number[];
  readonly dtype: DType;
}

/** Minus the logarithm of exponential numbers, one for each element in row-major order; takes over the room's values. */
export function* gumbelNoise(generator: Generator, engine: Engine, { values, shape, dtype }: NoiseRoom): Parts<Tensor> {
  yield* fill(values, dtype, costOfNormal, () => generator.exponential(1));
  const m = maths(engine);
  return m.neg(m.log(tensorOf(values, shape, dtype)));
}
