// The largest, the smallest and the log of the sum of exp of what comes up to each element along a dim.
import { say, type Text } from '../../base/text';
import { type DType, isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Element, isNaNumber } from '../indexing/order';
import type { Op } from '../op';
import { dim, input } from '../params';
import { flipped } from '../view/copy';
import { type Kind, scanned } from './scans';

const along = dim('dim', say('The dim that is run along.'));
const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

/** Values and indices of the best element so far: of equal ones the last, and nan from the first one on. */
function best(
  engine: Engine,
  x: Tensor,
  at: number,
  keeps: (value: Element, best: Element) => boolean,
): readonly Tensor[] | Promise<readonly Tensor[]> {
  const count = x.shape[at] ?? 1;
  const inner = sizeOf(x.shape.slice(at + 1));
  const found = peek(engine, [x], (values) => {
    const places = new Float64Array(x.size);
    const indices = new BigInt64Array(x.size);
    for (let i = 0; i < places.length; i++) {
      const k = Math.floor(i / inner) % count;
      const before = k === 0 ? i : places[i - inner]!;
      const [value, last] = [values![i]!, values![before]!];
      const takes = k === 0 || isNaNumber(value) || (!isNaNumber(last) && keeps(value, last));
      places[i] = takes ? i : before;
      indices[i] = takes ? BigInt(k) : indices[i - inner]!;
    }
    return { places, indices: tensorOf(indices, x.shape, 'int64') };
  });
  return andThen(found, ({ places, indices }) =>
    andThen(engine.take(x, places, x.shape), (values): readonly Tensor[] => [values, indices]),
  );
}

const extreme = (name: 'cummax' | 'cummin', doc: Text, keeps: (value: Element, best: Element) => boolean): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    returns: { name, fields: ['values', 'indices'] },
    family: 'other',
    doc,
    params: [input, along],
    run: ({ input: x, dim: chosen }, { engine }) => best(engine, x, wrapDim(chosen, x.rank), keeps),
    samples: [
      { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), 1' },
      { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), dim=0' },
      { args: "torch.tensor([1., float('nan'), 2., float('nan')]), 0" },
      { args: 'torch.tensor([1, 1, 2, 0]), 0' },
      { args: 'torch.tensor([True, False]), 0' },
      { args: 'torch.tensor(3.), 0' },
    ],
    errors: [rangeError],
  });

/** log(e^a + e^b), the larger one taken out. */
const logAdd = (a: number, b: number): number => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  return low === high && !Number.isFinite(low) ? low : Math.log1p(Math.exp(low - high)) + high;
};

const lowest = (dtype: DType): number => (dtype === 'float64' ? -Number.MAX_VALUE : -3.4028234663852886e38);

/** ATen's: in logarithms, the gradients that are positive and those that are negative each by themselves. */
const logSums: Kind = {
  start: Number.NEGATIVE_INFINITY,
  number: logAdd,
  big: (a) => a,
  gradient(engine, g, x, y, at) {
    const m = maths(engine);
    const part = (signed: Tensor): Tensor | Promise<Tensor> => {
      const logs = m.where(m.gt(signed, 0), m.log(m.abs(signed)), lowest(g.dtype));
      const turned = flipped(engine, m.sub(logs, y), at);
      const added = andThen(turned, (own) => scanned(engine, own, at, logSums));
      return andThen(added, (own) => andThen(flipped(engine, own, at), (sums) => m.exp(m.add(sums, x))));
    };
    return andThen(part(g), (up) => andThen(part(m.neg(g)), (down) => m.sub(up, down)));
  },
};

const logcumsumexp = defineOp({
  names: ['torch.logcumsumexp'],
  methods: ['logcumsumexp'],
  family: 'other',
  doc: say('log of the running sum of exp(x) along a dim, without overflow.'),
  params: [input, along],
  run({ input: x, dim: chosen }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    if (!isFloat(x.dtype))
      fail(`"logcumsumexp_out_cpu" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    return scanned(engine, x, at, logSums);
  },
  samples: [
    { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), 1' },
    { args: 'torch.tensor([[1., 4.], [300., 0.]]).double(), dim=0' },
    { args: "torch.tensor([float('-inf'), 1., float('inf')]), 0" },
    { args: 'torch.tensor(2.), 0' },
  ],
  errors: [
    rangeError,
    {
      args: 'torch.tensor([1]), 0',
      error: { type: 'NotImplementedError', message: '"logcumsumexp_out_cpu" not implemented for \'Long\'' },
    },
  ],
});

export const runnings: readonly Op[] = [
  extreme('cummax', say('The largest element so far along a dim, and its index.'), (value, best) => value >= best),
  extreme('cummin', say('The smallest element so far along a dim, and its index.'), (value, best) => value <= best),
  logcumsumexp,
];
