// Arithmetic of two operands with broadcasting and type promotion: add, sub, mul, div, pow and their kin.
import { say, type Text } from '../../base/text';
import type { BinaryOp } from '../../tensor/backend';
import { broadcastShapes } from '../../tensor/broadcast';
import { isFloat, isIntegral } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise, type Slope } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError, type Scalar } from '../op';
import { input, keyword, optional, scalar, scalarOrTensor, tensor, text, withDefault } from '../params';
import { toTensor } from '../toTensor';
import { mapValues } from './mapValues';
import { withNumberFirst } from './numberFirst';
import { checkSubtract } from './subtract';
import { xlogyOf } from './xlogy';

const other = scalarOrTensor('other', say('A number or a tensor that broadcasts with the first.'));
const alpha = keyword(withDefault(scalar('alpha', say('A factor for the second operand.')), { kind: 'int', value: 1 }));
const otherTensor = tensor('other', say('A tensor that broadcasts with the first.'));

/** b times alpha, with ATen's check. */
function scaled(m: Maths, a: Tensor, b: Tensor, factor: Scalar): Tensor {
  if (factor.kind === 'int' && factor.value === 1) return b;
  broadcastShapes(a.shape, b.shape);
  if (factor.kind === 'float' && isIntegral(resultType([a, b]))) {
    throw new OpError(
      'RuntimeError',
      'For integral input tensors, argument alpha must not be a floating point number.',
    );
  }
  const dtype = resultType([a, b]);
  return m.engine.cast(m.mul(m.engine.cast(b, dtype), toTensor(m.engine, factor)), dtype);
}

const still: Slope = (_, g) => zerosLike(g);
/** The quotient without its fraction; integers stay integers. */
function truncated(m: Maths, a: Tensor, b: Tensor): Tensor {
  if (!isIntegral(resultType([a, b]))) {
    return pointwise(m.engine, [a, b], (own, x, y) => own.trunc(own.div(x, y)), [still, still]);
  }
  const zero = m.engine.scalar(0, 'int64', true);
  const quotient = m.floorDiv(a, b);
  const rounded = m.logicalAnd(m.ne(m.remainder(a, b), zero), m.lt(quotient, zero));
  return m.where(rounded, m.add(quotient, m.engine.scalar(1, 'int64', true)), quotient);
}

function refuseBool(a: Tensor, b: Tensor, kernel: string): void {
  if (resultType([a, b]) === 'bool') throw new OpError('NotImplementedError', `"${kernel}" not implemented for 'Bool'`);
}

function divide(m: Maths, a: Tensor, b: Tensor, rounding: string | null): Tensor {
  if (rounding === null) return m.div(a, b);
  if (rounding !== 'floor' && rounding !== 'trunc') {
    throw new OpError(
      'RuntimeError',
      `div expected rounding_mode to be one of None, 'trunc', or 'floor' but found '${rounding}'`,
    );
  }
  refuseBool(a, b, `div_${rounding}_cpu`);
  return rounding === 'floor' ? m.floorDiv(a, b) : truncated(m, a, b);
}

const samples = [
  { args: 'torch.tensor([[1., 2., 3.], [4., 5., 6.]]), torch.tensor([10., 20., 30.])' },
  { args: 'torch.tensor([1, -7, 3]), torch.tensor([2, 2, -3])' },
  { args: 'torch.tensor([1, -7, 3]), 2.5' },
  { args: 'torch.tensor([1., -7., 3.]), 3' },
  { args: 'torch.tensor([1., 2.]), torch.tensor([3., 4.]).double()' },
  { args: 'torch.tensor([1, 2], dtype=torch.uint8), torch.tensor([3, 255], dtype=torch.uint8)' },
  { args: 'torch.tensor([100, 7], dtype=torch.int8), torch.tensor([3, 2], dtype=torch.int16)' },
  { args: 'torch.tensor([0.1, 2.]).half(), 0.1' },
  { args: 'torch.tensor([0.1, 2.]).bfloat16(), torch.tensor([0.3, 7.]).half()' },
  { args: "torch.tensor([float('inf'), float('nan'), 1.]), torch.tensor([float('inf'), 1., float('-inf')])" },
  { args: 'torch.tensor(2), torch.tensor([1.5, -2.5])' },
];
const mismatch = {
  args: 'torch.zeros(2, 3), torch.zeros(4, 3)',
  error: {
    type: 'RuntimeError',
    message: 'The size of tensor a (2) must match the size of tensor b (4) at non-singleton dimension 0',
  },
};

