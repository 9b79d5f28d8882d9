// How many elements have which value, or lie between which limits: bincount, histc, histogram.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import { allocate, cppName, isIntegral, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { bool, input, int, keyword, optional, reals, scalar, tensor, withDefault } from '../params';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const notFor = (kernel: string, type: string) => `"${kernel}" not implemented for '${type}'`;

const bincount = defineOp({
  names: ['torch.bincount'],
  methods: ['bincount'],
  family: 'other',
  doc: say('How often each number from 0 on comes, or the sum of the weights of each.'),
  params: [
    input,
    optional(tensor('weights', say('What each element counts.'))),
    withDefault(int('minlength', say('The least length of the result.')), 0),
  ],
  run({ input: x, weights, minlength }, { engine }) {
    if (minlength < 0) fail('minlength should be >= 0');
    if (!isIntegral(x.dtype) || x.dtype === 'bool') {
      fail(notFor('bincount_cpu', scalarName(x.dtype)), 'NotImplementedError');
    }
    if (x.rank === 1 && x.size === 0) return engine.fromHost(allocate('int64', minlength), [minlength], 'int64');
    if (weights && (weights.rank !== 1 || weights.size !== x.size))
      fail('weights should be 1-d and have the same length as input');
    const dtype = !weights ? 'int64' : weights.dtype === 'float32' ? 'float32' : 'float64';
    return withValues(engine, weights ? [x, engine.cast(weights, dtype)] : [x], (values, parts) => {
      const indices = Array.from(values as ArrayLike<number | bigint>, Number);
      const [least, most] = indices.reduce(([low, high], n) => [Math.min(low, n), Math.max(high, n)], [0, 0]);
      if (x.rank !== 1 || least < 0) fail('bincount only supports 1-d non-negative integral inputs.');
      const size = Math.max(most + 1, minlength);
      engine.meter.work(size);
      const out = allocate(dtype, size);
      indices.forEach((index, i) => {
        if (out instanceof BigInt64Array) out[index]! += 1n;
        else out[index] = (out[index] as number) + (parts![i] as number);
      });
      return tensorOf(out, [size], dtype);
    });
  },
  gradient: () => fail('derivative for aten::bincount is not implemented'),
  samples: [
    { args: 'torch.tensor([1, 1, 3])' },
    { args: 'torch.tensor([1, 1, 3]), minlength=6' },
    { args: 'torch.tensor([1, 1, 3]), torch.tensor([0.5, 2., 3.])' },
    { args: 'torch.tensor([1, 1, 3]), torch.tensor([1, 2, 3])' },
    { args: 'torch.tensor([2, 0], dtype=torch.uint8)' },
    { args: 'torch.zeros(0, dtype=torch.int64), minlength=2' },
  ],
  errors: [
    runtimeError('torch.tensor([-1, 1])', 'bincount only supports 1-d non-negative integral inputs.'),
    runtimeError('torch.tensor([[1]])', 'bincount only supports 1-d non-negative integral inputs.'),
    runtimeError('torch.tensor([1, 2]), torch.tensor([1.])', 'weights should be 1-d and have the same length as input'),
    runtimeError('torch.tensor([1, 2]), minlength=-1', 'minlength should be >= 0'),
    {
      args: 'torch.tensor([1.])',
      error: { type: 'NotImplementedError', message: notFor('bincount_cpu', 'Float') },
    },
  ],
});

/** The limits of the elements, or those that are given where they are two. */
function limitsOf(
  values: ArrayLike<number>,
  given: readonly [number, number],
  name: string,
): readonly [number, number] {
  let [low, high] = given;
  if (low === high && values.length > 0) {
    [low, high] = [Infinity, -Infinity];
    for (let i = 0; i < values.length; i++) {
      [low, high] = [Math.min(low, values[i]!), Math.max(high, values[i]!)];
    }
    if (Number.isNaN(low)) fail(`${name}: range of [-nan, -nan] is not finite`);
  }
  if (!Number.isFinite(low) || !Number.isFinite(high)) {
    const shown = (n: number): string => String(n).replace('Infinity', 'inf').replace('NaN', 'nan');
    fail(`${name}: range of [${shown(low)}, ${shown(high)}] is not finite`);
  }
  return [low, high];
}

/** The bin of a value among limits in ascending order, the last bin with its upper limit; below 0: none. */
function binBetween(edges: Float64Array, value: number): number {
  const last = edges.length - 1;
  if (!(value >= edges[0]! && value <= edges[last]!)) return -1;
  let [low, high] = [0, last];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle]! <= value) low = middle;
    else high = middle - 1;
  }
  return Math.min(low, last - 1);
}

