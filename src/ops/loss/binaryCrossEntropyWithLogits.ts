// Binary cross entropy of logits: (1 - t) x - (1 + (q - 1) t) logsigmoid(x), times w. Stable for any logit.
import { say } from '../../base/text';
import { broadcastShapes, sameShape } from '../../tensor/broadcast';
import { categoryOf, type DType, isFloat, scalarName } from '../../tensor/dtype';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { torchSize } from '../../tensor/view';
import { asIteratorOf } from '../layouts';
import { OpError } from '../op';
import { optional, tensor } from '../params';
import { subtract } from '../pointwise/subtract';
import { defineLoss } from './defineLoss';
import { deriveBinaryCrossEntropyWithLogits } from './elementSteps';
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

/** An in-place product as ATen's: the left operand's shape and dtype stay. */
function checkInPlace(
  left: { readonly shape: readonly number[]; readonly dtype: DType },
  common: DType,
  shape: readonly number[],
): void {
  if (!sameShape(left.shape, shape)) throw new OpError('RuntimeError', outputMismatch(left.shape, shape));
  if (categoryOf(common) !== categoryOf(left.dtype) && isFloat(common)) {
    throw new OpError(
      'RuntimeError',
      `result type ${scalarName(common)} can't be cast to the desired output type ${scalarName(left.dtype)}`,
    );
  }
}

/** Rounded to `dtype` after each step, as in-place products are. */
function elementsOf(m: Maths, x: Tensor, target: Tensor, posWeight: Tensor | null, dtype: DType): Tensor {
  const { engine } = m;
  const logPositive = m.logSigmoid(x);
  const positive = posWeight
    ? engine.cast(m.mul(logPositive, m.add(m.mul(m.sub(posWeight, 1), target), 1)), x.dtype)
    : logPositive;
  return engine.cast(m.sub(engine.cast(m.mul(m.sub(1, target), x), dtype), positive), dtype);
}

/** ATen's gradients of the input and of the target; the weights have none. */
const slopes = (posWeight: Tensor | null): readonly Slope[] => [
  (m, g, x, target) => {
    if (!posWeight) return m.mul(m.sub(m.sigmoid(x), target), g);
    const t = m.mul(posWeight, target);
    return m.mul(m.sub(m.mul(m.sub(m.add(t, 1), target), m.sigmoid(x)), t), g);
  },
  (m, g, x) =>
    posWeight ? m.mul(m.sub(m.logSigmoid(m.neg(x)), m.mul(posWeight, m.logSigmoid(x))), g) : m.mul(m.neg(x), g),
];

