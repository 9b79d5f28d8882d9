// Elements at other places: pixel_shuffle and its way back, channel_shuffle, sliding blocks as columns and back. Knows no module.

import { say } from '../../base/text';
import { checkList } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { contiguousStrides, sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asChannels } from '../layouts';
import type { Op } from '../op';
import { input, int, shape, withDefault } from '../params';

/** The tensor read as `split`, its dims in another order, as a tensor of `result`. */
function rearranged(
  engine: Engine,
  x: Tensor,
  split: readonly number[],
  order: readonly number[],
  result: readonly number[],
): Tensor | Promise<Tensor> {
  const strides = contiguousStrides(split);
  const sizes = order.map((dim) => split[dim]!);
  const steps = contiguousStrides(sizes);
  const positions = Float64Array.from({ length: x.size }, (_, i) =>
    order.reduce((sum, dim, at) => sum + (Math.floor(i / steps[at]!) % sizes[at]!) * strides[dim]!, 0),
  );
  return engine.take(x, positions, result);
}

/** The dims before the last three as one number, and the last three. */
function images(name: string, { shape: sizes, rank }: Tensor): readonly [number, number, number, number] {
  if (rank < 3) fail(`${name} expects input to have at least 3 dimensions, but got input with ${rank} dimension(s)`);
  const [channels = 0, rows = 0, columns = 0] = sizes.slice(-3);
  return [sizeOf(sizes.slice(0, -3)), channels, rows, columns];
}

const pixelShuffle = defineOp({
  names: ['torch.nn.functional.pixel_shuffle', 'torch.pixel_shuffle'],
  layout: asChannels,
  family: 'other',
  doc: say('Channels become places: (channels · r², rows, columns) to (channels, rows · r, columns · r).'),
  params: [input, int('upscale_factor', say('How many rows and columns each becomes.'))],
  run({ input: x, upscale_factor: r }, { engine }) {
    const [batch, channels, rows, columns] = images('pixel_shuffle', x);
    if (r <= 0) fail(`pixel_shuffle expects a positive upscale_factor, but got ${r}`);
    if (channels % (r * r) !== 0)
      fail(
        `pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=${channels} is not divisible by ${r * r}`,
      );
    const kept = channels / (r * r);
    const result = [...x.shape.slice(0, -3), kept, rows * r, columns * r];
    return rearranged(engine, x, [batch, kept, r, r, rows, columns], [0, 1, 4, 2, 5, 3], result);
  },
  samples: [{ args: 'torch.arange(16.).reshape(1, 4, 2, 2), 2' }, { args: 'torch.arange(36.).reshape(9, 2, 2), 3' }],
  errors: [
    {
      args: 'torch.ones(1, 4, 2, 2), 3',
      error: {
        type: 'RuntimeError',
        message:
          "pixel_shuffle expects its input's 'channel' dimension to be divisible by the square of upscale_factor, but input.size(-3)=4 is not divisible by 9",
      },
    },
    {
      args: 'torch.ones(2, 2), 2',
      error: {
        type: 'RuntimeError',
        message: 'pixel_shuffle expects input to have at least 3 dimensions, but got input with 2 dimension(s)',
      },
    },
  ],
});

const pixelUnshuffle = defineOp({
  names: ['torch.nn.functional.pixel_unshuffle', 'torch.pixel_unshuffle'],
  layout: asChannels,
  family: 'other',
  doc: say('Places become channels: (channels, rows · r, columns · r) to (channels · r², rows, columns).'),
  params: [input, int('downscale_factor', say('How many rows and columns become one.'))],
  run({ input: x, downscale_factor: r }, { engine }) {
    const [batch, channels, rows, columns] = images('pixel_unshuffle', x);
    if (r <= 0) fail(`pixel_unshuffle expects a positive downscale_factor, but got ${r}`);
    for (const [name, size, dim] of [
      ['height', rows, -2],
      ['width', columns, -1],
    ] as const)
      if (size % r !== 0)
        fail(
          `pixel_unshuffle expects ${name} to be divisible by downscale_factor, but input.size(${dim})=${size} is not divisible by ${r}`,
        );
    const [up, left] = [rows / r, columns / r];
    const result = [...x.shape.slice(0, -3), channels * r * r, up, left];
    return rearranged(engine, x, [batch, channels, up, r, left, r], [0, 1, 3, 5, 2, 4], result);
  },
  samples: [{ args: 'torch.arange(32.).reshape(1, 2, 4, 4), 2' }],
  errors: [
    {
      args: 'torch.ones(1, 4, 2, 2), 3',
      error: {
        type: 'RuntimeError',
        message:
          'pixel_unshuffle expects height to be divisible by downscale_factor, but input.size(-2)=2 is not divisible by 3',
      },
    },
  ],
});

