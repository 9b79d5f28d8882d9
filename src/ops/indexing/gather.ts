// Elements picked and placed along a dim by index tensors: gather, scatter, index_select.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import type { Engine } from '../../tensor/engine';
import { replaceAt } from '../../tensor/gradient/positions';
import { refusing } from '../../tensor/gradient/withGradient';
import { withValues } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { sizesText, slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { type Op, OpError, type Scalar } from '../op';
import { dim, input, keyword, optional, scalar, tensor, text } from '../params';
import { toTensor } from '../toTensor';
import { positionsAlong, positionsOfSlices } from './positionsAlong';
import { type Gathering, reduceAt } from './reduceAt';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const along = dim('dim', say('The dim that the indices belong to.'));
const index = tensor('index', say('Indices along the dim.'));
function checkIndex(x: Tensor, at: Tensor, dtypeMessage: string, rankMessage: string): void {
  if (at.dtype !== 'int64' && at.dtype !== 'int32') throw new OpError('RuntimeError', dtypeMessage);
  if (Math.max(x.rank, 1) !== Math.max(at.rank, 1) && at.size > 0) throw new OpError('RuntimeError', rankMessage);
}

const gather = defineOp({
  names: ['torch.gather'],
  methods: ['gather'],
  family: 'other',
  doc: say('Along a dim, the elements that the indices name.'),
  params: [input, along, index],
  run({ input: x, dim: chosen, index: wanted }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    checkIndex(
      x,
      wanted,
      'gather(): Expected dtype int32/int64 for index',
      'Index tensor must have the same number of dimensions as input tensor',
    );
    const wide = wanted.shape.findIndex((size, dim) => dim !== at && size > (x.shape[dim] ?? 1));
    if (wide >= 0) {
      throw new OpError(
        'RuntimeError',
        `Size does not match at dimension ${wide} expected index ${sizesText(wanted.shape)} to be no larger than self ${sizesText(x.shape)} apart from dimension ${at}`,
      );
    }
    return withValues(engine, [wanted], (indices) =>
      engine.take(x, positionsAlong(indices!, x.shape, at, wanted.shape), wanted.shape),
    );
  },
  samples: [
    { args: `${sixValues}, 1, torch.tensor([[0], [2]])` },
    { args: `${sixValues}, 0, torch.tensor([[0, 1, 1]])` },
    { args: `torch.tensor([5, 6, 7]), -1, torch.tensor([2, 0], dtype=torch.int32)` },
  ],
  errors: [
    runtimeError(`${sixValues}, 1, torch.tensor([[0], [3]])`, 'index 3 is out of bounds for dimension 1 with size 3'),
    runtimeError(
      `${sixValues}, 1, torch.tensor([0])`,
      'Index tensor must have the same number of dimensions as input tensor',
    ),
    runtimeError(
      `${sixValues}, 1, torch.tensor([[0], [1], [2]])`,
      'Size does not match at dimension 0 expected index [3, 1] to be no larger than self [2, 3] apart from dimension 1',
    ),
    runtimeError(`${sixValues}, 1, torch.tensor([[0.]])`, 'gather(): Expected dtype int32/int64 for index'),
  ],
});

/** Copies `x` and puts the source values at the places that the indices name, or brings them together with what is there. */
export function scatter(
  engine: Engine,
  x: Tensor,
  chosen: number,
  wanted: Tensor,
  source: Tensor | Scalar,
  how: 'set' | Gathering,
  node = 'Scatter',
  includeSelf = true,
): Tensor | Promise<Tensor> {
  const at = wrapDim(chosen, x.rank);
  checkIndex(
    x,
    wanted,
    'scatter(): Expected dtype int32/int64 for index',
    'Index tensor must have the same number of dimensions as self tensor',
  );
  const src = source instanceof Tensor ? source : undefined;
  if (src && src.dtype !== x.dtype)
    throw new OpError('RuntimeError', 'scatter(): Expected self.dtype to be equal to src.dtype');
  const tooWide = wanted.shape.some((size, dim) => dim !== at && size > (x.shape[dim] ?? 1));
  const beyond = src && wanted.shape.some((size, dim) => size > (src.shape[dim] ?? 1));
  if (tooWide || beyond) {
    const tail = src ? ` and to be no larger size than src ${sizesText(src.shape)}` : '';
    throw new OpError(
      'RuntimeError',
      `Expected index ${sizesText(wanted.shape)} to be no larger than self ${sizesText(x.shape)} apart from dimension ${at}${tail}`,
    );
  }
  const open = (source: Tensor): Tensor =>
    sameShape(source.shape, wanted.shape)
      ? source
      : refusing(engine, source, () => {
          const message = `Function ${node}Backward0 returned an invalid gradient at index 1 - got ${sizesText(wanted.shape)} but expected shape compatible with ${sizesText(source.shape)}`;
          return new OpError('RuntimeError', message);
        });
  return withValues(engine, [wanted], (indices) => {
    const places = positionsAlong(indices!, x.shape, at, wanted.shape);
    const value = src
      ? wanted.shape.reduce((part, size, dim) => slice(part, dim, 0, size), open(src))
      : broadcastTo(engine.cast(toTensor(engine, source as Scalar), x.dtype), wanted.shape);
    return how === 'set' ? replaceAt(engine, x, value, places) : reduceAt(engine, x, value, places, how, includeSelf);
  });
}

const scatterSource = defineOp({
  names: ['torch.scatter'],
  methods: ['scatter'],
  family: 'other',
  doc: say('A copy with the elements of src at the places that the indices name.'),
  params: [input, along, index, tensor('src', say('What is put there.'))],
  run: (args, { engine }) => scatter(engine, args.input, args.dim, args.index, args.src, 'set'),
  samples: [
    { args: 'torch.zeros(2, 3), 1, torch.tensor([[0], [2]]), torch.tensor([[5.], [6.]])' },
    { args: 'torch.zeros(3, 2), 0, torch.tensor([[2, 0]]), torch.tensor([[5., 6.], [7., 8.]])' },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2, 3), 1, torch.tensor([[0], [2]]), torch.tensor([[5], [6]])',
      'scatter(): Expected self.dtype to be equal to src.dtype',
    ),
    runtimeError(
      'torch.zeros(2, 3), 1, torch.tensor([[0], [2]]), torch.tensor([[5.]])',
      'Expected index [2, 1] to be no larger than self [2, 3] apart from dimension 1 and to be no larger size than src [1, 1]',
    ),
  ],
});
const reduceParam = { ...text('reduce', say('Add to what is there, or multiply it.')), choices: ['add', 'multiply'] };
/** The reduction that `reduce` names. */
function reductionOf(name: string): 'sum' | 'prod' {
  if (name !== 'add' && name !== 'multiply')
    throw new OpError('RuntimeError', 'reduce argument must be either add or multiply.');
  return name === 'add' ? 'sum' : 'prod';
}
/** What is reduced, which has no gradient in PyTorch. */
const withoutGradient = (engine: Engine, x: Tensor): Tensor =>
  refusing(engine, x, () => new OpError('RuntimeError', 'derivative for aten::scatter is not implemented'));
