// Reductions to sums and means, and what is built on them: prod, std, var, norm, logsumexp, counts.
import { say, type Text } from '../../base/text';
import { categoryOf, type DType, isFloat, scalarName } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { alias, asDType, bool, dim, dims, input, keepdim, keyword, optional, real, text, withDefault } from '../params';
import { reducedAxes, reducedDims } from './reducedDims';

const over = alias(optional(dims('dim', say('The dims that are reduced; all of them where None.'))), 'axis');
const dtype = keyword(asDType);

const samples = [
  { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]])' },
  { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), 1' },
  { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), dim=0, keepdim=True' },
  { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), dim=-1, dtype=torch.float64' },
  { args: 'torch.tensor([[1, 2], [3, 4]]), dtype=torch.float32' },
  { args: "torch.tensor([1., float('nan'), 2.])" },
  { args: 'torch.tensor(2.5), 0' },
];
const several = [
  { args: 'torch.arange(24.).reshape(2, 3, 4), (0, 2)' },
  { args: 'torch.arange(24.).reshape(2, 3, 4), dim=(0, -1), keepdim=True' },
  { args: 'torch.zeros(0), dim=()' },
  { args: 'torch.zeros(2, 0), 1' },
];
const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};
const repeated = {
  args: 'torch.zeros(2, 3), (0, 0)',
  error: { type: 'RuntimeError', message: 'dim 0 appears multiple times in the list of dims' },
};

const sum = defineOp({
  names: ['torch.sum'],
  methods: ['sum'],
  family: 'reduction',
  doc: say('The sum of the elements, of all or along dims. Integers and bool give int64.'),
  params: [input, over, keepdim, dtype],
  axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen),
  run: (args, { engine }) =>
    engine.reduce('sum', args.input, reducedDims(args.input, args.dim), args.keepdim, args.dtype ?? undefined),
  samples: [
    ...samples,
    ...several,
    { args: 'torch.tensor([True, True, False])' },
    { args: 'torch.tensor([1.5, 2.5]), dtype=torch.int64' },
    { args: 'torch.tensor([200, 100], dtype=torch.uint8)' },
    { args: 'torch.tensor([0.1, 0.2]).half()' },
  ],
  errors: [rangeError, repeated],
});

/** ATen's refusal to average integers. */
export function checkMean(x: Tensor, dtype: DType | null): void {
  const type = dtype ?? x.dtype;
  if (isFloat(type) || categoryOf(type) === 'complex') return;
  throw new OpError(
    'RuntimeError',
    `mean(): could not infer output dtype. ${dtype ? 'Optional' : 'Input'} dtype must be either a floating point or complex dtype. Got: ${scalarName(type)}`,
  );
}

const mean = defineOp({
  names: ['torch.mean'],
  methods: ['mean'],
  family: 'reduction',
  doc: say('The average of the elements, of all or along dims.'),
  params: [input, over, keepdim, dtype],
  axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen),
  run(args, { engine }) {
    checkMean(args.input, args.dtype);
    return engine.reduce('mean', args.input, reducedDims(args.input, args.dim), args.keepdim, args.dtype ?? undefined);
  },
  samples: [...samples, ...several],
  errors: [
    rangeError,
    repeated,
    {
      args: 'torch.tensor([1, 2])',
      error: {
        type: 'RuntimeError',
        message:
          'mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long',
      },
    },
    {
      args: 'torch.tensor([1.]), dtype=torch.int64',
      error: {
        type: 'RuntimeError',
        message:
          'mean(): could not infer output dtype. Optional dtype must be either a floating point or complex dtype. Got: Long',
      },
    },
  ],
});

const nansum = defineOp({
  names: ['torch.nansum'],
  methods: ['nansum'],
  family: 'reduction',
  doc: say('The sum of the elements that are not nan.'),
  params: [input, over, keepdim, dtype],
  run(args, { engine }) {
    const m = maths(engine);
    const zeroed = isFloat(args.input.dtype)
      ? m.where(m.isnan(args.input), engine.scalar(0, args.input.dtype), args.input)
      : args.input;
    return engine.reduce('sum', zeroed, reducedDims(args.input, args.dim), args.keepdim, args.dtype ?? undefined);
  },
  samples: samples.slice(0, 6),
});

const prodAll = defineOp({
  names: ['torch.prod'],
  methods: ['prod'],
  family: 'reduction',
  doc: say('The product of all elements.'),
  params: [input, dtype],
  run: (args, { engine }) => engine.reduce('prod', args.input, undefined, false, args.dtype ?? undefined),
  samples: [
    { args: 'torch.tensor([[1.5, 2.], [3., -4.]])' },
    { args: 'torch.tensor([1, 2, 3])' },
    { args: 'torch.zeros(0)' },
    { args: 'torch.tensor([1, 2]), dtype=torch.float64' },
  ],
});
const prodDim = defineOp({
  names: ['torch.prod'],
  methods: ['prod'],
  family: 'reduction',
  doc: say('The product of the elements along a dim.'),
  params: [input, alias(dim('dim', say('The dim that is reduced.')), 'axis'), keepdim, dtype],
  run: (args, { engine }) =>
    engine.reduce('prod', args.input, reducedDims(args.input, [args.dim]), args.keepdim, args.dtype ?? undefined),
  samples: [{ args: 'torch.tensor([[1.5, 2.], [3., -4.]]), 1' }, { args: 'torch.tensor([[1, 2], [3, 4]]), 0, True' }],
  errors: [rangeError],
});

