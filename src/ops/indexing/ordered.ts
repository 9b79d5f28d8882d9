// Lines of a tensor in order, with what PyTorch makes of equal elements. Knows no op.
import { say } from '../../base/text';
import { compare, type Element } from '../../tensor/cpu/order';
import type { Engine } from '../../tensor/engine';
import { placesAlong } from '../../tensor/gradient/places';
import { contiguous } from '../../tensor/gradient/window';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { inParts } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { slice } from '../../tensor/view';
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
