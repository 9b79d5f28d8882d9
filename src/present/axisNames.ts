// Names of dims in the user's language, from what an op reads them as. Knows no view.
import { say, type Text } from '../base/text';
import type { AxisRole, OpNote } from '../ops/op';
import type { Say } from './say';

const names: Readonly<Record<AxisRole['role'], Text>> = {
  batch: say('batch'),
  class: say('class'),
  feature: say('feature'),
  independent: say('independent'),
  reduced: say('reduced'),
  normalised: say('normalised'),
  spatial: say('spatial'),
};

export const roleName = ({ role }: Pick<AxisRole, 'role'>): Text => names[role];

/** One entry per dim of the argument `param`; undefined where the op says nothing of it. */
export function dimNamesOf({ op, args }: OpNote, param: string, rank: number, t: Say): readonly (string | undefined)[] {
  const roles = op.axes?.(args, param) ?? [];
  return Array.from({ length: rank }, (_, dim) => {
    const role = roles.find((candidate) => candidate.dim === dim);
    return role && t(roleName(role));
  });
}
