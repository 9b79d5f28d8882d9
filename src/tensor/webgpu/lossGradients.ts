// The way back from a fused loss of class indices: the gradient of its input in one kernel. Knows no tape.
import type { FusedLoss, Reduction } from '../backend';
import { dimLast } from '../contraction';
import { contiguousStrides } from '../host';
import type { Profile } from './device';
import { flatValue } from './flatValue';
import { apply, constant, type Expression, type Value, type Word } from './graph';
import { mapped, picked, softmaxed } from './kernels';
import { totalWeight, wantedClasses } from './losses';
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
  const wanted = wantedClasses(loss);
  const weights = loss.weight && flatValue(loss.weight);
  const total = reduction === 'mean' ? totalWeight(loss) : 1;
  if (rows?.word !== 'f32' || !wanted || (loss.weight && !weights) || total === undefined) return undefined;
  const steps = contiguousStrides(input.shape);
  const target: Expression = { ...wanted, strides: wanted.strides.toSpliced(classDim, 0, 0) };
  const alongClasses = input.shape.map((_, dim) => (dim === classDim ? 1 : 0));
  const ownClass = leaf(numbersTo(input.shape[classDim]!, profile), 'i32', alongClasses);
  const isTarget = apply('$0 == $1', 'bool', target, ownClass);
  const isIgnored = apply('$0 == $1', 'bool', target, constant(loss.ignoreIndex, 'i32'));
  const weight = weights ? picked(weights.value, weights.offset, target) : constant(1, 'f32');
  const divisor = constant(total, 'f32');
  const gradient = (grad: Expression): Expression => {
    const each = reduction === 'mean' ? binary('div', grad, divisor, 'f32')! : grad;
    const own = apply('choose32($0, F(0.0), neg32(mul32($1, $2)))', 'f32', isIgnored, weight, each);
    if (loss.kind === 'nll') return apply('choose32($0, $1, F(0.0))', 'f32', isTarget, own);
    const shares = leaf(softmaxed(rows, input.shape, classDim, false, profile, true), 'f32', steps);
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

/** By profile, since what is uploaded belongs to one device. */
const numbers = new WeakMap<Profile, Int32Array>();
/** 0, 1, ... up to `count` at least; the same value while it is long enough. */
function numbersTo(count: number, profile: Profile): Value {
  let known = numbers.get(profile);
  if (!known || known.length < count) {
    known = Int32Array.from({ length: 2 ** Math.ceil(Math.log2(count)) }, (_, i) => i);
    numbers.set(profile, known);
  }
  return uploaded(known, 'i32');
}

const leaf = (value: Value, word: Word, strides: readonly number[]): Expression => ({
  kind: 'leaf',
  word,
  value,
  strides,
  offset: 0,
});
