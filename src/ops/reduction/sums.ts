// Reductions to sums and means, and what is built on them: logsumexp, counts.
import { say } from '../../base/text';
import { categoryOf, type DType, isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { restoreDims } from '../../tensor/gradient/derivatives';
import { pointwise, withGradient } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { asDType, dims, input, keepdim, keyword, over } from '../params';
import { reducedAxes, reducedDims } from './reducedDims';

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

/** Zero in the place of nan, where ATen's gradient is multiplied by zero. */
const withoutNan = (engine: Engine, x: Tensor): Tensor =>
  pointwise(engine, [x], (m, own) => m.where(m.isnan(own), m.engine.scalar(0, x.dtype), own), [
    (m, g, own) => m.mul(g, m.logicalNot(m.isnan(own))),
  ]);

const nansum = defineOp({
  names: ['torch.nansum'],
  methods: ['nansum'],
  family: 'reduction',
  doc: say('The sum of the elements that are not nan.'),
  params: [input, over, keepdim, dtype],
  run(args, { engine }) {
    const zeroed = isFloat(args.input.dtype) ? withoutNan(engine, args.input) : args.input;
    return engine.reduce('sum', zeroed, reducedDims(args.input, args.dim), args.keepdim, args.dtype ?? undefined);
  },
  samples: samples.slice(0, 6),
});

const nanmean = defineOp({
  names: ['torch.nanmean'],
  methods: ['nanmean'],
  family: 'reduction',
  doc: say('The average of the elements that are not nan.'),
  params: [input, over, keepdim, dtype],
  run({ input: x, dim: chosen, keepdim: keep, dtype: wanted }, { engine }) {
    if (!isFloat(x.dtype))
      fail(`nanmean(): expected input to have floating point or complex dtype but got ${scalarName(x.dtype)}`);
    const m = maths(engine);
    const dims = reducedDims(x, chosen);
    const sum = engine.reduce('sum', withoutNan(engine, x), dims, keep, wanted ?? undefined);
    return m.div(sum, engine.reduce('sum', m.logicalNot(m.isnan(x)), dims, keep));
  },
  samples: [
    { args: "torch.tensor([1., float('nan'), 4.])" },
    { args: "torch.tensor([[1., float('nan'), 4.], [float('nan')] * 3]), 1" },
    { args: "torch.tensor([[1., float('nan')], [2., 3.]]), dim=0, keepdim=True, dtype=torch.float64" },
  ],
  errors: [
    {
      args: 'torch.tensor([1, 2])',
      error: {
        type: 'RuntimeError',
        message: 'nanmean(): expected input to have floating point or complex dtype but got Long',
      },
    },
  ],
});

/** log of the sum of exp, shifted by the largest so that nothing overflows. */
function shiftedLogSum(m: Maths, x: Tensor, over: readonly number[] | undefined, keep: boolean): Tensor {
  const top = m.engine.reduce('max', x, over, true);
  const shift = m.where(m.isinf(top), m.engine.scalar(0, x.dtype), top);
  const kept = keep ? shift : m.engine.reduce('max', shift, over, false);
  return m.add(m.log(m.engine.reduce('sum', m.exp(m.sub(x, shift)), over, keep)), kept);
}

const logsumexp = defineOp({
  names: ['torch.logsumexp', 'torch.special.logsumexp'],
  methods: ['logsumexp'],
  family: 'reduction',
  doc: say('log of the sum of exp(x) along dims, without overflow.'),
  params: [input, dims('dim', say('The dims that are reduced.')), keepdim],
  axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen),
  run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
    const m = maths(engine);
    const values = isFloat(x.dtype) ? x : engine.cast(x, 'float32');
    const over = reducedDims(x, chosen);
    if (x.size === 0) return m.log(engine.reduce('sum', m.exp(values), over, keep));
    return withGradient(
      engine,
      [values],
      (base, own) => shiftedLogSum(maths(base), own, over, keep),
      (base, g, result) => {
        const back = maths(base);
        const [grad, sum] = [g, result].map((y) => restoreDims(y, over ?? x.shape.map((_, dim) => dim), keep));
        return [back.mul(grad!, back.exp(back.sub(values, sum!)))];
      },
    );
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

export const sums: readonly Op[] = [sum, mean, nansum, nanmean, logsumexp, countNonzero];
