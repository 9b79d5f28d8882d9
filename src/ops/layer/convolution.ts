// conv1d, conv2d and conv3d: one cross-correlation over any number of spatial dims. Knows no layer.
import { say } from '../../base/text';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, squeeze, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { slidingOver } from '../layouts';
import type { Op, OpContext, Sample } from '../op';
import { dims, int, optional, tensor, text, withDefault } from '../params';
import { checkDtypes, checkKernel, checkSteps, checkWeight } from './convolutionChecks';
import { correlate, type Geometry, wideFactors } from './correlate';
import { ofConvolution } from './perDim';

/** The checks of ATen's convolution, in their order; answers the sizes of the result's spatial dims. */
function outputSizes(x: Tensor, weight: Tensor, bias: Tensor | null, { stride, padding, dilation, groups }: Geometry) {
  if (weight.shape[0]! < groups) {
    fail(
      `Given groups=${groups}, expected weight to be at least ${groups} at dimension 0, but got weight of size ${sizesText(weight.shape)} instead`,
    );
  }
  if (weight.shape[0]! % groups !== 0) {
    fail(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${sizesText(weight.shape)}] instead`,
    );
  }
  if (weight.shape[1]! * groups !== x.shape[1]) {
    fail(
      `Given groups=${groups}, weight of size ${sizesText(weight.shape)}, expected input${sizesText(x.shape)} to have ${weight.shape[1]! * groups} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  if (bias && (bias.rank !== 1 || bias.size !== weight.shape[0])) {
    fail(
      `Given weight of size ${sizesText(weight.shape)}, expected bias to be 1-dimensional with ${weight.shape[0]} elements, but got bias of size ${sizesText(bias.shape)} instead`,
    );
  }
  const padded = x.shape.slice(2).map((size, at) => size + padding[at]![0] + padding[at]![1]);
  const kernel = weight.shape.slice(2).map((size, at) => dilation[at]! * (size - 1) + 1);
  if (padded.some((size, at) => size < kernel[at]!)) {
    fail(
      `Calculated padded input size per channel: (${padded.join(' x ')}). Kernel size: (${kernel.join(' x ')}). Kernel size can't be greater than actual input size`,
    );
  }
  return padded.map((size, at) => Math.floor((size - kernel[at]!) / stride[at]!) + 1);
}

/** The sums of products and the bias. */
function convolve(given: Tensor, kernel: Tensor, bias: Tensor | null, by: Geometry, { engine }: OpContext) {
  const sizes = [given.shape[0]!, kernel.shape[0]!, ...outputSizes(given, kernel, bias, by)];
  checkKernel(given, by.dilation, false);
  const [x, weight] = wideFactors(engine, given, kernel);
  return andThen(correlate(engine, [x, weight, undefined], [x.shape, weight.shape, sizes], by), (sums) => {
    const wide = bias ? engine.binary('add', sums, view(bias, [bias.size, ...sizes.slice(2).map(() => 1)])) : sums;
    return engine.cast(wide, given.dtype);
  });
}

const integers = (x: string): string => `(${x}).long()`;
const unevenPadding =
  "Using padding='same' with even kernel lengths and odd dilation may require a zero-padded copy of the input be created";

function define(count: number): readonly Op[] {
  const name = `conv${count}d`;
  const params = [
    tensor('input', say('(N, channels, ...) or (channels, ...).')),
    tensor('weight', say('(out channels, channels per group, kernel ...).')),
    optional(tensor('bias', say('One for each out channel.'))),
    withDefault(dims('stride', say('How far the kernel moves.')), [1]),
  ] as const;
  const rest = [
    withDefault(dims('dilation', say('How far the kernel’s taps are apart.')), [1]),
    withDefault(int('groups', say('Into how many parts the channels are divided.')), 1),
  ] as const;
  const run = (
    args: {
      readonly input: Tensor;
      readonly weight: Tensor;
      readonly bias: Tensor | null;
      readonly stride: readonly number[];
      readonly dilation: readonly number[];
      readonly groups: number;
    },
    padding: Geometry['padding'],
    context: OpContext,
  ) => {
    const { input: x, weight, bias } = args;
    if (x.rank !== count + 1 && x.rank !== count + 2) {
      fail(
        `Expected ${count + 1}D (unbatched) or ${count + 2}D (batched) input to ${name}, but got input of size: ${sizesText(x.shape)}`,
      );
    }
    checkWeight(args, count);
    checkDtypes(x, weight, bias);
    checkSteps(args, padding.flat());
    const geometry = {
      stride: ofConvolution(args.stride, count, 'stride'),
      padding,
      dilation: ofConvolution(args.dilation, count, 'dilation'),
      groups: args.groups,
    };
    const batched = x.rank === count + 2;
    const made = convolve(batched ? x : unsqueeze(x, 0), weight, bias, geometry, context);
    return andThen(made, (result) => (batched ? result : squeeze(result, [0])));
  };
  const shared = {
    names: [`torch.nn.functional.${name}`, `torch.${name}`],
    // What might lie so by chance, as lines do, is made contiguous before.
    layout: count === 1 ? slidingOver(1, 1) : slidingOver(count, 0, 1),
    family: 'other',
    doc: say('Slides kernels over the spatial dims: a sum of products at each place, for each out channel.'),
  } as const;
  const shape = (sizes: readonly number[]) => `torch.arange(${sizeOf(sizes)}.).reshape(${sizes.join(', ')})`;
  const x = `${shape([2, 2, ...Array<number>(count).fill(4)])} / 8`;
  const weight = `${shape([4, 2, ...Array<number>(count).fill(3)])} / 8 - 1`;
  const grouped = `${shape([4, 1, ...Array<number>(count).fill(2)])} / 8 - 1`;
  const samples: readonly Sample[] = [
    { args: `${x}, ${weight}` },
    { args: `${x}, ${weight}, torch.arange(4.), stride=2, padding=1` },
    { args: `(${x})[0], ${grouped}, None, 1, 0, 2, 2` },
    {
      args: `${integers(shape([2, 2, ...Array<number>(count).fill(4)]))}, ${integers(grouped)}, torch.tensor([1, 0, -2, 5]), 2, 1, groups=2`,
    },
    {
      args: `${shape([1, 2, ...Array<number>(count).fill(4)])}.to(torch.uint8), ${shape([1, 2, ...Array<number>(count).fill(2)])}.to(torch.uint8)`,
    },
  ];
  return [
    defineOp({
      ...shared,
      params: [...params, withDefault(dims('padding', say('How many zeros stand around the input.')), [0]), ...rest],
      run: (args, context) =>
        run(
          args,
          ofConvolution(args.padding, count, 'padding').map((size) => [size, size]),
          context,
        ),
      samples,
      errors: [
        {
          args: `torch.ones(${[1, 3, ...Array<number>(count).fill(4)].join(', ')}), ${shape([2, 2, ...Array<number>(count).fill(1)])}`,
          error: {
            type: 'RuntimeError',
            message: `Given groups=1, weight of size ${sizesText([2, 2, ...Array<number>(count).fill(1)])}, expected input${sizesText([1, 3, ...Array<number>(count).fill(4)])} to have 2 channels, but got 3 channels instead`,
          },
        },
      ],
    }),
    defineOp({
      ...shared,
      params: [
        ...params,
        withDefault(text('padding', say("'same' keeps the size, 'valid' adds no zeros.")), 'valid'),
        ...rest,
      ],
      run(args, context) {
        const dilation = ofConvolution(args.dilation, count, 'dilation');
        if (args.padding !== 'same' && args.padding !== 'valid') {
          fail(`Invalid padding string: '${args.padding}'`);
        }
        if (args.padding === 'same' && args.stride.some((step) => step !== 1)) {
          fail("padding='same' is not supported for strided convolutions");
        }
        const padding = dilation.map((step, at): readonly [number, number] => {
          const total = args.padding === 'same' ? step * ((args.weight.shape[at + 2] ?? 1) - 1) : 0;
          return [Math.floor(total / 2), Math.ceil(total / 2)];
        });
        if (padding.some(([before, after]) => before !== after)) context.warn('UserWarning', unevenPadding);
        return run(args, padding, context);
      },
      samples: [{ args: `${x}, ${weight}, padding='same'` }],
    }),
  ];
}

export const convolutions: readonly Op[] = [1, 2, 3].flatMap(define);
