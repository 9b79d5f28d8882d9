// The largest value, the sum and the mean of regions of each plane, with their gradients. Knows no op.
import { allocate, type HostArray, isHalf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { reading } from '../../tensor/gradient/window';
import { withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import type { Regions } from './regions';

type Made<T> = T | Promise<T>;

/** The shape of the result: all dims before the spatial ones stay. */
const pooledShape = (x: Tensor, { sizes }: Regions): readonly number[] => [
  ...x.shape.slice(0, x.rank - sizes.length),
  ...sizes,
];

/** Elements of one plane of `x`. */
const planeSize = (x: Tensor, { sizes }: Regions): number => sizeOf(x.shape.slice(x.rank - sizes.length));

/** The largest of each region (nan where there is one) and its place in the plane. */
export function largest(engine: Engine, x: Tensor, regions: Regions): Made<readonly [Tensor, Tensor]> {
  const shape = pooledShape(x, regions);
  const plane = planeSize(x, regions);
  const found = engine.custom(
    [x],
    (base, [own]) =>
      withValues(base, [own!], (values) => [
        tensorOf(bestPlaces(values!, plane, regions, sizeOf(shape)), shape, 'int64'),
      ]),
    () => [],
  );
  return andThen(found, ([indices]) => {
    const at = Float64Array.from(indices!.storage.host as BigInt64Array, Number);
    const count = regions.places.length;
    const positions = at.map((place, i) => Math.floor(i / count) * plane + place);
    const taken = withGradient(
      engine,
      [x],
      (base, own) => base.take(own, positions, shape),
      (base, g) => [andThen(base.put(g, positions, x.shape), (grad) => reading(base, grad, x))],
    );
    return andThen(taken, (values): readonly [Tensor, Tensor] => [values, indices!]);
  });
}

function bestPlaces(values: HostArray, plane: number, { places }: Regions, size: number): BigInt64Array {
  const out = new BigInt64Array(size);
  for (let i = 0; i < size; i++) {
    const start = Math.floor(i / places.length) * plane;
    const region = places[i % places.length]!;
    let best = region[0] ?? 0;
    for (const at of region) {
      const value = values[start + at]!;
      if (value > values[start + best]! || Number.isNaN(value)) best = at;
    }
    out[i] = BigInt(best);
  }
  return out;
}

/** The sum of each region over its divisor. */
export function averaged(engine: Engine, x: Tensor, regions: Regions, divisors: readonly number[]): Made<Tensor> {
  const shape = pooledShape(x, regions);
  const plane = planeSize(x, regions);
  return withGradient(
    engine,
    [x],
    (base, own) =>
      withValues(base, [own], (values) => {
        // Narrow floats are summed in float32 and rounded once.
        const out = allocate(isHalf(own.dtype) ? 'float32' : own.dtype, sizeOf(shape));
        for (let i = 0; i < out.length; i++) {
          const start = Math.floor(i / regions.places.length) * plane;
          let sum = 0;
          for (const at of regions.places[i % regions.places.length]!) sum += Number(values![start + at]);
          put(out, i, sum / divisors[i % divisors.length]!);
        }
        const made = tensorOf(out, shape, isHalf(own.dtype) ? 'float32' : own.dtype);
        return base.cast(made, own.dtype);
      }),
    (base, g) => [andThen(spreadOver(base, g, x.shape, regions, divisors), (grad) => reading(base, grad, x))],
  );
}

/** The transpose of `averaged`: each gradient divided among the places of its region. */
function spreadOver(
  engine: Engine,
  g: Tensor,
  shape: readonly number[],
  regions: Regions,
  divisors: readonly number[],
): Made<Tensor> {
  const plane = sizeOf(shape.slice(shape.length - regions.sizes.length));
  return withGradient(
    engine,
    [g],
    (base, own) =>
      withValues(base, [own], (values) => {
        const out = new Float64Array(sizeOf(shape));
        for (let i = 0; i < own.size; i++) {
          const start = Math.floor(i / regions.places.length) * plane;
          const part = Number(values![i]) / divisors[i % divisors.length]!;
          for (const at of regions.places[i % regions.places.length]!) out[start + at]! += part;
        }
        return base.cast(tensorOf(out, shape, 'float64'), own.dtype);
      }),
    (base, outer) => [averaged(base, outer, regions, divisors)],
  );
}

function put(out: HostArray, i: number, value: number): void {
  if (out instanceof BigInt64Array) out[i] = BigInt(Math.trunc(value));
  else out[i] = value;
}
