// Between two tensors, by a weight. Knows no op.
import type { Engine } from '../../tensor/engine';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import type { Tensor } from '../../tensor/tensor';

/** From the nearer end: ATen's formula has no error at either. */
const blend: Slope = (m, start, end, weight) => {
  const gap = m.sub(end!, start);
  return m.where(
    m.lt(m.abs(weight!), 0.5),
    m.add(start, m.mul(weight!, gap)),
    m.sub(end!, m.mul(gap, m.sub(1, weight!))),
  );
};

/** ATen's lerp; a weight that is a number has no gradient. */
export const blended = (engine: Engine, start: Tensor, end: Tensor, weight: Tensor, isNumber = false): Tensor =>
  pointwise(engine, [start, end, weight], (m, a, b, w) => blend(m, a!, b!, w!) as Tensor, [
    (m, g, _, __, w) => m.mul(g, m.sub(1, w!)),
    (m, g, _, __, w) => m.mul(g, w!),
    isNumber ? undefined : (m, g, a, b) => m.mul(g, m.sub(b!, a!)),
  ]);
