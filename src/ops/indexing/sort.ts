// Elements in order along a dim: sort, argsort, topk, median of all. nan is the largest.
import { say, type Text } from '../../base/text';
import { compare, type Element, isNaNumber } from '../../tensor/cpu/order';
import { allocate, type HostArray } from '../../tensor/dtype';
import { tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { asFirst } from '../layouts';
import { type Op, OpError } from '../op';
import { bool, dim, input, int, keyword, optional, withDefault } from '../params';
import { evenly } from '../reduction/evenly';
import { ordered } from './ordered';

const along = withDefault(dim('dim', say('The dim that is put in order.')), -1);
const descending = withDefault(bool('descending', say('Largest first.')), false);
const stable = keyword(optional(bool('stable', say('Whether equal elements keep their order.'))));
const sixValues = 'torch.tensor([[3., 1., 2.], [0.5, 7., -1.]])';
const samples = [
  { args: sixValues },
  { args: `${sixValues}, 0` },
  { args: `${sixValues}, dim=1, descending=True` },
  { args: "torch.tensor([3., float('nan'), 2., float('-inf')]), descending=True" },
  { args: 'torch.tensor([1, 1, 0, 1])' },
  { args: 'torch.tensor(3.)' },
  { args: '(torch.arange(46.) * 17 % 23).view(23, 2), 0' },
  { args: 'torch.arange(40.) * 7 % 9, stable=True' },
  { args: 'torch.arange(40.) * 7 % 9, descending=True' },
];
const rangeError = {
  args: `${sixValues}, 2`,
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

const sort = defineOp({
  names: ['torch.sort'],
  layout: asFirst,
  methods: ['sort'],
  returns: { name: 'sort', fields: ['values', 'indices'] },
  family: 'other',
  doc: say('The elements along a dim in order, and where each was.'),
  params: [input, along, descending, stable],
  run({ input: x, dim: chosen, descending: down, stable: keeps }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    return ordered(engine, x, at, down, x.shape[at] ?? 1, keeps === true ? 'kept' : 'followed');
  },
  samples,
  errors: [rangeError],
});

const argsort = defineOp({
  names: ['torch.argsort'],
  layout: asFirst,
  methods: ['argsort'],
  family: 'other',
  doc: say('The indices that put the elements along a dim in order.'),
  params: [input, along, descending, stable],
  run({ input: x, dim: chosen, descending: down, stable: keeps }, { engine }): Tensor | Promise<Tensor> {
    const at = wrapDim(chosen, x.rank);
    const made = ordered(engine, x, at, down, x.shape[at] ?? 1, keeps === true ? 'kept' : 'followed');
    return andThen(made, ([, indices]) => indices);
  },
  samples,
  errors: [rangeError],
});

const topk = defineOp({
  names: ['torch.topk'],
  methods: ['topk'],
  returns: { name: 'topk', fields: ['values', 'indices'] },
  family: 'other',
  doc: say('The largest elements along a dim, in order, and where they are.'),
  params: [
    input,
    int('k', say('How many.')),
    along,
    withDefault(bool('largest', say('The smallest ones where False.')), true),
    withDefault(bool('sorted', say('Whether they come in order; here always.')), true),
  ],
  run({ input: x, k, dim: chosen, largest }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    if (k < 0 || k > (x.shape[at] ?? 1)) throw new OpError('RuntimeError', 'selected index k out of range');
    return ordered(engine, x, at, largest, k, 'unknown');
  },
  samples: [
    { args: `${sixValues}, 2` },
    { args: `${sixValues}, 1, 0` },
    { args: `${sixValues}, 2, largest=False` },
    { args: "torch.tensor([float('nan'), 1., 2.]), 2" },
    { args: 'torch.tensor([2., 1.]), 0' },
  ],
  errors: [{ args: `${sixValues}, 4`, error: { type: 'RuntimeError', message: 'selected index k out of range' } }],
});

/** The middle of all elements: nan where one is nan, or that of the numbers among them. */
const medianOfAll = (name: 'median' | 'nanmedian', doc: Text): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'reduction',
    doc,
    params: [input],
    run({ input: x }, { engine }) {
      if (x.dtype === 'bool') throw new OpError('NotImplementedError', '"median_cpu" not implemented for \'Bool\'');
      const middle = (values: HostArray | undefined): Tensor => {
        const all = Array.from(values as ArrayLike<Element>);
        const line = (name === 'median' ? all : all.filter((value) => !isNaNumber(value))).sort(compare);
        const out = allocate(x.dtype, 1) as Float64Array;
        const lost = line.length === 0 || isNaNumber(line.at(-1)!);
        out[0] = (lost ? Number.NaN : line[Math.floor((line.length - 1) / 2)]) as number;
        return tensorOf(out, [], x.dtype);
      };
      return evenly(engine, x, (base, own) => withValues(base, [own], middle));
    },
    samples: [
      { args: 'torch.tensor([5., 1., 3., 9.])' },
      { args: "torch.tensor([5., float('nan'), 3.])" },
      { args: 'torch.tensor([[2, 2], [7, 9]])' },
      { args: 'torch.tensor([3., 1., 3., 9., 3.])' },
      { args: 'torch.zeros(0)' },
    ],
    errors: [
      {
        args: 'torch.tensor([True])',
        error: { type: 'NotImplementedError', message: '"median_cpu" not implemented for \'Bool\'' },
      },
    ],
  });

const msort = defineOp({
  names: ['torch.msort'],
  layout: asFirst,
  methods: ['msort'],
  family: 'other',
  doc: say('The elements along the first dim in order.'),
  params: [input],
  run: ({ input: x }, { engine }): Tensor | Promise<Tensor> =>
    andThen(ordered(engine, x, 0, false, x.shape[0] ?? 1, 'followed'), ([values]) => values),
  samples: [{ args: sixValues }, { args: 'torch.tensor([3, 1, 2])' }, { args: 'torch.tensor(3.)' }],
});

export const sorts: readonly Op[] = [
  sort,
  argsort,
  topk,
  medianOfAll('median', say('The middle element of all in order, the lower of two; nan where one is nan.')),
  medianOfAll('nanmedian', say('The middle element of all numbers in order, the lower of two.')),
  msort,
];
