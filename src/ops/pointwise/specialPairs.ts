// Special functions of two elements that broadcast: xlog1py, zeta, the incomplete gamma functions, the next float, powers
// in double and of two.
import { say } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { type DType, isFloat, isIntegral } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import type { Maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import type { Op, Scalar } from '../op';
import { input, scalar, tensor } from '../params';
import { toTensor } from '../toTensor';
import { type CombiningRow, combiningOp, noKernel } from './combiningRows';
import { incompleteGamma, stepsOfZeta, zeta } from './gammas';
import { lgamma } from './logGamma';
import { mapValues, type Pointwise } from './mapValues';
import { polynomial } from './recurrence';

/** Where the row says that there is none. */
const none: Slope = (_, g) => g;

/** x^(a - 1) e^-x / Gamma(a). */
const density: Slope = (m, g, a, x) =>
  andThen(mapValues(m.engine, [a!], a!.dtype, { number: (value) => lgamma(value!) }), (logs) =>
    m.mul(g, m.exp(m.sub(m.sub(m.mul(m.sub(a!, 1), m.log(x!)), x!), logs))),
  );

const zetas: Pointwise = { number: (s, q) => zeta(s!, q!), cost: (_, q) => stepsOfZeta(q!) };

/** The derivative by q: of zeta that of the next s. */
const zetaSlope: Slope = (m, g, s, q) => {
  const next = pointwise(m.engine, [m.add(s!, 1), q!], ({ engine }, ...own) => mapValues(engine, own, g.dtype, zetas), [
    undefined,
    zetaSlope,
  ]);
  return andThen(next, (value) => m.mul(m.mul(g, m.neg(s!)), value));
};

/** Digits behind the point of a binary fraction, and the least exponent of a normal number. */
const formats: Partial<Record<DType, readonly [digits: number, least: number]>> = {
  float64: [52, -1022],
  float32: [23, -126],
  float16: [10, -14],
  bfloat16: [7, -126],
};

/** The next number towards another, in steps of the type's last place. */
function nextAfter(x: number, to: number, dtype: DType): number {
  if (Number.isNaN(x) || Number.isNaN(to)) return Number.NaN;
  if (x === to) return to;
  const [digits, least] = formats[dtype]!;
  if (x === 0) return Math.sign(to) * 2 ** (least - digits);
  const size = Math.abs(x);
  const most = dtype === 'float16' ? 15 : -least + 1;
  if (size === Infinity) return Math.sign(x) * (2 - 2 ** -digits) * 2 ** most;
  let exponent = Math.max(Math.floor(Math.log2(size)), least);
  if (size < 2 ** exponent && exponent > least) exponent--;
  const grows = to > x === x > 0;
  if (!grows && size === 2 ** exponent && exponent > least) exponent--;
  const step = 2 ** (exponent - digits);
  return Math.sign(x) * (grows ? size + step : size - step);
}

const polynomials = [
  { args: 'torch.tensor([0.5, -0.25, 2., -1., 1.]).double(), torch.tensor([3., 5., 4., 3., -1.]).double()' },
  { args: 'torch.tensor([0.5, -0.25]), 4' },
  { args: '2., torch.tensor([0, 1, 5])' },
  { args: 'torch.tensor([1, 2]), torch.tensor([2, 3])' },
  {
    args: "torch.tensor([0.5, 1., -1., 0.]), torch.tensor([[float('nan')], [float('inf')], [-0.5], [1.9], [128.], [129.]])",
  },
  { args: 'torch.tensor([0.25, -0.25]).double(), torch.tensor([[127.], [512.], [513.]])' },
];

const rows: readonly CombiningRow[] = [
  {
    name: 'special.xlog1py',
    takes: 'real',
    numbers: 'both',
    f: { number: (a, b) => (Number.isNaN(b!) ? b! : a === 0 ? 0 : a! * Math.log1p(b!)) },
    slopes: [
      (m, g, a, b) => m.mul(m.where(m.logicalAnd(m.eq(a!, 0), m.le(b!, -1)), zerosLike(g), g), m.log1p(b!)),
      (m, g, a, b) => m.div(m.mul(g, a!), m.add(b!, 1)),
    ],
    doc: say('x log(1 + y), and 0 where x is 0.'),
  },
  {
    name: 'special.zeta',
    takes: 'real',
    numbers: 'both',
    kernel: 'zeta_cpu',
    underived: "the derivative for 'zeta' is not implemented.",
    samples: [
      { args: 'torch.tensor([2., 3., 1., 0.5, 4.]).double(), torch.tensor([1., 0.5, 2., 2., -1.5]).double()' },
      { args: '2., torch.tensor([0.5, 4.])' },
      { args: 'torch.tensor([2., 3.]), 2' },
      { args: 'torch.tensor([2, 3]), torch.tensor([1, 2])' },
    ],
    f: zetas,
    slopes: [none, zetaSlope],
    doc: say('The Hurwitz zeta function.'),
  },
  {
    name: 'igamma',
    also: ['special.gammainc'],
    takes: 'floats',
    kernel: 'igamma_cpu',
    underived: "the derivative for 'igamma: input' is not implemented.",
    samples: [
      { args: 'torch.tensor([0.5, 2., 0., 3.]).double(), torch.tensor([0.3, 5., 1., 0.]).double()' },
      { args: "torch.tensor([1., float('inf'), -1., 2.]), torch.tensor([float('inf'), 1., 1., 0.5])" },
    ],
    f: { number: (a, x) => incompleteGamma(a!, x!, false) },
    slopes: [none, density],
    doc: say('The regularised lower incomplete gamma function.'),
  },
  {
    name: 'igammac',
    also: ['special.gammaincc'],
    takes: 'floats',
    kernel: 'igammac_cpu',
    underived: "the derivative for 'igammac: input' is not implemented.",
    samples: [
      { args: 'torch.tensor([0.5, 2., 0., 3.]).double(), torch.tensor([0.3, 5., 1., 0.]).double()' },
      { args: "torch.tensor([1., float('inf'), -1., 2.]), torch.tensor([float('inf'), 1., 1., 0.5])" },
    ],
    f: { number: (a, x) => incompleteGamma(a!, x!, true) },
    slopes: [none, (m, g, a, x) => density(m, m.neg(g), a!, x!)],
    doc: say('The regularised upper incomplete gamma function.'),
  },
  {
    name: 'special.legendre_polynomial_p',
    second: 'n',
    takes: 'real',
    numbers: 'both',
    kernel: 'legendre_polynomial_p_cpu',
    f: polynomial({ slope: (k) => 2 * k + 1, divisor: (k) => k + 1, unit: true }),
    samples: polynomials,
    doc: say('The Legendre polynomial of a degree.'),
  },
  {
    name: 'special.hermite_polynomial_he',
    second: 'n',
    takes: 'real',
    numbers: 'both',
    kernel: 'hermite_polynomial_he_cpu',
    f: polynomial({ slope: () => 1, divisor: () => 1, most: (dtype) => (dtype === 'float64' ? 512 : 128) }),
    samples: polynomials,
    doc: say("The Hermite polynomial of a degree, in the probabilists' form."),
  },
  {
    name: 'nextafter',
    takes: 'floats',
    kernel: 'nextafter_cpu',
    f: (dtype) => ({ number: (a, b) => nextAfter(a!, b!, dtype) }),
    slopes: [(m, g, a, b) => m.where(m.eq(a!, b!), zerosLike(g), g), (_, g) => zerosLike(g)],
    doc: say('The next number towards another one.'),
  },
];

const ldexp = defineOp({
  names: ['torch.ldexp'],
  methods: ['ldexp'],
  family: 'pointwise',
  doc: say('The input times a power of 2.'),
  params: [input, tensor('other', say('The exponents.'))],
  run({ input: x, other }, { engine }) {
    broadcastShapes(x.shape, other.shape);
    if (isFloat(x.dtype) && other.dtype === 'bool') throw noKernel('ldexp_cpu_exp', 'bool');
    const two = engine.scalar(2, 'float64', true);
    /** Whole exponents move the point of a float, which keeps its type and does not overflow on the way. */
    const moved = (m: Maths, a: Tensor, b: Tensor): Tensor =>
      m.engine.cast(
        m.mul(m.engine.cast(a, 'float64'), m.engine.binary('pow', two, m.engine.cast(b, 'float64'))),
        x.dtype,
      );
    const powered = (m: Maths, a: Tensor, b: Tensor): Tensor => m.mul(a, m.engine.binary('pow', two, b));
    const f = isFloat(x.dtype) && isIntegral(other.dtype) ? moved : powered;
    return pointwise(engine, [x, other], (m, a, b) => f(m, a!, b!), [
      // In PyTorch's gradient a power of integers stays an integer.
      (m, g, _, b) =>
        m.mul(g, m.engine.binary('pow', isIntegral(b!.dtype) ? m.engine.scalar(2, 'int64', true) : two, b!)),
      (m, g, _, __, y) => m.mul(m.mul(g, y!), Math.LN2),
    ]);
  },
  errors: [
    {
      args: 'torch.tensor([1.]), torch.tensor([True])',
      error: { type: 'NotImplementedError', message: '"ldexp_cpu_exp" not implemented for \'Bool\'' },
    },
  ],
  samples: [
    { args: 'torch.tensor([1., -3.]), torch.tensor([3, 1])' },
    { args: 'torch.tensor([1., 2.]), torch.tensor([0.5, 2.])' },
    { args: 'torch.tensor([1, 2]), torch.tensor([1, 2])' },
    { args: 'torch.tensor([1., 2.]).double(), torch.tensor([2])' },
    { args: 'torch.tensor([1e-30, 2.]), torch.tensor([128, -149])' },
  ],
});

const base = say('The base.');
const exponent = say('The exponent.');
const shared = {
  names: ['torch.float_power'],
  family: 'pointwise',
  doc: say('Each element to a power, computed in double.'),
} as const;
const wide = (x: Tensor | Scalar): Tensor | Scalar => ('kind' in x ? { kind: 'float', value: x.value } : x);
const floatPowers: readonly Op[] = [
  defineOp({
    ...shared,
    methods: ['float_power'],
    params: [tensor('input', base), tensor('exponent', exponent)],
    run: ({ input: x, exponent: by }, { engine }) =>
      engine.binary('pow', engine.cast(x, 'float64'), engine.cast(by, 'float64')),
    samples: [
      { args: 'torch.tensor([1., 2., 3.]), torch.tensor([2, 0.5, -1])' },
      { args: 'torch.tensor([1, 2]), torch.tensor([[2], [3]])' },
    ],
  }),
  defineOp({
    ...shared,
    params: [scalar('self', base), tensor('exponent', exponent)],
    run: ({ self, exponent: by }, { engine }) =>
      engine.binary('pow', toTensor(engine, wide(self)), engine.cast(by, 'float64')),
    samples: [{ args: '2, torch.tensor([1., -2.])' }],
  }),
  defineOp({
    ...shared,
    methods: ['float_power'],
    params: [tensor('input', base), scalar('exponent', exponent)],
    run: ({ input: x, exponent: by }, { engine }) =>
      engine.binary('pow', engine.cast(x, 'float64'), toTensor(engine, wide(by))),
    samples: [{ args: 'torch.tensor([1., 2.]), 0.5' }, { args: 'torch.tensor([1, 2]), -1' }],
  }),
];

export const specialPairs: readonly Op[] = [...rows.map(combiningOp), ldexp, ...floatPowers];
