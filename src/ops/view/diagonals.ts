// Diagonals: taken out of a matrix, put into one, and blocks along one, with their gradients.
import { say } from '../../base/text';
import { allocate, defaultFloat } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen, together } from '../../tensor/hostValues';
import { promoteTypes } from '../../tensor/promote';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { permute, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { dim, input, int, tensors, varargs, withDefault } from '../params';
import { copyAs, reshape } from './copy';

const sixValues = 'torch.arange(6.).reshape(2, 3)';

/** A view of a diagonal: what `torch.diagonal` gives of the last two dims. */
export function diagonalOf(x: Tensor, offset: number): Tensor {
  const [rows, columns] = x.shape as readonly [number, number];
  const [down, right] = x.strides as readonly [number, number];
  const count = Math.max(Math.min(rows + Math.min(offset, 0), columns - Math.max(offset, 0)), 0);
  const start = offset >= 0 ? offset * right : -offset * down;
  return new Tensor(x.storage, [count], [down + right], x.offset + (count > 0 ? start : 0));
}

/** Zeros with the last dim of `x` on a diagonal of two new last dims. */
function embedded(engine: Engine, x: Tensor, offset: number): Tensor | Promise<Tensor> {
  const count = x.shape.at(-1)!;
  const size = count + Math.abs(offset);
  const places = new Float64Array(x.size).map((_, i) => {
    const k = i % count;
    return (Math.floor(i / count) * size + k + Math.max(-offset, 0)) * size + k + Math.max(offset, 0);
  });
  return engine.put(x, places, [...x.shape.slice(0, -1), size, size]);
}

/** A view of the diagonal of two dims, as the last dim. */
export function diagonal(x: Tensor, offset: number, dim1: number, dim2: number): Tensor {
  const [a, b] = [wrapDim(dim1, x.rank), wrapDim(dim2, x.rank)];
  if (a === b) throw new OpError('RuntimeError', `diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
  const count = Math.max(Math.min(x.shape[a]! + Math.min(offset, 0), x.shape[b]! - Math.max(offset, 0)), 0);
  const start = offset >= 0 ? offset * x.strides[b]! : -offset * x.strides[a]!;
  const kept = x.shape.map((_, dim) => dim).filter((dim) => dim !== a && dim !== b);
  const strides = [...kept.map((dim) => x.strides[dim]!), x.strides[a]! + x.strides[b]!];
  return new Tensor(
    x.storage,
    [...kept.map((dim) => x.shape[dim]!), count],
    strides,
    x.offset + (count > 0 ? start : 0),
  );
}

const diagonalOp = defineOp({
  names: ['torch.diagonal'],
  methods: ['diagonal'],
  family: 'view',
  doc: say('The diagonal of two dims, as the last dim.'),
  params: [
    input,
    withDefault(int('offset', say('How far above the main diagonal.')), 0),
    withDefault(dim('dim1', say('One dim.')), 0),
    withDefault(dim('dim2', say('The other dim.')), 1),
  ],
  run: ({ input: x, offset, dim1, dim2 }) => diagonal(x, offset, dim1, dim2),
  samples: [
    { args: sixValues },
    { args: `${sixValues}, 1` },
    { args: `${sixValues}, -1` },
    { args: 'torch.arange(8.).reshape(2, 2, 2), 0, 1, 2' },
  ],
});

const offset = withDefault(int('diagonal', say('How far the diagonal is above the main one.')), 0);

const diag = defineOp({
  names: ['torch.diag'],
  methods: ['diag'],
  family: 'other',
  doc: say('The diagonal of a matrix, or a matrix with this diagonal.'),
  params: [input, offset],
  run({ input: x, diagonal }, { engine }) {
    if (x.rank === 1) return embedded(engine, x, diagonal);
    if (x.rank !== 2) throw new OpError('RuntimeError', `diag(): Supports 1D or 2D tensors. Got ${x.rank}D`);
    const found = diagonalOf(x, diagonal);
    return copyAs(engine, found, found.shape);
  },
  samples: [
    { args: sixValues },
    { args: `${sixValues}, 1` },
    { args: `${sixValues}, -1` },
    { args: 'torch.tensor([1., 2.])' },
    { args: 'torch.tensor([1, 2]), -1' },
  ],
  errors: [
    {
      args: 'torch.zeros(1, 2, 2)',
      error: { type: 'RuntimeError', message: 'diag(): Supports 1D or 2D tensors. Got 3D' },
    },
  ],
});

const diagEmbed = defineOp({
  names: ['torch.diag_embed'],
  methods: ['diag_embed'],
  family: 'other',
  doc: say('The last dim on the diagonal of two new dims.'),
  params: [
    input,
    withDefault(int('offset', say('How far the diagonal is above the main one.')), 0),
    withDefault(dim('dim1', say('Where the one new dim stands.')), -2),
    withDefault(dim('dim2', say('Where the other new dim stands.')), -1),
  ],
  run({ input: x, offset: by, dim1, dim2 }, { engine }) {
    const last = x.rank;
    const [rows, columns] = [wrapDim(dim1, last + 1), wrapDim(dim2, last + 1)];
    if (rows === columns) fail(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
    return andThen(embedded(engine, x, by), (made) => {
      const others = made.shape.slice(0, -2).map((_, each) => each);
      const order = made.shape.map((_, place) =>
        place === rows ? last - 1 : place === columns ? last : others.shift()!,
      );
      return permute(made, order);
    });
  },
  samples: [
    { args: sixValues },
    { args: 'torch.tensor([1., 2.]), 1' },
    { args: 'torch.tensor([1., 2.]), offset=-1' },
    { args: `${sixValues}, offset=1, dim1=0, dim2=2` },
  ],
  errors: [
    {
      args: 'torch.zeros(2), dim1=0, dim2=0',
      error: { type: 'RuntimeError', message: 'diagonal dimensions cannot be identical 0, 0' },
    },
  ],
});

const diagflat = defineOp({
  names: ['torch.diagflat'],
  methods: ['diagflat'],
  family: 'other',
  doc: say('A matrix with all elements on its diagonal.'),
  params: [input, withDefault(int('offset', say('How far the diagonal is above the main one.')), 0)],
  run: ({ input: x, offset: by }, { engine }) =>
    andThen(reshape(engine, x, [-1]), (flat) => embedded(engine, flat, by)),
  samples: [{ args: 'torch.tensor([[1., 2.], [3., 4.]])' }, { args: 'torch.tensor([1, 2]), 1' }],
});

const blockDiag = defineOp({
  names: ['torch.block_diag'],
  family: 'other',
  doc: say('Matrices along the diagonal of a larger one, zeros elsewhere.'),
  params: [varargs(tensors('tensors', say('The tensors, in order.')))],
  run({ tensors: all }, { engine }) {
    const large = all.findIndex((x) => x.rank > 2);
    if (large >= 0)
      fail(
        `torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ${large} has ${all[large]!.rank} dimensions`,
      );
    if (all.length === 0) return engine.fromHost(allocate(defaultFloat, 0), [1, 0], defaultFloat);
    const common = all.map((x) => x.dtype).reduce(promoteTypes);
    const parts = all.map((x) => engine.cast(x.rank < 2 ? view(x, [1, x.size]) : x, common));
    const columns = parts.reduce((sum, x) => sum + x.shape[1]!, 0);
    const rows = parts.reduce((sum, x) => sum + x.shape[0]!, 0);
    let [top, left] = [0, 0];
    const placed = parts.map((x) => {
      const [height, width] = x.shape as readonly [number, number];
      const places = new Float64Array(x.size).map(
        (_, i) => (top + Math.floor(i / width)) * columns + left + (i % width),
      );
      [top, left] = [top + height, left + width];
      return engine.put(x, places, [rows, columns]);
    });
    return andThen(together(placed), (blocks) => blocks.reduce((sum, block) => engine.binary('add', sum, block)));
  },
  samples: [
    { args: `${sixValues}, torch.tensor([7., 8.])` },
    { args: 'torch.tensor([[1, 2]]), torch.tensor(3)' },
    { args: 'torch.tensor([1]), torch.tensor([1.5])' },
  ],
  errors: [
    {
      args: 'torch.zeros(1, 1, 1)',
      error: {
        type: 'RuntimeError',
        message: 'torch.block_diag: Input tensors must have 2 or fewer dimensions. Input 0 has 3 dimensions',
      },
    },
  ],
});

export const diagonals: readonly Op[] = [diagonalOp, diag, diagEmbed, diagflat, blockDiag];
