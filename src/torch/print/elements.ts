// Width and text of the elements of a printed tensor, decided once for all that are shown (torch's _Formatter).
// Knows no layout.
import { exponential, fixed } from '../../python/text/floatText';
import type { PrintOptions } from './printOptions';

/** Writes elements of one printed tensor, padded to one width. */
export interface ElementFormat {
  readonly width: number;
  format(value: number | bigint): string;
}

/** Integers, and booleans given as 0 and 1. */
export function plainFormat(shown: readonly (number | bigint)[], isBool: boolean): ElementFormat {
  const write = (value: number | bigint): string => (isBool ? (value ? 'True' : 'False') : String(value));
  const width = shown.reduce<number>((widest, value) => Math.max(widest, write(value).length), 1);
  return { width, format: (value) => write(value).padStart(width) };
}

/** Floats. Only finite values other than zero decide form and width, so zeros, inf and nan never widen a column. */
export function floatFormat(shown: readonly number[], options: PrintOptions): ElementFormat {
  const { precision, sciMode } = options;
  const deciding = shown.filter((value) => Number.isFinite(value) && value !== 0);
  if (deciding.length === 0) return padded(1, (value) => integral(value));
  let least = Number.POSITIVE_INFINITY;
  let most = 0;
  for (const value of deciding) {
    least = Math.min(least, Math.abs(value));
    most = Math.max(most, Math.abs(value));
  }
  const scientific = sciMode ?? (most / least > 1000 || most > 1e8 || least < 1e-4);
  const write = scientific
    ? (value: number) => exponential(value, precision)
    : deciding.every(Number.isInteger)
      ? integral
      : (value: number) => fixed(value, precision);
  return padded(
    deciding.reduce((widest, value) => Math.max(widest, write(value).length), 1),
    write,
  );
}

const integral = (value: number): string => (Number.isFinite(value) ? `${fixed(value, 0)}.` : fixed(value, 0));

const padded = (width: number, write: (value: number) => string): ElementFormat => ({
  width,
  format: (value) => write(Number(value)).padStart(width),
});
