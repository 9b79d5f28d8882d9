// Cholesky, QR and triangular systems, with ATen's gradients. Knows no binding.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { narrow } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { inColumns } from '../layouts';
import type { Op } from '../op';
import { alias, bool, input, keyword, tensor, text, withDefault } from '../params';
import { joinAlong } from '../view/copy';
import { factorCholesky, type Order, orderOf, solveTriangular } from './lu';
import {
  arithmeticOf,
  batchText,
  checkFloat,
  checkRank,
  checkSquare,
  eachMatrix,
  first,
  identity,
  type Made,
  masked,
  product,
  turned,
} from './matrices';
import { applyAll, corner, embedded, factorQr } from './reflectors';

const upper = withDefault(bool('upper', say('Whether the upper triangle is meant.')), false);
const positive = 'torch.tensor([[4., 2., 1.], [2., 5., 3.], [1., 3., 6.]])';
const singular = 'torch.tensor([[1., 2.], [2., 4.]])';

/** Half of the diagonal and what stands below it. */
function lowerHalf(engine: Engine, x: Tensor): Tensor {
  const below = masked(engine, x, (row, column) => row > column);
  const diagonal = masked(engine, x, (row, column) => row === column);
  return maths(engine).add(below, maths(engine).mul(diagonal, 0.5));
}

/** The factor of each matrix, and the order of the first minor that is not positive; `name` refuses those. */
function choleskyOf(
  engine: Engine,
  x: Tensor,
  name: string | undefined,
): readonly Tensor[] | Promise<readonly Tensor[]> {
  const n = x.shape.at(-1)!;
  return engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(base, [own!], [{ shape: [n, n] }, { shape: [], dtype: 'int32' }], ([a], index) => {
        const { lower, wrongAt } = factorCholesky(a!, arithmeticOf(own!.dtype));
        if (name !== undefined && wrongAt > 0) {
          fail(
            `${name}: ${batchText(own!, index)}The factorization could not be completed because the input is not positive-definite (the leading minor of order ${wrongAt} is not positive-definite).`,
            '_LinAlgError',
          );
        }
        return [lower.values, [wrongAt]];
      }),
    (base, [g], [lower]) => {
      if (!g || !lower) return [undefined];
      const m = maths(base);
      const made = andThen(product(base, turned(lower), g), (middle) => {
        const half = lowerHalf(base, middle);
        const left = triangularSolution(base, turned(lower), half, { isUpper: true, isUnit: false });
        return andThen(left, (x1) =>
          andThen(triangularSolution(base, turned(lower), turned(x1), { isUpper: true, isUnit: false }), (x2) =>
            m.mul(m.add(x2, turned(x2)), 0.5),
          ),
        );
      });
      return together([made]);
    },
  );
}

