// str: constructor and methods. Knows no syntax.

import { builtinClass } from '../core/classes';
import { iterate, iterator, type Next } from '../core/iterate';
import { typeName } from '../core/lookup';
import { defineMethods, defineNew, type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { ofClass } from '../core/subclass';
import type { Vm } from '../core/vm';
import { pointLength, pointOffset, points } from '../text/codePoints';
import { decoded, encoded } from '../text/encodings';
import {
  allLower,
  allUpper,
  capitalized,
  digit,
  folded,
  identifier,
  isTitle,
  lowered,
  numeric,
  swapped,
  titled,
  uppered,
} from '../text/letterCase';
import { formatTemplate } from '../text/templateFormat';
import { isNewer } from '../text/unicodeVersion';
import { lineEnd, spaces, wholeLine } from '../text/whiteSpace';
import { bool, type Entries, int, list, none, type Run, str, type Value } from '../value';
import { needText, partition, split, stripped, text, window } from './textParts';

const finder =
  (last: boolean, raises: boolean): MethodRow[2] =>
  (_, [self, wanted, start, end]) => {
    const needle = needText(wanted, (n) => `must be str, not ${n}`);
    const { part, from, beyond } = window(self, start, end);
    const at = beyond ? -1 : last ? part.lastIndexOf(needle) : part.indexOf(needle);
    if (at < 0 && raises) throw valueError('substring not found');
    return int(at < 0 ? -1 : from + pointOffset(part, at));
  };

const affix =
  (name: string, test: (part: string, affix: string) => boolean): MethodRow[2] =>
  (_, [self, wanted, start, end]) => {
    const { part, beyond } = window(self, start, end);
    const options = wanted?.kind === 'tuple' ? wanted.items : [wanted];
    return bool(
      options.some((option) => {
        const sought = needText(option, (n) =>
          wanted?.kind === 'tuple'
            ? `tuple for ${name} must only contain str, not ${n}`
            : `${name} first arg must be str or a tuple of str, not ${n}`,
        );
        return !beyond && test(part, sought);
      }),
    );
  };

const padded =
  (side: 'left' | 'right' | 'both', name: string): MethodRow[2] =>
  (vm, [self, width, fill]) => {
    const value = text(self);
    const pad = fill ? needText(fill, (n) => `The fill character must be a unicode character, not ${n}`) : ' ';
    if (pointLength(pad) !== 1) throw typeError('The fill character must be exactly one character long');
    const wanted = width && intOf(width);
    if (wanted === undefined)
      throw typeError(`'${typeName(width ?? none)}' object cannot be interpreted as an integer`);
    vm.allocate(wanted < 0n ? 0n : wanted);
    const missing = Math.max(Number(wanted) - pointLength(value), 0);
    if (side === 'left') return str(pad.repeat(missing) + value);
    if (side === 'right') return str(value + pad.repeat(missing));
    // CPython puts the odd one on the left where the width is odd.
    const left = Math.floor(missing / 2) + (missing & Number(wanted) & 1);
    return str(name && pad.repeat(left) + value + pad.repeat(missing - left));
  };

const testing =
  (test: (value: string) => boolean): MethodRow[2] =>
  (_, [self]) =>
    bool(test(text(self)));
const every = (pattern: RegExp) =>
  testing((value) => value.length > 0 && points(value).every((c) => pattern.test(c) && !isNewer(c)));
const changing =
  (change: (value: string) => string): MethodRow[2] =>
  (_, [self]) =>
    str(change(text(self)));

function* joinTexts(vm: Vm, self: Value | undefined, iterable: Value | undefined): Run<Value> {
  const parts: string[] = [];
  let length = 0;
  const items = yield* joinedItems(vm, iterable ?? none);
  for (const [i, item] of items.entries()) {
    if (item.kind === 'unknown') return vm.touched(item);
    if (item.kind !== 'str') throw typeError(`sequence item ${i}: expected str instance, ${typeName(item)} found`);
    length += item.value.length + text(self).length;
    vm.allocate(length, false);
    parts.push(item.value);
  }
  return str(parts.join(text(self)));
}

/** The items of what is joined. Any TypeError at the start of the iteration, but none after it, says that there is none. */
export function* joinedItems(vm: Vm, iterable: Value): Run<Value[]> {
  if (iterable.kind === 'list' || iterable.kind === 'tuple') return yield* vm.items(iterable);
  let next: Next;
  try {
    next = yield* iterate(vm, iterable);
  } catch (error) {
    throw vm.isRaised(error, 'TypeError') ? typeError('can only join an iterable') : error;
  }
  return yield* vm.items(iterator('', next));
}

/** `str.translate`: the table is asked for each character; what it does not know stays. */
function* translate(vm: Vm, self: Value | undefined, table: Value): Run<Value> {
  let out = '';
  for (const c of points(text(self))) {
    let entry: Value;
    try {
      entry = yield* vm.getItem(table, int(c.codePointAt(0) ?? 0));
    } catch (error) {
      if (!vm.isRaised(error, 'LookupError')) throw error;
      out += c;
      continue;
    }
    if (entry.kind === 'str') out += entry.value;
    else if (entry.kind === 'int') out += textOfCharacter(entry.value);
    else if (entry.kind !== 'none') throw typeError('character mapping must return integer, None or str');
  }
  return str(out);
}

function textOfCharacter(n: bigint): string {
  if (n < 0n || n > 0x10ffffn) throw valueError('character mapping must be in range(0x110000)');
  return String.fromCodePoint(Number(n));
}

export function defineText(): void {
  defineNew(
    'str',
    'object=, encoding: cstr=, errors: cstr=',
    function* (vm, [cls, object, encoding, errors]) {
      if (!object) return ofClass(str(''), cls);
      if (encoding ?? errors) {
        if (object.kind === 'str') throw typeError('decoding str is not supported');
        if (object.kind !== 'bytes')
          throw typeError(`decoding to str: need a bytes-like object, ${typeName(object)} found`);
        return ofClass(str(decoded(object.value, encoding ? text(encoding) : 'utf-8', errors && text(errors))), cls);
      }
      return ofClass(str(yield* vm.str(object)), cls);
    },
    'inside',
  );
  defineMethods('str', [
    ['__str__', '', (_, [self]) => str(text(self))],
    [
      '__format__',
      'spec, /',
      function* (vm, [self, spec]) {
        return str(yield* vm.format(str(text(self)), text(spec)));
      },
    ],
    ['upper', '', changing(uppered)],
    ['lower', '', changing(lowered)],
    ['casefold', '', changing(folded)],
    ['capitalize', '', changing(capitalized)],
    ['title', '', changing(titled)],
    ['swapcase', '', changing(swapped)],
    ['strip', 'chars=, /', (_, [self, chars]) => str(stripped('strip', text(self), chars, true, true))],
    ['lstrip', 'chars=, /', (_, [self, chars]) => str(stripped('lstrip', text(self), chars, true, false))],
    ['rstrip', 'chars=, /', (_, [self, chars]) => str(stripped('rstrip', text(self), chars, false, true))],
    ['split', 'sep=, maxsplit: ssize=', (_, [self, by, max]) => split(text(self), by, max, false)],
    ['rsplit', 'sep=, maxsplit: ssize=', (_, [self, by, max]) => split(text(self), by, max, true)],
    [
      'splitlines',
      'keepends: cint=',
      function* (vm, [self, keep]) {
        const kept = keep ? yield* vm.isTrue(keep) : false;
        const lines = text(self).match(wholeLine) ?? [];
        return list(lines.filter(Boolean).map((line) => str(kept ? line : line.replace(lineEnd, ''))));
      },
    ],
    ['join', 'iterable, /', (vm, [self, iterable]) => joinTexts(vm, self, iterable), 'inside'],
    [
      'replace',
      'old: str, new: str, count: ssize=, /',
      (vm, [self, old, replacement, count]) => {
        const [value, from, to] = [text(self), text(old), text(replacement)];
        const limit = count ? Number(intOf(count) ?? -1n) : -1;
        if (limit < 0 && from) vm.allocate(value.length + (value.split(from).length - 1) * to.length);
        if (!from) {
          const chars = points(value);
          const times = limit < 0 ? chars.length + 1 : Math.min(limit, chars.length + 1);
          return str(chars.map((c, i) => (i < times ? to : '') + c).join('') + (times > chars.length ? to : ''));
        }
        if (limit < 0) return str(value.split(from).join(to));
        const parts = value.split(from);
        return str(
          parts.slice(0, limit + 1).join(to) +
            (parts.length > limit + 1 ? from + parts.slice(limit + 1).join(from) : ''),
        );
      },
    ],
    ['find', '~sub, start: slice=, end: slice=, /', finder(false, false)],
    ['rfind', '~sub, start: slice=, end: slice=, /', finder(true, false)],
    ['index', '~sub, start: slice=, end: slice=, /', finder(false, true)],
    ['rindex', '~sub, start: slice=, end: slice=, /', finder(true, true)],
    [
      'count',
      '~sub, start: slice=, end: slice=, /',
      (_, [self, wanted, start, end]) => {
        const needle = needText(wanted, (n) => `must be str, not ${n}`);
        const { part, beyond } = window(self, start, end);
        return int(beyond ? 0 : needle ? part.split(needle).length - 1 : pointLength(part) + 1);
      },
    ],
    [
      'startswith',
      '~prefix, start: slice=, end: slice=, /',
      affix('startswith', (part, prefix) => part.startsWith(prefix)),
    ],
    ['endswith', '~suffix, start: slice=, end: slice=, /', affix('endswith', (part, suffix) => part.endsWith(suffix))],
    [
      'removeprefix',
      'prefix: str, /',
      (_, [self, prefix]) =>
        str(text(self).startsWith(text(prefix)) ? text(self).slice(text(prefix).length) : text(self)),
    ],
    [
      'removesuffix',
      'suffix: str, /',
      (_, [self, suffix]) => {
        const [value, end] = [text(self), text(suffix)];
        return str(end && value.endsWith(end) ? value.slice(0, -end.length) : value);
      },
    ],
    [
      'partition',
      'sep, /',
      (_, [self, by]) =>
        partition(
          text(self),
          needText(by, (n) => `must be str, not ${n}`),
          false,
        ),
    ],
    [
      'rpartition',
      'sep, /',
      (_, [self, by]) =>
        partition(
          text(self),
          needText(by, (n) => `must be str, not ${n}`),
          true,
        ),
    ],
    ['center', 'width: ssize, fillchar=, /', padded('both', 'center')],
    ['ljust', 'width: ssize, fillchar=, /', padded('right', 'ljust')],
    ['rjust', 'width: ssize, fillchar=, /', padded('left', 'rjust')],
    [
      'zfill',
      'width: ssize, /',
      (vm, [self, width]) => {
        const value = text(self);
        const wanted = (width && intOf(width)) ?? 0n;
        vm.allocate(wanted < 0n ? 0n : wanted);
        const sign = /^[-+]/.exec(value)?.[0] ?? '';
        return str(sign + '0'.repeat(Math.max(Number(wanted) - pointLength(value), 0)) + value.slice(sign.length));
      },
    ],
    [
      'expandtabs',
      'tabsize: cint=',
      (_, [self, size]) => {
        const tab = size ? Number(intOf(size) ?? 8n) : 8;
        let column = 0;
        let out = '';
        for (const c of text(self)) {
          if (c === '\t') {
            const pad = tab > 0 ? tab - (column % tab) : 0;
            out += ' '.repeat(pad);
            column += pad;
          } else {
            out += c;
            column = c === '\n' || c === '\r' ? 0 : column + 1;
          }
        }
        return str(out);
      },
    ],
    [
      'format',
      '*args, **keywords',
      function* (vm, [self], { positional, keywords }) {
        return str(yield* formatTemplate(vm, text(self), positional, keywords));
      },
      'inside',
    ],
    [
      'format_map',
      'mapping, /',
      function* (vm, [self, mapping]) {
        const keywords = new Map<string, Value>();
        if (mapping?.kind === 'dict')
          for (const { key, value } of mapping.entries.values()) if (key.kind === 'str') keywords.set(key.value, value);
        return str(yield* formatTemplate(vm, text(self), [], keywords));
      },
    ],
    [
      'encode',
      'encoding: cstr=, errors: cstr=',
      (_, [self, encoding, errors]) => ({
        kind: 'bytes',
        value: encoded(text(self), encoding ? text(encoding) : 'utf-8', errors && text(errors)),
      }),
    ],
    ['translate', 'table, /', (vm, [self, table]) => translate(vm, self, table ?? none)],
    ['isdigit', '', every(digit)],
    ['isdecimal', '', every(/\p{Nd}/u)],
    ['isnumeric', '', every(numeric)],
    ['isalpha', '', every(/\p{L}/u)],
    [
      'isalnum',
      '',
      testing(
        (v) =>
          v.length > 0 && points(v).every((c) => (/\p{L}/u.test(c) || numeric.test(c) || digit.test(c)) && !isNewer(c)),
      ),
    ],
    ['isspace', '', every(spaces)],
    ['isupper', '', testing(allUpper)],
    ['islower', '', testing(allLower)],
    ['istitle', '', testing(isTitle)],
    ['isascii', '', testing((v) => /^\p{ASCII}*$/u.test(v))],
    ['isidentifier', '', testing((v) => identifier.test(v) && !isNewer(v))],
    ['isprintable', '', testing((v) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(v) && !isNewer(v))],
  ]);
  builtinClass('str').attrs.set('maketrans', {
    kind: 'staticmethod',
    func: native('maketrans', 'x, y=, z=, /', (_, [x, y, z]) => translationTable(x, y, z)),
  });
}

/** `str.maketrans` */
function translationTable(from: Value | undefined, to: Value | undefined, gone: Value | undefined): Value {
  const entries: Entries = new Map();
  const add = (key: Value, value: Value) => {
    const code = key.kind === 'str' ? int(key.value.codePointAt(0) ?? 0) : key;
    if (code.kind === 'int') entries.set(`n${code.value}`, { key: code, value });
  };
  if (from?.kind === 'dict') for (const { key, value } of from.entries.values()) add(key, value);
  else {
    const [a, b] = [points(text(from)), points(text(to))];
    if (a.length !== b.length) throw valueError('the first two maketrans arguments must have equal length');
    for (const [i, c] of a.entries()) add(str(c), int(b[i]?.codePointAt(0) ?? 0));
    for (const c of points(text(gone))) add(str(c), none);
  }
  return { kind: 'dict', entries };
}

/** `chr(n)` */
export function character(n: bigint): Value {
  if (BigInt.asIntN(32, n) !== n) throw new PyError('OverflowError', 'Python int too large to convert to C int');
  if (n < 0n || n > 0x10ffffn) throw valueError('chr() arg not in range(0x110000)');
  return str(String.fromCodePoint(Number(n)));
}

/** `ord(c)` */
export function codePoint(value: Value): bigint {
  if (value.kind === 'bytes') {
    if (value.value.length === 1) return BigInt(value.value[0] ?? 0);
    throw typeError(`ord() expected a character, but string of length ${value.value.length} found`);
  }
  if (value.kind !== 'str') throw typeError(`ord() expected string of length 1, but ${typeName(value)} found`);
  const length = pointLength(value.value);
  if (length !== 1) throw typeError(`ord() expected a character, but string of length ${length} found`);
  return BigInt(value.value.codePointAt(0) ?? 0);
}
