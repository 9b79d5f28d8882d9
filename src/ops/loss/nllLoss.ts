// Negative log likelihood of class indices: minus the score of the target's class, weighted.
import { say } from '../../base/text';
import { inRows } from '../layouts';
import { int, optional, tensor, withDefault } from '../params';
import { deriveNll } from './classSteps';
import { checkClassTarget, classLossAxes, nllLossOf, withoutWeight } from './classTarget';
import { defineLoss } from './defineLoss';
import { checkedReduction, namedReduction, reduce, reduction, sizeAverage } from './reduction';

export const ignoreIndex = withDefault(int('ignore_index', say('Targets of this value do not count.')), -100);

export const nllLoss = defineLoss({
  names: ['torch.nn.functional.nll_loss'],
  layout: inRows,
  module: {
    name: 'torch.nn.NLLLoss',
    constructor: ['weight', 'size_average', 'ignore_index', 'reduce', 'reduction'],
    buffers: ['weight'],
  },
  doc: say('Minus the log-probability of the class of each target. Takes what log_softmax gives.'),
  params: [
    tensor('input', say('Log-probabilities: (N, C), (C) or (N, C, d1, ...).')),
    tensor('target', say('Class indices: (N), () or (N, d1, ...).')),
    optional(tensor('weight', say('A factor for each class.'))),
    sizeAverage,
    ignoreIndex,
    reduce,
    reduction,
  ],
  axes: classLossAxes,
  undifferentiable: withoutWeight,
  derive: deriveNll,
  run(args, context) {
    const by = checkedReduction(namedReduction(args, context), context);
    const { input, target, weight } = args;
    checkClassTarget(input, target, weight);
    return nllLossOf({ input, target, weight, ignoreIndex: args.ignore_index, by }, context);
  },
  samples: [
    { args: 'torch.tensor([[-0.1, -2.4], [-1.2, -0.4]]), torch.tensor([0, 1])' },
    {
      args: "torch.tensor([[-0.1, -2.4, -3.], [-1.2, -0.4, -2.]]), torch.tensor([2, 0]), weight=torch.tensor([1., 2., 0.5]), reduction='sum'",
    },
    { args: 'torch.tensor([[-0.1, -2.4, -3.], [-1.2, -0.4, -2.]]), torch.tensor([2, 0]), torch.tensor([1., 2., 0.5])' },
    { args: "torch.tensor([[[-0.1, -2.4], [-1., -2.]]]), torch.tensor([[1, 0]]), reduction='none'" },
    { args: 'torch.tensor([-0.1, -2.4]), torch.tensor(1)' },
    { args: 'torch.tensor([[-0.1, -2.4], [-1.2, -0.4]]), torch.tensor([0, 1]), ignore_index=0' },
    { args: 'torch.zeros(2, 3, 2, 2), torch.zeros(2, 2, 2, dtype=torch.long)' },
    { args: 'torch.zeros(3, 4), torch.zeros(3, dtype=torch.long), size_average=False' },
  ],
  errors: [
    {
      args: 'torch.zeros(3, 4), torch.tensor([0, 1, 4])',
      error: { type: 'IndexError', message: 'Target 4 is out of bounds.' },
    },
    {
      args: 'torch.tensor(1.), torch.tensor(0)',
      error: { type: 'ValueError', message: 'Expected 1 or more dimensions (got 0)' },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3)',
      error: { type: 'RuntimeError', message: 'expected target dtype to be Long or Byte, but got Float' },
    },
    {
      args: 'torch.zeros(3, 4).long(), torch.zeros(3).long()',
      error: { type: 'NotImplementedError', message: '"nll_loss_out_frame" not implemented for \'Long\'' },
    },
    {
      args: 'torch.zeros(3, 4), torch.zeros(3).long(), weight=torch.ones(4).long()',
      error: { type: 'RuntimeError', message: 'expected scalar type Float but found Long' },
    },
    {
      args: 'torch.zeros(4), torch.zeros(3).long()',
      error: { type: 'ValueError', message: 'For 1D input, 1D target must have size 1, but got target size: 3' },
    },
  ],
});
