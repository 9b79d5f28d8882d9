// Edits of a document's text: what they make of it, and where a range stands after one. Knows no editor.
import type { RangeView } from './views';

type Position = RangeView['start'];

/** An edit as editors report it: this range was replaced by this text. */
export interface TextEdit {
  readonly range: RangeView;
  readonly text: string;
}

/** An edit of one document. */
export interface DocumentEdit extends TextEdit {
  readonly uri: string;
}

/** The text after edits that do not touch each other, all of them placed in the text as it is. */
export function edited(text: string, edits: readonly TextEdit[]): string {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  const offset = ({ line, character }: Position): number => (starts[line] ?? text.length) + character;
  return lastFirst(edits).reduce(
    (made, { range, text: own }) => made.slice(0, offset(range.start)) + own + made.slice(offset(range.end)),
    text,
  );
}

/** The range after all of such edits. */
export const movedBy = (range: RangeView, edits: readonly TextEdit[]): RangeView =>
  lastFirst(edits).reduce(movedRange, range);

const lastFirst = (edits: readonly TextEdit[]): readonly TextEdit[] =>
  edits.toSorted((a, b) => (before(a.range.start, b.range.start) ? 1 : -1));

const before = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.character < b.character);

/** The range after the edit; what stood inside the replaced text moves to where that began. */
export function movedRange(range: RangeView, edit: TextEdit): RangeView {
  return { start: moved(range.start, edit), end: moved(range.end, edit) };
}

function moved(position: Position, { range, text }: TextEdit): Position {
  if (!before(range.start, position)) return position;
  if (before(position, range.end)) return range.start;
  const lines = text.split(/\r\n|\r|\n/);
  const last = lines.at(-1) ?? '';
  const newEnd: Position = {
    line: range.start.line + lines.length - 1,
    character: (lines.length === 1 ? range.start.character : 0) + last.length,
  };
  const sameLine = position.line === range.end.line;
  return {
    line: position.line + newEnd.line - range.end.line,
    character: sameLine ? position.character + newEnd.character - range.end.character : position.character,
  };
}