/** Sums of the weights in each bin. */
function filled(
  values: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
  bins: number,
  binOf: (value: number) => number,
): Float64Array {
  const out = new Float64Array(bins);
  for (let i = 0; i < values.length; i++) {
    const at = binOf(values[i]!);
    if (at >= 0) out[at]! += weights ? weights[i]! : 1;
  }
  return out;
}

const roundingOf = (x: Tensor): ((n: number) => number) => (x.dtype === 'float64' ? (n) => n : Math.fround);

/** `bins + 1` limits of equal distance, counted from both ends as ATen's linspace does. */
function edgesOf(low: number, high: number, bins: number, round: (n: number) => number): Float64Array {
  const step = round(round(high - low) / bins);
  const steps = bins + 1;
  return (allocate('float64', steps) as Float64Array).map((_, i) =>
    round(i < Math.floor(steps / 2) ? low + step * i : high - step * (steps - i - 1)),
  );
}

const histc = defineOp({
  names: ['torch.histc'],
  methods: ['histc'],
  family: 'other',
  doc: say('How many elements lie in each of some bins of equal width.'),
  params: [
    input,
    withDefault(int('bins', say('How many bins.')), 100),
    withDefault(scalar('min', say('Where the first begins; with max the same, the least element.')), {
      kind: 'int',
      value: 0,
    }),
    withDefault(scalar('max', say('Where the last ends.')), { kind: 'int', value: 0 }),
  ],
  run({ input: x, bins, min, max }, { engine }) {
    if (bins <= 0) fail(`torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
    if (min.value > max.value) fail('torch.histc: max must be larger than min');
    if (x.dtype !== 'float32' && x.dtype !== 'float64')
      fail(notFor('histogram_cpu', scalarName(x.dtype)), 'NotImplementedError');
    engine.meter.work(bins);
    return withValues(engine, [x], (values) => {
      const numbers = values as Float64Array;
      const [from, to] = limitsOf(numbers, [min.value, max.value], 'torch.histc');
      const [low, high] = from === to ? [from - 1, to + 1] : [from, to];
      const round = roundingOf(x);
      const counts = filled(numbers, undefined, bins, (value) => {
        if (!(value >= low && value <= high)) return -1;
        return Math.min(Math.trunc(round(round(round(value - low) * bins) / round(high - low))), bins - 1);
      });
      return engine.cast(tensorOf(counts, [bins], 'float64'), x.dtype);
    });
  },
  samples: [
    { args: 'torch.tensor([1., 2., 1., 4.]), 4' },
    { args: 'torch.tensor([1., 2., 1., 7.]), bins=4, min=0, max=3' },
    { args: 'torch.tensor([[1., 1.]]).double(), 4' },
    { args: 'torch.zeros(0), 3' },
    { args: 'torch.linspace(0, 1, 21), 7' },
  ],
  errors: [
    runtimeError('torch.tensor([1.]), 0', 'torch.histogram(): bins must be > 0, but got 0 for dimension 0'),
    runtimeError('torch.tensor([1.]), 3, 5, 1', 'torch.histc: max must be larger than min'),
    {
      args: 'torch.tensor([1])',
      error: { type: 'NotImplementedError', message: notFor('histogram_cpu', 'Long') },
    },
  ],
});

const weight = keyword(optional(tensor('weight', say('What each element counts.'))));
const density = keyword(
  withDefault(bool('density', say('Whether the bins are divided so that their area is 1.')), false),
);
const mismatch = (x: Tensor, other: Tensor): string =>
  `but got input(${cppName(x.dtype)}), and weight(${cppName(other.dtype)})`;

function histogram(
  engine: Engine,
  x: Tensor,
  weights: Tensor | null,
  dense: boolean,
  edgesFor: (values: ArrayLike<number>) => Float64Array,
): readonly Tensor[] | Promise<readonly Tensor[]> {
  if (x.dtype !== 'float32' && x.dtype !== 'float64')
    fail(notFor('histogramdd', scalarName(x.dtype)), 'NotImplementedError');
  if (weights && !sameShape(weights.shape, x.shape))
    fail(
      `torch.histogramdd: if weight tensor is provided it should have the same shape as the input tensor excluding its innermost dimension, but got input with shape ${sizesText([x.size, 1])} and weight with shape ${sizesText([weights.size])}`,
    );
  if (weights && weights.dtype !== x.dtype)
    fail(
      `torch.histogramdd: if weight tensor is provided, input tensor and weight tensor should have the same dtype, ${mismatch(x, weights)}`,
    );
  return withValues(engine, weights ? [x, weights] : [x], (values, parts) => {
    const edges = edgesFor(values as Float64Array);
    const bins = edges.length - 1;
    const round = roundingOf(x);
    const counts = filled(values as Float64Array, parts as Float64Array | undefined, bins, (value) =>
      binBetween(edges, value),
    );
    if (dense) {
      const total = round(counts.reduce((sum, n) => sum + n, 0));
      counts.forEach((n, i) => {
        counts[i] = round(round(round(n) / round(edges[i + 1]! - edges[i]!)) / total);
      });
    }
    return [tensorOf(counts, [bins], 'float64'), tensorOf(edges, [bins + 1], 'float64')].map((y) =>
      engine.cast(y, x.dtype),
    );
  });
}

const family = 'other';
const shared = {
  names: ['torch.histogram'],
  methods: ['histogram'],
  returns: { name: 'histogram', fields: ['hist', 'bin_edges'] },
  family,
  doc: say('How many elements lie in each of some bins, and the limits of the bins.'),
  gradient: () => fail('derivative for aten::histogram is not implemented'),
} as const;

const histogramOfCount = defineOp({
  ...shared,
  params: [
    input,
    int('bins', say('How many bins of equal width.')),
    keyword(
      optional(reals('range', say('Where the first begins and the last ends; the least and the largest element.'))),
    ),
    weight,
    density,
  ],
  run({ input: x, bins, range, weight: weights, density: dense }, { engine }) {
    if (bins <= 0) fail(`torch.histogram(): bins must be > 0, but got ${bins} for dimension 0`);
    if (range && range.length !== 2)
      fail(`torch.histogramdd: for a 1-dimensional histogram range should have 2 elements, but got ${range.length}`);
    const [from = 0, to = 0] = range ?? [];
    if (from > to) fail(`torch.histogramdd: min should not exceed max, but got min ${from} max ${to} for dimension 0`);
    engine.meter.work(bins);
    return histogram(engine, x, weights, dense, (values) => {
      const given = range ? [from, to] : values.length === 0 ? [0, 1] : limitsOf(values, [0, 0], 'torch.histogram');
      const [low, high] = given[0] === given[1] ? [given[0]! - 0.5, given[1]! + 0.5] : [given[0]!, given[1]!];
      return edgesOf(low, high, bins, roundingOf(x));
    });
  },
  samples: [
    { args: 'torch.tensor([1., 2., 1., 7.]), 4' },
    { args: 'torch.tensor([1., 2., 1.]), bins=4, range=(0., 3.), weight=torch.tensor([1., 2., 4.])' },
    { args: 'torch.tensor([1., 2., 1.]).double(), bins=4, range=(0., 3.), density=True' },
    { args: 'torch.tensor([1., 1.]), 2' },
    { args: 'torch.zeros(0), 2' },
  ],
  errors: [
    runtimeError('torch.tensor([1.]), 0', 'torch.histogram(): bins must be > 0, but got 0 for dimension 0'),
    runtimeError(
      'torch.tensor([1.]), 2, range=(5., 1.)',
      'torch.histogramdd: min should not exceed max, but got min 5 max 1 for dimension 0',
    ),
    {
      args: 'torch.tensor([1]), 2',
      error: { type: 'NotImplementedError', message: notFor('histogramdd', 'Long') },
    },
  ],
});

const histogramOfEdges = defineOp({
  ...shared,
  params: [input, tensor('bins', say('The limits of the bins, in ascending order.')), weight, density],
  run({ input: x, bins, weight: weights, density: dense }, { engine }) {
    if (bins.rank !== 1)
      fail(
        `torch.histogramdd: bins tensor should have one dimension, but got ${bins.rank} dimensions in the bins tensor for dimension 0`,
      );
    if (bins.dtype !== x.dtype)
      fail(
        `torch.histogramdd: input tensor and bins tensors should have the same dtype, but got input with dtype ${cppName(x.dtype)} and bins for dimension 0 with dtype ${cppName(bins.dtype)}`,
      );
    if (bins.size < 2) fail(`torch.histogram(): bins must be > 0, but got ${bins.size - 1} for dimension 0`);
    return withValues(engine, [bins], (edges) =>
      histogram(engine, x, weights, dense, () => Float64Array.from(edges as Float64Array)),
    );
  },
  samples: [
    { args: 'torch.tensor([1., 2., 1., 9.]), torch.tensor([0., 1., 5.])' },
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([0., 2., 2.5, 3.]), density=True' },
  ],
});

export const countings: readonly Op[] = [bincount, histc, histogramOfCount, histogramOfEdges];
