// Activations as formulas over primitives, by ATen's definitions: one row each, as function and as module.
import { say, type Text } from '../../base/text';
import { isIntegral, scalarName } from '../../tensor/dtype';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { bool, input, real, type TypedParam, text, withDefault } from '../params';
import { writeBack } from './activation';
import { erf } from './erf';
import { mapValues } from './mapValues';

interface Row {
  readonly name: string;
  readonly module?: string;
  readonly doc: Text;
  /** Numbers beside the input, in order. */
  readonly numbers?: readonly TypedParam<string, number>[];
  /** Takes `inplace`, after its numbers. */
  readonly inplace: boolean;
  /** ATen's kernel, named by the exception for integers; absent where they are taken. */
  readonly kernel?: string;
  readonly run: (m: Maths, x: Tensor, ...numbers: number[]) => Tensor | Promise<Tensor>;
}

const numberParam = (name: string, value: number, doc: Text) => withDefault(real(name, doc), value);
const atMost = (m: Maths, x: Tensor, low: number, high: number): Tensor => m.minimum(m.maximum(x, low), high);
/** x where positive, else e^x - 1 with factors before and inside. */
const elu = (m: Maths, x: Tensor, before: number, after: number, inside: number): Tensor =>
  m.where(m.lt(x, 0), m.mul(m.expm1(m.mul(x, inside)), before), m.mul(x, after));
const zero = (m: Maths, x: Tensor): Tensor => m.engine.scalar(0, x.dtype);
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;

const rows: readonly Row[] = [
  {
    name: 'leaky_relu',
    module: 'LeakyReLU',
    doc: say('Each element, or a small part of it where it is negative.'),
    numbers: [numberParam('negative_slope', 0.01, say('The factor for negative elements.'))],
    inplace: true,
    kernel: 'leaky_relu_cpu',
    run: (m, x, slope) => m.where(m.gt(x, 0), x, m.mul(x, slope!)),
  },
  {
    name: 'elu',
    module: 'ELU',
    doc: say('Each element, or alpha (exp(x) - 1) where it is negative.'),
    numbers: [numberParam('alpha', 1, say('What negative elements approach, with its sign turned.'))],
    inplace: true,
    kernel: 'elu_cpu',
    run: (m, x, alpha) => elu(m, x, alpha!, 1, 1),
  },
  {
    name: 'selu',
    module: 'SELU',
    doc: say('elu with the constants that keep mean 0 and variance 1.'),
    inplace: true,
    kernel: 'elu_cpu',
    run: (m, x) => elu(m, x, seluAlpha * seluScale, seluScale, 1),
  },
  {
    name: 'celu',
    module: 'CELU',
    doc: say('Each element, or alpha (exp(x / alpha) - 1) where it is negative.'),
    numbers: [numberParam('alpha', 1, say('What negative elements approach, with its sign turned.'))],
    inplace: true,
    kernel: 'elu_cpu',
    run: (m, x, alpha) => elu(m, x, alpha!, 1, 1 / alpha!),
  },
  {
    name: 'relu6',
    module: 'ReLU6',
    doc: say('Each element held between 0 and 6.'),
    inplace: true,
    run: (m, x) => atMost(m, x, 0, 6),
  },
  {
    name: 'hardtanh',
    module: 'Hardtanh',
    doc: say('Each element held between two limits.'),
    numbers: [
      numberParam('min_val', -1, say('The least value.')),
      numberParam('max_val', 1, say('The largest value.')),
    ],
    inplace: true,
    run: (m, x, low, high) => atMost(m, x, low!, high!),
  },
  {
    name: 'hardsigmoid',
    module: 'Hardsigmoid',
    doc: say('A sigmoid of straight lines: (x + 3) / 6 held between 0 and 1.'),
    inplace: true,
    kernel: 'hardsigmoid_cpu',
    run: (m, x) => m.div(atMost(m, m.add(x, 3), 0, 6), 6),
  },
  {
    name: 'hardswish',
    module: 'Hardswish',
    doc: say('Each element times its hardsigmoid.'),
    inplace: true,
    kernel: 'hardswish_cpu',
    run: (m, x) => m.div(m.mul(x, atMost(m, m.add(x, 3), 0, 6)), 6),
  },
  {
    name: 'softplus',
    module: 'Softplus',
    doc: say('log(1 + exp(beta x)) / beta: a smooth relu.'),
    numbers: [
      numberParam('beta', 1, say('How sharp the bend is.')),
      numberParam('threshold', 20, say('Where beta x is above it, the result is x.')),
    ],
    inplace: false,
    kernel: 'softplus_cpu',
    run(m, x, beta, threshold) {
      const scaled = m.mul(x, beta!);
      return m.where(m.gt(scaled, threshold!), x, m.div(m.log1p(m.exp(scaled)), beta!));
    },
  },
  {
    name: 'silu',
    module: 'SiLU',
    doc: say('Each element times its sigmoid.'),
    inplace: true,
    kernel: 'silu_cpu',
    run: (m, x) => m.div(x, m.add(m.exp(m.neg(x)), 1)),
  },
  {
    name: 'mish',
    module: 'Mish',
    doc: say('Each element times tanh(softplus(x)).'),
    inplace: true,
    kernel: 'mish_cpu',
    run: (m, x) => m.mul(x, m.tanh(m.log1p(m.exp(x)))),
  },
  {
    name: 'softsign',
    module: 'Softsign',
    doc: say('x / (1 + |x|).'),
    inplace: false,
    run: (m, x) => m.div(x, m.add(m.abs(x), 1)),
  },
  {
    name: 'tanhshrink',
    module: 'Tanhshrink',
    doc: say('x - tanh(x).'),
    inplace: false,
    run: (m, x) => m.sub(x, m.tanh(x)),
  },
  {
    name: 'softshrink',
    module: 'Softshrink',
    doc: say('Each element moved towards zero, and 0 near it.'),
    numbers: [numberParam('lambd', 0.5, say('How far.'))],
    inplace: false,
    kernel: 'softshrink_check',
    run: (m, x, by) => m.where(m.gt(x, by!), m.sub(x, by!), m.where(m.lt(x, -by!), m.add(x, by!), m.mul(x, 0))),
  },
  {
    name: 'hardshrink',
    module: 'Hardshrink',
    doc: say('Each element, or 0 near zero.'),
    numbers: [numberParam('lambd', 0.5, say('How near.'))],
    inplace: false,
    kernel: 'hardshrink_cpu',
    run: (m, x, by) => m.where(m.logicalAnd(m.ge(x, -by!), m.le(x, by!)), zero(m, x), x),
  },
  {
    name: 'threshold',
    module: 'Threshold',
    doc: say('Each element above a threshold, else a fixed value.'),
    numbers: [real('threshold', say('What elements must be above.')), real('value', say('What the others become.'))],
    inplace: true,
    run: (m, x, limit, value) =>
      m.where(m.le(x, limit!), m.engine.cast(m.engine.scalar(value!, 'float64', true), x.dtype), x),
  },
];