const reduceDeprecated =
  'The reduce argument of torch.scatter with Tensor src is deprecated and will be removed in a future PyTorch release. Use torch.scatter_reduce instead for more reduction options. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorAdvancedIndexing.cpp:225.)';
const scatterReducing = defineOp({
  names: ['torch.scatter'],
  methods: ['scatter'],
  family: 'other',
  doc: say('A copy with the elements of src added or multiplied at the places that the indices name.'),
  params: [input, along, index, tensor('src', say('What is put there.')), keyword(reduceParam)],
  run({ input: x, dim: chosen, index: wanted, src, reduce }, { engine, warn }) {
    warn('UserWarning', reduceDeprecated);
    const how = reductionOf(reduce);
    return scatter(engine, withoutGradient(engine, x), chosen, wanted, withoutGradient(engine, src), how);
  },
  samples: [
    { args: "torch.ones(2, 3), 1, torch.tensor([[0], [2]]), torch.tensor([[5.], [6.]]), reduce='add'" },
    { args: "torch.ones(2, 3), 1, torch.tensor([[0], [2]]), torch.tensor([[5.], [6.]]), reduce='multiply'" },
  ],
});
const scatterValue = defineOp({
  names: ['torch.scatter'],
  methods: ['scatter'],
  family: 'other',
  doc: say('A copy with one value at the places that the indices name.'),
  params: [input, along, index, scalar('value', say('What is put there.')), optional(reduceParam)],
  run({ input: x, dim: chosen, index: wanted, value, reduce }, { engine }) {
    if (reduce === null) return scatter(engine, x, chosen, wanted, value, 'set');
    return scatter(engine, withoutGradient(engine, x), chosen, wanted, value, reductionOf(reduce));
  },
  samples: [
    { args: 'torch.zeros(2, 3), 1, torch.tensor([[0], [2]]), 1.5' },
    { args: 'torch.zeros(2, 3).long(), 1, torch.tensor([[0], [2]]), 1.7' },
    { args: "torch.ones(2, 3), 1, torch.tensor([[0], [2]]), 2, reduce='add'" },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2, 3), 1, torch.tensor([[0], [3]]), 1.',
      'index 3 is out of bounds for dimension 1 with size 3',
    ),
    runtimeError(
      'torch.zeros(2, 3), 0, torch.tensor([0]), 1.',
      'Index tensor must have the same number of dimensions as self tensor',
    ),
    runtimeError(
      'torch.zeros(2, 3), 1, torch.tensor([[0], [1], [2]]), 1.',
      'Expected index [3, 1] to be no larger than self [2, 3] apart from dimension 1',
    ),
  ],
});
const scatterAdd = defineOp({
  names: ['torch.scatter_add'],
  methods: ['scatter_add'],
  family: 'other',
  doc: say('A copy with the elements of src added at the places that the indices name.'),
  params: [input, along, index, tensor('src', say('What is added there.'))],
  run: (args, { engine }) => scatter(engine, args.input, args.dim, args.index, args.src, 'sum', 'ScatterAdd'),
  samples: [
    { args: 'torch.zeros(2, 3), 1, torch.tensor([[0, 0], [2, 2]]), torch.ones(2, 2)' },
    { args: 'torch.zeros(2, 3), 1, torch.tensor([[0], [2]]), torch.ones(2, 2)' },
  ],
});

