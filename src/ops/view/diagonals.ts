// Diagonals: taken out of a matrix, put into one, and blocks along one, with their gradients.
import { say } from '../../base/text';
import type { Engine } from '../../tensor/engine';
import { putAt } from '../../tensor/gradient/positions';
import { andThen, together } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, OpError } from '../op';
import { input, int, tensors, varargs, withDefault } from '../params';
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
  return putAt(engine, x, places, [...x.shape.slice(0, -1), size, size]);
}

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
  doc: say('The last dim on the diagonal of two new last dims.'),
  params: [input, withDefault(int('offset', say('How far the diagonal is above the main one.')), 0)],
  run: ({ input: x, offset: by }, { engine }) => embedded(engine, x, by),
  samples: [{ args: sixValues }, { args: 'torch.tensor([1., 2.]), 1' }, { args: 'torch.tensor([1., 2.]), offset=-1' }],
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
    const parts = all.map((x) => (x.rank < 2 ? view(x, [1, x.size]) : x));
    if (parts.some((x) => x.rank !== 2 || x.dtype !== parts[0]!.dtype)) {
      throw new NotModelled(say('{0} of such tensors is not modelled', 'torch.block_diag'));
    }
    const columns = parts.reduce((sum, x) => sum + x.shape[1]!, 0);
    const rows = parts.reduce((sum, x) => sum + x.shape[0]!, 0);
    let [top, left] = [0, 0];
    const placed = parts.map((x) => {
      const [height, width] = x.shape as readonly [number, number];
      const places = new Float64Array(x.size).map(
        (_, i) => (top + Math.floor(i / width)) * columns + left + (i % width),
      );
      [top, left] = [top + height, left + width];
      return putAt(engine, x, places, [rows, columns]);
    });
    return andThen(together(placed), (blocks) => blocks.reduce((sum, block) => engine.binary('add', sum, block)));
  },
  samples: [{ args: `${sixValues}, torch.tensor([7., 8.])` }, { args: 'torch.tensor([[1, 2]]), torch.tensor(3)' }],
});

export const diagonals: readonly Op[] = [diag, diagEmbed, diagflat, blockDiag];
