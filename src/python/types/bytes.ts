// bytes: constructor and methods. Most of them are those of texts, asked on a text of one character for each byte. Knows no
// syntax.

import { builtinClass } from '../core/classes';
import { indexOf } from '../core/items';
import { classOf, typeName } from '../core/lookup';
import { defineMethods, defineNew, type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { decoded, encoded, fromHex } from '../text/encodings';
import { latinText } from '../text/latinText';
import { type BytesValue, none, type Run, str, type Value } from '../value';
import { joinedItems } from './text';

const bytesOf = (v: Value | undefined): Uint8Array => (v?.kind === 'bytes' ? v.value : new Uint8Array());
const made = (value: Uint8Array): BytesValue => ({ kind: 'bytes', value });
const textOf = (v: Value | undefined): string => (v?.kind === 'str' ? v.value : '');

/** Bytes that are no ASCII letters, digits or blanks stand for themselves in the private use area, where nothing has case. */
const base = 0xe000;
const isPlain = (b: number): boolean => b < 0x80 && !(b >= 0x1c && b <= 0x1f);
const toText = (bytes: Uint8Array): Value =>
  str(Array.from(bytes, (b) => String.fromCharCode(isPlain(b) ? b : base + b)).join(''));
const fromText = (text: string): Value => made(Uint8Array.from(text, (c) => c.charCodeAt(0) & 0xff));

function backFrom(value: Value): Value {
  if (value.kind === 'str') return fromText(value.value);
  if (value.kind === 'list' || value.kind === 'tuple') return { ...value, items: value.items.map(backFrom) };
  return value;
}

/** Signatures as those of `str`; an argument before the bar must be bytes, one behind it is passed on. */
const borrowed: Readonly<Record<string, string>> = {
  capitalize: '',
  center: 'width: ssize, fillchar=, /',
  count: '~sub, start: slice=, end: slice=, /',
  endswith: '~suffix, start: slice=, end: slice=, /',
  expandtabs: 'tabsize: cint=',
  find: '~sub, start: slice=, end: slice=, /',
  index: '~sub, start: slice=, end: slice=, /',
  isalnum: '',
  isalpha: '',
  isdigit: '',
  islower: '',
  isspace: '',
  istitle: '',
  isupper: '',
  ljust: 'width: ssize, fillchar=, /',
  lower: '',
  lstrip: 'bytes=, /',
  partition: 'sep, /',
  removeprefix: 'prefix, /',
  removesuffix: 'suffix, /',
  replace: 'old, new, count: ssize=, /',
  rfind: '~sub, start: slice=, end: slice=, /',
  rindex: '~sub, start: slice=, end: slice=, /',
  rjust: 'width: ssize, fillchar=, /',
  rpartition: 'sep, /',
  rsplit: 'sep=, maxsplit: ssize=',
  rstrip: 'bytes=, /',
  split: 'sep=, maxsplit: ssize=',
  splitlines: 'keepends: cint=',
  startswith: '~prefix, start: slice=, end: slice=, /',
  strip: 'bytes=, /',
  swapcase: '',
  title: '',
  upper: '',
  zfill: 'width: ssize, /',
};
const numbers = new Set(['start', 'end', 'width', 'count', 'maxsplit', 'keepends', 'tabsize']);

const borrowedRows: readonly MethodRow[] = Object.entries(borrowed).map(([name, signature]): MethodRow => {
  const names = signature.split(',').map((part) => part.trim().replace(/^~|=|:.*$/g, ''));
  return [
    name,
    signature,
    function* (vm, [self, ...given]) {
      const args: Value[] = [];
      for (const [i, value] of given.entries()) {
        if (!value) {
          if (given.slice(i).some(Boolean)) args.push(none);
          continue;
        }
        const blank = value.kind === 'none' && /strip$|split$/.test(name);
        const affix = /^(?:starts|ends)with$/.test(name);
        const n = /^r?(?:find|index)$|^count$/.test(name) && !numbers.has(names[i] ?? '') ? intOf(value) : undefined;
        if (blank || numbers.has(names[i] ?? '')) args.push(value);
        else if (affix && value.kind === 'tuple')
          args.push({ ...value, items: value.items.map((item) => toText(needed(item))) });
        else if (n !== undefined) args.push(toText(oneByte(n)));
        else args.push(toText(names[i] === 'fillchar' ? fillByte(value, name) : needed(value, name)));
      }
      if (names[0] === 'width') fitsMemory(intOf(given[0] ?? none) ?? 0n);
      const method = builtinClass('str').attrs.get(name);
      try {
        return backFrom(yield* vm.call(method ?? none, [toText(bytesOf(self)), ...args]));
      } catch (error) {
        if (error instanceof PyError && error.message === 'substring not found')
          throw valueError('subsection not found');
        throw error;
      }
    },
  ];
});

/** Beside the bytes stand 33 of their header. */
function fitsMemory(size: bigint): void {
  if (size > 2n ** 63n - 34n) throw new PyError('OverflowError', 'byte string is too large');
}

function fillByte(value: Value, method: string): Uint8Array {
  if (value.kind === 'bytes' && value.value.length === 1) return value.value;
  throw typeError(`${method}() argument 2 must be a byte string of length 1, not ${typeName(value)}`);
}

const oneByte = (n: bigint): Uint8Array => {
  if (n < 0n || n > 255n) throw valueError('byte must be in range(0, 256)');
  return Uint8Array.of(Number(n));
};

function needed(value: Value, method = ''): Uint8Array {
  if (value.kind === 'bytes') return value.value;
  const name = classOf(value).name;
  if (/^(?:starts|ends)with$/.test(method))
    throw typeError(`${method} first arg must be bytes or a tuple of bytes, not ${name}`);
  if (/^r?(?:find|index)$|^count$/.test(method))
    throw typeError(`argument should be integer or bytes-like object, not '${name}'`);
  throw typeError(`a bytes-like object is required, not '${name}'`);
}

/** What `hex` puts between. */
function* separatorOf(vm: Vm, value: Value): Run<string> {
  if ((yield* vm.lengthOf(value)) !== 1n) throw valueError('sep must be length 1.');
  if (value.kind === 'str') return value.value;
  if (value.kind === 'bytes') return latinText(value.value);
  throw typeError('sep must be str or bytes.');
}

/** The bytes of bytes, or of integers in an iterable. */
export function* listed(vm: Vm, source: Value): Run<Uint8Array> {
  if (source.kind === 'bytes') return source.value;
  if (source.kind === 'str' || (source.kind === 'float' && !source.cls))
    throw typeError(`cannot convert '${typeName(source)}' object to bytes`);
  let items: Value[];
  try {
    items = yield* vm.items(source);
  } catch (error) {
    if (vm.isRaised(error, 'TypeError') && /is not iterable$/.test((error as Error).message))
      throw typeError(`cannot convert '${typeName(source)}' object to bytes`);
    throw error;
  }
  const out: number[] = [];
  for (const item of items) {
    const n = yield* indexOf(vm, item);
    if (n === undefined) throw typeError(`'${typeName(item)}' object cannot be interpreted as an integer`);
    if (n < 0n || n > 255n) throw valueError('bytes must be in range(0, 256)');
    out.push(Number(n));
  }
  return Uint8Array.from(out);
}

export function defineBytes(): void {
  defineNew('bytes', 'source=, encoding: cstr=, errors: cstr=', function* (vm, [, source, encoding, errors]) {
    if (!source) return made(new Uint8Array());
    if (source.kind === 'str') {
      if (!encoding) throw typeError('string argument without an encoding');
      return made(encoded(source.value, textOf(encoding), errors && textOf(errors)));
    }
    if (encoding) throw typeError('encoding without a string argument');
    if (source.kind === 'bytes') return source;
    const size = intOf(source);
    if (size === undefined) return made(yield* listed(vm, source));
    if (BigInt.asIntN(64, size) !== size)
      throw new PyError('OverflowError', "cannot fit 'int' into an index-sized integer");
    if (size < 0n) throw valueError('negative count');
    fitsMemory(size);
    vm.allocate(size);
    return made(new Uint8Array(Number(size)));
  });
  defineMethods('bytes', [
    ...borrowedRows,
    [
      'decode',
      'encoding: cstr=, errors: cstr=',
      (_, [self, encoding, errors]) =>
        str(decoded(bytesOf(self), encoding ? textOf(encoding) : 'utf-8', errors && textOf(errors))),
    ],
    [
      'hex',
      'sep=, bytes_per_sep: cint=',
      function* (vm, [self, separator, every]) {
        const by = separator ? yield* separatorOf(vm, separator) : '';
        const size = every ? Number(intOf(every) ?? 1n) : 1;
        const pairs = Array.from(bytesOf(self), (b) => b.toString(16).padStart(2, '0'));
        const { length } = pairs;
        // Groups are counted from the right, or with a size below zero from the left.
        const borders = (i: number): boolean => i > 0 && (size > 0 ? (length - i) % size === 0 : i % -size === 0);
        return str(pairs.map((pair, i) => (by && size && borders(i) ? by : '') + pair).join(''));
      },
    ],
    ['isascii', '', (_, [self]) => ({ kind: 'bool', value: bytesOf(self).every((b) => b < 128) })],
    [
      'translate',
      'table, /, delete=',
      (_, [self, table, gone]) => {
        const map = table && table.kind !== 'none' ? needed(table) : undefined;
        if (map && map.length !== 256) throw valueError('translation table must be 256 characters long');
        const dropped = new Set(gone ? needed(gone) : []);
        return made(
          bytesOf(self)
            .filter((b) => !dropped.has(b))
            .map((b) => map?.[b] ?? b),
        );
      },
    ],
    [
      'join',
      'iterable_of_bytes, /',
      function* (vm, [self, parts]) {
        const out: number[] = [];
        for (const [i, part] of (yield* joinedItems(vm, parts ?? none)).entries()) {
          if (part.kind !== 'bytes')
            throw typeError(`sequence item ${i}: expected a bytes-like object, ${typeName(part)} found`);
          if (i) for (const b of bytesOf(self)) out.push(b);
          for (const b of part.value) out.push(b);
        }
        vm.allocate(out.length);
        return made(Uint8Array.from(out));
      },
    ],
  ]);
  builtinClass('bytes').attrs.set('fromhex', {
    kind: 'staticmethod',
    func: native('fromhex', 'string: str, /', (_, [text]) => {
      if (text?.kind !== 'str') throw typeError(`fromhex() argument must be str, not ${typeName(text ?? none)}`);
      return made(fromHex(text.value));
    }),
  });
}
