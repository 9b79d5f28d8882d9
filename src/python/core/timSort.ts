// CPython's stable sort (`listobject.c` of 3.11: runs, binary insertion, galloping merges in powersort's order), comparison
// by comparison: a `__lt__` of the program's own sees the same pairs. Knows no values.
import type { Run } from '../value';

/** Whether the first comes before the second; may raise, which leaves the items in some order. */
export type Before<T> = (a: T, b: T) => Run<boolean>;

interface Stretch {
  start: number;
  length: number;
  /** Depth in powersort's tree of the border to the next stretch. */
  power: number;
}

const leastGallop = 7;

/** Sorts in place. */
export function* timSort<T>(items: T[], before: Before<T>): Run<void> {
  const total = items.length;
  if (total < 2) return;
  const pending: Stretch[] = [];
  const merges = new Merges(items, before);
  const least = leastRun(total);
  for (let start = 0; start < total; ) {
    let length = yield* ascend(items, start, before);
    if (length < least) {
      const wanted = Math.min(total - start, least);
      yield* insertAll(items, start, start + length, start + wanted, before);
      length = wanted;
    }
    const last = pending.at(-1);
    if (last) {
      const power = borderPower(last.start, last.length, length, total);
      while (pending.length > 1 && (pending.at(-2) as Stretch).power > power)
        yield* mergeAt(pending, pending.length - 2, merges);
      (pending.at(-1) as Stretch).power = power;
    }
    pending.push({ start, length, power: 0 });
    start += length;
  }
  while (pending.length > 1) {
    const at = pending.length - 2;
    const earlier = at > 0 && (pending[at - 1] as Stretch).length < (pending[at + 1] as Stretch).length;
    yield* mergeAt(pending, earlier ? at - 1 : at, merges);
  }
}

function leastRun(total: number): number {
  let [n, odd] = [total, 0];
  while (n >= 64) {
    odd |= n & 1;
    n >>= 1;
  }
  return n + odd;
}

/** The length of the run at `start`, made ascending where it descends. */
function* ascend<T>(items: T[], start: number, before: Before<T>): Run<number> {
  let at = start + 1;
  if (at >= items.length) return 1;
  const descends = yield* before(items[at] as T, items[at - 1] as T);
  for (at++; at < items.length; at++) if ((yield* before(items[at] as T, items[at - 1] as T)) !== descends) break;
  if (descends)
    for (let [i, j] = [start, at - 1]; i < j; i++, j--) [items[i], items[j]] = [items[j] as T, items[i] as T];
  return at - start;
}

/** Binary insertion of what stands from `from` to `end` into the sorted items before it. */
function* insertAll<T>(items: T[], start: number, from: number, end: number, before: Before<T>): Run<void> {
  for (let at = from; at < end; at++) {
    const pivot = items[at] as T;
    let [left, right] = [start, at];
    while (left < right) {
      const middle = left + ((right - left) >> 1);
      if (yield* before(pivot, items[middle] as T)) right = middle;
      else left = middle + 1;
    }
    items.copyWithin(left + 1, left, at);
    items[left] = pivot;
  }
}

function borderPower(start: number, length: number, next: number, total: number): number {
  let a = 2 * start + length;
  let b = a + length + next;
  for (let power = 1; ; power++) {
    if (a >= total) {
      a -= total;
      b -= total;
    } else if (b >= total) return power;
    a *= 2;
    b *= 2;
  }
}

function* mergeAt<T>(pending: Stretch[], at: number, merges: Merges<T>): Run<void> {
  const [a, b] = [pending[at] as Stretch, pending[at + 1] as Stretch];
  const { start, length } = a;
  a.length += b.length;
  a.power = b.power;
  pending.splice(at + 1, 1);
  yield* merges.merge(start, length, b.start, b.length);
}

/** How far `key` goes into `count` items from `base`: behind the equal ones where `after`, found by galloping from `hint`. */
function* gallop<T>(
  key: T,
  items: readonly T[],
  base: number,
  count: number,
  hint: number,
  after: boolean,
  before: Before<T>,
): Run<number> {
  /** Whether the item stands on the left of the place. */
  const isLeft = function* (at: number): Run<boolean> {
    const item = items[base + at] as T;
    return after ? !(yield* before(key, item)) : yield* before(item, key);
  };
  const right = yield* isLeft(hint);
  const most = right ? count - hint : hint + 1;
  let [last, reach] = [0, 1];
  while (reach < most) {
    if ((yield* isLeft(right ? hint + reach : hint - reach)) !== right) break;
    last = reach;
    reach = reach * 2 + 1;
  }
  reach = Math.min(reach, most);
  let [low, high] = right ? [hint + last, hint + reach] : [hint - reach, hint - last];
  low++;
  while (low < high) {
    const middle = low + ((high - low) >> 1);
    if (yield* isLeft(middle)) low = middle + 1;
    else high = middle;
  }
  return high;
}

