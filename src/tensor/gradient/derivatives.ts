// The derivative of each primitive, by the formulas of ATen's derivatives.yaml. `g` is the gradient of the result `y`.
// Undefined: the primitive has no derivative. Knows no tape.
import type { BinaryOp, ReduceOp, ScanOp, UnaryOp } from '../backend';
import { broadcastTo } from '../broadcast';
import { type DType, isHalf } from '../dtype';
import type { Engine } from '../engine';
import { andThen, withValues } from '../hostValues';
import type { Maths } from '../maths';
import type { Tensor } from '../tensor';
import { unsqueeze } from '../view';
import { placesAlong } from './places';
import { reading, zerosLike } from './window';

type UnaryRule = (m: Maths, g: Tensor, x: Tensor, y: Tensor) => Tensor;
const flat: UnaryRule = (_, __, x) => zerosLike(x);

export const unaryDerivatives: Readonly<Record<UnaryOp, UnaryRule | undefined>> = {
  neg: (m, g) => m.neg(g),
  abs: (m, g, x) => m.mul(g, m.sign(x)),
  sign: flat,
  exp: (m, g, _, y) => m.mul(g, y),
  expm1: (m, g, _, y) => m.mul(g, m.add(y, 1)),
  log: (m, g, x) => m.div(g, x),
  log1p: (m, g, x) => m.div(g, m.add(x, 1)),
  log2: (m, g, x) => m.div(g, m.mul(x, Math.LN2)),
  log10: (m, g, x) => m.div(g, m.mul(x, Math.LN10)),
  sqrt: (m, g, _, y) => m.div(g, m.mul(y, 2)),
  rsqrt: (m, g, _, y) => m.mul(m.mul(g, -0.5), m.pow(y, 3)),
  square: (m, g, x) => m.mul(g, m.mul(x, 2)),
  reciprocal: (m, g, _, y) => m.mul(m.neg(g), m.mul(y, y)),
  sigmoid: (m, g, _, y) => m.mul(g, m.mul(m.sub(1, y), y)),
  logSigmoid: (m, g, x) => m.mul(g, m.sigmoid(m.neg(x))),
  tanh: (m, g, _, y) => m.mul(g, m.sub(1, m.mul(y, y))),
  relu: (m, g, x, y) => reading(m.engine, m.where(m.le(y, 0), zerosLike(g), g), x),
  sin: (m, g, x) => m.mul(g, m.cos(x)),
  cos: (m, g, x) => m.mul(g, m.neg(m.sin(x))),
  floor: flat,
  ceil: flat,
  round: flat,
  trunc: flat,
  isnan: undefined,
  isinf: undefined,
  logicalNot: undefined,
};

