// The p-norms, with ATen's gradient of each.
import { say } from '../../base/text';
import { type DType, isFloat, scalarName } from '../../tensor/dtype';
import { restoreDims } from '../../tensor/gradient/derivatives';
import { zerosLike } from '../../tensor/gradient/window';
import { withGradient } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matrixNormOf } from '../linalg/matrixNorms';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { asDType, dim, input, keepdim, keyword, over, real, tensor, text, withDefault } from '../params';
import { reducedDims } from './reducedDims';

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
  const over = reducedDims(x, chosen);
  if (Math.abs(p) === Infinity && x.size === 0) {
    throw new OpError(
      'RuntimeError',
      'linalg.vector_norm cannot compute the inf norm on an empty tensor because the operation does not have an identity',
    );
  }
  const dims = over ?? x.shape.map((_, dim) => dim);
  return withGradient(
    engine,
    [values],
    (base, own) => base.cast(wideNorm(maths(base), base.cast(own, 'float64'), p, over, keep), own.dtype),
    // How many elements are not zero has no gradient at all.
    (base, g, norm) =>
      p === 0
        ? [undefined]
        : [slope(maths(base), restoreDims(g, dims, keep), values, restoreDims(norm, dims, keep), p, dims)],
  );
}

function wideNorm(m: Maths, x: Tensor, p: number, over: readonly number[] | undefined, keep: boolean): Tensor {
  const sum = (terms: Tensor): Tensor => m.engine.reduce('sum', terms, over, keep);
  const size = m.abs(x);
  if (Math.abs(p) === Infinity) return m.engine.reduce(p > 0 ? 'max' : 'min', size, over, keep);
  if (p === 0) return sum(m.ne(size, 0));
  if (p === 1) return sum(size);
  return p === 2 ? m.sqrt(sum(m.square(size))) : m.pow(sum(m.pow(size, p)), 1 / p);
}

/** ATen's norm_backward: 0 where the norm is. */
function slope(m: Maths, g: Tensor, x: Tensor, norm: Tensor, p: number, dims: readonly number[]): Tensor {
  const unless = (condition: Tensor, y: Tensor): Tensor => m.where(condition, zerosLike(y), y);
  if (p === 1) return m.mul(m.sign(x), g);
  if (p === 2) return m.mul(g, unless(m.eq(norm, 0), m.div(x, norm)));
  if (Math.abs(p) === Infinity) {
    const size = m.abs(x);
    const same = m.logicalOr(m.eq(size, norm), m.logicalAnd(m.isnan(size), m.isnan(norm)));
    const count = m.engine.reduce('sum', same, dims, true);
    return m.mul(m.mul(m.sign(x), m.div(g, count)), same);
  }
  if (p < 1) return m.mul(m.mul(m.mul(m.sign(x), unless(m.eq(x, 0), m.pow(m.abs(x), p - 1))), g), m.pow(norm, 1 - p));
  const power = p < 2 ? m.mul(m.sign(x), m.pow(m.abs(x), p - 1)) : m.mul(x, m.pow(m.abs(x), p - 2));
  return m.mul(power, unless(m.eq(norm, 0), m.div(g, m.pow(norm, p - 1))));
}