const channelShuffle = defineOp({
  names: [
    'torch.nn.functional.channel_shuffle',
    'torch.channel_shuffle',
    'torch.nn.functional.native_channel_shuffle',
    'torch.native_channel_shuffle',
  ],
  layout: asChannels,
  family: 'other',
  doc: say('Channels of several groups in turn.'),
  params: [input, int('groups', say('The number of groups.'))],
  run({ input: x, groups }, { engine }) {
    if (x.rank < 3)
      fail(`channel_shuffle expects input with > 2 dims, but got input with sizes [${x.shape.join(', ')}]`);
    if (groups <= 0) fail(`Number of groups to divide channels in must be positive. Value of groups:${groups}`);
    const [batch = 0, channels = 0, ...rest] = x.shape;
    if (channels % groups !== 0)
      fail(`Number of channels must be divisible by groups. Got ${channels} channels and ${groups} groups.`);
    return rearranged(engine, x, [batch, groups, channels / groups, sizeOf(rest)], [0, 2, 1, 3], x.shape);
  },
  samples: [{ args: 'torch.arange(16.).reshape(1, 4, 2, 2), 2' }],
  errors: [
    {
      args: 'torch.ones(1, 4, 2, 2), 3',
      error: {
        type: 'RuntimeError',
        message: 'Number of channels must be divisible by groups. Got 4 channels and 3 groups.',
      },
    },
  ],
});

/** How blocks slide over an image: two numbers for each setting. */
interface Sliding {
  readonly kernel: readonly number[];
  readonly dilation: readonly number[];
  readonly padding: readonly number[];
  readonly stride: readonly number[];
}
const pair = (sizes: readonly number[]): readonly number[] => (sizes.length === 1 ? [sizes[0]!, sizes[0]!] : sizes);
const pairText = (sizes: readonly number[]): string => `(${sizes.join(', ')})`;
const settings = [
  shape('kernel_size', say('Rows and columns of a block.')),
  withDefault(shape('dilation', say('The distance between the places of a block.')), [1]),
  withDefault(shape('padding', say('Zeros around the image.')), [0]),
  withDefault(shape('stride', say('The distance between blocks.')), [1]),
] as const;
/** ATen's order of checks. */
const least = [
  ['kernel_size', 'kernel size should be greater than zero', 'kernel_height', 'kernel_width', 1],
  ['dilation', 'dilation should be greater than zero', 'dilation_height', 'dilation_width', 1],
  ['padding', 'padding should be non-negative', 'pad_height', 'pad_width', 0],
  ['stride', 'stride should be greater than zero', 'stride_height', 'stride_width', 1],
] as const;
type Settings = Readonly<Record<(typeof least)[number][0], readonly number[]>>;

function sliding(given: Settings): Sliding {
  for (const [name] of least) {
    const { length } = given[name];
    if (length !== 1 && length !== 2) fail(`It is expected ${name} equals to 2, but got size ${length}`);
  }
  for (const [name, refusal, high, wide, from] of least) {
    const [first, second] = pair(given[name]) as readonly [number, number];
    if (Math.min(first, second) < from) fail(`${refusal}, but got ${high}: ${first} ${wide}: ${second}`);
  }
  const { kernel_size: kernel, dilation, padding, stride } = given;
  return { kernel: pair(kernel), dilation: pair(dilation), padding: pair(padding), stride: pair(stride) };
}

/** How many blocks fit along each of the two dims. */
const blockCounts = (sizes: readonly number[], { kernel, dilation, padding, stride }: Sliding): readonly number[] =>
  sizes.map((n, i) => Math.floor((n + 2 * padding[i]! - dilation[i]! * (kernel[i]! - 1) - 1) / stride[i]!) + 1);

/** For each element of the columns (images, channels · kernel, blocks), its place in the images; below 0: in the padding. */
function columnPlaces(images: number, channels: number, sizes: readonly number[], how: Sliding): Float64Array {
  const { kernel, dilation, padding, stride } = how;
  const [rows = 0, columns = 0] = sizes;
  const [down = 0, across = 0] = blockCounts(sizes, how);
  const [high = 0, wide = 0] = kernel;
  const steps = contiguousStrides([images, channels, high, wide, down, across]);
  const count = images * channels * high * wide * down * across;
  checkList(count);
  const index = (i: number, dim: number, size: number): number => Math.floor(i / steps[dim]!) % size;
  return Float64Array.from({ length: count }, (_, i) => {
    const row = index(i, 4, down) * stride[0]! - padding[0]! + index(i, 2, high) * dilation[0]!;
    const column = index(i, 5, across) * stride[1]! - padding[1]! + index(i, 3, wide) * dilation[1]!;
    if (row < 0 || row >= rows || column < 0 || column >= columns) return -1;
    return ((index(i, 0, images) * channels + index(i, 1, channels)) * rows + row) * columns + column;
  });
}