class Merges<T> {
  private patience = leastGallop;

  constructor(
    private readonly items: T[],
    private readonly before: Before<T>,
  ) {}

  /** Merges two neighbours, the shorter one set aside. */
  *merge(startA: number, lengthA: number, startB: number, lengthB: number): Run<void> {
    const { items, before } = this;
    const skip = yield* gallop(items[startB] as T, items, startA, lengthA, 0, true, before);
    const [a, na] = [startA + skip, lengthA - skip];
    if (!na) return;
    const nb = yield* gallop(items[a + na - 1] as T, items, startB, lengthB, lengthB - 1, false, before);
    if (!nb) return;
    if (na <= nb) yield* this.forward(a, na, startB, nb);
    else yield* this.backward(a, na, startB, nb);
  }

  /** From the left; what is left of `aside` is put back also where a comparison raises. */
  private *forward(start: number, lengthA: number, startB: number, lengthB: number): Run<void> {
    const { items, before } = this;
    const aside = items.slice(start, start + lengthA);
    let [to, a, na, b, nb] = [start, 0, lengthA, startB, lengthB];
    const takeA = (count = 1): void => {
      for (let i = 0; i < count; i++) items[to++] = aside[a++] as T;
      na -= count;
    };
    const takeB = (count = 1): void => {
      items.copyWithin(to, b, b + count);
      to += count;
      b += count;
      nb -= count;
    };
    const isDone = (): boolean => nb === 0 || na <= 1;
    try {
      takeB();
      while (!isDone()) {
        let [countA, countB] = [0, 0];
        while (!isDone() && countA < this.patience && countB < this.patience) {
          if (yield* before(items[b] as T, aside[a] as T)) {
            takeB();
            [countA, countB] = [0, countB + 1];
          } else {
            takeA();
            [countA, countB] = [countA + 1, 0];
          }
        }
        if (isDone()) return;
        this.patience++;
        do {
          if (this.patience > 1) this.patience--;
          countA = yield* gallop(items[b] as T, aside, a, na, 0, true, before);
          takeA(countA);
          if (countA && na <= 1) return;
          takeB();
          if (nb === 0) return;
          countB = yield* gallop(aside[a] as T, items, b, nb, 0, false, before);
          takeB(countB);
          if (nb === 0) return;
          takeA();
          if (na === 1) return;
        } while (countA >= leastGallop || countB >= leastGallop);
        this.patience++;
      }
    } finally {
      if (na === 1) takeB(nb);
      takeA(na);
    }
  }

  /** From the right, as `forward`. */
  private *backward(startA: number, lengthA: number, startB: number, lengthB: number): Run<void> {
    const { items, before } = this;
    const aside = items.slice(startB, startB + lengthB);
    /** `to`, `a` and `b` stand behind the place that comes next. */
    let [to, a, na, b, nb] = [startB + lengthB, startA + lengthA, lengthA, lengthB, lengthB];
    const takeA = (count = 1): void => {
      items.copyWithin(to - count, a - count, a);
      to -= count;
      a -= count;
      na -= count;
    };
    const takeB = (count = 1): void => {
      for (let i = 0; i < count; i++) items[--to] = aside[--b] as T;
      nb -= count;
    };
    const isDone = (): boolean => na === 0 || nb <= 1;
    try {
      takeA();
      while (!isDone()) {
        let [countA, countB] = [0, 0];
        while (!isDone() && countA < this.patience && countB < this.patience) {
          if (yield* before(aside[b - 1] as T, items[a - 1] as T)) {
            takeA();
            [countA, countB] = [countA + 1, 0];
          } else {
            takeB();
            [countA, countB] = [0, countB + 1];
          }
        }
        if (isDone()) return;
        this.patience++;
        do {
          if (this.patience > 1) this.patience--;
          countA = na - (yield* gallop(aside[b - 1] as T, items, startA, na, na - 1, true, before));
          takeA(countA);
          if (na === 0) return;
          takeB();
          if (nb === 1) return;
          countB = nb - (yield* gallop(items[a - 1] as T, aside, 0, nb, nb - 1, false, before));
          takeB(countB);
          if (countB && nb <= 1) return;
          takeA();
          if (na === 0) return;
        } while (countA >= leastGallop || countB >= leastGallop);
        this.patience++;
      }
    } finally {
      if (nb === 1) takeA(na);
      takeB(nb);
    }
  }
}
