// Splits Python source into logical lines by looking at strings, brackets and comments alone, and finds what is wrong
// with those. Works on any text; knows no grammar.
import type { SyntaxFault } from './nodes';
import { numberToken } from './numberToken';

export interface LogicalLine {
  /** Offset of the first character that is no indentation. */
  readonly start: number;
  /** Behind the last character, before the line's end. */
  readonly end: number;
  /** Columns; a tab goes on to the next multiple of 8. */
  readonly indent: number;
  /** Ends in a colon that opens a block on the lines below. */
  readonly opensBlock: boolean;
  readonly fault?: SyntaxFault;
}

const closers: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
/** Lines that begin so cannot stand inside brackets. */
const surelyStatement =
  /(?:def|class|import|return|while|with|try|raise|del|global|nonlocal|assert|pass|break|continue)\b(?!\s*[=,)\]}.])|@\w|from\s+[\w.]+\s+import\b|(?:if|for|elif|else|except|finally)\b[^\n]*:[ \t]*(?:#[^\n]*)?(?:\n|\r|$)/y;
/** A name where, after an operand on the line before, only an operator could stand. */
const operandBegins = /(?!(?:if|else|for|in|is|and|or|not|as|async)\b|[rRbBuUfF]{1,2}['"])[A-Za-z_]/y;
/** CPython refuses more. */
const maxBrackets = 200;
/** How often the scanner looks on to the end of the file for a bracket that never comes. */
const maxRewinds = 20;

export function logicalLines(text: string, lineOf: (offset: number) => number): LogicalLine[] {
  return new Scanner(text, lineOf).run();
}

class Scanner {
  private at = 0;
  private rewinds = 0;
  private fault: SyntaxFault | undefined;
  private lastSolid = 0;
  private readonly lines: LogicalLine[] = [];

  constructor(
    private readonly text: string,
    private readonly lineOf: (offset: number) => number,
  ) {}

  run(): LogicalLine[] {
    const { text } = this;
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
    while (this.at < text.length) {
      const indent = this.indentation();
      const c = text[this.at];
      if (c === undefined) break;
      if (c === '\n' || c === '\r') this.at++;
      else if (c === '#') this.at = this.lineEnd(this.at);
      else this.logicalLine(indent);
    }
    return this.lines;
  }

  private indentation(): number {
    let column = 0;
    for (; ; this.at++) {
      const c = this.text[this.at];
      if (c === ' ') column++;
      else if (c === '\t') column = (column + 8) & ~7;
      else if (c === '\f') column = 0;
      else return column;
    }
  }

  private lineEnd(from: number): number {
    for (let i = from; i < this.text.length; i++) {
      const c = this.text.charCodeAt(i);
      if (c === 10 || c === 13) return i;
    }
    return this.text.length;
  }

  private wrong(message: string, start: number, end = start + 1): void {
    this.fault ??= { type: 'SyntaxError', message, span: { start, end } };
  }

  private logicalLine(indent: number): void {
    const { text } = this;
    const start = this.at;
    const open: number[] = [];
    this.fault = undefined;
    this.lastSolid = start;
    while (this.at < text.length) {
      const c = text[this.at] ?? '';
      if (c === '\n' || c === '\r') {
        if (!open.length) break;
        this.at++;
        if (this.statementBegins(indent)) break;
        continue;
      }
      if (c === '\\' && /[\n\r]/.test(text[this.at + 1] ?? '')) {
        this.at += text[this.at + 1] === '\r' && text[this.at + 2] === '\n' ? 3 : 2;
        continue;
      }
      if (c === '#') {
        this.at = this.lineEnd(this.at);
        continue;
      }
      if (c === '"' || c === "'") {
        this.string(c);
        this.lastSolid = this.at;
        continue;
      }
      if (this.startsNumber(c)) {
        this.number();
        continue;
      }
      this.character(c, open);
      this.at++;
      if (c !== ' ' && c !== '\t') this.lastSolid = this.at;
    }
    const unclosed = open[0];
    if (unclosed !== undefined) {
      this.wrong(`'${text[unclosed]}' was never closed`, unclosed);
      this.rewind(unclosed, indent);
    }
    const end = Math.max(this.lastSolid, start + 1);
    const opensBlock = text[end - 1] === ':';
    this.lines.push({ start, end, indent, opensBlock, ...(this.fault ? { fault: this.fault } : {}) });
  }

  /** A digit that is no part of a name, or a point before one. */
  private startsNumber(c: string): boolean {
    const digit = c >= '0' && c <= '9';
    if (!digit && !(c === '.' && /\d/.test(this.text[this.at + 1] ?? ''))) return false;
    return !/[\w\x80-\uffff]/.test(this.text[this.at - 1] ?? '');
  }

  private number(): void {
    const { end, fault } = numberToken(this.text, this.at);
    if (fault) this.wrong(fault, this.at, Math.max(end, this.at + 1));
    this.at = Math.max(end, this.at + 1);
    this.lastSolid = this.at;
  }

  private character(c: string, open: number[]): void {
    if (c === '(' || c === '[' || c === '{') {
      open.push(this.at);
      if (open.length > maxBrackets) this.wrong('too many nested parentheses', this.at);
    } else if (c === ')' || c === ']' || c === '}') {
      const opener = open.pop();
      if (opener === undefined) this.wrong(`unmatched '${c}'`, this.at);
      else if (closers[this.text[opener] ?? ''] !== c) {
        const [from, to] = [this.lineOf(opener), this.lineOf(this.at)];
        const where = from === to ? '' : ` on line ${from + 1}`;
        this.wrong(
          `closing parenthesis '${c}' does not match opening parenthesis '${this.text[opener]}'${where}`,
          this.at,
        );
      }
    } else if (c === '?' || c === '$' || (c === '!' && this.text[this.at + 1] !== '='))
      this.wrong('invalid syntax', this.at);
    else if (c.charCodeAt(0) > 127) this.foreign();
  }

  /** Letters of any script may stand in names; other characters outside strings are refused by name. */
  private foreign(): void {
    const point = this.text.codePointAt(this.at) ?? 0;
    const shown = String.fromCodePoint(point);
    if (point > 0xffff) this.at++;
    if (/[\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]/u.test(shown)) return;
    const hex = point.toString(16).toUpperCase().padStart(4, '0');
    const printable = !/[\p{Z}\p{C}]/u.test(shown);
    this.wrong(
      printable ? `invalid character '${shown}' (U+${hex})` : `invalid non-printable character U+${hex}`,
      this.at,
    );
  }

  /** Goes behind the string that begins here. */
  private string(quote: string): void {
    const { text } = this;
    const start = this.at;
    if (text.startsWith(quote.repeat(3), start)) {
      for (let i = start + 3; i < text.length; i++) {
        if (text[i] === '\\') i++;
        else if (text[i] === quote && text.startsWith(quote.repeat(3), i)) {
          this.at = i + 3;
          return;
        }
      }
      const last = this.lineOf(text.length) + 1;
      this.wrong(`unterminated triple-quoted string literal (detected at line ${last})`, start, start + 3);
      this.at = this.lineEnd(start);
      return;
    }
    for (let i = start + 1; ; i++) {
      const c = text[i];
      if (c === '\\') {
        if (text[i + 1] === '\r' && text[i + 2] === '\n') i++;
        i++;
      } else if (c === quote) {
        this.at = i + 1;
        return;
      } else if (c === undefined || c === '\n' || c === '\r') {
        const line = this.lineOf(Math.min(i, text.length)) + 1;
        this.wrong(`unterminated string literal (detected at line ${line})`, start);
        this.at = Math.min(i, text.length);
        return;
      }
    }
  }

  /** Whether the physical line that begins here, inside brackets, must be a new statement: then the brackets are never closed. */
  private statementBegins(indent: number): boolean {
    const from = this.at;
    const column = this.indentation();
    const first = this.at;
    this.at = from;
    if (column > indent) return false;
    surelyStatement.lastIndex = first;
    if (surelyStatement.test(this.text)) return true;
    operandBegins.lastIndex = first;
    if (/[\w)\]}'"]/.test(this.text[this.lastSolid - 1] ?? '') && operandBegins.test(this.text)) return true;
    return this.rewinds >= maxRewinds && /\w/.test(this.text[first] ?? '');
  }

  /** After a search to the file's end in vain: goes on at the first line below the bracket that is not indented further. */
  private rewind(opener: number, indent: number): void {
    this.rewinds++;
    let next = this.lineEnd(opener);
    this.lastSolid = next;
    while (next < this.text.length) {
      this.at = next + 1;
      const column = this.indentation();
      const c = this.text[this.at];
      const blank = c === undefined || /[\n\r#]/.test(c);
      if (!blank && column <= indent && !/[)\]}]/.test(c)) break;
      const end = this.lineEnd(this.at);
      if (!blank) this.lastSolid = end;
      next = end;
    }
    this.at = Math.min(next, this.text.length);
  }
}
