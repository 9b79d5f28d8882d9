// The numbers of a tile as they are coloured: one pooling of its cells, with what is not finite outweighing what is. Knows no
// colours.
import { odd, type TileView } from '../../../src/protocol/tiles';

/** Largest number of float32: what colours are computed with. */
const largest = 3.4028234663852886e38;

/** Of row-major cell `at`: its number; NaN outweighs infinity, which outweighs all else. */
export function numberAt(view: TileView, at: number): number {
  if ('exact' in view) return view.exact[at]!;
  const flags = view.odd?.[at] ?? 0;
  if (flags === 0) return view.pooled[at]!;
  if (flags & odd.nan) return Number.NaN;
  return flags & odd.posInf ? Infinity : -Infinity;
}

/** Numbers of cells as float32: alone, or each with its flags behind it, as the bits of `odd`. */
export interface Channels {
  readonly count: 1 | 2;
  readonly numbers: Float32Array;
}

/** Finite numbers and flags for what is not; without flags, and mostly without a copy, where all are finite. */
export function channelsOf(view: TileView): Channels {
  const numbers = 'exact' in view ? view.exact : view.pooled;
  const narrow = numbers instanceof Float32Array && allFinite(numbers) && !('odd' in view);
  if (narrow) return { count: 1, numbers };
  const pairs = new Float32Array(numbers.length * 2);
  for (let at = 0; at < numbers.length; at++) {
    const value = numberAt(view, at);
    if (value - value === 0) pairs[2 * at] = Math.abs(value) > largest ? Math.sign(value) * largest : value;
    else pairs[2 * at + 1] = Number.isNaN(value) ? odd.nan : value > 0 ? odd.posInf : odd.negInf;
  }
  return { count: 2, numbers: pairs };
}

function allFinite(numbers: Float32Array): boolean {
  for (const number of numbers) if (number - number !== 0) return false;
  return true;
}
