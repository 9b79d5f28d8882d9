// Elements taken and put by their place among all, by indices of several dims, or by masks: take, put, take_along_dim,
// index_put, masked_scatter, unravel_index.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { type Positions, replaceAt } from '../../tensor/gradient/positions';
import { contiguousStrides, sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withEachOf, withValues } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, sizesText, slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asFirst } from '../layouts';
import type { Op } from '../op';
import { bool, dim, input, optional, shape, tensor, tensors, withDefault } from '../params';
import { reshape } from '../view/copy';
import { indexElements, nonzero } from './advancedIndex';
import { positionsAlong } from './positionsAlong';
import { reduceAt } from './reduceAt';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const indexError = (args: string, message: string) => ({ args, error: { type: 'IndexError', message } });
const accumulate = withDefault(bool('accumulate', say('Whether it is added to what stands there.')), false);

/** Places among all elements; negative ones count from the end. */
function flatPositions(engine: Engine, x: Tensor, index: Tensor, use: (places: Positions) => Tensor | Promise<Tensor>) {
  return withValues(engine, [index], (values) => {
    const places = Float64Array.from(values as ArrayLike<number | bigint>, Number);
    for (const place of places) {
      if (place < -x.size || place >= x.size)
        fail(`out of range: tried to access index ${place} on a tensor of ${x.size} elements.`, 'IndexError');
    }
    return use(places.map((place) => (place < 0 ? place + x.size : place)));
  });
}

const checkLong = (name: string, { dtype }: Tensor): void => {
  if (dtype !== 'int64') fail(`${name}: Expected a long tensor for index, but got ${scalarName(dtype)}`);
};

const take = defineOp({
  names: ['torch.take'],
  methods: ['take'],
  family: 'other',
  doc: say('The elements at places among all in order.'),
  params: [input, tensor('index', say('The places; negative ones count from the end.'))],
  run({ input: x, index }, { engine }) {
    checkLong('take()', index);
    if (x.size === 0 && index.size > 0) fail('take(): tried to take from an empty tensor', 'IndexError');
    return flatPositions(engine, x, index, (places) => engine.take(x, places, index.shape));
  },
  samples: [
    { args: `${sixValues}, torch.tensor([[0, -1], [2, 2]])` },
    { args: `${sixValues}.t(), torch.tensor([1, 4])` },
    { args: 'torch.tensor(3), torch.tensor(0)' },
  ],
  errors: [
    indexError('torch.zeros(3), torch.tensor([5])', 'out of range: tried to access index 5 on a tensor of 3 elements.'),
    runtimeError('torch.zeros(3), torch.tensor([0.])', 'take(): Expected a long tensor for index, but got Float'),
    indexError('torch.zeros(0), torch.tensor([0])', 'take(): tried to take from an empty tensor'),
  ],
});

const put = defineOp({
  names: ['torch.put'],
  layout: asFirst,
  methods: ['put'],
  family: 'other',
  doc: say('A copy with other elements at places among all in order.'),
  params: [
    input,
    tensor('index', say('The places; negative ones count from the end.')),
    tensor('source', say('What is put there.')),
    accumulate,
  ],
  run({ input: x, index, source, accumulate: adds }, { engine }) {
    checkLong('put_()', index);
    if (source.dtype !== x.dtype)
      fail(
        `put_(): self and source expected to have the same dtype, but got self.dtype = ${scalarName(x.dtype)} and source.dtype = ${scalarName(source.dtype)}`,
      );
    if (source.size !== index.size)
      fail(
        `put_(): Expected source and index to have the same number of elements, but got source.numel() = ${source.size}, index.numel() = ${index.size}`,
        'IndexError',
      );
    return flatPositions(engine, x, index, (places) =>
      adds ? reduceAt(engine, x, source, places, 'sum') : replaceAt(engine, x, source, places),
    );
  },
  samples: [
    { args: `${sixValues}, torch.tensor([[0, -1]]), torch.tensor([7., 8.])` },
    { args: 'torch.tensor([1., 2.]), torch.tensor([0, 0]), torch.tensor([5., 6.]), accumulate=True' },
  ],
  errors: [
    indexError(
      'torch.zeros(3), torch.tensor([0, 1]), torch.tensor([5.])',
      'put_(): Expected source and index to have the same number of elements, but got source.numel() = 1, index.numel() = 2',
    ),
  ],
});