/** Functions that `torch` has too, and Tensor methods. */
const alsoInTorch = new Set(['selu', 'celu', 'hardshrink', 'threshold']);

function define(row: Row): Op {
  const numbers = row.numbers ?? [];
  const flag = withDefault(bool('inplace', say('Whether the result is written into the input.')), false);
  const names = [...numbers.map((param) => param.name), ...(row.inplace ? ['inplace'] : [])];
  const given = row.name === 'threshold' ? ', 0.1, 20.' : '';
  return defineOp({
    names: [
      `torch.nn.functional.${row.name}`,
      ...(alsoInTorch.has(row.name) && !row.inplace ? [`torch.${row.name}`] : []),
    ],
    ...(row.name === 'hardshrink' && { methods: ['hardshrink'] }),
    ...(row.module && {
      module: { name: `torch.nn.${row.module}`, constructor: names, shown: names, bare: /shrink$/.test(row.name) },
    }),
    family: 'activation',
    doc: row.doc,
    params: [input, ...numbers, ...(row.inplace ? [flag] : [])],
    run(args, context) {
      const { engine } = context;
      const x = args.input as Tensor;
      if (row.kernel && isIntegral(x.dtype)) {
        throw new OpError('NotImplementedError', `"${row.kernel}" not implemented for '${scalarName(x.dtype)}'`);
      }
      const values = numbers.map((param) => args[param.name] as number);
      return andThen(row.run(maths(engine), x, ...values), (result) => {
        const keeps = row.name !== 'softsign' && row.name !== 'tanhshrink';
        return writeBack(
          x,
          keeps ? engine.cast(result, x.dtype) : result,
          (args as { readonly inplace?: boolean }).inplace === true,
          context,
        );
      });
    },
    samples: [
      { args: `torch.tensor([-7., -3.5, -1., -0.3, 0., 0.25, 0.5, 2.5, 3., 25., float('inf'), float('nan')])${given}` },
      { args: `torch.tensor([[-1.5, 3.1], [30., -30.]]).double()${given}` },
      ...(row.kernel ? [] : [{ args: `torch.tensor([-3, 0, 9])${given}` }]),
      ...(numbers.length > 0 && !given
        ? [{ args: `torch.tensor([-2., -0.2, 0.7, 4.]), ${numbers.map((_, i) => 0.75 + i).join(', ')}` }]
        : []),
    ],
    ...(row.kernel && {
      errors: [
        {
          args: 'torch.tensor([1])',
          error: { type: 'NotImplementedError', message: `"${row.kernel}" not implemented for 'Long'` },
        },
      ],
    }),
  });
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
  run({ input: x, approximate }, { engine }) {
    if (approximate !== 'none' && approximate !== 'tanh') {
      throw new OpError('RuntimeError', 'approximate argument must be either none or tanh.');
    }
    if (isIntegral(x.dtype))
      throw new OpError('NotImplementedError', `"GeluKernelImpl" not implemented for '${scalarName(x.dtype)}'`);
    const curve = (v: number): number =>
      approximate === 'tanh' ? Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v ** 3)) : erf(v * Math.SQRT1_2);
    // In float32 the sum 1 + erf loses the tail, in PyTorch as here.
    const round = x.dtype === 'float64' ? (v: number) => v : Math.fround;
    const number = (v: number): number => (v === -Infinity ? Number.NaN : 0.5 * v * round(1 + round(curve(v))));
    const wide = mapValues(engine, [x], 'float64', { number });
    return andThen(wide, (result) => engine.cast(result, x.dtype));
  },
  samples: [
    { args: "torch.tensor([-2., -1., -0.3, 0., 0.25, 2.5, 30., float('nan')])" },
    { args: "torch.tensor([-4., -1., 0.25, 2.5]), approximate='tanh'" },
    { args: 'torch.tensor([-1., 0.25, 2.5]).double()' },
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
    const result = isIntegral(x.dtype) ? 'float32' : x.dtype;
    return andThen(mapValues(engine, [x], 'float64', { number: erf }), (values) => engine.cast(values, result));
  },
  samples: [
    { args: "torch.tensor([-6., -1.2, -0.3, 0., 1e-9, 0.5, 1., 2.5, float('inf'), float('nan')])" },
    { args: 'torch.tensor([-1.2, 0.4, 2.2]).double()' },
    { args: 'torch.tensor([1, 0])' },
  ],
});

export const activationRows: readonly Op[] = [...rows.map(define), gelu, erfOp];
