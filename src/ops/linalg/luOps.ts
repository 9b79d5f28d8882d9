// LU with partial pivots as PyTorch hands it out: lu, lu_factor, lu_solve, lu_unpack, with ATen's gradients.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { isContiguous } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asSolved, inColumns } from '../layouts';
import type { Op, OpContext } from '../op';
import { bool, input, keyword, optional, tensor, withDefault } from '../params';
import { factorsOf, parts, permutationOf, upperUnit } from './luFactors';
import { batchText, checkRank, checkSquare, identity, type Made, product, type Several, turned } from './matrices';
import { triangularSolution } from './triangular';

const a22 = 'torch.tensor([[1., 2.], [3., 4.]])';
const a32 = 'torch.tensor([[1., 2.], [4., 3.], [2., 5.]])';
const batch = 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [-2., 1.]]])';
const factored = 'LU, pivots = torch.linalg.lu_factor(torch.tensor([[1., 2.], [3., 4.]]))';

const lowerUnit = { isUpper: false, isUnit: true };
const lower = { isUpper: false, isUnit: false };

const matrixParam = tensor('A', say('A matrix, or a batch of them.'));
const pivot = keyword(withDefault(bool('pivot', say('Whether rows are swapped; only without it on GPUs.')), true));

function checkInput(x: Tensor, name: string, pivots: boolean): void {
  if (x.rank < 2) fail(`${name}: Expected tensor with 2 or more dimensions. Got size: [${x.shape.join(', ')}] instead`);
  if (!pivots) fail('linalg.lu_factor: LU without pivoting is not implemented on the CPU');
  if (!isFloat(x.dtype) || isHalf(x.dtype))
    fail(`"lu_cpu" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
}

const noPivots = {
  args: `${a22}, pivot=False`,
  error: { type: 'RuntimeError', message: 'linalg.lu_factor: LU without pivoting is not implemented on the CPU' },
};

const lu = defineOp({
  names: ['torch.linalg.lu'],
  returns: { name: 'linalg_lu', fields: ['P', 'L', 'U'], constant: ['P'] },
  family: 'other',
  doc: say('A permutation, a unit lower and an upper triangular factor.'),
  params: [matrixParam, pivot],
  run({ A: x, pivot: pivots }, { engine }) {
    checkInput(x, 'linalg.lu', pivots);
    return andThen(factorsOf(engine, x), ([packed, steps]) =>
      andThen(permutationOf(engine, steps!, x.shape.at(-2)!, x), (permutation) => [
        permutation,
        ...parts(engine, packed!),
      ]),
    );
  },
  samples: [
    { args: a22 },
    { args: `${a22}.double()` },
    { args: a32 },
    { args: `${a32}.T` },
    { args: batch },
    { args: 'torch.zeros(2, 2)' },
    { args: 'torch.zeros(0, 3)' },
  ],
  errors: [
    noPivots,
    {
      args: 'torch.ones(3)',
      error: {
        type: 'RuntimeError',
        message: 'linalg.lu: Expected tensor with 2 or more dimensions. Got size: [3] instead',
      },
    },
    {
      args: 'torch.ones(2, 2).long()',
      error: { type: 'NotImplementedError', message: `"lu_cpu" not implemented for 'Long'` },
    },
  ],
});

function checked(engine: Engine, x: Tensor): Several {
  return andThen(factorsOf(engine, x), (made) =>
    andThen(engine.read(made[2]!), (infos) => {
      const index = (infos as Int32Array).findIndex((info) => info > 0);
      if (index >= 0) {
        fail(
          `torch.linalg.lu_factor: ${batchText(x, index)}U[${infos[index]},${infos[index]}] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)`,
        );
      }
      return made;
    }),
  );
}

const luFactor = defineOp({
  names: ['torch.linalg.lu_factor'],
  layout: inColumns(0),
  returns: { name: 'linalg_lu_factor', fields: ['LU', 'pivots'] },
  family: 'other',
  doc: say('Both triangular factors in one matrix, and which rows were swapped.'),
  params: [matrixParam, pivot],
  run({ A: x, pivot: pivots }, { engine }) {
    checkInput(x, 'torch.lu_factor', pivots);
    return andThen(checked(engine, x), (made) => made.slice(0, 2));
  },
  samples: [{ args: a22 }, { args: `${a32}.double()` }, { args: `${a32}.T` }, { args: batch }],
  errors: [
    noPivots,
    {
      args: 'torch.ones(2, 2)',
      error: {
        type: 'RuntimeError',
        message:
          'torch.linalg.lu_factor: U[2,2] is zero and using it on lu_solve would result in a division by zero. If you still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)',
      },
    },
  ],
});

const luFactorEx = defineOp({
  names: ['torch.linalg.lu_factor_ex'],
  layout: inColumns(0),
  returns: { name: 'linalg_lu_factor_ex', fields: ['LU', 'pivots', 'info'] },
  family: 'other',
  doc: say('Both triangular factors in one matrix, which rows were swapped, and where a pivot was zero.'),
  params: [
    matrixParam,
    pivot,
    keyword(withDefault(bool('check_errors', say('Whether a pivot of zero is an exception.')), false)),
  ],
  run({ A: x, pivot: pivots, check_errors: checks }, { engine }) {
    checkInput(x, 'torch.lu_factor', pivots);
    return checks ? checked(engine, x) : factorsOf(engine, x);
  },
  samples: [{ args: a22 }, { args: 'torch.ones(2, 2)' }, { args: batch }],
});

const unpack = defineOp({
  names: ['torch.lu_unpack'],
  returns: { name: 'lu_unpack', fields: ['P', 'L', 'U'], constant: ['P'] },
  family: 'other',
  doc: say('The permutation and the factors that lu_factor packs.'),
  params: [
    tensor('LU_data', say('Both factors in one matrix.')),
    tensor('LU_pivots', say('Which rows were swapped.')),
    withDefault(bool('unpack_data', say('Whether the factors are wanted.')), true),
    withDefault(bool('unpack_pivots', say('Whether the permutation is wanted.')), true),
  ],
  run({ LU_data: packed, LU_pivots: pivots, unpack_data: data, unpack_pivots: order }, { engine }) {
    if (order && (pivots.dtype !== 'int32' || !isContiguous(pivots))) {
      fail(
        'torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\nNote: this function is intended to be used with the output produced by torch.linalg.lu_factor',
      );
    }
    const nothing = (): Tensor => engine.fromHost(new Float32Array(0), [0], packed.dtype);
    const permutation = order ? permutationOf(engine, pivots, packed.shape.at(-2)!, packed) : nothing();
    return andThen(permutation, (made) => [made, ...(data ? parts(engine, packed) : [nothing(), nothing()])]);
  },
  samples: [
    { setup: factored, args: 'LU, pivots' },
    { setup: factored, args: 'LU, pivots, unpack_pivots=False' },
    { setup: `LU, pivots = torch.linalg.lu_factor(${a32})`, args: 'LU, pivots' },
  ],
});

/** The solution by packed factors; `adjoint`: of the turned matrix. */
function solvedByFactors(
  engine: Engine,
  packed: Tensor,
  pivots: Tensor,
  b: Tensor,
  { left, adjoint }: { readonly left: boolean; readonly adjoint: boolean },
): Made {
  const name = 'linalg.lu_solve';
  checkSquare(packed, `torch.${name}`);
  checkRank(b, name, 'B');
  const n = packed.shape.at(-1)!;
  if (b.shape.at(left ? -2 : -1) !== n) {
    const [rows, columns] = b.shape.slice(-2);
    fail(
      `${name}: Incompatible shapes of A and B for the equation ${left ? 'AX = B' : 'XA = B'} (${n}x${n} and ${rows}x${columns})`,
    );
  }
  if (packed.dtype !== b.dtype) {
    fail(
      `${name}: Expected LU and B to have the same dtype, but found LU of type ${scalarName(packed.dtype)} and B of type ${scalarName(b.dtype)} instead`,
    );
  }
  if (pivots.dtype !== 'int32') fail(`${name}: pivots should be a Tensor of scalar type torch.int32`);
  if (pivots.shape.at(-1) !== n)
    fail(`${name}: Number of pivots per batch should be same as the dimension of the matrix`);
  const right = left ? b : turned(b);
  const common = broadcastShapes(packed.shape.slice(0, -2), right.shape.slice(0, -2));
  const own = broadcastTo(packed, [...common, n, n]);
  const wanted = broadcastTo(right, [...common, ...right.shape.slice(-2)]);
  const made = andThen(permutationOf(engine, pivots, n, packed), (permutation) =>
    adjoint === left
      ? andThen(triangularSolution(engine, turned(own), wanted, lower), (x) =>
          product(engine, permutation, triangularSolutionOf(engine, turned(own), x)),
        )
      : andThen(product(engine, turned(permutation), wanted), (ordered) =>
          andThen(triangularSolution(engine, own, ordered, lowerUnit), (x) =>
            triangularSolution(engine, own, x, { isUpper: true, isUnit: false }),
          ),
        ),
  );
  return left ? made : andThen(made, turned);
}
const triangularSolutionOf = (engine: Engine, a: Tensor, b: Tensor): Made =>
  triangularSolution(engine, a, b, upperUnit);

const luSolve = defineOp({
  names: ['torch.linalg.lu_solve'],
  layout: asSolved,
  family: 'other',
  doc: say('The solution of a system by the factors of its matrix.'),
  params: [
    tensor('LU', say('Both factors in one matrix.')),
    tensor('pivots', say('Which rows were swapped.')),
    tensor('B', say('The right-hand side.')),
    keyword(withDefault(bool('left', say('Whether A X = B is solved, else X A = B.')), true)),
    keyword(withDefault(bool('adjoint', say('Whether the turned matrix is meant.')), false)),
  ],
  run: ({ LU, pivots, B, left, adjoint }, { engine }) => solvedByFactors(engine, LU, pivots, B, { left, adjoint }),
  samples: ['', ', left=False', ', adjoint=True', ', left=False, adjoint=True'].map((options) => ({
    setup: factored,
    args: `LU, pivots, torch.tensor([[5., 1.], [2., 3.]])${options}`,
  })),
  errors: [
    {
      setup: factored,
      args: 'LU, pivots, torch.ones(3, 2)',
      error: {
        type: 'RuntimeError',
        message: 'linalg.lu_solve: Incompatible shapes of A and B for the equation AX = B (2x2 and 3x2)',
      },
    },
    {
      setup: factored,
      args: 'LU, pivots.long(), torch.ones(2, 2)',
      error: { type: 'RuntimeError', message: 'linalg.lu_solve: pivots should be a Tensor of scalar type torch.int32' },
    },
  ],
});

const warnAbout = ({ warn }: OpContext, message: string, line: number): void =>
  warn(
    'UserWarning',
    `${message} (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/BatchLinearAlgebra.cpp:${line}.)`,
  );

const oldSolve = defineOp({
  names: ['torch.lu_solve'],
  layout: inColumns(0),
  methods: ['lu_solve'],
  family: 'other',
  doc: luSolve.doc,
  params: [
    input,
    tensor('LU_data', say('Both factors in one matrix.')),
    tensor('LU_pivots', say('Which rows were swapped.')),
  ],
  run({ input: b, LU_data: packed, LU_pivots: pivots }, context) {
    warnAbout(
      context,
      'torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a future PyTorch release.\nNote that torch.linalg.lu_solve has its arguments reversed.\nX = torch.lu_solve(B, LU, pivots)\nshould be replaced with\nX = torch.linalg.lu_solve(LU, pivots, B)',
      2230,
    );
    return solvedByFactors(context.engine, packed, pivots, b, { left: true, adjoint: false });
  },
  samples: [{ setup: factored, args: 'torch.tensor([[5., 1.], [2., 3.]]), LU, pivots' }],
});

const choleskyInverse = defineOp({
  names: ['torch.cholesky_inverse'],
  layout: inColumns(0),
  methods: ['cholesky_inverse'],
  family: 'other',
  doc: say('The inverse of a matrix by its triangular factor.'),
  params: [
    tensor('L', say('The triangular factor.')),
    optional(bool('upper', say('Whether the upper triangle is meant.'))),
  ],
  run({ L: factor, upper }, { engine }) {
    checkSquare(factor, 'cholesky_inverse');
    if (!isFloat(factor.dtype) || isHalf(factor.dtype))
      fail(`"cholesky_inverse_out_cpu" not implemented for '${scalarName(factor.dtype)}'`, 'NotImplementedError');
    const n = factor.shape.at(-1)!;
    const own = upper === true ? turned(factor) : factor;
    const eye = broadcastTo(identity(engine, n, factor.dtype), factor.shape);
    return withGradient(
      engine,
      [factor],
      (base) => andThen(triangularSolution(base, own, eye, lower), (half) => product(base, turned(half), half)),
      (base, g, inverse) => {
        const m = maths(base);
        const both = product(base, inverse, m.add(g, turned(g)), inverse);
        return [
          andThen(upper === true ? product(base, factor, both) : product(base, both, factor), (made) => m.neg(made)),
        ];
      },
    );
  },
  samples: [
    { args: 'torch.tensor([[2., 0.], [1., 3.]])' },
    { args: 'torch.tensor([[2., 0.], [1., 3.]]).double().mT, upper=True' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3)',
      error: {
        type: 'RuntimeError',
        message: 'cholesky_inverse: A must be batches of square matrices, but they are 2 by 3 matrices',
      },
    },
  ],
});

export const luOps: readonly Op[] = [lu, luFactor, luFactorEx, unpack, luSolve, oldSolve, choleskyInverse];
