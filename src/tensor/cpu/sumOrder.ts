// How PyTorch's matrix library rounds sums of float32 products, by size and layout, as measured: small ones step by step, larger
// ones fused. Knows no sum.
import { type Contraction, sizesOf } from '../contraction';
import { sizeOf } from '../host';
import type { Tensor } from '../tensor';

/** `none`: in double, where the library's order is not known. */
export type Rounding = 'none' | 'steps' | 'fused' | 'lanes';

/** Longer fused sums are cut into parts. */
const longest = 128;

export function roundingOf(a: Tensor, b: Tensor, found: Contraction, inner: readonly number[]): Rounding {
  const [at] = inner;
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || at === undefined || inner.length > 1) return 'none';
  const length = a.shape[at]!;
  const [rows, columns] = [sizeOf(sizesOf(a, found.rows)), sizeOf(sizesOf(b, found.columns))];
  if (rows >= 4 && columns >= 12) return length <= longest ? 'fused' : 'none';
  const isAlong = a.strides[at] === 1 && b.strides[at] === 1;
  if (isAlong && rows > 1 && columns > 1) return length % 4 === 0 || length < (columns < 4 ? 8 : 4) ? 'lanes' : 'none';
  return length <= stepsOf(rows, columns, isAlong) ? 'steps' : 'none';
}

/** How long a sum may be that is taken in steps. */
function stepsOf(rows: number, columns: number, isAlong: boolean): number {
  if (rows === 1 && columns === 1) return Number.POSITIVE_INFINITY;
  if (isAlong) return 4;
  // Columns past a multiple of four are summed in several parts.
  return columns < 4 || columns % 4 === 0 || rows <= 2 ? Number.POSITIVE_INFINITY : 7;
}
