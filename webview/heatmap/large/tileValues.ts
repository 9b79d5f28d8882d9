// The numbers of a tile as they are coloured: one pooling of its cells, with what is not finite outweighing what is. Knows no
// colours.
import { odd, type Pooling, type TileView } from '../../../src/protocol/tiles';

/** Largest number of float32: what colours are computed with. */
const largest = 3.4028234663852886e38;

/** Of row-major cell `at`: its number; NaN outweighs infinity, which outweighs all else. */
export function numberAt(view: TileView, at: number, pooling: Pooling): number {
  if ('exact' in view) return view.exact[at]!;
  const flags = view.odd[at]!;
  if (flags === 0) return view[pooling][at]!;
  if (flags & odd.nan) return Number.NaN;
  return flags & odd.posInf ? Infinity : -Infinity;
}

/** Pairs of a finite number and its flags, as the bits of `odd`. */
export function pairsOf(view: TileView, pooling: Pooling): Float32Array {
  const size = view.rows * view.cols;
  const pairs = new Float32Array(size * 2);
  for (let at = 0; at < size; at++) {
    const value = numberAt(view, at, pooling);
    if (value - value === 0) pairs[2 * at] = Math.abs(value) > largest ? Math.sign(value) * largest : value;
    else pairs[2 * at + 1] = Number.isNaN(value) ? odd.nan : value > 0 ? odd.posInf : odd.negInf;
  }
  return pairs;
}
