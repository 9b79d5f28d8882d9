// What is written in the cells of a heatmap, and how wide it is. Knows no pixels and no DOM.
import { rounded, shortest } from '../../src/protocol/texts';
import type { NumberFormat } from '../../src/protocol/views';

/** Characters before the point's end and after it: texts of one grid are set on the point. */
export interface Columns {
  readonly whole: number;
  readonly fraction: number;
}

export type Precision = 'exact' | 'rounded';

/** The text of one cell; infinities carry an arrow so that they show without colour. */
export function cellText(value: number, format: NumberFormat, precision: Precision): string {
  if (value === Infinity) return '▲ inf';
  if (value === -Infinity) return '▼ -inf';
  return precision === 'exact' ? shortest(value, format) : rounded(value, format, 3);
}

/** Characters after the point, the point included; 0 for texts that have none or are in scientific notation. */
export function fractionLength(text: string): number {
  const point = text.indexOf('.');
  return point < 0 || text.includes('e') ? 0 : text.length - point;
}

/** The widest parts among the texts. */
export function columnsOf(texts: Iterable<string>): Columns {
  let whole = 0;
  let fraction = 0;
  let other = 0;
  for (const text of texts) {
    const after = fractionLength(text);
    if (after === 0) other = Math.max(other, text.length);
    else whole = Math.max(whole, text.length - after);
    fraction = Math.max(fraction, after);
  }
  return { whole: Math.max(whole, other - fraction), fraction };
}

/** The columns that hold the texts of all of several tensors, so that their cells can line up. */
export const widest = (columns: readonly Columns[]): Columns => ({
  whole: Math.max(0, ...columns.map((one) => one.whole)),
  fraction: Math.max(0, ...columns.map((one) => one.fraction)),
});

/** Free characters after a text that put its point under the others'; words and powers of ten end where those end. */
export const padding = (text: string, columns: Columns): number =>
  /[e▲▼na]/.test(text) ? 0 : Math.max(0, columns.fraction - fractionLength(text));