/** Mean of squared distances with `count - correction` below; Welford's accumulator in ATen is double, so is this. */
function variance(
  x: Tensor,
  chosen: readonly number[] | null,
  correction: number,
  keep: boolean,
  name: string,
  { engine, warn }: OpContext,
): Tensor {
  if (!isFloat(x.dtype))
    throw new OpError('RuntimeError', 'std and var only support floating point and complex dtypes');
  const over = reducedDims(x, chosen);
  const count = sizeOf((over ?? x.shape.map((_, dim) => dim)).map((dim) => x.shape[dim]!));
  if (count - correction <= 0) {
    warn(
      'UserWarning',
      `${name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/ReduceOps.cpp:1861.)`,
    );
  }
  const m = maths(engine);
  const wide = engine.cast(x, 'float64');
  const distance = m.sub(wide, engine.reduce('mean', wide, over, true));
  return m.div(engine.reduce('sum', m.square(distance), over, keep), Math.max(count - correction, 0));
}

const unbiased = withDefault(bool('unbiased', say('Whether to divide by one less than the count.')), true);
const correction = keyword(withDefault(real('correction', say('What is taken off the count before dividing.')), 1));

function spread(name: 'std' | 'var', doc: Text): readonly Op[] {
  const finish = (x: Tensor, squared: Tensor, { engine }: OpContext) =>
    engine.cast(name === 'std' ? engine.unary('sqrt', squared) : squared, x.dtype);
  const shared = { names: [`torch.${name}`], methods: [name], family: 'reduction', doc } as const;
  return [
    defineOp({
      ...shared,
      params: [input, over, correction, keyword(keepdim)],
      run: (args, context) =>
        finish(args.input, variance(args.input, args.dim, args.correction, args.keepdim, name, context), context),
      samples: [
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]])' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), 1' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), dim=(0, 1), correction=2' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), dim=0, keepdim=True' },
        { args: 'torch.tensor([1.])' },
        { args: 'torch.tensor([1., 2.]).double()' },
      ],
      errors: [
        {
          args: 'torch.tensor([1, 2])',
          error: { type: 'RuntimeError', message: 'std and var only support floating point and complex dtypes' },
        },
        rangeError,
      ],
    }),
    defineOp({
      ...shared,
      params: [input, over, unbiased, keepdim],
      run: (args, context) =>
        finish(args.input, variance(args.input, args.dim, args.unbiased ? 1 : 0, args.keepdim, name, context), context),
      samples: [
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), 1, False' },
        { args: 'torch.tensor([1., 2., 4.]), unbiased=False' },
        { args: 'torch.tensor([[1., 2.]]), dim=1, unbiased=False, keepdim=True' },
      ],
    }),
    defineOp({
      ...shared,
      params: [input, bool('unbiased', say('Whether to divide by one less than the count.'))],
      run: (args, context) =>
        finish(args.input, variance(args.input, null, args.unbiased ? 1 : 0, false, name, context), context),
      samples: [{ args: 'torch.tensor([1., 2., 4.]), False' }],
    }),
  ];
}

/** The p-norm over dims: (sum |x|^p)^(1/p), with the limits at 0 and infinity. */
export function normOf(
  x: Tensor,
  p: number,
  chosen: readonly number[] | null,
  keep: boolean,
  dtype: DType | null,
  { engine }: OpContext,
): Tensor {
  const values = dtype ? engine.cast(x, dtype) : x;
  if (!isFloat(values.dtype)) {
    throw new OpError(
      'RuntimeError',
      `linalg.vector_norm: Expected a floating point or complex tensor as input. Got ${scalarName(values.dtype)}`,
    );
  }
  const m = maths(engine);
  const over = reducedDims(x, chosen);
  if (Math.abs(p) === Infinity && x.size === 0) {
    throw new OpError(
      'RuntimeError',
      'linalg.vector_norm cannot compute the inf norm on an empty tensor because the operation does not have an identity',
    );
  }
  const wide = engine.cast(m.abs(values), 'float64');
  const result = () => {
    if (p === Infinity) return engine.reduce('max', wide, over, keep);
    if (p === -Infinity) return engine.reduce('min', wide, over, keep);
    if (p === 0) return engine.reduce('sum', m.ne(wide, 0), over, keep);
    if (p === 1) return engine.reduce('sum', wide, over, keep);
    if (p === 2) return m.sqrt(engine.reduce('sum', m.square(wide), over, keep));
    return m.pow(engine.reduce('sum', m.pow(wide, p), over, keep), 1 / p);
  };
  return engine.cast(result(), values.dtype);
}

