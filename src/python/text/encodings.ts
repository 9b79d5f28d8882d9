// Texts as bytes and back, with CPython's handling of what does not fit. Knows no evaluator.

import { PyError, valueError } from '../core/pyError';
import { int, str } from '../value';
import { latinText } from './latinText';
import { quoted } from './quote';

type Errors = 'strict' | 'replace' | 'ignore' | 'backslashreplace' | 'xmlcharrefreplace';

const aliases: Readonly<Record<string, string>> = {
  utf8: 'utf-8',
  'us-ascii': 'ascii',
  latin1: 'latin-1',
  'iso-8859-1': 'latin-1',
  'utf-16le': 'utf-16-le',
  'utf-16be': 'utf-16-be',
};

function codecOf(encoding: string): string {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  const codec = aliases[name] ?? name;
  if (!/^(?:utf-8|ascii|latin-1|utf-16(?:-[lb]e)?)$/.test(codec))
    throw new PyError('LookupError', `unknown encoding: ${encoding}`);
  return codec;
}

const units = (text: string, little: boolean): number[] =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i)).flatMap((unit) =>
    little ? [unit & 255, unit >> 8] : [unit >> 8, unit & 255],
  );

const unknownHandler = (errors: string): PyError =>
  new PyError('LookupError', `unknown error handler name '${errors}'`);

/** What stands for a character that the codec does not have. */
function substitute(point: number, errors: Errors): string | undefined {
  switch (errors) {
    case 'ignore':
      return '';
    case 'replace':
      return '?';
    case 'backslashreplace':
      return quoted(String.fromCodePoint(point), true).slice(1, -1);
    case 'xmlcharrefreplace':
      return `&#${point};`;
    case 'strict':
      return undefined;
    default:
      throw unknownHandler(errors);
  }
}

/** `text.encode(encoding, errors)`. Raises UnicodeEncodeError and LookupError. */
export function encoded(text: string, encoding: string, errors = 'strict'): Uint8Array {
  const codec = codecOf(encoding);
  if (codec === 'utf-16') return Uint8Array.from([0xff, 0xfe, ...units(text, true)]);
  if (codec.startsWith('utf-16')) return Uint8Array.from(units(text, codec === 'utf-16-le'));
  const limit = { ascii: 0x80, 'latin-1': 0x100 }[codec];
  const points = Array.from(text, (c) => c.codePointAt(0) ?? 0);
  const fits = (point: number) => (limit === undefined ? point < 0xd800 || point > 0xdfff : point < limit);
  let out = '';
  for (let i = 0; i < points.length; i++) {
    const point = points[i] ?? 0;
    const text_ = fits(point) ? String.fromCodePoint(point) : substitute(point, errors as Errors);
    if (text_ !== undefined) {
      out += text_;
      continue;
    }
    let end = i + 1;
    while (end < points.length && !fits(points[end] ?? 0)) end++;
    const why = limit === undefined ? 'surrogates not allowed' : `ordinal not in range(${limit})`;
    throw new PyError('UnicodeEncodeError', '', [str(codec), str(text), int(i), int(end), str(why)]);
  }
  return limit === undefined ? new TextEncoder().encode(out) : Uint8Array.from(out, (c) => c.charCodeAt(0));
}

/** `bytes.decode(encoding, errors)`. Raises UnicodeDecodeError and LookupError. */
export function decoded(bytes: Uint8Array, encoding: string, errors = 'strict'): string {
  const codec = codecOf(encoding);
  if (codec === 'latin-1') return latinText(bytes);
  if (codec.startsWith('utf-16')) return utf16(bytes, codec);
  let out = '';
  for (let at = 0; at < bytes.length; ) {
    const read = codec === 'ascii' ? asciiAt(bytes, at) : utf8At(bytes, at);
    if (typeof read.value === 'number') out += String.fromCodePoint(read.value);
    else if (errors === 'replace') out += '\ufffd';
    else if (errors === 'backslashreplace')
      out += Array.from(bytes.slice(at, at + read.length), (b) => `\\x${b.toString(16).padStart(2, '0')}`).join('');
    else if (errors !== 'ignore') {
      if (errors !== 'strict') throw unknownHandler(errors);
      const place = [int(at), int(at + read.length), str(read.value)];
      throw new PyError('UnicodeDecodeError', '', [str(codec), { kind: 'bytes', value: bytes }, ...place]);
    }
    at += read.length;
  }
  return out;
}

/** A code point, or why there is none, and how many bytes that takes. */
interface Read {
  readonly value: number | string;
  readonly length: number;
}

const asciiAt = (bytes: Uint8Array, at: number): Read => {
  const b = bytes[at] ?? 0;
  return { value: b < 128 ? b : 'ordinal not in range(128)', length: 1 };
};

function utf8At(bytes: Uint8Array, at: number): Read {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return { value: first, length: 1 };
  const more = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
  if (!more) return { value: 'invalid start byte', length: 1 };
  const least = { 224: 0xa0, 240: 0x90 }[first] ?? 0x80;
  const most = { 237: 0x9f, 244: 0x8f }[first] ?? 0xbf;
  let point = first & (0x3f >> more);
  for (let i = 1; i <= more; i++) {
    const next = bytes[at + i];
    if (next === undefined) return { value: 'unexpected end of data', length: i };
    const ok = i === 1 ? next >= least && next <= most : next >= 0x80 && next <= 0xbf;
    if (!ok) return { value: 'invalid continuation byte', length: i };
    point = (point << 6) | (next & 0x3f);
  }
  return { value: point, length: more + 1 };
}

function utf16(bytes: Uint8Array, codec: string): string {
  const marked =
    codec === 'utf-16' && ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff));
  const little = codec === 'utf-16' ? !(marked && bytes[0] === 0xfe) : codec === 'utf-16-le';
  if (bytes.length % 2)
    throw new PyError('UnicodeDecodeError', '', [
      str(codec),
      { kind: 'bytes', value: bytes },
      int(bytes.length - 1),
      int(bytes.length),
      str('truncated data'),
    ]);
  let out = '';
  for (let i = marked ? 2 : 0; i < bytes.length; i += 2) {
    const [a, b] = [bytes[i] ?? 0, bytes[i + 1] ?? 0];
    out += String.fromCharCode(little ? a | (b << 8) : b | (a << 8));
  }
  return out;
}

/** `bytes.fromhex(text)` */
export function fromHex(text: string): Uint8Array {
  const out: number[] = [];
  for (let i = 0; i < text.length; ) {
    if (/\s/.test(text[i] ?? '')) i++;
    else {
      const bad = [i, i + 1].find((at) => !/[\da-f]/i.test(text[at] ?? ''));
      if (bad !== undefined) throw valueError(`non-hexadecimal number found in fromhex() arg at position ${bad}`);
      out.push(Number.parseInt(text.slice(i, i + 2), 16));
      i += 2;
    }
  }
  return Uint8Array.from(out);
}
