// Grids, windows and tensors brought to more dims: meshgrid, cartesian_prod, unfold, atleast, rot90, indices of triangles.
import { say, type Text } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { checkList, type DType, scalarName } from '../../tensor/dtype';
import { tensorOf } from '../../tensor/host';
import { andThen, together } from '../../tensor/hostValues';
import { likeStrides } from '../../tensor/layout';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, transpose, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asFirst } from '../layouts';
import { NotModelled, type Op } from '../op';
import { asDType, dim, dims, input, int, keyword, optional, tensors, text, varargs, withDefault } from '../params';
import { copyAs, flipped, joinAlong } from './copy';
import { cat } from './joins';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const sixValues = 'torch.arange(6.).reshape(2, 3)';
const ab = 'torch.tensor([1., 2.]), torch.tensor([3., 4., 5.])';
const several = varargs(tensors('tensors', say('The tensors, in order.')));

/** Each vector along a dim of its own. */
function grid(all: readonly Tensor[]): readonly Tensor[] {
  const sizes = all.map((x) => x.size);
  return all.map((x, i) =>
    expand(view(x, [...sizes.slice(0, i).fill(1), x.size, ...sizes.slice(i + 1).fill(1)]), sizes),
  );
}

const meshgrid = defineOp({
  names: ['torch.meshgrid'],
  family: 'view',
  doc: say('Grids of coordinates from one vector per dim.'),
  params: [several, keyword(optional(text('indexing', say("'ij' for rows first, 'xy' for columns first."))))],
  run({ tensors: all, indexing }, { warn }) {
    if (all.length === 0) fail('meshgrid expects a non-empty TensorList');
    if (all.some((x) => x.rank > 1)) throw new NotModelled(say('a grid of tensors with several dims is not modelled'));
    const different = all.find((x) => x.dtype !== all[0]!.dtype);
    if (different) fail('meshgrid expects all tensors to have the same dtype');
    if (indexing === null) {
      warn(
        'UserWarning',
        'torch.meshgrid: in an upcoming release, it will be required to pass the indexing argument. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp:4215.)',
      );
    } else if (indexing !== 'ij' && indexing !== 'xy') {
      fail(`torch.meshgrid: indexing must be one of "xy" or "ij", but received: ${indexing}`);
    }
    if (indexing !== 'xy' || all.length < 2) return grid(all);
    const [first, second, ...rest] = all as readonly [Tensor, Tensor, ...Tensor[]];
    const [rows, columns, ...others] = grid([second, first, ...rest]);
    return [columns!, rows!, ...others];
  },
  samples: [
    { args: `${ab}, indexing='ij'` },
    { args: `${ab}, indexing='xy'` },
    { args: `[${ab}]` },
    { args: "torch.tensor(1), torch.tensor([2, 3]), torch.tensor([4]), indexing='xy'" },
  ],
  errors: [
    runtimeError(
      'torch.tensor([1.]), indexing="yx"',
      'torch.meshgrid: indexing must be one of "xy" or "ij", but received: yx',
    ),
  ],
});

const cartesianProd = defineOp({
  names: ['torch.cartesian_prod'],
  family: 'other',
  doc: say('All combinations of an element of each vector, one row each.'),
  params: [several],
  run({ tensors: all }, { engine }) {
    if (all.some((x) => x.rank !== 1))
      fail(`Expect a 1D vector, but got shape [${all.find((x) => x.rank !== 1)!.shape.join(', ')}]`);
    if (all.length === 1) return all[0]!;
    if (all.some((x) => x.dtype !== all[0]!.dtype)) fail('meshgrid expects all tensors to have the same dtype');
    const flat = together(grid(all).map((x) => copyAs(engine, x, [x.size])));
    return andThen(flat, (columns) =>
      joinAlong(
        engine,
        columns.map((x) => unsqueeze(x, 1)),
        1,
      ),
    );
  },
  samples: [{ args: ab }, { args: 'torch.tensor([1, 2]), torch.tensor([3]), torch.tensor([5, 6])' }],
});

const broadcastTensors = defineOp({
  names: ['torch.broadcast_tensors'],
  family: 'view',
  doc: say('Tensors in their common shape, without copying.'),
  params: [several],
  run({ tensors: all }) {
    const common = all.map((x) => x.shape).reduce(broadcastShapes, []);
    return all.map((x) => expand(x, common));
  },
  samples: [
    { args: `torch.tensor([1., 2., 3.]), ${sixValues}` },
    { args: 'torch.tensor(1), torch.tensor([[2], [3]])' },
  ],
});

