// The sum of products that a convolution is: input, weights and result meet in it, and of any two of them follows the third,
// which is the gradient with respect to it. Knows no op.
import { allocate } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { contiguousStrides, sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';

/** How the kernel moves over the input. */
export interface Geometry {
  readonly stride: readonly number[];
  /** Before and after, for each spatial dim. */
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/**
 * Input (N, C, ...), weight (O, C per group, kernel ...) and result (N, O, places ...), one of which is undefined: that one, as
 * float64. `shapes` are of all three.
 */
export function correlate(
  engine: Engine,
  parts: readonly (Tensor | undefined)[],
  shapes: readonly (readonly number[])[],
  by: Geometry,
): Tensor | Promise<Tensor> {
  const wanted = parts.indexOf(undefined);
  const given = [0, 1, 2].filter((role) => role !== wanted);
  return withGradient(
    engine,
    given.map((role) => parts[role]!),
    (base, ...own) =>
      withValues(base, own, (...values) => {
        const made = allocate('float64', sizeOf(shapes[wanted]!)) as Float64Array;
        const done = multiply(base, (values as Float64Array[]).toSpliced(wanted, 0, made), wanted, shapes, by);
        return andThen(done, () => tensorOf(made, shapes[wanted]!, 'float64'));
      }),
    (base, g) => given.map((role) => correlate(base, parts.with(wanted, g).with(role, undefined), shapes, by)),
  );
}

/** Adds each product of two elements to the third's that it meets. */
function multiply(
  { meter }: Engine,
  arrays: readonly Float64Array[],
  wanted: number,
  shapes: readonly (readonly number[])[],
  by: Geometry,
): undefined | Promise<void> {
  const [x, weight, result] = arrays as [Float64Array, Float64Array, Float64Array];
  const [[, channels = 0, ...spatial], [, inputs = 0, ...kernel], [, outputs = 0, ...sizes]] = shapes as [
    readonly number[],
    readonly number[],
    readonly number[],
  ];
  const [area, places, taps] = [sizeOf(spatial), sizeOf(sizes), sizeOf(kernel)];
  const reads = readsOf(spatial, kernel, sizes, by);
  const some = (from: number, to: number): void => {
    for (let at = from; at < to; at++) {
      const place = at % places;
      const o = Math.floor(at / places) % outputs;
      const n = Math.floor(at / (places * outputs));
      const first = n * channels + Math.floor(o / (outputs / by.groups)) * inputs;
      for (let c = 0; c < inputs; c++) {
        const base = (first + c) * area;
        const row = (o * inputs + c) * taps;
        for (let k = 0; k < taps; k++) {
          const index = reads[place * taps + k]!;
          if (index < 0) continue;
          if (wanted === 2) result[at]! += x[base + index]! * weight[row + k]!;
          else if (wanted === 1) weight[row + k]! += x[base + index]! * result[at]!;
          else x[base + index]! += weight[row + k]! * result[at]!;
        }
      }
    }
  };
  return inParts(meter, result.length, inputs * taps, some);
}

/** For each place of the result, row-major, where each tap of the kernel reads; -1 is padding. */
function readsOf(
  spatial: readonly number[],
  kernel: readonly number[],
  sizes: readonly number[],
  { stride, padding, dilation }: Geometry,
): Int32Array {
  const ofPlaces = contiguousStrides(sizes);
  const ofTaps = contiguousStrides(kernel);
  const strides = contiguousStrides(spatial);
  const [places, taps] = [sizeOf(sizes), sizeOf(kernel)];
  const reads = allocate('int32', places * taps) as Int32Array;
  for (let i = 0; i < reads.length; i++) {
    const [place, tap] = [Math.floor(i / taps), i % taps];
    let index = 0;
    for (let at = 0; at < spatial.length && index >= 0; at++) {
      const step = Math.floor(place / ofPlaces[at]!) % sizes[at]!;
      const reach = Math.floor(tap / ofTaps[at]!) % kernel[at]!;
      const position = step * stride[at]! + reach * dilation[at]! - padding[at]![0];
      index = position < 0 || position >= spatial[at]! ? -1 : index + position * strides[at]!;
    }
    reads[i] = index;
  }
  return reads;
}
