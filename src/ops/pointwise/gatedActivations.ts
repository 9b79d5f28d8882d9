// Activations that read a second set of numbers: prelu its slopes, glu the other half of its input.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { maths } from '../../tensor/maths';
import { wrapDim } from '../../tensor/tensorError';
import { narrow, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { dim, input, tensor, withDefault } from '../params';

/** ATen's _prelu_kernel_backward, whose own gradients count 0 among the positive elements. */
const inputSlope: Slope = (m, g, x, weight) =>
  pointwise(
    m.engine,
    [g, x, weight],
    (own, grad, values, slope) => own.where(own.gt(values, 0), grad, own.mul(grad, slope)),
    [
      (own, h, _, values, slope) => own.where(own.ge(values, 0), h, own.mul(h, slope)),
      (_, h) => zerosLike(h),
      (own, h, grad, values) => own.where(own.ge(values, 0), zerosLike(h), own.mul(h, grad)),
    ],
  );

const prelu = defineOp({
  names: ['torch.nn.functional.prelu', 'torch.prelu'],
  methods: ['prelu'],
  family: 'activation',
  doc: say('Each element, or a learned part of it where it is negative.'),
  params: [input, tensor('weight', say('The factor for negative elements: one, or one per channel (dim 1).'))],
  run({ input: x, weight }, { engine }) {
    if (x.dtype !== weight.dtype) {
      throw new OpError(
        'RuntimeError',
        `prelu: Type promoting not supported. Got ${scalarName(x.dtype)} and ${scalarName(weight.dtype)}`,
      );
    }
    if (weight.rank > 1) {
      throw new OpError(
        'RuntimeError',
        `prelu: Expected \`weight\` to be a scalar or 1D tensor, but got: ndim = ${weight.rank}`,
      );
    }
    const channels = x.rank < 2 ? 1 : x.shape[1]!;
    if (weight.size !== 1) {
      if (x.rank === 0) throw new OpError('RuntimeError', 'Not allow zero-dim input tensor.');
      if (weight.size !== channels) {
        throw new OpError(
          'RuntimeError',
          `Mismatch of parameter numbers and input channel size. Found parameter numbers = ${weight.size} and channel size = ${channels}.`,
        );
      }
    }
    const ones = x.shape.map((_, at) => (at === 1 ? weight.size : 1));
    return pointwise(
      engine,
      [x, view(weight, x.rank < 2 ? ones.map(() => 1) : ones)],
      (m, own, slope) => m.where(m.gt(own, 0), own, m.mul(own, slope)),
      [inputSlope, (m, g, own) => m.where(m.ge(own, 0), zerosLike(g), m.mul(g, own))],
    );
  },
  samples: [
    { args: 'torch.tensor([[-1., 2.], [3., -4.]]), torch.tensor([0.25, 0.5])' },
    { args: "torch.tensor([-1., 0., 2., float('nan')]), torch.tensor([0.25])" },
    { args: 'torch.tensor([[[-1., 2.], [-3., -4.]]]), torch.tensor(0.1)' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), torch.ones(2)',
      error: {
        type: 'RuntimeError',
        message:
          'Mismatch of parameter numbers and input channel size. Found parameter numbers = 2 and channel size = 3.',
      },
    },
  ],
});

const glu = defineOp({
  names: ['torch.nn.functional.glu'],
  module: { name: 'torch.nn.GLU', constructor: ['dim'], shown: ['dim'] },
  family: 'activation',
  doc: say('The first half along a dim, times the sigmoid of the second.'),
  params: [input, withDefault(dim('dim', say('The dim that is halved.')), -1)],
  run({ input: x, dim: chosen }, { engine }) {
    if (x.rank === 0) {
      throw new OpError('RuntimeError', 'glu does not support scalars because halving size must be even');
    }
    const at = wrapDim(chosen, x.rank);
    const size = x.shape[at]!;
    if (size % 2 !== 0) {
      throw new OpError('RuntimeError', `Halving dimension must be even, but dimension ${at} is size ${size}`);
    }
    if (!isFloat(x.dtype)) {
      throw new OpError('NotImplementedError', `"glu_cpu" not implemented for '${scalarName(x.dtype)}'`);
    }
    const m = maths(engine);
    return m.mul(narrow(x, at, 0, size / 2), m.sigmoid(narrow(x, at, size / 2, size / 2)));
  },
  samples: [{ args: 'torch.tensor([[-0.5, 2., 1., -3.]])' }, { args: 'torch.tensor([[-0.5, 2.], [1., -3.]]), dim=0' }],
  errors: [
    {
      args: 'torch.ones(3)',
      error: { type: 'RuntimeError', message: 'Halving dimension must be even, but dimension 0 is size 3' },
    },
    {
      args: 'torch.tensor(1.)',
      error: {
        type: 'RuntimeError',
        message: 'glu does not support scalars because halving size must be even',
      },
    },
  ],
});

export const gatedActivations: readonly Op[] = [prelu, glu];
