// Inverses and solutions of linear systems by LU: inv, solve. Knows no binding.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { type DType, isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { squeeze, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asSolved, inColumns } from '../layouts';
import type { Op } from '../op';
import { bool, keyword, tensor, withDefault } from '../params';
import { bothForms } from './bothForms';
import { factorLu, type Lu, solveLu, solveTurned } from './lu';
import {
  arithmeticOf,
  batchText,
  checkFloat,
  checkSquare,
  eachMatrix,
  first,
  type Made,
  precisionOf,
  product,
  type Several,
  turned,
  undecided,
} from './matrices';
import { embedded, type Matrix } from './reflectors';

const square = tensor('A', say('A square matrix, or a batch of them.'));
const checkErrors = keyword(withDefault(bool('check_errors', say('Whether a failure is an exception.')), false));
const a22 = 'torch.tensor([[2., 1.], [1., 3.]])';
const batch = 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [-2., 1.]]])';
const singular = 'torch.tensor([[1., 2.], [2., 4.]])';

/** LU, unless rounding alone tells a pivot from zero. */
export function decidedLu(a: Matrix, dtype: DType): Lu {
  const lu = factorLu(a, arithmeticOf(dtype));
  const n = a.columns;
  const largest = a.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const noise = 16 * precisionOf(dtype).eps * n * largest;
  for (let i = 0; i < lu.pivots.length && !lu.isExact; i++)
    if (Math.abs(lu.factors.values[i * n + i]!) <= noise) throw undecided();
  return lu;
}

/** The inverse of each matrix, and the place of the first pivot that is zero; `name` refuses those. */
export function invertedBy(engine: Engine, x: Tensor, name: string | undefined): Several {
  const n = x.shape.at(-1)!;
  return engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(base, [own!], [{ shape: [n, n] }, { shape: [], dtype: 'int32' }], ([a], index) => {
        const lu = decidedLu(a!, own!.dtype);
        if (name !== undefined && lu.zeroAt > 0) {
          fail(
            `${name}: ${batchText(own!, index)}The diagonal element ${lu.zeroAt} is zero, the inversion could not be completed because the input matrix is singular.`,
            '_LinAlgError',
          );
        }
        return [solveLu(lu, embedded(undefined, n), arithmeticOf(own!.dtype)).values, [lu.zeroAt]];
      }),
    (base, [g], [y]) =>
      together([g && andThen(product(base, turned(y!), g, turned(y!)), (made) => maths(base).neg(made))]),
  );
}

/** The inverse of each matrix. */
export const inverseOf = (engine: Engine, x: Tensor): Made => first(invertedBy(engine, x, 'linalg.inv'));

const inverse = bothForms({
  layout: inColumns(0),
  name: 'inv',
  older: 'inverse',
  doc: say('The inverse of a matrix.'),
  run(x, { engine }) {
    checkSquare(x, 'linalg.inv');
    checkFloat(x, 'linalg.inv');
    return inverseOf(engine, x);
  },
  samples: [{ args: a22 }, { args: batch }, { args: `${batch}.double()` }, { args: 'torch.zeros(0, 0)' }],
  errors: [
    {
      args: singular,
      error: {
        type: '_LinAlgError',
        message:
          'linalg.inv: The diagonal element 2 is zero, the inversion could not be completed because the input matrix is singular.',
      },
    },
    {
      args: 'torch.ones(3, 2)',
      error: {
        type: 'RuntimeError',
        message: 'linalg.inv: A must be batches of square matrices, but they are 3 by 2 matrices',
      },
    },
    {
      args: 'torch.ones(2, 2).long()',
      error: {
        type: 'RuntimeError',
        message: 'linalg.inv: Expected a floating point or complex tensor as input. Got Long',
      },
    },
  ],
});

const inverseEx = defineOp({
  names: ['torch.linalg.inv_ex'],
  layout: inColumns(0),
  returns: { name: 'linalg_inv_ex', fields: ['inverse', 'info'] },
  family: 'other',
  doc: say('The inverse of a matrix, and where a pivot was zero.'),
  params: [square, checkErrors],
  run({ A: x, check_errors: checks }, { engine }) {
    checkSquare(x, 'linalg.inv');
    checkFloat(x, 'linalg.inv');
    return invertedBy(engine, x, checks ? 'linalg.inv_ex' : undefined);
  },
  samples: [{ args: a22 }, { args: batch }, { args: singular }, { args: 'torch.zeros(2, 2, 2)' }],
  errors: [
    {
      args: `${singular}, check_errors=True`,
      error: {
        type: '_LinAlgError',
        message:
          'linalg.inv_ex: The diagonal element 2 is zero, the inversion could not be completed because the input matrix is singular.',
      },
    },
  ],
});

/** What is solved: A X = B, or Aᵀ X = B; and the name that refuses a pivot of zero. */
interface System {
  readonly isTurned?: boolean;
  readonly name: string | undefined;
}

