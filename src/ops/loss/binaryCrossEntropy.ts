// Binary cross entropy of probabilities: -w (t log p + (1 - t) log(1 - p)), each log held at -100.
import { say } from '../../base/text';
import { BroadcastError, broadcastShapes, broadcastTo, sameShape } from '../../tensor/broadcast';
import { isFloat, scalarName } from '../../tensor/dtype';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, torchSize } from '../../tensor/view';
import { OpError } from '../op';
import { optional, tensor } from '../params';
import { defineLoss } from './defineLoss';
import { deriveBinaryCrossEntropy } from './elementSteps';
import {
  checkedReduction,
  elementAxes,
  namedReduction,
  outputMismatch,
  reduce,
  reduceLoss,
  reduction,
  sizeAverage,
} from './reduction';
import { checkUnitRange } from './unitRange';

/** The weight in the target's shape, with the exceptions of `torch.broadcast_shapes` and of the kernel. */
function expandWeight(weight: Tensor, target: Tensor): Tensor {
  let shape: readonly number[];
  try {
    shape = broadcastShapes(target.shape, weight.shape);
  } catch (error) {
    if (!(error instanceof BroadcastError)) throw error;
    const back = error.dim - Math.max(target.rank, weight.rank);
    throw new OpError(
      'RuntimeError',
      `Attempting to broadcast a dimension of length ${weight.shape.at(back)} at ${back}! Mismatching argument at index 1 had ${torchSize(weight.shape)}; but expected shape should be broadcastable to ${sizesText(target.shape)}`,
    );
  }
  if (!sameShape(shape, target.shape)) throw new OpError('RuntimeError', outputMismatch(target.shape, shape));
  return broadcastTo(weight, shape);
}

/** log x and log(1 - x), held at -100. */
const logs = (m: Maths, x: Tensor): readonly [Tensor, Tensor] => [
  m.maximum(m.log(x), -100),
  m.maximum(m.log1p(m.neg(x)), -100),
];
const elementsOf = (m: Maths, x: Tensor, target: Tensor): Tensor => {
  const [log, logOther] = logs(m, x);
  return m.sub(m.mul(m.sub(target, 1), logOther), m.mul(target, log));
};
/** ATen's binary_cross_entropy_backward, whose divisor never vanishes, and its own gradients. */
const inputSlope: Slope = (m, g, x, target) =>
  pointwise(
    m.engine,
    [g, x, target],
    (own, grad, p, t) => own.div(own.mul(grad, own.sub(p, t)), own.maximum(own.mul(own.sub(1, p), p), 1e-12)),
    [
      (own, h, _, p, t) => own.div(own.mul(h, own.sub(p, t)), spread(own, p)),
      (own, h, grad, p, t) => {
        const above = own.add(own.sub(own.mul(p, p), own.mul(own.mul(p, t), 2)), t);
        return own.mul(own.div(above, own.square(spread(own, p))), own.mul(h, grad));
      },
      (own, h, grad, p) => own.neg(own.div(own.mul(h, grad), spread(own, p))),
    ],
  );
const spread = (m: Maths, p: Tensor): Tensor => m.mul(m.add(p, 1e-12), m.add(m.sub(1, p), 1e-12));
const targetSlope: Slope = (m, g, x) =>
  pointwise(
    m.engine,
    [g, x],
    (own, grad, p) => {
      const [log, logOther] = logs(own, p);
      return own.mul(own.sub(logOther, log), grad);
    },
    [
      (own, h, _, p) => targetSlope(own, h, p),
      (own, h, grad, p) => own.neg(own.div(own.mul(h, grad), own.mul(own.sub(1, p), p))),
    ],
  );

