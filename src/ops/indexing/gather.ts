// Elements picked and placed by index tensors: gather, scatter, index_select, masked_select, masked_fill, one_hot.
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, type HostArray, isFloat, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { contiguousStrides, tensorOf } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { sizesText } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { withValues } from '../hostValues';
import { toTensor } from '../maths';
import { type Op, OpError, type Scalar } from '../op';
import { dim, input, int, optional, scalar, scalarOrTensor, tensor, text, withDefault } from '../params';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const along = dim('dim', say('The dim that the indices belong to.'));
const index = tensor('index', say('Indices along the dim.'));
/** Arrays of one dtype are of one type, which the types cannot say. */
const same = (values: HostArray | undefined): Float64Array => values as Float64Array;

/** For each place of `index`, the position in a row-major tensor of `shape`, moved along `dim` to the index's value. */
function positions(values: HostArray, shape: readonly number[], at: number, own: readonly number[]): Int32Array {
  const strides = contiguousStrides(shape);
  const steps = contiguousStrides(own);
  const size = shape[at] ?? 1;
  const out = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const wanted = Number(values[i]);
    if (wanted < 0 || wanted >= size) {
      throw new OpError('RuntimeError', `index ${wanted} is out of bounds for dimension ${at} with size ${size}`);
    }
    let place = wanted * (strides[at] ?? 0);
    for (let dim = 0; dim < own.length; dim++) {
      if (dim !== at) place += (Math.floor(i / steps[dim]!) % own[dim]!) * strides[dim]!;
    }
    out[i] = place;
  }
  return out;
}

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
    return withValues(engine, [x, wanted], (values, indices) => {
      const out = same(allocate(x.dtype, indices!.length));
      const places = positions(indices!, x.shape, at, wanted.shape);
      for (let i = 0; i < out.length; i++) out[i] = same(values)[places[i]!]!;
      return tensorOf(out, wanted.shape, x.dtype);
    });
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

type Combine = 'set' | 'add' | 'multiply';

