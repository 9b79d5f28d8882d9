// Slices along a dim filled, replaced or brought together with others: index_fill, index_copy, index_add, index_reduce,
// scatter_reduce.
import { say } from '../../base/text';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { isIntegral, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { type Positions, replaceAt } from '../../tensor/gradient/positions';
import { peek } from '../../tensor/gradient/withGradient';
import { andThen, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { sizesText } from '../../tensor/view';
import { checkFits } from '../checkFits';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asFirst } from '../layouts';
import type { Op, OpError } from '../op';
import { bool, dim, input, keyword, scalar, scalarOrTensor, tensor, text, withDefault } from '../params';
import { toTensor } from '../toTensor';
import { scatter } from './gather';
import { positionsOfSlices } from './positionsAlong';
import { type Gathering, reduceAt } from './reduceAt';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const indexError = (args: string, message: string) => ({ args, error: { type: 'IndexError', message } });
const along = dim('dim', say('The dim that the indices belong to.'));
const index = tensor('index', say('Indices along the dim.'));
const source = tensor('source', say('The slices that are brought in.'));

/** Goes on with the positions of the slices that an index vector names, after ATen's check of each index. */
function atSlices(
  engine: Engine,
  x: Tensor,
  at: number,
  wanted: Tensor,
  outOfRange: (index: number, size: number) => { readonly type: OpError['type']; readonly message: string },
  wraps: boolean,
  use: (places: Positions) => Tensor | Promise<Tensor>,
): Tensor | Promise<Tensor> {
  const size = x.shape[at] ?? 1;
  return withValues(engine, [wanted], (values) => {
    const indices = Float64Array.from(values as ArrayLike<number | bigint>, Number);
    for (const index of indices) {
      if (index < size && index >= (wraps ? -size : 0)) continue;
      const { type, message } = outOfRange(index, size);
      fail(message, type);
    }
    const wrapped = indices.map((index) => (index < 0 ? index + size : index));
    return use(positionsOfSlices(wrapped, x.shape, at));
  });
}

const bounds = (prefix: string, at: number, index: number, size: number): string =>
  `${prefix}index ${index} is out of bounds for dimension ${at} with size ${size}`;

const indexFill = defineOp({
  names: ['torch.index_fill'],
  layout: asFirst,
  methods: ['index_fill'],
  family: 'other',
  doc: say('A copy with one value in the slices that the indices name.'),
  params: [input, along, index, scalarOrTensor('value', say('What is put there.'))],
  run({ input: x, dim: chosen, index: wanted, value }, { engine }) {
    if (value instanceof Tensor && value.rank > 0)
      fail(`index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`);
    const at = wrapDim(chosen, x.rank);
    if (wanted.dtype !== 'int64') fail('index_fill_(): Expected dtype int64 for index.', 'IndexError');
    if (wanted.rank > 1) fail('Index has to be a vector/scalar');
    const given = toTensor(engine, value);
    const range = (index: number, size: number) =>
      ({ type: 'IndexError', message: bounds('', at, index, size) }) as const;
    const checked = peek(engine, [given], (values) => checkFits(Number(values![0]), x.dtype));
    return andThen(checked, () =>
      atSlices(engine, x, at, wanted, range, true, (places) =>
        replaceAt(engine, x, broadcastTo(engine.cast(given, x.dtype), [places.length]), places),
      ),
    );
  },
  samples: [
    { args: `${sixValues}, 1, torch.tensor([0, -1]), 7` },
    { args: `${sixValues}, 0, torch.tensor([1]), torch.tensor(2.5)` },
    { args: 'torch.tensor([1, 2]), 0, torch.tensor([0]), 1.5' },
    { args: 'torch.tensor(3.), 0, torch.tensor([0]), 1' },
  ],
  errors: [
    indexError(`${sixValues}, 1, torch.tensor([0, 5]), 7`, 'index 5 is out of bounds for dimension 1 with size 3'),
    indexError(`${sixValues}, 1, torch.tensor([0.]), 7`, 'index_fill_(): Expected dtype int64 for index.'),
    runtimeError(`${sixValues}, 1, torch.tensor([[0]]), 7`, 'Index has to be a vector/scalar'),
    runtimeError(
      `${sixValues}, 1, torch.tensor([0]), torch.tensor([7.])`,
      'index_fill_ only supports a 0-dimensional value tensor, but got tensor with 1 dimension(s).',
    ),
  ],
});

/** ATen's checks of index_copy. */
function checkCopy(x: Tensor, at: number, wanted: Tensor, from: Tensor): void {
  const name = 'index_copy_():';
  if (wanted.rank > 1) fail(`${name} Index should have dimension 1 or 0 (got ${wanted.rank})`, 'IndexError');
  if (wanted.dtype !== 'int64') fail(`${name} Expected a long tensor for index, but got ${scalarName(wanted.dtype)}`);
  if (from.dtype !== x.dtype)
    fail(
      `${name} self and source expected to have the same dtype, but got (self) ${scalarName(x.dtype)} and (source) ${scalarName(from.dtype)}`,
    );
  if (from.rank === 0 && wanted.size !== 1)
    fail(`${name} When source is scalar, index should have one element (got ${wanted.size})`, 'IndexError');
  if (from.rank !== x.rank && from.rank !== 0 && x.rank !== 0)
    fail(
      `${name} When source and destination are not scalars, their dimensionality must match. Source dimensionality (${from.rank}), destination dimensionality (${x.rank})`,
      'IndexError',
    );
  const [target, slice] = [x, from].map(({ shape }) => shape.filter((_, dim) => dim !== at)) as [number[], number[]];
  if (!sameShape(target, slice))
    fail(
      `${name} Source/destination tensor must have same slice shapes. Destination slice shape: ${target.join(' ')} at dimension ${at} and source slice shape: ${slice.join(' ')} at dimension 0.`,
    );
  if (from.rank > 0 && from.shape[at] !== wanted.size)
    fail(
      `${name} Number of indices (${wanted.size}) should be equal to source.size(dim) (${from.shape[at]})`,
      'IndexError',
    );
}

const indexCopy = defineOp({
  names: ['torch.index_copy'],
  methods: ['index_copy'],
  family: 'other',
  doc: say('A copy with other slices where the indices name them.'),
  params: [input, along, index, source],
  run({ input: x, dim: chosen, index: wanted, source: from }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    checkCopy(x, at, wanted, from);
    const range = (index: number, size: number) =>
      ({ type: 'IndexError', message: bounds('index_copy_(): ', at, index, size) }) as const;
    return atSlices(engine, x, at, wanted, range, false, (places) => replaceAt(engine, x, from, places));
  },
  samples: [
    { args: `${sixValues}, 0, torch.tensor([1, 0]), torch.full((2, 3), 9.)` },
    { args: `${sixValues}, 1, torch.tensor([2]), torch.tensor([[7.], [8.]])` },
    { args: 'torch.tensor([1, 2]), 0, torch.tensor(0), torch.tensor(3)' },
  ],
  errors: [
    indexError(
      `${sixValues}, 0, torch.tensor([0, 5]), torch.ones(2, 3)`,
      'index_copy_(): index 5 is out of bounds for dimension 0 with size 2',
    ),
    indexError(
      `${sixValues}, 0, torch.tensor([0]), torch.ones(2, 3)`,
      'index_copy_(): Number of indices (1) should be equal to source.size(dim) (2)',
    ),
    runtimeError(
      `${sixValues}, 0, torch.tensor([0, 1]), torch.ones(2, 2)`,
      'index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: 3 at dimension 0 and source slice shape: 2 at dimension 0.',
    ),
    runtimeError(
      `${sixValues}, 0, torch.tensor([0.]), torch.ones(1, 3)`,
      'index_copy_(): Expected a long tensor for index, but got Float',
    ),
  ],
});

/** The checks that index_add and index_reduce share. */
function checkSources(name: string, x: Tensor, at: number, wanted: Tensor, from: Tensor): void {
  if (wanted.rank > 1)
    fail(
      `${name}(): Index is supposed to be a vector, but got dim: ${wanted.rank} with type: ${scalarName(wanted.dtype)} and size: ${sizesText(wanted.shape)}`,
      'IndexError',
    );
  if (wanted.dtype !== 'int64' && wanted.dtype !== 'int32')
    fail(`${name}(): Expected dtype int32/int64 for index but got: ${scalarName(wanted.dtype)}`);
  if (from.dtype !== x.dtype)
    fail(
      `${name}(): self (${scalarName(x.dtype)}) and source (${scalarName(from.dtype)}) must have the same scalar type`,
    );
  const cut = ({ shape }: Tensor) => shape.filter((_, dim) => dim !== at);
  if (from.rank !== x.rank || !sameShape(cut(x), cut(from)))
    fail(
      `source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = ${sizesText(x.shape)} source.shape = ${sizesText(from.shape)}`,
    );
  const count = from.rank === 0 ? 1 : from.shape[at]!;
  if (count !== wanted.size)
    fail(
      `${name}(): Number of indices (${wanted.size}) should be equal to source.size(dim): (${count}), for dim: ${at}`,
    );
}

const indexAdd = defineOp({
  names: ['torch.index_add'],
  methods: ['index_add'],
  family: 'other',
  doc: say('A copy with slices added to those that the indices name.'),
  params: [
    input,
    along,
    index,
    source,
    keyword(withDefault(scalar('alpha', say('A factor for what is added.')), { kind: 'int', value: 1 })),
  ],
  run({ input: x, dim: chosen, index: wanted, source: from, alpha }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    checkSources('index_add_', x, at, wanted, from);
    const factor = isIntegral(x.dtype) ? Math.trunc(alpha.value) : alpha.value;
    const scaled = factor === 1 ? from : maths(engine).mul(from, engine.scalar(factor, x.dtype));
    const range = (index: number, size: number) =>
      x.rank > 1
        ? ({ type: 'RuntimeError', message: bounds('', at, index, size) } as const)
        : ({ type: 'IndexError', message: 'index out of range in self' } as const);
    return atSlices(engine, x, at, wanted, range, false, (places) => reduceAt(engine, x, scaled, places, 'sum'));
  },
  samples: [
    { args: `${sixValues}, 0, torch.tensor([0, 0]), torch.ones(2, 3)` },
    { args: `${sixValues}, 1, torch.tensor([2, 0]), torch.tensor([[1., 2.], [3., 4.]]), alpha=0.5` },
    { args: 'torch.tensor([1, 2]), 0, torch.tensor([0, 0]), torch.tensor([3, 4]), alpha=2' },
    { args: 'torch.tensor([True, False]), 0, torch.tensor([1]), torch.tensor([True])' },
  ],
  errors: [
    runtimeError(
      `${sixValues}, 0, torch.tensor([0, 5]), torch.ones(2, 3)`,
      'index 5 is out of bounds for dimension 0 with size 2',
    ),
    indexError('torch.zeros(2), 0, torch.tensor([2]), torch.ones(1)', 'index out of range in self'),
    runtimeError(
      `${sixValues}, 0, torch.tensor([0]), torch.ones(2, 3)`,
      'index_add_(): Number of indices (1) should be equal to source.size(dim): (2), for dim: 0',
    ),
    runtimeError(
      `${sixValues}, 0, torch.tensor([0, 1]), torch.ones(2, 2)`,
      'source tensor shape must match self tensor shape, excluding the specified dimension. Got self.shape = [2, 3] source.shape = [2, 2]',
    ),
    runtimeError(
      `${sixValues}, 0, torch.tensor([0, 1]), torch.ones(2, 3).double()`,
      'index_add_(): self (Float) and source (Double) must have the same scalar type',
    ),
  ],
});

const gatherings: readonly string[] = ['sum', 'prod', 'mean', 'amax', 'amin'] satisfies readonly Gathering[];
const isGathering = (name: string): name is Gathering => gatherings.includes(name);
const reduce = text('reduce', say("'prod', 'mean', 'amax' or 'amin'; scatter_reduce takes 'sum' too."));
const includeSelf = keyword(withDefault(bool('include_self', say('Whether what stands there counts too.')), true));

const indexReduce = defineOp({
  names: ['torch.index_reduce'],
  methods: ['index_reduce'],
  family: 'other',
  doc: say('A copy with slices brought together with those that the indices name.'),
  params: [input, along, index, source, reduce, includeSelf],
  run({ input: x, dim: chosen, index: wanted, source: from, reduce: how, include_self: own }, { engine, warn }) {
    if (!isGathering(how) || how === 'sum')
      return fail(`index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got ${how}.`);
    warn(
      'UserWarning',
      'index_reduce() is in beta and the API may change at any time. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorAdvancedIndexing.cpp:1523.)',
    );
    const at = wrapDim(chosen, x.rank);
    checkSources('index_reduce_', x, at, wanted, from);
    const range = () => ({ type: 'IndexError', message: 'index out of range in self' }) as const;
    return atSlices(engine, x, at, wanted, range, false, (places) => reduceAt(engine, x, from, places, how, own));
  },
  samples: ['prod', 'mean', 'amax', 'amin'].flatMap((how) => [
    { args: `${sixValues}, 0, torch.tensor([0, 0]), torch.tensor([[1., 2., 3.], [3., 2., 1.5]]), '${how}'` },
    {
      args: `${sixValues} + 0.25, 1, torch.tensor([2, 2]), torch.tensor([[1., 2.], [3., 2.]]), '${how}', include_self=False`,
    },
  ]),
  errors: [
    runtimeError(
      `${sixValues}, 0, torch.tensor([0]), torch.ones(1, 3), 'sum'`,
      'index_reduce(): Expected reduce to be one of prod, mean, amax or amin but got sum.',
    ),
  ],
});

const nine = 'torch.tensor([9., 8., 0., 3., -2., 0.])';
const scatterReduce = defineOp({
  names: ['torch.scatter_reduce'],
  methods: ['scatter_reduce'],
  family: 'other',
  doc: say('A copy with the elements of src brought together with those at the places that the indices name.'),
  params: [input, along, index, tensor('src', say('What is brought in.')), reduce, includeSelf],
  run({ input: x, dim: chosen, index: wanted, src, reduce: given, include_self: own }, { engine }) {
    const how = given === 'max' || given === 'min' ? `a${given}` : given;
    if (!isGathering(how)) return fail(`reduce argument must be either sum, prod, mean, amax or amin, got ${how}`);
    if (how === 'mean' && x.dtype === 'bool')
      fail(`"scatter_gather_tensor_cpu_reduce_mean" not implemented for 'Bool'`, 'NotImplementedError');
    return scatter(engine, x, chosen, wanted, src, how, 'ScatterReduce', own);
  },
  samples: [
    { args: "torch.tensor([0, 1, 2]), 0, torch.tensor([1, 1]), torch.tensor([5, 7]), 'max'" },
    ...gatherings.flatMap((how) => [
      { args: `torch.tensor([1., 2., 0.5, 8.]), 0, torch.tensor([0, 0, 2, 3, 3, 0]), ${nine}, '${how}'` },
      {
        args: `torch.tensor([1., 2., 0.5, 8.]), 0, torch.tensor([0, 0, 2, 3, 3, 0]), ${nine}, '${how}', include_self=False`,
      },
    ]),
    { args: `${sixValues}, 1, torch.tensor([[0, 0], [2, 1]]), torch.ones(2, 2) * 5, 'amax'` },
    { args: "torch.tensor([1, 2, 3]), 0, torch.tensor([0, 0, 2]), torch.tensor([-9, -8, 7]), 'mean'" },
    { args: "torch.tensor([1., 2.]), 0, torch.tensor([0]), torch.tensor([float('nan')]), 'amin'" },
    { args: "torch.tensor([True, False]), 0, torch.tensor([1]), torch.tensor([True]), 'sum'" },
  ],
  errors: [
    runtimeError(
      "torch.zeros(3), 0, torch.tensor([0]), torch.ones(1), 'median'",
      'reduce argument must be either sum, prod, mean, amax or amin, got median',
    ),
    runtimeError(
      "torch.zeros(3), 0, torch.tensor([3]), torch.ones(1), 'sum'",
      'index 3 is out of bounds for dimension 0 with size 3',
    ),
    runtimeError(
      "torch.zeros(3), 0, torch.tensor([0]), torch.tensor([1]), 'sum'",
      'scatter(): Expected self.dtype to be equal to src.dtype',
    ),
  ],
});

export const sliceOps: readonly Op[] = [indexFill, indexCopy, indexAdd, indexReduce, scatterReduce];
