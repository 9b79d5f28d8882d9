// Elementwise choice: clamp, where, round, isfinite.
import { say, type Text } from '../../base/text';
import { categoryOf, isFloat, isIntegral, scalarName } from '../../tensor/dtype';
import { tensorOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import { Tensor } from '../../tensor/tensor';
import { checkFits } from '../checkFits';
import { defineOp } from '../defineOp';
import { indexOfNonzero } from '../indexing/nonzero';
import { asIterator } from '../layouts';
import { type Op, OpError, type Scalar } from '../op';
import { input, int, keyword, optional, scalar, scalarOrTensor, type TypedParam, tensor, withDefault } from '../params';
import { toTensor } from '../toTensor';
import { atLeast, atMost, between } from './hold';

type Limit = <Name extends string>(name: Name, doc: Text) => TypedParam<Name, Scalar | Tensor>;

/** Held by limits of one kind, tensors or numbers. */
const clamp = (limit: Limit, samples: Op['samples'], errors: NonNullable<Op['errors']> = []): Op =>
  defineOp({
    names: ['torch.clamp', 'torch.clip'],
    methods: ['clamp', 'clip'],
    family: 'pointwise',
    doc: say('Each element held between min and max.'),
    params: [
      input,
      optional(limit('min', say('The least value, or None.'))),
      optional(limit('max', say('The largest value, or None.'))),
    ],
    run({ input: x, min, max }, { engine }) {
      if (min === null && max === null) {
        throw new OpError('RuntimeError', "torch.clamp: At least one of 'min' or 'max' must not be None");
      }
      for (const given of [min, max]) {
        if (given && !(given instanceof Tensor)) checkFits(given.value, resultType([x, toTensor(engine, given)]));
      }
      const [low, high] = [min, max].map((given) => given && toTensor(engine, given));
      if (low && high) return engine.cast(between(engine, x, low, high), resultType([x, low, high]));
      return low ? atLeast(engine, x, low) : atMost(engine, x, high!);
    },
    samples,
    errors,
  });

const clampByTensors = clamp(tensor, [
  { args: 'torch.tensor([1., 5.]), torch.tensor([2., 2.]), torch.tensor([1., 3.])' },
  { args: 'torch.tensor([0., 1., 2., 3., 4.]), torch.tensor([1., 1., 3., 3., 3.]), torch.tensor(2.)' },
  { args: 'torch.tensor([[0., 1.], [2., 3.]]), None, torch.tensor([1., 3.5])' },
  { args: 'torch.tensor([[0., 1.], [2., 3.]]), torch.tensor([1., 1.])' },
]);
const clampByNumbers = clamp(
  scalar,
  [
    { args: 'torch.tensor([-2., 0.5, 3.]), 0, 1' },
    { args: 'torch.tensor([-2., 0.5, 3.]), min=0.' },
    { args: "torch.tensor([-2., float('nan'), 3.]), max=1" },
    { args: 'torch.tensor([1, 5]), 1.5, 3' },
    { args: 'torch.tensor([1., 5.]), min=2, max=1' },
    { args: "torch.tensor([1., 5.]), min=float('nan')" },
    { args: 'torch.tensor([0., 1., 2., 3., 4.]), 1, 3' },
  ],
  [
    {
      args: 'torch.tensor([1.])',
      error: { type: 'RuntimeError', message: "torch.clamp: At least one of 'min' or 'max' must not be None" },
    },
  ],
);

const clampOneSided = (name: 'clamp_min' | 'clamp_max', param: 'min' | 'max'): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'pointwise',
    doc: say('Each element held on one side of a limit.'),
    params: [input, scalarOrTensor(param, say('The limit.'))],
    run(args, { engine }) {
      const limit: Scalar | Tensor = args[param];
      return (param === 'min' ? atLeast : atMost)(engine, args.input, toTensor(engine, limit));
    },
    samples: [{ args: 'torch.tensor([-2., 0.5, 1., 3.]), 1' }, { args: 'torch.tensor([1, 5]), torch.tensor(2)' }],
  });

function checkCondition(condition: Tensor): void {
  if (condition.dtype === 'bool' || condition.dtype === 'uint8') return;
  throw new OpError(
    'RuntimeError',
    `where expected condition to be a boolean tensor, but got a tensor with dtype ${scalarName(condition.dtype)}`,
  );
}

