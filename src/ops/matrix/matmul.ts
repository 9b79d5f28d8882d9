// Matrix products: matmul with batches and vectors, mm, bmm, mv, linear. Knows no kernel.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { cppName, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { expand, select, transpose, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { input, optional, tensor } from '../params';
import { inFloat } from '../wide';
import { sameAdded, sameDtypes } from './dtypeChecks';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
function checkMatrices(a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype)
    fail(`expected m1 and m2 to have the same dtype, but got: ${cppName(a.dtype)} != ${cppName(b.dtype)}`);
  refuseBool(a, 'addmm_impl_cpu_');
}
function refuseBool(x: Tensor, kernel: string): void {
  if (x.dtype === 'bool') throw new OpError('NotImplementedError', `"${kernel}" not implemented for 'Bool'`);
}

/** (..., n, k) times (..., k, m), whose batches broadcast and are of one rank. */
const product = (engine: Engine, a: Tensor, b: Tensor): Tensor | Promise<Tensor> =>
  engine.contract(unsqueeze(a, -2), unsqueeze(transpose(b, -2, -1), -3), [a.rank]);

/** `torch.mm` on checked ranks; the message names the sizes as ATen sees them. */
function mm(engine: Engine, a: Tensor, b: Tensor): Tensor | Promise<Tensor> {
  const [n, k] = a.shape as readonly [number, number];
  if (k !== b.shape[0]) fail(`mat1 and mat2 shapes cannot be multiplied (${n}x${k} and ${b.shape[0]}x${b.shape[1]})`);
  checkMatrices(a, b);
  return product(engine, a, b);
}
function checkVector(a: Tensor, v: Tensor): void {
  if (a.dtype === v.dtype) return;
  const [matrix, vector] = [scalarName(a.dtype), scalarName(v.dtype)];
  fail(`addmv input tensors must have the same dtype, but got ${vector}, ${matrix}, and ${vector}`);
}
function mv(engine: Engine, a: Tensor, v: Tensor): Tensor | Promise<Tensor> {
  const [n, k] = a.shape as readonly [number, number];
  if (k !== v.shape[0]) fail(`size mismatch, got input (${n}), mat (${n}x${k}), vec (${v.shape[0]})`);
  checkVector(a, v);
  refuseBool(a, 'addmv_impl_cpu');
  return andThen(product(engine, a, unsqueeze(v, 1)), (column) => select(column, 1, 0));
}
function dot(engine: Engine, a: Tensor, b: Tensor): Tensor | Promise<Tensor> {
  if (a.dtype !== b.dtype)
    fail(`dot : expected both vectors to have same dtype, but found ${scalarName(a.dtype)} and ${scalarName(b.dtype)}`);
  if (a.size !== b.size) {
    fail(
      `inconsistent tensor size, expected tensor [${a.size}] and src [${b.size}] to have the same number of elements, but got ${a.size} and ${b.size} elements respectively`,
    );
  }
  refuseBool(a, 'dot');
  return andThen(product(engine, unsqueeze(a, 0), unsqueeze(b, 1)), (one) => select(select(one, 0, 0), 0, 0));
}
/** The checks of ATen's bmm on (batch, n, k) and on (`others`, `rows`, m). */
function checkBatches(a: Tensor, b: Tensor, batch: number, others: number): void {
  const [k, rows] = [a.shape[a.rank - 1], b.shape[b.rank - 2]];
  if (others !== batch || rows !== k) {
    fail(
      `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${k}] but got: [${others}, ${rows}].`,
    );
  }
  checkFactors(a, b);
}
/** The types that ATen's bmm takes. */
export function checkFactors(a: Tensor, b: Tensor): void {
  if (a.dtype !== b.dtype) fail(`expected scalar type ${scalarName(a.dtype)} but found ${scalarName(b.dtype)}`);
  refuseBool(a, 'bmm');
}
/** `torch.bmm` of checked ranks. */
export function bmm(engine: Engine, a: Tensor, b: Tensor): Tensor | Promise<Tensor> {
  checkBatches(a, b, a.shape[0]!, b.shape[0]!);
  return product(engine, a, b);
}

