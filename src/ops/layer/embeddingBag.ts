// embedding_bag: rows of a table by their numbers, each bag of them summed, averaged or reduced to its largest values.
// Composed of the rows and of sums over stretches. Knows no module.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { torchSize, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { NotModelled, type Op } from '../op';
import { bool, int, optional, real, tensor, text, withDefault } from '../params';
import { reshape } from '../view/copy';

type Made = Tensor | Promise<Tensor>;
const modes = ['sum', 'mean', 'max'];

/** Rows to read, and for each of them the bag it belongs to. */
interface Bags {
  readonly rows: readonly number[];
  readonly bagOf: readonly number[];
  /** The places among the inputs of the rows that are read. */
  readonly inputs: readonly number[];
  readonly count: number;
}

function checkType(x: Tensor, name: string, accepts: boolean, wanted: string): void {
  if (accepts) return;
  const type = x.dtype === 'bool' ? 'CPUBoolType' : `torch.${scalarName(x.dtype)}Tensor`;
  fail(
    `Expected tensor for argument #1 '${name}' to have one of the following scalar types: ${wanted}; but got ${type} instead (while checking arguments for embedding_bag)`,
  );
}
const isIndex = (x: Tensor): boolean => x.dtype === 'int64' || x.dtype === 'int32';

/** Where the bags begin, where they are in no order as ATen takes them: its kernel for the largest counts the bags before a place. */
function orderedStarts(starts: readonly number[], length: number, mode: string): readonly number[] {
  if (starts.every((start, i) => start >= (starts[i - 1] ?? 0))) return starts;
  const outside = starts.some((start) => start < 0 || start > length);
  if (mode !== 'sum' && outside) fail('index out of range in self', 'IndexError');
  if (mode === 'max') return starts.toSorted((a, b) => a - b);
  // Its kernel for sums reads before the beginning.
  if (starts.slice(0, -1).some((start) => start < 0))
    throw new NotModelled(say('this form of {0} is not modelled yet', 'embedding_bag'));
  fail(
    'Expected i < index_size to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
  );
}

function bagsOf(
  given: readonly number[],
  starts: readonly number[],
  size: number,
  lasts: boolean,
  still: number,
  mode: string,
): Bags {
  const wrong = given.findIndex((row) => row < 0 || row >= size);
  if (wrong >= 0)
    fail(`Index ${wrong} of input takes value ${given[wrong]} which is not in the valid range [0, ${size})`);
  const first = starts[0] ?? 0;
  if (first !== 0) {
    fail(
      `offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got ${first}\n[ torch.LongTensor{} ]`,
    );
  }
  const last = starts.at(-1) ?? 0;
  if (last > given.length)
    fail(`offsets[-1] can not be greater than input's length ${given.length} but got offsets[-1] of ${last}`);
  const ordered = orderedStarts(starts, given.length, mode);
  const count = starts.length - (lasts ? 1 : 0);
  const bags: { rows: number[]; bagOf: number[]; inputs: number[] } = { rows: [], bagOf: [], inputs: [] };
  for (let bag = 0; bag < count; bag++) {
    const end = ordered[bag + 1] ?? given.length;
    for (let i = ordered[bag]!; i < end; i++) {
      if (given[i] === still) continue;
      bags.rows.push(given[i]!);
      bags.bagOf.push(bag);
      bags.inputs.push(i);
    }
  }
  return { ...bags, count };
}

/** The sum of the rows (n, width) of each bag. */
const summed = (engine: Engine, x: Tensor, { bagOf, count }: Bags): Made => {
  const width = x.shape[1]!;
  const into = Float64Array.from({ length: x.size }, (_, i) => bagOf[Math.floor(i / width)]! * width + (i % width));
  return andThen(engine.put(engine.cast(x, 'float64'), into, [count, width]), (sums) => engine.cast(sums, x.dtype));
};