const where = defineOp({
  names: ['torch.where'],
  layout: asIterator,
  family: 'pointwise',
  doc: say('The element of the first where the condition holds, else of the second.'),
  params: [
    tensor('condition', say('Which to take, element by element.')),
    scalarOrTensor('input', say('Taken where the condition holds.')),
    scalarOrTensor('other', say('Taken elsewhere.')),
  ],
  run({ condition, input: a, other: b }, { engine }) {
    checkCondition(condition);
    return engine.where(condition, toTensor(engine, a), toTensor(engine, b));
  },
  samples: [
    { args: 'torch.tensor([True, False]), torch.tensor([1., 2.]), torch.tensor([3., 4.])' },
    { args: 'torch.tensor([[True], [False]]), torch.tensor([1, 2]), 0.5' },
    { args: 'torch.tensor([True, False]), 1, 2.' },
    { args: 'torch.tensor([True, False]), torch.tensor([1., 2.]).half(), 2.' },
    { args: 'torch.tensor([True, False]), torch.tensor([1, 2]), torch.tensor(2.5)' },
  ],
  errors: [
    {
      args: 'torch.tensor([1, 0]), 1, 2',
      error: {
        type: 'RuntimeError',
        message: 'where expected condition to be a boolean tensor, but got a tensor with dtype Long',
      },
    },
    {
      args: 'torch.tensor([True, True]), torch.tensor([1.]), torch.tensor([1., 2., 3.])',
      error: {
        type: 'RuntimeError',
        message: 'The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0',
      },
    },
  ],
});

/** `x.where(condition, y)`: self is what is taken where the condition holds. */
const whereMethod = defineOp({
  names: ['torch.Tensor.where'],
  layout: asIterator,
  methods: ['where'],
  family: 'other',
  doc: say('The own element where the condition holds, else the other.'),
  params: [
    input,
    tensor('condition', say('Which to take, element by element.')),
    scalarOrTensor('other', say('Taken elsewhere.')),
  ],
  run({ input: x, condition, other }, { engine }) {
    checkCondition(condition);
    return engine.where(condition, x, toTensor(engine, other));
  },
  samples: [
    { args: 'torch.tensor([1., 2.]), torch.tensor([True, False]), torch.tensor([3., 4.])' },
    { args: 'torch.tensor([1., 2.]), torch.tensor([True, False]), 0' },
  ],
});

const whereIndices = defineOp({
  names: ['torch.where'],
  layout: asIterator,
  family: 'other',
  doc: say('The indices of the elements that are not zero, one tensor per dim.'),
  params: [tensor('condition', say('Which to take, element by element.'))],
  run: ({ condition }, { engine }) => indexOfNonzero(engine, condition),
  samples: [{ args: 'torch.tensor([[True, False], [True, True]])' }, { args: 'torch.tensor([0, 3, 0, 4])' }],
});

const round = defineOp({
  names: ['torch.round', 'torch.special.round'],
  methods: ['round'],
  family: 'pointwise',
  doc: say('The nearest integer, halves to even, or that many decimals.'),
  params: [input, keyword(withDefault(int('decimals', say('How many decimals stay.')), 0))],
  run({ input: x, decimals }, { engine }) {
    if (x.dtype === 'bool') throw new OpError('NotImplementedError', '"round_vml_cpu" not implemented for \'Bool\'');
    if (decimals === 0) return engine.unary('round', x);
    if (isIntegral(x.dtype))
      throw new OpError('NotImplementedError', `"round_cpu" not implemented for '${scalarName(x.dtype)}'`);
    const m = maths(engine);
    const ten = 10 ** Math.abs(decimals);
    return decimals > 0 ? m.div(m.round(m.mul(x, ten)), ten) : m.mul(m.round(m.div(x, ten)), ten);
  },
  samples: [
    { args: 'torch.tensor([0.5, 1.5, -0.5, -2.5, 2.4999])' },
    { args: 'torch.tensor([2.345, -1.355]), decimals=2' },
    { args: 'torch.tensor([1234.5]), decimals=-2' },
    { args: 'torch.tensor([3, -4])' },
  ],
  errors: [
    {
      args: 'torch.tensor([True])',
      error: { type: 'NotImplementedError', message: '"round_vml_cpu" not implemented for \'Bool\'' },
    },
  ],
});

const isfinite = defineOp({
  names: ['torch.isfinite'],
  methods: ['isfinite'],
  family: 'comparison',
  doc: say('Whether each element is neither infinite nor nan.'),
  params: [input],
  run({ input: x }, { engine }) {
    const m = maths(engine);
    if (!isFloat(x.dtype) && categoryOf(x.dtype) !== 'complex') {
      return tensorOf(new Uint8Array(x.size).fill(1), x.shape, 'bool');
    }
    return m.logicalNot(m.logicalOr(m.isnan(x), m.isinf(x)));
  },
  samples: [{ args: "torch.tensor([1., float('inf'), float('nan')])" }, { args: 'torch.tensor([1, 2])' }],
});

export const choices: readonly Op[] = [
  clampByTensors,
  clampByNumbers,
  clampOneSided('clamp_min', 'min'),
  clampOneSided('clamp_max', 'max'),
  where,
  whereIndices,
  whereMethod,
  round,
  isfinite,
];
