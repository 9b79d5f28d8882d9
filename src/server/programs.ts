// The program that a document is part of, parsed: a file, the cells of a notebook, the Python blocks of Markdown. Knows
// no requests.

import { lineStarts } from '../base/span';
import { withCommandResults } from '../syntax/commandResults';
import { fencedBlocks } from '../syntax/fencedBlocks';
import { joined, type ParsedPiece } from '../syntax/joined';
import type { Piece } from '../syntax/layout';
import { withoutMagics } from '../syntax/magics';
import type { Parser } from '../syntax/parser';
import type { SourceFile } from '../syntax/sourceFile';

/** A document as the editor holds it, saved or not. */
export interface OpenDocument {
  readonly uri: string;
  readonly version: number;
  readonly languageId: string;
  getText(): string;
}

interface Parsed {
  readonly version: number;
  readonly pieces: readonly ParsedPiece[];
}

interface Program {
  readonly pieces: readonly ParsedPiece[];
  readonly file: SourceFile;
}

/** Parses what changed since the last question, and nothing else. */
export class Programs {
  readonly #parser: Parser;
  readonly #parsed = new Map<string, Parsed>();
  /** By the first document. */
  readonly #programs = new Map<string, Program>();

  constructor(parser: Parser) {
    this.#parser = parser;
  }

  /** The program around a document: `cells` are those of its notebook, in order, where it is a cell. */
  of(document: OpenDocument, cells: readonly OpenDocument[] | undefined): SourceFile {
    const documents = cells ?? [document];
    const pieces = documents.flatMap((one, i) => this.#pieces(one, cells && i + 1));
    const [only] = pieces;
    if (only && !cells && document.languageId !== 'markdown') return only.file;
    const key = documents[0]?.uri ?? document.uri;
    const known = this.#programs.get(key);
    if (known?.pieces.length === pieces.length && pieces.every((piece, i) => piece === known.pieces[i])) {
      return known.file;
    }
    const file = joined(pieces);
    this.#programs.set(key, { pieces, file });
    return file;
  }

  /** The program with other texts in its documents, by their addresses; nothing of it is kept. */
  with(
    document: OpenDocument,
    cells: readonly OpenDocument[] | undefined,
    textOf: (document: OpenDocument) => string,
  ): SourceFile {
    const other = new Programs(this.#parser);
    // What was parsed before is parsed quickly.
    for (const [uri, parsed] of this.#parsed) other.#parsed.set(uri, { ...parsed, version: Number.NaN });
    const changed = (one: OpenDocument): OpenDocument => ({
      uri: one.uri,
      version: one.version,
      languageId: one.languageId,
      getText: () => textOf(one),
    });
    return other.of(changed(document), cells?.map(changed));
  }

  close(uri: string): void {
    this.#parsed.delete(uri);
    this.#programs.delete(uri);
  }

  /** `cell` is the document's number where it is a cell. */
  #pieces(document: OpenDocument, cell: number | undefined): readonly ParsedPiece[] {
    const known = this.#parsed.get(document.uri);
    if (known?.version === document.version && known.pieces[0]?.piece.cell === cell) return known.pieces;
    const pieces = piecesOf(document, cell).map((own, i) => {
      const whole = cell === undefined && document.languageId !== 'markdown';
      const { text, results } = whole ? { text: own.text, results: [] } : withoutMagics(own.text);
      const piece = { ...own, text };
      const parsed = this.#parser.parse(text, known?.pieces[i]?.file, piece.lines[0]);
      return { piece, file: withCommandResults(parsed, results) };
    });
    this.#parsed.set(document.uri, { version: document.version, pieces });
    return pieces;
  }
}

function piecesOf(document: OpenDocument, cell: number | undefined): readonly Piece[] {
  const { uri, languageId } = document;
  const text = document.getText();
  if (languageId === 'markdown') return fencedBlocks(uri, text);
  const lines = [0, lineStarts(text).length - 1] as const;
  return [{ uri, text, lines, ...(cell === undefined ? {} : { cell }) }];
}
