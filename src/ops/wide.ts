// Narrow floats computed in float32 and rounded once at the end, as ATen's kernels do. Knows no operation.
import { isHalf } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { andThen } from '../tensor/hostValues';
import type { Tensor } from '../tensor/tensor';

/** `compute` of the tensors as they are, or of narrow floats as float32; those that are absent stay so. */
export function inFloat<T extends readonly (Tensor | null)[]>(
  engine: Engine,
  xs: readonly [...T],
  compute: (wide: T) => Tensor | Promise<Tensor>,
): Tensor | Promise<Tensor> {
  const [x] = xs;
  if (!x || !isHalf(x.dtype)) return compute(xs as unknown as T);
  const wide = xs.map((one) => one && engine.cast(one, 'float32'));
  return andThen(compute(wide as unknown as T), (y) => engine.cast(y, x.dtype));
}
