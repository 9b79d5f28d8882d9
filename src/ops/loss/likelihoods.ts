// Negative log likelihoods of distributions: counts under a Poisson rate, numbers under a Gaussian.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { peek } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { unsqueeze } from '../../tensor/view';
import { asIteratorOf } from '../layouts';
import { type Op, type OpContext, OpError, type Scalar } from '../op';
import { bool, real, scalarOrTensor, tensor, withDefault } from '../params';
import { raisedTo } from '../pointwise/hold';
import { defineLoss } from './defineLoss';
import { deriveGaussian, derivePoisson } from './elementSteps';
import { elementAxes, reduce, reducing, reduction, sizeAverage } from './reduction';

const full = withDefault(bool('full', say('Whether the terms that do not depend on the input are added.')), false);

const poissonNll = defineLoss({
  names: ['torch.nn.functional.poisson_nll_loss'],
  module: {
    name: 'torch.nn.PoissonNLLLoss',
    constructor: ['log_input', 'full', 'size_average', 'eps', 'reduce', 'reduction'],
  },
  doc: say('Minus the log likelihood of a count under a Poisson distribution.'),
  params: [
    tensor('input', say('The rate, or its logarithm.')),
    tensor('target', say('Counts.')),
    withDefault(bool('log_input', say('Whether the input is the logarithm of the rate.')), true),
    full,
    sizeAverage,
    withDefault(real('eps', say('Added to the rate before its logarithm is taken.')), 1e-8),
    reduce,
    reduction,
  ],
  axes: (args) => elementAxes(args.input, args.reduction),
  derive: derivePoisson,
  run: reducing((args, { engine }) => {
    const { input, target } = args;
    const m = maths(engine);
    const each = args.log_input
      ? m.sub(m.exp(input), m.mul(target, input))
      : m.sub(input, m.mul(target, m.log(m.add(input, args.eps))));
    if (!args.full) return each;
    const stirling = m.add(m.sub(m.mul(target, m.log(target)), target), m.mul(m.log(m.mul(target, 2 * Math.PI)), 0.5));
    return m.add(each, m.where(m.le(target, 1), engine.scalar(0, stirling.dtype), stirling));
  }),
  samples: [
    { args: 'torch.tensor([0.5, 1.75, -2.]), torch.tensor([0., 4., 2.])' },
    { args: "torch.tensor([0.5, 1.75, 2.]), torch.tensor([0., 4., 2.]), False, True, reduction='none'" },
    { args: 'torch.tensor([[0.5], [2.]]), torch.tensor([1., 3.]), full=True, size_average=False' },
  ],
  errors: [
    {
      args: "torch.ones(2), torch.ones(2), reduction='total'",
      error: { type: 'ValueError', message: 'total is not a valid value for reduction' },
    },
  ],
});

/** The variance as a tensor that broadcasts against the input, or PyTorch's refusal. */
function varianceFor(input: Tensor, given: Tensor | Scalar, { engine }: OpContext): Tensor {
  if (!(given instanceof Tensor)) return broadcastTo(engine.scalar(given.value, input.dtype), input.shape);
  if (sameShape(given.shape, input.shape)) return given;
  if (sameShape(given.shape, input.shape.slice(0, -1))) return unsqueeze(given, -1);
  // PyTorch's question: the variance's sizes where they differ add up to 1.
  const unequal = given.shape.filter((size, dim) => size !== input.shape[dim]).reduce((sum, size) => sum + size, 0);
  if (given.rank === input.rank && unequal === 1) return given;
  throw new OpError('ValueError', 'var is of incorrect size');
}

const gaussianNll = defineLoss({
  names: ['torch.nn.functional.gaussian_nll_loss'],
  layout: asIteratorOf('var', 'input', 'target'),
  module: { name: 'torch.nn.GaussianNLLLoss', constructor: ['full', 'eps', 'reduction'] },
  doc: say('Minus the log likelihood of a number under a Gaussian with the given mean and variance.'),
  params: [
    tensor('input', say('Means.')),
    tensor('target', say('Numbers.')),
    scalarOrTensor('var', say('Variances, not negative.')),
    full,
    withDefault(real('eps', say('The least variance that is used.')), 1e-6),
    reduction,
  ],
  axes: (args) => elementAxes(args.input, args.reduction),
  derive: deriveGaussian,
  run: reducing((args, context) => {
    const { engine } = context;
    const { input, target } = args;
    const m = maths(engine);
    const given = args.var instanceof Tensor ? args.var : engine.scalar(args.var.value, 'float64');
    return andThen(
      peek(engine, [given], (values) => [...values!].some((value) => value < 0)),
      (negative) => {
        if (negative) throw new OpError('ValueError', 'var has negative entry/entries');
        const variance = raisedTo(engine, varianceFor(input, args.var, context), args.eps);
        const distance = m.div(m.square(m.sub(input, target)), variance);
        const each = m.mul(m.add(m.log(variance), distance), 0.5);
        return args.full ? m.add(each, 0.5 * Math.log(2 * Math.PI)) : each;
      },
    );
  }, 'valid'),
  samples: [
    { args: 'torch.tensor([-0.5, 1.25, 0.75]), torch.tensor([2.75, 2.5, 0.25]), torch.tensor([1.25, 1.5, 0.])' },
    {
      args: "torch.tensor([[-0.5, 1.25], [1., 2.]]), torch.tensor([[2.75, 2.5], [1., 1.]]), torch.tensor([1.25, 1.5]), full=True, reduction='none'",
    },
    { args: "torch.tensor([[1., 2.]]), torch.tensor([[2., 4.]]), torch.tensor([[2.]]), eps=0.5, reduction='sum'" },
    { args: 'torch.tensor([1., 2.]), torch.tensor([2., 4.]), 0.5' },
  ],
  errors: [
    {
      args: 'torch.ones(2), torch.ones(2), torch.tensor([1., -1.])',
      error: { type: 'ValueError', message: 'var has negative entry/entries' },
    },
    {
      args: 'torch.ones(2, 3), torch.ones(2, 3), torch.ones(4)',
      error: { type: 'ValueError', message: 'var is of incorrect size' },
    },
  ],
});

export const likelihoods: readonly Op[] = [poissonNll, gaussianNll];