interface Row {
  readonly name: string;
  readonly also?: readonly string[];
  readonly doc: Text;
  readonly run: (m: Maths, a: Tensor, b: Tensor) => Tensor | Promise<Tensor>;
  readonly gradient?: () => never;
  /** Takes tensors only. */
  readonly strict?: boolean;
}
const primitive = (op: BinaryOp) => (m: Maths, a: Tensor, b: Tensor) => m[op](a, b);

const rows: readonly Row[] = [
  { name: 'mul', also: ['multiply'], doc: say('Product of elements.'), run: primitive('mul') },
  {
    name: 'floor_divide',
    doc: say('Quotient rounded down.'),
    run(m, a, b) {
      refuseBool(a, b, 'div_floor_cpu');
      return m.floorDiv(a, b);
    },
    gradient() {
      throw new OpError('RuntimeError', 'derivative for aten::floor_divide is not implemented');
    },
  },
  {
    name: 'remainder',
    doc: say('What is left of a division, with the sign of the divisor.'),
    run(m, a, b) {
      refuseBool(a, b, 'remainder_cpu');
      return m.remainder(a, b);
    },
  },
  {
    name: 'fmod',
    doc: say('What is left of a division, with the sign of the dividend.'),
    run(m, a, b) {
      refuseBool(a, b, 'fmod_cpu');
      const zeroDivision = (): never => {
        throw new OpError('RuntimeError', 'ZeroDivisionError');
      };
      const common = resultType([a, b]);
      const number = isFloat(common)
        ? (x: number, y: number) => x % y
        : (x: number, y: number) => (y === 0 ? zeroDivision() : x % y);
      return pointwise(
        m.engine,
        [a, b],
        ({ engine }, ...values) =>
          mapValues(engine, values, common, { number, big: (x, y) => (y === 0n ? zeroDivision() : x % y) }),
        [(_, g) => g, (m, g, x, y) => m.mul(m.neg(g), truncated(m, x, y))],
      );
    },
  },
  {
    name: 'maximum',
    doc: say('The larger of two elements; nan where one is nan.'),
    strict: true,
    run: primitive('maximum'),
  },
  {
    name: 'minimum',
    doc: say('The smaller of two elements; nan where one is nan.'),
    strict: true,
    run: primitive('minimum'),
  },
];

const define = (row: Row): Op =>
  defineOp({
    names: [`torch.${row.name}`, ...(row.also ?? []).map((name) => `torch.${name}`)],
    methods: [row.name, ...(row.also ?? [])],
    family: 'pointwise',
    doc: row.doc,
    params: [input, row.strict ? otherTensor : other],
    run(args, { engine }) {
      return row.run(maths(engine), args.input, toTensor(engine, args.other));
    },
    ...(row.gradient && { gradient: row.gradient }),
    samples: row.strict ? samples.filter((sample) => !/, -?[\d.]+$/.test(sample.args)) : samples,
    errors: [mismatch],
  });

const added = (name: string, also: readonly string[], doc: Text, kind: 'add' | 'sub' | 'rsub'): Op =>
  defineOp({
    names: [name, ...also].map((each) => `torch.${each}`),
    methods: [name, ...also],
    family: 'pointwise',
    doc,
    params: [input, other, alpha],
    run(args, { engine }) {
      const m = maths(engine);
      const other = toTensor(engine, args.other);
      const [a, b] = kind === 'rsub' ? [other, args.input] : [args.input, other];
      if (kind !== 'add') checkSubtract(a, b);
      const factor = scaled(m, a, b, args.alpha);
      return kind === 'add' ? m.add(a, factor) : m.sub(a, factor);
    },
    samples: [
      ...samples,
      { args: 'torch.tensor([1, 2]), torch.tensor([3, 4]), alpha=2' },
      { args: 'torch.tensor([1., 2.]), 3, alpha=0.5' },
      ...(kind === 'add' ? [{ args: 'torch.tensor([True, False]), torch.tensor([True, True]), alpha=2' }] : []),
    ],
    errors: [
      ...(kind === 'rsub' ? [] : [mismatch]),
      {
        args: 'torch.tensor([1, 2]), torch.tensor([3, 4]), alpha=0.5',
        error: {
          type: 'RuntimeError',
          message: 'For integral input tensors, argument alpha must not be a floating point number.',
        },
      },
    ],
  });

const add = added('add', [], say('Sum of elements.'), 'add');
const sub = added('sub', ['subtract'], say('Difference of elements.'), 'sub');
const rsub = added('rsub', [], say('Difference of elements, the other way round.'), 'rsub');

