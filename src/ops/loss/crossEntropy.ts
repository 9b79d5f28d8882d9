// Cross entropy of logits: log_softmax over the class dim, then the target's class, smoothed labels or class probabilities.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { isFloat, scalarName } from '../../tensor/dtype';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { inRows } from '../layouts';
import { type OpContext, OpError } from '../op';
import { optional, real, tensor, usually, withDefault } from '../params';
import { checkSoftmax, softmaxOf } from '../softmax/softmaxOf';
import { deriveCrossEntropy } from './classSteps';
import {
  alongClassDim,
  type ClassCall,
  checkClassTarget,
  checkClassWeight,
  classDimOf,
  classLossAxes,
  nllLossOf,
  withoutWeight,
  withTargets,
} from './classTarget';
import { defineLoss } from './defineLoss';
import { ignoreIndex } from './nllLoss';
import {
  checkedReduction,
  namedReduction,
  outputMismatch,
  reduce,
  reduceLoss,
  reduction,
  sizeAverage,
} from './reduction';

interface Call extends ClassCall {
  readonly smoothing: number;
}

function checkSmoothing(smoothing: number): void {
  if (smoothing > 1) {
    throw new OpError('RuntimeError', `label_smoothing must be between 0.0 and 1.0. Got: ${smoothing}`);
  }
}

/** Targets are probabilities of the classes: -sum of w t log p; the mean divides by the number of examples. */
function ofProbabilities(m: Maths, { input, target, weight, smoothing, by, ignoreIndex }: Call): Tensor {
  if (!isFloat(target.dtype)) {
    throw new OpError(
      'RuntimeError',
      `Expected floating point type for target with class probabilities, got ${scalarName(target.dtype)}`,
    );
  }
  if (ignoreIndex >= 0) throw new OpError('RuntimeError', 'ignore_index is not supported for floating point target');
  const classDim = classDimOf(input);
  const classes = input.shape[classDim];
  if (classes === undefined) throw new OpError('IndexError', 'Dimension specified as 1 but tensor has no dimensions');
  checkClassWeight(weight, classes, false, 'cross_entropy: ');
  checkSmoothing(smoothing);
  if (isFloat(input.dtype) && input.dtype === target.dtype && (!weight || weight.dtype === input.dtype)) {
    const fused = m.engine.loss(
      {
        kind: 'crossEntropyProbabilities',
        input,
        target,
        ...(weight && { weight }),
        labelSmoothing: Math.max(smoothing, 0),
        classDim,
      },
      by,
    );
    if (fused) return fused;
  }
  const logProbabilities = softmaxOf(m.engine, input, classDim, true);
  const smoothed = smoothing > 0 ? m.add(m.mul(target, 1 - smoothing), smoothing / classes) : target;
  const product = m.mul(logProbabilities, smoothed);
  const weighted = weight ? m.mul(product, alongClassDim(weight, input)) : product;
  if (by === 'none') return m.neg(m.sum(weighted, classDim));
  const total = m.neg(m.sum(weighted));
  return by === 'sum' ? total : m.div(total, input.size / classes);
}

/** Smoothed labels: (1 - s) nll + s / C times the loss against every class, averaged like nll. */
function ofSmoothedIndices(m: Maths, call: Call, scores: Tensor, context: OpContext): Tensor | Promise<Tensor> {
  const { input, target, weight, ignoreIndex, smoothing, by } = call;
  const { engine } = m;
  const classDim = classDimOf(input);
  return andThen(nllLossOf({ ...call, input: scores }, context), (nll) => {
    const weighted = weight ? m.mul(scores, alongClassDim(weight, input)) : scores;
    const ignored = m.eq(target, engine.scalar(ignoreIndex, 'int64', true));
    const against = m.where(ignored, engine.scalar(0, input.dtype), m.neg(m.sum(weighted, classDim)));
    const finish = (smooth: Tensor) =>
      m.add(m.mul(nll, 1 - smoothing), m.mul(smooth, smoothing / input.shape[classDim]!));
    if (by !== 'mean') return finish(reduceLoss(m, against, by));
    // Scores that are all -1 make nll the sum of the weights of the targets that count.
    const minusOne = broadcastTo(engine.scalar(-1, input.dtype), input.shape);
    const count = weight ? nllLossOf({ ...call, input: minusOne, by: 'sum' }, context) : m.sum(m.logicalNot(ignored));
    return andThen(count, (divisor) => finish(m.div(m.sum(against), divisor)));
  });
}

