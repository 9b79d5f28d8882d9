// Kullback-Leibler divergence of log-probabilities: t (log t - x), or e^t (t - x) where the target is a logarithm too.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import { isHalf, isIntegral } from '../../tensor/dtype';
import { maths } from '../../tensor/maths';
import { asIteratorOf } from '../layouts';
import { OpError } from '../op';
import { bool, tensor, withDefault } from '../params';
import { xlogyOf } from '../pointwise/xlogy';
import { defineLoss } from './defineLoss';
import { deriveKlDiv } from './elementSteps';
import {
  checkedReduction,
  elementAxes,
  legacyReduction,
  reduce,
  reduceLoss,
  reduction,
  sizeAverage,
} from './reduction';

const meanWarning =
  "reduction: 'mean' divides the total loss by both the batch size and the support size.'batchmean' divides only by the batch size, and aligns with the KL div math definition.'mean' will be changed to behave the same as 'batchmean' in the next major release.";

export const klDiv = defineLoss({
  names: ['torch.nn.functional.kl_div'],
  layout: asIteratorOf('target', 'input'),
  module: { name: 'torch.nn.KLDivLoss', constructor: ['size_average', 'reduce', 'reduction', 'log_target'] },
  doc: say(
    'How far a target distribution is from log-probabilities. The first argument is a logarithm, the second is not unless log_target is set.',
  ),
  params: [
    tensor('input', say('Log-probabilities.')),
    tensor('target', say('Probabilities, or their logarithms with log_target=True.')),
    sizeAverage,
    reduce,
    { ...reduction, choices: ['none', 'mean', 'batchmean', 'sum'] },
    withDefault(bool('log_target', say('Whether the target is a logarithm too.')), false),
  ],
  axes: (args) => elementAxes(args.input, args.reduction),
  derive: deriveKlDiv,
  run(args, context) {
    const { input, target, log_target: logTarget } = args;
    const { engine } = context;
    const legacy = legacyReduction(args.size_average, args.reduce);
    if (legacy) context.warn('UserWarning', legacy.warning);
    else if (args.reduction === 'mean') context.warn('UserWarning', meanWarning);
    const perBatch = args.reduction === 'batchmean';
    const by = legacy?.reduction ?? (perBatch ? 'sum' : checkedReduction(args.reduction, context));
    if (isIntegral(input.dtype) || isIntegral(target.dtype)) {
      throw new OpError('RuntimeError', 'kl_div: Integral inputs not supported.');
    }
    const m = maths(engine);
    const compute = () => {
      if (sameShape(input.shape, target.shape) && input.dtype === target.dtype && !isHalf(input.dtype)) {
        const fused = engine.loss({ kind: 'klDiv', input, target, logTarget }, by);
        if (fused) return fused;
      }
      const elements = logTarget
        ? m.mul(m.exp(target), m.sub(target, input))
        : m.sub(xlogyOf(m, target, target), m.mul(target, input));
      return reduceLoss(m, elements, by);
    };
    const reduced = compute();
    return perBatch && input.rank > 0 ? m.div(reduced, input.shape[0]!) : reduced;
  },
  samples: [
    {
      args: "torch.tensor([[0.1, 0.9], [0.5, 0.5]]).log(), torch.tensor([[0.2, 0.8], [0.0, 1.0]]), reduction='batchmean'",
    },
    { args: "torch.tensor([-1., -2.]), torch.tensor([0.3, 0.7]), reduction='mean'" },
    { args: "torch.tensor([-1., -2.]), torch.tensor([-0.5, -0.9]), reduction='none', log_target=True" },
    { args: "torch.tensor([[-1., -2.]]), torch.tensor([0.3, 0.7]).double(), reduction='sum'" },
    { args: 'torch.tensor([-1., -2.]), torch.tensor([0.3, 0.7]), size_average=False' },
    { args: "torch.tensor(-1.), torch.tensor(0.4), reduction='batchmean'" },
    {
      args: "torch.tensor([0.5, 0.5, 0.5, -1.]), torch.tensor([0., -1., float('nan'), float('inf')]), reduction='none'",
    },
    { args: "torch.tensor([0.5]).half(), torch.tensor([0.3]), reduction='sum'" },
  ],
  errors: [
    {
      args: "torch.tensor([1, 2]), torch.tensor([0.3, 0.7]), reduction='sum'",
      error: { type: 'RuntimeError', message: 'kl_div: Integral inputs not supported.' },
    },
    {
      args: "torch.zeros(2, 3), torch.zeros(2, 2), reduction='sum'",
      error: {
        type: 'RuntimeError',
        message: 'The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 1',
      },
    },
    {
      args: "torch.zeros(2), torch.zeros(2), reduction='foo'",
      error: { type: 'ValueError', message: 'foo is not a valid value for reduction' },
    },
  ],
});