const div = defineOp({
  names: ['torch.div', 'torch.divide'],
  methods: ['div', 'divide'],
  family: 'pointwise',
  doc: say('Quotient of elements: true division, or rounded with rounding_mode.'),
  params: [
    input,
    other,
    keyword(optional(text('rounding_mode', say("'trunc' drops the fraction, 'floor' rounds down.")))),
  ],
  run(args, { engine }) {
    return divide(maths(engine), args.input, toTensor(engine, args.other), args.rounding_mode);
  },
  samples: [
    ...samples,
    ...["'trunc'", "'floor'"].flatMap((mode) => [
      { args: `torch.tensor([7, -7, 6]), torch.tensor([2, 2, -4]), rounding_mode=${mode}` },
      { args: `torch.tensor([7., -7.5, 0., 1.]), torch.tensor([2., 2., -4., 0.]), rounding_mode=${mode}` },
    ]),
    { args: 'torch.tensor([1, 0, -1]), 0' },
  ],
  errors: [
    mismatch,
    {
      args: 'torch.tensor([1]), 0, rounding_mode="floor"',
      error: { type: 'RuntimeError', message: 'ZeroDivisionError' },
    },
    {
      args: 'torch.tensor([1]), 2, rounding_mode="up"',
      error: {
        type: 'RuntimeError',
        message: "div expected rounding_mode to be one of None, 'trunc', or 'floor' but found 'up'",
      },
    },
  ],
});

const trueDivide = defineOp({
  names: ['torch.true_divide'],
  methods: ['true_divide'],
  family: 'pointwise',
  doc: say('Quotient of elements.'),
  params: [input, other],
  run: (args, { engine }) => engine.binary('div', args.input, toTensor(engine, args.other)),
  samples: [{ args: 'torch.tensor([1, 2]), 4' }],
});

const pow = defineOp({
  names: ['torch.pow'],
  methods: ['pow'],
  family: 'pointwise',
  doc: say('Each element to a power.'),
  params: [scalarOrTensor('input', say('The base.')), scalarOrTensor('exponent', say('The exponent.'))],
  run({ input: base, exponent }, { engine }) {
    const [a, b] = [toTensor(engine, base), toTensor(engine, exponent)];
    if (!(exponent instanceof Tensor) && exponent.kind === 'int' && exponent.value < 0 && isIntegral(a.dtype)) {
      throw new OpError('RuntimeError', 'Integers to negative integer powers are not allowed.');
    }
    if (base instanceof Tensor && exponent instanceof Tensor && resultType([a, b]) === 'bool') {
      throw new OpError('NotImplementedError', '"pow" not implemented for \'Bool\'');
    }
    return engine.binary('pow', a, b);
  },
  samples: [
    { args: 'torch.tensor([1., -2., 3., 0.5]), 2' },
    { args: 'torch.tensor([4., 2., 9.]), 0.5' },
    { args: 'torch.tensor([4., -2.]), -1' },
    { args: 'torch.tensor([2, -3]), 3' },
    { args: 'torch.tensor([2, 3]), 2.0' },
    { args: '2, torch.tensor([1, -1, 3])' },
    { args: '2.5, torch.tensor([1., 2.]).double()' },
    { args: "torch.tensor([1., -1., 0.]), torch.tensor([float('nan'), float('inf'), 0.])" },
    { args: 'torch.tensor([3, 2, -1]), torch.tensor([40, -1, -3])' },
  ],
  errors: [
    {
      args: 'torch.tensor([2]), -1',
      error: { type: 'RuntimeError', message: 'Integers to negative integer powers are not allowed.' },
    },
  ],
});

const xlogy = defineOp({
  names: ['torch.xlogy', 'torch.special.xlogy'],
  methods: ['xlogy'],
  family: 'pointwise',
  doc: say('x log(y), and 0 where x is 0.'),
  params: [scalarOrTensor('input', say('The factor.')), other],
  run: (args, { engine }) => xlogyOf(maths(engine), toTensor(engine, args.input), toTensor(engine, args.other)),
  samples: [
    { args: "torch.tensor([0., 0., 2., 1.]), torch.tensor([0., float('nan'), 3., 0.])" },
    { args: 'torch.tensor([0, 1]), torch.tensor([0, 2])' },
    { args: '2., torch.tensor([0.5, 2.])' },
  ],
});

/** All of this family. */
export const arithmetic: readonly Op[] = [
  add,
  sub,
  rsub,
  ...rows.map(define),
  ...rows.filter(({ name }) => name === 'remainder').map((row) => withNumberFirst(define(row))),
  div,
  trueDivide,
  pow,
  xlogy,
];
