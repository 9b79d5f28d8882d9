// What is read from singular values: pinv, matrix_rank, cond, lstsq, and norms of matrices. Knows no binding.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek, withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { select, sizesText, squeeze, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { inColumns } from '../layouts';
import { matmul } from '../matrix/matmul';
import type { Op } from '../op';
import { bool, input, keyword, optional, real, tensor, text, withDefault } from '../params';
import {
  checkFinite,
  checkRank,
  eachMatrix,
  first,
  type Made,
  precisionOf,
  product,
  turned,
  undecided,
} from './matrices';
import { type Matrix, transposed } from './reflectors';
import { doublePrecision } from './rotations';
import { singularValues } from './singularValues';
import { singularValuesOf } from './spectra';

/** The least singular value that counts: of absolute and relative limits the larger. */
function limitOf(
  largest: number,
  { rows, columns }: Matrix,
  eps: number,
  atol: number | null,
  rtol: number | null,
): number {
  const relative = rtol ?? ((atol ?? 0) > 0 ? 0 : 2 * eps * Math.max(rows, columns));
  return Math.max(atol ?? 0, relative * largest);
}

/** The pseudoinverse of one matrix; refuses where rounding decides which values count. */
function pseudoinverse(a: Matrix, eps: number, atol: number | null, rtol: number | null): Float64Array {
  const { rows, columns } = a;
  const made = new Float64Array(columns * rows);
  if (Math.min(rows, columns) === 0) return made;
  const svd = singularValues(a, doublePrecision);
  if (!svd) throw undecided();
  const largest = svd.values[0]!;
  const limit = limitOf(largest, a, eps, atol, rtol);
  const noise = 16 * eps * Math.max(rows, columns) * largest;
  for (const [k, value] of svd.values.entries()) {
    if (value <= limit) continue;
    if (value <= noise) throw undecided();
    for (let i = 0; i < columns; i++)
      for (let j = 0; j < rows; j++)
        made[i * rows + j]! += (svd.vt.values[k * columns + i]! * svd.u.values[j * rows + k]!) / value;
  }
  return made;
}

interface Limits {
  readonly atol: number | null;
  readonly rtol: number | null;
  readonly hermitian: boolean;
}

/** The matrix that is meant, once it is known to have singular values. */
function finite(x: Tensor, given: Matrix, index: number, { hermitian }: Limits): Matrix {
  const a = hermitian ? symmetric(given) : given;
  if (hermitian && a.values.some(Number.isNaN)) throw undecided();
  checkFinite(x, a, index);
  return a;
}

function pinvOf(engine: Engine, x: Tensor, limits: Limits): Made {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  return withGradient(
    engine,
    [x],
    (base, own) =>
      first(
        eachMatrix(base, [own], [{ shape: [columns, rows] }], ([a], index) => [
          pseudoinverse(finite(own, a!, index, limits), precisionOf(own.dtype).eps, limits.atol, limits.rtol),
        ]),
      ),
    (base, g, y) => [pinvGradient(base, g, x, y)],
  );
}

/** The lower triangle and its mirror image. */
function symmetric(a: Matrix): Matrix {
  const mirrored = transposed(a);
  const values = a.values.map((value, i) => (i % a.columns > Math.floor(i / a.columns) ? mirrored.values[i]! : value));
  return { ...a, values };
}

/** ATen's pinv_backward. */
async function pinvGradient(engine: Engine, g: Tensor, a: Tensor, p: Tensor): Promise<Tensor> {
  const m = maths(engine);
  const times = async (first: Made, ...rest: readonly Made[]): Promise<Tensor> => product(engine, first, ...rest);
  const [gt, pt] = [turned(g), turned(p)];
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  if (rows <= columns) {
    const k = await times(gt, p);
    const kp = await times(k, pt);
    const left = m.sub(kp, turned(await times(p, k)));
    const minus = m.sub(left, await times(await times(a, p), kp));
    return m.add(minus, await times(await times(pt, p), m.sub(gt, await times(k, a))));
  }
  const k = await times(p, gt);
  const pk = await times(pt, k);
  const left = m.add(m.neg(turned(await times(k, p))), await times(m.sub(gt, await times(a, k)), p, pt));
  return m.add(left, m.sub(pk, await times(await times(pk, p), a)));
}

const atol = keyword(optional(real('atol', say('Singular values up to this count as zero.'))));
const rtol = keyword(optional(real('rtol', say('As a part of the largest singular value.'))));
const hermitian = keyword(withDefault(bool('hermitian', say('Whether the matrix is taken as symmetric.')), false));
const matrix = 'torch.tensor([[1., 2.], [3., -4.], [5., 6.]])';
const singular = 'torch.tensor([[1., 2.], [2., 4.]])';

