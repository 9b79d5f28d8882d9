// Quantiles: of what is in order along a dim, the element at a rank, or between two of them. nan makes a line nan, or is left out.
import { say, type Text } from '../../base/text';
import { broadcastTo } from '../../tensor/broadcast';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { ordered } from '../indexing/ordered';
import type { Op } from '../op';
import { dim, input, keepdim, keyword, optional, real, tensor, text, withDefault } from '../params';
import { blended } from '../pointwise/blend';
import { reshape } from '../view/copy';

const roundings: Readonly<Record<string, (rank: number) => readonly [below: number, above: number]>> = {
  linear: (rank) => [Math.floor(rank), Math.ceil(rank)],
  midpoint: (rank) => [Math.floor(rank), Math.ceil(rank)],
  lower: (rank) => [Math.floor(rank), Math.floor(rank)],
  higher: (rank) => [Math.ceil(rank), Math.ceil(rank)],
  nearest(rank) {
    const low = Math.floor(rank);
    const up = rank - low > 0.5 || (rank - low === 0.5 && low % 2 === 1);
    return up ? [low + 1, low + 1] : [low, low];
  },
};

interface Asked {
  readonly dim: number | null;
  readonly keep: boolean;
  readonly how: string;
  readonly skipsNan: boolean;
}

function check(x: Tensor, q: Tensor, how: string): void {
  if (x.size === 0) fail('quantile() input tensor must be non-empty');
  if (q.rank > 1) fail('quantile() q must be a scalar or 1D tensor');
  if (x.dtype !== 'float32' && x.dtype !== 'float64')
    fail('quantile() input tensor must be either float or double dtype');
  if (q.dtype !== x.dtype) fail('quantile() q tensor must be same dtype as the input tensor');
  if (!Object.hasOwn(roundings, how))
    fail(`quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${how}`);
}

/** Where in the lines the elements at and above each rank stand, in the order of the result, and the rank itself. */
interface Ranks {
  readonly below: Float64Array;
  readonly above: Float64Array;
  /** The greatest rank of each line. */
  readonly last: Float64Array;
  /** What is taken off the rank for the weight of the one above. */
  readonly floor: Float64Array;
  /** 1 where nan decides, not the fraction. */
  readonly fixed: Uint8Array;
}

function quantile(engine: Engine, x: Tensor, q: Tensor, asked: Asked): Tensor | Promise<Tensor> {
  const flat = asked.dim === null ? reshape(engine, x, [-1]) : x;
  return andThen(flat, (own) => {
    const at = wrapDim(asked.dim ?? 0, own.rank);
    const count = own.shape[at] ?? 1;
    const inner = sizeOf(own.shape.slice(at + 1));
    const kept = asked.dim === null ? x.shape.map(() => 1) : own.rank === 0 ? [] : own.shape.with(at, 1);
    const reduced = asked.keep ? kept : asked.dim === null ? [] : kept.toSpliced(at, 1);
    const shape = [...(q.rank === 1 ? [q.size] : []), ...reduced];
    return andThen(ordered(engine, own, at, false, count), ([sorted]) => {
      const found = peek(engine, [sorted, q], (values, fractions) =>
        ranksOf(values as Float64Array, fractions as Float64Array, own, inner, count, asked),
      );
      return andThen(found, ({ below, above, last, floor, fixed }) => {
        const take = (places: Float64Array) => engine.take(sorted, places, shape);
        if (asked.how !== 'linear' && asked.how !== 'midpoint') return take(below);
        const m = maths(engine);
        const constant = (numbers: Float64Array) => engine.cast(tensorOf(numbers, shape, 'float64'), x.dtype);
        const spread = q.rank === 1 ? view(q, [q.size, ...reduced.map(() => 1)]) : q;
        const weight =
          asked.how === 'midpoint'
            ? broadcastTo(engine.scalar(0.5, x.dtype), shape)
            : m.where(
                tensorOf(fixed, shape, 'bool'),
                0,
                m.sub(m.mul(broadcastTo(spread, shape), constant(last)), constant(floor)),
              );
        return andThen(take(below), (low) => andThen(take(above), (high) => blended(engine, low, high, weight)));
      });
    });
  });
}

