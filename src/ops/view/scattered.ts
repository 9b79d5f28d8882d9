// Strided views of the storage, and copies in which what a view sees is replaced: as_strided, select_scatter and its kin,
// sums to a shape that broadcasts.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import { itemSize } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sumTo } from '../../tensor/gradient/derivatives';
import { positionsIn, replaceAt } from '../../tensor/gradient/positions';
import { contiguousStrides } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { select, sizesText, slice, transpose } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asFirst } from '../layouts';
import type { Op } from '../op';
import { dim, input, int, optional, shape, tensor, withDefault } from '../params';
import { diagonal } from './diagonals';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

/** Checks that a view stays within its storage, with ATen's words. */
function checkStorage({ storage }: Tensor, sizes: readonly number[], strides: readonly number[], offset: number): void {
  if (sizes.length !== strides.length) fail('mismatch in length of strides and shape');
  if (strides.some((stride) => stride < 0))
    fail(`as_strided: Negative strides are not supported at the moment, got strides: ${sizesText(strides)}`);
  const last = sizes.includes(0) ? -1 : sizes.reduce((sum, size, i) => sum + (size - 1) * strides[i]!, offset);
  const width = itemSize(storage.dtype);
  if (last >= storage.length)
    fail(
      `setStorage: sizes ${sizesText(sizes)}, strides ${sizesText(strides)}, storage offset ${offset}, and itemsize ${width} requiring a storage size of ${(last + 1) * width} are out of bounds for storage of size ${storage.length * width}`,
    );
}

const asStrided = defineOp({
  names: ['torch.as_strided'],
  methods: ['as_strided'],
  family: 'view',
  readsStorage: true,
  doc: say('A view of the storage by sizes, strides and an offset.'),
  params: [
    input,
    shape('size', say('The shape.')),
    shape('stride', say('How far apart neighbours of each dim are in the storage.')),
    optional(int('storage_offset', say('Where the first element is; as it is where None.'))),
  ],
  run({ input: x, size, stride, storage_offset: offset }) {
    const at = offset ?? x.offset;
    checkStorage(x, size, stride, at);
    return new Tensor(x.storage, size, stride, at);
  },
  samples: [
    { args: `${sixValues}, (2, 2), (1, 2)` },
    { args: `${sixValues}, (2, 2), (1, 2), 1` },
    { args: 'torch.arange(4.), (3, 2), (1, 1)' },
  ],
  errors: [
    runtimeError(
      `${sixValues}, (9, 2), (1, 2), 1`,
      'setStorage: sizes [9, 2], strides [1, 2], storage offset 1, and itemsize 4 requiring a storage size of 48 are out of bounds for storage of size 24',
    ),
    runtimeError(`${sixValues}, (2, 2), (1,)`, 'mismatch in length of strides and shape'),
  ],
});

/** A copy of `x` with `src` where `look` looks. */
function scattered(engine: Engine, x: Tensor, src: Tensor, look: (x: Tensor) => Tensor): Tensor | Promise<Tensor> {
  const whole = new Tensor(x.storage, x.shape, contiguousStrides(x.shape), 0);
  const seen = look(whole);
  if (!sameShape(seen.shape, src.shape))
    fail(
      `expected src to have a size equal to the slice of self. src size = ${sizesText(src.shape)}, slice size = ${sizesText(seen.shape)}`,
    );
  return replaceAt(engine, x, engine.cast(src, x.dtype), positionsIn(whole, seen));
}

const src = tensor('src', say('What is put there.'));
const sizeError = runtimeError(
  'torch.ones(2, 2), torch.zeros(3), 0, 0',
  'expected src to have a size equal to the slice of self. src size = [3], slice size = [2]',
);

const selectScatter = defineOp({
  names: ['torch.select_scatter'],
  layout: asFirst,
  methods: ['select_scatter'],
  family: 'other',
  doc: say('A copy with other elements at one index of a dim.'),
  params: [input, src, dim('dim', say('The dim.')), int('index', say('The index.'))],
  run: (args, { engine }) => scattered(engine, args.input, args.src, (x) => select(x, args.dim, args.index)),
  samples: [
    { args: `${sixValues}, torch.tensor([7., 8., 9.]), 0, 1` },
    { args: `${sixValues}, torch.tensor([7, 8]), 1, -1` },
  ],
  errors: [sizeError],
});