/** The solution for batches of one shape, and the places of pivots that are zero. */
function solvedBy(engine: Engine, a: Tensor, b: Tensor, { isTurned = false, name }: System): Several {
  return engine.custom(
    [a, b],
    (base, [left, right]) => {
      const outputs = [{ shape: right!.shape.slice(-2) }, { shape: [], dtype: 'int32' }] as const;
      return eachMatrix(base, [right!, left!], outputs, ([x, matrix], index) => {
        const lu = decidedLu(matrix!, right!.dtype);
        if (name !== undefined && lu.zeroAt > 0) {
          fail(
            `${name}: ${batchText(left!, index)}The solver failed because the input matrix is singular.`,
            '_LinAlgError',
          );
        }
        return [(isTurned ? solveTurned : solveLu)(lu, x!, arithmeticOf(right!.dtype)).values, [lu.zeroAt]];
      });
    },
    (base, [g], [y]) => {
      if (!g) return [undefined, undefined];
      const forB = first(solvedBy(base, a, g, { isTurned: !isTurned, name: 'torch.linalg.solve' }));
      const forA = isTurned ? product(base, y!, andThen(forB, turned)) : product(base, forB, turned(y!));
      return together([andThen(forA, (made) => maths(base).neg(made)), forB]);
    },
  );
}

/** The solution of A X = B for batches of one shape. */
export const solutionOf = (engine: Engine, a: Tensor, b: Tensor): Made =>
  first(solvedBy(engine, a, b, { name: 'torch.linalg.solve' }));

const rightSide = tensor('B', say('The right-hand side: vectors or matrices.'));
const leftFlag = keyword(withDefault(bool('left', say('Whether A X = B is solved, else X A = B.')), true));

function solved(engine: Engine, a: Tensor, b: Tensor, left: boolean, checkedAs: string | undefined): Several {
  const name = 'linalg.solve';
  checkSquare(a, name);
  if (!isHalf(a.dtype)) checkFloat(a, name);
  if (a.dtype !== b.dtype || !isFloat(b.dtype)) {
    fail(
      `${name}: Expected A and B to have the same dtype, but found A of type ${scalarName(a.dtype)} and B of type ${scalarName(b.dtype)} instead`,
    );
  }
  const isVector = b.rank === 1 || (b.rank === a.rank - 1 && b.shape.join() === a.shape.slice(0, -1).join());
  const columns = isVector ? unsqueeze(b, -1) : b;
  const n = a.shape.at(-1)!;
  if (columns.shape.at(left ? -2 : -1) !== n) {
    const [rows, width] = columns.shape.slice(-2);
    const equation = left ? 'AX = B' : 'XA = B';
    fail(`${name}: Incompatible shapes of A and B for the equation ${equation} (${n}x${n} and ${rows}x${width})`);
  }
  // Narrow floats reach the kernel.
  checkFloat(a, name, 'lu_cpu');
  const right = left ? columns : turned(columns);
  const common = broadcastShapes(a.shape.slice(0, -2), right.shape.slice(0, -2));
  const made = solvedBy(
    engine,
    broadcastTo(a, [...common, n, n]),
    broadcastTo(right, [...common, ...right.shape.slice(-2)]),
    { isTurned: !left, name: checkedAs },
  );
  return andThen(made, ([x, info]) => [isVector ? squeeze(x!, [x!.rank - 1]) : left ? x! : turned(x!), info!]);
}

const solveEx = defineOp({
  names: ['torch.linalg.solve_ex'],
  layout: asSolved,
  returns: { name: 'linalg_solve_ex', fields: ['result', 'info'] },
  family: 'other',
  doc: say('The solution of a system of linear equations, and where a pivot was zero.'),
  params: [square, rightSide, leftFlag, checkErrors],
  run: ({ A: a, B: b, left, check_errors: checks }, { engine }) =>
    solved(engine, a, b, left, checks ? 'torch.linalg.solve_ex' : undefined),
  samples: [
    { args: `${a22}, torch.tensor([1., 2.])` },
    { args: `${batch}, torch.tensor([[1., 2.], [3., -1.]]), left=False` },
    { args: 'torch.ones(2, 2), torch.tensor([[1., 2.], [3., 4.]])' },
  ],
  errors: [
    {
      args: `${singular}, torch.ones(2), check_errors=True`,
      error: {
        type: '_LinAlgError',
        message: 'torch.linalg.solve_ex: The solver failed because the input matrix is singular.',
      },
    },
  ],
});

const solve = defineOp({
  names: ['torch.linalg.solve'],
  layout: asSolved,
  family: 'other',
  doc: say('The solution of a system of linear equations.'),
  params: [square, rightSide, leftFlag],
  run: ({ A: a, B: b, left }, { engine }) => first(solved(engine, a, b, left, 'torch.linalg.solve')),
  samples: [
    { args: `${a22}, torch.tensor([1., 2.])` },
    { args: `${batch}, torch.tensor([[1., 2.], [3., -1.]])` },
    { args: `${a22}, torch.tensor([[1., 2., 0.5], [3., -1., 4.]])` },
    { args: `${a22}, torch.tensor([[1., 2.], [3., -1.], [0.5, 4.]]), left=False` },
  ],
  errors: [
    {
      args: `${singular}, torch.ones(2)`,
      error: {
        type: '_LinAlgError',
        message: 'torch.linalg.solve: The solver failed because the input matrix is singular.',
      },
    },
    {
      args: `${a22}, torch.ones(3)`,
      error: {
        type: 'RuntimeError',
        message: 'linalg.solve: Incompatible shapes of A and B for the equation AX = B (2x2 and 3x1)',
      },
    },
    {
      args: `${a22}, torch.ones(2).double()`,
      error: {
        type: 'RuntimeError',
        message:
          'linalg.solve: Expected A and B to have the same dtype, but found A of type Float and B of type Double instead',
      },
    },
  ],
});

export const inverses: readonly Op[] = [...inverse, inverseEx, solve, solveEx];
