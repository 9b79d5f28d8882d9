// Elements held by limits, with ATen's gradients: a limit that is just met lets the gradient through. Knows no op.
import type { Engine } from '../../tensor/engine';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise } from '../../tensor/gradient/withGradient';
import type { Maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';

const only = (m: Maths, condition: Tensor, g: Tensor): Tensor => m.where(condition, g, zerosLike(g));

/** ATen's clamp_min. */
export const atLeast = (engine: Engine, x: Tensor, low: Tensor): Tensor =>
  pointwise(engine, [x, low], (m, own, limit) => m.maximum(own, limit), [
    (m, g, own, limit) => only(m, m.ge(own, limit), g),
    (m, g, own, limit) => only(m, m.lt(own, limit), g),
  ]);

/** ATen's clamp_max. */
export const atMost = (engine: Engine, x: Tensor, high: Tensor): Tensor =>
  pointwise(engine, [x, high], (m, own, limit) => m.minimum(own, limit), [
    (m, g, own, limit) => only(m, m.le(own, limit), g),
    (m, g, own, limit) => only(m, m.gt(own, limit), g),
  ]);

/** ATen's clamp; where the limits are crossed, the upper one holds. */
export const between = (engine: Engine, x: Tensor, low: Tensor, high: Tensor): Tensor =>
  pointwise(engine, [x, low, high], (m, own, least, most) => m.minimum(m.maximum(own, least), most), [
    (m, g, own, least, most) => only(m, m.logicalAnd(m.ge(own, least), m.le(own, most)), g),
    (m, g, own, least, most) => only(m, m.logicalAnd(m.lt(own, least), m.lt(least, most)), g),
    (m, g, own, least, most) => only(m, m.logicalOr(m.gt(own, most), m.lt(most, least)), g),
  ]);

/** No less than `low` in value; the gradient passes as if nothing were held, as where PyTorch clamps under no_grad. */
export const raisedTo = (engine: Engine, x: Tensor, low: number): Tensor =>
  pointwise(engine, [x], (m, own) => m.maximum(own, m.engine.scalar(low, x.dtype)), [(_, g) => g]);
