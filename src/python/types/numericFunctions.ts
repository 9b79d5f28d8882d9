// `max`, `min`, `round`, `sum`, `pow`: builtin functions that compute. Knows no syntax.
import { type Comparison, compare } from '../core/compare';
import { indexOf } from '../core/items';
import { iterate, pull } from '../core/iterate';
import { findOnType, typeName } from '../core/lookup';
import { floorModulo, intOf, isNumber } from '../core/numbers';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { divideHalfEven, scaled } from '../text/floatText';
import { float, int, none, type Run, type Value } from '../value';

export function* wholeNumber(vm: Vm, value: Value | undefined): Run<bigint> {
  const n = value && (yield* indexOf(vm, value));
  if (n === undefined) throw typeError(`'${typeName(value ?? none)}' object cannot be interpreted as an integer`);
  return n;
}

export function* extreme(
  vm: Vm,
  name: 'max' | 'min',
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const key = keywords.get('key');
  const fallback = keywords.get('default');
  const [only] = positional;
  if (!only) throw typeError(`${name} expected at least 1 argument, got 0`);
  for (const word of keywords.keys())
    if (word !== 'key' && word !== 'default') throw typeError(`'${word}' is an invalid keyword argument for ${name}()`);
  if (positional.length > 1 && fallback)
    throw typeError(`Cannot specify a default for ${name}() with multiple positional arguments`);
  const items = positional.length > 1 ? positional : yield* vm.items(only);
  let best: { readonly value: Value; readonly rank: Value } | undefined;
  const op: Comparison = name === 'max' ? '>' : '<';
  for (const value of items) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    const rank = key && key.kind !== 'none' ? yield* vm.call(key, [value]) : value;
    if (!best || (yield* vm.isTrue(yield* compare(vm, op, rank, best.rank)))) best = { value, rank };
  }
  if (best) return best.value;
  if (fallback) return fallback;
  throw valueError(`${name}() arg is an empty sequence`);
}

/** `round(x, n)` with exact halves to even. */
export function rounded(x: number, places: number | undefined): Value {
  if (places === undefined) {
    if (!Number.isFinite(x))
      throw Number.isNaN(x)
        ? valueError('cannot convert float NaN to integer')
        : new PyError('OverflowError', 'cannot convert float infinity to integer');
    const n = scaled(x, 0);
    return int(x < 0 ? -n : n);
  }
  if (!Number.isFinite(x) || places > 323) return float(x);
  if (places < -309) return float(x * 0);
  const digits = scaled(x, places);
  const size = Number(places >= 0 ? `${digits}e-${places}` : digits * 10n ** BigInt(-places));
  if (size === Infinity) throw new PyError('OverflowError', 'rounded value too large to represent');
  return float(x < 0 || Object.is(x, -0) ? -size : size);
}

export function* round(vm: Vm, value: Value, digits: Value | undefined): Run<Value> {
  const isPlainNumber = value.kind === 'float' || intOf(value) !== undefined;
  const places = isPlainNumber && digits && digits.kind !== 'none' ? Number(yield* wholeNumber(vm, digits)) : undefined;
  if (value.kind === 'float') return rounded(value.value, places);
  const n = intOf(value);
  if (n !== undefined) {
    if (places === undefined || places >= 0) return int(n);
    // More places than the number has digits leave nothing of it.
    if (-places > n.toString(16).length * 1.3) return int(0);
    const unit = 10n ** BigInt(-places);
    return int((n < 0n ? -divideHalfEven(-n, unit) : divideHalfEven(n, unit)) * unit);
  }
  const method = findOnType(value, '__round__');
  if (!method) throw typeError(`type ${typeName(value)} doesn't define __round__ method`);
  return yield* vm.callMethod(method, value, digits ? [digits] : []);
}

export function* sum(vm: Vm, iterable: Value, start: Value | undefined): Run<Value> {
  const next = yield* iterate(vm, iterable);
  if (start?.kind === 'str') throw typeError("sum() can't sum strings [use ''.join(seq) instead]");
  if (start?.kind === 'bytes') throw typeError("sum() can't sum bytes [use b''.join(seq) instead]");
  let total: Value = start ?? int(0);
  for (;;) {
    const item = yield* pull(next);
    if (!item) return total;
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    total = yield* vm.binary('+', total, item);
  }
}

export function* power(vm: Vm, base: Value, exponent: Value, modulus: Value | undefined): Run<Value> {
  if (!modulus || modulus.kind === 'none') return yield* vm.binary('**', base, exponent);
  const [b, e, m] = [intOf(base), intOf(exponent), intOf(modulus)];
  if (b === undefined || e === undefined || m === undefined) {
    const operands = [base, exponent, modulus];
    const method = base.kind === 'instance' ? findOnType(base, '__pow__') : undefined;
    const found = method && (yield* vm.callMethod(method, base, [exponent, modulus]));
    if (found && found.kind !== 'notImplemented') return found;
    // Each operand's type is asked in turn: float refuses in any case, complex where it could read the first two.
    const decisive = operands.find(
      ({ kind }) => kind === 'float' || (kind === 'complex' && isNumber(base) && isNumber(exponent)),
    )?.kind;
    if (decisive === 'complex') throw valueError('complex modulo');
    if (decisive === 'float') throw typeError('pow() 3rd argument not allowed unless all arguments are integers');
    const names = operands.map((operand) => `'${typeName(operand)}'`).join(', ');
    throw typeError(`unsupported operand type(s) for ** or pow(): ${names}`);
  }
  if (m === 0n) throw valueError('pow() 3rd argument cannot be 0');
  let [result, square, left] = [1n, floorModulo(b, m), e < 0n ? -e : e];
  if (e < 0n) square = inverse(square, m < 0n ? -m : m);
  while (left > 0n) {
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    if (left & 1n) result = (result * square) % m;
    square = (square * square) % m;
    left >>= 1n;
  }
  return int(floorModulo(result, m));
}

function inverse(a: bigint, m: bigint): bigint {
  let [r, next, x, y] = [floorModulo(a, m), m, 1n, 0n];
  while (next) {
    const q = r / next;
    [r, next, x, y] = [next, r - q * next, y, x - q * y];
  }
  if (r !== 1n) throw valueError('base is not invertible for the given modulus');
  return floorModulo(x, m);
}
