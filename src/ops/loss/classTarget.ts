// Class indices against class scores, seen as (outer, classes, inner): checks with PyTorch's words, and the pick of each target.
import { say } from '../../base/text';
import type { Reduction } from '../../tensor/backend';
import { allocate, type DType, type HostArray, isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { reading } from '../../tensor/gradient/window';
import { withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, squeeze, unsqueeze } from '../../tensor/view';
import { fail } from '../fail';
import type { AxisRole, OpContext, Undifferentiable } from '../op';
import { OpError } from '../op';

/** The dim that holds the classes: 1, or 0 without a batch. */
export const classDimOf = (input: Tensor): number => (input.rank === 1 ? 0 : 1);

/** Roles of the dims of class scores. */
export function classAxes(input: Tensor): readonly AxisRole[] {
  const classDim = classDimOf(input);
  return input.shape.map((_, dim) => {
    if (dim === classDim) return { dim, role: 'class', why: say('one score per class') };
    if (dim === 0) return { dim, role: 'batch', why: say('one example each') };
    return { dim, role: 'spatial', why: say('a target of its own at each place') };
  });
}

/** Roles of the dims of each argument of a loss over classes: class indices have the dims of the scores but for the class. */
export function classLossAxes(
  { input, target }: { readonly input: Tensor; readonly target: Tensor },
  param: string,
): readonly AxisRole[] {
  if (param === 'weight') return [{ dim: 0, role: 'class', why: say('one weight per class') }];
  const roles = classAxes(input);
  if (param === 'input' || target.rank === input.rank) return roles;
  return roles.filter(({ role }) => role !== 'class').map((role, dim) => ({ ...role, dim }));
}

/** `weight` must have one number per class; `prefix` and the short form are as the kernels word it. */
export function checkClassWeight(weight: Tensor | null, classes: number, spatial: boolean, prefix = ''): void {
  if (!weight || (weight.rank === 1 && weight.size === classes)) return;
  throw new OpError(
    'RuntimeError',
    spatial
      ? 'weight tensor should be defined either for all or no classes'
      : `${prefix}weight tensor should be defined either for all ${classes} classes or no classes but got weight tensor of shape: ${sizesText(weight.shape)}`,
  );
}

/** The checks of `nll_loss_nd` and of its kernels, in their order. */
export function checkClassTarget(input: Tensor, target: Tensor, weight: Tensor | null): void {
  const { shape, rank } = input;
  if (rank < 1) throw new OpError('ValueError', 'Expected 1 or more dimensions (got 0)');
  if (rank > 1 && shape[0] !== (target.shape[0] ?? 0)) {
    throw new OpError(
      'ValueError',
      `Expected input batch_size (${shape[0]}) to match target batch_size (${target.shape[0] ?? 0}).`,
    );
  }
  const spatial = rank > 2;
  const expected = sizesText([shape[0]!, ...shape.slice(2)]);
  const found = sizesText(target.shape);
  if (rank === 4 && target.rank !== 3) {
    fail(`only batches of spatial targets supported (3D tensors) but got targets of dimension: ${target.rank}`);
  }
  if (spatial && rank !== 4 && expected !== found) fail(`Expected target size ${expected}, got ${found}`);
  if (!spatial && target.rank > 1) fail('0D or 1D target tensor expected, multi-target not supported');
  if (target.dtype !== 'int64' && target.dtype !== 'uint8') {
    fail(`expected target dtype to be Long or Byte, but got ${scalarName(target.dtype)}`);
  }
  if (rank === 1 && target.rank === 1 && target.size !== 1) {
    throw new OpError('ValueError', `For 1D input, 1D target must have size 1, but got target size: ${target.size}`);
  }
  checkClassWeight(weight, shape[classDimOf(input)]!, spatial);
  if (rank === 4 && expected !== found) fail(`size mismatch (got input: ${sizesText(shape)} , target: ${found}`);
  if (spatial && target.dtype === 'uint8') fail('expected scalar type Long but found Byte');
  checkScoreType(input, weight, spatial);
}

function checkScoreType(input: Tensor, weight: Tensor | null, spatial: boolean): void {
  if (!isFloat(input.dtype)) {
    const kernel = spatial ? 'nll_loss2d_forward_out_frame' : 'nll_loss_out_frame';
    throw new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(input.dtype)}'`);
  }
  if (weight && weight.dtype !== input.dtype) {
    fail(`expected scalar type ${scalarName(input.dtype)} but found ${scalarName(weight.dtype)}`);
  }
}

interface Classes {
  readonly inner: number;
  readonly count: number;
  readonly classDim: number;
}
const layoutOf = (input: Tensor): Classes => {
  const classDim = classDimOf(input);
  return { classDim, count: input.shape[classDim]!, inner: sizeOf(input.shape.slice(classDim + 1)) };
};

/** Which targets are not ignored, where the score of the class of each stands, and its weight. */
function pick(
  targets: HostArray,
  weights: HostArray | undefined,
  { inner, count }: Classes,
  ignoreIndex: number,
  dtype: DType,
): Picked {
  const counted = Float64Array.from(targets.keys()).filter((i) => Number(targets[i]) !== ignoreIndex);
  const factors = allocate(dtype, counted.length) as Float64Array;
  const places = counted.map((i, k) => {
    const target = Number(targets[i]);
    factors[k] = weights ? (weights[target] as number) : 1;
    return (Math.floor(i / inner) * count + target) * inner + (i % inner);
  });
  return { counted, places, factors, length: targets.length };
}
interface Picked {
  readonly counted: Float64Array;
  readonly places: Float64Array;
  readonly factors: Float64Array;
  readonly length: number;
}

