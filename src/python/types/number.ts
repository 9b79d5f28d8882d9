// int, bool, float, complex: constructors and methods. Knows no syntax.

import { builtinClass } from '../core/classes';
import { sqrtOfSum } from '../core/doubleDouble';
import { indexOf } from '../core/items';
import { findOnType, typeName } from '../core/lookup';
import { defineMethods, defineNew, native } from '../core/native';
import { complex, divideInts, intOf, isNumber, toFloat } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import { ofClass } from '../core/subclass';
import type { Vm } from '../core/vm';
import { checkDigits, intText } from '../text/intText';
import { latinText } from '../text/latinText';
import { asciiNumber, parseComplex, parseFloating, parseInteger } from '../text/numberText';
import { quoted, quotedBytes } from '../text/quote';
import { bool, float, int, none, type Run, str, tuple, type Value } from '../value';
import { listed } from './bytes';
import { round } from './numericFunctions';

/** A float as an integer, towards zero. */
export function truncated(x: number): bigint {
  if (Number.isNaN(x)) throw valueError('cannot convert float NaN to integer');
  if (!Number.isFinite(x)) throw new PyError('OverflowError', 'cannot convert float infinity to integer');
  return BigInt(Math.trunc(x));
}

function* newInt(vm: Vm, value: Value | undefined, base: Value | undefined): Run<Value> {
  if (!value) return int(0);
  if (base) {
    const given = yield* indexOf(vm, base);
    if (given === undefined) throw typeError(`'${typeName(base)}' object cannot be interpreted as an integer`);
    const radix = Number(given);
    if (radix !== 0 && (radix < 2 || radix > 36)) throw valueError('int() base must be >= 2 and <= 36, or 0');
    if (value.kind !== 'str' && value.kind !== 'bytes')
      throw typeError("int() can't convert non-string with explicit base");
    if (value.kind === 'bytes') return int(fromText(latinText(value.value), radix, quotedBytes(value.value)));
    return int(fromText(asciiNumber(value.value), radix, quoted(value.value)));
  }
  if (value.kind === 'float') return int(truncated(value.value));
  const n = intOf(value);
  if (n !== undefined) return int(n);
  if (value.kind === 'str') return int(fromText(asciiNumber(value.value), 10, quoted(value.value)));
  if (value.kind === 'bytes') return int(fromText(latinText(value.value), 10, quotedBytes(value.value)));
  for (const name of ['__int__', '__index__', '__trunc__']) {
    const method = findOnType(value, name);
    if (method) return yield* vm.callMethod(method, value, []);
  }
  throw typeError(`int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`);
}

function fromText(text: string, base: number, shown: string): bigint {
  if (base === 10) checkDigits(text);
  const value = parseInteger(text, base);
  // CPython cuts what it quotes.
  if (value === undefined) throw valueError(`invalid literal for int() with base ${base}: ${shown.slice(0, 200)}`);
  return value;
}

function* newFloat(vm: Vm, value: Value | undefined): Run<Value> {
  if (!value) return float(0);
  const x = toFloat(value);
  if (x !== undefined) return float(x);
  if (value.kind === 'str' || value.kind === 'bytes') {
    const [text, shown] =
      value.kind === 'str'
        ? [asciiNumber(value.value), quoted(value.value)]
        : [latinText(value.value), quotedBytes(value.value)];
    const parsed = parseFloating(text);
    if (parsed === undefined) throw valueError(`could not convert string to float: ${shown}`);
    return float(parsed);
  }
  const method = findOnType(value, '__float__');
  if (method) return yield* vm.callMethod(method, value, []);
  const n = yield* indexOf(vm, value);
  if (n !== undefined) return float(Number(n));
  throw typeError(`float() argument must be a string or a real number, not '${typeName(value)}'`);
}

/** An argument of `complex` as a number or a text. */
function* complexPart(vm: Vm, value: Value, wanted: string): Run<Value> {
  if (isNumber(value) || value.kind === 'str') return value;
  const method = findOnType(value, '__complex__') ?? findOnType(value, '__float__') ?? findOnType(value, '__index__');
  if (!method) throw typeError(`complex() ${wanted}, not '${typeName(value)}'`);
  return yield* vm.callMethod(method, value, []);
}

