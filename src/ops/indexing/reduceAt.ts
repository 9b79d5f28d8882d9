// Elements brought together with others at places of a tensor: summed, multiplied, averaged, or the largest or smallest of
// them, with ATen's gradients. Knows no op.

import type { Element } from '../../tensor/cpu/order';
import { type DType, type HostArray, isHalf, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { type Positions, uncovered } from '../../tensor/gradient/positions';
import { withGradient } from '../../tensor/gradient/withGradient';
import { tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';

export type Gathering = 'sum' | 'prod' | 'mean' | 'amax' | 'amin';

const better = (keeps: (a: Element, b: Element) => boolean) => (a: Element, b: Element) =>
  Number.isNaN(a) || keeps(a, b) ? a : b;
const steps: Readonly<Record<Gathering, (a: Element, b: Element) => Element>> = {
  sum: (a, b) => ((a as number) + (b as number)) as Element,
  prod: (a, b) => ((a as number) * (b as number)) as Element,
  mean: (a, b) => ((a as number) + (b as number)) as Element,
  amax: better((a, b) => a >= b),
  amin: better((a, b) => a <= b),
};

/** How many elements come together at each place. */
function countsAt(size: number, places: Positions, includeSelf: boolean): Float64Array {
  const counts = new Float64Array(size).fill(includeSelf ? 1 : 0);
  for (const place of places) counts[place]! += 1;
  return counts;
}

const floorDivide = (a: bigint, b: bigint): bigint => a / b - (a % b !== 0n && a < 0n !== b < 0n ? 1n : 0n);

function gathered(
  values: HostArray,
  given: HostArray,
  dtype: DType,
  places: Positions,
  how: Gathering,
  includeSelf: boolean,
): HostArray {
  const out = values.slice();
  const put = (at: number, value: Element): void => {
    // Arrays of one dtype are of one type, which the types cannot say.
    (out as Float64Array)[at] = (dtype === 'bool' ? Number(value !== 0) : value) as number;
  };
  const met = new Uint8Array(out.length);
  const step = steps[how];
  places.forEach((place, i) => {
    const value = given[i]!;
    put(place, includeSelf || met[place] ? step(out[place]!, value) : value);
    met[place] = 1;
  });
  if (how !== 'mean') return out;
  countsAt(out.length, places, includeSelf).forEach((count, at) => {
    if (!met[at] || count < 2) return;
    const sum = out[at]!;
    if (typeof sum === 'bigint') put(at, floorDivide(sum, BigInt(count)));
    else put(at, isIntegral(dtype) ? Math.floor(sum / count) : sum / count);
  });
  return out;
}

/** `x` with the elements of `given` brought in at the places, one after the other; with what stands there, or instead of it. */
export const reduceAt = (
  engine: Engine,
  x: Tensor,
  given: Tensor,
  places: Positions,
  how: Gathering,
  includeSelf = true,
): Tensor | Promise<Tensor> =>
  withGradient(
    engine,
    [x, given],
    (base, old, part) => {
      const wide = isHalf(x.dtype) ? 'float32' : x.dtype;
      return withValues(base, [base.cast(old, wide), base.cast(part, wide)], (values, sources) =>
        base.cast(tensorOf(gathered(values!, sources!, wide, places, how, includeSelf), x.shape, wide), x.dtype),
      );
    },
    (base, g, y) => {
      const [own, others] = slopes[how]({ engine: base, g, x, given, y, places, includeSelf });
      const through = includeSelf || own === undefined ? own : uncoveredWhenThere(base, own, places);
      return [through, others];
    },
  );

type Made = Tensor | Promise<Tensor>;
async function uncoveredWhenThere(engine: Engine, x: Made, places: Positions): Promise<Tensor> {
  return uncovered(engine, await x, places);
}

interface Known {
  readonly engine: Engine;
  readonly g: Tensor;
  readonly x: Tensor;
  readonly given: Tensor;
  readonly y: Tensor;
  readonly places: Positions;
  readonly includeSelf: boolean;
}

/** The gradient of what stands there, and that of what is brought in. */
const slopes: Readonly<Record<Gathering, (known: Known) => readonly [Made, Made]>> = {
  sum: ({ engine, g, given, places }) => [g, engine.take(g, places, given.shape)],
  mean({ engine, g, x, given, places, includeSelf }) {
    const counts = countsAt(x.size, places, includeSelf).map((count) => Math.max(count, 1));
    const share = maths(engine).div(g, engine.cast(tensorOf(counts, x.shape, 'float64'), g.dtype));
    return [share, engine.take(share, places, given.shape)];
  },
  amax: sharedByEqual,
  amin: sharedByEqual,
  prod: (known) => [ownOfProduct(known), othersOfProduct(known)],
};

/** All that are equal to the result share its gradient. */
function sharedByEqual({ engine, g, x, given, y, places }: Known): readonly [Made, Made] {
  const m = maths(engine);
  const same = async (): Promise<readonly [Tensor, Tensor, Tensor]> => {
    const own = engine.cast(m.eq(x, y), g.dtype);
    const others = engine.cast(m.eq(given, await engine.take(y, places, given.shape)), g.dtype);
    const count = m.add(own, await engine.put(others, places, x.shape));
    return [own, others, m.div(g, count)];
  };
  const found = same();
  return [
    found.then(([own, , share]) => m.mul(own, share)),
    found.then(async ([, others, share]) => m.mul(others, await engine.take(share, places, given.shape))),
  ];
}

async function ownOfProduct({ engine, g, x, given, places, includeSelf }: Known): Promise<Tensor> {
  const m = maths(engine);
  const without = m.where(m.eq(x, 0), engine.scalar(1, x.dtype), x);
  const product = await reduceAt(engine, without, given, places, 'prod', includeSelf);
  return m.div(m.mul(g, product), without);
}

/** The product divided by each factor; a zero that is alone at its place gets the product of the others. */
async function othersOfProduct({ engine, g, x, given, y, places, includeSelf }: Known): Promise<Tensor> {
  const m = maths(engine);
  const take = (from: Tensor): Made => engine.take(from, places, given.shape);
  const zero = m.eq(given, 0);
  const zeros = await engine.put(engine.cast(zero, g.dtype), places, x.shape);
  const alone = m.logicalAnd(zero, m.eq(await take(zeros), 1));
  const one = engine.scalar(1, given.dtype);
  const product = await reduceAt(engine, x, m.where(alone, one, given), places, 'prod', includeSelf);
  const rest = m.div(await take(m.mul(g, y)), m.where(zero, one, given));
  return m.where(alone, await take(m.mul(g, product)), rest);
}
