// Inverses and solutions of linear systems by LU: inv, solve. Knows no binding.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { type DType, isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { squeeze, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { bool, keyword, tensor, withDefault } from '../params';
import { bothForms } from './bothForms';
import { factorLu, type Lu, solveLu } from './lu';
import {
  arithmeticOf,
  batchText,
  checkFloat,
  checkSquare,
  eachMatrix,
  type Made,
  precisionOf,
  product,
  turned,
  undecided,
} from './matrices';
import { embedded, type Matrix } from './reflectors';

const square = tensor('A', say('A square matrix, or a batch of them.'));
const a22 = 'torch.tensor([[2., 1.], [1., 3.]])';
const batch = 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [-2., 1.]]])';
const singular = 'torch.tensor([[1., 2.], [2., 4.]])';

/** LU, unless rounding alone tells a pivot from zero. */
export function decidedLu(a: Matrix, dtype: DType): Lu {
  const lu = factorLu(a, arithmeticOf(dtype));
  const n = a.rows;
  const largest = a.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const noise = 16 * precisionOf(dtype).eps * n * largest;
  for (let i = 0; i < n && !lu.isExact; i++) if (Math.abs(lu.factors.values[i * n + i]!) <= noise) throw undecided();
  return lu;
}

/** The inverse of each matrix. */
export function inverseOf(engine: Engine, x: Tensor): Made {
  const n = x.shape.at(-1)!;
  return withGradient(
    engine,
    [x],
    (base, own) =>
      andThen(
        eachMatrix(base, [own], [{ shape: [n, n] }], ([a], index) => {
          const arithmetic = arithmeticOf(own.dtype);
          const lu = decidedLu(a!, own.dtype);
          if (lu.zeroAt > 0) {
            fail(
              `linalg.inv: ${batchText(own, index)}The diagonal element ${lu.zeroAt} is zero, the inversion could not be completed because the input matrix is singular.`,
              '_LinAlgError',
            );
          }
          return [solveLu(lu, embedded(undefined, n), arithmetic).values];
        }),
        ([made]) => made!,
      ),
    (base, g, y) => [andThen(product(base, turned(y), g, turned(y)), (made) => maths(base).neg(made))],
  );
}

const inverse = bothForms({
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

/** The solution of A X = B for batches of one shape. */
export function solutionOf(engine: Engine, a: Tensor, b: Tensor): Made {
  return withGradient(
    engine,
    [a, b],
    (base, left, right) =>
      andThen(
        eachMatrix(base, [right, left], [{ shape: right.shape.slice(-2) }], ([x, matrix], index) => {
          const arithmetic = arithmeticOf(right.dtype);
          const lu = decidedLu(matrix!, right.dtype);
          if (lu.zeroAt > 0) {
            fail(
              `torch.linalg.solve: ${batchText(left, index)}The solver failed because the input matrix is singular.`,
              '_LinAlgError',
            );
          }
          return [solveLu(lu, x!, arithmetic).values];
        }),
        ([made]) => made!,
      ),
    (base, g, y) => {
      const forB = solutionOf(base, turned(a), g);
      return [andThen(product(base, forB, turned(y)), (made) => maths(base).neg(made)), forB];
    },
  );
}

const solve = defineOp({
  names: ['torch.linalg.solve'],
  family: 'other',
  doc: say('The solution of a system of linear equations.'),
  params: [
    square,
    tensor('B', say('The right-hand side: vectors or matrices.')),
    keyword(withDefault(bool('left', say('Whether A X = B is solved, else X A = B.')), true)),
  ],
  run({ A: a, B: b, left }, { engine }) {
    const name = 'linalg.solve';
    checkSquare(a, name);
    checkFloat(a, name);
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
    const [own, right] = left ? [a, columns] : [turned(a), turned(columns)];
    const common = broadcastShapes(own.shape.slice(0, -2), right.shape.slice(0, -2));
    const made = solutionOf(
      engine,
      broadcastTo(own, [...common, n, n]),
      broadcastTo(right, [...common, ...right.shape.slice(-2)]),
    );
    return andThen(made, (x) => (isVector ? squeeze(x, [x.rank - 1]) : left ? x : turned(x)));
  },
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

export const inverses: readonly Op[] = [...inverse, solve];
