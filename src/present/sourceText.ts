// What stands at a place in the program, on one line. Knows no view.
import type { Span } from '../base/span';
import type { SourceFile } from '../syntax/sourceFile';

/** Of at most `most` characters; what is longer ends in an ellipsis. */
export function sourceText({ text }: SourceFile, { start, end }: Span, most = Number.POSITIVE_INFINITY): string {
  const line = text.slice(start, end).replace(/\s+/g, ' ');
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
