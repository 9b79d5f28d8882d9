// Distances and similarities of vectors: pairwise along the last dim, cosine along a dim, every pair of two sets.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { checkList, isFloat, scalarName } from '../../tensor/dtype';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { bool, dim, optional, real, tensor, text, withDefault } from '../params';
import { raisedTo } from '../pointwise/hold';
import { normOf } from '../reduction/norms';
import { dot, pairwiseDistance } from './lengths';

const first = tensor('x1', say('The first vectors.'));
const second = tensor('x2', say('The second vectors.'));
const power = withDefault(real('p', say('The power of the norm.')), 2);

const pairwise = defineOp({
  names: ['torch.nn.functional.pairwise_distance', 'torch.pairwise_distance'],
  module: { name: 'torch.nn.PairwiseDistance', constructor: ['p', 'eps', 'keepdim'] },
  family: 'distance',
  doc: say('The p-norm of x1 - x2 + eps along the last dim.'),
  params: [
    first,
    second,
    power,
    withDefault(real('eps', say('Added to the differences.')), 1e-6),
    withDefault(bool('keepdim', say('Whether the reduced dim stays, with size 1.')), false),
  ],
  run: ({ x1, x2, p, eps, keepdim }, context) => pairwiseDistance(x1, x2, p, eps, keepdim, context),
  samples: [
    { args: 'torch.arange(12).reshape(3, 4), torch.arange(12).reshape(3, 4)' },
    { args: 'torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[0., 2.5], [1., 1.]])' },
    { args: 'torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([1., 1.]), 1, keepdim=True' },
    { args: "torch.tensor([1., 2.]), torch.tensor([2., -1.]), p=float('inf')" },
  ],
});

const cosine = defineOp({
  names: ['torch.nn.functional.cosine_similarity', 'torch.cosine_similarity'],
  module: { name: 'torch.nn.CosineSimilarity', constructor: ['dim', 'eps'] },
  family: 'distance',
  doc: say('The cosine of the angle between vectors along a dim.'),
  params: [
    first,
    second,
    withDefault(dim('dim', say('The dim of the vectors.')), 1),
    withDefault(real('eps', say('The least length that is divided by.')), 1e-8),
  ],
  run({ x1, x2, dim: at, eps }, context) {
    const { engine } = context;
    const m = maths(engine);
    const dtype = resultType([x1, x2]);
    if (!isFloat(dtype)) {
      throw new OpError(
        'RuntimeError',
        `expected common dtype to be floating point, yet common dtype is ${scalarName(dtype)}`,
      );
    }
    const shape = broadcastShapes(x1.shape, x2.shape);
    const [a, b] = [x1, x2].map((x) => {
      const values = broadcastTo(isFloat(x.dtype) ? x : engine.cast(x, dtype), shape);
      const length = normOf(values, 2, [at], true, null, context);
      return m.div(values, raisedTo(engine, length, eps));
    });
    return dot(m, a!, b!, at < 0 ? at + shape.length : at);
  },
  samples: [
    { args: 'torch.tensor([[1., 2.], [3., -4.]]), torch.tensor([[0., 2.5], [1., 1.]])' },
    { args: 'torch.tensor([[1., 2.], [3., -4.]]), torch.tensor([[0., 2.5]]), dim=0' },
    { args: 'torch.tensor([0., 0.]), torch.tensor([2., -1.]), dim=-1' },
    { args: 'torch.tensor([1., 3.]).double(), torch.tensor([2., -1.]), dim=0, eps=1e-3' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 2).long(), torch.ones(2, 2).long()',
      error: {
        type: 'RuntimeError',
        message: 'expected common dtype to be floating point, yet common dtype is Long',
      },
    },
    {
      args: 'torch.ones(2), torch.ones(2)',
      error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-1, 0], but got 1)' },
    },
  ],
});

