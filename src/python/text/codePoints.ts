// Strings as Python counts them: by code points, while JavaScript counts UTF-16 units. Knows no values.

const surrogate = /[\ud800-\udfff]/;

export const isWide = (text: string): boolean => surrogate.test(text);
export const pointLength = (text: string): number => (isWide(text) ? [...text].length : text.length);
/** The characters of a text, one per code point. */
export const points = (text: string): string[] => (isWide(text) ? [...text] : text.split(''));

/** Offset in code points of an offset in UTF-16 units. */
export const pointOffset = (text: string, unit: number): number =>
  unit < 0 || !isWide(text) ? unit : [...text.slice(0, unit)].length;

/** The part between two offsets in code points. */
export const pointSlice = (text: string, start: number, end: number): string =>
  isWide(text) ? [...text].slice(start, end).join('') : text.slice(start, end);

/** Order of two strings as Python compares them. */
export function comparePoints(a: string, b: string): number {
  if (a === b) return 0;
  if (!isWide(a) && !isWide(b)) return a < b ? -1 : 1;
  const [x, y] = [[...a], [...b]];
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const difference = (x[i]?.codePointAt(0) ?? 0) - (y[i]?.codePointAt(0) ?? 0);
    if (difference) return difference;
  }
  return x.length - y.length;
}
