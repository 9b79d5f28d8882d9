// Values looked up among others: searchsorted and bucketize in what is in order, isin in a set.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import { allocate, type HostArray, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf, tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { bool, keyword, optional, scalar, scalarOrTensor, tensor, text, withDefault } from '../params';
import { toTensor } from '../toTensor';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const name = 'torch.searchsorted()';

/** In each line of boundaries how many lie before a value: those below it, or not above it where `right`. */
function places(
  engine: Engine,
  boundaries: Tensor,
  values: Tensor,
  right: boolean,
  out: 'int64' | 'int32',
  sorter?: Tensor | null,
): Tensor | Promise<Tensor> {
  const common = resultType([boundaries, values]);
  if (common === 'bool') fail(`"searchsorted_out_cpu" not implemented for 'Bool'`, 'NotImplementedError');
  const count = boundaries.shape.at(-1)!;
  const each = boundaries.rank === 1 ? values.size : values.shape.at(-1)!;
  const inputs = [engine.cast(boundaries, common), engine.cast(values, common), ...(sorter ? [sorter] : [])];
  return withValues(engine, inputs, (edges, wanted, order) => {
    const found = allocate(out, values.size);
    engine.meter.work(values.size * Math.ceil(Math.log2(count + 2)));
    for (let i = 0; i < values.size; i++) {
      const line = boundaries.rank === 1 ? 0 : Math.floor(i / each) * count;
      const edge = (k: number) => edges![order ? line + Number(order[line + k]) : line + k]!;
      const value = wanted![i]!;
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >> 1;
        // Whatever is compared with nan is not before it.
        const goesOn = right ? !(edge(middle) > value) : !(edge(middle) >= value);
        if (goesOn) low = middle + 1;
        else high = middle;
      }
      if (found instanceof BigInt64Array) found[i] = BigInt(low);
      else found[i] = low;
    }
    return tensorOf(found, values.shape, out);
  });
}

function checkSorter(sorter: Tensor, boundaries: Tensor): void {
  if (!sameShape(sorter.shape, boundaries.shape))
    fail(
      `${name}: boundary and sorter must have the same size, but got boundary tensor ${sizesText(boundaries.shape)}and got sorter tensor ${sizesText(sorter.shape)}`,
    );
  if (sorter.dtype !== 'int64')
    fail(`${name}: sorter must be a tensor of long dtype but got dtype ${scalarName(sorter.dtype)}`);
}

function checkShapes(boundaries: Tensor, values: Tensor): void {
  if (boundaries.rank === 0) fail(`${name}: boundaries tensor should have positive dimension, but got 0 dimension`);
  if (values.rank === 0 && boundaries.rank !== 1)
    fail(
      `${name}: input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor dim(${boundaries.rank}) and input value's dim(0) numel(1)`,
    );
  const leading = (x: Tensor) => x.shape.slice(0, -1);
  if (boundaries.rank === 1 || sameShape(leading(boundaries), leading(values))) return;
  fail(
    `${name}: boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${sizesText(boundaries.shape)} and input value tensor ${sizesText(values.shape)}`,
  );
}

const outInt32 = keyword(withDefault(bool('out_int32', say('Whether the result is int32.')), false));
const right = keyword(withDefault(bool('right', say('Whether equal ones count as before.')), false));

const searchsorted = defineOp({
  names: ['torch.searchsorted'],
  family: 'other',
  doc: say('Where values belong in what is in ascending order, line by line.'),
  params: [
    tensor('sorted_sequence', say('What is in ascending order along the last dim.')),
    scalarOrTensor('input', say('The values that are looked up.')),
    outInt32,
    right,
    keyword(optional(text('side', say("'left' before equal ones, 'right' behind them.")))),
    keyword(optional(tensor('sorter', say('The places that put the sequence in order.')))),
  ],
  run(args, { engine }) {
    const { sorted_sequence: boundaries, side, sorter } = args;
    const values = toTensor(engine, args.input);
    if (side !== null && side !== 'left' && side !== 'right')
      fail(`${name}: side can only be 'left' or 'right' but got ${side}`);
    if (side === 'left' && args.right)
      fail(`${name}: side and right can't be set to opposites, got side of left while right was True`);
    checkShapes(boundaries, values);
    if (sorter) checkSorter(sorter, boundaries);
    return places(
      engine,
      boundaries,
      values,
      args.right || side === 'right',
      args.out_int32 ? 'int32' : 'int64',
      sorter,
    );
  },
  samples: [
    { args: 'torch.tensor([1, 3, 5, 7]), torch.tensor([3, 6, 9, 0])' },
    { args: 'torch.tensor([1, 3, 5, 7]), torch.tensor([[3, 6], [9, 7]]), right=True' },
    { args: 'torch.tensor([[1, 3, 5], [2, 4, 6]]), torch.tensor([[3, 0], [3, 9]])' },
    { args: 'torch.tensor([1., 3.]), 2' },
    { args: "torch.tensor([1., 3., 3.]), torch.tensor([float('nan'), float('inf'), 3.]), side='right'" },
    { args: "torch.tensor([1., 3., float('nan')]), torch.tensor([float('nan'), 3.])" },
    { args: 'torch.tensor([5, 3, 1]), torch.tensor([2, 4]), sorter=torch.tensor([2, 1, 0])' },
    { args: 'torch.tensor([1, 3]), torch.tensor([2.5]), out_int32=True' },
    { args: 'torch.zeros(0), torch.tensor([1.])' },
  ],
  errors: [
    runtimeError(
      'torch.tensor([[1, 3, 5], [2, 4, 6]]), torch.tensor([3])',
      `${name}: boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor [2, 3] and input value tensor [1]`,
    ),
    runtimeError(
      'torch.tensor([[1, 3, 5], [2, 4, 6]]), 3',
      `${name}: input value can be a scalar only when boundaries tensor dimension is 1, but we got boundaries tensor dim(2) and input value's dim(0) numel(1)`,
    ),
    runtimeError(
      'torch.tensor(1.), torch.tensor([1.])',
      `${name}: boundaries tensor should have positive dimension, but got 0 dimension`,
    ),
    runtimeError(
      "torch.tensor([1, 3]), torch.tensor([2]), side='up'",
      `${name}: side can only be 'left' or 'right' but got up`,
    ),
  ],
});

