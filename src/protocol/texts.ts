// The words and numbers of `base` that a webview may use, and the short form of numbers. Knows no DOM.
import { type NumberFormat, shortest } from '../base/numberText';

export { shortest } from '../base/numberText';
export { render, say, type Text } from '../base/text';

/** At most `digits` significant digits, for places where the exact text does not fit; `nan`, `inf` as Python writes them. */
export function rounded(value: number, format: NumberFormat = 'float64', digits = 4): string {
  if (!Number.isFinite(value) || format === 'bool') return shortest(value, format);
  const size = Math.abs(value);
  if (format === 'int' && size < 10 ** (digits + 1)) return String(value);
  const tidy = Number(value.toPrecision(digits));
  if (size !== 0 && (size < 1e-4 || size >= 10 ** (digits + 1))) return tidy.toExponential().replace('e+', 'e');
  return Object.is(value, -0) ? '-0' : String(tidy);
}

/** Python's words for a frame that a traceback shows no more of. */
export const repeatedText = (times: number): string =>
  `[Previous line repeated ${times} more time${times === 1 ? '' : 's'}]`;
