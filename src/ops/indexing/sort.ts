// Elements in order along a dim: sort, argsort, topk, median. nan is the largest; equal elements keep their order.
import { say, type Text } from '../../base/text';
import { allocate, type HostArray } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { bool, dim, input, int, keyword, optional, withDefault } from '../params';
import { evenly } from '../reduction/evenly';
import { compare, type Element, isNaNumber } from './order';
import { sortedLines } from './sortedLines';
import { insertionSize, unstableOrder } from './unstable';

const tiedPlaces = say('which of equal elements is named is up to the machine');

/** Of equal elements: when their places are up to the machine, and whether they come as PyTorch leaves them. */
interface Ties {
  readonly tied?: (line: readonly Element[]) => boolean;
  readonly unstable?: boolean;
}

/** What an element's place and index cost. */
const costOfPlace = 16;

/** What a step of the library's sort costs, and the longest line that it is followed for. */
const costOfStep = 8;
const longest = 200_000;

/** The first `take` of each line in order, equal elements as they were or, where `unstable`, as PyTorch leaves them; of a line that is `tied` in these and the next one, the places are up to the machine. */
export function ordered(
  engine: Engine,
  x: Tensor,
  at: number,
  descending: boolean,
  take: number,
  { tied, unstable = false }: Ties = {},
): readonly [Tensor, Tensor] | Promise<readonly [Tensor, Tensor]> {
  const count = x.shape[at] ?? 1;
  const inner = sizeOf(x.shape.slice(at + 1));
  const shape = x.rank === 0 ? [] : x.shape.with(at, take);
  const found = peek(engine, [x], (values) => {
    const lines = count === 0 ? 0 : values!.length / count;
    /** Where the k-th element of a line lies, by their number `line · count + k`. */
    const lies = (place: number): number => {
      if (inner === 1) return place;
      const line = Math.floor(place / count);
      return (Math.floor(line / inner) * count + (place % count)) * inner + (line % inner);
    };
    const element = (place: number): Element => values![lies(place)]!;
    const before = descending
      ? (a: number, b: number): number => compare(element(b), element(a))
      : (a: number, b: number): number => compare(element(a), element(b));
    return andThen(sortedLines(engine.meter, lines, count, before), (sorted) => {
      const places = new Float64Array(sizeOf(shape));
      const indices = allocate('int64', places.length) as BigInt64Array;
      let doubtful = false;
      const follows = unstable && count > insertionSize;
      const cost = (take + 1) * costOfPlace + (follows ? count * Math.log2(count) * costOfStep : 0);
      const taking = inParts(engine.meter, lines, cost, (from, to) => {
        for (let line = from; line < to; line++) {
          const own = sorted.subarray(line * count, line * count + take + 1);
          if (follows && hasEqual(own, before)) {
            const start = line * count;
            const left = count > longest ? undefined : unstableOrder(count, (a, b) => before(start + a, start + b));
            if (left) own.set(left.map((place) => start + place).subarray(0, own.length));
            else doubtful = true;
          }
          doubtful ||= tied?.(Array.from(own.subarray(0, Math.min(count, take + 1)), element)) === true;
          const first = Math.floor(line / inner) * take * inner + (line % inner);
          for (let k = 0; k < take; k++) {
            places[first + k * inner] = lies(own[k]!);
            indices[first + k * inner] = BigInt(own[k]! - line * count);
          }
        }
      });
      return andThen(taking, () => {
        const named = tensorOf(indices, shape, 'int64');
        if (doubtful) named.storage.unknown = tiedPlaces;
        return { places, indices: named };
      });
    });
  });
  return andThen(found, ({ places, indices }) =>
    andThen(engine.take(x, places, shape), (values): readonly [Tensor, Tensor] => [values, indices]),
  );
}

/** Whether neighbours in order are equal. */
function hasEqual(places: Uint32Array, before: (a: number, b: number) => number): boolean {
  for (let i = 1; i < places.length; i++) if (before(places[i - 1]!, places[i]!) === 0) return true;
  return false;
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
    return ordered(engine, x, at, down, x.shape[at] ?? 1, { unstable: keeps !== true });
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
    const made = ordered(engine, x, at, down, x.shape[at] ?? 1, { unstable: keeps !== true });
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
    return ordered(engine, x, at, largest, k, {
      tied: (line) => line.slice(0, k).some((value, i) => i + 1 < line.length && compare(value, line[i + 1]!) === 0),
    });
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
    andThen(ordered(engine, x, 0, false, x.shape[0] ?? 1, { unstable: true }), ([values]) => values),
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
