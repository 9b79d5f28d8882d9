// The windows of pooling as ATen reads and refuses them, each function in its own words. Knows no values.
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { fail } from '../fail';
import { perDim } from './perDim';
import { type Regions, slidingRegions, type Window, windowCounts } from './regions';

const words = ['', 'one int', 'two ints', 'three ints'] as const;

/** Sizes as they were given. */
export interface Sliding {
  readonly kernel_size: readonly number[];
  readonly stride?: readonly number[] | null;
  readonly padding?: readonly number[];
  readonly dilation?: readonly number[];
  readonly ceil_mode: boolean;
}
type Size = 'kernel_size' | 'stride' | 'padding' | 'dilation';

const inOne: Readonly<Record<Size, string>> = {
  kernel_size: 'an int, list of ints or tuple of ints',
  stride: 'None, an int, list of ints, or tuple of ints',
  padding: 'an int, list of ints, or tuple of ints',
  dilation: 'an int, list of ints or tuple of ints',
};
const inTwo: Readonly<Record<Size, string>> = {
  kernel_size: 'must either be a single int',
  stride: 'must either be omitted, a single int',
  padding: 'must either be a single int',
  dilation: 'must be either a single int',
};
const inThree: Readonly<Record<Size, string>> = {
  ...inTwo,
  kernel_size: 'must be a single int',
  stride: 'must be omitted, a single int',
  padding: 'must be a single int',
};

/** What is said of as many sizes as there are no dims for. */
function wrongCount(name: string, count: number, size: Size, given: readonly number[]): string {
  if (name === 'max_pool1d') return `${name}() ${size} must be ${inOne[size]} of size 1 but got size ${given.length}`;
  if (count === 1) return oneInt(name, size, given);
  const rule = (name === 'avg_pool3d' ? inThree : inTwo)[size];
  return `${name}: ${size} ${rule}, or a tuple of ${words[count]}`;
}
const oneInt = (name: string, size: string, given: readonly number[]): string =>
  `${name}() argument '${size}' should contain one int (got ${given.length})`;

/** The spatial dims, which are the last. */
export const spatialOf = (x: Tensor, count: number): readonly number[] => x.shape.slice(x.rank - count);

/** What each place of the result looks at; throws as ATen does. */
export function windowsOver(x: Tensor, name: string, count: number, args: Sliding): Regions {
  checkRank(x, name, count);
  const spatial = spatialOf(x, count);
  // Averages of lines are those of planes of one row.
  const before = [x.shape[x.rank - count - 1], ...(count === 1 ? [1] : [])];
  const text = (sizes: readonly number[]): string => `(${[...before, ...sizes].join('x')})`;
  const window = windowOf(name, count, args);
  const sizes = windowCounts(spatial, window);
  if (sizes.some((size) => size < 1)) {
    fail(
      name === 'max_pool1d'
        ? `max_pool1d() Invalid computed output size: ${sizes[0]}`
        : `Given input size: ${text(spatial)}. Calculated output size: ${text(sizes)}. Output size is too small`,
    );
  }
  return slidingRegions(spatial, window);
}

function windowOf(name: string, count: number, args: Sliding): Window {
  const each = (size: Size, given: readonly number[]): readonly number[] =>
    perDim(given, count, () => wrongCount(name, count, size, given));
  const kernel = each('kernel_size', args.kernel_size);
  const { stride, padding = [0], dilation = [1], ceil_mode: ceil } = args;
  const window = {
    kernel,
    stride: stride && stride.length > 0 ? each('stride', stride) : kernel,
    padding: each('padding', padding),
    dilation: each('dilation', dilation),
    ceil,
  };
  if (name === 'max_pool1d') checkLine(window);
  else checkWindow(window);
  return window;
}

function checkLine({
  kernel: [kernel = 1],
  stride: [stride = 1],
  padding: [padding = 0],
  dilation: [dilation = 1],
}: Window): void {
  const positive = (what: Size, size: number): void => {
    if (size <= 0) fail(`max_pool1d() ${what} must be greater than zero, but got ${size}`);
  };
  positive('kernel_size', kernel);
  positive('stride', stride);
  if (padding < 0) fail(`max_pool1d() padding must be non-negative, but got ${padding}`);
  if (padding > kernel / 2) {
    fail(
      `max_pool1d() padding should be at most half of kernel size, but got padding=${padding} and kernel_size=${kernel}`,
    );
  }
  positive('dilation', dilation);
}

function checkWindow({ kernel, stride, padding, dilation }: Window): void {
  if (stride.some((n) => n === 0)) fail('stride should not be zero');
  const letters = ['T', 'H', 'W'].slice(-kernel.length);
  const named = (what: string, sizes: readonly number[]): string =>
    sizes.map((size, dim) => `${what}${letters[dim]}: ${size}`).join(' ');
  if (kernel.some((n) => n <= 0)) fail(`kernel size should be greater than zero, but got ${named('k', kernel)}`);
  if (dilation.some((n) => n <= 0))
    fail(`dilation should be greater than zero, but got ${named('dilation', dilation)}`);
  padding.forEach((pad, dim) => {
    if (pad < 0) fail(`pad must be non-negative, but got pad: ${pad}`);
    if (pad <= ((kernel[dim]! - 1) * dilation[dim]! + 1) / 2) return;
    fail(
      `pad should be at most half of effective kernel size, but got pad=${pad}, kernel_size=${kernel[dim]} and dilation=${dilation[dim]}`,
    );
  });
}

/** The sizes of an adaptive result. */
export const adaptiveSizes = (name: string, count: number, given: readonly number[]): readonly number[] =>
  perDim(given, count, () => {
    if (count === 1) return oneInt(name, 'output_size', given);
    return name.startsWith('adaptive_max')
      ? `${name}(): internal error: output_size.size() must be ${count}`
      : `${name}: output_size must be ${count}`;
  });

/** Refuses inputs without the channel dim and the spatial ones. */
export function checkRank(x: Tensor, name: string, count: number): void {
  if (x.rank === count + 1 || x.rank === count + 2) return;
  const [low, high] = [count + 1, count + 2];
  if (name.startsWith('adaptive_max') && count > 1) {
    fail(`${name}(): Expected ${low}D or ${high}D tensor, but got: ${sizesText(x.shape)}`);
  }
  if (count === 1 && name !== 'max_pool1d') {
    fail(
      `Expected ${low} to ${high} dimensions, but got ${x.rank}-dimensional tensor for argument #1 'self' (while checking arguments for ${name})`,
    );
  }
  fail(
    count === 1
      ? `max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0 dim batch size for input, but got:${sizesText(x.shape)}`
      : `non-empty ${low}D or ${high}D (batch mode) tensor expected for input`,
  );
}
