// Numbers read from texts, as `int`, `float` and `complex` read them. Knows no values.
import { spaces } from './whiteSpace';

/** The digit that a character of Unicode's class Nd stands for: they lie in rows of ten. */
function digitOf(code: number): string | undefined {
  let first = code;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first))) first--;
  return first === code ? undefined : String((code - first - 1) % 10);
}

/** Digits and spaces of every script as ASCII (`_PyUnicode_TransformDecimalAndSpaceToASCII`): the rest is cut at what is neither. */
export function asciiNumber(text: string): string {
  if (/^\p{ASCII}*$/u.test(text)) return text;
  let out = '';
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    const ascii = code < 127 ? char : spaces.test(char) ? ' ' : digitOf(code);
    if (ascii === undefined) return `${out}?`;
    out += ascii;
  }
  return out;
}

const stripped = (text: string): string => text.replace(/^[ \t-\r]+|[ \t-\r]+$/g, '');

const prefixes: Readonly<Record<number, RegExp>> = { 2: /^0b/i, 8: /^0o/i, 16: /^0x/i };

/** `int(text, base)` of ASCII; undefined where the text is no number in that base. */
export function parseInteger(source: string, base: number): bigint | undefined {
  const match = /^([-+]?)([\da-zA-Z_]+)$/.exec(stripped(source));
  if (!match) return undefined;
  const [, sign, body = ''] = match;
  let text = body;
  let radix = base;
  if (base === 0) radix = /^0b/i.test(text) ? 2 : /^0o/i.test(text) ? 8 : /^0x/i.test(text) ? 16 : 10;
  if (prefixes[radix]?.test(text)) text = text.slice(2).replace(/^_/, '');
  if (base === 0 && radix === 10 && /^0+[1-9]/.test(text.replaceAll('_', ''))) return undefined;
  if (!text || /^_|__|_$/.test(text)) return undefined;
  let value = 0n;
  const big = BigInt(radix);
  const plain = text.replaceAll('_', '');
  if (radix === 10) return /^\d+$/.test(plain) ? BigInt(plain) * (sign === '-' ? -1n : 1n) : undefined;
  for (const c of plain) {
    const digit = Number.parseInt(c, 36);
    if (Number.isNaN(digit) || digit >= radix) return undefined;
    value = value * big + BigInt(digit);
  }
  return sign === '-' ? -value : value;
}

const digits = '\\d(?:_?\\d)*';
const unsigned = `(?:${digits}\\.?(?:${digits})?|\\.${digits})(?:e[-+]?${digits})?|inf(?:inity)?|nan`;
const floating = new RegExp(`^[-+]?(?:${unsigned})$`, 'i');

/** `float(text)` of ASCII; undefined where the text is no number. */
export function parseFloating(source: string): number | undefined {
  const text = stripped(source);
  if (!floating.test(text)) return undefined;
  if (/nan/i.test(text)) return Number.NaN;
  if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number(text.replaceAll('_', ''));
}

const complexForms = [
  `([-+]?(?:${unsigned}))()`,
  `()([-+]?(?:${unsigned})?)j`,
  `([-+]?(?:${unsigned}))([-+](?:${unsigned})?)j`,
].map((form) => new RegExp(`^${form}$`, 'i'));

/** `complex(text)` of ASCII: its parts; undefined where the text is none, 'underscores' where one stands outside the digits. */
export function parseComplex(source: string): readonly [number, number] | 'underscores' | undefined {
  // As in C, where a text with its first NUL before any underscore has none.
  if (/^[^\0]*_/.test(source) && /(?<!\d)_|_(?!\d)/.test(source)) return 'underscores';
  const text = stripped(stripped(source).replace(/^\((.*)\)$/s, '$1'));
  const match = complexForms.map((form) => form.exec(text)).find(Boolean);
  if (!match) return undefined;
  const part = (written: string | undefined, alone: number): number =>
    written === undefined || /^[-+]?$/.test(written)
      ? written === '-'
        ? -alone
        : alone
      : (parseFloating(written) ?? 0);
  return [match[1] ? part(match[1], 0) : 0, text.toLowerCase().endsWith('j') ? part(match[2], 1) : 0];
}