/** Targets are class indices. */
function ofIndices(m: Maths, call: Call, context: OpContext): Tensor | Promise<Tensor> {
  const { input, target, weight, ignoreIndex, smoothing } = call;
  if (smoothing > 0) checkSmoothing(smoothing);
  const classDim = classDimOf(input);
  checkSoftmax(input, classDim, true);
  checkClassTarget(input, target, weight);
  if (smoothing > 0 && input.rank === 1 && target.rank === 1) {
    throw new OpError('RuntimeError', outputMismatch([], target.shape));
  }
  return withTargets(call, context, () => {
    const fused = m.engine.loss(
      {
        kind: 'crossEntropy',
        input,
        target,
        ...(weight && { weight }),
        ignoreIndex,
        labelSmoothing: Math.max(smoothing, 0),
        classDim,
      },
      call.by,
    );
    if (fused) return fused;
    const scores = softmaxOf(m.engine, input, classDim, true);
    return smoothing > 0 ? ofSmoothedIndices(m, call, scores, context) : nllLossOf({ ...call, input: scores }, context);
  });
}

export const crossEntropy = defineLoss({
  names: ['torch.nn.functional.cross_entropy'],
  layout: inRows,
  module: {
    name: 'torch.nn.CrossEntropyLoss',
    constructor: ['weight', 'size_average', 'ignore_index', 'reduce', 'reduction', 'label_smoothing'],
    buffers: ['weight'],
  },
  doc: say('log_softmax over the classes, then minus the log-probability of the target. Takes raw logits.'),
  params: [
    tensor('input', say('Logits: (N, C), (C) or (N, C, d1, ...).')),
    tensor('target', say('Class indices: (N), () or (N, d1, ...); or probabilities of the shape of the input.')),
    optional(tensor('weight', say('A factor for each class.'))),
    sizeAverage,
    ignoreIndex,
    reduce,
    reduction,
    usually(
      withDefault(
        real('label_smoothing', say('How much of the target is spread evenly over the classes, from 0 to 1.')),
        0,
      ),
      0,
      1,
    ),
  ],
  axes: classLossAxes,
  undifferentiable: (args) =>
    sameShape(args.input.shape, args.target.shape) ? { ...withoutWeight(args), params: [] } : withoutWeight(args),
  derive: deriveCrossEntropy,
  run(args, context) {
    const { input, target, weight, ignore_index: ignore, label_smoothing: smoothing } = args;
    const by = checkedReduction(namedReduction(args, context), context);
    const m = maths(context.engine);
    const call: Call = { input, target, weight, ignoreIndex: ignore, smoothing, by };
    return sameShape(input.shape, target.shape) ? ofProbabilities(m, call) : ofIndices(m, call, context);
  },
  samples: [
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, 0])' },
    { args: "torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, 0]), reduction='none'" },
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, 0]), weight=torch.tensor([1., 2., 0.5])' },
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, 0]), label_smoothing=0.1' },
    {
      args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, -100]), weight=torch.tensor([1., 2., 0.5]), label_smoothing=0.2',
    },
    {
      args: "torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, -100]), weight=torch.tensor([1., 2., 0.5]), label_smoothing=0.2, reduction='sum'",
    },
    {
      args: "torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, -100]), label_smoothing=0.2, reduction='none'",
    },
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([[0.2, 0.3, 0.5], [1., 0., 0.]])' },
    {
      args: "torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([[0.2, 0.3, 0.5], [1., 0., 0.]]), weight=torch.tensor([1., 2., 0.5]), label_smoothing=0.1, reduction='none'",
    },
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([2, 0]), ignore_index=0' },
    { args: 'torch.tensor([[1., 2., 3.], [2., 1., 5.]]), torch.tensor([-100, -100])' },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor(1)' },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([0.1, 0.2, 0.7])' },
    { args: 'torch.tensor([[[1., 2.], [3., 0.5], [2., 2.]]]), torch.tensor([[2, 0]])' },
    { args: 'torch.arange(24.).reshape(2, 3, 2, 2), torch.tensor([[[0, 1], [2, 0]], [[1, 1], [0, 2]]])' },
    {
      args: 'torch.arange(12.).reshape(2, 3, 2), torch.tensor([[0, 1], [2, -100]]), weight=torch.tensor([1., 2., 3.]), label_smoothing=0.3',
    },
    { args: 'torch.zeros(0, 3), torch.zeros(0, dtype=torch.long)' },
    { args: 'torch.tensor([[1000., -1000., 0.]]), torch.tensor([1])' },
    { args: 'torch.tensor([[1., 2.]]).double(), torch.tensor([1])' },
    { args: 'torch.tensor([[1., 2.]]).half(), torch.tensor([1])' },
    {
      args: "torch.tensor([[float('-inf'), float('-inf')], [0., float('-inf')]]), torch.tensor([1, 0]), reduction='none'",
    },
    { args: 'torch.tensor([[1., 2.]]), torch.tensor([[0.5, 0.5]]).double()' },
  ],
  errors: [
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1, 4])',
      error: { type: 'IndexError', message: 'Target 4 is out of bounds.' },
    },
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1, -1])',
      error: { type: 'IndexError', message: 'Target -1 is out of bounds.' },
    },
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1])',
      error: { type: 'ValueError', message: 'Expected input batch_size (3) to match target batch_size (2).' },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3)',
      error: { type: 'RuntimeError', message: 'expected target dtype to be Long or Byte, but got Float' },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3, 4, dtype=torch.long)',
      error: {
        type: 'RuntimeError',
        message: 'Expected floating point type for target with class probabilities, got Long',
      },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3, 1, dtype=torch.long)',
      error: { type: 'RuntimeError', message: '0D or 1D target tensor expected, multi-target not supported' },
    },
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1, 2]), torch.ones(3)',
      error: {
        type: 'RuntimeError',
        message:
          'weight tensor should be defined either for all 4 classes or no classes but got weight tensor of shape: [3]',
      },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3, 4), torch.ones(3)',
      error: {
        type: 'RuntimeError',
        message:
          'cross_entropy: weight tensor should be defined either for all 4 classes or no classes but got weight tensor of shape: [3]',
      },
    },
    {
      args: 'torch.zeros(2, 3, 5), torch.zeros(2, 7, dtype=torch.long)',
      error: { type: 'RuntimeError', message: 'Expected target size [2, 5], got [2, 7]' },
    },
    {
      args: 'torch.zeros(2, 3, 8, 8), torch.zeros(2, 1, 8, 8, dtype=torch.long)',
      error: {
        type: 'RuntimeError',
        message: 'only batches of spatial targets supported (3D tensors) but got targets of dimension: 4',
      },
    },
    {
      args: 'torch.zeros(2, 3, 8, 8), torch.zeros(2, 8, 7, dtype=torch.long)',
      error: { type: 'RuntimeError', message: 'size mismatch (got input: [2, 3, 8, 8] , target: [2, 8, 7]' },
    },
    {
      args: 'torch.zeros(2, 3, 8, 8), torch.zeros(2, 8, 8, dtype=torch.long), torch.ones(2)',
      error: { type: 'RuntimeError', message: 'weight tensor should be defined either for all or no classes' },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3, 4), ignore_index=0',
      error: { type: 'RuntimeError', message: 'ignore_index is not supported for floating point target' },
    },
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1, 2]), label_smoothing=1.5',
      error: { type: 'RuntimeError', message: 'label_smoothing must be between 0.0 and 1.0. Got: 1.5' },
    },
    {
      args: 'torch.zeros(3, 4).long(), torch.tensor([0, 1, 2])',
      error: { type: 'NotImplementedError', message: '"log_softmax_lastdim_kernel_impl" not implemented for \'Long\'' },
    },
    {
      args: 'torch.tensor(1.), torch.tensor(0)',
      error: {
        type: 'RuntimeError',
        message: 'Expected floating point type for target with class probabilities, got Long',
      },
    },
    {
      args: 'torch.tensor(1.), torch.tensor(0.)',
      error: { type: 'IndexError', message: 'Dimension specified as 1 but tensor has no dimensions' },
    },
  ],
});
