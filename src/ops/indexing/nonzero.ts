// Where the elements are that are not zero.
import { say } from '../../base/text';
import { allocate } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { columnStrides } from '../../tensor/layout';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { bool, input, keyword, withDefault } from '../params';

/** What the indices of an element cost. */
const costOfPlace = 16;

/** One int64 tensor of indices per dim, in row-major order of the elements; a 0-d tensor counts as 1-d. */
export function indexOfNonzero(engine: Engine, x: Tensor): readonly Tensor[] | Promise<readonly Tensor[]> {
  const { meter } = engine;
  const shape = x.rank === 0 ? [1] : x.shape;
  return withValues(engine, [x], (values) => {
    let count = 0;
    const counting = inParts(meter, values!.length, 1, (from, to) => {
      for (let i = from; i < to; i++) if (values![i]) count++;
    });
    return andThen(counting, () => {
      const found = shape.map(() => allocate('int64', count) as BigInt64Array);
      let at = 0;
      const placing = inParts(meter, values!.length, costOfPlace, (from, to) => {
        for (let i = from; i < to; i++) {
          if (!values![i]) continue;
          let rest = i;
          for (let dim = shape.length - 1; dim >= 0; dim--) {
            found[dim]![at] = BigInt(rest % shape[dim]!);
            rest = Math.floor(rest / shape[dim]!);
          }
          at++;
        }
      });
      return andThen(placing, () => found.map((indices) => tensorOf(indices, [count], 'int64')));
    });
  });
}

/** Indices of each dim as rows, one for each element. */
function rowsOf(engine: Engine, columns: readonly Tensor[], rank: number): Tensor | Promise<Tensor> {
  return withValues(engine, columns, (...values) => {
    const count = values[0]?.length ?? 0;
    const rows = allocate('int64', count * rank) as BigInt64Array;
    const laying = inParts(engine.meter, count, rank * 2, (from, to) => {
      for (let i = from; i < to; i++)
        for (let dim = 0; dim < rank; dim++) rows[i * rank + dim] = values[dim]![i] as bigint;
    });
    return andThen(laying, () => tensorOf(rows, [count, rank], 'int64'));
  });
}

const nonzero = defineOp({
  names: ['torch.nonzero'],
  layout: (shape) => columnStrides(shape),
  methods: ['nonzero'],
  family: 'other',
  doc: say('The indices of the elements that are not zero, one row each.'),
  params: [input, keyword(withDefault(bool('as_tuple', say('One tensor per dim instead of rows.')), false))],
  run({ input: x, as_tuple: asTuple }, { engine }) {
    return andThen<readonly Tensor[], Tensor | readonly Tensor[]>(indexOfNonzero(engine, x), (columns) => {
      if (asTuple) return columns;
      return rowsOf(engine, columns, x.rank);
    });
  },
  samples: [
    { args: 'torch.tensor([[0., 0.5], [2., 0.]])' },
    { args: 'torch.tensor([0, 3, 0, 4]), as_tuple=True' },
    { args: 'torch.tensor(3)' },
  ],
});

const argwhere = defineOp({
  names: ['torch.argwhere'],
  layout: (shape) => columnStrides(shape),
  methods: ['argwhere'],
  family: 'other',
  doc: say('The indices of the elements that are not zero, one row each.'),
  params: [input],
  run: ({ input: x }, { engine }) => andThen(indexOfNonzero(engine, x), (columns) => rowsOf(engine, columns, x.rank)),
  samples: [{ args: 'torch.tensor([[0., 0.5], [2., 0.]])' }, { args: 'torch.tensor(3)' }],
});

export const nonzeroOps: readonly Op[] = [nonzero, argwhere];