/** Whether ATen folds a batch into the rows of one matrix, which its messages tell (`should_fold`). */
function foldsLeft(batch: Tensor, one: Tensor): boolean {
  if (batch.rank < 3 || one.rank > 2) return false;
  if (batch.size === 0) return true;
  return batch.shape.slice(0, -2).every((size, dim) => {
    return size === 1 || batch.strides[dim] === batch.strides[dim + 1]! * batch.shape[dim + 1]!;
  });
}
function checkFold(batch: Tensor, one: Tensor): void {
  const rows = sizeOf(batch.shape.slice(0, -1));
  const k = batch.shape[batch.rank - 1]!;
  if (k !== one.shape[0]) {
    if (one.rank === 1) fail(`size mismatch, got input (${rows}), mat (${rows}x${k}), vec (${one.shape[0]})`);
    fail(`mat1 and mat2 shapes cannot be multiplied (${rows}x${k} and ${one.shape[0]}x${one.shape[1]})`);
  }
  if (one.rank === 1) checkVector(batch, one);
  else checkMatrices(batch, one);
}

/** `torch.matmul`: vectors, matrices and batches of them. */
export function matmul(engine: Engine, a: Tensor, b: Tensor): Tensor | Promise<Tensor> {
  if (a.rank === 0 || b.rank === 0)
    fail(`both arguments to matmul need to be at least 1D, but they are ${a.rank}D and ${b.rank}D`);
  if (a.rank === 1 && b.rank === 1) return dot(engine, a, b);
  if (a.rank === 2 && b.rank === 1) return mv(engine, a, b);
  if (a.rank === 1 && b.rank === 2) return andThen(mm(engine, unsqueeze(a, 0), b), (row) => select(row, 0, 0));
  if (a.rank === 2 && b.rank === 2) return mm(engine, a, b);
  const left = a.rank === 1 ? unsqueeze(a, 0) : a;
  const right = b.rank === 1 ? unsqueeze(b, 1) : b;
  const batchShape = broadcastShapes(left.shape.slice(0, -2), right.shape.slice(0, -2));
  if (foldsLeft(a, b)) checkFold(a, b);
  if (a.rank === 1 && foldsLeft(transpose(b, -2, -1), a)) checkFold(transpose(b, -2, -1), a);
  const batch = sizeOf(batchShape);
  checkBatches(left, right, batch, batch);
  const ofRank = (x: Tensor): Tensor => (x.rank < batchShape.length + 2 ? ofRank(unsqueeze(x, 0)) : x);
  return andThen(product(engine, ofRank(left), ofRank(right)), (whole) => {
    if (b.rank === 1) return select(whole, whole.rank - 1, 0);
    return a.rank === 1 ? select(whole, whole.rank - 2, 0) : whole;
  });
}

const other = tensor('other', say('The right factor.'));
const mat2 = tensor('mat2', say('The right factor.'));
const family = 'other';
const a23 = 'torch.tensor([[1., 2., 3.], [4., 5., 6.5]])';

