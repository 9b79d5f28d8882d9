// `repr` of strings and bytes. Knows no values.
import { latinText } from './latinText';
import { newerClass } from './unicodeVersion';

const short: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Characters that Python's `repr` does not print as they are. */
const unprintable = new RegExp(`[\\\\\\p{C}\\p{Zl}\\p{Zp}${newerClass}]|(?! )\\p{Zs}`, 'gu');

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** `'it\'s'` as Python chooses the quotes; `ascii` escapes all that is not ASCII. */
export function quoted(text: string, ascii = false): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let body = text.replace(unprintable, (c) => short[c] ?? escaped(c.codePointAt(0) ?? 0));
  if (quote === "'") body = body.replaceAll("'", "\\'");
  return quote + (ascii ? escapedAscii(body) : body) + quote;
}

/** The text with all that is not ASCII escaped, as `ascii()` writes a `repr`. */
export const escapedAscii = (text: string): string =>
  text.replace(/[^\p{ASCII}]/gu, (c) => escaped(c.codePointAt(0) ?? 0));

const escaped = (point: number): string =>
  point < 0x100 ? `\\x${hex(point, 2)}` : point < 0x10000 ? `\\u${hex(point, 4)}` : `\\U${hex(point, 8)}`;

/** `b'a\x00'`. */
export function quotedBytes(bytes: Uint8Array): string {
  const raw = latinText(bytes);
  const quote = raw.includes("'") && !raw.includes('"') ? '"' : "'";
  let body = '';
  for (const c of raw) {
    const code = c.charCodeAt(0);
    if (short[c]) body += short[c];
    else if (c === quote) body += `\\${c}`;
    else body += code < 32 || code > 126 ? `\\x${hex(code, 2)}` : c;
  }
  return `b${quote}${body}${quote}`;
}
