// Norms over the dims of each sample: layer, group, instance, root mean square and local response. Composed of primitives.
// Knows no module.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { allocate, checkList, type DType, type HostArray, isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf } from '../../tensor/host';
import { andThen, together, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, torchSize, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asChannels, asIterator } from '../layouts';
import type { Op } from '../op';
import { bool, input, int, optional, real, shape, tensor, withDefault } from '../params';
import { reshape } from '../view/copy';
import { inFloat } from '../wide';
import { batchNorm, follow, momentsOver } from './batchNorm';
import { double, type Precision, rowMoments, single } from './moments';
import { averaged } from './pool';
import { slidingRegions } from './regions';

const weight = optional(tensor('weight', say('A factor for each element or channel.')));
const bias = optional(tensor('bias', say('Added to each element or channel.')));
const eps = withDefault(real('eps', say('Added to the variance.')), 1e-5);
const sample = 'torch.tensor([[[1., 2., 4.], [0.5, -1., 3.]], [[2., 2., 2.5], [8., -3., 0.]]])';

/** How one over the standard deviation is rounded: from float32 operations, or once from double. */
type Root = (variance: number, epsilon: number, precision: Precision) => number;
const stepwise: Root = (variance, epsilon, { round }) => round(1 / round(Math.sqrt(round(variance + round(epsilon)))));
const atOnce: Root = (variance, epsilon, { round }) => round(1 / Math.sqrt(variance + epsilon));

/** The last `count` dims moved to mean 0 and variance 1. */
function standardised(engine: Engine, x: Tensor, count: number, epsilon: number, root: Root): Tensor | Promise<Tensor> {
  const dims = lastDims(x, count);
  const row = sizeOf(x.shape.slice(x.rank - count));
  return withGradient(
    engine,
    [x],
    (base, own) =>
      withValues(base, [own], (values) =>
        base.fromHost(rowsOf(values!, row, own.dtype, epsilon, root), own.shape, own.dtype),
      ),
    (base, g, y) => {
      const m = maths(base);
      const mean = (z: Tensor): Tensor => base.reduce('mean', z, dims, true);
      const distance = m.sub(x, mean(x));
      const scale = m.rsqrt(m.add(mean(m.mul(distance, distance)), epsilon));
      return [m.mul(scale, m.sub(m.sub(g, mean(g)), m.mul(y, mean(m.mul(g, y)))))];
    },
  );
}

function rowsOf(values: HostArray, row: number, dtype: DType, epsilon: number, root: Root): HostArray {
  const out = allocate(dtype, values.length);
  const precision = dtype === 'float64' ? double : single;
  const { round } = precision;
  for (let start = 0; start < values.length; start += row) {
    const [mean, variance] = rowMoments(values, start, row, precision);
    const scale = root(variance, epsilon, precision);
    for (let i = start; i < start + row; i++) out[i] = round(round(Number(values[i]) - mean) * scale);
  }
  return out;
}

function affine(engine: Engine, y: Tensor, factor: Tensor | null, shift: Tensor | null): Tensor {
  const scaled = factor ? engine.binary('mul', y, engine.cast(factor, y.dtype)) : y;
  return shift ? engine.binary('add', scaled, engine.cast(shift, y.dtype)) : scaled;
}

const lastDims = (x: Tensor, count: number): readonly number[] => x.shape.map((_, dim) => dim).slice(x.rank - count);

function checkNormalised(x: Tensor, sizes: readonly number[], star: string): void {
  if (sizes.length === 0) {
    fail(
      'Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []',
    );
  }
  if (x.rank < sizes.length || !sameShape(x.shape.slice(x.rank - sizes.length), sizes)) {
    fail(
      `Given normalized_shape=${sizesText(sizes)}, expected input with shape [*${star}${sizes.join(', ')}], but got input of size${sizesText(x.shape)}`,
    );
  }
}

