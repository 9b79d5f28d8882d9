// From text to a SourceFile. The only user of the tree-sitter library; knows no values.
// A file is parsed chunk by chunk (a top-level statement each); unchanged chunks are taken over from the previous parse.
import { Language, Parser as TreeSitter } from 'web-tree-sitter';
import { lineStarts, positionAt } from '../base/span';
import { Source } from './convert/source';
import { block } from './convert/statement';
import { type CstTree, readTree } from './cst';
import { headKeyword } from './faultText';
import { shieldSpecs } from './formatFields';
import { type LogicalLine, logicalLines } from './lines';
import { liftSubjects } from './matchSubjects';
import type { Broken, Statement } from './nodes';
import { ParsedFile } from './parsedFile';
import { indentationFaults, recover } from './recover';
import type { SourceFile } from './sourceFile';
import { shifted, stretched, walk } from './walk';

export interface Parser {
  /**
   * `previous` makes it fast after an edit: statements that did not change are not parsed again. `firstLine` is the line
   * of the document, from 0, where the text begins: messages name lines.
   */
  parse(text: string, previous?: SourceFile, firstLine?: number): SourceFile;
}

/** A parser from the bytes of tree-sitter's runtime and of its Python grammar, both WebAssembly. */
export async function createParser(wasm: {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
}): Promise<Parser> {
  await TreeSitter.init({ wasmBinary: wasm.runtime });
  const grammar = await Language.load(wasm.python);
  const treeSitter = new TreeSitter();
  treeSitter.setLanguage(grammar);
  const read = (text: string): CstTree => {
    // The grammar looks through the blank lines behind a comment anew for each comment.
    const tree = treeSitter.parse(`${shieldSpecs(text).trimEnd()}\n`);
    if (!tree) throw new Error('the parser gave no tree');
    try {
      return readTree(tree);
    } finally {
      tree.delete();
    }
  };
  const parse: Parser['parse'] = (text, previous, firstLine = 0) =>
    parseFile(text, read, (other) => parse(other), previous instanceof ParsedFile ? previous : undefined, firstLine);
  return { parse };
}

function parseFile(
  text: string,
  read: (text: string) => CstTree,
  another: (text: string) => SourceFile,
  previous: ParsedFile | undefined,
  firstLine: number,
): SourceFile {
  const starts = lineStarts(text);
  const lineOf = (offset: number) => positionAt(starts, offset).line + firstLine;
  const known = new Map<string, { offset: number; body: readonly Statement[] }>();
  const body: Statement[] = [];
  const suspects: Statement[] = [];
  for (const lines of chunks(text, logicalLines(text, lineOf))) {
    const offset = lines[0]?.start ?? 0;
    const end = lines.at(-1)?.end ?? offset;
    const source = text.slice(offset, end);
    const old = known.get(source) ?? previous?.chunks.get(source);
    if (old) {
      const moved = old.offset === offset ? old.body : shifted(old.body, offset - old.offset);
      known.set(source, { offset, body: moved });
      for (const statement of moved) body.push(statement);
      continue;
    }
    const made = parseChunk(text, offset, end, lines, lineOf, read);
    // Messages of broken statements name lines, which move.
    if (made.some(hasBroken)) suspects.push(...made);
    else known.set(source, { offset, body: made });
    body.push(...made);
  }
  return new ParsedFile(
    another,
    text,
    starts,
    { kind: 'Module', span: { start: 0, end: text.length }, body },
    known,
    undefined,
    suspects,
  );
}

function hasBroken(statement: Statement): boolean {
  let found = false;
  walk(statement, (node) => {
    found ||= node.kind === 'Broken';
    return !found;
  });
  return found;
}

/** Groups logical lines into top-level statements with all that is indented below them and their further clauses. */
function* chunks(text: string, lines: readonly LogicalLine[]): Generator<readonly LogicalLine[]> {
  let chunk: LogicalLine[] = [];
  let head = '';
  for (const line of lines) {
    const keyword = headKeyword(text.slice(line.start, Math.min(line.end, line.start + 40))) ?? '';
    const clause =
      /^(?:else|elif|except|finally)$/.test(keyword) && /^(?:if|elif|for|while|try|except|else)$/.test(head);
    if (line.indent === 0 && !clause && head !== '@' && chunk.length) {
      yield chunk;
      chunk = [];
    }
    if (line.indent === 0) head = text[line.start] === '@' ? '@' : keyword;
    chunk.push(line);
  }
  if (chunk.length) yield chunk;
}

function parseChunk(
  text: string,
  offset: number,
  end: number,
  lines: readonly LogicalLine[],
  lineOf: (offset: number) => number,
  read: (text: string) => CstTree,
): Statement[] {
  const source = text.slice(offset, end);
  const indentation = indentationFaults(text, lines, lineOf);
  if (!indentation.irregular.size && !indentation.regular.size && !lines.some((line) => line.fault)) {
    const { text: lifted, found } = liftSubjects(source, offset, lines, read);
    const tree = read(lifted);
    if (!tree.faults.length) return block(tree.root, new Source(source, offset, undefined, found));
  }
  const repaired = recover(text, offset, end, lines, indentation, (piece) => read(piece).faults);
  const { text: lifted, found } = liftSubjects(repaired.text, offset, lines, read);
  const tree = read(lifted);
  const whole = tree.faults[0];
  if (whole) return [brokenChunk(source, offset, whole.start)];
  const body = block(tree.root, new Source(source, offset, repaired.markers, found));
  return [...body.map(stretched), ...repaired.loose].sort((a, b) => a.span.start - b.span.start);
}

function brokenChunk(source: string, offset: number, at: number): Broken {
  const span = { start: offset, end: offset + source.length };
  const start = offset + Math.min(at, source.length);
  return {
    kind: 'Broken',
    span,
    error: { type: 'SyntaxError', message: 'invalid syntax', span: { start, end: span.end } },
    names: [],
  };
}
