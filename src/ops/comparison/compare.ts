// Comparisons of elements, and of whole tensors.
import { say, type Text } from '../../base/text';
import type { BinaryOp } from '../../tensor/backend';
import { sameShape } from '../../tensor/broadcast';
import { isIntegral, scalarName } from '../../tensor/dtype';
import { withValues } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asIterator } from '../layouts';
import { type Op, OpError } from '../op';
import { bool, input, real, scalarOrTensor, tensor, withDefault } from '../params';
import { toTensor } from '../toTensor';

const rows: readonly { readonly op: BinaryOp; readonly names: readonly string[]; readonly doc: Text }[] = [
  { op: 'eq', names: ['eq'], doc: say('Whether the elements are equal.') },
  { op: 'ne', names: ['ne', 'not_equal'], doc: say('Whether the elements differ.') },
  { op: 'lt', names: ['lt', 'less'], doc: say('Whether the first is less.') },
  { op: 'le', names: ['le', 'less_equal'], doc: say('Whether the first is less or equal.') },
  { op: 'gt', names: ['gt', 'greater'], doc: say('Whether the first is greater.') },
  { op: 'ge', names: ['ge', 'greater_equal'], doc: say('Whether the first is greater or equal.') },
];

const comparisons = rows.map(({ op, names, doc }) =>
  defineOp({
    names: names.map((name) => `torch.${name}`),
    methods: names,
    family: 'comparison',
    doc,
    params: [input, scalarOrTensor('other', say('A number or a tensor that broadcasts with the first.'))],
    run: (args, { engine }) => engine.binary(op, args.input, toTensor(engine, args.other)),
    samples: [
      { args: "torch.tensor([1., 2., float('nan')]), torch.tensor([1., 3., float('nan')])" },
      { args: 'torch.tensor([[1], [2]]), torch.tensor([1, 2])' },
      { args: 'torch.tensor([1, 2, 3]), 1.5' },
      { args: 'torch.tensor([0.1, 0.2]), 0.1' },
      { args: 'torch.tensor([True, False]), 1' },
    ],
    errors: [
      {
        args: 'torch.zeros(2), torch.zeros(3)',
        error: {
          type: 'RuntimeError',
          message: 'The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0',
        },
      },
    ],
  }),
);

const other = tensor('other', say('A tensor that broadcasts with the first.'));
const tolerances = [
  withDefault(real('rtol', say('Tolerance relative to the second.')), 1e-5),
  withDefault(real('atol', say('Tolerance beside it.')), 1e-8),
  withDefault(bool('equal_nan', say('Whether nan equals nan.')), false),
] as const;

/** |a - b| <= atol + rtol |b|, or equal (ATen's isclose). */
function close(m: Maths, a: Tensor, b: Tensor, rtol: number, atol: number, equalNan: boolean): Tensor {
  if (a.dtype !== b.dtype)
    throw new OpError('RuntimeError', `${scalarName(a.dtype)} did not match ${scalarName(b.dtype)}`);
  for (const [name, value] of Object.entries({ rtol, atol })) {
    if (value < 0) fail(`${name} must be greater than or equal to zero, but got ${value}`);
  }
  const same = m.eq(a, b);
  const equal = equalNan && !isIntegral(a.dtype) ? m.logicalOr(same, m.logicalAnd(m.isnan(a), m.isnan(b))) : same;
  if (rtol === 0 && atol === 0) return equal;
  const allowed = m.add(m.abs(m.mul(b, rtol)), atol);
  const distance = m.abs(isIntegral(a.dtype) ? m.sub(m.add(a, 0), b) : m.sub(a, b));
  const finite = m.logicalNot(m.logicalOr(m.isnan(distance), m.isinf(distance)));
  return m.logicalOr(equal, m.logicalAnd(finite, m.le(distance, allowed)));
}

const samples = [
  {
    args: "torch.tensor([1., 2., float('inf'), float('nan')]), torch.tensor([1.000001, 2.1, float('inf'), float('nan')])",
  },
  { args: 'torch.tensor([1., 2.]), torch.tensor([1., 2.])' },
  { args: "torch.tensor([float('nan')]), torch.tensor([float('nan')]), equal_nan=True" },
  { args: 'torch.tensor([10, 11]), torch.tensor([10, 10]), rtol=0.1' },
  { args: 'torch.tensor([1.0, 1.1]), torch.tensor([1.05, 1.05]), atol=0.06, rtol=0.' },
];
const dtypeError = {
  args: 'torch.tensor([1]), torch.tensor([1.])',
  error: { type: 'RuntimeError', message: 'Long did not match Float' },
};

const isclose = defineOp({
  names: ['torch.isclose'],
  layout: asIterator,
  methods: ['isclose'],
  family: 'other',
  doc: say('Whether the elements are equal within tolerances.'),
  params: [input, other, ...tolerances],
  run: (args, { engine }) => close(maths(engine), args.input, args.other, args.rtol, args.atol, args.equal_nan),
  samples,
  errors: [dtypeError],
});

const allTrue = (m: Maths, x: Tensor): boolean | Promise<boolean> =>
  withValues(m.engine, [m.engine.reduce('all', x, undefined)], (values) => values![0] === 1);

const allclose = defineOp({
  names: ['torch.allclose'],
  methods: ['allclose'],
  family: 'other',
  doc: say('Whether all elements are equal within tolerances.'),
  params: [input, other, ...tolerances],
  run(args, { engine }) {
    const m = maths(engine);
    return allTrue(m, close(m, args.input, args.other, args.rtol, args.atol, args.equal_nan));
  },
  samples,
  errors: [dtypeError],
});

const equal = defineOp({
  names: ['torch.equal'],
  methods: ['equal'],
  family: 'other',
  doc: say('Whether two tensors have the same size and elements.'),
  params: [input, tensor('other', say('The other tensor.'))],
  run(args, { engine }) {
    if (!sameShape(args.input.shape, args.other.shape)) return false;
    const m = maths(engine);
    return allTrue(m, m.eq(args.input, args.other));
  },
  samples: [
    { args: 'torch.tensor([1, 2]), torch.tensor([1, 2])' },
    { args: 'torch.tensor([1]), torch.tensor([1, 2])' },
    { args: 'torch.tensor([1, 2]), torch.tensor([1, 3])' },
  ],
});

export const compareOps: readonly Op[] = [...comparisons, isclose, allclose, equal];