export const binaryCrossEntropyWithLogits = defineLoss({
  names: ['torch.nn.functional.binary_cross_entropy_with_logits'],
  layout: asIteratorOf('target', 'input'),
  module: {
    name: 'torch.nn.BCEWithLogitsLoss',
    constructor: ['weight', 'size_average', 'reduce', 'reduction', 'pos_weight'],
    buffers: ['weight', 'pos_weight'],
  },
  doc: say('Cross entropy between sigmoid(input) and targets from 0 to 1, computed without overflow.'),
  params: [
    tensor('input', say('Logits: any real numbers.')),
    tensor('target', say('Targets from 0 to 1, of the same size.')),
    optional(tensor('weight', say('A factor for each element, broadcast.'))),
    sizeAverage,
    reduce,
    reduction,
    optional(tensor('pos_weight', say('A factor for the positive part, broadcast: usually one per class.'))),
  ],
  axes: (args) => elementAxes(args.input, args.reduction),
  undifferentiable: () => ({ name: 'binary_cross_entropy_with_logits', params: ['weight', 'pos_weight'] }),
  derive: deriveBinaryCrossEntropyWithLogits,
  run(args, context) {
    const { input, target, weight, pos_weight: posWeight } = args;
    const { engine } = context;
    const by = checkedReduction(namedReduction(args, context), context);
    if (!sameShape(target.shape, input.shape)) {
      throw new OpError(
        'ValueError',
        `Target size (${torchSize(target.shape)}) must be the same as input size (${torchSize(input.shape)})`,
      );
    }
    if (!isFloat(input.dtype)) {
      throw new OpError('NotImplementedError', `"log_sigmoid_cpu" not implemented for '${scalarName(input.dtype)}'`);
    }
    const m = maths(engine);
    const shape = input.shape;
    if (posWeight)
      checkInPlace(input, input.dtype, broadcastShapes(shape, broadcastShapes(posWeight.shape, target.shape)));
    const negative = subtract(m, engine.scalar(1, target.dtype), target);
    checkInPlace(negative, resultType([negative, input]), shape);
    if (weight) checkInPlace(negative, negative.dtype, broadcastShapes(shape, weight.shape));
    if (target.dtype === input.dtype) {
      const fused = engine.loss(
        { kind: 'bceWithLogits', input, target, ...(weight && { weight }), ...(posWeight && { posWeight }) },
        by,
      );
      if (fused) return fused;
    }
    const inPlace = (result: Tensor) => engine.cast(result, negative.dtype);
    const elements = pointwise(
      engine,
      [input, target],
      (own, x, aim) => elementsOf(own, x, aim, posWeight, negative.dtype),
      slopes(posWeight),
    );
    return reduceLoss(m, weight ? inPlace(m.mul(elements, weight)) : elements, by);
  },
  samples: [
    { args: 'torch.tensor([[5., 1., 8.], [2., 4., 6.]]), torch.tensor([[1., 1., 1.], [0., 0., 1.]])' },
    { args: "torch.tensor([800., -800., 0.]), torch.tensor([0., 1., 0.5]), reduction='none'" },
    {
      args: "torch.tensor([[1., -2.], [0.5, 3.]]), torch.tensor([[1., 0.], [1., 1.]]), weight=torch.tensor([1., 2.]), pos_weight=torch.tensor([3., 0.5]), reduction='sum'",
    },
    { args: 'torch.tensor([1., -2.]), torch.tensor([1., 0.]).double()' },
    { args: 'torch.tensor([1., -2.]).double(), torch.tensor([1., 0.])' },
    { args: 'torch.tensor([1., -2.]), torch.tensor([1., 0.]), pos_weight=torch.tensor(2), reduce=False' },
    { args: 'torch.tensor([1., -2.]).half(), torch.tensor([1., 0.]).half()' },
    { args: 'torch.zeros(0), torch.zeros(0)' },
    { args: "torch.tensor([float('nan'), float('inf'), float('-inf')]), torch.tensor([1., 0., 0.]), reduction='none'" },
  ],
  errors: [
    {
      args: 'torch.tensor([1., 2.]), torch.tensor([1.])',
      error: {
        type: 'ValueError',
        message: 'Target size (torch.Size([1])) must be the same as input size (torch.Size([2]))',
      },
    },
    {
      args: 'torch.tensor([1., 2.]), torch.tensor([1, 0])',
      error: { type: 'RuntimeError', message: "result type Float can't be cast to the desired output type Long" },
    },
    {
      args: 'torch.tensor([1, 2]), torch.tensor([1., 0.])',
      error: { type: 'NotImplementedError', message: '"log_sigmoid_cpu" not implemented for \'Long\'' },
    },
    {
      args: 'torch.zeros(2, 3), torch.zeros(2, 3), pos_weight=torch.ones(4)',
      error: {
        type: 'RuntimeError',
        message: 'The size of tensor a (4) must match the size of tensor b (3) at non-singleton dimension 1',
      },
    },
    {
      args: 'torch.zeros(2, 3), torch.zeros(2, 3), torch.ones(4)',
      error: {
        type: 'RuntimeError',
        message: 'The size of tensor a (3) must match the size of tensor b (4) at non-singleton dimension 1',
      },
    },
    {
      args: 'torch.zeros(3), torch.zeros(3), torch.ones(2, 3)',
      error: { type: 'RuntimeError', message: "output with shape [3] doesn't match the broadcast shape [2, 3]" },
    },
    {
      args: 'torch.zeros(2), torch.tensor([True, False])',
      error: {
        type: 'RuntimeError',
        message:
          'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
      },
    },
  ],
});
