// The losses as fused kernels: elementwise ones inside their reduction, losses over classes in a kernel of their own.
// Knows no PyTorch names; checks nothing that the caller has checked.

import type { FusedLoss, Reduction } from '../backend';
import { broadcastTo } from '../broadcast';
import { dimLast } from '../contraction';
import type { HostArray } from '../dtype';
import { sizeOf, valuesOf } from '../host';
import type { Tensor } from '../tensor';
import type { Profile } from './device';
import { apply, bitsOf, constant, type Expression } from './graph';
import { classLoss, mapped, reduced } from './kernels';
import { expressionOf, recorded, uploaded } from './record';
import { binary, unary } from './scalarOps';

/** A loss of class indices. */
export type OverIndices = Extract<FusedLoss, { kind: 'nll' | 'crossEntropy' }>;

/** The loss, recorded; undefined where its inputs are of dtypes or values that have no kernel. */
export function fusedLoss(loss: FusedLoss, reduction: Reduction, profile: Profile): Tensor | undefined {
  switch (loss.kind) {
    case 'bce':
    case 'bceWithLogits':
    case 'klDiv':
      return elementwise(loss, reduction, profile);
    case 'nll':
    case 'crossEntropy':
      return overClasses(loss, reduction, profile);
    case 'crossEntropyProbabilities':
      return overProbabilities(loss, reduction, profile);
  }
}

const real = (x: Tensor): Expression | undefined => (x.dtype === 'float32' ? expressionOf(x) : undefined);

function elementwise(
  loss: Extract<FusedLoss, { kind: 'bce' | 'bceWithLogits' | 'klDiv' }>,
  reduction: Reduction,
  profile: Profile,
): Tensor | undefined {
  const { shape } = loss.input;
  const over = (x: Tensor): Expression | undefined => real(broadcastTo(x, shape));
  const [x, t] = [real(loss.input), over(loss.target)];
  if (!x || !t) return undefined;
  let term: Expression;
  if (loss.kind === 'klDiv') term = apply(loss.logTarget ? 'klLog32($0, $1)' : 'kl32($0, $1)', 'f32', x, t);
  else if (loss.kind === 'bce') term = apply('bce32($0, $1)', 'f32', x, t);
  else {
    const positive = loss.posWeight && over(loss.posWeight);
    if (loss.posWeight && !positive) return undefined;
    term = positive
      ? apply('bceLogitsWeighted32($0, $1, $2)', 'f32', x, t, positive)
      : apply('bceLogits32($0, $1)', 'f32', x, t);
  }
  if (loss.kind !== 'klDiv' && loss.weight) {
    const weight = over(loss.weight);
    if (!weight) return undefined;
    term = apply('mul32($0, $1)', 'f32', term, weight);
  }
  if (reduction === 'none') return recorded(mapped(term, shape), shape, 'float32');
  const op = reduction === 'mean' ? 'MEAN' : 'SUM';
  return recorded(reduced(op, term, [], shape, 'f32', profile), [], 'float32');
}

/** Class weights, or 1, over (positions, classes). */
function weights(weight: Tensor | undefined, shape: readonly number[]): Expression | undefined {
  return weight ? real(broadcastTo(weight, shape)) : constant(1, 'f32');
}

const indexArrays = new WeakMap<HostArray, Int32Array>();

/** Class indices as 32-bit integers; undefined where they are elsewhere or one does not fit. */
function indices(values: HostArray | undefined): Int32Array | undefined {
  if (!(values instanceof BigInt64Array || values instanceof Uint8Array || values instanceof Int32Array))
    return undefined;
  const known = indexArrays.get(values);
  if (known) return known;
  const narrow = Int32Array.from(values, Number);
  if (values instanceof BigInt64Array && values.some((value, i) => BigInt(narrow[i]!) !== value)) return undefined;
  indexArrays.set(values, narrow);
  return narrow;
}

function smoothing(amount: number, classes: number) {
  return {
    flags: { SMOOTHED: amount > 0 },
    fields: { kept: bitsOf(1 - amount, 'f32'), spread: bitsOf(amount / classes, 'f32') },
  };
}

