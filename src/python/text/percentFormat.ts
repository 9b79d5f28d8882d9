// `'%5.2f' % x` for texts and bytes. Knows no syntax.

import { indexOf } from '../core/items';
import { classOf, findOnType, typeName } from '../core/lookup';
import { intOf, toFloat } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { known } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { truncated } from '../types/number';
import { type Run, str, type Value } from '../value';
import { pointLength } from './codePoints';
import { formatFloat, formatInt, formatText } from './formatSpec';
import { latinText } from './latinText';
import { escapedAscii } from './quote';

const rest = /([-+ #0]*)(\*|\d+)?(\.(\*|\d+)?)?[hlL]?([\s\S])?/uy;

/** The key in the parentheses that open at `open`, which may hold others. Raises ValueError. */
function keyAt(template: string, open: number): string {
  let depth = 1;
  let end = open + 1;
  for (; depth > 0 && end < template.length; end++) {
    if (template[end] === '(') depth++;
    if (template[end] === ')') depth--;
  }
  if (depth > 0) throw valueError('incomplete format key');
  return template.slice(open + 1, end - 1);
}

/** `template % values` */
export function* percentFormat(vm: Vm, template: Value, values: Value): Run<Value> {
  if (template.kind === 'bytes') {
    const text = yield* filledPercent(vm, latinText(template.value), values, true);
    return latinBytes(text);
  }
  return str(yield* filledPercent(vm, template.kind === 'str' ? template.value : '', values, false));
}

const latinBytes = (text: string): Value => ({ kind: 'bytes', value: Uint8Array.from(text, (c) => c.charCodeAt(0)) });

function* filledPercent(vm: Vm, template: string, values: Value, bytes: boolean): Run<string> {
  let items = values.kind === 'tuple' ? values.items : [values];
  let used = 0;
  const take = (): Value => {
    const value = items[used++];
    if (!value) throw typeError('not enough arguments for format string');
    return value;
  };
  let out = '';
  let at = 0;
  for (let sign = template.indexOf('%'); sign >= 0; sign = template.indexOf('%', at)) {
    out += template.slice(at, sign);
    const named = template[sign + 1] === '(';
    if (named && !isMapping(values)) throw typeError('format requires a mapping');
    const key = named ? keyAt(template, sign + 1) : undefined;
    rest.lastIndex = sign + 1 + (key === undefined ? 0 : key.length + 2);
    const [, flags = '', width, dot, digits, code] = rest.exec(template) ?? [];
    at = rest.lastIndex;
    if (code === undefined) throw valueError('incomplete format');
    if (key !== undefined) {
      items = [yield* vm.getItem(values, bytes ? latinBytes(key) : str(key))];
      used = 0;
    }
    if (at === sign + 2 && code === '%') {
      out += '%';
      continue;
    }
    const widthValue = width === '*' ? starred(take(), 64) : Number(width ?? 0);
    const precision = dot ? Math.max(digits === '*' ? starred(take(), 32) : Number(digits ?? 0), 0) : undefined;
    const value = known(take());
    const where = pointLength(template.slice(0, at - code.length));
    out += yield* one(vm, value, code, flags, widthValue, precision, bytes, where);
  }
  out += template.slice(at);
  if (used < items.length && (!isMapping(values) || (bytes && values.kind === 'bytes')))
    throw typeError(`not all arguments converted during ${bytes ? 'bytes' : 'string'} formatting`);
  return out;
}

const isMapping = (v: Value): boolean =>
  v.kind !== 'tuple' && v.kind !== 'str' && v.kind !== 'class' && findOnType(v, '__getitem__') !== undefined;

/** A width or a precision, of as many bits. */
const starred = (value: Value, bits: 32 | 64): number => {
  const n = intOf(value);
  if (n === undefined) throw typeError('* wants int');
  const type = bits === 64 ? 'ssize_t' : 'int';
  if (BigInt.asIntN(bits, n) !== n) throw new PyError('OverflowError', `Python int too large to convert to C ${type}`);
  return Number(n);
};

function* one(
  vm: Vm,
  value: Value,
  code: string,
  flags: string,
  width: number,
  precision: number | undefined,
  bytes: boolean,
  at: number,
): Run<string> {
  const left = flags.includes('-') || width < 0;
  const size = Math.abs(width);
  const pad = (text: string) => {
    const blanks = ' '.repeat(Math.max(size - pointLength(text), 0));
    return left ? text + blanks : blanks + text;
  };
  const limit = precision === undefined ? '' : `.${precision}`;
  switch (code) {
    case 's':
    case 'b':
    case 'r':
    case 'a': {
      if (code === 'b' && !bytes) throw unsupported(code, at, bytes);
      if (bytes && (code === 's' || code === 'b')) return pad(formatText(yield* bytesText(vm, value), limit));
      const text = code === 's' ? yield* vm.str(value) : yield* vm.repr(value);
      return pad(formatText(code === 'a' || bytes ? escapedAscii(text) : text, limit));
    }
    case 'c':
      return pad(yield* oneCharacter(vm, value, bytes));
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
      const n =
        value.kind === 'float' && 'diu'.includes(code)
          ? truncated(value.value)
          : (intOf(value) ?? (yield* asInteger(vm, value, code)));
      const sign = n < 0n ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const digits = formatInt(n < 0n ? -n : n, 'diu'.includes(code) ? 'd' : code).padStart(precision ?? 0, '0');
      const prefix = flags.includes('#') && !'diu'.includes(code) ? (code === 'o' ? '0o' : `0${code}`) : '';
      const zeros =
        flags.includes('0') && !left ? '0'.repeat(Math.max(size - sign.length - prefix.length - digits.length, 0)) : '';
      return pad(sign + prefix + zeros + digits);
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G': {
      const x = toFloat(value) ?? (yield* asFloat(vm, value, bytes));
      const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const zeros = flags.includes('0') && !left ? `0${size || ''}` : '';
      return pad(formatFloat(x, `${sign}${flags.includes('#') ? '#' : ''}${zeros}.${precision ?? 6}${code}`));
    }
    default:
      throw unsupported(code, at, bytes);
  }
}

/** `%s` of bytes: what is bytes already. */
function* bytesText(vm: Vm, value: Value): Run<string> {
  const method = value.kind === 'instance' ? findOnType(value, '__bytes__') : undefined;
  const made = method ? yield* vm.callMethod(method, value, []) : value;
  if (made.kind === 'bytes') return latinText(made.value);
  throw typeError(`%b requires a bytes-like object, or an object that implements __bytes__, not '${typeName(value)}'`);
}

/** `%c` of bytes. */
function* oneByte(vm: Vm, value: Value): Run<string> {
  if (value.kind === 'bytes' && value.value.length === 1) return String.fromCharCode(value.value[0] ?? 0);
  const n = value.kind === 'float' ? undefined : yield* indexOf(vm, value);
  if (n === undefined) throw typeError('%c requires an integer in range(256) or a single byte');
  if (n < 0n || n > 255n) throw new PyError('OverflowError', '%c arg not in range(256)');
  return String.fromCharCode(Number(n));
}

function unsupported(char: string, at: number, bytes: boolean): PyError {
  const code = char.codePointAt(0) ?? 0;
  // Bytes beyond ASCII are negative in C.
  if (bytes && code > 127) return new PyError('OverflowError', 'character argument not in range(0x110000)');
  const shown = bytes || (code >= 31 && code <= 126) ? char : '?';
  return valueError(`unsupported format character '${shown}' (0x${code.toString(16)}) at index ${at}`);
}

/** `%c` */
function* oneCharacter(vm: Vm, value: Value, bytes: boolean): Run<string> {
  if (bytes) return yield* oneByte(vm, value);
  if (value.kind === 'str' && pointLength(value.value) === 1) return value.value;
  const n = value.kind === 'str' || value.kind === 'float' ? undefined : yield* indexOf(vm, value);
  if (n === undefined) throw typeError('%c requires int or char');
  if (n < 0n || n > 0x10ffffn) throw new PyError('OverflowError', '%c arg not in range(0x110000)');
  return String.fromCodePoint(Number(n));
}

function* asInteger(vm: Vm, value: Value, code: string): Run<bigint> {
  const name = classOf(value).name;
  const method = yield* vm.findAttr(value, code === 'd' || code === 'i' || code === 'u' ? '__int__' : '__index__');
  const n = method && value.kind !== 'str' ? intOf(known(yield* vm.call(method, []))) : undefined;
  if (n === undefined)
    throw typeError(
      'diu'.includes(code)
        ? `%${code} format: a real number is required, not ${name}`
        : `%${code} format: an integer is required, not ${name}`,
    );
  return n;
}

function* asFloat(vm: Vm, value: Value, bytes: boolean): Run<number> {
  const method = value.kind === 'str' ? undefined : yield* vm.findAttr(value, '__float__');
  const x = method && toFloat(known(yield* vm.call(method, [])));
  if (x === undefined)
    throw typeError(`${bytes ? 'float argument required' : 'must be real number'}, not ${typeName(value)}`);
  return x;
}