/** The exact fraction of a float. */
export function ratioOf(x: number): readonly [bigint, bigint] {
  if (!Number.isFinite(x))
    throw Number.isNaN(x)
      ? valueError('cannot convert NaN to integer ratio')
      : new PyError('OverflowError', 'cannot convert Infinity to integer ratio');
  let denominator = 1n;
  let n = x;
  while (!Number.isInteger(n)) {
    n *= 2;
    denominator *= 2n;
  }
  return [BigInt(n), denominator];
}

const real = (v: Value | undefined): number => (v && toFloat(v)) ?? 0;
const whole = (v: Value | undefined): bigint => (v && intOf(v)) ?? 0n;

export function defineNumbers(): void {
  defineNew('int', 'x=, /, base=', function* (vm, [cls, x, base]) {
    const value = yield* newInt(vm, x, base);
    return ofClass(value, cls);
  });
  defineNew('bool', 'x=, /', function* (vm, [, x]) {
    return x ? bool(yield* vm.isTrue(x)) : bool(false);
  });
  defineNew('float', 'x=, /', function* (vm, [cls, x]) {
    return ofClass(yield* newFloat(vm, x), cls);
  });
  defineNew('complex', 'real=, imag=', function* (vm, [, given, im]) {
    if (given?.kind === 'str' && im) throw typeError("complex() can't take second arg if first is a string");
    if (im?.kind === 'str') throw typeError("complex() second arg can't be a string");
    const re = given && (yield* complexPart(vm, given, 'first argument must be a string or a number'));
    if (im && !isNumber(im)) yield* complexPart(vm, im, 'second argument must be a number');
    if (re?.kind === 'complex' && !im) return re;
    if (re?.kind === 'str') {
      const parsed = parseComplex(asciiNumber(re.value));
      if (parsed === 'underscores') throw valueError(`could not convert string to complex: ${quoted(re.value)}`);
      if (!parsed) throw valueError('complex() arg is a malformed string');
      return complex(...parsed);
    }
    const a = re?.kind === 'complex' ? re : complex(real(re), 0);
    const b = im?.kind === 'complex' ? im : complex(real(im), 0);
    // A part that is not complex adds nothing, not even to the sign of a zero.
    return complex(im?.kind === 'complex' ? a.re - b.im : a.re, re?.kind === 'complex' ? a.im + b.re : b.re);
  });
  const shared = [
    [
      'conjugate',
      '',
      (_: Vm, [self]: readonly (Value | undefined)[]) =>
        self?.kind === 'complex'
          ? complex(self.re, -self.im)
          : self?.kind === 'float'
            ? float(self.value)
            : int(whole(self)),
    ],
  ] as const;
  defineMethods('int', [
    ...shared,
    [
      'bit_length',
      '',
      (_, [self]) => int(whole(self) === 0n ? 0 : (whole(self) < 0n ? -whole(self) : whole(self)).toString(2).length),
    ],
    ['bit_count', '', (_, [self]) => int([...whole(self).toString(2)].filter((c) => c === '1').length)],
    ['as_integer_ratio', '', (_, [self]) => tuple([int(whole(self)), int(1)])],
    [
      'to_bytes',
      'length: ssize=, byteorder: str=, *, signed=',
      (_, [self, length, order, signed]) => {
        const size = Number(length ? whole(length) : 1n);
        const named = order?.kind === 'str' ? order.value : 'big';
        if (named !== 'little' && named !== 'big') throw valueError("byteorder must be either 'little' or 'big'");
        if (size < 0) throw valueError('length argument must be non-negative');
        const value = BigInt.asUintN(size * 8, whole(self));
        const fits = signed ? BigInt.asIntN(size * 8, whole(self)) === whole(self) : value === whole(self);
        if (!fits)
          throw new PyError(
            'OverflowError',
            whole(self) < 0n ? "can't convert negative int to unsigned" : 'int too big to convert',
          );
        const out = Uint8Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
        return { kind: 'bytes', value: order?.kind === 'str' && order.value === 'little' ? out : out.reverse() };
      },
    ],
    ['__int__', '', (_, [self]) => int(whole(self))],
    ['__index__', '', (_, [self]) => int(whole(self))],
    ['__float__', '', (_, [self]) => float(real(self))],
    ['__trunc__', '', (_, [self]) => int(whole(self))],
    ['__floor__', '', (_, [self]) => int(whole(self))],
    ['__ceil__', '', (_, [self]) => int(whole(self))],
    ['__bool__', '', (_, [self]) => bool(whole(self) !== 0n)],
    ['__round__', 'ndigits=, /', (vm, [self, digits]) => round(vm, int(whole(self)), digits)],
    [
      '__repr__',
      '',
      (_, [self]) => str(self?.kind === 'bool' ? (self.value ? 'True' : 'False') : intText(whole(self))),
    ],
    ['__abs__', '', (_, [self]) => int(whole(self) < 0n ? -whole(self) : whole(self))],
  ]);
  defineMethods('float', [
    ...shared,
    ['is_integer', '', (_, [self]) => bool(Number.isInteger(real(self)))],
    [
      'as_integer_ratio',
      '',
      (_, [self]) => {
        const [n, d] = ratioOf(real(self));
        return tuple([int(n), int(d)]);
      },
    ],
    ['hex', '', (_, [self]) => str(hexText(real(self)))],
    ['__float__', '', (_, [self]) => float(real(self))],
    ['__int__', '', (_, [self]) => int(truncated(real(self)))],
    ['__trunc__', '', (_, [self]) => int(truncated(real(self)))],
    ['__floor__', '', (_, [self]) => int(truncated(Math.floor(real(self))))],
    ['__ceil__', '', (_, [self]) => int(truncated(Math.ceil(real(self))))],
    ['__bool__', '', (_, [self]) => bool(real(self) !== 0)],
    ['__round__', 'ndigits=, /', (vm, [self, digits]) => round(vm, float(real(self)), digits)],
    ['__abs__', '', (_, [self]) => float(Math.abs(real(self)))],
  ]);
  builtinClass('int').attrs.set('from_bytes', {
    kind: 'staticmethod',
    func: native('from_bytes', 'bytes, byteorder: str=, *, signed=', function* (vm, [bytes, order, signed]) {
      const list = [...(yield* listed(vm, bytes ?? none))];
      if (order?.kind === 'str' && order.value === 'little') list.reverse();
      const value = list.reduce((sum, b) => sum * 256n + BigInt(b), 0n);
      return int(signed?.kind === 'bool' && signed.value ? BigInt.asIntN(list.length * 8, value) : value);
    }),
  });
  builtinClass('float').attrs.set('fromhex', {
    kind: 'staticmethod',
    func: native('fromhex', 'string, /', (_, [given]) => {
      if (given?.kind !== 'str') throw typeError('bad argument type for built-in operation');
      return float(fromHexText(given.value));
    }),
  });
  defineMethods('complex', [
    ...shared,
    ['__abs__', '', (_, [self]) => float(self?.kind === 'complex' ? sqrtOfSum([self.re, self.im]) : 0)],
  ]);
}

