// Numbers in running text: four significant digits, exact where they are short. Knows no locale.
import { shortest } from '../base/numberText';
import type { TensorView } from '../protocol/views';

/** Four significant digits: `0.1272`, `1`, `-2.31e-7`. */
export function brief(value: number): string {
  if (!Number.isFinite(value)) return shortest(value, 'int');
  return String(Number(value.toPrecision(4))).replace('-', '−');
}

/** A shape as Python writes it: `(2, 3)`, `(3,)`, `()`. */
export const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;

/** One value for a line's end: the number of a 0-d tensor, else shape and range. */
export function valueText(view: TensorView): string {
  if (view.shape.length === 0) return shortest(view.values[0] ?? Number.NaN, view.format);
  if (view.stats.count <= 6 && view.shape.length === 1) {
    return `[${[...view.values].map((value) => shortest(value, view.format)).join(', ')}]`;
  }
  return `${shapeText(view.shape)} ${brief(view.stats.min)} … ${brief(view.stats.max)}`;
}
