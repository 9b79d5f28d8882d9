// The way back from a fused loss of class indices: the gradient of its input in one kernel. Knows no tape.
import type { FusedLoss, Reduction } from '../backend';
import { dimLast } from '../contraction';
import { contiguousStrides } from '../host';
import type { Profile } from './device';
import { apply, constant, type Expression, type Value, type Word } from './graph';
import { mapped, softmaxed } from './kernels';
import { targetsOf, totalOf } from './losses';
import { expressionOf, uploaded } from './record';
import { binary } from './scalarOps';

/**
 * From the gradient of the result, over the dims of the target where these are kept, to that of the input in its shape:
 * -w g at the class of a target, and through log_softmax from there, each rounded as ATen does. Undefined where an input is of
 * a dtype or a place that has no kernel.
 */
export function lossPullback(
  loss: FusedLoss,
  reduction: Reduction,
  profile: Profile,
): ((grad: Expression) => Value) | undefined {
  if (loss.kind !== 'nll' && loss.kind !== 'crossEntropy') return undefined;
  if (loss.kind === 'crossEntropy' && loss.labelSmoothing > 0) return undefined;
  const { input, classDim } = loss;
  // Scores without a batch and a target with one: PyTorch refuses the way back.
  if (loss.target.rank !== input.rank - 1) return undefined;
  const rows = expressionOf(dimLast(input, classDim), false);
  const targets = targetsOf(loss);
  if (rows?.word !== 'f32' || !targets) return undefined;
  const steps = contiguousStrides(input.shape);
  const alongTargets = contiguousStrides(loss.target.shape).toSpliced(classDim, 0, 0);
  const alongClasses = input.shape.map((_, dim) => (dim === classDim ? 1 : 0));
  const classes = Int32Array.from({ length: input.shape[classDim]! }, (_, i) => i);
  const target = leaf(uploaded(targets.classes, 'i32'), 'i32', alongTargets);
  const isTarget = apply('$0 == $1', 'bool', target, leaf(uploaded(classes, 'i32'), 'i32', alongClasses));
  const weight = leaf(uploaded(targets.weights, 'f32'), 'f32', alongTargets);
  const divisor = constant(reduction === 'mean' ? totalOf(targets.weights)! : 1, 'f32');
  const gradient = (grad: Expression): Expression => {
    const each = reduction === 'mean' ? binary('div', grad, divisor, 'f32')! : grad;
    const own = apply('choose32($0 < I(0), F(0.0), neg32(mul32($1, $2)))', 'f32', target, weight, each);
    if (loss.kind === 'nll') return apply('choose32($0, $1, F(0.0))', 'f32', isTarget, own);
    const shares = leaf(softmaxed(rows, input.shape, classDim, false, profile), 'f32', steps);
    // The sum of a row has no -0.
    const sum = apply('choose32(truth32($0), $0, F(0.0))', 'f32', own);
    return apply('sub32(choose32($0, $1, F(0.0)), mul32($2, $3))', 'f32', isTarget, own, shares, sum);
  };
  const spread = (grad: Expression): Expression =>
    grad.kind === 'leaf' && grad.strides.length > 0
      ? { ...grad, strides: grad.strides.toSpliced(classDim, 0, 0) }
      : grad;
  return (grad) => mapped(gradient(spread(grad)), input.shape);
}

const leaf = (value: Value, word: Word, strides: readonly number[]): Expression => ({
  kind: 'leaf',
  word,
  value,
  strides,
  offset: 0,
});