function ranksOf(
  values: Float64Array,
  fractions: Float64Array,
  x: Tensor,
  inner: number,
  count: number,
  { how, skipsNan }: Asked,
): Ranks {
  const lines = values.length / count;
  const round = x.dtype === 'float64' ? (n: number) => n : Math.fround;
  const size = lines * fractions.length;
  const ranks = {
    below: new Float64Array(size),
    above: new Float64Array(size),
    last: new Float64Array(size),
    floor: new Float64Array(size),
    fixed: new Uint8Array(size),
  };
  for (let line = 0; line < lines; line++) {
    const start = Math.floor(line / inner) * count * inner + (line % inner);
    // In order nan comes last.
    let numbers = count;
    while (numbers > 0 && Number.isNaN(values[start + (numbers - 1) * inner])) numbers--;
    const decided = skipsNan ? numbers === 0 : numbers < count;
    for (let k = 0; k < fractions.length; k++) {
      const i = k * lines + line;
      const top = skipsNan ? numbers - 1 : count - 1;
      const rank = decided ? (skipsNan ? 0 : count - 1) : round(fractions[k]! * top);
      const [low, high] = roundings[how]!(rank);
      ranks.below[i] = start + low * inner;
      ranks.above[i] = start + high * inner;
      ranks.last[i] = top;
      ranks.floor[i] = low;
      ranks.fixed[i] = decided ? 1 : 0;
    }
  }
  return ranks;
}

const shared = [
  optional(dim('dim', say('The dim of the lines; all elements as one where None.'))),
  keepdim,
  keyword(withDefault(text('interpolation', say("'linear', 'lower', 'higher', 'midpoint' or 'nearest'.")), 'linear')),
] as const;
const six = 'torch.tensor([[1., 4., 2.], [3., 0.5, 5.]])';
const error = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

function ops(name: 'quantile' | 'nanquantile', doc: Text): readonly Op[] {
  const skipsNan = name === 'nanquantile';
  const common = { names: [`torch.${name}`], methods: [name], family: 'reduction', doc } as const;
  return [
    defineOp({
      ...common,
      params: [input, tensor('q', say('The fractions of the elements below.')), ...shared],
      run({ input: x, q, dim: chosen, keepdim: keep, interpolation: how }, { engine }) {
        check(x, q, how);
        const inRange = peek(engine, [q], (values) => (values as Float64Array).every((n) => n >= 0 && n <= 1));
        return andThen(inRange, (fine) => {
          if (!fine) fail('quantile() q values must be in the range [0, 1]');
          return quantile(engine, x, q, { dim: chosen, keep, how, skipsNan });
        });
      },
      samples: [
        { args: `${six}, torch.tensor([0.25, 0.6])` },
        { args: `${six}, torch.tensor([0.25, 0.6]), dim=1, keepdim=True` },
        { args: `${six}, torch.tensor(0.3), 0` },
        { args: `${six}.double(), torch.tensor([0.1, 0.9]).double(), 1, interpolation='nearest'` },
        { args: "torch.tensor([[1., float('nan'), 2.], [3., 0., 5.]]), torch.tensor([0.3]), 1" },
      ],
      errors: [
        error(`${six}, torch.tensor([1.5])`, 'quantile() q values must be in the range [0, 1]'),
        error(`${six}, torch.tensor([[0.5]])`, 'quantile() q must be a scalar or 1D tensor'),
        error(`${six}, torch.tensor([0.5]).double()`, 'quantile() q tensor must be same dtype as the input tensor'),
      ],
    }),
    defineOp({
      ...common,
      params: [input, real('q', say('The fraction of the elements below.')), ...shared],
      run({ input: x, q, dim: chosen, keepdim: keep, interpolation: how }, { engine }) {
        if (!(q >= 0 && q <= 1)) fail(`quantile() q must be in the range [0, 1] but got ${q}`);
        const fraction = engine.scalar(q, x.dtype === 'float64' ? 'float64' : 'float32');
        check(x, x.dtype.includes('float') ? engine.cast(fraction, x.dtype) : fraction, how);
        return quantile(engine, x, fraction, { dim: chosen, keep, how, skipsNan });
      },
      samples: [
        { args: `${six}, 0.4` },
        { args: `${six}, 0.3, 1` },
        { args: `${six}, 0.3, dim=0, keepdim=True, interpolation='lower'` },
        { args: `${six}, 0.3, interpolation='higher'` },
        { args: `${six}, 0.35, interpolation='midpoint'` },
        { args: `${six}, 0.5, 1, interpolation='nearest'` },
        { args: "torch.tensor([[float('nan'), float('nan')], [1., 3.]]), 0.5, 1" },
        { args: "torch.tensor([float('inf'), 1., 3.]), 0.75" },
        { args: 'torch.tensor(3.), 0.5' },
      ],
      errors: [
        error('torch.tensor([1, 2]), 0.5', 'quantile() input tensor must be either float or double dtype'),
        error('torch.zeros(0), 0.5', 'quantile() input tensor must be non-empty'),
        error(`${six}, 1.5`, 'quantile() q must be in the range [0, 1] but got 1.5'),
        error(
          `${six}, 0.5, interpolation='cubic'`,
          'quantile() interpolation must be one of linear, lower, higher, midpoint or nearest, but got cubic',
        ),
      ],
    }),
  ];
}
export const quantiles: readonly Op[] = [
  ...ops('quantile', say('The elements below which lie these fractions of a line in order.')),
  ...ops('nanquantile', say('The elements below which lie these fractions of the numbers of a line in order.')),
];
