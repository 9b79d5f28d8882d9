// gelu in both its forms, and the error function it is made of: computed in double, rounded once.
import { say } from '../../base/text';
import { isHalf, isIntegral, scalarName } from '../../tensor/dtype';
import { pointwise } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { input, text, withDefault } from '../params';
import { erf } from './erf';
import { mapValues } from './mapValues';

/** A function of each element, in the tensor's own dtype. */
const mapped = ({ engine }: Maths, x: Tensor, number: (v: number) => number): Tensor | Promise<Tensor> =>
  andThen(mapValues(engine, [x], 'float64', { number }), (wide) => engine.cast(wide, x.dtype));

/** The error function, with its derivative. */
export const erfOf = ({ engine }: Maths, x: Tensor): Tensor | Promise<Tensor> =>
  pointwise(engine, [x], (m, own) => mapped(m, own, erf), [
    (m, g, own) => m.mul(m.mul(g, 2 / Math.sqrt(Math.PI)), m.exp(m.neg(m.square(own)))),
  ]);

/** ATen's GeluBackwardKernelImpl: the share below x, and x times the density there. */
const erfSlope = (m: Maths, g: Tensor, x: Tensor): Tensor | Promise<Tensor> =>
  andThen(erfOf(m, m.mul(x, Math.SQRT1_2)), (share) => {
    const density = m.mul(m.exp(m.mul(m.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return m.mul(g, m.add(m.mul(m.add(share, 1), 0.5), m.mul(x, density)));
  });

function tanhSlope(m: Maths, g: Tensor, x: Tensor): Tensor {
  const beta = Math.sqrt(2 / Math.PI);
  const kappa = 0.044715;
  const square = m.square(x);
  const bend = m.tanh(m.mul(m.add(x, m.mul(m.mul(square, x), kappa)), beta));
  const inner = m.mul(m.add(m.mul(square, 3 * kappa), 1), beta);
  const right = m.mul(m.mul(m.mul(x, 0.5), m.sub(1, m.square(bend))), inner);
  return m.mul(g, m.add(m.mul(m.add(bend, 1), 0.5), right));
}

const gelu = defineOp({
  names: ['torch.nn.functional.gelu'],
  module: { name: 'torch.nn.GELU', constructor: ['approximate'], shown: ['approximate'] },
  family: 'activation',
  doc: say('Each element times the share of a normal distribution that is below it.'),
  params: [
    input,
    {
      ...withDefault(text('approximate', say("'tanh' takes a formula with tanh.")), 'none'),
      choices: ['none', 'tanh'],
    },
  ],
  run({ input: given, approximate }, { engine }) {
    if (approximate !== 'none' && approximate !== 'tanh') {
      throw new OpError('RuntimeError', 'approximate argument must be either none or tanh.');
    }
    if (isIntegral(given.dtype))
      throw new OpError('NotImplementedError', `"GeluKernelImpl" not implemented for '${scalarName(given.dtype)}'`);
    const x = isHalf(given.dtype) ? engine.cast(given, 'float32') : given;
    const curve = (v: number): number =>
      approximate === 'tanh' ? Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)) : erf(v * Math.SQRT1_2);
    // In float32 the sum 1 + erf loses the tail, in PyTorch as here.
    const round = x.dtype === 'float64' ? (v: number) => v : Math.fround;
    const number = (v: number): number => (v === -Infinity ? Number.NaN : 0.5 * v * round(1 + round(curve(v))));
    const curved = pointwise(engine, [x], (m, own) => mapped(m, own, number), [
      (m, g, own) => (approximate === 'tanh' ? tanhSlope(m, g, own) : erfSlope(m, g, own)),
    ]);
    return andThen(curved, (result) => engine.cast(result, given.dtype));
  },
  samples: [
    { args: "torch.tensor([-2., -1., -0.3, 0., 0.25, 2.5, 30., float('nan')])" },
    { args: "torch.tensor([-4., -1., 0.25, 2.5]), approximate='tanh'" },
    { args: 'torch.tensor([-1., 0.25, 2.5]).double()' },
    { args: 'torch.tensor([-1., 0.25, 2.5]).half()' },
    { args: "torch.tensor([-1., 0.25, 2.5]).bfloat16(), approximate='tanh'" },
  ],
  errors: [
    {
      args: 'torch.tensor([1])',
      error: { type: 'NotImplementedError', message: '"GeluKernelImpl" not implemented for \'Long\'' },
    },
  ],
});

const erfOp = defineOp({
  names: ['torch.erf', 'torch.special.erf'],
  methods: ['erf'],
  family: 'pointwise',
  doc: say('The error function.'),
  params: [input],
  run({ input: x }, { engine }) {
    return erfOf(maths(engine), isIntegral(x.dtype) ? engine.cast(x, 'float32') : x);
  },
  samples: [
    { args: "torch.tensor([-6., -1.2, -0.3, 0., 1e-9, 0.5, 1., 2.5, float('inf'), float('nan')])" },
    { args: 'torch.tensor([-1.2, 0.4, 2.2]).double()' },
    { args: 'torch.tensor([1, 0])' },
  ],
});

export const geluOps: readonly Op[] = [gelu, erfOp];
