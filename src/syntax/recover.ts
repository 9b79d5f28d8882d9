// Keeps broken code from spoiling what stands around it: finds the logical lines that are wrong, blanks them, and says
// what CPython would. Knows the grammar only through `faultsOf`.
import { boundNames } from './convert/boundNames';
import { blockOwner, faultMessage, headKeyword } from './faultText';
import type { LogicalLine } from './lines';
import type { Broken, SyntaxFault } from './nodes';

/** Offsets at which the grammar stumbles over a text. */
export type FaultsOf = (text: string) => readonly { readonly start: number }[];

export interface Recovered {
  /** The chunk with broken lines replaced by `0` or blanks; every other character where it was. */
  readonly text: string;
  /** By offset of the `0` in the chunk. */
  readonly markers: ReadonlyMap<number, Broken>;
  /** Those that leave no marker. */
  readonly loose: readonly Broken[];
}

/** `lines` of the chunk that begins at `offset` of `text`. */
export function recover(
  text: string,
  offset: number,
  end: number,
  lines: readonly LogicalLine[],
  indentation: IndentationFaults,
  faultsOf: FaultsOf,
): Recovered {
  const chars = text.slice(offset, end).split('');
  const markers = new Map<number, Broken>();
  const loose: Broken[] = [];
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] as LogicalLine;
    const irregular = indentation.irregular.get(i);
    const fault = line.fault ?? irregular ?? indentation.regular.get(i) ?? lineFault(text, line, faultsOf);
    if (!fault) continue;
    let first = line.start;
    let last = line.end;
    if (headKeyword(text.slice(line.start, line.end)) && !irregular) {
      for (let d = i - 1; d >= 0 && text[lines[d]?.start ?? 0] === '@'; d--) {
        first = lines[d]?.start ?? first;
        markers.delete(first - offset);
      }
      while (i + 1 < lines.length && belongsTo(text, lines[i + 1] as LogicalLine, line))
        last = (lines[++i] as LogicalLine).end;
    }
    const span = { start: first, end: last };
    const broken: Broken = { kind: 'Broken', span, error: fault, names: boundNames(text.slice(first, last)) };
    for (let at = first - offset; at < last - offset; at++)
      if (chars[at] !== '\n' && chars[at] !== '\r') chars[at] = ' ';
    if (irregular) loose.push(broken);
    else {
      chars[first - offset] = '0';
      markers.set(first - offset, broken);
    }
  }
  return { text: chars.join(''), markers, loose };
}

/** Whether a line lies in the block of a header, or is one of its further clauses. */
function belongsTo(text: string, line: LogicalLine, header: LogicalLine): boolean {
  if (line.indent > header.indent) return true;
  return line.indent === header.indent && /^(?:else|elif|except|finally)\b/.test(text.slice(line.start, line.end));
}

const clauseAfter: Readonly<Record<string, RegExp>> = {
  else: /^(?:if|elif|for|while|try|except)$/,
  elif: /^(?:if|elif)$/,
  except: /^(?:try|except)$/,
  finally: /^(?:try|except|else)$/,
};

/** By index of the line: `irregular` ones stand where no statement may, `regular` ones are headers without a block and stray clauses. */
export interface IndentationFaults {
  readonly irregular: ReadonlyMap<number, SyntaxFault>;
  readonly regular: ReadonlyMap<number, SyntaxFault>;
}

/** As many as CPython's tokenizer keeps. */
const mostLevels = 100;

export function indentationFaults(
  text: string,
  lines: readonly LogicalLine[],
  lineOf: (offset: number) => number,
): IndentationFaults {
  const irregular = new Map<number, SyntaxFault>();
  const regular = new Map<number, SyntaxFault>();
  const stack = [0];
  const heads: (string | undefined)[] = [];
  let header: { index: number; keyword: string } | undefined;
  const missing = (at: { index: number; keyword: string }) => {
    const line = lines[at.index] as LogicalLine;
    const message = `expected an indented block after ${blockOwner(at.keyword)} on line ${lineOf(line.start) + 1}`;
    regular.set(at.index, { type: 'IndentationError', message, span: { start: line.start, end: line.end } });
  };
  let deepest: number | undefined;
  lines.forEach((line, index) => {
    const span = { start: line.start, end: line.end };
    const top = stack.at(-1) ?? 0;
    if (deepest !== undefined && line.indent > deepest) return;
    deepest = undefined;
    if (header && line.indent > top && stack.length >= mostLevels) {
      regular.set(header.index, { type: 'IndentationError', message: 'too many levels of indentation', span });
      deepest = top;
      header = undefined;
      return;
    }
    if (header && line.indent > top) stack.push(line.indent);
    else if (header) missing(header);
    header = undefined;
    if (line.indent > (stack.at(-1) ?? 0)) {
      irregular.set(index, { type: 'IndentationError', message: 'unexpected indent', span });
      return;
    }
    while (line.indent < (stack.at(-1) ?? 0)) {
      heads.length = stack.length - 1;
      stack.pop();
    }
    if (line.indent !== stack.at(-1)) {
      irregular.set(index, {
        type: 'IndentationError',
        message: 'unindent does not match any outer indentation level',
        span,
      });
      return;
    }
    const keyword = headKeyword(text.slice(line.start, line.end));
    const level = stack.length - 1;
    const needs = keyword && clauseAfter[keyword];
    if (needs && !needs.test(heads[level] ?? ''))
      regular.set(index, { type: 'SyntaxError', message: 'invalid syntax', span });
    if (keyword === 'try' && !hasHandler(text, lines, index))
      regular.set(index, { type: 'SyntaxError', message: "expected 'except' or 'finally' block", span });
    heads[level] = keyword;
    heads.length = level + 1;
    if (keyword && line.opensBlock) header = { index, keyword };
  });
  if (header) missing(header);
  return { irregular, regular };
}

function hasHandler(text: string, lines: readonly LogicalLine[], index: number): boolean {
  const indent = lines[index]?.indent ?? 0;
  const next = lines.slice(index + 1).find((line) => line.indent <= indent);
  return next?.indent === indent && /^(?:except|finally)\b/.test(text.slice(next.start, next.end));
}

/** What a clause needs before it to be parsed alone. */
const before: Readonly<Record<string, string>> = {
  else: 'if 1: pass\n',
  elif: 'if 1: pass\n',
  except: 'try: pass\n',
  finally: 'try: pass\n',
  case: 'match x:\n ',
};

/** The fault of one logical line, parsed alone. */
function lineFault(text: string, line: LogicalLine, faultsOf: FaultsOf): SyntaxFault | undefined {
  const source = text.slice(line.start, line.end);
  const keyword = headKeyword(source) ?? '';
  const prefix = before[keyword] ?? '';
  const opens = line.opensBlock && keyword !== '';
  const body =
    keyword === 'match' && opens
      ? '\n case _: pass'
      : opens
        ? ' pass'
        : source.startsWith('@')
          ? '\ndef f(): pass'
          : '';
  const closing = keyword === 'try' ? '\nfinally: pass' : '';
  const fault = faultsOf(`${prefix}${source}${body}${closing}\n`)[0];
  if (!fault) return undefined;
  const at = Math.min(Math.max(fault.start - prefix.length, 0), source.length);
  return { type: 'SyntaxError', message: faultMessage(source, at), span: { start: line.start + at, end: line.end } };
}