/** Copies `x` and puts (or adds, or multiplies in) the source values at the places that the indices name. */
function scatter(
  engine: Engine,
  x: Tensor,
  chosen: number,
  wanted: Tensor,
  source: Tensor | Scalar,
  how: Combine,
): Tensor | Promise<Tensor> {
  const at = wrapDim(chosen, x.rank);
  checkIndex(
    x,
    wanted,
    'scatter(): Expected dtype int32/int64 for index',
    'Index tensor must have the same number of dimensions as self tensor',
  );
  const tooWide = wanted.shape.some((size, dim) => dim !== at && size > (x.shape[dim] ?? 1));
  const src = source instanceof Tensor ? source : undefined;
  const beyond = src && wanted.shape.some((size, dim) => size > (src.shape[dim] ?? 1));
  if (tooWide || beyond) {
    const tail = src ? ` and to be no larger size than src ${sizesText(src.shape)}` : '';
    throw new OpError(
      'RuntimeError',
      `Expected index ${sizesText(wanted.shape)} to be no larger than self ${sizesText(x.shape)} apart from dimension ${at}${tail}`,
    );
  }
  if (src && src.dtype !== x.dtype)
    throw new OpError('RuntimeError', 'scatter(): Expected self.dtype to be equal to src.dtype');
  const value = src ?? engine.cast(toTensor(engine, source as Scalar), x.dtype);
  return withValues(engine, [x, wanted, value], (values, indices, sources) => {
    const out = same(values!.slice());
    const places = positions(indices!, x.shape, at, wanted.shape);
    const steps = contiguousStrides(wanted.shape);
    const strides = contiguousStrides(value.shape);
    for (let i = 0; i < places.length; i++) {
      const from = src
        ? wanted.shape.reduce((sum, size, dim) => sum + (Math.floor(i / steps[dim]!) % size) * strides[dim]!, 0)
        : 0;
      const [old, given] = [out[places[i]!]!, same(sources)[from]!];
      out[places[i]!] = how === 'set' ? given : how === 'add' ? old + given : old * given;
    }
    return tensorOf(out, x.shape, x.dtype);
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
const scatterValue = defineOp({
  names: ['torch.scatter'],
  methods: ['scatter'],
  family: 'other',
  doc: say('A copy with one value at the places that the indices name.'),
  params: [
    input,
    along,
    index,
    scalar('value', say('What is put there.')),
    optional({ ...text('reduce', say('Add to what is there, or multiply it.')), choices: ['add', 'multiply'] }),
  ],
  run({ input: x, dim: chosen, index: wanted, value, reduce }, { engine }) {
    if (reduce !== null && reduce !== 'add' && reduce !== 'multiply')
      throw new OpError('RuntimeError', 'reduce argument must be either add or multiply.');
    return scatter(engine, x, chosen, wanted, value, reduce ?? 'set');
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
  run: (args, { engine }) => scatter(engine, args.input, args.dim, args.index, args.src, 'add'),
  samples: [{ args: 'torch.zeros(2, 3), 1, torch.tensor([[0, 0], [2, 2]]), torch.ones(2, 2)' }],
});

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
    return withValues(engine, [x, wanted], (values, indices) => {
      const size = x.shape[at] ?? 1;
      const inner = contiguousStrides(x.shape)[at] ?? 1;
      const outer = size === 0 ? 0 : x.size / (size * inner);
      const out = same(allocate(x.dtype, outer * indices!.length * inner));
      for (const [k, given] of indices!.entries()) {
        const from = Number(given);
        if (from < 0 || from >= size)
          throw new OpError('RuntimeError', `INDICES element is out of DATA bounds, id=${from} axis_dim=${size}`);
        for (let o = 0; o < outer; o++) {
          const start = (o * size + from) * inner;
          out.set(same(values).subarray(start, start + inner), (o * indices!.length + k) * inner);
        }
      }
      return tensorOf(out, x.rank === 0 ? [] : x.shape.with(at, indices!.length), x.dtype);
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

const mask = tensor('mask', say('Which elements, as bool that broadcasts.'));

const maskedSelect = defineOp({
  names: ['torch.masked_select'],
  methods: ['masked_select'],
  family: 'other',
  doc: say('The elements where the mask holds, in one dim.'),
  params: [input, mask],
  run({ input: x, mask: chosen }, { engine }) {
    if (chosen.dtype !== 'bool') throw new OpError('RuntimeError', 'masked_select: expected BoolTensor for mask');
    const shape = broadcastShapes(x.shape, chosen.shape);
    return withValues(engine, [broadcastTo(x, shape), broadcastTo(chosen, shape)], (values, holds) => {
      const out = same(values).filter((_, i) => holds![i] !== 0);
      return tensorOf(out, [out.length], x.dtype);
    });
  },
  samples: [{ args: `${sixValues}, ${sixValues} > 2` }, { args: `${sixValues}, torch.tensor([True, False, True])` }],
  errors: [runtimeError(`${sixValues}, torch.tensor([1, 0, 1])`, 'masked_select: expected BoolTensor for mask')],
});

/** How messages about masks name a dtype. */
const cppName: Readonly<Record<string, string>> = {
  int64: 'long int',
  int32: 'int',
  int16: 'short int',
  int8: 'signed char',
  uint8: 'unsigned char',
  float32: 'float',
  float64: 'double',
  float16: 'c10::Half',
  bfloat16: 'c10::BFloat16',
};

const maskedFill = defineOp({
  names: ['torch.masked_fill'],
  methods: ['masked_fill'],
  family: 'other',
  doc: say('A copy with one value where the mask holds.'),
  params: [input, mask, scalarOrTensor('value', say('What is put there.'))],
  run({ input: x, mask: chosen, value }, { engine }) {
    if (chosen.dtype !== 'bool') {
      throw new OpError(
        'RuntimeError',
        `masked_fill_ only supports boolean masks, but got mask with dtype ${cppName[chosen.dtype] ?? chosen.dtype}`,
      );
    }
    if (value instanceof Tensor && value.rank > 0) {
      throw new OpError(
        'RuntimeError',
        `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`,
      );
    }
    const given = toTensor(engine, value);
    return withValues(engine, [given], (values) => {
      if (isIntegral(x.dtype) && isFloat(given.dtype) && !Number.isFinite(Number(values![0]))) {
        throw new OpError(
          'RuntimeError',
          `value cannot be converted to type ${x.dtype === 'int64' ? 'int64_t' : (cppName[x.dtype] ?? x.dtype)} without overflow`,
        );
      }
      return engine.where(chosen, engine.cast(given, x.dtype), x);
    });
  },
  samples: [
    { args: `${sixValues}, ${sixValues} > 2, -1` },
    { args: `${sixValues}, torch.tensor([True, False, True]), float('-inf')` },
    { args: 'torch.tensor([1, 2]), torch.tensor([True, False]), 1.5' },
    { args: `${sixValues}, ${sixValues} > 2, torch.tensor(9)` },
  ],
  errors: [
    runtimeError(
      `${sixValues}, torch.tensor([1, 0, 1]), -1`,
      'masked_fill_ only supports boolean masks, but got mask with dtype long int',
    ),
    runtimeError(
      `${sixValues}, ${sixValues} > 2, torch.tensor([9.])`,
      'masked_fill_ only supports a 0-dimensional value tensor, but got tensor with 1 dimension(s).',
    ),
    runtimeError(
      "torch.tensor([1, 2]), torch.tensor([True, False]), float('-inf')",
      'value cannot be converted to type int64_t without overflow',
    ),
  ],
});

const oneHot = defineOp({
  names: ['torch.nn.functional.one_hot'],
  family: 'other',
  doc: say('A new last dim with 1 at the index of the class and 0 elsewhere.'),
  params: [
    tensor('tensor', say('Class indices.')),
    withDefault(int('num_classes', say('How many classes; -1 takes the largest index and one.')), -1),
  ],
  run({ tensor: x, num_classes: given }, { engine }) {
    if (x.dtype !== 'int64')
      throw new OpError('RuntimeError', 'one_hot is only applicable to index tensor of type LongTensor.');
    return withValues(engine, [x], (values) => {
      const classes = Array.from(values as BigInt64Array, Number);
      if (classes.length === 0 && given <= 0) {
        throw new OpError('RuntimeError', 'Can not infer total number of classes from empty tensor.');
      }
      if (classes.some((index) => index < 0)) throw new OpError('RuntimeError', 'Class values must be non-negative.');
      const count = given === -1 ? Math.max(...classes) + 1 : given;
      if (classes.some((index) => index >= count))
        throw new OpError('RuntimeError', 'Class values must be smaller than num_classes.');
      const out = allocate('int64', classes.length * count) as BigInt64Array;
      for (const [i, index] of classes.entries()) out[i * count + index] = 1n;
      return tensorOf(out, [...x.shape, count], 'int64');
    });
  },
  samples: [
    { args: 'torch.tensor([0, 2])' },
    { args: 'torch.tensor([[0], [1]]), num_classes=3' },
    { args: 'torch.zeros(0, dtype=torch.int64), 3' },
    { args: 'torch.tensor(1)' },
  ],
  errors: [
    runtimeError('torch.tensor([0, 2]), 2', 'Class values must be smaller than num_classes.'),
    runtimeError('torch.tensor([0, -2]), 2', 'Class values must be non-negative.'),
    runtimeError('torch.tensor([0.])', 'one_hot is only applicable to index tensor of type LongTensor.'),
    runtimeError('torch.zeros(0, dtype=torch.int64)', 'Can not infer total number of classes from empty tensor.'),
  ],
});

/** Part of a matrix on one side of a diagonal. */
const triangle = (name: 'tril' | 'triu'): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'other',
    doc:
      name === 'tril'
        ? say('The part on and below a diagonal, zeros above.')
        : say('The part on and above a diagonal, zeros below.'),
    params: [input, withDefault(int('diagonal', say('How far the diagonal is above the main one.')), 0)],
    run({ input: x, diagonal }, { engine }) {
      if (x.rank < 2) throw new OpError('RuntimeError', `${name}: input tensor must have at least 2 dimensions`);
      const [rows, columns] = x.shape.slice(-2) as [number, number];
      const keep = new Uint8Array(rows * columns).map((_, i) => {
        const above = (i % columns) - Math.floor(i / columns);
        return (name === 'tril' ? above <= diagonal : above >= diagonal) ? 1 : 0;
      });
      return engine.where(tensorOf(keep, [rows, columns], 'bool'), x, engine.scalar(0, x.dtype));
    },
    samples: [{ args: sixValues }, { args: `${sixValues}, 1` }, { args: 'torch.ones(3, 3).long(), -1' }],
  });

export const gathers: readonly Op[] = [
  gather,
  scatterSource,
  scatterValue,
  scatterAdd,
  indexSelect,
  maskedSelect,
  maskedFill,
  oneHot,
  triangle('tril'),
  triangle('triu'),
];
