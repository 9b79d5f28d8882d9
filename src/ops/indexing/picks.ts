// One element of each line along a dim, with its place: median, kthvalue and mode. nan is the largest. Knows no binding.
import { say } from '../../base/text';
import { compare, type Element } from '../../tensor/cpu/order';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, OpError } from '../op';
import { dim, input, int, keepdim, withDefault } from '../params';
import { refuseEmptyLine } from '../reduction/reducedDims';
import { selectedPlace, unstableOrder } from './unstable';

/** The place of the element that a line is represented by. */
type Pick = (line: readonly Element[]) => number;

const tiedPlaces = say('which of equal elements is named is up to the machine');
/** What an element costs on its way. */
const costOfElement = 64;

function picked(
  engine: Engine,
  x: Tensor,
  chosen: number,
  keep: boolean,
  pick: Pick,
): Promise<readonly Tensor[]> | readonly Tensor[] {
  const at = wrapDim(chosen, x.rank);
  const count = x.shape[at] ?? 1;
  const inner = sizeOf(x.shape.slice(at + 1));
  const shape = x.rank === 0 ? [] : keep ? x.shape.with(at, 1) : x.shape.toSpliced(at, 1);
  const found = peek(engine, [x], (values) => {
    const places = new Float64Array(sizeOf(shape));
    const indices = new BigInt64Array(places.length);
    engine.meter.work(places.length * count * costOfElement);
    for (let line = 0; line < places.length; line++) {
      const start = Math.floor(line / inner) * count * inner + (line % inner);
      const place = pick(Array.from({ length: count }, (_, k) => values![start + k * inner]!));
      places[line] = start + place * inner;
      indices[line] = BigInt(place);
    }
    return { places, named: tensorOf(indices, shape, 'int64') };
  });
  return andThen(found, ({ places, named }) =>
    andThen(engine.take(x, places, shape), (values): readonly Tensor[] => [values, named]),
  );
}

/** The element with `k` smaller ones before it; of equal ones as they come. */
const nth =
  (k: (line: readonly Element[]) => number): Pick =>
  (line) => {
    const order = line.map((_, place) => place).sort((a, b) => compare(line[a]!, line[b]!));
    return order[k(line)]!;
  };

/** The middle one, the lower of two; nan where one is nan, the first of them. */
const middle: Pick = (line) => {
  const lost = line.findIndex((value) => Number.isNaN(value));
  return lost >= 0 ? lost : nth(({ length }) => Math.floor((length - 1) / 2))(line);
};

/** The middle one of the numbers; nan where there is none. */
const middleNumber: Pick = (line) => {
  const numbers = line.filter((value) => !Number.isNaN(value)).length;
  return numbers === 0 ? 0 : nth(() => Math.floor((numbers - 1) / 2))(line);
};

/**
 * The smallest of those that come most often, the last of them in the order that PyTorch puts them in. To that order nan is neither
 * before nor after any number, and no other nan.
 */
const mostFrequent: Pick = (line) => {
  const order = unstableOrder(line.length, (a, b) => (line[a]! < line[b]! ? -1 : line[b]! < line[a]! ? 1 : 0));
  if (!order) throw new NotModelled(tiedPlaces);
  let best = { place: order[0] ?? 0, run: 0 };
  let run = 0;
  order.forEach((place, i) => {
    run++;
    if (i < line.length - 1 && line[place] === line[order[i + 1]!]) return;
    if (run > best.run) best = { place, run };
    run = 0;
  });
  return best.place;
};

const along = withDefault(dim('dim', say('The dim of the lines.')), -1);
const six = 'torch.tensor([[3., 1., 2.], [0.5, 7., -1.]])';
const named = (name: string) => ({ name, fields: ['values', 'indices'] });

const median = defineOp({
  names: ['torch.median'],
  methods: ['median'],
  returns: named('median'),
  family: 'reduction',
  doc: say('The middle element of each line along a dim, the lower of two, and its place.'),
  params: [input, dim('dim', say('The dim of the lines.')), keepdim],
  run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
    refuseEmptyLine('median', x, wrapDim(chosen, x.rank));
    return picked(engine, x, chosen, keep, middle);
  },
  samples: [
    { args: `${six}, 1` },
    { args: `${six}, 0, keepdim=True` },
    { args: "torch.tensor([[1., float('nan'), 0.], [4., 2., 3.]]), dim=-1" },
    { args: 'torch.tensor([[5, 7, 6, 8]]), 1' },
  ],
});

const nanmedian = defineOp({
  names: ['torch.nanmedian'],
  methods: ['nanmedian'],
  returns: named('nanmedian'),
  family: 'reduction',
  doc: say('The middle element of the numbers of each line along a dim, the lower of two, and its place.'),
  params: [input, dim('dim', say('The dim of the lines.')), keepdim],
  run: ({ input: x, dim: chosen, keepdim: keep }, { engine }) => picked(engine, x, chosen, keep, middleNumber),
  samples: [
    { args: `${six}, 1` },
    { args: "torch.tensor([[1., float('nan'), 0.5], [4., 2., 3.], [float('nan')] * 3]), dim=-1, keepdim=True" },
  ],
});

const kthvalue = defineOp({
  names: ['torch.kthvalue'],
  methods: ['kthvalue'],
  returns: named('kthvalue'),
  family: 'reduction',
  doc: say('The k-th smallest element of each line along a dim, and its place.'),
  params: [input, int('k', say('1 for the smallest.')), along, keepdim],
  run({ input: x, k, dim: chosen, keepdim: keep }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    if (k < 1 || k > (x.shape[at] ?? 1)) {
      throw new OpError('RuntimeError', `kthvalue(): selected number k out of range for dimension ${at}`);
    }
    return picked(engine, x, chosen, keep, (line) =>
      selectedPlace(line.length, k - 1, (a, b) => compare(line[a]!, line[b]!)),
    );
  },
  samples: [{ args: `${six}, 2` }, { args: `${six}, 1, 0` }, { args: `${six}, 3, 1, True` }],
  errors: [
    {
      args: 'torch.tensor([1.]), 2',
      error: { type: 'RuntimeError', message: 'kthvalue(): selected number k out of range for dimension 0' },
    },
  ],
});

const mode = defineOp({
  names: ['torch.mode'],
  methods: ['mode'],
  returns: named('mode'),
  family: 'reduction',
  doc: say('The most frequent element of each line along a dim, the smallest of several, and its last place.'),
  params: [input, along, keepdim],
  run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
    refuseEmptyLine('mode', x, wrapDim(chosen, x.rank));
    return picked(engine, x, chosen, keep, mostFrequent);
  },
  samples: [
    { args: 'torch.tensor([2, 2, 7])' },
    { args: 'torch.tensor([[3., 1., 1., 3.], [5., 4., 3., 2.]])' },
    { args: 'torch.tensor([[1, 2], [1, 3]]), 0, keepdim=True' },
    { args: 'torch.tensor(3)' },
    { args: "torch.tensor([[3., float('nan'), 1.], [float('nan'), 1., float('nan')], [2., float('nan'), 2.]])" },
  ],
});

export const picks: readonly Op[] = [median, nanmedian, kthvalue, mode];
