// Elementwise functions that no backend has: computed from values on the host. Knows no op.
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, type DType } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';

/** Functions of as many values as there are inputs; `big` serves int64, where numbers would lose digits. */
export interface Pointwise {
  readonly number: (...values: number[]) => number;
  readonly big?: (...values: bigint[]) => bigint;
}

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
    const { big } = f;
    for (let i = 0; i < out.length; i++) {
      if (!(out instanceof BigInt64Array)) out[i] = f.number(...values.map((array) => array[i] as number));
      else if (big) out[i] = big(...values.map((array) => array[i] as bigint));
      else out[i] = BigInt(Math.trunc(f.number(...values.map((array) => Number(array[i])))));
    }
    return tensorOf(out, shape, compute);
  });
}
