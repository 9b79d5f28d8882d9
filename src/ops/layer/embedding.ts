// embedding: rows of a table by their numbers. Knows no module.
import { say } from '../../base/text';
import { scalarName } from '../../tensor/dtype';
import { putAt, takeAt } from '../../tensor/gradient/positions';
import { peek, withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, OpError } from '../op';
import { bool, int, optional, real, tensor, withDefault } from '../params';

function checkTable(indices: Tensor, table: Tensor, padding: number | null): void {
  if (padding !== null && (padding >= table.shape[0]! || padding < -table.shape[0]!)) {
    throw new OpError('AssertionError', 'Padding_idx must be within num_embeddings');
  }
  if (table.rank !== 2) throw new OpError('RuntimeError', "'weight' must be 2-D");
  if (indices.dtype === 'int64' || indices.dtype === 'int32') return;
  const type = indices.dtype === 'bool' ? 'CPUBoolType' : `torch.${scalarName(indices.dtype)}Tensor`;
  throw new OpError(
    'RuntimeError',
    `Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got ${type} instead (while checking arguments for embedding)`,
  );
}

const embedding = defineOp({
  names: ['torch.nn.functional.embedding'],
  family: 'other',
  doc: say('The rows of a table that the indices name.'),
  params: [
    tensor('input', say('Numbers of rows.')),
    tensor('weight', say('The table: (rows, width).')),
    optional(int('padding_idx', say('A row whose gradient is zero.'))),
    optional(real('max_norm', say('Rows with a larger norm are scaled down, in the table itself.'))),
    withDefault(real('norm_type', say('The p of that norm.')), 2),
    withDefault(bool('scale_grad_by_freq', say('Whether gradients are divided by how often a row is used.')), false),
    withDefault(bool('sparse', say('Whether the gradient is sparse.')), false),
  ],
  run({ input: indices, weight: table, padding_idx: padding, ...rest }, { engine }) {
    checkTable(indices, table, padding);
    if (rest.max_norm !== null || rest.scale_grad_by_freq || rest.sparse) {
      throw new NotModelled(say('this form of {0} is not modelled yet', 'embedding'));
    }
    const [rows, width] = table.shape as readonly [number, number];
    const shape = [...indices.shape, width];
    const still = padding === null ? -1 : padding < 0 ? padding + rows : padding;
    const found = peek(engine, [indices], (values) => {
      const at = Array.from<number | bigint, number>(values!, Number);
      if (at.some((row) => row < 0 || row >= rows)) throw new OpError('IndexError', 'index out of range in self');
      return at;
    });
    return andThen(found, (at) => {
      const positions = Float64Array.from(
        { length: at.length * width },
        (_, i) => at[Math.floor(i / width)]! * width + (i % width),
      );
      if (!at.includes(still)) return takeAt(engine, table, positions, shape);
      const mask = engine.fromHost(
        Uint8Array.from(at, (row) => (row === still ? 1 : 0)),
        indices.shape,
        'bool',
      );
      return withGradient(
        engine,
        [table],
        (base, own) => takeAt(base, own, positions, shape),
        (base, g) => [
          putAt(base, base.where(unsqueeze(mask, mask.rank), base.scalar(0, g.dtype), g), positions, table.shape),
        ],
      );
    });
  },
  samples: [
    { args: 'torch.tensor([[0, 2], [2, 1]]), torch.arange(6.).reshape(3, 2)' },
    { args: 'torch.tensor(1), torch.arange(6.).reshape(3, 2)' },
    { args: 'torch.tensor([1, 0, 1], dtype=torch.int32), torch.arange(6.).reshape(3, 2), padding_idx=1' },
  ],
  errors: [
    {
      args: 'torch.tensor([3]), torch.ones(3, 2)',
      error: { type: 'IndexError', message: 'index out of range in self' },
    },
    {
      args: 'torch.tensor([1.]), torch.ones(3, 2)',
      error: {
        type: 'RuntimeError',
        message:
          "Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; but got torch.FloatTensor instead (while checking arguments for embedding)",
      },
    },
  ],
});

export const embeddings: readonly Op[] = [embedding];
