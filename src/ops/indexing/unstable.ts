// The order in which equal elements come where PyTorch promises none, as its CPU build leaves it: the C++ library's sort, and
// the selection of one place. Knows no tensor.

/** Negative where the first place comes before the second. */
type Before = (a: number, b: number) => number;

/** Lines up to this are put in order by insertion, which keeps equal elements as they were. */
export const insertionSize = 16;

/** Quicksort by the median of three, then insertion; undefined where it would fall back to a heap. `before` may find nan equal to all. */
export function unstableOrder(count: number, before: Before): Uint32Array | undefined {
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  const less = (i: number, j: number): boolean => before(places[i]!, places[j]!) < 0;
  const swap = (i: number, j: number): void => {
    const held = places[i]!;
    places[i] = places[j]!;
    places[j] = held;
  };
  const toFront = (front: number, a: number, b: number, c: number): void => {
    if (less(a, b)) swap(front, less(b, c) ? b : less(a, c) ? c : a);
    else swap(front, less(a, c) ? a : less(b, c) ? c : b);
  };
  const cutAt = (start: number, end: number): number => {
    toFront(start, start + 1, start + Math.floor((end - start) / 2), end - 1);
    let [low, high] = [start + 1, end];
    for (;;) {
      while (less(low, start)) low++;
      high--;
      while (less(start, high)) high--;
      if (low >= high) return low;
      swap(low, high);
      low++;
    }
  };
  const parts = [{ start: 0, end: count, depth: 2 * Math.floor(Math.log2(Math.max(count, 1))) }];
  for (let part = parts.pop(); part; part = parts.pop()) {
    const { start, end, depth } = part;
    if (end - start <= insertionSize) continue;
    if (depth === 0) return undefined;
    const cut = cutAt(start, end);
    parts.push({ start, end: cut, depth: depth - 1 }, { start: cut, end, depth: depth - 1 });
  }
  for (let i = 1; i < count; i++) {
    const own = places[i]!;
    let at = i;
    // What comes before the first goes there at once, though nan may lie between.
    if (i < insertionSize && before(own, places[0]!) < 0) {
      places.copyWithin(1, 0, i);
      at = 0;
    }
    while (at > 0 && before(own, places[at - 1]!) < 0) {
      places[at] = places[at - 1]!;
      at--;
    }
    places[at] = own;
  }
  return places;
}

/** The place of the element with `k` before it, by quickselect with the median of three. */
export function selectedPlace(count: number, k: number, before: Before): number {
  const places = Uint32Array.from({ length: count }, (_, place) => place);
  const isAfter = (i: number, j: number): boolean => before(places[i]!, places[j]!) > 0;
  const swap = (i: number, j: number): void => {
    const held = places[i]!;
    places[i] = places[j]!;
    places[j] = held;
  };
  let [left, right] = [0, count - 1];
  while (right > left + 1) {
    swap(Math.floor((left + right) / 2), left + 1);
    if (isAfter(left + 1, right)) swap(left + 1, right);
    if (isAfter(left, right)) swap(left, right);
    if (isAfter(left + 1, left)) swap(left + 1, left);
    let [low, high] = [left + 1, right];
    for (;;) {
      do low++;
      while (isAfter(left, low));
      do high--;
      while (isAfter(high, left));
      if (high < low) break;
      swap(low, high);
    }
    swap(left, high);
    if (high <= k) left = low;
    if (high >= k) right = high - 1;
  }
  if (right === left + 1 && isAfter(left, right)) swap(left, right);
  return places[k] ?? 0;
}
