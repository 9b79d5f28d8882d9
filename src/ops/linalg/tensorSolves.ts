// Linear algebra over more dims than two: tensorinv, tensorsolve, and torch.linalg's own diagonal and vander. Knows no
// factorisation.
import { say } from '../../base/text';
import { allocate, isHalf, isIntegral, scalarName } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { costOfTensor } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { permute, squeeze, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { dim, dims, int, keyword, optional, tensor, withDefault } from '../params';
import { joinAlong, reshape } from '../view/copy';
import { diagonal } from '../view/diagonals';
import { inverseOf, solutionOf } from './inverses';
import { checkFloat } from './matrices';

const eight = 'torch.arange(8.).reshape(2, 2, 2)';
const many = tensor('A', say('The values.'));

const tensorInverse = defineOp({
  names: ['torch.linalg.tensorinv'],
  family: 'other',
  doc: say('The inverse of tensordot with a tensor.'),
  params: [many, withDefault(int('ind', say('How many dims, from the first, make the rows.')), 2)],
  run({ A: x, ind }, { engine }) {
    if (ind <= 0) fail(`Expected a strictly positive integer for 'ind', but got ${ind}`);
    const [rows, columns] = [x.shape.slice(0, ind), x.shape.slice(ind)];
    if (sizeOf(columns) !== sizeOf(rows)) {
      fail(
        `Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got ${sizeOf(columns)} != ${sizeOf(rows)}`,
      );
    }
    checkFloat(x, 'linalg.inv');
    return andThen(reshape(engine, x, [sizeOf(rows), sizeOf(columns)]), (flat) =>
      andThen(inverseOf(engine, flat), (made) => reshape(engine, made, [...columns, ...rows])),
    );
  },
  samples: [
    { args: '(torch.eye(4) * 2).reshape(2, 2, 4)' },
    { args: 'torch.tensor([[2., 1.], [1., 3.]]).double(), ind=1' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3, 4)',
      error: {
        type: 'RuntimeError',
        message:
          'Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got 4 != 6',
      },
    },
    {
      args: 'torch.ones(2, 2), ind=0',
      error: { type: 'RuntimeError', message: "Expected a strictly positive integer for 'ind', but got 0" },
    },
  ],
});

const tensorSolution = defineOp({
  names: ['torch.linalg.tensorsolve'],
  family: 'other',
  doc: say('The tensor whose tensordot with another is known.'),
  params: [
    many,
    tensor('B', say('What the product is.')),
    optional(dims('dims', say('Dims of A that are moved behind the others first.'))),
  ],
  run({ A: x, B: b, dims: moved }, { engine }) {
    const behind = (moved ?? []).map((each) => wrapDim(each, x.rank));
    const before = x.shape.map((_, at) => at).filter((at) => !behind.includes(at));
    const own = moved ? permute(x, [...before, ...behind]) : x;
    const shape = own.shape.slice(b.rank);
    const [unknowns, rows] = [sizeOf(shape), b.size];
    if (unknowns !== rows) {
      fail(
        `Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got ${unknowns} != ${rows}`,
      );
    }
    checkFloat(x, 'linalg.solve', 'lu_cpu');
    return andThen(reshape(engine, own, [rows, unknowns]), (matrix) =>
      andThen(reshape(engine, b, [rows, 1]), (column) =>
        andThen(solutionOf(engine, matrix, column), (made) => reshape(engine, squeeze(made, [1]), shape)),
      ),
    );
  },
  samples: [
    { args: `(torch.eye(4) * 2).reshape(2, 2, 2, 2), torch.tensor([[1., 2.], [3., 4.]])` },
    { args: `(torch.eye(4) * 2).reshape(2, 2, 4), torch.tensor([[1., 2.], [3., 4.]])` },
    { args: `(torch.eye(6) * 4).reshape(2, 3, 3, 2), torch.arange(6.).reshape(3, 2), dims=(0, 1)` },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3, 4), torch.ones(2, 3)',
      error: {
        type: 'RuntimeError',
        message:
          'Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but got 4 != 6',
      },
    },
    {
      args: 'torch.ones(2, 3, 4), torch.ones(2, 2)',
      error: { type: 'RuntimeError', message: "shape '[4, 4]' is invalid for input of size 24" },
    },
  ],
});

const diagonals = defineOp({
  names: ['torch.linalg.diagonal'],
  family: 'view',
  doc: say('The diagonal of each matrix.'),
  params: [
    many,
    keyword(withDefault(int('offset', say('How far above the main diagonal.')), 0)),
    keyword(withDefault(dim('dim1', say('One dim.')), -2)),
    keyword(withDefault(dim('dim2', say('The other dim.')), -1)),
  ],
  run: ({ A: x, offset, dim1, dim2 }) => diagonal(x, offset, dim1, dim2),
  samples: [{ args: eight }, { args: `${eight}, offset=1` }, { args: `${eight}, dim1=0, dim2=1` }],
});

const powersOf = defineOp({
  names: ['torch.linalg.vander'],
  family: 'other',
  doc: say('The powers of the elements along a new last dim, the lowest first.'),
  params: [
    tensor('x', say('The values.')),
    keyword(optional(int('N', say('How many powers; as many as there are elements where None.')))),
  ],
  run({ x, N: given }, { engine }) {
    if (x.dtype === 'bool' || isHalf(x.dtype))
      fail(`linalg.vander supports floating point, complex, and integer tensors, but got ${scalarName(x.dtype)}`);
    const count = given ?? x.shape.at(-1) ?? 1;
    if (count <= 1) fail('N must be greater than 1.');
    engine.meter.work(count * (x.size + costOfTensor));
    const own = isIntegral(x.dtype) ? engine.cast(x, 'int64') : x;
    if (own.size === 0) return engine.fromHost(allocate(own.dtype, 0), [...own.shape, count], own.dtype);
    const powers: Tensor[] = [engine.where(engine.scalar(1, 'bool'), engine.scalar(1, own.dtype), own)];
    for (let i = 1; i < count; i++) powers.push(i === 1 ? own : engine.binary('mul', powers[i - 1]!, own));
    return joinAlong(
      engine,
      powers.map((part) => unsqueeze(part, -1)),
      own.rank,
    );
  },
  samples: [
    { args: 'torch.tensor([1, 2, 3])' },
    { args: 'torch.tensor([[1., 2.], [0.5, -3.]]), N=4' },
    { args: 'torch.tensor([2., 3.]), N=2' },
  ],
  errors: [
    { args: 'torch.tensor([1.])', error: { type: 'RuntimeError', message: 'N must be greater than 1.' } },
    {
      args: 'torch.tensor([True, False])',
      error: {
        type: 'RuntimeError',
        message: 'linalg.vander supports floating point, complex, and integer tensors, but got Bool',
      },
    },
  ],
});

export const tensorSolves: readonly Op[] = [tensorInverse, tensorSolution, diagonals, powersOf];