function overClasses(loss: OverIndices, reduction: Reduction, profile: Profile): Tensor | undefined {
  const input = dimLast(loss.input, loss.classDim);
  const positions = input.shape.slice(0, -1);
  const classes = input.shape.at(-1)!;
  const { ignoreIndex } = loss;
  const [x, weight, classOf] = [real(input), weights(loss.weight, input.shape), wantedClasses(loss)];
  if (!classOf || !x || !weight) return undefined;
  const wanted: Expression = { ...classOf, strides: [...classOf.strides, 0] };
  const { flags, fields } = smoothing(loss.kind === 'crossEntropy' ? loss.labelSmoothing : 0, classes);
  const settings = {
    flags: { ...flags, LOGITS: loss.kind === 'crossEntropy' },
    fields: { ...fields, ignored: bitsOf(ignoreIndex, 'i32') },
  };
  const isSummed = reduction !== 'none';
  const both = classLoss('classLoss', [x, wanted, weight], positions, classes, settings, profile, isSummed);
  if (!isSummed) return recorded(both, positions, 'float32');
  const outputs = sizeOf(positions);
  // Row 0: losses, row 1: their weights.
  const rows: Expression = { kind: 'leaf', word: 'f32', value: both, strides: [outputs, 1], offset: 0 };
  const divisor = reduction === 'sum' ? 1 : totalWeight(loss);
  if (divisor !== undefined)
    return recorded(reduced('MEAN', rows, [1], [outputs], 'f32', profile, divisor), [], 'float32');
  const value = reduced('SUM', rows, [2], [outputs], 'f32', profile);
  const row = (offset: number): Expression => ({ kind: 'leaf', word: 'f32', value, strides: [], offset });
  return recorded(mapped(binary('div', row(0), row(1), 'f32')!, []), [], 'float32');
}

/** The class of each target, over the dims of the target; undefined where they are not known on the host, or do not fit. */
export function wantedClasses({ target, ignoreIndex }: OverIndices): Extract<Expression, { kind: 'leaf' }> | undefined {
  const classes = indices(target.storage.host);
  if (!classes || ignoreIndex !== (ignoreIndex | 0)) return undefined;
  target.storage.frozen = true;
  const { strides, offset } = target;
  return { kind: 'leaf', word: 'i32', value: uploaded(classes, 'i32'), strides, offset };
}

/** What a mean over targets divides by; undefined where it is not known on the host. */
export function totalWeight({ target, weight, ignoreIndex }: OverIndices): number | undefined {
  if (!target.storage.host || (weight && !weight.storage.host)) return undefined;
  const each = weight && valuesOf(weight);
  const labels = Array.from<number | bigint, number>(valuesOf(target), Number);
  return labels
    .filter((label) => label !== ignoreIndex)
    .reduce((total, label) => total + (each ? Number(each[label]) : 1), 0);
}

function overProbabilities(
  loss: Extract<FusedLoss, { kind: 'crossEntropyProbabilities' }>,
  reduction: Reduction,
  profile: Profile,
): Tensor | undefined {
  const input = dimLast(loss.input, loss.classDim);
  const positions = input.shape.slice(0, -1);
  const classes = input.shape.at(-1)!;
  const x = real(input);
  const target = real(dimLast(loss.target, loss.classDim));
  const weight = weights(loss.weight, input.shape);
  if (!x || !target || !weight) return undefined;
  const settings = smoothing(loss.labelSmoothing, classes);
  const found = classLoss(
    'probabilityLoss',
    [x, target, weight],
    positions,
    classes,
    settings,
    profile,
    reduction !== 'none',
  );
  // The sign is turned after the sum, as ATen does: a loss of nothing is −0.
  const outputs = sizeOf(positions);
  const contiguous: Expression = { kind: 'leaf', word: 'f32', value: found, strides: [1], offset: 0 };
  if (reduction === 'none') {
    return recorded(mapped(unary('neg', contiguous, 'f32')!, [outputs]), positions, 'float32');
  }
  const sum = reduced('SUM', contiguous, [], [outputs], 'f32', profile);
  const total = unary('neg', { kind: 'leaf', word: 'f32', value: sum, strides: [], offset: 0 }, 'f32')!;
  const mean = reduction === 'mean' ? binary('div', total, constant(outputs, 'f32'), 'f32')! : total;
  return recorded(mapped(mean, []), [], 'float32');
}
