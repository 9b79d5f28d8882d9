// Which dims a reduction runs over, and what that makes of the axes. Knows no op.
import { say } from '../../base/text';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { uniqueDims } from '../../tensor/view';
import { type AxisRole, OpError } from '../op';

/** Wrapped and sorted; undefined for all, which None and an empty list mean. */
export const reducedDims = (x: Tensor, chosen: readonly number[] | null): readonly number[] | undefined =>
  chosen === null || chosen.length === 0 ? undefined : uniqueDims(chosen, x.rank);

/** Roles of the dims of a reduction's input. */
export function reducedAxes(x: Tensor, chosen: readonly number[] | null): readonly AxisRole[] {
  const valid = chosen?.filter((dim) => dim >= -x.rank && dim < x.rank).map((dim) => wrapDim(dim, x.rank));
  const all = !valid?.length;
  return x.shape.map((_, dim) =>
    all || valid.includes(dim)
      ? { dim, role: 'reduced', why: say('the reduction runs over it') }
      : { dim, role: 'independent', why: say('each index is reduced by itself') },
  );
}

/** Refuses to choose among the elements of a line that has none; `dim` counts from the front. */
export function refuseEmptyLine(name: string, x: Tensor, dim: number): void {
  if (x.rank > 0 && x.shape.at(dim) === 0)
    throw new OpError('IndexError', `${name}(): Expected reduction dim ${dim} to have non-zero size.`);
}