const layerNorm = defineOp({
  names: ['torch.nn.functional.layer_norm', 'torch.layer_norm'],
  family: 'other',
  doc: say('Moves the last dims of each sample to mean 0 and variance 1, then scales and shifts them.'),
  params: [input, shape('normalized_shape', say('The sizes of the last dims.')), weight, bias, eps],
  run({ input: x, normalized_shape: sizes, weight: factor, bias: shift, eps: epsilon }, { engine }) {
    for (const [name, given] of [
      ['weight', factor],
      ['bias', shift],
    ] as const) {
      if (given && sizes.length > 0 && !sameShape(given.shape, sizes)) {
        fail(
          `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${sizesText(given.shape)} and normalized_shape = ${sizesText(sizes)}`,
        );
      }
    }
    checkNormalised(x, sizes, ', ');
    if (!isFloat(x.dtype)) {
      fail(`"LayerNormKernelImpl" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    }
    if ([factor, shift].some((given) => given && given.dtype !== x.dtype)) {
      if (!isHalf(x.dtype)) fail(`mixed dtype (CPU): expect parameter to have scalar type of Float`);
    }
    return inFloat(engine, [x], ([wide]) =>
      andThen(standardised(engine, wide, sizes.length, epsilon, stepwise), (y) => affine(engine, y, factor, shift)),
    );
  },
  samples: [
    { args: `${sample}, (3,)` },
    { args: `${sample}, (2, 3)` },
    { args: `${sample}, (3,), torch.tensor([1., 2., 0.5]), torch.tensor([0., 1., -1.])` },
    { args: `${sample}, (3,), eps=0.1` },
    { args: `${sample}.double(), [3]` },
    { args: 'torch.ones(2, 3), (3,)' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), (4,)',
      error: {
        type: 'RuntimeError',
        message: 'Given normalized_shape=[4], expected input with shape [*, 4], but got input of size[2, 3]',
      },
    },
    {
      args: 'torch.ones(2, 3), (3,), torch.ones(4)',
      error: {
        type: 'RuntimeError',
        message:
          'Expected weight to be of same shape as normalized_shape, but got weight of shape [4] and normalized_shape = [3]',
      },
    },
  ],
});

const rmsNorm = defineOp({
  names: ['torch.nn.functional.rms_norm', 'torch.rms_norm'],
  family: 'other',
  doc: say('Divides the last dims of each sample by the root of their mean square, then scales them.'),
  params: [
    input,
    shape('normalized_shape', say('The sizes of the last dims.')),
    weight,
    optional(real('eps', say('Added to the mean square; the smallest step of the type where left out.'))),
  ],
  run({ input: x, normalized_shape: sizes, weight: factor, eps: epsilon }, { engine }) {
    checkNormalised(x, sizes, '');
    return inFloat(engine, [x], ([wide]) => {
      const m = maths(engine);
      const least = epsilon ?? (x.dtype === 'float64' ? 2 ** -52 : 2 ** -23);
      const square = engine.reduce('mean', m.mul(wide, wide), lastDims(x, sizes.length), true);
      return affine(engine, m.mul(wide, m.rsqrt(m.add(square, least))), factor, null);
    });
  },
  samples: [
    { args: `${sample}, (3,)` },
    { args: `${sample}, (2, 3), eps=0.1` },
    { args: `${sample}, (3,), torch.tensor([1., 2., 0.5])` },
  ],
});

/** A vector of the channels over (N, channels, ...). */
const perChannel = (x: Tensor, given: Tensor | null): Tensor | null =>
  given && view(given, [1, given.size, ...x.shape.slice(2).map(() => 1)]);

/** The channels of each sample in `groups` parts, each moved to mean 0 and variance 1. */
function grouped(engine: Engine, x: Tensor, groups: number, epsilon: number): Tensor | Promise<Tensor> {
  const parts = reshape(engine, x, [x.shape[0]!, groups, sizeOf(x.shape.slice(1)) / groups]);
  return andThen(
    andThen(parts, (rows) => standardised(engine, rows, 1, epsilon, atOnce)),
    (y) => reshape(engine, y, x.shape),
  );
}

const groupNorm = defineOp({
  names: ['torch.nn.functional.group_norm'],
  layout: asChannels,
  family: 'other',
  doc: say('Moves groups of channels of each sample to mean 0 and variance 1, then scales and shifts each channel.'),
  params: [input, int('num_groups', say('Into how many groups the channels are divided.')), weight, bias, eps],
  run({ input: x, num_groups: groups, weight: factor, bias: shift, eps: epsilon }, { engine }) {
    if (x.rank < 2) fail(`Expected at least 2 dimensions for input tensor but received ${x.rank}`);
    const channels = x.shape[1]!;
    const perGroup = [Math.floor((x.shape[0]! * channels) / groups), groups, ...x.shape.slice(2)];
    if (sizeOf(perGroup) === groups)
      fail(`Expected more than 1 value per channel when training, got input size ${sizesText(perGroup)}`, 'ValueError');
    if (channels % groups !== 0) {
      fail(
        `Expected number of channels in input to be divisible by num_groups, but got input of shape ${sizesText(x.shape)} and num_groups=${groups}`,
      );
    }
    for (const [name, given] of [
      ['weight', factor],
      ['bias', shift],
    ] as const) {
      if (given && given.size !== channels) {
        fail(
          `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ${sizesText(given.shape)} and input of shape ${sizesText(x.shape)}`,
        );
      }
    }
    return inFloat(engine, [x], ([wide]) =>
      andThen(grouped(engine, wide, groups, epsilon), (y) =>
        affine(engine, y, perChannel(x, factor), perChannel(x, shift)),
      ),
    );
  },
  samples: [
    { args: `${sample}, 1` },
    { args: `${sample}, 2, torch.tensor([1., 2.]), torch.tensor([0., -1.])` },
    { args: 'torch.arange(32.).reshape(2, 4, 2, 2) ** 1.5, 2' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 4, 3), 3',
      error: {
        type: 'RuntimeError',
        message:
          'Expected number of channels in input to be divisible by num_groups, but got input of shape [2, 4, 3] and num_groups=3',
      },
    },
  ],
});

const instanceNorm = defineOp({
  names: ['torch.nn.functional.instance_norm'],
  family: 'other',
  doc: say('Moves each channel of each sample to mean 0 and variance 1, then scales and shifts it.'),
  params: [
    input,
    optional(tensor('running_mean', say('The running mean of each channel.'))),
    optional(tensor('running_var', say('The running variance of each channel.'))),
    weight,
    bias,
    withDefault(bool('use_input_stats', say('Whether the statistics are those of the sample.')), true),
    withDefault(real('momentum', say('How far the running statistics follow.')), 0.1),
    eps,
  ],
  run({ input: x, running_mean: mean, running_var: variance, weight: factor, bias: shift, ...rest }, context) {
    const spatial = x.shape.flatMap((_, dim) => (dim < 2 ? [] : [dim]));
    if (rest.use_input_stats && sizeOf(x.shape.slice(2)) === 1) {
      fail(`Expected more than 1 spatial element when training, got input size ${torchSize(x.shape)}`, 'ValueError');
    }
    if (!rest.use_input_stats && !(mean && variance)) {
      fail('Expected running_mean and running_var to be defined when use_input_stats is false');
    }
    const { engine } = context;
    const { use_input_stats: own, momentum } = rest;
    // As ATen does it: a batch norm in which every channel of every sample is a channel of its own.
    const [samples, channels] = x.shape as readonly [number, number];
    const flat = reshape(engine, x, [1, samples * channels, ...x.shape.slice(2)]);
    const repeated = (given: Tensor | null): Tensor | Promise<Tensor> | null =>
      given && reshape(engine, broadcastTo(given, [samples, channels]), [samples * channels]);
    const kept = own ? [] : [repeated(mean), repeated(variance)];
    const parts = together([flat, repeated(factor), repeated(shift), ...kept]);
    const normed = andThen(parts, ([input = null, weight = null, bias = null, mean = null, spread = null]) => {
      const running = { running_mean: mean, running_var: spread, training: own, momentum };
      return batchNorm.run({ ...running, input, weight, bias, eps: rest.eps }, context) as Tensor | Promise<Tensor>;
    });
    const told =
      own && (mean || variance) && follow(engine, momentsOver(engine, x, spatial), { mean, variance, momentum });
    return andThen(told || undefined, () => andThen(normed, (y) => reshape(engine, y, x.shape)));
  },
  samples: [
    { args: sample },
    { args: `${sample}, weight=torch.tensor([1., 2.]), bias=torch.tensor([0., -1.])` },
    { args: 'torch.arange(32.).reshape(2, 4, 2, 2) ** 1.5, eps=0.1' },
  ],
  errors: [
    {
      args: 'torch.ones(1, 4, 1)',
      error: {
        type: 'ValueError',
        message: 'Expected more than 1 spatial element when training, got input size torch.Size([1, 4, 1])',
      },
    },
  ],
});

const localResponseNorm = defineOp({
  names: ['torch.nn.functional.local_response_norm'],
  layout: asIterator,
  family: 'other',
  doc: say('Divides each channel by a power of the mean square of its neighbours.'),
  params: [
    input,
    int('size', say('How many channels are neighbours.')),
    withDefault(real('alpha', say('The factor of the mean square.')), 1e-4),
    withDefault(real('beta', say('The exponent.')), 0.75),
    withDefault(real('k', say('Added to the scaled mean square.')), 1),
  ],
  run({ input: x, size, alpha, beta, k }, { engine }) {
    if (x.rank < 3) {
      fail(
        `Expected 3D or higher dimensionality                          input (got ${x.rank} dimensions)`,
        'ValueError',
      );
    }
    if (x.size === 0) return x;
    if (isHalf(x.dtype) && x.rank > 3)
      fail(`"avg_pool3d_out_frame" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    if (size <= 0) {
      fail(
        `kernel size should be greater than zero, but got ${x.rank === 3 ? `kH: ${size} kW: 1` : `kT: ${size} kH: 1 kW: 1`}`,
      );
    }
    const m = maths(engine);
    const [samples, channels, ...spatial] = x.shape as readonly [number, number, ...number[]];
    checkList(channels * size);
    const squares = reshape(engine, m.mul(x, x), [samples, channels, sizeOf(spatial)]);
    const window = {
      kernel: [size, 1],
      stride: [1, 1],
      padding: [Math.floor(size / 2), 0],
      dilation: [1, 1],
      ceil: false,
    };
    const regions = slidingRegions([channels, sizeOf(spatial)], window);
    const kept = channels * sizeOf(spatial);
    // An even size reaches one further to the left than to the right.
    const own = { ...regions, sizes: [channels, sizeOf(spatial)], places: regions.places.slice(0, kept) };
    const means = andThen(squares, (flat) => averaged(engine, flat, own, [size]));
    return andThen(
      andThen(means, (mean) => reshape(engine, mean, x.shape)),
      (mean) => m.div(x, m.pow(m.add(m.mul(mean, alpha), k), beta)),
    );
  },
  samples: [{ args: `${sample}, 2` }, { args: 'torch.arange(32.).reshape(1, 4, 2, 4), 3, alpha=0.1, beta=0.5, k=2.' }],
});

/** All of this family. */
export const layerNorms: readonly Op[] = [layerNorm, rmsNorm, groupNorm, instanceNorm, localResponseNorm];
