// Comparison: rich comparison of builtin values and by dunder methods, membership, order for sorting. Knows no syntax.

import { comparePoints } from '../text/codePoints';
import { latinText } from '../text/latinText';
import { bool, pyFalse, pyTrue, type Run, type Value } from '../value';
import { rangeLength } from './hash';
import { iterate, type Next, pull } from './iterate';
import { classOf, findOnType, isPlain, isSubclass, typeName } from './lookup';
import { compareNumbers, intOf, isNumber } from './numbers';
import { answer, identical } from './operators';
import { typeError, valueError } from './pyError';
import { Unknowable } from './unknowable';
import type { Vm } from './vm';

export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=';

const methods: Readonly<Record<Comparison, readonly [string, string]>> = {
  '==': ['__eq__', '__eq__'],
  '!=': ['__ne__', '__ne__'],
  '<': ['__lt__', '__gt__'],
  '<=': ['__le__', '__ge__'],
  '>': ['__gt__', '__lt__'],
  '>=': ['__ge__', '__le__'],
};

/** Below zero, zero or above zero to the answer of an operator; NaN has no order. */
export const judged = (op: Comparison, order: number): Value => {
  switch (op) {
    case '==':
      return bool(order === 0);
    case '!=':
      return bool(order !== 0);
    case '<':
      return bool(order < 0);
    case '<=':
      return bool(order <= 0);
    case '>':
      return bool(order > 0);
    case '>=':
      return bool(order >= 0);
  }
};

export function* compare(vm: Vm, op: Comparison, a: Value, b: Value): Run<Value> {
  if (a.kind === 'unknown') return vm.touched(a);
  if (b.kind === 'unknown') return vm.touched(b);
  if (isPlain(a) && isPlain(b) && a.kind !== 'instance') {
    const quick = builtinCompare(vm, op, a, b);
    const value = quick && 'next' in quick && !('kind' in quick) ? yield* quick : (quick as Value | undefined);
    if (value) return value;
  }
  const [forward, reflected] = methods[op];
  const derives = classOf(a) !== classOf(b) && isSubclass(classOf(b), classOf(a));
  const value =
    (derives ? yield* answer(vm, b, reflected, a) : undefined) ??
    (yield* answer(vm, a, forward, b)) ??
    (derives ? undefined : yield* answer(vm, b, reflected, a));
  if (value) return value;
  if (op === '==') return bool(identical(a, b));
  if (op === '!=') {
    const equal = yield* answer(vm, a, '__eq__', b);
    return equal ? bool(!(yield* vm.isTrue(equal))) : bool(!identical(a, b));
  }
  throw typeError(`'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`);
}

/** What Python's own types answer; undefined where classes must be asked. */
export function builtinCompare(vm: Vm, op: Comparison, a: Value, b: Value): Value | Run<Value> | undefined {
  const order = compareNumbers(a, b);
  if (order !== undefined) return judged(op, order);
  const equality = op === '==' || op === '!=';
  if (equality && isNumber(a) && isNumber(b)) return judged(op, sameComplex(a, b) ? 0 : 1);
  if (a.kind !== b.kind) return undefined;
  switch (a.kind) {
    case 'str':
      return b.kind === 'str' ? judged(op, comparePoints(a.value, b.value)) : undefined;
    case 'bytes':
      return b.kind === 'bytes' ? judged(op, compareBytes(a.value, b.value)) : undefined;
    case 'list':
    case 'tuple':
      return b.kind === 'list' || b.kind === 'tuple' ? vm.deeper(sequences(vm, op, a.items, b.items)) : undefined;
    case 'dict':
      return equality && b.kind === 'dict' ? vm.deeper(dicts(vm, op, a.entries, b.entries)) : undefined;
    case 'set':
      return b.kind === 'set' ? sets(op, a.entries, b.entries) : undefined;
    case 'range':
      if (!equality || b.kind !== 'range') return undefined;
      return judged(op, sameRange(a, b) ? 0 : 1);
    case 'slice':
      if (!equality || b.kind !== 'slice') return undefined;
      return sequences(vm, op, [a.start, a.stop, a.step], [b.start, b.stop, b.step]);
    case 'method':
      return equality && b.kind === 'method' ? judged(op, a.func === b.func && a.self === b.self ? 0 : 1) : undefined;
    default:
      return undefined;
  }
}

function sameComplex(a: Value, b: Value): boolean {
  const parts = (v: Value) =>
    v.kind === 'complex' ? [v.re, v.im] : v.kind === 'float' ? [v.value, 0] : [Number(intOf(v)), 0];
  const [x, y] = [parts(a), parts(b)];
  return x[0] === y[0] && x[1] === y[1];
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return (a[i] ?? 0) - (b[i] ?? 0);
  return a.length - b.length;
}

type Range = { readonly start: bigint; readonly stop: bigint; readonly step: bigint };
function sameRange(a: Range, b: Range): boolean {
  const length = rangeLength(a.start, a.stop, a.step);
  if (length !== rangeLength(b.start, b.stop, b.step)) return false;
  return length === 0n || (a.start === b.start && (length === 1n || a.step === b.step));
}

