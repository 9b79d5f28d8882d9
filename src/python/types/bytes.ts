// bytes: constructor, methods, and texts as bytes. Knows no syntax.

import { defineMethods, defineNew } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { quoted } from '../text/quote';
import { int, list, str, type Value } from '../value';

const bytesOf = (v: Value | undefined): Uint8Array => (v?.kind === 'bytes' ? v.value : new Uint8Array());
const made = (value: Uint8Array): Value => ({ kind: 'bytes', value });
const asText = (v: Value | undefined): string => Array.from(bytesOf(v), (b) => String.fromCharCode(b)).join('');
const fromText = (text: string): Value => made(Uint8Array.from(text, (c) => c.charCodeAt(0)));

/** `text.encode(encoding)` */
export function encode(text: string, encoding: string): Value {
  const name = encoding.toLowerCase().replaceAll('_', '-');
  if (name === 'utf-8' || name === 'utf8') return made(new TextEncoder().encode(text));
  if (name === 'ascii' || name === 'latin-1' || name === 'iso-8859-1') {
    const limit = name === 'ascii' ? 128 : 256;
    const at = [...text].findIndex((c) => (c.codePointAt(0) ?? 0) >= limit);
    if (at >= 0)
      throw new PyError(
        'UnicodeEncodeError',
        `'${name === 'ascii' ? 'ascii' : 'latin-1'}' codec can't encode character ${quoted([...text][at] ?? '', true)} in position ${at}: ordinal not in range(${limit})`,
      );
    return fromText(text);
  }
  throw new PyError('LookupError', `unknown encoding: ${encoding}`);
}

export function defineBytes(): void {
  defineNew('bytes', 'source=, encoding=, errors=', function* (vm, [, source, encoding]) {
    if (!source) return made(new Uint8Array());
    if (source.kind === 'bytes') return source;
    if (source.kind === 'str') {
      if (!encoding) throw typeError('string argument without an encoding');
      return encode(source.value, encoding.kind === 'str' ? encoding.value : 'utf-8');
    }
    const size = intOf(source);
    if (size !== undefined) {
      if (size < 0n) throw valueError('negative count');
      vm.allocate(size);
      return made(new Uint8Array(Number(size)));
    }
    const items = yield* vm.items(source);
    return made(
      Uint8Array.from(items, (item) => {
        const n = intOf(item);
        if (n === undefined || n < 0n || n > 255n) throw valueError('bytes must be in range(0, 256)');
        return Number(n);
      }),
    );
  });
  defineMethods('bytes', [
    [
      'decode',
      'encoding=, errors=',
      (_, [self, encoding]) => {
        const name = encoding?.kind === 'str' ? encoding.value.toLowerCase() : 'utf-8';
        if (name !== 'utf-8' && name !== 'utf8') return str(asText(self));
        try {
          return str(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytesOf(self)));
        } catch {
          throw new PyError('UnicodeDecodeError', "'utf-8' codec can't decode bytes: invalid start byte");
        }
      },
    ],
    ['hex', '', (_, [self]) => str(Array.from(bytesOf(self), (b) => b.toString(16).padStart(2, '0')).join(''))],
    ['upper', '', (_, [self]) => fromText(asText(self).toUpperCase())],
    ['lower', '', (_, [self]) => fromText(asText(self).toLowerCase())],
    ['strip', '', (_, [self]) => fromText(asText(self).trim())],
    [
      'split',
      'sep=',
      (_, [self, by]) =>
        list((by ? asText(self).split(asText(by)) : asText(self).split(/\s+/).filter(Boolean)).map(fromText)),
    ],
    ['find', 'sub, /', (_, [self, wanted]) => int(asText(self).indexOf(asText(wanted)))],
    ['count', 'sub, /', (_, [self, wanted]) => int(asText(self).split(asText(wanted)).length - 1)],
  ]);
}
