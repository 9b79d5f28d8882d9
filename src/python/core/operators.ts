// Binary, unary and in-place operators: builtin values directly, everything else by dunder methods as CPython asks them.

import { pointLength } from '../text/codePoints';
import type { Entries, Run, Value } from '../value';
import { updateEntries } from './dictUpdate';
import { isTypeLike } from './genericAlias';
import { indexOf } from './items';
import { mergeEntries } from './keys';
import { classOf, findOnType, isForeignNumber, isPlain, isSubclass, typeName } from './lookup';
import { arithmetic, intOf, negated } from './numbers';
import { PyError, typeError } from './pyError';
import { joined, refill, repeated, repeatedSize } from './sequences';
import { setOperators } from './setOperations';
import type { Vm } from './vm';

interface Names {
  readonly forward: string;
  readonly reflected: string;
  readonly inPlace: string;
}
const named = (name: string): Names => ({ forward: `__${name}__`, reflected: `__r${name}__`, inPlace: `__i${name}__` });

/** Method names by operator. */
export const operatorNames: Readonly<Record<string, Names>> = {
  '+': named('add'),
  '-': named('sub'),
  '*': named('mul'),
  '/': named('truediv'),
  '//': named('floordiv'),
  '%': named('mod'),
  '**': named('pow'),
  '@': named('matmul'),
  '&': named('and'),
  '|': named('or'),
  '^': named('xor'),
  '<<': named('lshift'),
  '>>': named('rshift'),
};

/** What Python's own types answer, without asking any class; undefined where they have no answer. */
export function* builtinBinary(vm: Vm, op: string, a: Value, b: Value): Run<Value | undefined> {
  const number = arithmetic(op, a, b);
  if (number) return number;
  if (op === '+') {
    const sum = joined(a, b);
    if (sum && 'value' in sum && typeof sum.value === 'string') vm.allocate(sum.value.length);
    if (sum && 'items' in sum) vm.allocate(sum.items.length);
    return sum;
  }
  if (op === '*') return (yield* times(vm, a, b)) ?? (yield* times(vm, b, a));
  if (op === '%' && (a.kind === 'str' || a.kind === 'bytes')) return yield* vm.percent(a, b);
  if (a.kind === 'set' && b.kind === 'set') {
    const operation = setOperators.get(op);
    return operation && { kind: 'set', entries: operation.made(a.entries, b.entries), frozen: a.frozen };
  }
  if (op === '|' && a.kind === 'dict' && b.kind === 'dict') {
    const entries: Entries = new Map();
    mergeEntries(entries, a.entries);
    mergeEntries(entries, b.entries);
    return { kind: 'dict', entries };
  }
  return undefined;
}

/** What CPython could not even ask the system for. */
const mostItems = 1n << 60n;
/** `sys.maxsize`. */
const maxSize = (1n << 63n) - 1n;

/** `sequence * n`, where n may be what has `__index__`. */
function* times(vm: Vm, a: Value, b: Value): Run<Value | undefined> {
  if (repeatedSize(a, 0n) === undefined) return undefined;
  const n = yield* indexOf(vm, b);
  if (n === undefined) return undefined;
  if (BigInt.asIntN(64, n) !== n) throw new PyError('OverflowError', "cannot fit 'int' into an index-sized integer");
  const size = repeatedSize(a, n) ?? 0n;
  const text = { str: 'string is', bytes: 'bytes are' }[a.kind as string];
  const characters = a.kind === 'str' ? BigInt(pointLength(a.value)) * n : size;
  if (text && characters > maxSize) throw new PyError('OverflowError', `repeated ${text} too long`);
  if (size > mostItems) throw new PyError('MemoryError', '');
  vm.allocate(size);
  return repeated(a, n);
}

/** `a op b`; raises TypeError as Python words it. */
export function* binary(vm: Vm, op: string, a: Value, b: Value): Run<Value> {
  if (a.kind === 'unknown') return vm.touched(a);
  if (b.kind === 'unknown') return vm.touched(b);
  if (isPlain(a) && isPlain(b) && a.kind !== 'instance') {
    const quick = yield* builtinBinary(vm, op, a, b);
    if (quick) return quick;
  }
  const names = operatorNames[op];
  if (!names) throw new Error(`no such operator: ${op}`);
  const found = yield* byMethods(vm, a, b, names.forward, names.reflected);
  if (found) return found;
  if (op === '|' && isTypeLike(a) && isTypeLike(b) && (a.kind === 'class' || b.kind === 'class'))
    return vm.unionType(a, b);
  throw unsupported(op, a, b);
}

/** Asks both operands; the right one first where its class derives from the left one's and overrides the method. */
function* byMethods(vm: Vm, a: Value, b: Value, forward: string, reflected: string): Run<Value | undefined> {
  const [left, right] = [classOf(a), classOf(b)];
  const isOwn = isSubclass(right, left) || (isPlain(a) && isForeignNumber(b));
  const derives = left !== right && isOwn && overrides(a, b, reflected);
  if (derives) {
    const value = yield* answer(vm, b, reflected, a);
    if (value) return value;
  }
  const value = yield* answer(vm, a, forward, b);
  if (value) return value;
  return derives || left === right ? undefined : yield* answer(vm, b, reflected, a);
}