function* sequences(vm: Vm, op: Comparison, a: readonly Value[], b: readonly Value[]): Run<Value> {
  const equality = op === '==' || op === '!=';
  if (equality && a.length !== b.length) return bool(op === '!=');
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i] as Value, b[i] as Value];
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    if (yield* same(vm, x, y)) continue;
    return equality ? bool(op === '!=') : yield* compare(vm, op, x, y);
  }
  return judged(op, a.length - b.length);
}

type Entries = ReadonlyMap<string, { readonly key: Value; readonly value: Value }>;
function* dicts(vm: Vm, op: Comparison, a: Entries, b: Entries): Run<Value> {
  let equal = a.size === b.size;
  for (const [key, { value }] of a) {
    if (!equal) break;
    const other = b.get(key);
    equal = other !== undefined && (yield* same(vm, value, other.value));
  }
  return bool(equal === (op === '=='));
}

function sets(op: Comparison, a: Entries, b: Entries): Value {
  const within = (x: Entries, y: Entries) => x.size <= y.size && [...x.keys()].every((key) => y.has(key));
  switch (op) {
    case '==':
      return bool(a.size === b.size && within(a, b));
    case '!=':
      return bool(a.size !== b.size || !within(a, b));
    case '<=':
      return bool(within(a, b));
    case '<':
      return bool(a.size < b.size && within(a, b));
    case '>=':
      return bool(within(b, a));
    case '>':
      return bool(b.size < a.size && within(b, a));
  }
}

/** Identity or equality, as containers compare their items. Throws Unknowable. */
export function* same(vm: Vm, a: Value, b: Value): Run<boolean> {
  if (a === b) return true;
  const result = yield* compare(vm, '==', a, b);
  if (result === pyTrue) return true;
  if (result === pyFalse) return false;
  if (result.kind === 'unknown') throw new Unknowable(result);
  return yield* vm.isTrue(result);
}

/** Whether a < b, for sorting. Throws Unknowable. */
export function* less(vm: Vm, a: Value, b: Value): Run<boolean> {
  const result = yield* compare(vm, '<', a, b);
  return result.kind === 'bool' ? result.value : yield* vm.isTrue(result);
}

/** `item in container`. */
export function* containsItem(vm: Vm, container: Value, item: Value): Run<Value> {
  if (container.kind === 'unknown') return vm.touched(container);
  if (isPlain(container)) {
    switch (container.kind) {
      case 'str':
        if (item.kind === 'unknown') return item;
        if (item.kind !== 'str')
          throw typeError(`'in <string>' requires string as left operand, not ${typeName(item)}`);
        return bool(container.value.includes(item.value));
      case 'bytes': {
        if (item.kind === 'unknown') return item;
        if (item.kind === 'bytes') return bool(latinText(container.value).includes(latinText(item.value)));
        const n = intOf(item);
        if (n === undefined) throw typeError(`a bytes-like object is required, not '${typeName(item)}'`);
        if (n < 0n || n > 255n) throw valueError('byte must be in range(0, 256)');
        return bool(container.value.includes(Number(n)));
      }
      case 'list':
      case 'tuple': {
        // An unknown item may be the one that is looked for.
        let doubt: Value | undefined = item.kind === 'unknown' ? item : undefined;
        for (const candidate of container.items) {
          vm.spend(1);
          if (vm.due) yield* vm.breathe();
          if (candidate.kind === 'unknown') doubt ??= candidate;
          else if (!doubt && (yield* same(vm, candidate, item))) return pyTrue;
        }
        return doubt ?? pyFalse;
      }
      case 'dict':
      case 'set': {
        if (item.kind === 'unknown') return item;
        const asked = container.kind === 'set' && item.kind === 'set' && !item.frozen;
        const probe = asked ? { ...item, frozen: true } : item;
        return bool(container.entries.has(yield* vm.keyIn(container.entries, probe)));
      }
      case 'range': {
        const n = intOf(item);
        if (n === undefined) break;
        const { start, stop, step } = container;
        const inside = step > 0n ? n >= start && n < stop : n <= start && n > stop;
        return bool(inside && (n - start) % step === 0n);
      }
    }
  }
  // What a range holds beside integers is found by looking.
  const method = container.kind === 'range' ? undefined : findOnType(container, '__contains__');
  if (method && method.kind !== 'none') {
    const found = yield* vm.callMethod(method, container, [item]);
    return found.kind === 'unknown' || found.kind === 'bool' ? found : bool(yield* vm.isTrue(found));
  }
  const source = yield* searched(vm, container);
  for (;;) {
    const next = yield* pull(source);
    if (!next) return pyFalse;
    if (yield* same(vm, next, item)) return pyTrue;
  }
}

/** Whatever TypeError an iteration begins with, `in` words it in its own way (`_PySequence_IterSearch`). */
function* searched(vm: Vm, container: Value): Run<Next> {
  try {
    return yield* iterate(vm, container);
  } catch (error) {
    if (!vm.isRaised(error, 'TypeError')) throw error;
    throw typeError(`argument of type '${typeName(container)}' is not iterable`);
  }
}