/** What belongs to the targets that count, with 0 for those that do not. */
function spreadOut(terms: Float64Array, { counted, length }: Picked, dtype: DType): Float64Array {
  const all = allocate(dtype, length) as Float64Array;
  for (const [k, i] of counted.entries()) all[i] = terms[k]!;
  return all;
}

const levels = 8;
/** Sums in the order of ATen's nll_loss kernels: a step at a time, carried up a level at each power of the block. */
function levelSum(terms: Float64Array, { counted, length }: Picked, dtype: DType): Float64Array {
  const power = Math.max(4, Math.floor(Math.ceil(Math.log2(Math.max(length, 2))) / levels));
  const sums = allocate(dtype, levels) as Float64Array;
  for (const [k, i] of counted.entries()) {
    sums[0] = sums[0]! + terms[k]!;
    for (let level = 0; level < levels - 1; level++) {
      if (Math.floor(i / 2 ** (level * power)) % 2 ** power !== 0) break;
      sums[level + 1] = sums[level + 1]! + sums[level]!;
      sums[level] = 0;
    }
  }
  const total = allocate(dtype, 1) as Float64Array;
  for (const sum of sums) total[0] = total[0]! + sum;
  return total;
}

/** What to compute once the targets are known to lie within the classes; throws IndexError where one does not. */
export function withTargets<T>(
  { input, target, ignoreIndex }: ClassCall,
  { engine }: OpContext,
  use: (targets: HostArray) => T | Promise<T>,
): T | Promise<T> {
  const { count } = layoutOf(input);
  return withValues(engine, [target], (targets) => {
    for (const index of targets!) {
      if (Number(index) === ignoreIndex) continue;
      if (index < 0 || index >= count) throw new OpError('IndexError', `Target ${index} is out of bounds.`);
    }
    return use(targets!);
  }) as T | Promise<T>;
}

/** A checked call of a loss of class indices. */
export interface ClassCall {
  readonly input: Tensor;
  readonly target: Tensor;
  readonly weight: Tensor | null;
  readonly ignoreIndex: number;
  readonly by: Reduction;
}

/** The kernels for class indices have no derivative with respect to the weights. */
export const withoutWeight = ({ input }: { readonly input: Tensor }): Undifferentiable => ({
  name: input.rank > 2 ? 'nll_loss2d_forward' : 'nll_loss_forward',
  params: ['weight'],
});

/** Zeros of `shape` with the elements of `x` at places of their own: a sum with 0 would lose the sign of a zero. */
const placedAt = (
  engine: Engine,
  x: Tensor,
  places: Float64Array,
  shape: readonly number[],
): Tensor | Promise<Tensor> =>
  withGradient(
    engine,
    [x],
    (base, own) =>
      withValues(base, [own], (values) => {
        const made = allocate(x.dtype, sizeOf(shape));
        for (const [i, place] of places.entries()) made[place] = values![i]!;
        return tensorOf(made, shape, x.dtype);
      }),
    (base, g) => [base.take(g, places, [places.length])],
  );

/** Negative log likelihood; the mean divides by the sum of the weights of the targets that count. */
export function nllLossOf(call: ClassCall, context: OpContext): Tensor | Promise<Tensor> {
  const { engine } = context;
  const { input, target, weight, ignoreIndex, by } = call;
  const layout = layoutOf(input);
  return withTargets(call, context, (targets) => {
    const settings = {
      kind: 'nll',
      target,
      ...(weight && { weight }),
      ignoreIndex,
      classDim: layout.classDim,
    } as const;
    const fused = engine.loss({ ...settings, input }, by);
    if (fused) return fused;
    const compute: DType = input.dtype === 'float64' ? 'float64' : 'float32';
    // Without a batch even a target of one element gives a number.
    const shape = by !== 'none' || input.rank === 1 ? [] : target.shape;
    return withValues(engine, weight ? [weight] : [], (weights) => {
      const picked = pick(targets, weights, layout, ignoreIndex, compute);
      const { factors } = picked;
      const divisor = by === 'mean' ? levelSum(factors, picked, compute)[0]! : 1;
      return withGradient(
        engine,
        [input],
        (base, own) =>
          base.loss({ ...settings, input: own }, by) ??
          withValues(base, [own], (scores) => {
            const losses = factors.map((factor, i) => -factor * (scores![picked.places[i]!] as number));
            const result = by === 'none' ? spreadOut(losses, picked, compute) : levelSum(losses, picked, compute);
            const made = tensorOf(result, shape, compute);
            return base.cast(by === 'mean' ? maths(base).div(made, base.scalar(divisor, compute)) : made, input.dtype);
          }),
        // ATen's nll_loss_backward: each target's class gets its share, whatever divides it.
        (base, g) => {
          if (input.rank === 1 && target.rank === 1)
            fail(`size mismatch (got input: ${sizesText(input.shape)}, target: ${sizesText(target.shape)})`);
          const m = maths(base);
          const each = by === 'none' ? base.take(g, picked.counted, [factors.length]) : m.div(g, divisor);
          return [
            andThen(each, (grad) => {
              const shares = m.mul(m.neg(tensorOf(factors, [factors.length], compute)), grad);
              const placed = placedAt(base, base.cast(shares, input.dtype), picked.places, input.shape);
              return andThen(placed, (own) => reading(base, own, input));
            }),
          ];
        },
      );
    });
  });
}

/** A per-class weight shaped so that it meets the class dim of `input`. */
export function alongClassDim(weight: Tensor, input: Tensor): Tensor {
  let view = squeeze(weight);
  view = view.rank === 0 ? unsqueeze(view, 0) : view;
  for (let after = classDimOf(input) + 1; after < input.rank; after++) view = unsqueeze(view, -1);
  return view;
}