const cholesky = (name: string, kernel: string): Op =>
  defineOp({
    names: [`torch.${name}`],
    layout: inColumns(0),
    ...(name === 'cholesky' ? { methods: ['cholesky'] } : {}),
    family: 'other',
    doc: say('The triangular factor of a symmetric matrix that is positive definite.'),
    params: [input, name === 'cholesky' ? upper : keyword(upper)],
    run({ input: x, upper: isUpper }, { engine, warn }) {
      if (name === 'cholesky') {
        warn(
          'UserWarning',
          'torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a future PyTorch release.\nL = torch.cholesky(A)\nshould be replaced with\nL = torch.linalg.cholesky(A)\nand\nU = torch.cholesky(A, upper=True)\nshould be replaced with\nU = torch.linalg.cholesky(A).mH\nThis transform will produce equivalent results for all valid (symmetric positive definite) inputs. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/BatchLinearAlgebra.cpp:1765.)',
        );
      }
      checkSquare(x, name);
      if (name !== 'cholesky') checkFloat(x, name, kernel);
      else if (!isFloat(x.dtype))
        fail(`"${kernel}" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
      const made = choleskyOf(engine, isUpper && name === 'cholesky' ? turned(x) : x, name);
      return andThen(made, ([lower]) => (isUpper ? turned(lower!) : lower!));
    },
    samples: [
      { args: positive },
      { args: `${positive}.double(), upper=True` },
      { args: `${positive}.expand(2, 3, 3)` },
    ],
    errors: [
      {
        args: singular,
        error: {
          type: '_LinAlgError',
          message: `${name}: The factorization could not be completed because the input is not positive-definite (the leading minor of order 2 is not positive-definite).`,
        },
      },
    ],
  });

const choleskyEx = defineOp({
  names: ['torch.linalg.cholesky_ex'],
  layout: inColumns(0),
  returns: { name: 'linalg_cholesky_ex', fields: ['L', 'info'] },
  family: 'other',
  doc: say('The triangular factor of a symmetric matrix, and the first minor that is not positive.'),
  params: [
    input,
    keyword(upper),
    keyword(withDefault(bool('check_errors', say('Whether a failure is an exception.')), false)),
  ],
  run({ input: x, upper: isUpper, check_errors: checks }, { engine }) {
    checkSquare(x, 'linalg.cholesky');
    checkFloat(x, 'linalg.cholesky', 'cholesky_cpu');
    const made = choleskyOf(engine, x, checks ? 'linalg.cholesky_ex' : undefined);
    return andThen(made, ([lower, info]) => [isUpper ? turned(lower!) : lower!, info!]);
  },
  samples: [
    { args: positive },
    { args: `${positive}.double(), upper=True` },
    { args: 'torch.tensor([[[4., 1.], [1., 3.]], [[9., 2.], [2., 5.]]])' },
  ],
  errors: [
    {
      args: `${singular}, check_errors=True`,
      error: {
        type: '_LinAlgError',
        message:
          'linalg.cholesky_ex: The factorization could not be completed because the input is not positive-definite (the leading minor of order 2 is not positive-definite).',
      },
    },
  ],
});

interface Triangle {
  readonly isUpper: boolean;
  readonly isUnit: boolean;
  readonly order?: Order;
}

/** The solution of A X = B for a triangular A, batches of one shape. */
export function triangularSolution(engine: Engine, a: Tensor, b: Tensor, triangle: Triangle): Made {
  const { isUpper, isUnit, order = 'summed' } = triangle;
  return withGradient(
    engine,
    [a, b],
    (base, left, right) =>
      first(
        eachMatrix(base, [right, left], [{ shape: right.shape.slice(-2) }], ([x, matrix]) => [
          solveTriangular(matrix!, x!, { upper: isUpper, unit: isUnit, order }, arithmeticOf(right.dtype)).values,
        ]),
      ),
    (base, g, y) => {
      const forB = triangularSolution(base, turned(a), g, { isUpper: !isUpper, isUnit });
      const forA = andThen(product(base, forB, turned(y)), (made) =>
        masked(base, maths(base).neg(made), (row, column) =>
          isUnit && row === column ? false : isUpper ? row <= column : row >= column,
        ),
      );
      return [forA, forB];
    },
  );
}

const solveTriangularOp = defineOp({
  names: ['torch.linalg.solve_triangular'],
  layout: inColumns(0),
  family: 'other',
  doc: say('The solution of a system whose matrix is triangular.'),
  params: [
    alias(tensor('A', say('A triangular matrix, or a batch of them.')), 'input'),
    tensor('B', say('The right-hand side.')),
    keyword(bool('upper', say('Whether the upper triangle is meant.'))),
    keyword(withDefault(bool('left', say('Whether A X = B is solved, else X A = B.')), true)),
    keyword(withDefault(bool('unitriangular', say('Whether the diagonal is taken as 1.')), false)),
  ],
  run({ A: a, B: b, upper: isUpper, left, unitriangular: isUnit }, { engine }) {
    const name = 'linalg.solve_triangular';
    checkSquare(a, name);
    checkRank(b, name, 'B');
    const n = a.shape.at(-1)!;
    if (b.shape.at(left ? -2 : -1) !== n) {
      const [rows, columns] = b.shape.slice(-2);
      fail(
        `${name}: Incompatible shapes of A and B for the equation ${left ? 'AX = B' : 'XA = B'} (${n}x${n} and ${rows}x${columns})`,
      );
    }
    if (a.dtype !== b.dtype) {
      fail(
        `${name}: Expected A and B to have the same dtype, but found A of type ${scalarName(a.dtype)} and B of type ${scalarName(b.dtype)} instead`,
      );
    }
    checkFloat(a, name, 'triangular_solve_cpu');
    const [own, right] = left ? [a, b] : [turned(a), turned(b)];
    const common = broadcastShapes(own.shape.slice(0, -2), right.shape.slice(0, -2));
    const made = triangularSolution(
      engine,
      broadcastTo(own, [...common, n, n]),
      broadcastTo(right, [...common, ...right.shape.slice(-2)]),
      { isUpper: isUpper === left, isUnit, order: orderOf(b.shape.at(-1)!, left) },
    );
    return left ? made : andThen(made, turned);
  },
  samples: [
    { args: `${positive}, torch.tensor([[1., 2.], [3., -1.], [0.5, 4.]]), upper=True` },
    { args: `${positive}, torch.tensor([[1., 2.], [3., -1.], [0.5, 4.]]), upper=False, unitriangular=True` },
    { args: `${positive}, torch.tensor([[1., 2., 0.5]]), upper=True, left=False` },
  ],
});

function choleskySolution(engine: Engine, b: Tensor, factor: Tensor, isUpper: boolean): Made {
  return withGradient(
    engine,
    [b, factor],
    (base, right, own) => {
      const lower = isUpper ? turned(own) : own;
      const first = triangularSolution(base, lower, right, { isUpper: false, isUnit: false });
      return andThen(first, (made) => triangularSolution(base, turned(lower), made, { isUpper: true, isUnit: false }));
    },
    (base, g, y) => {
      const m = maths(base);
      const forB = choleskySolution(base, g, factor, isUpper);
      const forFactor = andThen(product(base, forB, turned(y)), (made) => {
        const both = m.add(made, turned(made));
        return andThen(isUpper ? product(base, factor, both) : product(base, both, factor), (found) => m.neg(found));
      });
      return [forB, forFactor];
    },
  );
}

const choleskySolve = defineOp({
  names: ['torch.cholesky_solve'],
  layout: inColumns(0),
  methods: ['cholesky_solve'],
  family: 'other',
  doc: say('The solution of a system by the triangular factor of its matrix.'),
  params: [input, alias(tensor('L', say('The triangular factor.')), 'input2'), upper],
  run({ input: b, L: factor, upper: isUpper }, { engine }) {
    for (const [name, x] of Object.entries({ b, u: factor }))
      if (x.rank < 2) fail(`${name} should have at least 2 dimensions, but has ${x.rank} dimensions instead`);
    return choleskySolution(engine, b, factor, isUpper);
  },
  samples: [{ args: `torch.tensor([[1., 2.], [3., -1.]]), torch.tensor([[2., 0.], [1., 3.]])` }],
});

/** Q and R of each matrix; `full`: Q is square. */
export function qrOf(engine: Engine, x: Tensor, full: boolean): readonly Tensor[] | Promise<readonly Tensor[]> {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const width = full ? rows : Math.min(rows, columns);
  return engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(base, [own!], [{ shape: [rows, width] }, { shape: [width, columns] }], ([a]) => {
        const { reflectors, r } = factorQr(a!);
        return [applyAll(reflectors, embedded(undefined, rows, width)).values, corner(r, width, columns).values];
      }),
    (base, [forQ, forR], [q, r]) => together([qrGradient(base, q!, r!, forQ, forR, full && rows > columns)]),
  );
}

function qrGradient(
  engine: Engine,
  q: Tensor,
  r: Tensor,
  forQ: Tensor | undefined,
  forR: Tensor | undefined,
  isFull: boolean,
): Made {
  const rows = q.shape.at(-2)!;
  const columns = r.shape.at(-1)!;
  if (isFull) fail("The QR decomposition is not differentiable when mode='complete' and nrows > ncols.");
  const m = maths(engine);
  // The columns past a square follow from Q and the rest of R.
  if (rows < columns) {
    const [own, rest] = [narrow(r, -1, 0, rows), narrow(r, -1, rows, columns - rows)];
    const forOwn = forR && narrow(forR, -1, 0, rows);
    const forRest = forR && narrow(forR, -1, rows, columns - rows);
    const behind = forRest && product(engine, q, rest, turned(forRest));
    const both = behind ? andThen(behind, (made) => (forQ ? m.add(forQ, made) : made)) : forQ;
    return andThen(both, (forBoth) =>
      andThen(qrGradient(engine, q, own, forBoth, forOwn, false), (left) =>
        andThen(forRest ? product(engine, q, forRest) : m.mul(rest, 0), (right) =>
          joinAlong(engine, [left, right], left.rank - 1),
        ),
      ),
    );
  }
  const none = m.mul(r, 0);
  const fromR = forR ? product(engine, forR, turned(r)) : none;
  const fromQ = forQ ? product(engine, turned(q), forQ) : none;
  return andThen(fromR, (a) =>
    andThen(fromQ, (b) => {
      const mixed = masked(engine, m.sub(a, b), (row, column) => row <= column);
      const half = masked(engine, m.mul(mixed, 0.5), (row, column) => row === column);
      const even = m.sub(
        m.add(mixed, turned(mixed)),
        masked(engine, m.add(half, half), (row, column) => row === column),
      );
      const sum = andThen(product(engine, q, even), (made) => (forQ ? m.add(forQ, made) : made));
      return andThen(sum, (left) =>
        andThen(triangularSolution(engine, r, turned(left), { isUpper: true, isUnit: false }), turned),
      );
    }),
  );
}

const matrix = 'torch.tensor([[1., 2.], [3., -4.], [5., 6.]])';
const qr = defineOp({
  names: ['torch.linalg.qr'],
  layout: inColumns(0, 1),
  returns: { name: 'linalg_qr', fields: ['Q', 'R'] },
  family: 'other',
  doc: say('An orthogonal and an upper triangular factor.'),
  params: [
    tensor('A', say('A matrix, or a batch of them.')),
    withDefault(text('mode', say("'reduced', 'complete', or 'r' for R alone.")), 'reduced'),
  ],
  run({ A: x, mode }, { engine }) {
    checkRank(x, 'linalg.qr');
    checkFloat(x, 'linalg.qr', 'geqrf_cpu');
    if (mode !== 'reduced' && mode !== 'complete' && mode !== 'r')
      fail(`qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`);
    const made = qrOf(engine, x, mode === 'complete');
    if (mode !== 'r') return made;
    return andThen(made, ([, r]): readonly Tensor[] => [identity(engine, 0, x.dtype), r!]);
  },
  samples: [
    { args: matrix },
    { args: `${matrix}.double()` },
    { args: `${matrix}, mode='complete'` },
    { args: `${matrix}.T` },
    { args: `${positive}.expand(2, 3, 3)` },
  ],
});
const oldQr = defineOp({
  names: ['torch.qr'],
  layout: inColumns(0, 1),
  methods: ['qr'],
  returns: { name: 'qr', fields: ['Q', 'R'] },
  family: 'other',
  doc: qr.doc,
  params: [input, withDefault(bool('some', say('Whether Q has no more columns than it needs.')), true)],
  run({ input: x, some }, context) {
    context.warn(
      'UserWarning',
      "torch.qr is deprecated in favor of torch.linalg.qr and will be removed in a future PyTorch release.\nThe boolean parameter 'some' has been replaced with a string parameter 'mode'.\nQ, R = torch.qr(A, some)\nshould be replaced with\nQ, R = torch.linalg.qr(A, 'reduced' if some else 'complete') (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/BatchLinearAlgebra.cpp:2505.)",
    );
    return qr.run({ A: x, mode: some ? 'reduced' : 'complete' }, context);
  },
  samples: [{ args: matrix }],
});

export const triangulars: readonly Op[] = [
  cholesky('linalg.cholesky', 'cholesky_cpu'),
  cholesky('cholesky', 'cholesky_cpu'),
  choleskyEx,
  solveTriangularOp,
  choleskySolve,
  qr,
  oldQr,
];