const matmulOp = defineOp({
  names: ['torch.matmul', 'torch.linalg.matmul'],
  methods: ['matmul'],
  family,
  doc: say('Product of matrices, vectors or batches of matrices.'),
  params: [input, other],
  run: (args, { engine }) => matmul(engine, args.input, args.other),
  samples: [
    { args: `${a23}, torch.tensor([[1., 0.], [0.5, 2.], [3., 1.]])` },
    { args: `${a23}, torch.tensor([1., 2., 3.])` },
    { args: `torch.tensor([1., 2.]), ${a23}` },
    { args: 'torch.tensor([1., 2.]), torch.tensor([3., 4.])' },
    { args: 'torch.arange(12.).reshape(2, 2, 3), torch.arange(6.).reshape(3, 2)' },
    { args: 'torch.arange(12.).reshape(2, 2, 3), torch.arange(3.)' },
    { args: 'torch.arange(2.), torch.arange(12.).reshape(2, 2, 3)' },
    { args: 'torch.arange(12.).reshape(2, 1, 2, 3), torch.arange(18.).reshape(3, 3, 2)' },
    { args: 'torch.tensor([[1, 2]]), torch.tensor([[3], [4]])' },
    { args: 'torch.tensor([[1., 2.]]).half(), torch.tensor([[3.], [4.]]).half()' },
    { args: 'torch.zeros(2, 0), torch.zeros(0, 3)' },
    { args: `${a23}.t(), ${a23}` },
  ],
  errors: [
    runtimeError('torch.zeros(2, 3), torch.zeros(4, 5)', 'mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)'),
    runtimeError('torch.zeros(2, 3), torch.zeros(4)', 'size mismatch, got input (2), mat (2x3), vec (4)'),
    runtimeError('torch.zeros(3), torch.zeros(2, 3)', 'mat1 and mat2 shapes cannot be multiplied (1x3 and 2x3)'),
    runtimeError(
      'torch.zeros(3), torch.zeros(4)',
      'inconsistent tensor size, expected tensor [3] and src [4] to have the same number of elements, but got 3 and 4 elements respectively',
    ),
    runtimeError(
      'torch.tensor(1.), torch.zeros(2, 3)',
      'both arguments to matmul need to be at least 1D, but they are 0D and 2D',
    ),
    runtimeError(
      'torch.zeros(2, 3), torch.zeros(3, 2).long()',
      'expected m1 and m2 to have the same dtype, but got: float != long int',
    ),
    runtimeError(
      'torch.zeros(2, 3, 4), torch.zeros(2, 5, 6)',
      'Expected size for first two dimensions of batch2 tensor to be: [2, 4] but got: [2, 5].',
    ),
    runtimeError(
      'torch.zeros(2, 3, 4), torch.zeros(3, 4, 6)',
      'The size of tensor a (2) must match the size of tensor b (3) at non-singleton dimension 0',
    ),
    runtimeError(
      'torch.zeros(3), torch.zeros(3).long()',
      'dot : expected both vectors to have same dtype, but found Float and Long',
    ),
    runtimeError('torch.zeros(2, 2, 3), torch.zeros(4)', 'size mismatch, got input (4), mat (4x3), vec (4)'),
  ],
});

