// The syntax of regular expressions as Python's `re` reads it, into a tree. Knows no text to match and no module.
import { points } from '../text/codePoints';
import { type CharTest, classEscape, eitherCase, inRange } from './characters';
import { type Flags, type Regex, RegexUnmodelled, widthOf } from './tree';

/** What is wrong with a pattern, in Python's words, and where. */
export class RegexFault extends Error {
  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message);
  }
}
export interface ParsedRegex {
  readonly tree: Regex;
  readonly groups: number;
  readonly names: ReadonlyMap<string, number>;
  readonly flags: Flags;
}

const letters: Readonly<Record<string, keyof Flags | undefined>> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  x: 'verbose',
  a: 'ascii',
};
const escapes: Readonly<Record<string, number | undefined>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
  '\\': 92,
};

/** Reads a pattern. Throws RegexFault and RegexUnmodelled. */
export function parseRegex(source: string, flags: Flags): ParsedRegex {
  const parser = new RegexParser(points(source), flags);
  const tree = parser.choice(flags);
  parser.finish();
  return { tree, groups: parser.groups, names: parser.names, flags: parser.flags };
}

class RegexParser {
  groups = 0;
  readonly names = new Map<string, number>();
  #at = 0;
  /** Groups that are being read. */
  readonly #open = new Set<number>();

  constructor(
    private readonly text: readonly string[],
    public flags: Flags,
  ) {}

