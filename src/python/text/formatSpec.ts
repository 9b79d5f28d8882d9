// The format specification mini-language: `format(x, '>10.3f')` for text, integers and floats. Knows no values.
import { PyError, valueError } from '../core/pyError';
import { pointSlice, points } from './codePoints';
import { exponential, fixed, floatRepr, general } from './floatText';
import { intText } from './intText';

export interface Spec {
  readonly fill: string;
  readonly align: '<' | '>' | '=' | '^' | undefined;
  readonly sign: '+' | '-' | ' ' | undefined;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly grouping: ',' | '_' | undefined;
  readonly precision: number | undefined;
  readonly type: string;
}

const grammar = /^(?:([\s\S])?([<>=^]))?([-+ ])?(z)?(#)?(0)?(\d+)?([,_]{0,2})(?:\.(\d+))?([\s\S]*)$/u;

/** `typeName` is for the error texts of Python. */
export function parseSpec(text: string, typeName: string): Spec {
  const match = grammar.exec(text);
  if (!match) throw valueError(`Invalid format specifier '${text}' for object of type '${typeName}'`);
  const [, fill, align, sign, , alternate, zero, width, grouping, precision, type = ''] = match;
  if (points(type).length > 1)
    throw valueError(
      type.startsWith('.')
        ? 'Format specifier missing precision'
        : `Invalid format specifier '${text}' for object of type '${typeName}'`,
    );
  if (grouping && grouping.length > 1)
    throw valueError(
      grouping === ',,' || grouping === '__'
        ? `Cannot specify '${grouping[0]}' with '${grouping[0]}'.`
        : "Cannot specify both ',' and '_'.",
    );
  const shownType = type || (typeName === 'str' ? 's' : '');
  if (grouping && shownType && !(grouping === '_' ? 'deEfFgG%boxX' : 'deEfFgG%').includes(shownType))
    throw valueError(`Cannot specify '${grouping}' with '${shownType}'.`);
  if (Number(width ?? 0) > 1e7 || Number(precision ?? 0) > 1e6) throw new PyError('MemoryError', '');
  return {
    fill: fill ?? (zero ? '0' : ' '),
    align: (align as Spec['align']) ?? (zero && typeName !== 'str' ? '=' : undefined),
    sign: sign as Spec['sign'],
    alternate: alternate !== undefined,
    zero: zero !== undefined,
    width: Number(width ?? 0),
    grouping: (grouping || undefined) as Spec['grouping'],
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

function unknownCode(type: string, typeName: string): PyError {
  return valueError(`Unknown format code '${type}' for object of type '${typeName}'`);
}

function padded(text: string, spec: Spec, fallback: '<' | '>', prefix = ''): string {
  const length = points(prefix).length + points(text).length;
  const missing = Math.max(spec.width - length, 0);
  switch (spec.align ?? fallback) {
    case '<':
      return prefix + text + spec.fill.repeat(missing);
    case '>':
      return spec.fill.repeat(missing) + prefix + text;
    case '=':
      return prefix + spec.fill.repeat(missing) + text;
    case '^':
      return spec.fill.repeat(missing >> 1) + prefix + text + spec.fill.repeat(missing - (missing >> 1));
  }
}

export function formatText(text: string, specText: string, typeName = 'str'): string {
  if (!specText) return text;
  const spec = parseSpec(specText, typeName);
  if (spec.type && spec.type !== 's') throw unknownCode(spec.type, typeName);
  if (spec.sign)
    throw valueError(
      spec.sign === ' '
        ? 'Space not allowed in string format specifier'
        : 'Sign not allowed in string format specifier',
    );
  if (spec.alternate) throw valueError('Alternate form (#) not allowed in string format specifier');
  if (spec.align === '=') throw valueError("'=' alignment not allowed in string format specifier");
  const shown = spec.precision === undefined ? text : pointSlice(text, 0, spec.precision);
  return padded(shown, spec, '<');
}

/** Puts separators into the whole part; with zero padding they count as width. */
function grouped(digits: string, separator: string, every: number, width: number): string {
  let text = digits;
  const join = (t: string) => t.replace(new RegExp(`\\B(?=(?:\\w{${every}})+$)`, 'g'), separator);
  while (join(text).length < width) text = `0${text}`;
  return join(text);
}

function finish(negative: boolean, prefix: string, body: string, spec: Spec, every = 3): string {
  const sign = negative ? '-' : spec.sign === '+' ? '+' : spec.sign === ' ' ? ' ' : '';
  const head = sign + prefix;
  // What is no number has no digits to group.
  if (!spec.grouping || /^(?:inf|nan)/i.test(body)) return padded(body, spec, '>', head);
  const split = every === 3 ? body.search(/[.eE%]|$/) : body.length;
  const [whole, rest] = [body.slice(0, split), body.slice(split)];
  const fills = spec.align === '=' && spec.fill === '0';
  const width = fills ? spec.width - head.length - rest.length : 0;
  return padded(grouped(whole, spec.grouping, every, width) + rest, spec, '>', head);
}

const bases: Readonly<Record<string, readonly [number, string]>> = {
  b: [2, '0b'],
  o: [8, '0o'],
  x: [16, '0x'],
  X: [16, '0X'],
};

export function formatInt(value: bigint, specText: string, typeName = 'int'): string {
  const spec = parseSpec(specText, typeName);
  const { type } = spec;
  if ('eEfFgG%'.includes(type) && type) {
    if (!Number.isFinite(Number(value))) throw new PyError('OverflowError', 'int too large to convert to float');
    return formatFloat(Number(value), specText, typeName);
  }
  if (type && !'dboxXcn'.includes(type)) throw unknownCode(type, typeName);
  if (spec.precision !== undefined) throw valueError('Precision not allowed in integer format specifier');
  const negative = value < 0n;
  const size = negative ? -value : value;
  if (type === 'c') {
    if (spec.sign) throw valueError("Sign not allowed with integer format specifier 'c'");
    if (spec.alternate) throw valueError("Alternate form (#) not allowed with integer format specifier 'c'");
    if (BigInt.asIntN(64, value) !== value)
      throw new PyError('OverflowError', 'Python int too large to convert to C long');
    if (value < 0n || value > 0x10ffffn) throw new PyError('OverflowError', '%c arg not in range(0x110000)');
    return padded(String.fromCodePoint(Number(value)), spec, '>');
  }
  const base = bases[type];
  if (base) {
    const digits = size.toString(base[0]);
    return finish(negative, spec.alternate ? base[1] : '', type === 'X' ? digits.toUpperCase() : digits, spec, 4);
  }
  return finish(negative, '', intText(size), spec);
}

/** A complex number: both parts by the same rules, the whole padded. */
export function formatComplex(re: number, im: number, specText: string): string {
  const spec = parseSpec(specText, 'complex');
  const { type, precision } = spec;
  if (type && !'eEfFgGn'.includes(type)) throw unknownCode(type, 'complex');
  if (spec.fill === '0') throw valueError('Zero padding is not allowed in complex format specifier');
  if (spec.align === '=') throw valueError("'=' alignment flag is not allowed in complex format specifier");
  const bare = !type && Object.is(re, 0);
  const part = (x: number, sign: Spec['sign']): string => {
    const shape = `${sign ?? ''}${spec.alternate ? '#' : ''}${spec.grouping ?? ''}`;
    if (type || precision !== undefined) return formatFloat(x, `${shape}.${precision ?? 6}${type || 'g'}`);
    return formatFloat(x, shape).replace(/\.0$/, spec.alternate ? '.' : '');
  };
  const body = bare ? `${part(im, spec.sign)}j` : `${part(re, spec.sign)}${part(im, '+')}j`;
  return padded(type || bare ? body : `(${body})`, spec, '>');
}

export function formatFloat(value: number, specText: string, typeName = 'float'): string {
  const spec = parseSpec(specText, typeName);
  const { type, alternate } = spec;
  const precision = spec.precision ?? 6;
  const size = Math.abs(value);
  const body = (): string => {
    switch (type.toLowerCase()) {
      case 'e':
        return exponential(size, precision, alternate);
      case 'f':
        return fixed(size, precision, alternate);
      case 'g':
      case 'n':
        return general(size, precision, alternate);
      case '%':
        return `${fixed(size * 100, precision, alternate)}%`;
      case '': {
        const shortest = floatRepr(size);
        if (spec.precision === undefined)
          return alternate && !shortest.includes('.') ? shortest.replace('e', '.e') : shortest;
        // Like `g`, but with at least one digit past the point, which an exponent saves.
        return general(size, precision, alternate, Math.max(precision, 1) - 1, true);
      }
      default:
        throw unknownCode(type, typeName);
    }
  };
  if (type === 'N') throw unknownCode(type, typeName);
  let text = body();
  if (type === 'E' || type === 'F' || type === 'G') text = text.toUpperCase();
  const negative = !Number.isNaN(value) && (value < 0 || Object.is(value, -0));
  return finish(negative, '', text, spec);
}