/** `float.fromhex`. Raises ValueError and OverflowError. */
function fromHexText(source: string): number {
  const text = source.trim().toLowerCase();
  if (/^[-+]?(?:inf(?:inity)?|nan)$/.test(text)) return parseFloating(text) ?? 0;
  const match = /^([-+]?)(?:0x)?(?=[.\da-f])([\da-f]*)\.?([\da-f]*)(?:p([-+]?\d+))?$/.exec(text);
  if (!match || !(match[2] || match[3])) throw valueError('invalid hexadecimal floating-point string');
  const [, sign, whole_ = '', part = '', power = '0'] = match;
  const mantissa = BigInt(`0x${whole_}${part}`);
  const exponent = BigInt(power) - BigInt(4 * part.length);
  if (mantissa === 0n || exponent < -5000n) return sign === '-' ? -0 : 0;
  if (exponent > 5000n) throw new PyError('OverflowError', 'hexadecimal value too large to represent as a float');
  const size = exponent < 0n ? divideInts(mantissa, 1n << -exponent) : Number(mantissa << exponent);
  if (!Number.isFinite(size)) throw new PyError('OverflowError', 'hexadecimal value too large to represent as a float');
  return sign === '-' ? -size : size;
}

/** `float.hex`: mantissa and power of two. */
function hexText(x: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
  const sign = x < 0 || Object.is(x, -0) ? '-' : '';
  if (x === 0) return `${sign}0x0.0p+0`;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const digits = (bits & 0xfffffffffffffn).toString(16).padStart(13, '0');
  const power = exponent ? exponent - 1023 : -1022;
  return `${sign}0x${exponent ? 1 : 0}.${digits}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}
