// x log y as ATen rounds it: in narrow floats the logarithm is one of them before it is multiplied. Knows no op.
import { isHalf } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise } from '../../tensor/gradient/withGradient';
import type { Maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';

/** x log y, and 0 where x is 0 and y is a number. */
export function xlogyOf(m: Maths, x: Tensor, y: Tensor): Tensor {
  const dtype = resultType([x, y]);
  if (!isHalf(dtype)) return m.xlogy(x, y);
  const { engine } = m;
  return pointwise(engine, [engine.cast(x, dtype), engine.cast(y, dtype)], (on, a, b) => rounded(on, a!, b!), [
    (on, g, a, b) => on.where(on.logicalAnd(on.eq(a!, 0), on.le(b!, 0)), zerosLike(g), rounded(on, g, b!)),
    (on, g, a, b) => on.mul(g, on.div(a!, b!)),
  ]);
}

function rounded(m: Maths, x: Tensor, y: Tensor): Tensor {
  const isZero = m.logicalAnd(m.eq(x, 0), m.logicalNot(m.isnan(y)));
  return m.where(isZero, 0, m.mul(x, m.log(y)));
}
