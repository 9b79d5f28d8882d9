// How a loss is reduced: the three reductions, the deprecated pair of flags before them, and what the axes mean under each.
import { say } from '../../base/text';
import type { Reduction } from '../../tensor/backend';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import type { AxisRole, OpContext } from '../op';
import { OpError } from '../op';
import { bool, optional, text, withDefault } from '../params';
import * as hold from '../pointwise/hold';
import { checkMean } from '../reduction/sums';

export const sizeAverage = optional(bool('size_average', say('Deprecated: see reduction.')));
export const reduce = optional(bool('reduce', say('Deprecated: see reduction.')));
/** In the order of ATen's numbers. */
export const reductions = ['none', 'mean', 'sum'] as const;
export const reduction = {
  ...withDefault(text('reduction', say('none keeps the loss of each element, mean and sum make one number.')), 'mean'),
  choices: reductions,
};

interface ReductionArgs {
  readonly reduction: string;
  readonly size_average?: boolean | null;
  readonly reduce?: boolean | null;
}

/** What the deprecated flags mean, and the warning that they bring; undefined where neither is given. */
export function legacyReduction(
  sizeAverage: boolean | null,
  reduce: boolean | null,
): { readonly reduction: Reduction; readonly warning: string } | undefined {
  if (sizeAverage === null && reduce === null) return undefined;
  const reduction = !(reduce ?? true) ? 'none' : (sizeAverage ?? true) ? 'mean' : 'sum';
  return {
    reduction,
    warning: `size_average and reduce args will be deprecated, please use reduction='${reduction}' instead.`,
  };
}

/** The reduction as written, with the deprecated flags taken into account and warned of. */
export function namedReduction(args: ReductionArgs, context: OpContext): string {
  const legacy = legacyReduction(args.size_average ?? null, args.reduce ?? null);
  if (legacy) context.warn('UserWarning', legacy.warning);
  return legacy?.reduction ?? args.reduction;
}

/** The reduction by its name; throws ValueError. */
export function checkedReduction(name: string, context: OpContext, wanted = 'a valid value for reduction'): Reduction {
  if (name === 'elementwise_mean') {
    context.warn('UserWarning', "reduction='elementwise_mean' is deprecated. Please use reduction='mean' instead.");
    return 'mean';
  }
  if (name !== 'none' && name !== 'mean' && name !== 'sum') {
    throw new OpError('ValueError', `${name} is not ${wanted}`);
  }
  return name;
}

/** The reduction of a call that was checked and has warned already. */
export function reductionOf({ reduction, size_average, reduce }: ReductionArgs): string {
  const name = legacyReduction(size_average ?? null, reduce ?? null)?.reduction ?? reduction;
  return name === 'elementwise_mean' ? 'mean' : name;
}

/** Loss of each element → result. */
export function reduceLoss(m: Maths, elements: Tensor, by: Reduction): Tensor {
  return by === 'none' ? elements : by === 'mean' ? m.mean(elements) : m.sum(elements);
}

/** Roles of the dims of an elementwise loss. */
export function elementAxes(x: Tensor, by: string): readonly AxisRole[] {
  const why =
    by === 'none'
      ? say("each element has a loss of its own, and reduction='none' keeps it")
      : say("each element has a loss of its own; reduction='{0}' runs over all of them", by);
  return x.shape.map((_, dim) => ({ dim, role: 'independent', why }));
}

/** The message of a result that does not fit into the tensor it is written to. */
export const outputMismatch = (output: readonly number[], shape: readonly number[]): string =>
  `output with shape ${sizesText(output)} doesn't match the broadcast shape ${sizesText(shape)}`;

/** The `run` of a loss by its elements: checks the reduction, computes the elements and reduces them. `wanted` words the refusal. */
export const reducing =
  <A extends ReductionArgs>(elements: (args: A, context: OpContext) => Tensor | Promise<Tensor>, wanted?: string) =>
  (args: A, context: OpContext): Tensor | Promise<Tensor> => {
    const by = checkedReduction(namedReduction(args, context), context, wanted);
    return andThen(elements(args, context), (each) => {
      if (by === 'mean') checkMean(each, null);
      return reduceLoss(maths(context.engine), each, by);
    });
  };

/** No less than a number, in the tensor's own dtype. */
export const atLeast = ({ engine }: Maths, x: Tensor, low: number): Tensor =>
  hold.atLeast(engine, x, engine.scalar(low, x.dtype));