/** Places of the elements on one side of a diagonal: rows, then columns. */
const indicesOf = (name: 'tril' | 'triu'): Op =>
  defineOp({
    names: [`torch.${name}_indices`],
    family: 'creation',
    doc:
      name === 'tril'
        ? say('Where the elements on and below a diagonal are: rows, then columns.')
        : say('Where the elements on and above a diagonal are: rows, then columns.'),
    params: [
      int('row', say('How many rows.')),
      int('col', say('How many columns.')),
      withDefault(int('offset', say('How far the diagonal is above the main one.')), 0),
      keyword(withDefault({ ...asDType, doc: say('The type of the elements.') }, 'int64' as DType)),
    ],
    run({ row, col, offset, dtype }, { engine }) {
      if (row < 0) fail(`row must be non-negative, got${row}`);
      if (col < 0) fail(`col must be non-negative, got${col}`);
      if (dtype !== 'int64' && dtype !== 'int32')
        fail(`"${name}_indices" not implemented for '${scalarName(dtype ?? 'int64')}'`, 'NotImplementedError');
      checkList(row * col);
      engine.meter.work(row * col);
      const places = Array.from({ length: row * col }, (_, i) => [Math.floor(i / col), i % col] as const).filter(
        ([i, j]) => (name === 'tril' ? j - i <= offset : j - i >= offset),
      );
      const both = [...places.map(([i]) => i), ...places.map(([, j]) => j)];
      const made = tensorOf(BigInt64Array.from(both, BigInt), [2, places.length], 'int64');
      return engine.cast(made, dtype ?? 'int64');
    },
    samples: [
      { args: '3, 3' },
      { args: '3, 4, 1' },
      { args: '2, 3, -1, dtype=torch.int32' },
      { args: '4, 3, offset=-2' },
    ],
    errors: [runtimeError('-1, 3', 'row must be non-negative, got-1')],
  });

const unfold = defineOp({
  names: ['torch.Tensor.unfold'],
  methods: ['unfold'],
  family: 'view',
  doc: say('Windows along a dim, each as a new last dim, without copying.'),
  params: [
    input,
    dim('dimension', say('The dim that the windows move along.')),
    int('size', say('How long each is.')),
    int('step', say('How far each begins behind the one before.')),
  ],
  run({ input: x, dimension, size, step }) {
    if (x.rank === 0) throw new NotModelled(say('windows on a tensor without dims are not modelled'));
    const at = wrapDim(dimension, x.rank);
    const length = x.shape[at]!;
    if (size > length) fail(`maximum size for tensor at dimension ${at} is ${length} but size is ${size}`);
    if (size < 0) fail(`size is ${size} but must be >= 0`);
    if (step <= 0) fail(`step is ${step} but must be > 0`);
    const count = Math.floor((length - size) / step) + 1;
    const stride = x.strides[at]!;
    return new Tensor(
      x.storage,
      [...x.shape.with(at, count), size],
      [...x.strides.with(at, step * stride), stride],
      x.offset,
    );
  },
  samples: [
    { args: 'torch.arange(7.), 0, 3, 2' },
    { args: `${sixValues}, 1, 2, 1` },
    { args: `${sixValues}, -2, 2, 1` },
  ],
  errors: [
    runtimeError(`${sixValues}, 0, 3, 1`, 'maximum size for tensor at dimension 0 is 2 but size is 3'),
    runtimeError(`${sixValues}, 0, 1, 0`, 'step is 0 but must be > 0'),
  ],
});

const flips = (name: 'fliplr' | 'flipud', at: number, doc: Text): Op =>
  defineOp({
    names: [`torch.${name}`],
    layout: asFirst,
    methods: [name],
    family: 'other',
    doc,
    params: [input],
    run({ input: x }, { engine }) {
      if (x.rank <= at) fail(at === 1 ? 'Input must be >= 2-d.' : 'Input must be >= 1-d.');
      return flipped(engine, x, at);
    },
    samples: [{ args: sixValues }],
    errors: at === 1 ? [runtimeError('torch.zeros(2)', 'Input must be >= 2-d.')] : [],
  });

