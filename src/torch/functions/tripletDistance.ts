// triplet_margin_with_distance_loss, whose distance is a function of the user's. Knows no module.

import type { Machine } from '../../python/machine';
import { type BuiltinValue, float, int, type Run, type Value } from '../../python/value';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** The function by its name under torch.nn.functional. */
export const tripletDistance = (torch: Torch): Readonly<Record<string, BuiltinValue>> => ({
  triplet_margin_with_distance_loss: declare(
    'triplet_margin_with_distance_loss',
    'python',
    "anchor, positive, negative, *, distance_function=None, margin=1.0, swap=False, reduction='mean'",
    (given, machine) => loss(torch, machine, given),
  ),
});

function* loss(torch: Torch, machine: Machine, { get, has }: Given): Run<Value> {
  const reduction = has('reduction') ? yield* machine.str(get('reduction')) : 'mean';
  if (!['mean', 'sum', 'none'].includes(reduction)) {
    machine.raise('ValueError', `${reduction} is not a valid value for reduction`);
  }
  const margin = has('margin') ? get('margin') : float(1);
  if ((margin.kind === 'float' || margin.kind === 'int') && margin.value <= 0) {
    machine.raise('ValueError', `margin must be greater than 0, got ${yield* machine.repr(margin)}`);
  }
  const given = ['anchor', 'positive', 'negative'].map(get);
  const [a, p, n] = given.map((value) => (isTensorValue(value) ? value.native.rank : 0));
  if (a !== p || p !== n) {
    machine.raise(
      'RuntimeError',
      `The anchor, positive, and negative tensors are expected to have the same number of dimensions, but got: anchor ${a}D, positive ${p}D, and negative ${n}D inputs`,
    );
  }
  const [anchor, positive, negative] = given as [Value, Value, Value];
  const call = (name: string, ...args: readonly Value[]): Run<Value> => callFunction(torch, machine, name, args);
  const own = get('distance_function');
  const distance = (x: Value, y: Value): Run<Value> =>
    own.kind === 'none' ? call('torch.pairwise_distance', x, y) : machine.call(own, [x, y]);
  const near = yield* distance(anchor, positive);
  let far = yield* distance(anchor, negative);
  const swap = get('swap');
  if (swap.kind === 'bool' && swap.value) {
    far = yield* call('torch.minimum', far, yield* distance(positive, negative));
  }
  const missing = yield* call('torch.sub', yield* call('torch.add', near, margin), far);
  const clamped = yield* call('torch.clamp_min', missing, int(0));
  return reduction === 'none' ? clamped : yield* call(`torch.${reduction}`, clamped);
}
