// Special functions of each element: gamma, Bessel and normal-tail functions by rows, those with numbers beside the input
// one by one.
import { say } from '../../base/text';
import { defaultFloat, isFloat, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { zerosLike } from '../../tensor/gradient/window';
import { peek, pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asIterator, inRows } from '../layouts';
import { NotModelled, type Op } from '../op';
import { input, int, optional, real } from '../params';
import { bessel, scaledBessel } from './bessel';
import { applyRow, type ElementRow, elementOp } from './elementRows';
import { digamma, polygamma, stepsOfZeta } from './gammas';
import { erfOf } from './gelu';
import { lgamma } from './logGamma';
import { erfcx, logNdtr, ndtri } from './normal';

/** Another row of the same tensor. */
const of = (m: Parameters<Slope>[0], name: string, x: Tensor): Tensor | Promise<Tensor> =>
  applyRow(m.engine, rows[name]!, x);

/** Not so near zero that a quotient loses all digits. */
const isLarge = (m: Parameters<Slope>[0], x: Tensor): Tensor =>
  m.gt(m.abs(x), x.dtype === 'float64' ? 2 ** -52 : 2 ** -23);

const doubles = [
  { args: 'torch.tensor([-1.5, -0.3, 0., 0.125, 0.9, 2.5, 30.]).double()' },
  { args: 'torch.tensor([0.5, 2., 30.])' },
];

const rows: Readonly<Record<string, ElementRow>> = {
  lgamma: {
    f: lgamma,
    slope: (m, g, x) => andThen(of(m, 'digamma', x!), (y) => m.mul(g, y)),
    also: ['special.gammaln'],
    doc: say('The logarithm of the size of the gamma function.'),
  },
  digamma: {
    f: digamma,
    slope: (m, g, x) => andThen(derived(m.engine, x!, 1), (y) => m.mul(g, y)),
    also: ['special.digamma', 'special.psi'],
    doc: say('The derivative of the logarithm of the gamma function.'),
  },
  i0: {
    f: (x, round) => bessel(0, x, round),
    slope: (m, g, x) => andThen(of(m, 'special.i1', x!), (y) => m.mul(g, y)),
    also: ['special.i0'],
    doc: say('The modified Bessel function of order 0.'),
  },
  'special.i0e': {
    f: (x) => scaledBessel(0, x),
    slope: (m, g, x, y) => andThen(of(m, 'special.i1e', x!), (other) => m.mul(g, m.sub(other, m.mul(m.sign(x!), y!)))),
    doc: say('The modified Bessel function of order 0 times exp(-|x|).'),
  },
  'special.i1': {
    f: (x, round) => bessel(1, x, round),
    slope: (m, g, x, y) =>
      andThen(of(m, 'i0', x!), (other) =>
        m.mul(g, m.where(isLarge(m, x!), m.sub(other, m.div(y!, m.where(isLarge(m, x!), x!, 1))), 0.5)),
      ),
    samples: doubles,
    doc: say('The modified Bessel function of order 1.'),
  },
  'special.i1e': {
    f: (x) => scaledBessel(1, x),
    slope: (m, g, x, y) =>
      andThen(of(m, 'special.i0e', x!), (other) => {
        const safe = m.where(isLarge(m, x!), x!, 1);
        const slope = m.sub(other, m.mul(y!, m.add(m.sign(safe), m.reciprocal(safe))));
        return m.mul(g, m.where(isLarge(m, x!), slope, 0.5));
      }),
    samples: doubles,
    doc: say('The modified Bessel function of order 1 times exp(-|x|).'),
  },
  'special.modified_bessel_i0': {
    f: (x, round) => bessel(0, x, round),
    kernel: 'modified_bessel_i0_cpu',
    doc: say('The modified Bessel function of order 0.'),
  },
  'special.modified_bessel_i1': {
    f: (x, round) => bessel(1, x, round),
    kernel: 'modified_bessel_i1_cpu',
    doc: say('The modified Bessel function of order 1.'),
  },
  'special.spherical_bessel_j0': {
    f: (x) => (x === 0 ? 1 : Math.abs(x) === Infinity ? 0 : Math.sin(x) / x),
    kernel: 'spherical_bessel_j0_cpu',
    doc: say('sin(x) / x, the spherical Bessel function of order 0.'),
  },
  'special.entr': {
    f: (x) => (Number.isNaN(x) ? x : x > 0 ? -x * Math.log(x) : x === 0 ? 0 : -Infinity),
    slope: (m, g, x) => m.mul(g, m.neg(m.add(m.log(x!), 1))),
    doc: say('-x log(x), 0 at 0 and -inf below.'),
  },
  'special.erfcx': {
    f: erfcx,
    slope: (m, g, x, y) => m.mul(m.sub(m.mul(m.mul(x!, y!), 2), 2 / Math.sqrt(Math.PI)), g),
    kernel: 'erfcx_cpu',
    doc: say('exp(x²) erfc(x), computed without overflow.'),
  },
  'special.log_ndtr': {
    f: logNdtr,
    slope: (m, g, x) =>
      andThen(of(m, 'special.erfcx', m.mul(x!, -Math.SQRT1_2)), (y) => m.mul(m.div(g, y), Math.sqrt(2 / Math.PI))),
    kernel: 'log_ndtr_cpu',
    samples: [{ args: 'torch.tensor([-1.5, -0.3, 0., 0.125, 0.9, -3.])' }, { args: 'torch.tensor([1, 2])' }],
    doc: say('The logarithm of the share of a normal distribution that is below x.'),
  },
  'special.ndtri': {
    f: ndtri,
    slope: (m, g, _, y) => m.mul(m.mul(g, Math.sqrt(2 * Math.PI)), m.exp(m.div(m.square(y!), 2))),
    kernel: 'ndtri_cpu',
    samples: [{ args: 'torch.tensor([0.3, 0.5, 0.7, 1., 0., 2.]).double()' }, { args: 'torch.tensor([1, 0])' }],
    doc: say('Below which x this share of a normal distribution lies.'),
  },
};

/** The n-th derivative of digamma of each element. */
const derived = (engine: Engine, x: Tensor, n: number): Tensor | Promise<Tensor> =>
  applyRow(
    engine,
    {
      f: (value, round) => polygamma(n, value, round),
      cost: stepsOfZeta,
      slope: (m, g, own) => andThen(derived(m.engine, own!, n + 1), (y) => m.mul(g, y)),
      doc: say('A derivative of digamma.'),
    },
    x,
  );

/** Integers become floats. */
const floats = (engine: Engine, x: Tensor): Tensor => (isIntegral(x.dtype) ? engine.cast(x, defaultFloat) : x);
const threeFloats = 'torch.tensor([0.25, 1., 3.5])';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

const order = int('n', say('Which derivative.'));
const ofOrder = (n: number, x: Tensor, engine: Engine): Tensor | Promise<Tensor> => {
  if (n < 0) fail('polygamma(n, x) does not support negative n.');
  return derived(engine, floats(engine, x), n);
};
const polygammas: readonly Op[] = [
  defineOp({
    names: ['torch.polygamma', 'torch.special.polygamma'],
    family: 'pointwise',
    doc: say('A derivative of digamma.'),
    params: [order, input],
    run: ({ n, input: x }, { engine }) => ofOrder(n, x, engine),
    samples: [
      { args: `1, ${threeFloats}` },
      { args: `2, ${threeFloats}.double()` },
      { args: '0, torch.tensor([1, 2])' },
      { args: '1, torch.tensor([-1.5, -0.25])' },
    ],
    errors: [runtimeError('-1, torch.tensor([1.])', 'polygamma(n, x) does not support negative n.')],
  }),
  defineOp({
    names: ['torch.Tensor.polygamma'],
    methods: ['polygamma'],
    family: 'pointwise',
    doc: say('A derivative of digamma.'),
    params: [input, order],
    run: ({ n, input: x }, { engine }) => ofOrder(n, x, engine),
    samples: [{ args: `${threeFloats}, 1` }],
  }),
];

const mvlgamma = defineOp({
  names: ['torch.mvlgamma', 'torch.special.multigammaln'],
  layout: inRows,
  methods: ['mvlgamma'],
  family: 'pointwise',
  doc: say('The logarithm of the gamma function of several dimensions.'),
  params: [input, int('p', say('How many dimensions.'))],
  run({ input: x, p }, { engine }) {
    if (p < 1) fail('p has to be greater than or equal to 1');
    if (p > 4096) throw new NotModelled(say('values that take so many steps are not modelled'));
    const parts = Array.from({ length: p }, (_, j) => -j / 2);
    const row: ElementRow = {
      cost: () => p,
      f: (value) => parts.reduce((sum, by) => sum + lgamma(value + by), ((p * (p - 1)) / 4) * Math.log(Math.PI)),
      slope: (m, g, own) =>
        andThen(
          parts.reduce<Tensor | Promise<Tensor>>(
            (sum, by) =>
              andThen(sum, (made) => andThen(of(m, 'digamma', m.add(own!, by)), (part) => m.add(made, part))),
            zerosLike(own!),
          ),
          (slope) => m.mul(g, slope),
        ),
      doc: say('The logarithm of the gamma function of several dimensions.'),
    };
    return applyRow(engine, row, floats(engine, x));
  },
  samples: [
    { args: 'torch.tensor([3., 4.5]), 3' },
    { args: 'torch.tensor([3.25, 4.5]).double(), 2' },
    { args: 'torch.tensor([3]), 1' },
  ],
  errors: [runtimeError('torch.tensor([3.]), 0', 'p has to be greater than or equal to 1')],
});

const ndtr = defineOp({
  names: ['torch.special.ndtr'],
  family: 'pointwise',
  doc: say('The share of a normal distribution that is below x.'),
  params: [input],
  run({ input: x }, { engine }) {
    const m = maths(engine);
    return andThen(erfOf(m, m.div(floats(engine, x), Math.SQRT2)), (share) => m.mul(m.add(share, 1), 0.5));
  },
  samples: [{ args: 'torch.tensor([-5., -1., 0., 3.])' }, { args: 'torch.tensor([1, 2])' }],
});

const logit = defineOp({
  names: ['torch.logit', 'torch.special.logit'],
  methods: ['logit'],
  family: 'pointwise',
  doc: say('log(x / (1 - x)), the inverse of sigmoid; with eps, x is held between eps and 1 - eps first.'),
  params: [input, optional(real('eps', say('How far from 0 and 1 the input is held.')))],
  run({ input: x, eps }, { engine }) {
    const [low, high] = [eps ?? 0, 1 - (eps ?? 0)];
    const held = (m: Parameters<Slope>[0], own: Tensor): Tensor =>
      eps === null ? own : m.where(m.lt(own, low), low, m.where(m.gt(own, high), high, own));
    return pointwise(
      engine,
      [floats(engine, x)],
      (m, own) => {
        const z = held(m, own);
        return m.log(m.div(z, m.sub(1, z)));
      },
      [
        (m, g, own) => {
          const outside = m.logicalOr(m.lt(own!, low), m.gt(own!, high));
          const slope = m.div(g, m.mul(own!, m.sub(1, own!)));
          return m.where(outside, eps === null ? Number.NaN : 0, slope);
        },
      ],
    );
  },
  samples: [
    { args: 'torch.tensor([0.2, 0.5, 0.9])' },
    { args: "torch.tensor([0., 1., -1., 2., float('nan')])" },
    { args: 'torch.tensor([0.2, 0., 1., 0.95]), 0.1' },
    { args: 'torch.tensor([0.25, 0.5]).double(), eps=1e-3' },
    { args: 'torch.tensor([0.25, 0.5]).half()' },
    { args: 'torch.tensor([1, 0])' },
  ],
});

const frexp = defineOp({
  names: ['torch.frexp'],
  layout: asIterator,
  methods: ['frexp'],
  returns: { name: 'frexp', fields: ['mantissa', 'exponent'] },
  family: 'other',
  doc: say('A mantissa from 0.5 to 1 and the power of 2 that it is multiplied by.'),
  params: [input],
  run({ input: x }, { engine }) {
    if (!isFloat(x.dtype)) fail('torch.frexp() only supports floating-point dtypes');
    const exponentOf = (value: number): number => {
      if (value === 0 || !Number.isFinite(value)) return 0;
      const guess = Math.floor(Math.log2(Math.abs(value))) + 1;
      const scaled = Math.abs(value) / 2 ** guess;
      return scaled >= 1 ? guess + 1 : scaled < 0.5 ? guess - 1 : guess;
    };
    const exponents = peek(engine, [x], (values) =>
      tensorOf(Float64Array.from(values as Float64Array, exponentOf), x.shape, 'float64'),
    );
    return andThen(exponents, (powers): readonly Tensor[] => {
      const mantissa = pointwise(
        engine,
        [x],
        (m, own) => m.engine.cast(m.div(m.engine.cast(own, 'float64'), m.pow(2, powers)), x.dtype),
        [(m, g) => m.div(g, m.engine.cast(m.pow(2, powers), g.dtype))],
      );
      return [mantissa, engine.cast(powers, 'int32')];
    });
  },
  samples: [
    { args: "torch.tensor([1., 3., 0., float('inf'), float('nan'), -5., 0.125])" },
    { args: 'torch.tensor([0.1, -1e-300]).double()' },
    { args: 'torch.tensor([1., 3.]).half()' },
  ],
  errors: [runtimeError('torch.tensor([1])', 'torch.frexp() only supports floating-point dtypes')],
});

export const specialFunctions: readonly Op[] = [
  ...Object.entries(rows).map(elementOp),
  ...polygammas,
  mvlgamma,
  ndtr,
  logit,
  frexp,
];
