// Functions of each element that no backend has, computed in double on the host, with ATen's derivatives: one row each.
import { say } from '../../base/text';
import { defaultFloat, isIntegral, scalarName } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { input } from '../params';
import { inFloat } from '../wide';
import { applyRow, type ElementRow, elementOp } from './elementRows';
import { erfc, erfinv } from './erf';

/** The slope of one row is another one. */
const slopeTo =
  (name: string): Slope =>
  (m, g, x) =>
    andThen(applyRow(m.engine, rows[name]!, x!), (y) => m.mul(g, y));

const rows: Readonly<Record<string, ElementRow>> = {
  tan: {
    f: Math.tan,
    slope: (m, g, _, y) => m.mul(g, m.add(m.square(y!), 1)),
    doc: say('Tangent of radians.'),
  },
  asin: {
    f: Math.asin,
    slope: (m, g, x) => m.mul(g, m.rsqrt(m.sub(1, m.mul(x!, x!)))),
    also: ['arcsin'],
    doc: say('The angle with this sine.'),
  },
  acos: {
    f: Math.acos,
    slope: (m, g, x) => m.mul(g, m.neg(m.rsqrt(m.sub(1, m.mul(x!, x!))))),
    also: ['arccos'],
    doc: say('The angle with this cosine.'),
  },
  atan: {
    f: Math.atan,
    slope: (m, g, x) => m.div(g, m.add(m.mul(x!, x!), 1)),
    also: ['arctan'],
    doc: say('The angle with this tangent.'),
  },
  sinh: { f: Math.sinh, slope: slopeTo('cosh'), doc: say('Hyperbolic sine.') },
  cosh: { f: Math.cosh, slope: slopeTo('sinh'), doc: say('Hyperbolic cosine.') },
  asinh: {
    f: Math.asinh,
    slope: (m, g, x) => m.mul(g, m.rsqrt(m.add(m.square(x!), 1))),
    also: ['arcsinh'],
    doc: say('The number with this hyperbolic sine.'),
  },
  acosh: {
    f: Math.acosh,
    slope: (m, g, x) => m.mul(g, m.rsqrt(m.sub(m.square(x!), 1))),
    also: ['arccosh'],
    doc: say('The number with this hyperbolic cosine.'),
  },
  atanh: {
    f: Math.atanh,
    slope: (m, g, x) => m.div(g, m.sub(1, m.square(x!))),
    also: ['arctanh'],
    doc: say('The number with this hyperbolic tangent.'),
  },
  exp2: {
    f: (x) => 2 ** x,
    slope: (m, g, _, y) => m.mul(m.mul(g, y!), Math.LN2),
    also: ['special.exp2'],
    doc: say('2 to the power of each element.'),
  },
  erfc: {
    f: erfc,
    slope: (m, g, x) => m.mul(m.mul(m.exp(m.neg(m.square(x!))), -2 / Math.sqrt(Math.PI)), g),
    also: ['special.erfc'],
    doc: say('1 - erf(x), exact where little is left.'),
  },
  erfinv: {
    f: erfinv,
    slope: (m, g, _, y) => m.mul(m.mul(m.exp(m.square(y!)), Math.sqrt(Math.PI) / 2), g),
    also: ['special.erfinv'],
    doc: say('The number with this error function.'),
  },
  deg2rad: {
    f: (x) => (x * Math.PI) / 180,
    slope: (m, g) => m.mul(g, Math.PI / 180),
    doc: say('Degrees as radians.'),
  },
  rad2deg: {
    f: (x) => (x * 180) / Math.PI,
    slope: (m, g) => m.mul(g, 180 / Math.PI),
    doc: say('Radians as degrees.'),
  },
};

const frac: Op = defineOp({
  names: ['torch.frac'],
  methods: ['frac'],
  family: 'pointwise',
  doc: say('The part of each element behind the point.'),
  params: [input],
  run({ input: x }, { engine }) {
    if (isIntegral(x.dtype))
      throw new OpError('NotImplementedError', `"frac_cpu" not implemented for '${scalarName(x.dtype)}'`);
    return pointwise(engine, [x], (m, own) => m.sub(own, m.trunc(own)), [(_, g) => g]);
  },
  samples: [{ args: "torch.tensor([1.25, -2.75, 3., float('inf')])" }],
  errors: [
    {
      args: 'torch.tensor([1])',
      error: { type: 'NotImplementedError', message: '"frac_cpu" not implemented for \'Long\'' },
    },
  ],
});

const sinc: Op = defineOp({
  names: ['torch.sinc', 'torch.special.sinc'],
  methods: ['sinc'],
  family: 'pointwise',
  doc: say('sin(pi x) / (pi x), and 1 at 0.'),
  params: [input],
  run({ input: x }, { engine }) {
    const own = isIntegral(x.dtype) ? engine.cast(x, defaultFloat) : x;
    return pointwise(
      engine,
      [own],
      (m, a) => {
        return inFloat(m.engine, [a], ([wide]) => {
          const angle = m.mul(wide, Math.PI);
          return m.where(m.eq(wide, 0), 1, m.div(m.sin(angle), angle));
        });
      },
      [
        (m, g, a) => {
          const angle = m.mul(a!, Math.PI);
          const slope = m.div(m.sub(m.mul(angle, m.cos(angle)), m.sin(angle)), m.mul(angle, a!));
          return m.where(m.eq(a!, 0), zerosLike(g), m.mul(g, slope));
        },
      ],
    );
  },
  samples: [
    { args: 'torch.tensor([-0.75, 0., 0.25, 1.5])' },
    { args: 'torch.tensor([0.5, 2.25]).double()' },
    { args: 'torch.tensor([0.5, 2.25, 3.]).half()' },
  ],
});

export const elementFunctions: readonly Op[] = [...Object.entries(rows).map(elementOp), frac, sinc];
