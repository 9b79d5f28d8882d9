// Where a range stands after an edit of its document. Knows no editor.
import type { RangeView } from '../protocol/views';

type Position = RangeView['start'];

/** An edit as editors report it: this range was replaced by this text. */
export interface TextEdit {
  readonly range: RangeView;
  readonly text: string;
}

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
