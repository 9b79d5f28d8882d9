// The way back from a fused loss of class indices: the gradient of its input in one kernel. Knows no tape.
import type { FusedLoss, Reduction } from '../backend';
import { dimLast } from '../contraction';
import type { Profile } from './device';
import { flatValue } from './flatValue';
import { apply, constant, type Expression, type Value } from './graph';
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
  // The way through log_softmax ends in the kernel of softmax, over its dims: classes last.
  const along = loss.kind === 'crossEntropy' ? input.rank - 1 : classDim;
  const over = (strides: readonly number[]): readonly number[] => strides.toSpliced(along, 0, 0);
  const target: Expression = { ...wanted, strides: over(wanted.strides) };
  const ownClass: Expression = {
    kind: 'leaf',
    word: 'i32',
    value: numbersTo(input.shape[classDim]!, profile),
    strides: over(wanted.strides.map(() => 0)).with(along, 1),
    offset: 0,
  };
  const isTarget = apply('$0 == $1', 'bool', target, ownClass);
  const isIgnored = apply('$0 == $1', 'bool', target, constant(loss.ignoreIndex, 'i32'));
  const weight = weights ? picked(weights.value, weights.offset, target) : constant(1, 'f32');
  const divisor = constant(total, 'f32');
  return (result) => {
    const grad =
      result.kind === 'leaf' && result.strides.length > 0 ? { ...result, strides: over(result.strides) } : result;
    const each = reduction === 'mean' ? binary('div', grad, divisor, 'f32')! : grad;
    const own = apply('choose32($0, F(0.0), neg32(mul32($1, $2)))', 'f32', isIgnored, weight, each);
    if (loss.kind === 'nll') return mapped(apply('choose32($0, $1, F(0.0))', 'f32', isTarget, own), input.shape);
    // The sum of a row has no -0.
    const sum = apply('choose32(truth32($0), $0, F(0.0))', 'f32', own);
    const share: Expression = { kind: 'found', word: 'f32' };
    const pulled = apply('sub32(choose32($0, $1, F(0.0)), mul32($2, $3))', 'f32', isTarget, own, share, sum);
    return softmaxed(rows, input.shape, classDim, false, profile, pulled);
  };
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