const sliceScatter = defineOp({
  names: ['torch.slice_scatter'],
  layout: asFirst,
  methods: ['slice_scatter'],
  family: 'other',
  doc: say('A copy with other elements in a stretch of a dim.'),
  params: [
    input,
    src,
    withDefault(dim('dim', say('The dim.')), 0),
    optional(int('start', say('Where the stretch begins.'))),
    optional(int('end', say('Where it ends, itself not included.'))),
    withDefault(int('step', say('Every how manieth index.')), 1),
  ],
  run({ input: x, src: given, dim: at, start, end, step }, { engine }) {
    if (step <= 0) fail('slice step must be positive');
    return scattered(engine, x, given, (own) => slice(own, at, start ?? 0, end ?? Infinity, step));
  },
  samples: [
    { args: `${sixValues}, torch.tensor([[7.], [8.]]), 1, 0, 1` },
    { args: 'torch.ones(4, 2), torch.zeros(2, 2), 0, 1, None, 2' },
    { args: 'torch.ones(4), torch.zeros(2), start=-2' },
  ],
  errors: [
    runtimeError(
      'torch.ones(4, 2), torch.zeros(1, 2), 0, 1, None, 2',
      'expected src to have a size equal to the slice of self. src size = [1, 2], slice size = [2, 2]',
    ),
  ],
});

const diagonalScatter = defineOp({
  names: ['torch.diagonal_scatter'],
  layout: asFirst,
  methods: ['diagonal_scatter'],
  family: 'other',
  doc: say('A copy with other elements on a diagonal.'),
  params: [
    input,
    src,
    withDefault(int('offset', say('How far above the main diagonal.')), 0),
    withDefault(dim('dim1', say('One dim.')), 0),
    withDefault(dim('dim2', say('The other dim.')), 1),
  ],
  run: ({ input: x, src: given, offset, dim1, dim2 }, { engine }) =>
    scattered(engine, x, given, (own) => diagonal(own, offset, dim1, dim2)),
  samples: [{ args: `${sixValues}, torch.tensor([7., 8.])` }, { args: 'torch.ones(3, 3), torch.zeros(2), 1' }],
});

const sumToSize = defineOp({
  names: ['torch.Tensor.sum_to_size'],
  methods: ['sum_to_size'],
  family: 'other',
  doc: say('Summed to a shape that broadcasts to this one.'),
  params: [input, shape('size', say('The shape.'))],
  run({ input: x, size }, { engine }) {
    const leading = x.rank - size.length;
    const fits = leading >= 0 && size.every((n, i) => n === 1 || n === x.shape[i + leading]);
    if (!fits) fail(`size {${sizesText(size)}} is not expandable to size {${sizesText(x.shape)}}.`);
    return sameShape(size, x.shape) ? x : sumTo(maths(engine), x, size);
  },
  samples: [{ args: `${sixValues}, 1, 3` }, { args: `${sixValues}, (2, 1)` }, { args: `${sixValues}, (3,)` }],
  errors: [runtimeError(`${sixValues}, (4, 1)`, 'size {[4, 1]} is not expandable to size {[2, 3]}.')],
});

const adjoint = defineOp({
  names: ['torch.adjoint'],
  methods: ['adjoint'],
  family: 'view',
  doc: say('The last two dims exchanged.'),
  params: [input],
  run({ input: x }) {
    if (x.rank === 1) fail('tensor.adjoint() is only supported on matrices or batches of matrices. Got 1-D tensor.');
    return x.rank === 0 ? x : transpose(x, -2, -1);
  },
  samples: [{ args: sixValues }],
});

export const scatteredViews: readonly Op[] = [
  asStrided,
  selectScatter,
  sliceScatter,
  diagonalScatter,
  sumToSize,
  adjoint,
];
