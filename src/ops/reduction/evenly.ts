// The gradient of one element chosen among all: those that are the same share it. Knows no op.
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';

/** What `choose` finds among all elements, with ATen's evenly_distribute_backward: NaN is the same as NaN here. */
export const evenly = <R extends Tensor | Promise<Tensor>>(
  engine: Engine,
  x: Tensor,
  choose: (engine: Engine, x: Tensor) => R,
): R =>
  withGradient(engine, [x], choose, (base, g, chosen) => {
    const m = maths(base);
    const same = m.logicalOr(m.eq(x, chosen), m.logicalAnd(m.isnan(x), m.isnan(chosen)));
    return [m.where(same, m.div(g, m.sum(same)), 0)];
  });