const takeAlongDim = defineOp({
  names: ['torch.take_along_dim'],
  methods: ['take_along_dim'],
  family: 'other',
  doc: say('Along a dim, the elements that indices name, which broadcast; among all in order where the dim is None.'),
  params: [
    input,
    tensor('indices', say('Indices along the dim.')),
    optional(dim('dim', say('The dim that the indices belong to.'))),
  ],
  run({ input: x, indices, dim: chosen }, { engine }) {
    const name = 'torch.take_along_dim()';
    if (chosen !== null && x.rank !== indices.rank)
      fail(
        `${name}: input and indices should have the same number of dimensions, but got ${x.rank} dimensions for input, and ${indices.rank} dimensions for indices`,
      );
    if (indices.dtype !== 'int64')
      fail(`${name}: dtype of indices should be Long but got ${scalarName(indices.dtype)}`);
    const pair =
      chosen === null
        ? andThen(reshape(engine, x, [-1]), (own) =>
            andThen(reshape(engine, indices, [-1]), (wanted) => [own, wanted] as const),
          )
        : ([x, indices] as const);
    const at = chosen === null ? 0 : wrapDim(chosen, x.rank);
    return andThen(pair, ([own, wanted]) => {
      const common = broadcastShapes(own.shape.with(at, 1), wanted.shape.with(at, 1));
      const [from, index] = [own, wanted].map((part) => expand(part, common.with(at, part.shape[at]!)));
      return withValues(engine, [index!], (values) => {
        const size = BigInt(own.shape[at]!);
        // What is out of range along a dim begins again at the other end.
        const numbers = values as BigInt64Array;
        const wrapped = chosen === null ? numbers : numbers.map((i) => ((i % size) + size) % size);
        return engine.take(from!, positionsAlong(wrapped, from!.shape, at, index!.shape), index!.shape);
      });
    });
  },
  samples: [
    { args: `${sixValues}, torch.tensor([[0], [2]]), 1` },
    { args: `${sixValues}, torch.tensor([[1]]), dim=0` },
    { args: `${sixValues}, torch.tensor([[5, 0]])` },
  ],
  errors: [
    runtimeError(
      `${sixValues}, torch.tensor([0]), 1`,
      'torch.take_along_dim(): input and indices should have the same number of dimensions, but got 2 dimensions for input, and 1 dimensions for indices',
    ),
    runtimeError(
      `${sixValues}, torch.tensor([[0.]]), 1`,
      'torch.take_along_dim(): dtype of indices should be Long but got Float',
    ),
  ],
});

/** Index tensors for the dims in order: a mask stands for as many of them as it has dims. */
function indexTensors(x: Tensor, given: readonly Tensor[]): readonly Tensor[] {
  const found: Tensor[] = [];
  for (const index of given) {
    if (isFloat(index.dtype)) fail('tensors used as indices must be long, int, byte or bool tensors', 'IndexError');
    if (index.dtype !== 'bool' && index.dtype !== 'uint8') {
      found.push(index);
      continue;
    }
    index.shape.forEach((size, i) => {
      const dim = found.length + i;
      if (size !== x.shape[dim])
        fail(
          `The shape of the mask ${sizesText(index.shape)} at index ${i} does not match the shape of the indexed tensor ${sizesText(x.shape)} at index ${dim}`,
          'IndexError',
        );
    });
    found.push(...nonzero(index));
  }
  if (found.length > x.rank)
    fail(`too many indices for tensor of dimension ${x.rank} (got ${found.length})`, 'IndexError');
  return found;
}

