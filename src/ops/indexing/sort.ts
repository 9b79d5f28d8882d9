// Elements in order along a dim: sort, argsort, topk, median. nan is the largest; equal elements keep their order.
import { say, type Text } from '../../base/text';
import { compare, type Element, isNaNumber } from '../../tensor/cpu/order';
import { allocate, type HostArray } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { placesAlong } from '../../tensor/gradient/places';
import { contiguous } from '../../tensor/gradient/window';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { bool, dim, input, int, keyword, optional, withDefault } from '../params';
import { evenly } from '../reduction/evenly';
import { insertionSize, unstableOrder } from './unstable';

const tiedPlaces = say('which of equal elements is named is up to the machine');

/** What a step of the library's sort costs, and the longest line that it is followed for. */
const costOfStep = 8;
const longest = 200_000;

/** Equal elements: kept as they were; left as PyTorch leaves them; or of such among those taken and the next one the indices are not known. */
type Equals = 'kept' | 'followed' | 'unknown';
type Ordered = readonly [values: Tensor, indices: Tensor];

/** The first `take` of each line in order, and where they were. */
export function ordered(
  engine: Engine,
  x: Tensor,
  at: number,
  descending: boolean,
  take: number,
  equals: Equals = 'kept',
): Ordered | Promise<Ordered> {
  const count = x.shape[at] ?? 1;
  const seen = equals === 'unknown' ? Math.min(take + 1, count) : x.rank === 0 ? 1 : take;
  const chosen = engine.select(descending ? 'descending' : 'ascending', x, at, seen);
  return andThen(chosen, ({ values, indices }): Ordered | Promise<Ordered> => {
    if (equals === 'kept' || (equals === 'followed' && count <= insertionSize)) return [values, indices];
    return andThen(linesWithEqual(engine, values, at), (lines): Ordered | Promise<Ordered> => {
      if (equals === 'followed')
        return lines.length > 0 ? asLeft(engine, x, at, descending, indices, lines) : [values, indices];
      const first = (all: Tensor): Tensor => (seen > take ? contiguous(engine, slice(all, at, 0, take)) : all);
      return [first(values), withDoubt(first(indices), lines.length > 0)];
    });
  });
}

function withDoubt(indices: Tensor, isDoubtful: boolean): Tensor {
  if (isDoubtful) indices.storage.unknown = tiedPlaces;
  return indices;
}

/** The lines, by their number among all along a dim, in which neighbours are equal. */
const linesWithEqual = (engine: Engine, sorted: Tensor, at: number): readonly number[] | Promise<readonly number[]> =>
  peek(engine, [sorted], (values) => {
    const count = sorted.shape[at] ?? 1;
    const inner = sizeOf(sorted.shape.slice(at + 1));
    const found = new Set<number>();
    for (let i = 0; i < sorted.size; i++) {
      const hasBefore = Math.floor(i / inner) % count > 0;
      if (hasBefore && compare(values![i - inner]!, values![i]!) === 0)
        found.add(Math.floor(i / (count * inner)) * inner + (i % inner));
    }
    return [...found];
  });

/** All in order, equal elements of these lines as the library's sort leaves them; where it is not followed, nobody knows. */
function asLeft(
  engine: Engine,
  x: Tensor,
  at: number,
  descending: boolean,
  indices: Tensor,
  lines: readonly number[],
): Ordered | Promise<Ordered> {
  const count = x.shape[at]!;
  const inner = sizeOf(x.shape.slice(at + 1));
  const found = peek(engine, [x, indices], (values, sorted) => {
    const places = placesAlong(sorted!, x.shape, x.shape, at);
    const named = sorted!.slice() as BigInt64Array;
    let isLost = false;
    const cost = Math.min(count, longest) * Math.log2(count) * costOfStep;
    const following = inParts(engine.meter, lines.length, cost, (from, to) => {
      for (const line of lines.slice(from, to)) {
        const first = Math.floor(line / inner) * count * inner + (line % inner);
        const element = (k: number): Element => values![first + k * inner]!;
        const before = (a: number, b: number): number =>
          descending ? compare(element(b), element(a)) : compare(element(a), element(b));
        const order = count > longest ? undefined : unstableOrder(count, before);
        isLost ||= !order;
        order?.forEach((index, k) => {
          places[first + k * inner] = first + index * inner;
          named[first + k * inner] = BigInt(index);
        });
      }
    });
    return andThen(following, () => ({
      places,
      indices: withDoubt(tensorOf(named, x.shape, 'int64'), isLost),
    }));
  });
  return andThen(found, (left) => [engine.take(x, left.places, x.shape), left.indices]);
}

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
