// Finds what a `# tensor:` comment says of a definition: behind it, or in the lines above. Knows text and syntax only.
import { positionAt, type Span } from '../../base/span';
import type { Text } from '../../base/text';
import { elsewhere, lineText } from '../../syntax/layout';
import type { For, FunctionDef } from '../../syntax/nodes';
import type { SourceFile } from '../../syntax/sourceFile';
import { type Definition, namesIn, parametersOf } from './definitions';

/** What a comment says of one name. */
export interface Said {
  readonly text: string;
  /** Where the comment stands. */
  readonly line: Text;
}

/** The text of a `# tensor:` comment in a line. */
export const marker = /#\s*tensor:\s*(.*\S)\s*$/;

/** From one offset to the end of its line, and the names that a comment there lists in order. */
export interface Spot {
  readonly from: number;
  readonly names: readonly string[];
}

/** The comment about `definition`: behind it before above it, the parameter's line before the function's. */
export function commentOn(file: SourceFile, definition: Definition): Said | undefined {
  for (const { from, names } of [...spotsBehind(file, definition), ...spotsAbove(file, definition)]) {
    const line = lineOf(file, from);
    const said = marker.exec(file.text.slice(from, lineEnd(file, line)))?.[1];
    const text = said === undefined ? undefined : entryFor(said, definition.name, names);
    if (text !== undefined) return { text, line: lineText(file, from) };
  }
  return undefined;
}

/** Where a comment about the definition may stand behind it: the first is where a new one goes. */
export function spotsBehind(file: SourceFile, { statement, parameter }: Definition): readonly Spot[] {
  if (statement.kind !== 'FunctionDef') {
    const from = statement.kind === 'For' ? behindColon(file, statement.iter.span.end, statement) : statement.span.end;
    const alone = /^[ \t]*(?:#|$)/.test(file.text.slice(from, lineEnd(file, lineOf(file, from))));
    return alone ? [{ from, names: boundBy(statement) }] : [];
  }
  const parameters = parametersOf(statement);
  const line = lineOf(file, parameter?.span.end ?? statement.span.start);
  const beside = parameters.filter(({ span }) => lineOf(file, span.end) === line);
  const last = Math.max(...beside.map(({ span }) => span.end));
  const header = headerEnd(file, statement);
  const spots = [{ from: last, names: beside.map(({ arg }) => arg) }];
  if (lineOf(file, header) !== line) spots.push({ from: header, names: parameters.map(({ arg }) => arg) });
  return spots;
}

const boundBy = (statement: Exclude<Definition['statement'], FunctionDef>): readonly string[] =>
  (statement.kind === 'Assign' ? statement.targets : [statement.target]).flatMap(namesIn).map(({ id }) => id);

function headerEnd(file: SourceFile, statement: FunctionDef): number {
  const { args, returns, span } = statement;
  const parts = [...args.posonlyargs, ...args.args, ...args.kwonlyargs, args.vararg, args.kwarg, returns];
  return behindColon(file, Math.max(span.start, ...parts.map((part) => part?.span.end ?? 0)), statement);
}

/** Behind the colon that ends a header, looked for behind its last part. */
function behindColon(file: SourceFile, from: number, { body, span }: For | FunctionDef): number {
  const colon = /^(?:[^:#]|#[^\r\n]*[\r\n])*:/.exec(file.text.slice(from, body[0]?.span.start ?? span.end));
  return from + (colon?.[0].length ?? 0);
}

/** Whole lines of comment directly above the statement, and above the parameter where it begins a line. */
function spotsAbove(file: SourceFile, { statement, parameter }: Definition): readonly Spot[] {
  if (statement.kind !== 'FunctionDef')
    return linesAbove(file, statement.span).map((from) => ({ from, names: boundBy(statement) }));
  const parameters = parametersOf(statement);
  const beside = parameters.filter(
    ({ span }) => parameter && lineOf(file, span.start) === lineOf(file, parameter.span.start),
  );
  const first = beside[0];
  const near = first ? linesAbove(file, first.span) : [];
  const far = linesAbove(file, statement.decoratorList[0]?.span ?? statement.span);
  return [
    ...near.map((from) => ({ from, names: beside.map(({ arg }) => arg) })),
    ...far.map((from) => ({ from, names: parameters.map(({ arg }) => arg) })),
  ];
}

/** Offsets of the comments above a span that begins its line, nearest first. */
function linesAbove(file: SourceFile, span: Span): readonly number[] {
  const found: number[] = [];
  let line = lineOf(file, span.start);
  if (!/^[ \t@]*$/.test(file.text.slice(file.lineStarts[line], span.start))) return found;
  while (line-- > 0) {
    const start = file.lineStarts[line] ?? 0;
    const isComment = /^[ \t]*#/.test(file.text.slice(start, lineEnd(file, line)));
    // The cell above is another document.
    if (!isComment || elsewhere(file, { start, end: start }, span) !== undefined) break;
    found.push(start);
  }
  return found;
}

/** The `# tensor:` comments that may speak of what is defined at the top of `span`, and the documents they stand in. */
export function saidAround(file: SourceFile, span: Span): string {
  const behind = file.text.slice(span.end, lineEnd(file, lineOf(file, span.end)));
  let first = lineOf(file, span.start);
  while (first > 0 && /^[ \t]*#/.test(file.text.slice(file.lineStarts[first - 1], file.lineStarts[first]))) first--;
  const start = file.lineStarts[first] ?? 0;
  const said = [file.text.slice(start, span.start), behind].filter((text) => /#\s*tensor:/.test(text));
  return said.length ? [...said, file.layout?.uri(start), file.layout?.uri(span.start)].join('\n') : '';
}

/** `logits = randn(4, 10), target = int64[4] < 10`, or without names in the order of the definition. */
function entryFor(said: string, name: string, names: readonly string[]): string | undefined {
  const entries = split(said).map((entry) => /^(?:\s*(\w+)\s*[=:])?\s*(.*?)\s*$/.exec(entry) ?? []);
  const named = entries.find(([, of]) => of === name);
  if (named) return named[2];
  // One name takes all of the comment, so that what it cannot mean is told.
  if (names.length === 1) return said;
  const [, of, text] = entries[names.indexOf(name)] ?? [];
  return of === undefined ? text : undefined;
}

/** Parts between the commas that stand in no bracket. */
function split(text: string): readonly string[] {
  const parts = [''];
  let depth = 0;
  for (const c of text) {
    if (c === '(' || c === '[') depth++;
    if (c === ')' || c === ']') depth--;
    if (c === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + c);
  }
  return parts;
}

export const lineOf = (file: SourceFile, offset: number): number => positionAt(file.lineStarts, offset).line;

/** The offset behind the last character of a line. */
export function lineEnd(file: SourceFile, line: number): number {
  let end = file.lineStarts[line + 1] ?? file.text.length;
  while (end > (file.lineStarts[line] ?? 0) && /[\r\n]/.test(file.text[end - 1] ?? '')) end--;
  return end;
}
