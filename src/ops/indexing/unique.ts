// Elements or slices without those that are the same: unique, in order, and unique_consecutive, where they stand.
import { say } from '../../base/text';
import { compare } from '../../tensor/cpu/order';
import { sortedLines } from '../../tensor/cpu/sortedLines';
import { allocate, type HostArray } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { bool, dim, input, optional, withDefault } from '../params';

/** The slices along a dim, or all elements where it is null: `outer · count · inner` in memory. */
interface Slices {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** Negative where slice a comes before b, element by element; NaN where they are neither the same nor in order. */
function orderOf(values: HostArray, { outer, count, inner }: Slices): (a: number, b: number) => number {
  return (a, b) => {
    for (let o = 0; o < outer; o++) {
      for (let i = 0; i < inner; i++) {
        const [x, y] = [values[(o * count + a) * inner + i]!, values[(o * count + b) * inner + i]!];
        if (x !== y) return compare(x, y) || Number.NaN;
      }
    }
    return 0;
  };
}

/** The different slices, which of them each one is, and how often each comes. */
function different(
  engine: Engine,
  x: Tensor,
  at: number | null,
  consecutive: boolean,
): readonly Tensor[] | Promise<readonly Tensor[]> {
  const slices: Slices =
    at === null
      ? { outer: 1, count: x.size, inner: 1 }
      : { outer: sizeOf(x.shape.slice(0, at)), count: x.shape[at]!, inner: sizeOf(x.shape.slice(at + 1)) };
  const { outer, count, inner } = slices;
  const found = peek(engine, [x], (values) => {
    const order = orderOf(values!, slices);
    const sorted = consecutive
      ? Uint32Array.from({ length: count }, (_, i) => i)
      : sortedLines(engine.meter, count > 0 ? 1 : 0, count, order);
    return andThen(sorted, (places) => {
      const heads: number[] = [];
      const counts: bigint[] = [];
      const inverse = allocate('int64', count) as BigInt64Array;
      places.forEach((place, i) => {
        if (i === 0 || order(places[i - 1]!, place) !== 0) {
          heads.push(place);
          counts.push(0n);
        }
        counts[counts.length - 1]! += 1n;
        inverse[place] = BigInt(heads.length - 1);
      });
      return { heads, counts, inverse };
    });
  });
  return andThen(found, ({ heads, counts, inverse }) => {
    const shape = at === null ? [heads.length] : x.shape.with(at, heads.length);
    const places = new Float64Array(outer * heads.length * inner);
    for (let i = 0; i < places.length; i++) {
      const [o, k] = [Math.floor(i / (inner * heads.length)), Math.floor(i / inner) % heads.length];
      places[i] = (o * count + heads[k]!) * inner + (i % inner);
    }
    const which = tensorOf(inverse, at === null ? x.shape : [count], 'int64');
    const often = tensorOf(BigInt64Array.from(counts), [counts.length], 'int64');
    return andThen(engine.take(x, places, shape), (made): readonly Tensor[] => [made, which, often]);
  });
}

const wanted = (inverse: boolean, counts: boolean) => (found: readonly Tensor[]) => {
  const kept = found.filter((_, i) => i === 0 || (i === 1 ? inverse : counts));
  return kept.length === 1 ? kept[0]! : kept;
};

/** ATen's checks of the dim. */
function checkedDim(x: Tensor, chosen: number | null): number | null {
  if (chosen === null) return null;
  const at = wrapDim(chosen, x.rank);
  if (x.rank === 0) fail(`Dimension specified as ${at} but tensor has no dimensions`, 'IndexError');
  if (x.size === 0 && x.shape.some((size, dim) => size === 0 && dim !== at))
    fail("There are 0 sized dimensions, and they aren't selected, so unique cannot be applied");
  return at;
}

const inverse = withDefault(bool('return_inverse', say('Also which of the results each element is.')), false);
const counts = withDefault(bool('return_counts', say('Also how often each comes.')), false);
const along = optional(dim('dim', say('The dim whose slices are compared; single elements where None.')));

const samplesOf = [
  { args: 'torch.tensor([3, 1, 3, 3, 2])' },
  { args: 'torch.tensor([[3., 1.], [1., 7.]]), return_inverse=True, return_counts=True' },
  { args: 'torch.tensor([[3, 1], [3, 1], [0, 5], [3, 1]]), dim=0, return_inverse=True, return_counts=True' },
  { args: 'torch.tensor([[1, 2, 1], [5, 5, 5]]), dim=-1' },
  { args: "torch.tensor([1., float('nan'), float('nan'), 0.]), return_counts=True" },
  { args: 'torch.tensor([True, False, True])' },
  { args: 'torch.zeros(0)' },
  { args: 'torch.tensor(3), return_inverse=True' },
];
const emptyError = {
  args: 'torch.zeros(2, 0), dim=0',
  error: {
    type: 'RuntimeError',
    message: "There are 0 sized dimensions, and they aren't selected, so unique cannot be applied",
  },
};

const unique = defineOp({
  names: ['torch.unique', 'torch.functional.unique'],
  methods: ['unique'],
  family: 'other',
  doc: say('The different elements, or slices along a dim, in ascending order.'),
  params: [
    input,
    withDefault(bool('sorted', say('Whether they come in order; here always.')), true),
    inverse,
    counts,
    along,
  ],
  run({ input: x, return_inverse: which, return_counts: often, dim: chosen }, { engine }) {
    const at = checkedDim(x, chosen);
    return andThen(different(engine, x, at, false), wanted(which, often));
  },
  gradient: ({ dim: at }) =>
    fail(`the derivative for '${at === null ? '_unique2' : 'unique_dim'}' is not implemented.`, 'NotImplementedError'),
  samples: [...samplesOf, { args: 'torch.tensor([5, 4, 5]), False' }],
  errors: [emptyError],
});

const uniqueConsecutive = defineOp({
  names: ['torch.unique_consecutive', 'torch.functional.unique_consecutive'],
  methods: ['unique_consecutive'],
  family: 'other',
  doc: say('The elements, or slices along a dim, without those that are the same as the one before.'),
  params: [input, inverse, counts, along],
  run({ input: x, return_inverse: which, return_counts: often, dim: chosen }, { engine }) {
    const at = checkedDim(x, chosen);
    return andThen(different(engine, x, at, true), wanted(which, often));
  },
  gradient: () => fail("the derivative for 'unique_consecutive' is not implemented.", 'NotImplementedError'),
  samples: samplesOf,
  errors: [emptyError],
});

export const uniques: readonly Op[] = [unique, uniqueConsecutive];
