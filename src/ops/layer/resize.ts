// Images of another size: each place of the result as a weighted sum of places of the input, one dim after another
// (ATen's UpSample kernels). Knows no module and no argument.
import { largest } from '../../base/largest';
import { allocate, type DType, listOf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { positionsOfSlices } from '../indexing/positionsAlong';

export type ResizeMode = 'nearest' | 'nearest-exact' | 'linear' | 'cubic';

/** How one dim changes its size; `factor` as it was given, where it is not to be read off the sizes. */
export interface Resizing {
  readonly mode: ResizeMode;
  readonly alignCorners: boolean;
  readonly factor: number | undefined;
  /** A dim that keeps its size is left as it is, whatever the factor. */
  readonly keepsEqual: boolean;
}

type Round = (value: number) => number;
/** A place of the input and how much of it counts. */
type Tap = readonly [place: number, weight: number];

const within = (place: number, size: number): number => Math.min(Math.max(place, 0), size - 1);

/** The cubic kernel of Keys, with A = -0.75, at four distances. */
function cubic(t: number, round: Round): readonly number[] {
  const a = -0.75;
  const far = (x: number): number => round(round(round(round(round(a * x) - 5 * a) * x + 8 * a) * x) - 4 * a);
  const near = (x: number): number => round(round(round(round((a + 2) * x) - (a + 3)) * x * x) + 1);
  const rest = round(1 - t);
  return [far(round(t + 1)), near(t), near(rest), far(round(rest + 1))];
}

/** What place `i` of `to` is made of, of `from` places. */
function tapsOf(
  i: number,
  from: number,
  to: number,
  { mode, alignCorners, factor, keepsEqual }: Resizing,
  round: Round,
): readonly Tap[] {
  if (keepsEqual && from === to) return [[i, 1]];
  const isNearest = mode === 'nearest' || mode === 'nearest-exact';
  const ratio = factor !== undefined && factor > 0 ? round(1 / factor) : round(from / to);
  if (isNearest) {
    const at = mode === 'nearest' ? round(i * ratio) : round(round(i + 0.5) * ratio);
    return [[Math.min(Math.floor(at), from - 1), 1]];
  }
  const scale = alignCorners ? (to > 1 ? round((from - 1) / (to - 1)) : 0) : ratio;
  const at = alignCorners ? round(scale * i) : round(round(scale * round(i + 0.5)) - 0.5);
  if (mode === 'cubic') {
    const base = Math.floor(at);
    return cubic(round(at - base), round).map((weight, k) => [within(base - 1 + k, from), weight]);
  }
  const real = Math.max(at, 0);
  const base = Math.min(Math.floor(real), from - 1);
  const share = Math.min(Math.max(round(real - base), 0), 1);
  return [
    [base, round(1 - share)],
    [Math.min(base + 1, from - 1), share],
  ];
}

/** The tensor with another size along one dim. */
function resizeDim(engine: Engine, x: Tensor, dim: number, to: number, how: Resizing): Tensor | Promise<Tensor> {
  const { shape, dtype } = x;
  const from = shape[dim]!;
  const round: Round = dtype === 'float64' ? (value) => value : Math.fround;
  const taps = listOf(to, (i) => tapsOf(i, from, to, how, round));
  const result = shape.with(dim, to);
  const part = (k: number): Tensor | Promise<Tensor> => {
    const places = taps.map((each) => each[k]![0]);
    return engine.take(x, positionsOfSlices(places, shape, dim), result);
  };
  const count = largest(taps.map((each) => each.length));
  if (count === 1) return part(0);
  let sum: Tensor | Promise<Tensor> | undefined;
  for (let k = 0; k < count; k++) {
    const weights = engine.fromHost(
      weightArray(
        dtype,
        taps.map((each) => each[k]![1]),
      ),
      result.map((_, d) => (d === dim ? to : 1)),
      dtype,
    );
    const before = sum;
    const term = andThen(part(k), (taken) => engine.binary('mul', taken, weights));
    sum = before === undefined ? term : andThen(before, (a) => andThen(term, (b) => engine.binary('add', a, b)));
  }
  return sum ?? x;
}

function weightArray(dtype: DType, weights: readonly number[]) {
  const made = allocate(dtype, weights.length);
  for (const [i, weight] of weights.entries()) made[i] = weight;
  return made;
}

/** The tensor with other sizes of its last dims, the last of them first. */
export function resized(
  engine: Engine,
  x: Tensor,
  sizes: readonly number[],
  how: readonly Resizing[],
): Tensor | Promise<Tensor> {
  let made: Tensor | Promise<Tensor> = x;
  for (let i = sizes.length - 1; i >= 0; i--) {
    const dim = x.rank - sizes.length + i;
    made = andThen(made, (value) => resizeDim(engine, value, dim, sizes[i]!, how[i]!));
  }
  return made;
}
