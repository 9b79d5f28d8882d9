// `'{0.x!r:>{w}}'.format(...)` and `'%5.2f' % x`. Knows no syntax.

import { indexOf } from '../core/items';
import { keyError } from '../core/keys';
import { classOf, findOnType } from '../core/lookup';
import { intOf, toFloat } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { known } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { truncated } from '../types/number';
import { int, type Run, str, type Value } from '../value';
import { pointLength } from './codePoints';
import { formatFloat, formatInt, formatText } from './formatSpec';
import { escapedAscii } from './quote';

interface Numbering {
  next: number;
  mode: 'none' | 'automatic' | 'manual';
}

export function formatTemplate(
  vm: Vm,
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<string> {
  return fill(vm, template, positional, keywords, { next: 0, mode: 'none' }, 2);
}

function* fill(
  vm: Vm,
  template: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
  depth: number,
): Run<string> {
  if (depth < 0) throw valueError('Max string recursion exceeded');
  let out = '';
  let at = 0;
  while (at < template.length) {
    const c = template[at] ?? '';
    if (c !== '{' && c !== '}') {
      out += c;
      at++;
      continue;
    }
    if (template[at + 1] === c) {
      out += c;
      at += 2;
      continue;
    }
    if (c === '}') throw valueError("Single '}' encountered in format string");
    const end = closing(template, at);
    out += yield* field(vm, template.slice(at + 1, end), positional, keywords, numbering, depth);
    at = end + 1;
    vm.spend(1);
  }
  return out;
}

function closing(template: string, open: number): number {
  let level = 0;
  for (let i = open; i < template.length; i++) {
    if (template[i] === '{') level++;
    else if (template[i] === '}' && --level === 0) return i;
  }
  throw valueError(
    open === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string",
  );
}

function* field(
  vm: Vm,
  text: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
  depth: number,
): Run<string> {
  const match = /^((?:\[[^\]]*\]|[^!:[])*)(?:!([^:]*))?(?::([\s\S]*))?$/.exec(text);
  const [, name = '', conversion, specText = ''] = match ?? [];
  let value = yield* fieldValue(vm, name, positional, keywords, numbering);
  known(value);
  if (conversion === 'r') value = str(yield* vm.repr(value));
  else if (conversion === 's') value = str(yield* vm.str(value));
  else if (conversion === 'a') value = str(escapedAscii(yield* vm.repr(value)));
  else if (conversion !== undefined)
    throw valueError(
      conversion
        ? `Unknown conversion specifier '${conversion}'`
        : 'end of string while looking for conversion specifier',
    );
  const spec = specText.includes('{')
    ? yield* fill(vm, specText, positional, keywords, numbering, depth - 1)
    : specText;
  return yield* vm.format(value, spec);
}

function* fieldValue(
  vm: Vm,
  name: string,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  numbering: Numbering,
): Run<Value> {
  const first = /^[^.[]*/.exec(name)?.[0] ?? '';
  let value: Value | undefined;
  if (first === '' || /^\d+$/.test(first)) {
    const mode = first === '' ? 'automatic' : 'manual';
    if (numbering.mode !== 'none' && numbering.mode !== mode)
      throw valueError(
        mode === 'manual'
          ? 'cannot switch from automatic field numbering to manual field specification'
          : 'cannot switch from manual field specification to automatic field numbering',
      );
    numbering.mode = mode;
    const index = first === '' ? numbering.next++ : Number(first);
    value = positional[index];
    if (!value) throw new PyError('IndexError', `Replacement index ${index} out of range for positional args tuple`);
  } else {
    value = keywords.get(first);
    if (!value) throw keyError(str(first));
  }
  for (const [, attr, item] of name.slice(first.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    if (attr !== undefined) value = yield* vm.getAttr(value, attr);
    else value = yield* vm.getItem(value, /^\d+$/.test(item ?? '') ? int(BigInt(item ?? 0)) : str(item ?? ''));
  }
  return value;
}

const conversion = /%(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlL]?([\s\S])?/g;

/** `template % values` */
export function* percentFormat(vm: Vm, template: Value, values: Value): Run<Value> {
  if (template.kind === 'bytes') throw typeError('formatting of bytes is not modelled');
  if (template.kind !== 'str') throw typeError('not a template');
  const items = values.kind === 'tuple' ? values.items : [values];
  let used = 0;
  const take = (): Value => {
    const value = items[used++];
    if (!value) throw typeError('not enough arguments for format string');
    return value;
  };
  let out = '';
  let at = 0;
  let byName = false;
  for (const match of template.value.matchAll(conversion)) {
    out += template.value.slice(at, match.index);
    at = match.index + match[0].length;
    const [whole, key, flags = '', width, , code] = match;
    if (code === undefined) throw valueError('incomplete format');
    if (code === '%') {
      out += '%';
      continue;
    }
    const widthValue = width === '*' ? Number(intOf(take()) ?? 0n) : Number(width ?? 0);
    const dotted = /\.(\*|\d*)/.exec(whole);
    const precision = dotted ? (dotted[1] === '*' ? Number(intOf(take()) ?? 0n) : Number(dotted[1] || 0)) : undefined;
    let value: Value;
    if (key !== undefined) {
      byName = true;
      value = yield* vm.getItem(values, str(key));
    } else value = take();
    known(value);
    out += yield* one(vm, value, code, flags, widthValue, precision, template.value.length - match.index);
  }
  out += template.value.slice(at);
  const leftover = values.kind === 'tuple' ? used < items.length : !byName && used === 0 && !isMapping(values);
  if (leftover) throw typeError('not all arguments converted during string formatting');
  return str(out);
}

const isMapping = (v: Value): boolean =>
  v.kind !== 'tuple' && v.kind !== 'str' && v.kind !== 'class' && findOnType(v, '__getitem__') !== undefined;

function* one(
  vm: Vm,
  value: Value,
  code: string,
  flags: string,
  width: number,
  precision: number | undefined,
  _at: number,
): Run<string> {
  const left = flags.includes('-') || width < 0;
  const size = Math.abs(width);
  const pad = (text: string) => (left ? text.padEnd(size) : text.padStart(size));
  const limit = precision === undefined ? '' : `.${precision}`;
  switch (code) {
    case 's':
    case 'r':
    case 'a': {
      const text = code === 's' ? yield* vm.str(value) : yield* vm.repr(value);
      return pad(formatText(code === 'a' ? escapedAscii(text) : text, limit));
    }
    case 'c':
      return pad(yield* oneCharacter(vm, value));
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
      const x = toFloat(value) ?? (yield* asFloat(vm, value));
      const sign = flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
      const zeros = flags.includes('0') && !left ? `0${size || ''}` : '';
      return pad(formatFloat(x, `${sign}${flags.includes('#') ? '#' : ''}${zeros}.${precision ?? 6}${code}`));
    }
    default:
      throw valueError(`unsupported format character '${code}' (0x${code.charCodeAt(0).toString(16)}) at index ${_at}`);
  }
}

/** `%c` */
function* oneCharacter(vm: Vm, value: Value): Run<string> {
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

function* asFloat(vm: Vm, value: Value): Run<number> {
  const method = value.kind === 'str' ? undefined : yield* vm.findAttr(value, '__float__');
  const x = method && toFloat(known(yield* vm.call(method, [])));
  if (x === undefined) throw typeError(`must be real number, not ${classOf(value).name}`);
  return x;
}
