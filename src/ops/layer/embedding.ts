// embedding: rows of a table by their numbers. Knows no module.
import { largest } from '../../base/largest';
import { say } from '../../base/text';
import { type HostArray, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek, withGradient } from '../../tensor/gradient/withGradient';
import { writeInto } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
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

/** Scales the rows whose p-norm is too large down to `most`, in the table itself; ATen's `embedding_renorm_`. */
function shorten(table: Tensor, values: HostArray, rows: ReadonlySet<number>, most: number, p: number): void {
  if (!table.storage.host) throw new NotModelled(say('writing into a tensor on the GPU is not modelled yet'));
  const width = table.shape[1]!;
  const round = table.dtype === 'float64' ? (x: number): number => x : Math.fround;
  const scaled = values.slice();
  for (const row of rows) {
    const own = Array.from({ length: width }, (_, i) => Number(values[row * width + i]));
    const norm = round(pNorm(own, p));
    if (norm <= most) continue;
    const factor = round(most / (norm + 1e-7));
    for (const [i, x] of own.entries()) scaled[row * width + i] = round(x * factor);
  }
  writeInto(table, scaled);
}

function pNorm(values: readonly number[], p: number): number {
  const sizes = values.map(Math.abs);
  if (p === Infinity) return largest(sizes);
  return sizes.reduce((sum, size) => sum + size ** p, 0) ** (1 / p);
}

/** Gradients by their weights; where the weight is 0, 0 whatever they are. */
function weighted(engine: Engine, g: Tensor, weights: Tensor): Tensor {
  const m = maths(engine);
  const nothing = engine.scalar(0, g.dtype);
  return m.where(m.eq(weights, 0), nothing, engine.cast(m.mul(g, weights), g.dtype));
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
    if (rest.sparse) throw new NotModelled(say('this form of {0} is not modelled yet', 'embedding'));
    const [rows, width] = table.shape as readonly [number, number];
    const shape = [...indices.shape, width];
    const still = padding === null ? -1 : padding < 0 ? padding + rows : padding;
    const found = peek(engine, [indices], (values) => {
      const at = Array.from<number | bigint, number>(values!, Number);
      if (at.some((row) => row < 0 || row >= rows)) throw new OpError('IndexError', 'index out of range in self');
      return at;
    });
    const { max_norm: most, norm_type: p } = rest;
    const held = andThen(found, (at) =>
      most === null
        ? at
        : andThen(
            peek(engine, [table], (values) => shorten(table, values!, new Set(at), most, p)),
            () => at,
          ),
    );
    return andThen(held, (at) => {
      const positions = Float64Array.from(
        { length: at.length * width },
        (_, i) => at[Math.floor(i / width)]! * width + (i % width),
      );
      if (!at.includes(still) && !rest.scale_grad_by_freq) return engine.take(table, positions, shape);
      const counts = new Map<number, number>();
      for (const row of at) counts.set(row, (counts.get(row) ?? 0) + 1);
      const share = (row: number): number => (rest.scale_grad_by_freq ? 1 / counts.get(row)! : 1);
      const shares = Float64Array.from(at, (row) => (row === still ? 0 : share(row)));
      return withGradient(
        engine,
        [table],
        (base, own) => base.take(own, positions, shape),
        (base, g) => [
          base.put(weighted(base, g, base.fromHost(shares, [...indices.shape, 1], 'float64')), positions, table.shape),
        ],
      );
    });
  },
  samples: [
    { args: 'torch.tensor([[0, 2], [2, 1]]), torch.arange(6.).reshape(3, 2)' },
    { args: 'torch.tensor(1), torch.arange(6.).reshape(3, 2)' },
    { args: 'torch.tensor([1, 0, 1], dtype=torch.int32), torch.arange(6.).reshape(3, 2), padding_idx=1' },
    { args: 'torch.tensor([1, 0, 1]), torch.arange(6.).reshape(3, 2), 0, scale_grad_by_freq=True' },
    { args: 'torch.tensor([1, 2, 1]), torch.arange(6.).reshape(3, 2), max_norm=1.5, norm_type=1.' },
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