export const binaryCrossEntropy = defineLoss({
  names: ['torch.nn.functional.binary_cross_entropy'],
  module: {
    name: 'torch.nn.BCELoss',
    constructor: ['weight', 'size_average', 'reduce', 'reduction'],
    buffers: ['weight'],
  },
  doc: say('Cross entropy between probabilities and targets from 0 to 1. Logarithms are held at -100.'),
  params: [
    tensor('input', say('Probabilities from 0 to 1.')),
    tensor('target', say('Targets from 0 to 1, of the same size.')),
    optional(tensor('weight', say('A factor for each element, broadcast.'))),
    sizeAverage,
    reduce,
    reduction,
  ],
  axes: (args) => elementAxes(args.input, args.reduction),
  undifferentiable: () => ({ name: 'binary_cross_entropy', params: ['weight'] }),
  derive: deriveBinaryCrossEntropy,
  run(args, context) {
    const { input, target } = args;
    const by = checkedReduction(namedReduction(args, context), context);
    if (!sameShape(target.shape, input.shape)) {
      throw new OpError(
        'ValueError',
        `Using a target size (${torchSize(target.shape)}) that is different to the input size (${torchSize(input.shape)}) is deprecated. Please ensure they have the same size.`,
      );
    }
    const weight = args.weight && expandWeight(args.weight, target);
    if (input.dtype !== target.dtype) {
      throw new OpError(
        'RuntimeError',
        `Found dtype ${scalarName(target.dtype)} but expected ${scalarName(input.dtype)}`,
      );
    }
    if (!isFloat(input.dtype)) {
      throw new OpError(
        'NotImplementedError',
        `"binary_cross_entropy" not implemented for '${scalarName(input.dtype)}'`,
      );
    }
    const compute = (): Tensor => {
      const { engine } = context;
      const fused = engine.loss({ kind: 'bce', input, target, ...(weight && { weight }) }, by);
      if (fused) return fused;
      const m = maths(engine);
      const elements = pointwise(engine, [input, target], (own, x, t) => elementsOf(own, x, t), [
        inputSlope,
        targetSlope,
      ]);
      return reduceLoss(m, weight ? engine.cast(m.mul(elements, weight), input.dtype) : elements, by);
    };
    return andThen(checkUnitRange(input, 'input', context), () =>
      andThen(checkUnitRange(target, 'target', context), compute),
    );
  },
  samples: [
    { args: 'torch.tensor([[0.5, 1.0, 0.8], [0.2, 0.4, 0.6]]), torch.tensor([[1., 1., 1.], [0., 0., 1.]])' },
    {
      args: "torch.tensor([0.9, 0.1, 0.0]), torch.tensor([1., 0., 1.]), weight=torch.tensor([0.5, 2.0, 1.0]), reduction='sum'",
    },
    { args: "torch.tensor([[0.3], [0.7]]), torch.tensor([[0.], [1.]]), torch.tensor([2.]), reduction='none'" },
    { args: 'torch.tensor([0.3, 0.6]), torch.tensor([0.25, 1.0]), size_average=False' },
    { args: 'torch.tensor([0.3, 0.6]).double(), torch.tensor([0.25, 1.0]).double(), reduce=False' },
    { args: 'torch.zeros(0), torch.zeros(0)' },
    { args: 'torch.tensor([0.3, 0.6]).half(), torch.tensor([0.25, 1.0]).half()' },
  ],
  errors: [
    {
      args: 'torch.tensor([1.5, 0.5]), torch.tensor([1., 0.])',
      error: { type: 'RuntimeError', message: 'all elements of input should be between 0 and 1' },
    },
    {
      args: 'torch.tensor([0.5, 0.5]), torch.tensor([1., -1.])',
      error: { type: 'RuntimeError', message: 'all elements of target should be between 0 and 1' },
    },
    {
      args: 'torch.tensor([0.5, 0.5]), torch.tensor([1, 0])',
      error: { type: 'RuntimeError', message: 'Found dtype Long but expected Float' },
    },
    {
      args: 'torch.tensor([0.5, 0.5]), torch.tensor([1.])',
      error: {
        type: 'ValueError',
        message:
          'Using a target size (torch.Size([1])) that is different to the input size (torch.Size([2])) is deprecated. Please ensure they have the same size.',
      },
    },
    {
      args: 'torch.tensor([[0.5, 0.5, 0.5]]), torch.tensor([[1., 0., 1.]]), torch.ones(4)',
      error: {
        type: 'RuntimeError',
        message:
          'Attempting to broadcast a dimension of length 4 at -1! Mismatching argument at index 1 had torch.Size([4]); but expected shape should be broadcastable to [1, 3]',
      },
    },
    {
      args: 'torch.tensor([0.5, 0.5]), torch.tensor([1., 0.]), torch.ones(2, 2)',
      error: { type: 'RuntimeError', message: "output with shape [2] doesn't match the broadcast shape [2, 2]" },
    },
    {
      args: "torch.tensor([0.5]), torch.tensor([1.]), reduction='batchmean'",
      error: { type: 'ValueError', message: 'batchmean is not a valid value for reduction' },
    },
    {
      args: 'torch.tensor([1]), torch.tensor([1])',
      error: { type: 'NotImplementedError', message: '"binary_cross_entropy" not implemented for \'Long\'' },
    },
  ],
});