const normSamples = [
  { args: 'torch.tensor([[3., -4.], [1., 2.]])' },
  { args: 'torch.tensor([[3., -4.], [1., 2.]]), 1' },
  { args: "torch.tensor([[3., -4.], [1., 2.]]), float('inf'), 0" },
  { args: 'torch.tensor([[3., -4.], [1., 0.]]), 0' },
  { args: 'torch.tensor([[3., -4.], [1., 2.]]), 3, dim=1, keepdim=True' },
];
const normDoc = say('The p-norm: the p-th root of the sum of the p-th powers of the magnitudes.');
const norms = [
  defineOp({
    names: ['torch.norm'],
    methods: ['norm'],
    family: 'reduction',
    doc: normDoc,
    params: [input, withDefault(real('p', say('The power.')), 2), over, keepdim, asDType],
    run: (args, context) => normOf(args.input, args.p, args.dim, args.keepdim, args.dtype, context),
    samples: [...normSamples, { args: 'torch.tensor([[3., -4.], [1., 2.]]), dim=1' }],
    errors: [
      {
        args: 'torch.tensor([1, 2])',
        error: {
          type: 'RuntimeError',
          message: 'linalg.vector_norm: Expected a floating point or complex tensor as input. Got Long',
        },
      },
    ],
  }),
  defineOp({
    names: ['torch.norm'],
    methods: ['norm'],
    family: 'reduction',
    doc: normDoc,
    params: [
      input,
      { ...text('p', say("'fro': the root of the sum of squares.")), choices: ['fro'] },
      over,
      keepdim,
      asDType,
    ],
    run(args, context) {
      if (args.p !== 'fro') throw new NotModelled(say("the norm '{0}' is not modelled yet", args.p));
      return normOf(args.input, 2, args.dim, args.keepdim, args.dtype, context);
    },
    samples: [{ args: "torch.tensor([[3., -4.], [1., 2.]]), 'fro'" }],
  }),
  defineOp({
    names: ['torch.linalg.vector_norm'],
    family: 'reduction',
    doc: normDoc,
    params: [input, withDefault(real('ord', say('The power.')), 2), over, keepdim, keyword(asDType)],
    run: (args, context) => normOf(args.input, args.ord, args.dim, args.keepdim, args.dtype, context),
    samples: normSamples,
  }),
];

const logsumexp = defineOp({
  names: ['torch.logsumexp', 'torch.special.logsumexp'],
  methods: ['logsumexp'],
  family: 'reduction',
  doc: say('log of the sum of exp(x) along dims, without overflow.'),
  params: [input, alias(dims('dim', say('The dims that are reduced.')), 'axis'), keepdim],
  axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen),
  run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
    const m = maths(engine);
    const values = isFloat(x.dtype) ? x : engine.cast(x, 'float32');
    const over = reducedDims(x, chosen);
    const zero = engine.scalar(0, values.dtype);
    if (x.size === 0) return m.log(engine.reduce('sum', m.exp(values), over, keep));
    const top = engine.reduce('max', values, over, true);
    const shift = m.where(m.isinf(top), zero, top);
    const kept = keep ? shift : engine.reduce('max', shift, over, false);
    return m.add(m.log(engine.reduce('sum', m.exp(m.sub(values, shift)), over, keep)), kept);
  },
  samples: [
    { args: 'torch.tensor([[1., 2., 3.], [1000., 1., 2.]]), 1' },
    { args: 'torch.tensor([[1., 2., 3.], [1., 1., 2.]]), dim=(0, 1), keepdim=True' },
    { args: 'torch.tensor([1, 2]), 0' },
    { args: "torch.tensor([[float('-inf'), float('-inf')], [float('inf'), 1.]]), -1" },
  ],
  errors: [rangeError],
});

const countNonzero = defineOp({
  names: ['torch.count_nonzero'],
  methods: ['count_nonzero'],
  family: 'reduction',
  doc: say('How many elements are not zero.'),
  params: [input, over],
  run(args, { engine }) {
    const m = maths(engine);
    return engine.reduce('sum', m.logicalNot(m.logicalNot(args.input)), reducedDims(args.input, args.dim));
  },
  samples: [{ args: 'torch.tensor([[1., 0.], [2., 3.]])' }, { args: 'torch.tensor([[1, 0], [2, 3]]), 1' }],
});

export const sums: readonly Op[] = [
  sum,
  mean,
  nansum,
  prodAll,
  prodDim,
  ...spread('std', say('Standard deviation.')),
  ...spread('var', say('Variance.')),
  ...norms,
  logsumexp,
  countNonzero,
];
