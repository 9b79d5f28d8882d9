// Elementwise functions that no backend has: computed from values on the host. Knows no op.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, type DType } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../op';

/** Functions of as many values as there are inputs; `big` serves int64, where numbers would lose digits. */
export interface Pointwise {
  readonly number: (...values: number[]) => number;
  readonly big?: (...values: bigint[]) => bigint;
  /** How many multiply-adds a value takes, where that depends on it. */
  readonly cost?: ((...values: number[]) => number) | undefined;
}

/** What one value may take, since none is left half way: about a second. */
const longest = 2 ** 26;

/** Broadcasts the inputs, converts them to `compute` and maps their values; the result has the same dtype. */
export function mapValues(
  engine: Engine,
  inputs: readonly Tensor[],
  compute: DType,
  f: Pointwise,
): Tensor | Promise<Tensor> {
  const shape = inputs.map((x) => x.shape).reduce(broadcastShapes);
  const ready = inputs.map((x) => broadcastTo(engine.cast(x, compute), shape));
  return withValues(engine, ready, (...values) => {
    const out = allocate(compute, values[0]!.length);
    const { big, cost } = f;
    const at = (i: number): number[] => values.map((array) => Number(array[i]));
    let costOfEach = 1;
    for (let i = 0; cost && i < out.length; i++) {
      const own = cost(...at(i));
      if (own > costOfEach) costOfEach = own;
    }
    if (costOfEach > longest) throw new NotModelled(say('values that take so many steps are not modelled'));
    const mapping = inParts(engine.meter, out.length, costOfEach, (from, to) => {
      for (let i = from; i < to; i++) {
        if (!(out instanceof BigInt64Array)) out[i] = f.number(...values.map((array) => array[i] as number));
        else if (big) out[i] = big(...values.map((array) => array[i] as bigint));
        else out[i] = BigInt(Math.trunc(f.number(...at(i))));
      }
    });
    return andThen(mapping, () => tensorOf(out, shape, compute));
  });
}