const mmOp = defineOp({
  names: ['torch.mm'],
  methods: ['mm'],
  family,
  doc: say('Product of two matrices.'),
  params: [input, mat2],
  run({ input: a, mat2: b }, { engine }) {
    if (a.rank !== 2) fail('self must be a matrix');
    if (b.rank !== 2) fail('mat2 must be a matrix');
    return mm(engine, a, b);
  },
  samples: [{ args: `${a23}, torch.tensor([[1.], [0.5], [3.]])` }],
  errors: [
    runtimeError('torch.zeros(2, 3), torch.zeros(4, 5)', 'mat1 and mat2 shapes cannot be multiplied (2x3 and 4x5)'),
    runtimeError('torch.zeros(2, 3), torch.zeros(3)', 'mat2 must be a matrix'),
    runtimeError('torch.zeros(2, 3, 4), torch.zeros(3, 3)', 'self must be a matrix'),
  ],
});
const bmmOp = defineOp({
  names: ['torch.bmm'],
  methods: ['bmm'],
  family,
  doc: say('Products of two batches of matrices.'),
  params: [input, mat2],
  run({ input: a, mat2: b }, { engine }) {
    if (a.rank !== 3) fail('batch1 must be a 3D tensor');
    if (b.rank !== 3) fail('batch2 must be a 3D tensor');
    return bmm(engine, a, b);
  },
  samples: [{ args: 'torch.arange(12.).reshape(2, 2, 3), torch.arange(6.).reshape(2, 3, 1)' }],
  errors: [
    runtimeError('torch.zeros(2, 3), torch.zeros(2, 3)', 'batch1 must be a 3D tensor'),
    runtimeError('torch.zeros(1, 2, 3), torch.zeros(1, 3, 2).double()', 'expected scalar type Float but found Double'),
  ],
});
const mvOp = defineOp({
  names: ['torch.mv'],
  methods: ['mv'],
  family,
  doc: say('Product of a matrix and a vector.'),
  params: [input, tensor('vec', say('The vector.'))],
  run({ input: a, vec: v }, { engine }) {
    if (a.rank !== 2 || v.rank !== 1) fail(`vector + matrix @ vector expected, got 1, ${a.rank}, ${v.rank}`);
    return mv(engine, a, v);
  },
  samples: [{ args: `${a23}, torch.tensor([1., 2., 3.])` }],
  errors: [runtimeError('torch.zeros(2, 3), torch.zeros(4)', 'size mismatch, got input (2), mat (2x3), vec (4)')],
});
const linear = defineOp({
  names: ['torch.nn.functional.linear'],
  family: 'other',
  doc: say('input times the transposed weight, plus bias.'),
  params: [
    tensor('input', say('(..., in features).')),
    tensor('weight', say('(out features, in features).')),
    optional(tensor('bias', say('(out features).'))),
  ],
  run({ input: x, weight, bias }, { engine }) {
    const turned = weight.rank === 2 ? transpose(weight, 0, 1) : weight;
    if (bias) {
      sameAdded(bias, weight);
      sameDtypes(x, weight);
      if (x.rank === 2 && weight.rank === 1) fail('mat2 must be a matrix, got 1-D tensor');
    }
    if (weight.rank === 2 && x.rank > 0 && x.shape[x.rank - 1] !== weight.shape[1]) {
      const rows = sizeOf(x.shape.slice(0, -1));
      fail(
        `mat1 and mat2 shapes cannot be multiplied (${rows}x${x.shape[x.rank - 1]} and ${weight.shape[1]}x${weight.shape[0]})`,
      );
    }
    if (!bias) return matmul(engine, x, turned);
    return inFloat(engine, [x, turned, bias], ([left, right, added]) =>
      andThen(matmul(engine, left, right), (made) =>
        engine.binary(
          'add',
          made,
          made.rank === 2 ? expand(added, made.shape) : broadcastTo(added, broadcastShapes(made.shape, added.shape)),
        ),
      ),
    );
  },
  samples: [
    { args: `${a23}, torch.tensor([[1., 0., 2.], [0.5, 2., 1.]])` },
    { args: `${a23}, torch.tensor([[1., 0., 2.], [0.5, 2., 1.]]), torch.tensor([0.25, -1.])` },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([[1., 0., 2.]]), torch.tensor([0.25])' },
    { args: 'torch.arange(12.).reshape(2, 2, 3), torch.tensor([[1., 0., 2.]]), torch.tensor([0.25])' },
    { args: `${a23}, torch.tensor([1., 0., 2.])` },
  ],
  errors: [
    runtimeError('torch.zeros(2, 3), torch.zeros(4, 2)', 'mat1 and mat2 shapes cannot be multiplied (2x3 and 2x4)'),
    runtimeError('torch.zeros(2, 3), torch.zeros(3), torch.zeros(1)', 'mat2 must be a matrix, got 1-D tensor'),
    runtimeError('torch.zeros(2, 2, 3), torch.zeros(4, 2)', 'mat1 and mat2 shapes cannot be multiplied (4x3 and 2x4)'),
    runtimeError(
      'torch.zeros(2, 3), torch.zeros(4, 3), torch.zeros(5)',
      'The expanded size of the tensor (4) must match the existing size (5) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [5]',
    ),
    runtimeError(
      'torch.zeros(2, 3).long(), torch.zeros(4, 3)',
      'expected m1 and m2 to have the same dtype, but got: long int != float',
    ),
  ],
});

export const matrixOps: readonly Op[] = [matmulOp, mmOp, bmmOp, mvOp, linear];