const bucketize = defineOp({
  names: ['torch.bucketize'],
  family: 'other',
  doc: say('Which bucket each value falls into, by boundaries in ascending order.'),
  params: [
    scalarOrTensor('input', say('The values.')),
    tensor('boundaries', say('The boundaries, in ascending order.')),
    outInt32,
    right,
  ],
  run(args, { engine }) {
    const { boundaries } = args;
    if (boundaries.rank !== 1) fail(`boundaries tensor must be 1 dimension, but got dim(${boundaries.rank})`);
    return places(engine, boundaries, toTensor(engine, args.input), args.right, args.out_int32 ? 'int32' : 'int64');
  },
  samples: [
    { args: 'torch.tensor([[3, 6], [9, 1]]), torch.tensor([1, 3, 5, 7])' },
    { args: 'torch.tensor([3., 6.]), torch.tensor([1, 3, 5, 7]), right=True' },
    { args: '4, torch.tensor([1, 3, 5]), out_int32=True' },
  ],
  errors: [
    runtimeError(
      'torch.tensor([3, 6]), torch.tensor([[1, 3]])',
      'boundaries tensor must be 1 dimension, but got dim(2)',
    ),
  ],
});

/** A set of equal numbers; int64 ones are compared as they are. */
const setOf = (values: HostArray): ReadonlySet<number | bigint> => new Set<number | bigint>(values);

function contained(engine: Engine, elements: Tensor, among: Tensor, invert: boolean): Tensor | Promise<Tensor> {
  for (const { dtype } of [elements, among]) {
    if (dtype === 'bool') fail(`Unsupported input type encountered for isin(): ${scalarName(dtype)}`);
  }
  const common = resultType([elements, among]);
  return withValues(engine, [engine.cast(elements, common), engine.cast(among, common)], (values, others) => {
    const known = setOf(others!);
    const out = new Uint8Array(sizeOf(elements.shape));
    for (let i = 0; i < out.length; i++) {
      const value = values![i]!;
      // nan is in no set.
      out[i] = (known.has(value) && !Number.isNaN(value)) !== invert ? 1 : 0;
    }
    return tensorOf(out, elements.shape, 'bool');
  });
}

const flags = [
  keyword(withDefault(bool('assume_unique', say('Whether no element comes twice; the result is the same.')), false)),
  keyword(withDefault(bool('invert', say('Whether it is asked for the others.')), false)),
] as const;
const isinShared = {
  names: ['torch.isin'],
  family: 'other',
  doc: say('Whether each element is among others.'),
} as const;
const elements = tensor('elements', say('The elements that are looked up.'));
const among = tensor('test_elements', say('Those that they are looked up in.'));

const isin: readonly Op[] = [
  defineOp({
    ...isinShared,
    params: [elements, among, ...flags],
    run: (args, { engine }) => contained(engine, args.elements, args.test_elements, args.invert),
    samples: [
      { args: 'torch.tensor([[1, 2], [3, 4]]), torch.tensor([[2, 4], [2, 5]])' },
      { args: 'torch.tensor([1, 2, 3]), torch.tensor([2., 3.5]), invert=True' },
      { args: "torch.tensor([1., float('nan'), 0.]), torch.tensor([float('nan'), -0.])" },
    ],
    errors: [
      runtimeError('torch.tensor([True]), torch.tensor([True])', 'Unsupported input type encountered for isin(): Bool'),
    ],
  }),
  defineOp({
    ...isinShared,
    params: [elements, scalar('test_element', say('The one that they are compared with.')), ...flags],
    run: (args, { engine }) => contained(engine, args.elements, toTensor(engine, args.test_element), args.invert),
    samples: [{ args: 'torch.tensor([1, 2, 3]), 2' }, { args: 'torch.tensor([1., 2.]), 2, invert=True' }],
  }),
  defineOp({
    ...isinShared,
    params: [scalar('element', say('The element that is looked up.')), among, ...flags],
    run: (args, { engine }) => contained(engine, toTensor(engine, args.element), args.test_elements, args.invert),
    samples: [{ args: '2, torch.tensor([1, 2])' }],
  }),
];

export const lookups: readonly Op[] = [searchsorted, bucketize, ...isin];
