// What choice, permutation and shuffle of numpy.random share: orders, running sums, what may be chosen from. Knows no class.
import { say } from '../../base/text';
import { Unknowable } from '../../python/core/unknowable';
import type { Machine } from '../../python/machine';
import { list, unknown, type Value } from '../../python/value';
import { isTensorValue } from '../tensorValue';
import type { NumberStream } from './numberStream';

/** Nothing that is drawn after this is known. */
export function notFollowed(name: string): never {
  throw new Unknowable(unknown(say('{0} is not modelled yet', `numpy.random.${name}`)));
}

/** What a swap costs in cheap operations: its place is drawn as a big integer. All are done at once. */
export const costOfSwap = 512;

/** The places 0 … count - 1 in a random order. */
export function mixed(stream: NumberStream, count: number, machine: Machine): readonly number[] {
  machine.work(count * costOfSwap);
  return stream.permutation(count);
}

/** How many of the running sums are not above the draw. */
export function placeAfter(sums: readonly number[], draw: number): number {
  let [low, high] = [0, sums.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! <= draw) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What is chosen from, as data that arrays are made of: numbers, and rows of them. */
export function listed(value: Value): Value {
  const isNumeric = (item: Value): boolean =>
    item.kind === 'int' || item.kind === 'float' || item.kind === 'bool' || isTensorValue(item) || isRow(item);
  const isRow = (item: Value): boolean =>
    (item.kind === 'list' || item.kind === 'tuple') && item.items.every(isNumeric);
  if (!isRow(value) && !isTensorValue(value) && value.kind !== 'range') return notFollowed('choice');
  return value.kind === 'tuple' ? list([...value.items]) : value;
}
