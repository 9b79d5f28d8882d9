// Results whose gradient is said beside them, not derived: of kernels on values, and of formulas whose slope is not PyTorch's
// at kinks, or NaN where a part overflows. Knows no operation.
import type { HostArray } from '../dtype';
import type { Engine } from '../engine';
import { freeze } from '../host';
import { andThen, together, withValues } from '../hostValues';
import { type Maths, maths } from '../maths';
import type { Tensor } from '../tensor';
import { sumTo } from './derivatives';

type Made = Tensor | Promise<Tensor>;

type Gradients = (engine: Engine, g: Tensor, result: Tensor) => readonly (Made | undefined)[];

/** `compute` of the inputs; `gradients` of each of them from that of the result. Undefined is zero. */
export const withGradient = <R extends Made>(
  engine: Engine,
  inputs: readonly Tensor[],
  compute: (engine: Engine, ...inputs: readonly Tensor[]) => R,
  gradients: Gradients,
): R => withGradients(engine, inputs, (base, own) => compute(base, ...own), gradients);

/** The same for any number of inputs: a call has room for some thousand arguments only. */
export function withGradients<R extends Made>(
  engine: Engine,
  inputs: readonly Tensor[],
  compute: (engine: Engine, inputs: readonly Tensor[]) => R,
  gradients: Gradients,
): R {
  const made = engine.custom(
    inputs,
    (base, own) => andThen<Tensor, readonly Tensor[]>(compute(base, own), (y) => [y]),
    (base, [g], [result]) => (g ? together(gradients(base, g, result!)) : []),
  );
  // What answers at once makes the whole answer at once.
  return andThen(made, ([y]) => y!) as R;
}

/** The gradient of one input from that of the result; `values` are all inputs, then the result. */
export type Slope = (m: Maths, g: Tensor, ...values: readonly Tensor[]) => Made;

/** `formula` of the inputs, which broadcast; one slope for each input, none where it has no gradient. */
export const pointwise = <R extends Made>(
  engine: Engine,
  inputs: readonly Tensor[],
  formula: (m: Maths, ...inputs: readonly Tensor[]) => R,
  slopes: readonly (Slope | undefined)[],
): R =>
  withGradient(
    engine,
    inputs,
    (base, ...own) => formula(maths(base), ...own),
    (base, g, result) => {
      const m = maths(base);
      return slopes.map(
        (slope, i) => slope && andThen(slope(m, g, ...inputs, result), (grad) => sumTo(m, grad, inputs[i]!.shape)),
      );
    },
  );

/** `x`, through which no gradient finds its way back: that raises what `why` says. */
export const refusing = (engine: Engine, x: Tensor, why: () => Error): Tensor =>
  withGradient(
    engine,
    [x],
    (_, own) => freeze(own),
    () => {
      throw why();
    },
  );

/** Row-major values of tensors for checks and choices, which have no gradient. */
export function peek<T>(
  engine: Engine,
  tensors: readonly Tensor[],
  use: (...values: readonly HostArray[]) => T | Promise<T>,
): T | Promise<T> {
  const seen: T[] = [];
  const look = (...values: readonly HostArray[]): readonly Tensor[] | Promise<readonly Tensor[]> =>
    andThen<T, readonly Tensor[]>(use(...values), (found) => {
      seen.push(found);
      return [];
    });
  const done = engine.custom(
    tensors,
    (base, own) => withValues(base, own, look),
    () => [],
  );
  return andThen(done, () => seen[0]!);
}