type BinaryRule = (m: Maths, g: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor;
const pass: BinaryRule = (_, g) => g;
const still: BinaryRule = (_, g) => zerosLike(g);
/** Where both are the same, each gets one half. */
const chosen = (m: Maths, g: Tensor, own: Tensor, other: Tensor, loses: 'lt' | 'gt'): Tensor =>
  m.where(m[loses](own, other), zerosLike(g), m.where(m.eq(own, other), m.div(g, 2), g));

/** For the first and the second operand; gradients come in the broadcast shape. */
export const binaryDerivatives: Readonly<Record<BinaryOp, readonly [BinaryRule, BinaryRule] | undefined>> = {
  add: [pass, pass],
  sub: [pass, (m, g) => m.neg(g)],
  mul: [(m, g, _, b) => m.mul(g, b), (m, g, a) => m.mul(g, a)],
  div: [(m, g, _, b) => m.div(g, b), (m, g, a, b) => m.mul(m.neg(g), m.div(m.div(a, b), b))],
  floorDiv: [still, still],
  remainder: [pass, (m, g, a, b) => m.mul(m.neg(g), m.floorDiv(a, b))],
  pow: [
    (m, g, a, b) => {
      const exponent = m.sub(b, 1);
      const slope = m.mul(b, m.pow(a, exponent));
      return m.mul(g, m.where(m.eq(b, 0), zerosLike(slope), slope));
    },
    (m, g, a, b, y) => {
      const still = m.logicalAnd(m.eq(a, 0), m.ge(b, 0));
      return m.mul(g, m.where(still, zerosLike(y), m.mul(y, m.log(a))));
    },
  ],
  maximum: [(m, g, a, b) => chosen(m, g, a, b, 'lt'), (m, g, a, b) => chosen(m, g, b, a, 'lt')],
  minimum: [(m, g, a, b) => chosen(m, g, a, b, 'gt'), (m, g, a, b) => chosen(m, g, b, a, 'gt')],
  eq: undefined,
  ne: undefined,
  lt: undefined,
  le: undefined,
  gt: undefined,
  ge: undefined,
  logicalAnd: undefined,
  logicalOr: undefined,
  xlogy: [
    (m, g, a, b) => m.where(m.logicalAnd(m.eq(a, 0), m.le(b, 0)), zerosLike(g), m.xlogy(g, b)),
    (m, g, a, b) => m.div(m.mul(g, a), b),
  ],
};

/** `g` and `y` come with the reduced dims kept; the result broadcasts to the shape of `x`. */
type ReduceRule = (m: Maths, g: Tensor, x: Tensor, y: Tensor, dims: readonly number[]) => Tensor;
/** Ties share the gradient. */
const shared: ReduceRule = (m, g, x, y, dims) => {
  const mask = m.engine.cast(m.eq(x, y), g.dtype);
  return m.mul(mask, m.div(g, m.engine.reduce('sum', mask, dims, true)));
};

export const reduceDerivatives: Readonly<Record<ReduceOp, ReduceRule | undefined>> = {
  sum: (_, g) => g,
  mean: (m, g, x, y) => m.div(g, x.size / Math.max(y.size, 1)),
  // Zeros ask for more than the result: who needs it says it.
  prod: undefined,
  max: shared,
  min: shared,
  argmax: undefined,
  argmin: undefined,
  all: undefined,
  any: undefined,
};

export function softmaxDerivative(m: Maths, g: Tensor, y: Tensor, dim: number, log: boolean): Tensor {
  // Narrow floats are widened on the way, as by ATen's kernel.
  const wide = (x: Tensor): Tensor => (isHalf(x.dtype) ? m.engine.cast(x, 'float32') : x);
  const sum = (x: Tensor): Tensor => m.engine.reduce('sum', x, y.rank === 0 ? [] : [dim], true);
  const [grad, own] = [wide(g), wide(y)];
  const found = log ? m.sub(grad, m.mul(m.exp(own), sum(grad))) : m.mul(m.sub(grad, sum(m.mul(grad, own))), own);
  return m.engine.cast(found, y.dtype);
}

/** What comes after each element, up to it: the opposite way of the scan (`back`). */
type ScanRule = (m: Maths, g: Tensor, x: Tensor, y: Tensor, dim: number, back: boolean) => Tensor;
export const scanDerivatives: Readonly<Record<ScanOp, ScanRule | undefined>> = {
  sum: (m, g, _, __, dim, back) => m.engine.scan('sum', g, dim, !back),
  // Zeros ask for more than the result: who needs it says it.
  prod: undefined,
  // In logarithms, the gradients that are positive and those that are negative each by themselves.
  logSumExp(m, g, x, y, dim, back) {
    const part = (signed: Tensor): Tensor => {
      const logs = m.where(m.gt(signed, 0), m.log(m.abs(signed)), lowest(g.dtype));
      return m.exp(m.add(m.engine.scan('logSumExp', m.sub(logs, y), dim, !back), x));
    };
    return m.sub(part(g), part(m.neg(g)));
  },
};
const lowest = (dtype: DType): number => (dtype === 'float64' ? -Number.MAX_VALUE : -3.4028234663852886e38);

/** The gradient of `x` from that of elements which `indices` name along `dim`. */
export const selectDerivative = (
  engine: Engine,
  g: Tensor,
  indices: Tensor,
  shape: readonly number[],
  dim: number,
): Tensor | Promise<Tensor> =>
  withValues(engine, [indices], (values) => engine.put(g, placesAlong(values!, indices.shape, shape, dim), shape));

/** The dims that a reduction took away, back with size 1. */
export const restoreDims = (x: Tensor, dims: readonly number[], kept: boolean): Tensor =>
  kept ? x : dims.reduce((wider, dim) => unsqueeze(wider, dim), x);

/** The gradient of one factor of a sum of products, of `shape`; `g` has the sum's dims with size 1. */
export function contractDerivative(
  engine: Engine,
  g: Tensor,
  other: Tensor,
  shape: readonly number[],
): Tensor | Promise<Tensor> {
  const summed = shape.flatMap((size, dim) =>
    size === 1 && (g.shape[dim] !== 1 || other.shape[dim] !== 1) ? [dim] : [],
  );
  const made = summed.length > 0 ? engine.contract(g, other, summed) : engine.binary('mul', g, other);
  return andThen(made, (grad) => broadcastTo(restoreDims(grad, summed, false), shape));
}

/** Sums a gradient over the dims in which its operand was broadcast to get there. */
export function sumTo(m: Maths, g: Tensor, shape: readonly number[]): Tensor {
  const leading = g.rank - shape.length;
  const grown = g.shape.flatMap((size, dim) =>
    dim >= leading && shape[dim - leading] === 1 && size !== 1 ? [dim] : [],
  );
  const added = g.shape.slice(0, leading).map((_, dim) => dim);
  const within = grown.length > 0 ? m.engine.reduce('sum', g, grown, true) : g;
  return added.length > 0 ? m.engine.reduce('sum', within, added) : within;
}