const overrides = (a: Value, b: Value, name: string): boolean => {
  const method = findOnType(b, name);
  return method !== undefined && method !== findOnType(a, name);
};

/** What a method answers, or undefined where there is none or it declines. */
export function* answer(vm: Vm, self: Value, name: string, other: Value): Run<Value | undefined> {
  const method = findOnType(self, name);
  if (!method || method.kind === 'none') return undefined;
  const value = yield* vm.callMethod(method, self, [other]);
  return value.kind === 'notImplemented' ? undefined : value;
}

function unsupported(op: string, a: Value, b: Value): Error {
  const [x, y] = [vmTypeName(a), vmTypeName(b)];
  if (op === '+') {
    if (a.kind === 'str') return typeError(`can only concatenate str (not "${y}") to str`);
    if (a.kind === 'list') return typeError(`can only concatenate list (not "${y}") to list`);
    if (a.kind === 'tuple') return typeError(`can only concatenate tuple (not "${y}") to tuple`);
    if (x === 'collections.deque') return typeError(`can only concatenate deque (not "${y}") to deque`);
    if (a.kind === 'bytes') return typeError(`can't concat ${y} to bytes`);
  }
  if (op === '*' && repeatedSize(a, 0n) !== undefined)
    return typeError(`can't multiply sequence by non-int of type '${y}'`);
  if (op === '*' && repeatedSize(b, 0n) !== undefined)
    return typeError(`can't multiply sequence by non-int of type '${x}'`);
  return typeError(`unsupported operand type(s) for ${op === '**' ? '** or pow()' : op}: '${x}' and '${y}'`);
}
const vmTypeName = typeName;

/** `a op= b`: the in-place method where the left side has one. */
export function* inPlace(vm: Vm, op: string, a: Value, b: Value): Run<Value> {
  if (a.kind === 'unknown') return vm.touched(a);
  if (b.kind === 'unknown') {
    vm.forgetObject(a, b);
    return vm.touched(b);
  }
  if (isPlain(a)) {
    if (a.kind === 'list' && op === '+') {
      for (const item of yield* vm.items(b)) a.items.push(item);
      vm.allocate(a.items.length);
      return a;
    }
    if (a.kind === 'list' && op === '*') {
      const n = intOf(b);
      if (n !== undefined) {
        vm.allocate(repeatedSize(a, n) ?? 0n);
        const copy = repeated(a, n);
        if (copy?.kind === 'list') refill(a.items, copy.items);
        return a;
      }
    }
    if (a.kind === 'set' && !a.frozen && b.kind === 'set') {
      const operation = setOperators.get(op);
      operation?.change(a.entries, b.entries);
      if (operation) return a;
    }
    if (a.kind === 'dict' && op === '|') {
      yield* updateEntries(vm, a.entries, b, new Map());
      return a;
    }
  }
  const names = operatorNames[op];
  const value = names && (yield* answer(vm, a, names.inPlace, b));
  if (value) return value;
  return yield* saidOf(`${op}=`, binary(vm, op, a, b));
}

/** The same run, its refusal of the operands said of what the program wrote: `+=`, `divmod()`. */
export function* saidOf(name: string, run: Run<Value>): Run<Value> {
  try {
    return yield* run;
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('unsupported operand type(s) for '))
      throw typeError(error.message.replace(/for (.*?)( or pow\(\))?:/, `for ${name}:`));
    throw error;
  }
}

const unaryNames = { '+': '__pos__', '-': '__neg__', '~': '__invert__' } as const;

export function* unary(vm: Vm, op: '+' | '-' | '~', value: Value): Run<Value> {
  if (value.kind === 'unknown') return vm.touched(value);
  if (isPlain(value)) {
    const number = negated(op, value);
    if (number) return number;
  }
  const method = findOnType(value, unaryNames[op]);
  if (method) return yield* vm.callMethod(method, value, []);
  throw typeError(`bad operand type for unary ${op}: '${typeName(value)}'`);
}

/** Whether two values are one object: small numbers and texts are shared, as CPython mostly does. */
export function identical(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'none' || a.kind === 'ellipsis' || a.kind === 'notImplemented') return true;
  if (a.kind === 'bool' && b.kind === 'bool') return a.value === b.value;
  if (a.kind === 'int' && b.kind === 'int')
    return !a.cls && !b.cls && a.value === b.value && a.value >= -5n && a.value <= 256n;
  if (a.kind === 'str' && b.kind === 'str') return !a.cls && !b.cls && a.value === b.value && /^\w*$/.test(a.value);
  if (a.kind === 'tuple' && b.kind === 'tuple') return !a.items.length && !b.items.length && !a.cls && !b.cls;
  if (a.kind === 'method' && b.kind === 'method') return false;
  return false;
}
