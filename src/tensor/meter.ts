// Counts the CPU's work on tensors against what a run may use, and says when the event loop is due for a turn. Knows no
// run: whoever runs binds it.

/** A run, as far as its work is counted. */
export interface Counter {
  /** Told before so many elements or multiply-adds are computed; throws where the run has to end. */
  work(amount: number): void;
  /** Whether the event loop is due for a turn. */
  readonly due: boolean;
  pause(): Promise<void>;
}

const free: Counter = { work: () => undefined, due: false, pause: async () => undefined };

/** One per engine; counts nothing until a run binds it. */
export class Meter {
  private bound = free;

  /** Whom work that begins now is counted for: it keeps to that to its end, also where the run ends before. */
  get counter(): Counter {
    return this.bound;
  }

  /** Counts for this run from now on; the result ends that, and who counted before counts again. */
  bind(counter: Counter): () => void {
    const before = this.bound;
    this.bound = counter;
    return () => {
      if (this.bound === counter) this.bound = before;
    };
  }

  /** To be called before so many elements or multiply-adds are computed at once; throws where the run has to end. */
  work(amount: number): void {
    this.bound.work(amount);
  }
}

/** What a tensor costs to make beside its elements, in multiply-adds. */
export const costOfTensor = 4096;

/** Multiply-adds that are done at once: a few milliseconds. */
const partSize = 4_000_000;

/**
 * Calls `part(from, to)` until `count` items of `costOfEach` multiply-adds are done: at once where they are few, else
 * with turns of the event loop between the parts, so that the work can be cancelled and ends with its limits.
 */
export function inParts(
  { counter }: Meter,
  count: number,
  costOfEach: number,
  part: (from: number, to: number) => void,
): undefined | Promise<void> {
  if (count * costOfEach > partSize) return manyParts(counter, count, costOfEach, part);
  counter.work(count * costOfEach);
  part(0, count);
  return undefined;
}

async function manyParts(
  counter: Counter,
  count: number,
  costOfEach: number,
  part: (from: number, to: number) => void,
): Promise<void> {
  const size = Math.max(1, Math.floor(partSize / costOfEach));
  for (let from = 0; from < count; from += size) {
    const to = Math.min(from + size, count);
    counter.work((to - from) * costOfEach);
    if (counter.due) await counter.pause();
    part(from, to);
  }
}