const normSamples = [
  { args: 'torch.tensor([[3., -4.], [0., 0.]]), 2, 1' },
  { args: 'torch.tensor([[3., -4.], [0., 0.]]), 1, 1' },
  { args: 'torch.tensor([[3., -4.], [0., 0.], [1., 0.]]), 3, 1' },
  { args: 'torch.tensor([[3., -4.], [0., 0.], [1., 0.]]), 1.5, 1' },
  { args: 'torch.tensor([[3., -4.], [0.25, 1.]]), 0.5, 1' },
  { args: "torch.tensor([[3., -3.], [0., 0.]]), float('inf'), 1" },
  { args: "torch.tensor([[3., -3.], [2., 0.5]]), float('-inf'), 1" },
  { args: 'torch.tensor([[3., -4.], [1., 2.]])' },
  { args: 'torch.tensor([[3., -4.], [1., 2.]]), 1' },
  { args: "torch.tensor([[3., -4.], [1., 2.]]), float('inf'), 0" },
  { args: 'torch.tensor([[3., -4.], [1., 0.]]), 0' },
  { args: 'torch.tensor([[3., -4.], [1., 2.]]), 3, dim=1, keepdim=True' },
];
const normDoc = say('The p-norm: the p-th root of the sum of the p-th powers of the magnitudes.');
const dist = defineOp({
  names: ['torch.dist'],
  methods: ['dist'],
  family: 'reduction',
  doc: say('The p-norm of the difference of two tensors.'),
  params: [input, tensor('other', say('The other tensor.')), withDefault(real('p', say('The power.')), 2)],
  run({ input: x, other, p }, context) {
    const difference = maths(context.engine).sub(x, other);
    if (!isFloat(difference.dtype))
      fail(
        `norm(): input dtype should be either floating point or complex. Got ${scalarName(difference.dtype)} instead.`,
      );
    return normOf(difference, p, null, false, null, context);
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([[1., 4., 2.], [3., 0., 5.]])' },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([0.5, 4., 2.]), 1' },
    { args: "torch.tensor([1., 2., 3.]), torch.tensor([0.5, 4., 2.]), float('inf')" },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([0.5, 4., 2.]), 3' },
  ],
  errors: [
    {
      args: 'torch.tensor([1]), torch.tensor([2])',
      error: {
        type: 'RuntimeError',
        message: 'norm(): input dtype should be either floating point or complex. Got Long instead.',
      },
    },
  ],
});

const renorm = defineOp({
  names: ['torch.renorm'],
  methods: ['renorm'],
  family: 'other',
  doc: say('A copy in which no slice along a dim has a larger p-norm than allowed.'),
  params: [
    input,
    real('p', say('The power.')),
    dim('dim', say('The dim of the slices.')),
    real('maxnorm', say('The largest norm that a slice may have.')),
  ],
  run({ input: x, p, dim: chosen, maxnorm }, context) {
    if (p <= 0) fail('renorm: non-positive-norm not supported');
    if (maxnorm < 0) fail(`renorm: expected maxnorm to be >= 0 but got ${maxnorm}`);
    if (x.rank < 2) fail(`renorm: input needs at least 2 dimensions, got ${x.rank} dimensions`);
    const at = wrapDim(chosen, x.rank);
    const m = maths(context.engine);
    const others = x.shape.map((_, each) => each).filter((each) => each !== at);
    const norm = normOf(x, p, others, true, null, context);
    const factor = m.div(maxnorm, m.add(norm, 1e-7));
    return m.mul(x, m.where(m.gt(norm, maxnorm), factor, context.engine.scalar(1, x.dtype)));
  },
  samples: [
    { args: 'torch.tensor([[1., 4., 2.], [0.5, 0., 0.25]]), 2, 0, 2.' },
    { args: 'torch.tensor([[1., 4., 2.], [0.5, 0.1, 0.25]]).double(), 1, -1, 1.5' },
  ],
  errors: [
    {
      args: 'torch.zeros(3), 2, 0, 1.',
      error: { type: 'RuntimeError', message: 'renorm: input needs at least 2 dimensions, got 1 dimensions' },
    },
    {
      args: 'torch.zeros(3, 3), 0, 0, 1.',
      error: { type: 'RuntimeError', message: 'renorm: non-positive-norm not supported' },
    },
  ],
});

export const norms: readonly Op[] = [
  dist,
  renorm,
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
      text('p', say("'fro': the root of the sum of squares; 'nuc': the sum of singular values.")),
      over,
      keepdim,
      asDType,
    ],
    run(args, context) {
      const pair = args.dim ?? args.input.shape.map((_, dim) => dim);
      const [rows, columns] = pair;
      if (args.p === 'nuc' && pair.length === 2 && rows !== undefined && columns !== undefined) {
        const x = args.dtype ? context.engine.cast(args.input, args.dtype) : args.input;
        return matrixNormOf(context.engine, x, 'nuc', [rows, columns], args.keepdim);
      }
      if (args.p !== 'fro' && args.p !== 'nuc')
        throw new OpError('RuntimeError', `linalg.matrix_norm: Order ${args.p} not supported.`);
      if (args.p !== 'fro') throw new NotModelled(say("the norm '{0}' is not modelled yet", args.p));
      return normOf(args.input, 2, args.dim, args.keepdim, args.dtype, context);
    },
    samples: ["'fro'", "'nuc'"].map((p) => ({ args: `torch.tensor([[3., -4.], [1., 2.]]), ${p}` })),
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