const rot90 = defineOp({
  names: ['torch.rot90'],
  layout: (shape, [x], _, args) => {
    const strides = likeStrides(x!);
    const [a, b] = (args.dims as readonly number[]).map((each) => wrapDim(each, shape.length)) as [number, number];
    return Number(args.k) % 2 === 0 ? strides : strides.with(a, strides[b]!).with(b, strides[a]!);
  },
  methods: ['rot90'],
  family: 'other',
  doc: say('Turned by right angles in the plane of two dims.'),
  params: [
    input,
    withDefault(int('k', say('How many right angles.')), 1),
    withDefault(dims('dims', say('The two dims, turned from the first to the second.')), [0, 1]),
  ],
  run({ input: x, k, dims: plane }, { engine }) {
    if (plane.length !== 2) fail(`expected total rotation dims == 2, but got dims = ${plane.length}`);
    if (x.rank < 2) fail(`expected total dims >= 2, but got total dims = ${x.rank}`);
    const [a, b] = plane.map((each) => wrapDim(each, x.rank)) as [number, number];
    if (a === b) fail(`expected rotation dims to be different, but got dim0 = ${plane[0]} and dim1 = ${plane[1]}`);
    const turns = ((k % 4) + 4) % 4;
    if (turns === 0) return copyAs(engine, x, x.shape);
    if (turns === 2) return andThen(flipped(engine, x, a), (half) => flipped(engine, half, b));
    return andThen(flipped(engine, x, turns === 1 ? b : a), (turned) => transpose(turned, a, b));
  },
  samples: [
    { args: sixValues },
    { args: `${sixValues}, 2` },
    { args: `${sixValues}, -1` },
    { args: `${sixValues}, 1, (1, 0)` },
  ],
});

const leasts: readonly ((x: Tensor) => Tensor)[] = [
  (x) => (x.rank === 0 ? view(x, [1]) : x),
  (x) => (x.rank === 0 ? view(x, [1, 1]) : x.rank === 1 ? unsqueeze(x, 0) : x),
  (x) =>
    x.rank === 0
      ? view(x, [1, 1, 1])
      : x.rank === 1
        ? unsqueeze(unsqueeze(x, 0), 2)
        : x.rank === 2
          ? unsqueeze(x, 2)
          : x,
];

const atleast = (count: 1 | 2 | 3): Op => {
  const grown = leasts[count - 1]!;
  return defineOp({
    names: [`torch.atleast_${count}d`],
    family: 'view',
    doc: say('With dims of size 1 added until there are that many.'),
    params: [input],
    run: (args) => grown(args.input),
    samples: [{ args: 'torch.tensor([1., 2.])' }, { args: 'torch.tensor(1.)' }, { args: sixValues }],
  });
};

/** The same of several tensors. */
const atleastAll = (count: 1 | 2 | 3): Op =>
  defineOp({
    names: [`torch.atleast_${count}d`],
    family: 'view',
    doc: say('With dims of size 1 added until there are that many.'),
    params: [several],
    run: (args) => args.tensors.map(leasts[count - 1]!),
    samples: [{ args: 'torch.tensor([1., 2.]), torch.tensor(1.)' }, { args: `[${sixValues}, torch.tensor(1)]` }],
  });

const joined = (name: string, doc: Text, at: number, ready: (x: Tensor) => Tensor): Op =>
  defineOp({
    names: [`torch.${name}`],
    layout: asFirst,
    family: 'other',
    doc,
    params: [tensors('tensors', say('The tensors, in order.'))],
    run({ tensors: all }, { engine }) {
      const parts = all.map(ready);
      if (parts.length === 0) fail(`${name} expects a non-empty TensorList`);
      return cat(engine, parts, at);
    },
    samples: [{ args: '[torch.tensor([1., 2.]), torch.tensor([3., 4.])]' }],
  });

const clone = defineOp({
  names: ['torch.clone'],
  layout: asFirst,
  family: 'other',
  doc: say('A copy.'),
  params: [input],
  run: (args, { engine }) => copyAs(engine, args.input, args.input.shape),
  samples: [{ args: sixValues }, { args: 'torch.tensor(1)' }],
});

export const grids: readonly Op[] = [
  meshgrid,
  cartesianProd,
  broadcastTensors,
  indicesOf('tril'),
  indicesOf('triu'),
  unfold,
  flips('fliplr', 1, say('Columns in the opposite order.')),
  flips('flipud', 0, say('Rows in the opposite order.')),
  rot90,
  atleast(1),
  atleast(2),
  atleast(3),
  atleastAll(1),
  atleastAll(2),
  atleastAll(3),
  joined('column_stack', say('Vectors and matrices as columns of one matrix.'), 1, (x) =>
    x.rank < 2 ? view(x, [x.size, 1]) : x,
  ),
  joined('dstack', say('Tensors one behind the other along the third dim.'), 2, (x) => leasts[2]!(x)),
  clone,
];