const indexPut = defineOp({
  names: ['torch.index_put'],
  layout: asFirst,
  methods: ['index_put'],
  family: 'other',
  doc: say('A copy with other elements where indices of the first dims name them.'),
  params: [
    input,
    tensors('indices', say('One tensor of indices for each dim, or masks.')),
    tensor('values', say('What is put there; it broadcasts.')),
    accumulate,
  ],
  run({ input: x, indices, values, accumulate: adds }, { engine }) {
    if (values.dtype !== x.dtype)
      fail(
        `Index put requires the source and destination dtypes match, got ${scalarName(x.dtype)} for the destination and ${scalarName(values.dtype)} for the source.`,
      );
    return withEachOf(engine, indices, (read) => {
      const own = indices.map((index, i) => tensorOf(read[i]!, index.shape, index.dtype));
      const inOrder = new Tensor(x.storage, x.shape, contiguousStrides(x.shape), 0);
      const { shape: wanted, elements } = indexElements(inOrder, indexTensors(x, own));
      const missing = wanted.length - values.rank;
      if (missing < 0 || values.shape.some((size, each) => size !== 1 && size !== wanted[each + missing]))
        fail(
          `shape mismatch: value tensor of shape ${sizesText(values.shape)} cannot be broadcast to indexing result of shape ${sizesText(wanted)}`,
        );
      const given = broadcastTo(values, wanted);
      return adds ? reduceAt(engine, x, given, elements, 'sum') : replaceAt(engine, x, given, elements);
    });
  },
  samples: [
    { args: `${sixValues}, (torch.tensor([0, 1]), torch.tensor([2, 0])), torch.tensor([7., 8.])` },
    { args: `${sixValues}, (torch.tensor([1]),), torch.tensor(7.)` },
    { args: `${sixValues}, [torch.tensor([0, 0])], torch.ones(2, 3), accumulate=True` },
    { args: `${sixValues}, (${sixValues} > 3,), torch.tensor([7., 8.])` },
    { args: 'torch.tensor([1, 2]), (torch.tensor([-1]),), torch.tensor([9])' },
  ],
  errors: [
    indexError(
      `${sixValues}, (torch.tensor([0]), torch.tensor([5])), torch.tensor(9.)`,
      'index 5 is out of bounds for dimension 1 with size 3',
    ),
    runtimeError(
      `${sixValues}, (torch.tensor([0, 1]),), torch.tensor([1., 2.])`,
      'shape mismatch: value tensor of shape [2] cannot be broadcast to indexing result of shape [2, 3]',
    ),
    runtimeError(
      'torch.zeros(2), (torch.tensor([0]),), torch.tensor(1)',
      'Index put requires the source and destination dtypes match, got Float for the destination and Long for the source.',
    ),
    indexError(
      'torch.zeros(2), (torch.tensor([0.]),), torch.tensor(1.)',
      'tensors used as indices must be long, int, byte or bool tensors',
    ),
  ],
});

const maskedScatter = defineOp({
  names: ['torch.masked_scatter'],
  methods: ['masked_scatter'],
  family: 'other',
  doc: say('A copy with the elements of source, in order, where the mask holds.'),
  params: [
    input,
    tensor('mask', say('Which elements, as bool that broadcasts.')),
    tensor('source', say('What is put there, one after the other.')),
  ],
  run({ input: x, mask, source }, { engine }) {
    if (x.dtype !== source.dtype)
      fail(
        `masked_scatter: expected self and source to have same dtypes but got${scalarName(x.dtype)} and ${scalarName(source.dtype)}`,
      );
    if (mask.dtype !== 'bool')
      fail(`masked_scatter_ only supports boolean masks, but got mask with dtype ${scalarName(mask.dtype)}`);
    const common = broadcastShapes(mask.shape, x.shape);
    return withValues(engine, [broadcastTo(mask, common)], (holds) => {
      const places = Float64Array.from(holds as Uint8Array, (_, i) => i).filter((i) => holds![i] !== 0);
      if (places.length > source.size) fail('Number of elements of source < number of ones in mask');
      return andThen(reshape(engine, source, [-1]), (flat) =>
        replaceAt(engine, broadcastTo(x, common), slice(flat, 0, 0, places.length), places),
      );
    });
  },
  samples: [
    { args: `${sixValues}, ${sixValues} > 3, torch.tensor([9., 8., 7.])` },
    { args: 'torch.ones(2, 2), torch.tensor([True, False]), torch.tensor([[9., 8.]])' },
    { args: 'torch.tensor([1, 2]), torch.tensor([[True], [False]]), torch.tensor([7, 5])' },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2), torch.tensor([True, True]), torch.tensor([9.])',
      'Number of elements of source < number of ones in mask',
    ),
    runtimeError(
      'torch.zeros(2), torch.tensor([1, 0]), torch.tensor([9.])',
      'masked_scatter_ only supports boolean masks, but got mask with dtype Long',
    ),
  ],
});

const unravelIndex = defineOp({
  names: ['torch.unravel_index', 'torch.functional.unravel_index'],
  family: 'other',
  doc: say('Places among all elements as indices of each dim.'),
  params: [tensor('indices', say('The places.')), shape('shape', say('The sizes of the dims.'))],
  run({ indices, shape: sizes }, { engine }) {
    return withValues(engine, [engine.cast(indices, 'int64')], (values) => {
      const steps = contiguousStrides(sizes);
      const total = BigInt(sizeOf(sizes));
      return sizes.map((size, dim) => {
        const own = (values as BigInt64Array).map((place) => {
          const wrapped = total === 0n ? 0n : ((place % total) + total) % total;
          return size === 0 ? 0n : (wrapped / BigInt(steps[dim]!)) % BigInt(size);
        });
        return tensorOf(own, indices.shape, 'int64');
      });
    });
  },
  samples: [{ args: 'torch.tensor([1, 4, -1]), (2, 3)' }, { args: 'torch.tensor(5), (2, 3)' }],
});

export const flatPlaces: readonly Op[] = [take, put, takeAlongDim, indexPut, maskedScatter, unravelIndex];