/** The largest values of the rows of each bag; the first of equals has the gradient. Empty bags give zeros. */
function largest(engine: Engine, x: Tensor, { bagOf, count }: Bags): Made {
  const width = x.shape[1]!;
  const best = peek(engine, [x], (values) => {
    const at = new Float64Array(count * width).fill(-1);
    for (let i = 0; i < x.size; i++) {
      const place = bagOf[Math.floor(i / width)]! * width + (i % width);
      if (at[place]! < 0 || values![i]! > values![at[place]!]!) at[place] = i;
    }
    return at;
  });
  return andThen(best, (at) => {
    const filled = Float64Array.from(at.keys()).filter((place) => at[place]! >= 0);
    return andThen(
      engine.take(
        x,
        filled.map((place) => at[place]!),
        [filled.length],
      ),
      (found) => engine.put(found, filled, [count, width]),
    );
  });
}

const table = 'torch.tensor([[1., 2.], [0.5, -1.], [3., 0.25], [-2., 4.]])';
const numbers = 'torch.tensor([0, 2, 1, 2, 3])';
const offsets = 'torch.tensor([0, 2, 2])';

const embeddingBag = defineOp({
  names: ['torch.nn.functional.embedding_bag'],
  family: 'other',
  doc: say('The sums, means or largest values of bags of rows of a table.'),
  params: [
    tensor('input', say('Numbers of rows: bags as rows, or all in one line.')),
    tensor('weight', say('The table: (rows, width).')),
    optional(tensor('offsets', say('Where each bag of a line begins.'))),
    optional(real('max_norm', say('Rows with a larger norm are scaled down, in the table itself.'))),
    withDefault(real('norm_type', say('The p of that norm.')), 2),
    withDefault(bool('scale_grad_by_freq', say('Whether gradients are divided by how often a row is used.')), false),
    withDefault(text('mode', say("'sum', 'mean' or 'max'.")), 'mean'),
    withDefault(bool('sparse', say('Whether the gradient is sparse.')), false),
    optional(tensor('per_sample_weights', say('A factor for each row; for sums only.'))),
    withDefault(bool('include_last_offset', say('Whether the last offset is the end of the last bag.')), false),
    optional(int('padding_idx', say('A row that counts in no bag.'))),
  ],
  run({ input: x, weight, offsets, mode, per_sample_weights: factors, padding_idx: padding, ...rest }, { engine }) {
    if (factors && factors.shape.join() !== x.shape.join()) {
      fail(
        `embedding_bag: If per_sample_weights (${torchSize(factors.shape)}) is not None, then it must have the same shape as the input (${torchSize(x.shape)})`,
        'ValueError',
      );
    }
    if (weight.rank !== 2)
      fail(`weight has to be a 2D Tensor, but got Tensor of dimension ${weight.rank}`, 'ValueError');
    if (x.rank === 2 && offsets) {
      fail(
        "if input is 2D, then offsets has to be None, as input is treated is a mini-batch of fixed length sequences. However, found offsets of type <class 'torch.Tensor'>",
        'ValueError',
      );
    }
    if (x.rank === 1 && !offsets) fail('offsets has to be a 1D Tensor but got None', 'ValueError');
    if (x.rank === 1 && offsets?.rank !== 1) fail('offsets has to be a 1D Tensor', 'ValueError');
    if (x.rank !== 1 && x.rank !== 2)
      fail(`input has to be 1D or 2D Tensor, but got Tensor of dimension ${x.rank}`, 'ValueError');
    if (!modes.includes(mode)) fail('mode has to be one of sum, mean or max', 'ValueError');
    if (mode === 'max' && rest.scale_grad_by_freq)
      fail('max mode does not support scaling the gradient by the frequency', 'ValueError');
    if (mode === 'max' && rest.sparse) fail('max mode does not support sparse weights', 'ValueError');
    if (rest.max_norm !== null || rest.scale_grad_by_freq || rest.sparse)
      throw new NotModelled(say('this form of {0} is not modelled yet', 'embedding_bag'));
    if (factors && mode !== 'sum') {
      fail(
        `embedding_bag: per_sample_weights was not None. per_sample_weights is only supported for mode='sum' (got mode='${mode}'). Please open a feature request on GitHub.`,
        'NotImplementedError',
      );
    }
    checkType(x, 'indices', isIndex(x), 'Long, Int');
    if (offsets) checkType(offsets, 'offsets', isIndex(offsets), 'Long, Int');
    checkType(weight, 'weight', isFloat(weight.dtype), 'Half, BFloat16, Float, Double');
    const [size, width] = weight.shape as readonly [number, number];
    if (padding !== null && (padding < -size || padding >= size))
      fail(`padding_idx must be within the number of embeddings, ${-size} through ${size - 1}, but got ${padding}`);
    if (factors && factors.dtype !== weight.dtype) {
      fail(
        `Expected tensor for argument #1 'weight' to have the same type as tensor for argument #1 'per_sample_weights'; but type torch.${scalarName(weight.dtype)}Tensor does not equal torch.${scalarName(factors.dtype)}Tensor (while checking arguments for embedding_bag)`,
      );
    }
    const still = padding === null ? -1 : padding < 0 ? padding + size : padding;
    const found = peek(engine, offsets ? [x, offsets] : [x], (values, starts) => {
      const rows = Array.from<number | bigint, number>(values!, Number);
      const [bags = 0, length = 0] = x.shape;
      const first = starts
        ? Array.from<number | bigint, number>(starts, Number)
        : Array.from({ length: bags }, (_, bag) => bag * length);
      return bagsOf(rows, first, size, starts !== undefined && rest.include_last_offset, still, mode);
    });
    return andThen(found, (bags) => {
      const positions = Float64Array.from(
        { length: bags.rows.length * width },
        (_, i) => bags.rows[Math.floor(i / width)]! * width + (i % width),
      );
      const m = maths(engine);
      const taken = engine.take(weight, positions, [bags.rows.length, width]);
      return andThen(taken, (rows) => {
        if (mode === 'max') return largest(engine, rows, bags);
        if (factors) {
          return andThen(reshape(engine, factors, [-1]), (flat) =>
            andThen(engine.take(flat, Float64Array.from(bags.inputs), [bags.inputs.length]), (own) =>
              summed(engine, m.mul(rows, unsqueeze(own, 1)), bags),
            ),
          );
        }
        const sums = summed(engine, rows, bags);
        if (mode === 'sum') return sums;
        const counts = Array<number>(bags.count).fill(0);
        for (const bag of bags.bagOf) counts[bag] = counts[bag]! + 1;
        const divisors = engine.fromHost(
          Float64Array.from(counts, (n) => Math.max(n, 1)),
          [bags.count, 1],
          'float64',
        );
        return andThen(sums, (made) => m.div(made, engine.cast(divisors, made.dtype)));
      });
    });
  },
  samples: [
    ...modes.map((mode) => ({ args: `${numbers}, ${table}, ${offsets}, mode='${mode}'` })),
    ...modes.map((mode) => ({ args: `torch.tensor([[0, 2], [1, 1]]), ${table}, mode='${mode}', padding_idx=-2` })),
    {
      args: `${numbers}, ${table}, ${offsets}, mode='sum', per_sample_weights=torch.tensor([1., 0.5, 2., -1., 3.])`,
    },
    { args: `${numbers}, ${table}, torch.tensor([0, 2, 5]), include_last_offset=True` },
    { args: `${numbers}, ${table}, torch.tensor([0, 3, 2, 4]), mode='max'` },
  ],
  errors: [
    {
      args: `${numbers}, ${table}, torch.tensor([0, 6, 2])`,
      error: { type: 'IndexError', message: 'index out of range in self' },
    },
    {
      args: `${numbers}, ${table}, torch.tensor([0, 4, 2]), mode='sum'`,
      error: {
        type: 'RuntimeError',
        message:
          'Expected i < index_size to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)',
      },
    },
    {
      args: `${numbers}, ${table}`,
      error: { type: 'ValueError', message: 'offsets has to be a 1D Tensor but got None' },
    },
    {
      args: `torch.tensor([[0, 9]]), ${table}`,
      error: { type: 'RuntimeError', message: 'Index 1 of input takes value 9 which is not in the valid range [0, 4)' },
    },
    {
      args: `${numbers}, ${table}, torch.tensor([1, 2])`,
      error: {
        type: 'RuntimeError',
        message:
          'offsets[0] has to be 0, i.e., the first sequence in the mini-batch has to start from position 0. However, got 1\n[ torch.LongTensor{} ]',
      },
    },
  ],
});

export const embeddingBags: readonly Op[] = [embeddingBag];
