// Whether shuffles can be trusted on an adapter: it has subgroups, and they follow the order of the group. Knows no tensor.
import { Value } from './graph';
import type { Runtime } from './runtime';

export type Subgroups = 'ready' | 'none' | 'other-order';

/** Asks the adapter itself: WGSL does not promise which threads share a subgroup. */
export async function subgroupsOf(runtime: Runtime): Promise<Subgroups> {
  const { group, subgroup } = runtime.profile;
  if (!subgroup) return 'none';
  const kernel = {
    template: 'subgroups',
    inputs: [],
    kept: [1],
    reduced: [],
    flags: {},
    fields: {},
    lanes: group,
    splits: 1,
  } as const;
  const found = await runtime.read(new Value('i32', 3 * group, { kind: 'kernel', kernel }));
  const inOrder = Array.from({ length: group }, (_, local) => {
    const [width = 0, place, partner] = found.subarray(3 * local, 3 * local + 3);
    const power = width >= Math.min(subgroup, group) && (width & (width - 1)) === 0;
    return power && place === local % width && (width === 1 || partner === (local ^ 1));
  });
  return inOrder.every(Boolean) ? 'ready' : 'other-order';
}