const unfold = defineOp({
  names: ['torch.nn.functional.unfold'],
  family: 'other',
  doc: say('Each block that a window meets as a column: (channels · kernel, blocks).'),
  params: [input, ...settings],
  run({ input: x, ...given }, { engine }) {
    if (x.rank !== 3 && x.rank !== 4)
      fail(
        `Expected 3D or 4D (batch mode) tensor with possibly 0 batch size and other non-zero dimensions for input, but got: [${x.shape.join(', ')}]`,
      );
    const how = sliding(given);
    const [channels = 0, ...sizes] = x.shape.slice(-3);
    const counts = blockCounts(sizes, how);
    if (counts.some((n) => n < 1))
      fail(
        `Given input with spatial size ${pairText(sizes)}, kernel_size=${pairText(how.kernel)}, dilation=${pairText(how.dilation)}, padding=${pairText(how.padding)}, calculated shape of the array of sliding blocks as ${pairText(counts)}, but its components must be at least one.`,
      );
    const images = x.rank === 4 ? x.shape[0]! : 1;
    const places = columnPlaces(images, channels, sizes, how);
    const result = [...x.shape.slice(0, -3), channels * sizeOf(how.kernel), sizeOf(counts)];
    const taken = engine.take(
      x,
      places.map((at) => Math.max(at, 0)),
      result,
    );
    if (!places.includes(-1)) return taken;
    const outside = engine.fromHost(
      Uint8Array.from(places, (at) => (at < 0 ? 1 : 0)),
      result,
      'bool',
    );
    return andThen(taken, (columns) => engine.where(outside, engine.scalar(0, x.dtype), columns));
  },
  samples: [
    { args: 'torch.arange(18.).reshape(1, 2, 3, 3), 2' },
    { args: 'torch.arange(20.).reshape(1, 4, 5), (2, 3), padding=1, stride=(2, 1)' },
    { args: 'torch.arange(25.).reshape(1, 1, 5, 5), 2, dilation=2' },
  ],
  errors: [
    ...[
      ['(2, -3)', 'kernel size should be greater than zero, but got kernel_height: 2 kernel_width: -3'],
      ['2, 0', 'dilation should be greater than zero, but got dilation_height: 0 dilation_width: 0'],
      ['2, 1, -1', 'padding should be non-negative, but got pad_height: -1 pad_width: -1'],
      ['2, stride=0', 'stride should be greater than zero, but got stride_height: 0 stride_width: 0'],
      ['(2, 2, 2)', 'It is expected kernel_size equals to 2, but got size 3'],
    ].map(([args, message]) => ({
      args: `torch.ones(1, 4, 5), ${args}`,
      error: { type: 'RuntimeError', message: message! },
    })),
    {
      args: 'torch.ones(1, 4, 2, 2), 3',
      error: {
        type: 'RuntimeError',
        message:
          'Given input with spatial size (2, 2), kernel_size=(3, 3), dilation=(1, 1), padding=(0, 0), calculated shape of the array of sliding blocks as (0, 0), but its components must be at least one.',
      },
    },
  ],
});

const fold = defineOp({
  names: ['torch.nn.functional.fold'],
  family: 'other',
  doc: say('Columns put back where their blocks were; what overlaps is added.'),
  params: [input, shape('output_size', say('Rows and columns of the image.')), ...settings],
  run({ input: x, output_size: size, ...given }, { engine }) {
    if (x.rank !== 2 && x.rank !== 3)
      fail(
        `Expected 2D or 3D (batch mode) tensor for input with possibly 0 batch size and non-zero dimensions for input, but got: [${x.shape.join(', ')}]`,
      );
    const how = sliding(given);
    const sizes = pair(size);
    const [rows = 0, blocks = 0] = x.shape.slice(-2);
    const each = sizeOf(how.kernel);
    if (rows % each !== 0)
      fail(
        `Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=${rows} and kernel_size=${pairText(how.kernel)}.`,
      );
    const counts = blockCounts(sizes, how);
    if (sizeOf(counts) !== blocks)
      fail(
        `Given output_size=${pairText(sizes)}, kernel_size=${pairText(how.kernel)}, dilation=${pairText(how.dilation)}, padding=${pairText(how.padding)}, stride=${pairText(how.stride)}, expected size of input's dimension 2 to match the calculated number of sliding blocks ${counts.join(' * ')} = ${sizeOf(counts)}, but got input.size(2)=${blocks}.`,
      );
    const channels = rows / each;
    const images = x.rank === 3 ? x.shape[0]! : 1;
    const places = columnPlaces(images, channels, sizes, how);
    const inside = Float64Array.from(places.keys()).filter((i) => places[i]! >= 0);
    const result = [...x.shape.slice(0, -2), channels, ...sizes];
    return andThen(engine.take(x, inside, [inside.length]), (kept) =>
      engine.put(
        kept,
        places.filter((at) => at >= 0),
        result,
      ),
    );
  },
  samples: [
    { args: 'torch.arange(16.).reshape(1, 4, 4), 3, 2' },
    { args: 'torch.arange(36.).reshape(4, 9), (4, 4), 2, padding=0' },
    { args: 'torch.arange(36.).reshape(1, 4, 9), (4, 4), 2, stride=2, padding=1' },
  ],
  errors: [
    {
      args: 'torch.ones(1, 5, 1), 2, 2',
      error: {
        type: 'RuntimeError',
        message:
          "Expected size of input's dimension 1 to be divisible by the product of kernel_size, but got input.size(1)=5 and kernel_size=(2, 2).",
      },
    },
  ],
});

export const rearrangements: readonly Op[] = [pixelShuffle, pixelUnshuffle, channelShuffle, unfold, fold];
