// Where a program's pieces stand: a whole file, the cells of a notebook, the fenced blocks of a Markdown document. Maps
// places in documents to offsets in the program and back. Knows neither parser nor editor.
import { lineStarts, offsetAt, type Position, positionAt, type Span } from '../base/span';
import { say, type Text } from '../base/text';

/** Python in a document: whole lines of it, one after another. */
export interface Piece {
  readonly uri: string;
  /** The number of a notebook's cell, counted from 1 among those with Python; absent: the document is one by itself. */
  readonly cell?: number;
  readonly text: string;
  /** The first of these lines and the last, from 0. */
  readonly lines: readonly [number, number];
  /** How many columns each line begins further right in the document; absent: none. */
  readonly indents?: readonly number[];
}

interface Placed extends Piece {
  readonly start: number;
  readonly starts: readonly number[];
}

/** The pieces one after another, as one program. */
export class Layout {
  readonly text: string;
  readonly #placed: readonly Placed[];

  constructor(pieces: readonly Piece[]) {
    const placed: Placed[] = [];
    let text = '';
    for (const piece of pieces) {
      placed.push({ ...piece, start: text.length, starts: lineStarts(piece.text) });
      text += `${piece.text}\n`;
    }
    this.text = text;
    this.#placed = placed;
  }

  /** The offset of each piece. */
  get starts(): readonly number[] {
    return this.#placed.map(({ start }) => start);
  }

  /** The offset in the program of a place in a document; undefined outside of all pieces. */
  offset(uri: string, { line, character }: Position): number | undefined {
    const piece = this.#placed.find(({ uri: home, lines }) => home === uri && lines[0] <= line && line <= lines[1]);
    if (!piece) return undefined;
    const own = line - piece.lines[0];
    const column = Math.max(0, character - (piece.indents?.[own] ?? 0));
    return piece.start + offsetAt(piece.text, piece.starts, { line: own, character: column });
  }

  /** The document that an offset of the program stands in. */
  uri(offset: number): string {
    return this.#at(offset)?.uri ?? '';
  }

  /** The number of the cell that an offset stands in, where it is one. */
  cell(offset: number): number | undefined {
    return this.#at(offset)?.cell;
  }

  /** The place in its document. */
  position(offset: number): Position {
    const piece = this.#at(offset);
    if (!piece) return { line: 0, character: 0 };
    const { line, character } = positionAt(piece.starts, Math.min(offset - piece.start, piece.text.length));
    return { line: line + piece.lines[0], character: character + (piece.indents?.[line] ?? 0) };
  }

  #at(offset: number): Placed | undefined {
    return this.#placed.findLast(({ start }) => start <= offset) ?? this.#placed[0];
  }
}

/** What a place needs to be found again in documents: a file that is one document has no layout. */
export interface Laid {
  readonly lineStarts: readonly number[];
  readonly layout?: Layout | undefined;
}

/** The place of an offset in its document. */
export const positionIn = ({ layout, lineStarts: starts }: Laid, offset: number): Position =>
  layout ? layout.position(offset) : positionAt(starts, offset);

/** The line of an offset in its document, counted from 1. */
export const lineIn = (file: Laid, offset: number): number => positionIn(file, offset).line + 1;

/** How our sentences name the line of an offset: `line 3`, `line 3 of cell 2`. */
export function lineText(file: Laid, offset: number): Text {
  const line = lineIn(file, offset);
  const cell = file.layout?.cell(offset);
  return cell === undefined ? say('line {0}', line) : say('line {0} of cell {1}', line, cell);
}

/** The document that `span` stands in where it is another than that of `home`. */
export function elsewhere({ layout }: Laid, span: Span, home: Span): string | undefined {
  const uri = layout?.uri(span.start);
  return uri === layout?.uri(home.start) ? undefined : uri;
}
