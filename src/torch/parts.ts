// Long loops over numbers, done in parts: each says before how much work it is, so that a run can count it, let the event
// loop turn, and end. Knows no run's limits and no numbers.
import type { Machine } from '../python/machine';
import type { Run } from '../python/value';

/** Work in parts: yields before each of them its number of elements, weighed by what one costs; returns the result. */
export type Parts<T = void> = IterableIterator<number, T>;

/** What is done at once, in cheap operations on a number: about a millisecond. */
const partSize = 2 ** 18;

/** Calls `part(from, to)` until `count` elements are done, each as much work as `cost` cheap operations. */
export function* partsOf(count: number, cost: number, part: (from: number, to: number) => void): Parts {
  const size = Math.max(1, Math.floor(partSize / cost));
  for (let from = 0; from < count; from += size) {
    const to = Math.min(from + size, count);
    yield (to - from) * cost;
    part(from, to);
  }
}

/** Does all parts inside a run, counted against its limits; the event loop turns where it is due. */
export function* inTurns<T>(machine: Machine, parts: Parts<T>): Run<T> {
  for (;;) {
    const step = parts.next();
    if (step.done) return step.value;
    machine.work(step.value);
    if (machine.due) yield* machine.wait(machine.pause());
  }
}

/** Does all parts at once; `count` is told each before it is done, and may throw. */
export function atOnce<T>(parts: Parts<T>, count: (work: number) => void = () => undefined): T {
  for (;;) {
    const step = parts.next();
    if (step.done) return step.value;
    count(step.value);
  }
}