  #fault(message: string, at = this.#at): never {
    throw new RegexFault(message, at);
  }
  #next(): string | undefined {
    return this.text[this.#at];
  }
  #take(wanted: string): boolean {
    const found = this.text.slice(this.#at, this.#at + wanted.length).join('') === wanted;
    if (found) this.#at += wanted.length;
    return found;
  }

  finish(): void {
    if (this.#at < this.text.length) this.#fault('unbalanced parenthesis');
  }

  choice(given: Flags): Regex {
    const flags = this.#at === 0 ? this.#leadingFlags(given) : given;
    const parts = [this.#sequence(flags)];
    while (this.#take('|')) parts.push(this.#sequence(flags));
    return parts.length === 1 ? (parts[0] as Regex) : { kind: 'choice', parts };
  }

  #sequence(flags: Flags): Regex {
    const parts: Regex[] = [];
    for (;;) {
      if (flags.verbose && this.#skipSpace()) continue;
      const c = this.#next();
      if (c === undefined || c === '|' || c === ')') break;
      // In a group of its own even `^` may be repeated.
      const bare = c !== '(';
      parts.push(this.#repeated(this.#atom(flags), bare, flags));
    }
    return parts.length === 1 ? (parts[0] as Regex) : parts.length ? { kind: 'sequence', parts } : { kind: 'empty' };
  }

  #skipSpace(): boolean {
    const c = this.#next();
    if (c !== undefined && /\s/.test(c)) {
      this.#at++;
      return true;
    }
    if (c !== '#') return false;
    while (this.#at < this.text.length && this.#next() !== '\n') this.#at++;
    return true;
  }

  /** `(?im)` at the very beginning is for the whole pattern. */
  #leadingFlags(given: Flags): Flags {
    let flags = given;
    for (;;) {
      const found = /^\(\?([aimsxu]+)\)/.exec(this.text.slice(this.#at, this.#at + 12).join(''));
      if (!found) break;
      this.#at += found[0].length;
      flags = this.#with(flags, found[1] ?? '', true);
    }
    this.flags = flags;
    return flags;
  }

  #with(flags: Flags, names: string, on: boolean): Flags {
    const changed: Record<keyof Flags, boolean> = { ...flags };
    for (const name of names) {
      const flag = letters[name];
      if (flag) changed[flag] = on;
      else if (name === 'u') changed.ascii = false;
      else throw new RegexUnmodelled(name);
    }
    return changed;
  }

  #repeated(atom: Regex, bare: boolean, flags: Flags): Regex {
    let body = atom;
    let times = 0;
    for (;;) {
      if (flags.verbose) while (this.#skipSpace());
      const from = this.#at;
      const range = this.#range();
      if (!range) return body;
      const [least, most] = range;
      if (times++) this.#fault('multiple repeat', from);
      if (bare && (atom.kind === 'at' || atom.kind === 'boundary')) this.#fault('nothing to repeat', from);
      const greedy = !this.#take('?');
      const possessive = greedy && this.#take('+');
      const repeat: Regex = { kind: 'repeat', body, least, most, greedy };
      body = possessive ? { kind: 'atomic', body: repeat } : repeat;
    }
  }

  /** How often, or undefined where no repetition is said. */
  #range(): readonly [number, number] | undefined {
    const most = Number.POSITIVE_INFINITY;
    if (this.#take('*')) return [0, most];
    if (this.#take('+')) return [1, most];
    if (this.#take('?')) return [0, 1];
    if (this.#next() !== '{') return undefined;
    const found = /^\{(\d*)(,?)(\d*)\}/.exec(this.text.slice(this.#at, this.#at + 30).join(''));
    if (!found || (!found[1] && !found[2] && !found[3])) return undefined;
    const [whole, low = '', comma, high = ''] = found;
    const from = this.#at;
    this.#at += whole.length;
    const least = low ? Number(low) : 0;
    const top = comma ? (high ? Number(high) : most) : least;
    if (top < least) this.#fault('min repeat greater than max repeat', from + 1);
    return [least, top];
  }

  #atom(flags: Flags): Regex {
    const start = this.#at;
    const c = this.text[this.#at++] ?? '';
    const { ignoreCase } = flags;
    switch (c) {
      case '.':
        return { kind: 'set', test: flags.dotAll ? () => true : (code) => code !== 10, ignoreCase: false };
      case '^':
        return { kind: 'at', where: flags.multiline ? 'lineStart' : 'start' };
      case '$':
        return { kind: 'at', where: flags.multiline ? 'lineEnd' : 'lastLineEnd' };
      case '(':
        return this.#group(flags, start);
      case '[':
        return this.#set(flags, start);
      case '\\':
        return this.#escape(flags, start);
      case '*':
      case '+':
      case '?':
        return this.#fault('nothing to repeat', start);
      default:
        return { kind: 'char', code: c.codePointAt(0) ?? 0, ignoreCase };
    }
  }

  #close(start: number): void {
    if (!this.#take(')')) this.#fault('missing ), unterminated subpattern', start);
  }

  #group(flags: Flags, start: number): Regex {
    if (!this.#take('?')) return this.#capture(flags, start, undefined);
    if (this.#take(':')) return this.#inside(flags, start);
    if (this.#take('>')) return { kind: 'atomic', body: this.#inside(flags, start) };
    if (this.#take('P<')) return this.#capture(flags, start, this.#name('>'));
    if (this.#take('P=')) {
      const at = this.#at;
      const name = this.#name(')');
      const index = this.names.get(name);
      if (index === undefined) return this.#fault(`unknown group name '${name}'`, at);
      return this.#backTo(index, flags, start + 4);
    }
    if (this.#take('#')) {
      while (this.#at < this.text.length && this.#next() !== ')') this.#at++;
      if (!this.#take(')')) this.#fault('missing ), unterminated comment', start);
      return { kind: 'sequence', parts: [] };
    }
    for (const [sign, negative] of [
      ['=', false],
      ['!', true],
    ] as const) {
      if (this.#take(sign)) return { kind: 'look', behind: undefined, negative, body: this.#inside(flags, start) };
      if (!this.#take(`<${sign}`)) continue;
      const body = this.#inside(flags, start);
      const [least, most] = widthOf(body);
      if (least !== most) this.#fault('look-behind requires fixed-width pattern', -1);
      return { kind: 'look', behind: least, negative, body };
    }
    const found = /^([aimsxu]*)(?:-([imsx]+))?:/.exec(this.text.slice(this.#at, this.#at + 14).join(''));
    if (!found) throw new RegexUnmodelled('(?');
    this.#at += found[0].length;
    return this.#inside(this.#with(this.#with(flags, found[1] ?? '', true), found[2] ?? '', false), start);
  }

  #inside(flags: Flags, start: number): Regex {
    const body = this.choice(flags);
    this.#close(start);
    return body;
  }

  #capture(flags: Flags, start: number, name: string | undefined): Regex {
    const index = ++this.groups;
    if (name !== undefined) {
      const known = this.names.get(name);
      if (known !== undefined)
        this.#fault(`redefinition of group name '${name}' as group ${index}; was group ${known}`, start + 4);
      this.names.set(name, index);
    }
    this.#open.add(index);
    const body = this.#inside(flags, start);
    this.#open.delete(index);
    return { kind: 'group', index, body };
  }

  #name(end: string): string {
    const start = this.#at;
    while (this.#at < this.text.length && this.#next() !== end) this.#at++;
    const name = this.text.slice(start, this.#at).join('');
    if (!this.#take(end)) this.#fault(name ? `missing ${end}, unterminated name` : 'missing group name', start);
    if (!name) this.#fault('missing group name', start);
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) this.#fault(`bad character in group name '${name}'`, start);
    return name;
  }

  #backTo(index: number, flags: Flags, at: number): Regex {
    if (index > this.groups) this.#fault(`invalid group reference ${index}`, at);
    if (this.#open.has(index)) this.#fault('cannot refer to an open group', at - 1);
    return { kind: 'back', index, ignoreCase: flags.ignoreCase };
  }

  #escape(flags: Flags, start: number): Regex {
    const c = this.text[this.#at++];
    if (c === undefined) return this.#fault('bad escape (end of pattern)', start);
    const { ignoreCase, ascii } = flags;
    if (c === 'A') return { kind: 'at', where: 'start' };
    if (c === 'Z') return { kind: 'at', where: 'end' };
    if (c === 'b' || c === 'B') return { kind: 'boundary', negative: c === 'B', ascii };
    const test = classEscape(c, ascii);
    if (test) return { kind: 'set', test, ignoreCase: false };
    if (/[1-9]/.test(c)) {
      const more = this.#next() ?? '';
      if (/[0-9]/.test(more)) {
        if (/[0-7]/.test(c) && /[0-7]/.test(more) && /[0-7]/.test(this.text[this.#at + 1] ?? ''))
          throw new RegexUnmodelled('\\');
        this.#at++;
        return this.#backTo(Number(c + more), flags, start + 1);
      }
      return this.#backTo(Number(c), flags, start + 1);
    }
    return { kind: 'char', code: this.#plainEscape(c, start), ignoreCase };
  }

  #plainEscape(c: string, start: number): number {
    const known = escapes[c];
    if (known !== undefined) return known;
    const digits = { x: 2, u: 4, U: 8 }[c];
    if (digits) {
      const text = this.text.slice(this.#at, this.#at + digits).join('');
      const found = /^[0-9a-fA-F]*/.exec(text)?.[0] ?? '';
      if (found.length !== digits) this.#fault(`incomplete escape \\${c}${found}`, start);
      this.#at += digits;
      return Number.parseInt(found, 16);
    }
    if (c === '0') {
      const found = /^[0-7]{0,2}/.exec(this.text.slice(this.#at, this.#at + 2).join(''))?.[0] ?? '';
      this.#at += found.length;
      return Number.parseInt(`0${found}`, 8);
    }
    if (c === 'N') throw new RegexUnmodelled('\\N');
    if (/[A-Za-z0-9]/.test(c)) this.#fault(`bad escape \\${c}`, start);
    return c.codePointAt(0) ?? 0;
  }

  #set(flags: Flags, start: number): Regex {
    const negative = this.#take('^');
    const tests: CharTest[] = [];
    for (let first = true; ; first = false) {
      const from = this.#at;
      const c = this.text[this.#at++];
      if (c === undefined) return this.#fault('unterminated character set', start);
      if (c === ']' && !first) break;
      const low = this.#member(c, from, flags);
      if (this.#next() !== '-' || this.text[this.#at + 1] === ']') {
        tests.push(typeof low === 'number' ? (code) => code === low : low);
        continue;
      }
      this.#at++;
      const to = this.#at;
      const d = this.text[this.#at++];
      if (d === undefined) return this.#fault('unterminated character set', start);
      const high = this.#member(d, to, flags);
      const shown = this.text.slice(from, this.#at).join('');
      if (typeof low !== 'number' || typeof high !== 'number' || high < low)
        return this.#fault(`bad character range ${shown}`, from);
      tests.push(inRange(low, high));
    }
    const any: CharTest = (code) => tests.some((test) => test(code));
    const { ignoreCase } = flags;
    if (!negative) return { kind: 'set', test: any, ignoreCase };
    return { kind: 'set', test: negated(any, ignoreCase), ignoreCase: false };
  }

  #member(c: string, from: number, flags: Flags): number | CharTest {
    if (c === '[' && this.#next() === ':') throw new RegexUnmodelled('[[:');
    if (c !== '\\') return c.codePointAt(0) ?? 0;
    const d = this.text[this.#at++];
    if (d === undefined) return this.#fault('bad escape (end of pattern)', from);
    const test = classEscape(d, flags.ascii);
    if (test) return test;
    if (/[1-9]/.test(d)) throw new RegexUnmodelled('\\');
    return this.#plainEscape(d, from);
  }
}

const negated =
  (test: CharTest, ignoreCase: boolean): CharTest =>
  (code) =>
    !(ignoreCase ? eitherCase(test)(code) : test(code));