const withinOneSet = defineOp({
  names: ['torch.nn.functional.pdist', 'torch.pdist'],
  family: 'distance',
  doc: say('The distance of every row from every later row.'),
  params: [tensor('input', say('The vectors.')), power],
  run({ input: x, p }, context) {
    if (x.rank !== 2) fail(`pdist only supports 2D tensors, got: ${x.rank}D`);
    if (!isFloat(x.dtype)) fail('pdist only supports floating-point dtypes');
    if (p < 0) fail('pdist only supports non-negative p values');
    const [count = 0, width = 0] = x.shape;
    const { engine } = context;
    checkList(((count * (count - 1)) / 2) * width);
    const rows = (pick: (i: number, j: number) => number): Tensor | Promise<Tensor> => {
      const places: number[] = [];
      for (let i = 0; i < count; i++)
        for (let j = i + 1; j < count; j++) for (let at = 0; at < width; at++) places.push(pick(i, j) * width + at);
      return engine.take(x, Float64Array.from(places), [(count * (count - 1)) / 2, width]);
    };
    return andThen(together([rows((i) => i), rows((_, j) => j)]), ([a, b]) =>
      normOf(maths(engine).sub(a!, b!), p, [1], false, null, context),
    );
  },
  samples: [
    { args: 'torch.tensor([[1., 2., 3.], [0., -1., 2.], [4., 0., 1.]])' },
    { args: 'torch.tensor([[1., 2.], [0., -1.], [4., 0.], [0., -1.]]).double(), 1' },
    { args: "torch.tensor([[1., 2.], [0., -1.5], [4., 0.]]), float('inf')" },
    { args: 'torch.tensor([[1., 2.], [0., -1.5], [4., 0.]]), p=3' },
    { args: 'torch.tensor([[1., 2.], [1., -1.5], [4., 0.]]), 0' },
    { args: 'torch.ones(1, 2)' },
  ],
  errors: [
    {
      args: 'torch.ones(3)',
      error: { type: 'RuntimeError', message: 'pdist only supports 2D tensors, got: 1D' },
    },
    {
      args: 'torch.ones(3, 2).long()',
      error: { type: 'RuntimeError', message: 'pdist only supports floating-point dtypes' },
    },
    {
      args: 'torch.ones(3, 2), -1',
      error: { type: 'RuntimeError', message: 'pdist only supports non-negative p values' },
    },
  ],
});

const modes = ['use_mm_for_euclid_dist_if_necessary', 'use_mm_for_euclid_dist', 'donot_use_mm_for_euclid_dist'];

const everyPair = defineOp({
  names: ['torch.cdist'],
  family: 'distance',
  doc: say('The distance of every row of x1 from every row of x2.'),
  params: [
    first,
    second,
    power,
    optional(text('compute_mode', say('How the Euclidean distance is computed; the value is the same.'))),
  ],
  run({ x1, x2, p, compute_mode: mode }, context) {
    if (mode !== null && !modes.includes(mode)) fail(`${mode} is not a valid value for compute_mode`, 'ValueError');
    for (const [name, { dtype }] of Object.entries({ X1: x1, X2: x2 })) {
      if (!isFloat(dtype)) fail(`cdist only supports floating-point dtypes, ${name} got: ${scalarName(dtype)}`);
    }
    if (p < 0) fail('cdist only supports non-negative p values');
    if (x1.dtype !== x2.dtype) fail(`expected scalar type ${scalarName(x1.dtype)} but found ${scalarName(x2.dtype)}`);
    if (x1.rank < 2 || x2.rank < 2) {
      const [name, rank] = x1.rank < 2 ? ['X1', x1.rank] : ['X2', x2.rank];
      throw new OpError('RuntimeError', `cdist only supports at least 2D tensors, ${name} got: ${rank}D`);
    }
    const [columns, others] = [x1.shape.at(-1), x2.shape.at(-1)];
    if (columns !== others) {
      throw new OpError('RuntimeError', `X1 and X2 must have the same number of columns. X1: ${columns} X2: ${others}`);
    }
    const m = maths(context.engine);
    const difference = m.sub(unsqueeze(x1, -2), unsqueeze(x2, -3));
    return normOf(difference, p, [difference.rank - 1], false, null, context);
  },
  samples: [
    { args: 'torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[0., 2.5], [1., 1.], [-2., 7.]])' },
    { args: 'torch.tensor([[1., 2.], [3., 4.]]), torch.tensor([[0., 2.5]]), p=1.' },
    { args: 'torch.tensor([[[1., 2.], [3., 4.]]]), torch.tensor([[0., 2.5], [1., 1.]])' },
  ],
  errors: [
    {
      args: 'torch.ones(2), torch.ones(2, 2)',
      error: { type: 'RuntimeError', message: 'cdist only supports at least 2D tensors, X1 got: 1D' },
    },
    {
      args: 'torch.ones(2, 3), torch.ones(2, 2)',
      error: { type: 'RuntimeError', message: 'X1 and X2 must have the same number of columns. X1: 3 X2: 2' },
    },
  ],
});

export const distances: readonly Op[] = [pairwise, cosine, everyPair, withinOneSet];