function checkPinv(x: Tensor): void {
  if (x.rank >= 2 && (x.dtype === 'float32' || x.dtype === 'float64')) return;
  fail(
    `linalg.pinv(${scalarName(x.dtype)}{${sizesText(x.shape)}}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types`,
  );
}
const pinvDoc = say('The pseudoinverse.');
const pinv = defineOp({
  names: ['torch.linalg.pinv'],
  family: 'other',
  doc: pinvDoc,
  params: [input, atol, rtol, hermitian],
  run({ input: x, ...limits }, { engine }) {
    checkPinv(x);
    return pinvOf(engine, x, limits);
  },
  samples: [
    { args: matrix },
    { args: `${matrix}.T` },
    { args: singular },
    { args: `${singular}.double(), rtol=1e-3` },
    { args: 'torch.tensor([[2., 1.], [1., 3.]]), hermitian=True' },
  ],
  errors: [
    {
      args: 'torch.ones(2)',
      error: {
        type: 'RuntimeError',
        message:
          'linalg.pinv(Float{[2]}): expected a tensor with 2 or more dimensions of float, double, cfloat or cdouble types',
      },
    },
  ],
});
const pinvBy = (name: string, methods: readonly string[], usual: number | undefined): Op => {
  const rcond = real('rcond', say('As a part of the largest singular value.'));
  return defineOp({
    names: [name],
    methods,
    family: 'other',
    doc: pinvDoc,
    params: [input, usual === undefined ? rcond : withDefault(rcond, usual)],
    run({ input: x, rcond: rtol }, { engine }) {
      checkPinv(x);
      return pinvOf(engine, x, { atol: null, rtol, hermitian: false });
    },
    samples: [{ args: `${matrix}, 1e-3` }],
  });
};

function rankOf(engine: Engine, x: Tensor, limits: Limits): Made {
  checkRank(x, 'torch.linalg.matrix_rank', 'input');
  if (x.dtype !== 'float32' && x.dtype !== 'float64')
    fail("This function doesn't handle types other than float and double");
  const found = engine.custom(
    [x],
    (base, [own]) =>
      eachMatrix(base, [own!], [{ shape: [], dtype: 'int64' }], ([a], index) => {
        if (a!.values.length === 0) return [[0]];
        const svd = singularValues(finite(own!, a!, index, limits), doublePrecision);
        if (!svd) throw undecided();
        const limit = limitOf(svd.values[0]!, a!, precisionOf(x.dtype).eps, limits.atol, limits.rtol);
        return [[svd.values.filter((value) => value > limit).length]];
      }),
    () => [],
  );
  return first(found);
}

const rankDoc = say('How many singular values are not zero.');
const matrixRank: readonly Op[] = [
  defineOp({
    names: ['torch.linalg.matrix_rank'],
    family: 'other',
    doc: rankDoc,
    params: [input, atol, rtol, hermitian],
    run: ({ input: x, ...limits }, { engine }) => rankOf(engine, x, limits),
    samples: [{ args: matrix }, { args: singular }, { args: `${matrix}, rtol=0.9` }, { args: 'torch.zeros(2, 3, 3)' }],
    errors: [
      {
        args: 'torch.ones(2)',
        error: {
          type: 'RuntimeError',
          message: 'torch.linalg.matrix_rank: The input tensor input must have at least 2 dimensions.',
        },
      },
    ],
  }),
  defineOp({
    names: ['torch.linalg.matrix_rank'],
    family: 'other',
    doc: rankDoc,
    params: [
      input,
      real('tol', say('Singular values up to this count as zero.')),
      withDefault(bool('hermitian', hermitian.doc), false),
    ],
    run: ({ input: x, tol, hermitian: isSymmetric }, { engine }) =>
      rankOf(engine, x, { atol: tol, rtol: 0, hermitian: isSymmetric }),
    samples: [{ args: `${matrix}, 6.0` }],
  }),
];

const cond = defineOp({
  names: ['torch.linalg.cond'],
  family: 'other',
  doc: say('The largest singular value as a multiple of the least.'),
  params: [input, optional(real('p', say('2 for the quotient, -2 for its inverse.')))],
  run({ input: x, p }, { engine }) {
    if (x.rank < 2) fail('linalg.cond: The input tensor must have at least 2 dimensions.');
    if (p !== null && Math.abs(p) !== 2) throw new NotModelled(say("the norm '{0}' is not modelled yet", String(p)));
    return andThen(singularValuesOf(engine, x), (s) => {
      if (s.storage.unknown) throw undecided();
      const [large, small] = [select(s, s.rank - 1, 0), select(s, s.rank - 1, s.shape.at(-1)! - 1)];
      return p === -2 ? maths(engine).div(small, large) : maths(engine).div(large, small);
    });
  },
  samples: [{ args: matrix }, { args: `${matrix}, -2` }, { args: 'torch.eye(3).expand(2, 3, 3)' }],
});

