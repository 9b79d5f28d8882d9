// One program from pieces that are parsed each by itself: what is broken in one does not spill into the next. Knows no
// documents.
import { lineStarts } from '../base/span';
import { Layout, type Piece } from './layout';
import { ParsedFile } from './parsedFile';
import type { SourceFile } from './sourceFile';
import { shifted } from './walk';

/** A piece and its syntax tree. */
export interface ParsedPiece {
  readonly piece: Piece;
  readonly file: SourceFile;
}

/** A program without any text needs no library. */
const noParser = (): never => {
  throw new Error('a program of no pieces has no parser');
};

/** The program that runs the pieces in order. */
export function joined(pieces: readonly ParsedPiece[]): SourceFile {
  const layout = new Layout(pieces.map(({ piece }) => piece));
  const { text, starts } = layout;
  const body = pieces.flatMap(({ file }, i) => {
    const start = starts[i] ?? 0;
    return start ? shifted(file.module.body, start) : file.module.body;
  });
  const module = { kind: 'Module', span: { start: 0, end: text.length }, body } as const;
  const read = pieces[0]?.file.read ?? noParser;
  return new ParsedFile(read, text, lineStarts(text), module, new Map(), layout);
}
