// Which places of its input each place of a pooled result looks at, by ATen's pooling_output_shape. Knows no values.
import { checkList, listOf } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';

/** Sizes per spatial dim. */
export interface Window {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  readonly ceil: boolean;
}
/** Along one dim, for each place of the result: the places looked at, and how many the window covers with its padding. */
interface Line {
  readonly taps: readonly number[];
  readonly covered: number;
}
export interface Regions {
  readonly sizes: readonly number[];
  /** Row-major positions in the input's spatial dims, for each place of the result. */
  readonly places: readonly Int32Array[];
  /** How many places each window covers, padding included. */
  readonly covered: readonly number[];
}

const times = (n: number): readonly number[] => listOf(n, (i) => i);

function outputSize(size: number, { kernel, stride, padding, dilation, ceil }: Window, dim: number): number {
  const [s, p] = [stride[dim]!, padding[dim]!];
  const span = size + 2 * p - dilation[dim]! * (kernel[dim]! - 1) - 1;
  const count = Math.floor((span + (ceil ? s - 1 : 0)) / s) + 1;
  // The last window must begin inside the input or its left padding.
  return ceil && (count - 1) * s >= size + p ? count - 1 : count;
}

/** How many windows there are along each dim; below 1: there is no place for one. */
export const windowCounts = (spatial: readonly number[], window: Window): readonly number[] =>
  spatial.map((size, dim) => outputSize(size, window, dim));

/** The windows that slide over `spatial`, in which there is place for one. */
export function slidingRegions(spatial: readonly number[], window: Window): Regions {
  const sizes = windowCounts(spatial, window);
  const lines = spatial.map((size, dim) =>
    times(sizes[dim]!).map((o): Line => {
      const start = o * window.stride[dim]! - window.padding[dim]!;
      const taps = times(window.kernel[dim]!).map((k) => start + k * window.dilation[dim]!);
      const end = Math.min(start + window.kernel[dim]!, size + window.padding[dim]!);
      return { taps: taps.filter((at) => at >= 0 && at < size), covered: end - start };
    }),
  );
  return combined(spatial, sizes, lines);
}

/** The parts into which each dim is divided for a result of these sizes. */
export const adaptiveRegions = (spatial: readonly number[], sizes: readonly number[]): Regions =>
  combined(
    spatial,
    sizes,
    spatial.map((size, dim) =>
      times(sizes[dim]!).map((o): Line => {
        const start = Math.floor((o * size) / sizes[dim]!);
        const count = Math.ceil(((o + 1) * size) / sizes[dim]!) - start;
        return { taps: times(count).map((i) => start + i), covered: count };
      }),
    ),
  );

/** All combinations of the places along each dim. */
function combined(spatial: readonly number[], sizes: readonly number[], lines: readonly (readonly Line[])[]): Regions {
  const count = sizeOf(sizes);
  checkList(lines.reduce((product, line) => product * line.reduce((sum, { taps }) => sum + taps.length, 0), 1));
  checkList(count);
  const places: Int32Array[] = [];
  const covered: number[] = [];
  for (let o = 0; o < count; o++) {
    let rest = o;
    let step = 1;
    let found: readonly number[] = [0];
    let area = 1;
    for (let dim = sizes.length - 1; dim >= 0; dim--) {
      const { taps, covered: along } = lines[dim]![rest % sizes[dim]!]!;
      rest = Math.floor(rest / sizes[dim]!);
      const width = step;
      found = taps.flatMap((tap) => found.map((at) => at + tap * width));
      step *= spatial[dim]!;
      area *= along;
    }
    places.push(Int32Array.from(found));
    covered.push(area);
  }
  return { sizes, places, covered };
}