/** Singular values that no gradient runs through. */
const still = (engine: Engine, x: Tensor): Made => {
  const made = engine.custom(
    [x],
    (base, [own]) => andThen<Tensor, readonly Tensor[]>(singularValuesOf(base, own!), (s) => [s]),
    () => [],
  );
  return andThen(made, ([s]) => s!);
};

const lstsq = defineOp({
  names: ['torch.linalg.lstsq'],
  layout: inColumns(0),
  returns: { name: 'linalg_lstsq', fields: ['solution', 'residuals', 'rank', 'singular_values'] },
  family: 'other',
  doc: say('The solution of least squares.'),
  params: [
    input,
    tensor('b', say('The right-hand side.')),
    optional(real('rcond', say('As a part of the largest singular value.'))),
    keyword(optional(text('driver', say("'gelsy', 'gels', 'gelsd' or 'gelss'.")))),
  ],
  async run({ input: a, b, rcond, driver }, { engine }) {
    const refuse = (message: string): never => fail(`torch.linalg.lstsq: ${message}`);
    if (a.rank < 2) refuse('input must have at least 2 dimensions.');
    if (b.rank < 1) refuse('other must have at least 1 dimension.');
    if (!isFloat(a.dtype)) refuse(`Expected a floating point or complex tensor as input. Got ${scalarName(a.dtype)}`);
    if (a.dtype !== b.dtype) {
      refuse(
        `Expected input and other to have the same dtype, but got input's dtype ${scalarName(a.dtype)} and other's dtype ${scalarName(b.dtype)}`,
      );
    }
    if (driver !== null && !['gels', 'gelsy', 'gelsd', 'gelss'].includes(driver))
      refuse('parameter `driver` should be one of (gels, gelsy, gelsd, gelss)');
    const isVector = b.rank === a.rank - 1;
    const columns = isVector ? unsqueeze(b, -1) : b;
    const [rows, width] = a.shape.slice(-2) as [number, number];
    if (columns.shape.at(-2) !== rows) refuse(`input.size(-2) should match other.size(${isVector ? '-1' : '-2'})`);
    const isPlain = await peek(engine, [a], (values) => (values as Float64Array).every(Number.isFinite));
    if (!isPlain) throw undecided();
    const limits: Limits = { atol: null, rtol: rcond, hermitian: false };
    const rank = await rankOf(engine, a, limits);
    const whole = await peek(engine, [rank], (values) =>
      (values as BigInt64Array).every((n) => n === BigInt(Math.min(rows, width))),
    );
    const solution = await product(engine, pinvOf(engine, a, limits), columns);
    const m = maths(engine);
    const none = (): Tensor =>
      engine.fromHost(a.dtype === 'float64' ? new Float64Array(0) : new Float32Array(0), [0], a.dtype);
    // Only some of the drivers tell what is left.
    const tells = rows > width && whole && driver !== null && driver !== 'gelsy';
    const left = tells ? m.sub(await matmul(engine, a, solution), columns) : undefined;
    const bySvd = driver === 'gelsd' || driver === 'gelss';
    return [
      isVector ? squeeze(solution, [solution.rank - 1]) : solution,
      left ? m.sum(m.mul(left, left), left.rank - 2) : none(),
      driver === 'gels' ? engine.fromHost(new BigInt64Array(0), [0], 'int64') : rank,
      bySvd ? await still(engine, a) : none(),
    ];
  },
  samples: [
    { args: 'torch.tensor([[1., 1.], [1., 2.], [1., 3.]]), torch.tensor([[1.], [2.], [2.]])' },
    { args: "torch.tensor([[1., 1.], [1., 2.], [1., 3.]]), torch.tensor([[1.], [2.], [2.]]), driver='gelsd'" },
    { args: "torch.tensor([[1., 1.], [1., 2.], [1., 3.]]), torch.tensor([[1.], [2.], [2.]]), driver='gels'" },
    { args: 'torch.tensor([[2., 1.], [1., 3.]]), torch.tensor([1., 2.])' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 2), torch.ones(3, 1)',
      error: { type: 'RuntimeError', message: 'torch.linalg.lstsq: input.size(-2) should match other.size(-2)' },
    },
  ],
});

export const pseudoinverses: readonly Op[] = [
  pinv,
  pinvBy('torch.linalg.pinv', [], undefined),
  pinvBy('torch.pinverse', ['pinverse'], 1e-15),
  ...matrixRank,
  cond,
  lstsq,
];
