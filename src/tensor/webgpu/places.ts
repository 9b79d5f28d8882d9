// Row-major positions as the lists of integers that kernels read, each made once. Knows no kernel.
import type { Positions } from '../backend';
import type { Value } from './graph';
import { uploaded } from './record';

const lists = new WeakMap<Positions, Value>();

/** The positions on the device. */
export function placesOf(positions: Positions): Value {
  const known = lists.get(positions) ?? uploaded(Int32Array.from(positions), 'i32');
  lists.set(positions, known);
  return known;
}

/** Where each of `size` places gets its element from, -1 for none; undefined where one gets several. */
export function inverse(positions: Positions, size: number): Positions | undefined {
  const sources = new Float64Array(size).fill(-1);
  for (const [i, at] of positions.entries()) {
    if (at < 0) continue;
    if (sources[at] !== -1) return undefined;
    sources[at] = i;
  }
  return sources;
}

/** The elements in the order of their targets, and where those of each of `size` targets start and end. */
export function byTarget(positions: Positions, size: number): { readonly order: Value; readonly starts: Value } {
  const starts = new Int32Array(size + 1);
  for (const at of positions) if (at >= 0) starts[at + 1]!++;
  for (let i = 0; i < size; i++) starts[i + 1]! += starts[i]!;
  const next = starts.slice();
  const order = new Int32Array(Math.max(starts[size]!, 1));
  for (const [i, at] of positions.entries()) if (at >= 0) order[next[at]!++] = i;
  return { order: uploaded(order, 'i32'), starts: uploaded(starts, 'i32') };
}