/** The last of two dims has a kernel of its own in 2.13, and so has the middle of three. */
function outOfRange(index: number, x: Tensor, at: number): OpError {
  return at === 1
    ? new OpError('RuntimeError', `INDICES element is out of DATA bounds, id=${index} axis_dim=${x.shape[at]}`)
    : new OpError('IndexError', 'index out of range in self');
}

const indexSelect = defineOp({
  names: ['torch.index_select'],
  methods: ['index_select'],
  family: 'other',
  doc: say('Some indices of a dim, in the order named.'),
  params: [input, along, index],
  run({ input: x, dim: chosen, index: wanted }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    if (wanted.rank > 1) throw new OpError('IndexError', 'index_select(): Index is supposed to be a vector');
    if (wanted.dtype !== 'int64' && wanted.dtype !== 'int32')
      throw new OpError('RuntimeError', 'index_select(): Expected dtype int32 or int64 for index');
    return withValues(engine, [wanted], (indices) => {
      const size = x.shape[at] ?? 1;
      for (const index of indices!) if (index < 0 || index >= size) throw outOfRange(Number(index), x, at);
      const shape = x.rank === 0 ? [] : x.shape.with(at, indices!.length);
      const places = positionsOfSlices(Float64Array.from(indices as ArrayLike<number | bigint>, Number), x.shape, at);
      return engine.take(x, places, shape);
    });
  },
  samples: [{ args: `${sixValues}, 1, torch.tensor([2, 0, 0])` }, { args: `${sixValues}, 0, torch.tensor(1)` }],
  errors: [
    runtimeError(`${sixValues}, 1, torch.tensor([0, 3])`, 'INDICES element is out of DATA bounds, id=3 axis_dim=3'),
    {
      args: `${sixValues}, 1, torch.tensor([[0]])`,
      error: { type: 'IndexError', message: 'index_select(): Index is supposed to be a vector' },
    },
    runtimeError(`${sixValues}, 1, torch.tensor([0.])`, 'index_select(): Expected dtype int32 or int64 for index'),
  ],
});

export const gathers: readonly Op[] = [gather, scatterSource, scatterReducing, scatterValue, scatterAdd, indexSelect];
