// The sum of products that a convolution is: input, weights and result meet in it, and of any two of them follows the third,
// which is the gradient with respect to it. Knows no op.
import { isHalf, listOf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { unsqueeze, view } from '../../tensor/view';
import { positionsOfLines } from '../indexing/positionsAlong';

type Shape = readonly number[];

/** How the kernel moves over the input. */
export interface Geometry {
  readonly stride: Shape;
  /** Before and after, for each spatial dim. */
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: Shape;
  readonly groups: number;
}

/**
 * Input (N, C, ...), weight (O, C per group, kernel ...) and result (N, O, places ...), one of which is undefined: that one.
 * `shapes` are of all three, which have one dtype.
 */
export function correlate(
  engine: Engine,
  parts: readonly (Tensor | undefined)[],
  shapes: readonly Shape[],
  by: Geometry,
): Tensor | Promise<Tensor> {
  const wanted = parts.indexOf(undefined);
  const given = [0, 1, 2].filter((role) => role !== wanted);
  return withGradient(
    engine,
    given.map((role) => parts[role]!),
    (base, ...own) => {
      const [x, weight, result] = own.toSpliced(wanted, 0, undefined as never) as readonly (Tensor | undefined)[];
      const made =
        wanted === 0 ? inputOf(base, weight!, result!, shapes, by) : other(base, x!, weight, result, shapes, by);
      return andThen(made, (sums) => view(sums, shapes[wanted]!));
    },
    (base, g) => given.map((role) => correlate(base, parts.with(wanted, g).with(role, undefined), shapes, by)),
  );
}

/** Factors of narrow floats as float32: their sums and a bias are rounded once. */
export const wideFactors = (engine: Engine, x: Tensor, weight: Tensor): readonly [Tensor, Tensor] => {
  const wide = (factor: Tensor): Tensor => (isHalf(factor.dtype) ? engine.cast(factor, 'float32') : factor);
  return [wide(x), wide(weight)];
};

// The dims of all factors: N, group, out channel, channel, places, taps.
const spatialFrom = 4;

/** Result (N, group, out, places) or weight (group, out, channel, taps). */
function other(
  engine: Engine,
  x: Tensor,
  weight: Tensor | undefined,
  result: Tensor | undefined,
  shapes: readonly Shape[],
  by: Geometry,
): Tensor | Promise<Tensor> {
  const [kernel, sizes] = [shapes[1]!.slice(2), shapes[2]!.slice(2)];
  const lines = shapes[0]!.slice(2).map((size, at) => {
    const [before, after] = by.padding[at]!;
    return listOf(size + before + after, (i) => (i - before >= 0 && i - before < size ? i - before : -1));
  });
  const padded = arranged(engine, x, lines);
  const steps = { places: sizes, taps: kernel, step: by.stride, reach: by.dilation, start: 0 };
  const windows = windowsOf(unsqueeze(grouped(padded, 1, by.groups), 2), steps);
  const [places, taps] = dimsOf(sizes.length);
  return weight
    ? engine.contract(windows, weightsOf(weight, by.groups), [3, ...taps])
    : engine.contract(windows, resultsOf(result!, by.groups), [0, ...places]);
}

/** Input (N, group, channel, ...): each element meets the results whose kernel reached it. */
function inputOf(
  engine: Engine,
  weight: Tensor,
  result: Tensor,
  shapes: readonly Shape[],
  by: Geometry,
): Tensor | Promise<Tensor> {
  const [spatial, kernel] = [shapes[0]!.slice(2), shapes[1]!.slice(2)];
  // Results stand apart by the stride, with zeros between and around them; the taps go back from there.
  const margins = kernel.map((taps, at) => (taps - 1) * by.dilation[at]!);
  const lines = spatial.map((size, at) =>
    listOf(size + margins[at]!, (i) => {
      const place = (i + by.padding[at]![0] - margins[at]!) / by.stride[at]!;
      return Number.isInteger(place) && place >= 0 && place < shapes[2]![at + 2]! ? place : -1;
    }),
  );
  const apart = arranged(engine, result, lines);
  const start = margins.reduce((sum, margin, at) => sum + margin * apart.strides[at + 2]!, 0);
  const back = { places: spatial, taps: kernel, step: spatial.map(() => 1), reach: by.dilation.map((d) => -d), start };
  const windows = windowsOf(unsqueeze(grouped(apart, 1, by.groups), 3), back);
  const [, taps] = dimsOf(spatial.length);
  return engine.contract(windows, weightsOf(weight, by.groups), [2, ...taps]);
}

const dimsOf = (spatial: number): readonly [places: Shape, taps: Shape] => {
  const from = (start: number): Shape => Array.from({ length: spatial }, (_, at) => start + at);
  return [from(spatialFrom), from(spatialFrom + spatial)];
};

/** A dim of channels as (group, channel of the group). */
const grouped = (x: Tensor, dim: number, groups: number): Tensor => {
  const each = x.shape[dim]! / groups;
  return new Tensor(
    x.storage,
    x.shape.toSpliced(dim, 1, groups, each),
    x.strides.toSpliced(dim, 1, each * x.strides[dim]!, x.strides[dim]!),
    x.offset,
  );
};
const still = (x: Tensor, dim: number, count: number): Tensor =>
  count === 0 ? x : still(unsqueeze(x, dim), dim, count - 1);
/** (1, group, out, channel, 1 ..., taps). */
const weightsOf = (weight: Tensor, groups: number): Tensor =>
  still(unsqueeze(grouped(weight, 0, groups), 0), spatialFrom, weight.rank - 2);
/** (N, group, out, 1, places, 1 ...). */
const resultsOf = (result: Tensor, groups: number): Tensor =>
  still(unsqueeze(grouped(result, 1, groups), 3), spatialFrom + result.rank - 2, result.rank - 2);

interface Windows {
  readonly places: Shape;
  readonly taps: Shape;
  /** Between places, and between taps, along each spatial dim. */
  readonly step: Shape;
  readonly reach: Shape;
  /** Elements from the first one to the first tap of the first place. */
  readonly start: number;
}

/** What each tap sees at each place: (N, group, out, channel, places, taps) over the elements of (N, group, out, channel, ...). */
function windowsOf(x: Tensor, { places, taps, step, reach, start }: Windows): Tensor {
  const strides = x.strides.slice(spatialFrom);
  return new Tensor(
    x.storage,
    [...x.shape.slice(0, spatialFrom), ...places, ...taps],
    [
      ...x.strides.slice(0, spatialFrom),
      ...strides.map((stride, at) => stride * step[at]!),
      ...strides.map((stride, at) => stride * reach[at]!),
    ],
    x.offset + start,
  );
}

/** The last dims of `x` with their places taken as each line says, zero where it says -1. */
function arranged(engine: Engine, x: Tensor, lines: readonly (readonly number[])[]): Tensor {
  const first = x.rank - lines.length;
  if (lines.every((line, at) => line.length === x.shape[first + at] && line.every((place, i) => place === i))) return x;
  const shape = [...x.shape.slice(0, first), ...lines.map((line) => line.length)];
  return engine.take(x, positionsOfLines(x.shape, lines), shape);
}
