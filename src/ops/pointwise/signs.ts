// Signs, angles and parts of real numbers, and numbers in the place of nan and infinities.
import { say, type Text } from '../../base/text';
import { categoryOf, defaultFloat, isFloat, isHalf, isIntegral } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asIterator } from '../layouts';
import { NotModelled, type Op } from '../op';
import { input, optional, real } from '../params';
import { mapValues } from './mapValues';

const refuseComplex = (x: Tensor): void => {
  if (categoryOf(x.dtype) === 'complex') throw new NotModelled(say('complex numbers are not modelled here yet'));
};
const specials = "torch.tensor([-1.5, 0., -0., 2., float('inf'), float('-inf'), float('nan')])";

/** What real numbers are the same under. */
const same = (name: string, doc: Text, methods: readonly string[] = [name]): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods,
    family: 'view',
    doc,
    params: [input],
    run({ input: x }) {
      refuseComplex(x);
      return x;
    },
    samples: [{ args: 'torch.tensor([1., -2.])' }, { args: 'torch.tensor([True, False])' }],
  });

const positive = defineOp({
  names: ['torch.positive'],
  methods: ['positive'],
  family: 'view',
  doc: say('The input itself.'),
  params: [input],
  run({ input: x }) {
    if (x.dtype === 'bool') fail('The `+` operator, on a bool tensor is not supported.');
    return x;
  },
  samples: [{ args: 'torch.tensor([1., -2.])' }],
  errors: [
    {
      args: 'torch.tensor([True])',
      error: { type: 'RuntimeError', message: 'The `+` operator, on a bool tensor is not supported.' },
    },
  ],
});

const imag = defineOp({
  names: ['torch.imag'],
  family: 'view',
  doc: say('The imaginary part of complex numbers.'),
  params: [input],
  run({ input: x }) {
    refuseComplex(x);
    return fail('imag is not implemented for tensors with non-complex dtypes.');
  },
  samples: [{ args: 'torch.tensor([1.])' }],
});

const sgn = defineOp({
  names: ['torch.sgn'],
  methods: ['sgn'],
  family: 'pointwise',
  doc: say('1, 0 or -1 as the element is positive, zero or negative.'),
  params: [input],
  run({ input: x }, { engine }) {
    refuseComplex(x);
    return engine.unary('sign', x);
  },
  samples: [{ args: specials }, { args: 'torch.tensor([3, 0, -4])' }, { args: 'torch.tensor([True, False])' }],
});

const angle = defineOp({
  names: ['torch.angle'],
  methods: ['angle'],
  family: 'pointwise',
  doc: say('The angle in the plane of complex numbers: 0, or pi where negative.'),
  params: [input],
  run({ input: x }, { engine }) {
    refuseComplex(x);
    const own = isIntegral(x.dtype) ? engine.cast(x, defaultFloat) : x;
    return pointwise(
      engine,
      [own],
      (m, y) => m.where(m.lt(y, 0), Math.PI, m.where(m.isnan(y), y, m.engine.scalar(0, y.dtype))),
      [(_, g) => zerosLike(g)],
    );
  },
  samples: [{ args: specials }, { args: 'torch.tensor([3, 0, -4])' }],
});

/** A question to each element, of which integers have one answer. */
const question = (name: string, doc: Text, ask: (m: Maths, x: Tensor) => Tensor | Promise<Tensor>): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    layout: asIterator,
    family: 'other',
    doc,
    params: [input],
    run({ input: x }, { engine }) {
      refuseComplex(x);
      return ask(maths(engine), x);
    },
    samples: [{ args: specials }, { args: 'torch.tensor([3, 0, -4])' }, { args: 'torch.tensor([True, False])' }],
  });
const infinite = (limit: number) => (m: Maths, x: Tensor) =>
  isFloat(x.dtype) ? m.eq(x, limit) : m.logicalAnd(m.ne(x, x), m.ne(x, x));

const limits = {
  float64: Number.MAX_VALUE,
  float32: 3.4028234663852886e38,
  float16: 65504,
  bfloat16: 3.3895313892515355e38,
};

const nanToNum = defineOp({
  names: ['torch.nan_to_num'],
  methods: ['nan_to_num'],
  family: 'pointwise',
  doc: say('A number in the place of nan, and the limits of the type in the place of infinities.'),
  params: [
    input,
    optional(real('nan', say('What nan becomes: 0 where None.'))),
    optional(real('posinf', say('What inf becomes: the largest number where None.'))),
    optional(real('neginf', say('What -inf becomes: the lowest number where None.'))),
  ],
  run({ input: x, nan, posinf, neginf }, { engine }) {
    refuseComplex(x);
    const limit = (limits as Partial<Record<string, number>>)[x.dtype];
    if (limit === undefined) return engine.where(engine.scalar(1, 'bool'), x, x);
    return pointwise(
      engine,
      [x],
      (m, own) => {
        const number = (value: number) => m.engine.cast(m.engine.scalar(value, 'float64'), x.dtype);
        const finite = m.where(m.eq(own, Infinity), number(posinf ?? limit), own);
        const both = m.where(m.eq(own, -Infinity), number(neginf ?? -limit), finite);
        return m.where(m.isnan(own), number(nan ?? 0), both);
      },
      [(m, g, own) => m.mul(g, m.logicalNot(m.logicalOr(m.isnan(own!), m.isinf(own!))))],
    );
  },
  samples: [
    { args: specials },
    { args: `${specials}, 1., 2., 3.` },
    { args: `${specials}.double(), nan=7` },
    { args: "torch.tensor([float('nan'), float('inf'), 1.]).half()" },
    { args: "torch.tensor([float('inf'), 1.]), posinf=1e50" },
    { args: 'torch.tensor([1, 2])' },
  ],
});

export const signs: readonly Op[] = [
  same('conj', say('Complex numbers with the imaginary part turned; real ones as they are.')),
  same('conj_physical', say('Complex numbers with the imaginary part turned; real ones as they are.')),
  same('resolve_conj', say('The input itself.')),
  same('resolve_neg', say('The input itself.')),
  same('real', say('The real part of complex numbers; real ones as they are.'), []),
  positive,
  imag,
  sgn,
  angle,
  question('isposinf', say('Whether each element is inf.'), infinite(Infinity)),
  question('isneginf', say('Whether each element is -inf.'), infinite(-Infinity)),
  question('isreal', say('Whether each element has no imaginary part.'), (m, x) => m.logicalOr(m.eq(x, x), m.isnan(x))),
  question('signbit', say('Whether each element has a minus sign, -0 too.'), (m, x) => {
    if (!isFloat(x.dtype)) return m.lt(x, 0);
    const found = mapValues(m.engine, [x], isHalf(x.dtype) ? 'float32' : x.dtype, {
      number: (value) => (value! < 0 || Object.is(value, -0) ? 1 : 0),
    });
    return andThen(found, (bits) => m.engine.cast(bits, 'bool'));
  }),
  nanToNum,
];
