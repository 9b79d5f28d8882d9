// Where something stands in a text. Knows neither documents nor editors.

/** A half-open range of UTF-16 offsets into the source text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Zero-based line and UTF-16 column, as the Language Server Protocol counts them. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export const contains = (outer: Span, inner: Span): boolean => outer.start <= inner.start && inner.end <= outer.end;
export const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
export const sameSpan = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** Offsets at which the lines of a text begin; `\r\n`, `\n` and a lone `\r` end a line. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) continue;
    if (c === 10 || c === 13) starts.push(i + 1);
  }
  return starts;
}

/** The position of an offset, by binary search in `lineStarts`. */
export function positionAt(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low, character: offset - (starts[low] ?? 0) };
}

/** The offset of a position; past a line's end it is the end of that line, past the text the end of the text. */
export function offsetAt(text: string, starts: readonly number[], position: Position): number {
  const start = starts[position.line];
  if (start === undefined) return position.line < 0 ? 0 : text.length;
  let end = starts[position.line + 1] ?? text.length;
  while (end > start && /[\r\n]/.test(text[end - 1] ?? '')) end--;
  return Math.min(start + Math.max(0, position.character), end);
}
