// conv_transpose1d, 2d and 3d: what a convolution's gradient with respect to its input computes. Knows no module.
import { say } from '../../base/text';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, squeeze, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { slidingOver } from '../layouts';
import type { Op } from '../op';
import { dims, int, optional, tensor, withDefault } from '../params';
import { checkDtypes, checkKernel, checkSteps, checkWeight } from './convolutionChecks';
import { correlate, wideFactors } from './correlate';
import { ofConvolution } from './perDim';

const axes = ['depth', 'height', 'width'] as const;

interface Sizes {
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** ATen's checks, in their order; answers the sizes of the result's spatial dims. */
function outputSizes(x: Tensor, weight: Tensor, bias: Tensor | null, by: Sizes): readonly number[] {
  const { stride, padding, outputPadding, dilation, groups } = by;
  if (weight.shape[0]! % groups !== 0) {
    fail(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size [${sizesText(weight.shape)}] instead`,
    );
  }
  if (weight.shape[0] !== x.shape[1]) {
    fail(
      `Given transposed=1, weight of size ${sizesText(weight.shape)}, expected input${sizesText(x.shape)} to have ${weight.shape[0]} channels, but got ${x.shape[1]} channels instead`,
    );
  }
  const channels = weight.shape[1]! * groups;
  if (bias && (bias.rank !== 1 || bias.size !== channels)) {
    fail(
      `Given transposed=1, weight of size ${sizesText(weight.shape)}, expected bias to be 1-dimensional with ${channels} elements, but got bias of size ${sizesText(bias.shape)} instead`,
    );
  }
  if (outputPadding.some((pad, dim) => pad >= stride[dim]! && pad >= dilation[dim]!)) {
    // One spatial dim is computed as two.
    const named = (what: string, given: readonly number[], usual: number): string => {
      const all = given.length === 1 ? [usual, ...given] : given;
      return all.map((size, dim) => `${what}_${axes[dim + axes.length - all.length]}: ${size}`).join(' ');
    };
    fail(
      `output padding must be smaller than either stride or dilation, but got ${named('output_padding', outputPadding, 0)} ${named('stride', stride, 1)} ${named('dilation', dilation, 1)}`,
    );
  }
  const spatial = x.shape.slice(2);
  const sizes = spatial.map(
    (size, dim) =>
      (size - 1) * stride[dim]! -
      2 * padding[dim]! +
      dilation[dim]! * (weight.shape[dim + 2]! - 1) +
      outputPadding[dim]! +
      1,
  );
  if (sizes.some((size) => size < 1)) {
    fail(
      `Given input size per channel: (${spatial.join(' x ')}). Calculated output size per channel: (${sizes.join(' x ')}). Output size is too small`,
    );
  }
  return sizes;
}

const shaped = (sizes: readonly number[]): string =>
  `(torch.arange(${sizes.reduce((a, b) => a * b, 1)}.).reshape(${sizes.join(', ')}) / 8)`;

function define(count: number): Op {
  const name = `conv_transpose${count}d`;
  const spatial = (n: number): readonly number[] => Array<number>(count).fill(n);
  const [x, weight] = [shaped([1, 2, ...spatial(3)]), shaped([2, 2, ...spatial(2)])];
  return defineOp({
    names: [`torch.nn.functional.${name}`, `torch.${name}`],
    ...(count < 3 && { layout: count === 1 ? slidingOver(1, 1) : slidingOver(2, 0, 1) }),
    family: 'other',
    doc: say('Spreads each place over the result by a kernel: a convolution the other way round.'),
    params: [
      tensor('input', say('(N, channels, ...) or (channels, ...).')),
      tensor('weight', say('(channels, out channels per group, kernel ...).')),
      optional(tensor('bias', say('One for each out channel.'))),
      withDefault(dims('stride', say('How far the kernel moves.')), [1]),
      withDefault(dims('padding', say('Places cut off on both sides.')), [0]),
      withDefault(dims('output_padding', say('Places added at the end.')), [0]),
      withDefault(int('groups', say('Into how many parts the channels are divided.')), 1),
      withDefault(dims('dilation', say('How far the kernel’s taps are apart.')), [1]),
    ],
    run(args, { engine }) {
      const { input: given, bias, groups } = args;
      if (given.rank !== count + 1 && given.rank !== count + 2) {
        fail(
          `Expected ${count + 1}D (unbatched) or ${count + 2}D (batched) input to ${name}, but got input of size: ${sizesText(given.shape)}`,
        );
      }
      checkWeight(args, count);
      checkDtypes(given, args.weight, null);
      checkSteps(args, args.padding);
      const batched = given.rank === count + 2;
      const [x, weight] = wideFactors(engine, batched ? given : unsqueeze(given, 0), args.weight);
      const padding = ofConvolution(args.padding, count, 'padding');
      const by = {
        stride: ofConvolution(args.stride, count, 'stride'),
        padding,
        outputPadding: ofConvolution(args.output_padding, count, 'output_padding'),
        dilation: ofConvolution(args.dilation, count, 'dilation'),
        groups,
      };
      const shape = [x.shape[0]!, weight.shape[1]! * groups, ...outputSizes(x, weight, bias, by)];
      checkKernel(x, by.dilation, true);
      const geometry = { ...by, padding: padding.map((pad) => [pad, pad] as const) };
      const sums = correlate(engine, [undefined, weight, x], [shape, weight.shape, x.shape], geometry);
      return andThen(sums, (wide) => {
        const shifted = bias ? engine.binary('add', wide, view(bias, [bias.size, ...spatial(1)])) : wide;
        const result = engine.cast(shifted, given.dtype);
        return batched ? result : squeeze(result, [0]);
      });
    },
    samples: [
      { args: `${x}, ${weight}` },
      { args: `${x}, ${weight}, torch.tensor([1., -1.]), stride=2, padding=1, output_padding=1` },
      { args: `${x}[0], ${weight}, dilation=2` },
      { args: `(${x} * 8).long(), (${weight} * 8).long(), torch.tensor([1, -1]), stride=2` },
      { args: `${x}, ${shaped([2, 1, ...spatial(2)])}, groups=2` },
    ],
    errors: [
      {
        args: `torch.ones(${[1, 3, ...spatial(3)].join(', ')}), torch.ones(${[4, 2, ...spatial(3)].join(', ')})`,
        error: {
          type: 'RuntimeError',
          message: `Given transposed=1, weight of size ${sizesText([4, 2, ...spatial(3)])}, expected input${sizesText([1, 3, ...spatial(3)])} to have 4 channels, but got 3 channels instead`,
        },
      },
    ],
  });
}

export const transposedConvolutions: readonly Op[] = [1, 2, 3].map(define);
