// Eigenvalues of symmetric matrices and singular values, with their vectors and ATen's gradients. Where rounding alone decides
// about a number or the direction of a vector, it is not known. Knows no binding.
import { largest } from '../../base/largest';
import { say } from '../../base/text';
import { allocate, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { slice, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { inColumns } from '../layouts';
import type { Op } from '../op';
import { bool, input, keyword, optional, tensor, text, withDefault } from '../params';
import {
  checkFinite,
  checkFloat,
  checkRank,
  checkSquare,
  eachMatrix,
  identity,
  type Made,
  masked,
  precisionOf,
  product,
  turned,
  undecided,
} from './matrices';
import { corner, type Matrix, transposed } from './reflectors';
import type { Precision } from './rotations';
import { singularValues } from './singularValues';
import { symmetricEigen } from './symmetricEigen';

/** What rounding leaves undecided in a batch. */
interface Doubt {
  values: boolean;
  vectors: boolean;
}

/** Past this size the library divides and conquers: the signs of vectors are its own. */
const largestWhole = 25;

/** Looks for values that are nothing but rounding, and for vectors that have no direction of their own. */
function doubt(found: Doubt, values: Float64Array, a: Matrix, eps: number): void {
  const sizes = values.map(Math.abs);
  const noise = 16 * eps * Math.max(a.rows, a.columns) * largest(sizes, 0);
  if (sizes.some((size) => size > 0 && size <= noise)) found.values = true;
  const isDiagonal = a.values.every((value, i) => value === 0 || Math.floor(i / a.columns) === i % a.columns);
  const isClose = values.some((value, i) => i > 0 && Math.abs(value - values[i - 1]!) <= noise);
  if (Math.min(a.rows, a.columns) > largestWhole || (!isDiagonal && isClose)) found.vectors = true;
}

/** Whether the signs stay where the iteration stops a little earlier or later: single precision may do either. */
const isSteady = (a: Matrix, vectors: Matrix, precision: Precision): boolean =>
  [0.25, 4].every((scale) => {
    const other = symmetricEigen(a, { ...precision, eps: precision.eps * scale })?.vectors.values;
    return other?.every((value, i) => Math.abs(value - vectors.values[i]!) < 0.02);
  });

function lose(x: Tensor, when: boolean): Tensor {
  if (when) x.storage.unknown = say('rounding decides about these values: they differ from one machine to the next');
  return x;
}

const diagonalOf = (engine: Engine, values: Tensor): Made => {
  const n = values.shape.at(-1)!;
  return maths(engine).mul(unsqueeze(values, -2), identity(engine, n, values.dtype));
};

/** Differences of values: of column and row, 1 on the diagonal. */
function gaps(engine: Engine, values: Tensor): Tensor {
  const m = maths(engine);
  const n = values.shape.at(-1)!;
  return m.add(m.sub(unsqueeze(values, -2), unsqueeze(values, -1)), identity(engine, n, values.dtype));
}

function eigenOf(engine: Engine, x: Tensor, isUpper: boolean): readonly Tensor[] | Promise<readonly Tensor[]> {
  const n = x.shape.at(-1)!;
  return engine.custom(
    [x],
    (base, [own]) => {
      const precision = precisionOf(own!.dtype);
      const found: Doubt = { values: false, vectors: false };
      const made = eachMatrix(base, [own!], [{ shape: [n] }, { shape: [n, n] }], ([given]) => {
        const a = isUpper ? transposed(given!) : given!;
        if (!a.values.every(Number.isFinite)) throw undecided();
        const eigen = symmetricEigen(a, precision);
        if (!eigen) throw new NotModelled(say('this form of {0} is not modelled yet', 'torch.linalg.eigh'));
        doubt(found, eigen.values, a, precision.eps);
        if (own!.dtype === 'float32' && !isSteady(a, eigen.vectors, precision)) found.vectors = true;
        return [eigen.values, eigen.vectors.values];
      });
      return andThen(made, ([values, vectors]): readonly Tensor[] => [
        lose(values!, found.values),
        lose(vectors!, found.vectors),
      ]);
    },
    (base, [forValues, forVectors], [values, vectors]) => {
      const m = maths(base);
      const inner = forVectors
        ? andThen(product(base, turned(vectors!), forVectors), (made) =>
            masked(
              base,
              m.div(m.mul(m.sub(made, turned(made)), 0.5), gaps(base, values!)),
              (row, column) => row !== column,
            ),
          )
        : undefined;
      const diagonal = forValues && diagonalOf(base, forValues);
      const middle =
        inner && diagonal ? andThen(inner, (a) => andThen(diagonal, (b) => m.add(a, b))) : (inner ?? diagonal);
      return middle ? together([product(base, vectors!, middle, turned(vectors!))]) : [undefined];
    },
  );
}

const uplo = withDefault(text('UPLO', say("Which triangle is read: 'L' or 'U'.")), 'L');
const symmetric = 'torch.tensor([[2., 1., 0.5], [1., 3., -1.], [0.5, -1., 1.]])';

function checkEigen(x: Tensor, side: string): boolean {
  const name = 'linalg.eigh';
  checkSquare(x, name);
  const read = side.toUpperCase();
  if (read !== 'L' && read !== 'U') fail(`Expected UPLO argument to be 'L' or 'U', but got ${side}`);
  if (x.dtype !== 'float32' && x.dtype !== 'float64')
    fail(`"linalg_eigh_cpu" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
  return read === 'U';
}

const eigh = defineOp({
  names: ['torch.linalg.eigh'],
  layout: inColumns(1),
  returns: { name: 'linalg_eigh', fields: ['eigenvalues', 'eigenvectors'] },
  family: 'other',
  doc: say('Eigenvalues and eigenvectors of a symmetric matrix.'),
  params: [input, uplo],
  run: ({ input: x, UPLO: side }, { engine }) => eigenOf(engine, x, checkEigen(x, side)),
  samples: [
    { args: symmetric },
    { args: `${symmetric}.double()` },
    { args: `torch.tensor([[2., 1.], [7., 3.]]), UPLO='U'` },
    { args: 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [4., 1.]]])' },
    { args: 'torch.zeros(0, 0)' },
    { args: 'torch.tensor([[1., 0.], [0., -2.]])' },
  ],
  errors: [
    {
      args: `${symmetric}, UPLO='x'`,
      error: { type: 'RuntimeError', message: "Expected UPLO argument to be 'L' or 'U', but got x" },
    },
  ],
});
const eigvalsh = defineOp({
  names: ['torch.linalg.eigvalsh'],
  family: 'other',
  doc: say('Eigenvalues of a symmetric matrix.'),
  params: [input, uplo],
  run: ({ input: x, UPLO: side }, { engine }) =>
    andThen(eigenOf(engine, x, checkEigen(x, side)), ([values]) => values!),
  samples: [{ args: symmetric }, { args: 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [4., 1.]]])' }],
});

/** Reduced vectors and values of each matrix; `full`: square matrices of vectors. */
function svdOf(engine: Engine, x: Tensor, full: boolean): readonly Tensor[] | Promise<readonly Tensor[]> {
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const k = Math.min(rows, columns);
  const [left, right] = full ? [rows, columns] : [k, k];
  const shapes = [{ shape: [rows, left] }, { shape: [k] }, { shape: [right, columns] }];
  return engine.custom(
    [x],
    (base, [own]) => {
      const precision = precisionOf(own!.dtype);
      const found: Doubt = { values: false, vectors: false };
      const made = eachMatrix(base, [own!], shapes, ([a], index) => {
        checkFinite(own!, a!, index);
        if (k === 0) return [eyeValues(rows, left), [], eyeValues(right, columns)];
        const svd = singularValues(a!, precision);
        if (!svd) throw new NotModelled(say('this form of {0} is not modelled yet', 'torch.linalg.svd'));
        doubt(found, svd.values, a!, precision.eps);
        if (found.values) found.vectors = true;
        return [corner(svd.u, rows, left).values, svd.values, corner(svd.vt, right, columns).values];
      });
      return andThen(made, ([u, s, vt]): readonly Tensor[] => [
        lose(u!, found.vectors),
        lose(s!, found.values),
        lose(vt!, found.vectors),
      ]);
    },
    (base, [forU, forS, forVt], [u, s, vt]) => {
      if (full && rows !== columns && (forU || forVt)) throw new NotModelled(say('this gradient is not modelled yet'));
      return together([svdGradient(base, [slice(u!, -1, 0, k), s!, slice(vt!, -2, 0, k)], [forU, forS, forVt])]);
    },
  );
}

function eyeValues(rows: number, columns: number): Float64Array {
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = 1;
  return values;
}

/** ATen's svd_backward for real matrices. */
async function svdGradient(
  engine: Engine,
  [u, s, vt]: readonly [Tensor, Tensor, Tensor],
  [forU, forS, forVt]: readonly [Tensor | undefined, Tensor | undefined, Tensor | undefined],
): Promise<Tensor> {
  const m = maths(engine);
  const odd = async (made: Made): Promise<Tensor> => {
    const x = await made;
    return m.sub(x, turned(x));
  };
  const square = m.mul(s, s);
  const between = gaps(engine, square);
  const [row, column] = [unsqueeze(s, -2), unsqueeze(s, -1)];
  const v = turned(vt);
  let middle: Tensor | undefined;
  const add = (part: Tensor): void => {
    middle = middle ? m.add(middle, part) : part;
  };
  const forV = forVt && turned(forVt);
  if (forU) add(m.mul(m.div(await odd(product(engine, turned(u), forU)), between), row));
  if (forV) add(m.mul(column, m.div(await odd(product(engine, vt, forV)), between)));
  if (forS) add(await diagonalOf(engine, forS));
  let grad = middle && (await product(engine, u, middle, vt));
  const more = (part: Tensor): void => {
    grad = grad ? m.add(grad, part) : part;
  };
  const [rows, columns, k] = [u.shape.at(-2)!, vt.shape.at(-1)!, s.shape.at(-1)!];
  if (forU && rows > k) {
    const scaled = m.div(forU, row);
    const within = await product(engine, u, await product(engine, turned(u), scaled));
    more(await product(engine, m.sub(scaled, within), vt));
  }
  if (forV && columns > k) {
    const scaled = m.div(forV, row);
    const within = await product(engine, v, await product(engine, vt, scaled));
    more(await product(engine, u, turned(m.sub(scaled, within))));
  }
  return grad!;
}

const matrix = 'torch.tensor([[1., 2.], [3., -4.], [5., 6.]])';
const svd = defineOp({
  names: ['torch.linalg.svd'],
  layout: inColumns(0, 2),
  returns: { name: 'linalg_svd', fields: ['U', 'S', 'Vh'] },
  family: 'other',
  doc: say('Singular values and vectors.'),
  params: [
    tensor('A', say('A matrix, or a batch of them.')),
    withDefault(bool('full_matrices', say('Whether the matrices of vectors are square.')), true),
    keyword(optional(text('driver', say('For CUDA only.')))),
  ],
  run({ A: x, full_matrices: full, driver }, { engine }) {
    checkSvd(x);
    if (driver !== null)
      fail('torch.linalg.svd: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend.');
    return svdOf(engine, x, full);
  },
  samples: [
    { args: 'torch.tensor([[2., 1.], [-1., 3.]])' },
    { args: `${matrix}, full_matrices=False` },
    { args: `${matrix}.T.contiguous(), False` },
    { args: `${matrix}.double(), full_matrices=False` },
    { args: 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [4., 1.]]])' },
  ],
});
function checkSvd(x: Tensor): void {
  checkRank(x, 'linalg.svd');
  checkFloat(x, 'linalg.svd', 'linalg_svd_cpu');
}

/** Singular values alone. */
export function singularValuesOf(engine: Engine, x: Tensor): Made {
  checkSvd(x);
  return andThen(svdOf(engine, x, false), ([, s]) => s!);
}

const svdvals = defineOp({
  names: ['torch.linalg.svdvals'],
  family: 'other',
  doc: say('Singular values.'),
  params: [tensor('A', say('A matrix, or a batch of them.')), keyword(optional(text('driver', say('For CUDA only.'))))],
  run: ({ A: x }, { engine }) => singularValuesOf(engine, x),
  samples: [{ args: matrix }, { args: 'torch.tensor([[[2., 1.], [1., 3.]], [[0., 4.], [4., 1.]]])' }],
});

const oldSvd = defineOp({
  names: ['torch.svd'],
  layout: inColumns(0),
  methods: ['svd'],
  returns: { name: 'svd', fields: ['U', 'S', 'V'] },
  family: 'other',
  doc: svd.doc,
  params: [
    input,
    withDefault(bool('some', say('Whether the matrices of vectors are as small as can be.')), true),
    withDefault(bool('compute_uv', say('Whether the vectors are computed.')), true),
  ],
  run({ input: x, some, compute_uv: both }, { engine }) {
    if (x.rank < 2) fail(`linalg.svd: input should have at least 2 dimensions, but has ${x.rank} dimensions instead`);
    checkSvd(x);
    const [rows, columns] = x.shape.slice(-2) as [number, number];
    const zeros = (n: number): Tensor => {
      const shape = [...x.shape.slice(0, -2), n, n];
      return tensorOf(allocate(x.dtype, sizeOf(shape)), shape, x.dtype);
    };
    return andThen(svdOf(engine, x, both && !some), ([u, s, vt]): readonly Tensor[] =>
      both ? [u!, s!, turned(vt!)] : [zeros(rows), s!, zeros(columns)],
    );
  },
  samples: [{ args: matrix }, { args: `${matrix}, compute_uv=False` }],
});

export const spectra: readonly Op[] = [eigh, eigvalsh, svd, svdvals, oldSvd];
