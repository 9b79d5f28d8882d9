// `object[key]`, `len(object)` and their like. Knows no syntax.

import { pointLength } from '../text/codePoints';
import { type ClassValue, int, type ListValue, type Run, type SliceValue, type Value } from '../value';
import { builtinClass } from './classes';
import { genericAlias } from './genericAlias';
import { rangeLength } from './hash';
import { classMethodOf, iterate } from './iterate';
import { getEntry, keyError, keyIn, setEntry } from './keys';
import { findInClass, findOnType, isPlain, typeName } from './lookup';
import { intOf } from './numbers';
import { PyError, typeError } from './pyError';
import { position, refill, sequenceItem, sliceBounds } from './sequences';
import type { Vm } from './vm';

/** What a key means as an integer: `__index__` where it has one. */
export function* indexOf(vm: Vm, key: Value): Run<bigint | undefined> {
  const n = intOf(key);
  if (n !== undefined || key.kind !== 'instance') return n;
  const method = findInClass(key.cls, '__index__');
  if (!method) return undefined;
  return intOf(yield* vm.callMethod(method, key, []));
}

/** A slice whose parts are plain integers. */
function* plainSlice(vm: Vm, slice: SliceValue): Run<SliceValue> {
  const part = function* (value: Value): Run<Value> {
    if (value.kind !== 'instance') return value;
    const n = yield* indexOf(vm, value);
    return n === undefined ? value : int(n);
  };
  return {
    kind: 'slice',
    start: yield* part(slice.start),
    stop: yield* part(slice.stop),
    step: yield* part(slice.step),
  };
}

const unknownIn = (key: Value): Value | undefined =>
  key.kind === 'unknown'
    ? key
    : key.kind === 'slice'
      ? [key.start, key.stop, key.step].find((p) => p.kind === 'unknown')
      : undefined;

/** Whether a class of Python's own takes type arguments. */
const takesTypes = ({ name, module }: ClassValue): boolean =>
  (module === 'builtins' && /^(?:list|dict|tuple|set|frozenset|enumerate|mappingproxy)$/.test(name)) ||
  (module === 'collections' && /^(?:deque|defaultdict|OrderedDict|Counter)$/.test(name));

export function* getItem(vm: Vm, object: Value, key: Value): Run<Value> {
  if (object.kind === 'unknown') return vm.touched(object);
  const doubt = unknownIn(key);
  if (doubt?.kind === 'unknown') return vm.touched(doubt);
  if (isPlain(object) && object.kind !== 'instance') return yield* builtinItem(vm, object, key);
  const method = findOnType(object, '__getitem__');
  if (method && method.kind !== 'none') return yield* vm.callMethod(method, object, [key]);
  return yield* builtinItem(vm, object, key);
}

/** `object[key]` by the builtin type behind the object. */
export function* builtinItem(vm: Vm, object: Value, key: Value): Run<Value> {
  if (object.kind === 'dict') {
    const found = yield* getEntry(vm, object.entries, key);
    if (found) return found;
    const missing = object.cls && findInClass(object.cls, '__missing__');
    if (missing) return yield* vm.callMethod(missing, object, [key]);
    throw keyError(key);
  }
  if (object.kind === 'class') {
    const method = findInClass(object, '__class_getitem__');
    if (method) return yield* vm.callMethod(method, object, [key]);
    if (object === builtinClass('type') || object.mro.some(takesTypes)) return genericAlias(object, key);
    throw typeError(`type '${object.name}' is not subscriptable`);
  }
  const plain = key.kind === 'slice' ? yield* plainSlice(vm, key) : key;
  const found = sequenceItem(object, plain, key.kind === 'slice' ? undefined : yield* indexOf(vm, key));
  if (found) return found;
  throw typeError(`'${typeName(object)}' object is not subscriptable`);
}

export function* setItem(vm: Vm, object: Value, key: Value, value: Value): Run<void> {
  if (object.kind === 'unknown') return;
  const doubt = unknownIn(key);
  if (doubt?.kind === 'unknown') return vm.forgetObject(object, doubt);
  const method = isPlain(object) && object.kind !== 'instance' ? undefined : findOnType(object, '__setitem__');
  if (method) yield* vm.callMethod(method, object, [key, value]);
  else yield* builtinSetItem(vm, object, key, value);
}

export function* builtinSetItem(vm: Vm, object: Value, key: Value, value: Value): Run<void> {
  if (object.kind === 'dict') return yield* setEntry(vm, object.entries, key, value);
  if (object.kind !== 'list') throw typeError(`'${typeName(object)}' object does not support item assignment`);
  if (key.kind === 'slice') return yield* setSlice(vm, object, yield* plainSlice(vm, key), value);
  const index = yield* indexOf(vm, key);
  if (index === undefined) throw typeError(`list indices must be integers or slices, not ${typeName(key)}`);
  const at = position(index, object.items.length);
  if (at === undefined) throw new PyError('IndexError', 'list assignment index out of range');
  object.items[at] = value;
}

function* setSlice(vm: Vm, object: ListValue, slice: SliceValue, value: Value): Run<void> {
  const extended = sliceBounds(slice, object.items.length).step !== 1;
  if (value.kind !== 'list') {
    try {
      yield* iterate(vm, value);
    } catch (error) {
      if (vm.isRaised(error, 'TypeError'))
        throw typeError(extended ? 'must assign iterable to extended slice' : 'can only assign an iterable');
      throw error;
    }
  }
  const items = yield* vm.items(value);
  const { start, step, count, stop } = sliceBounds(slice, object.items.length);
  if (step === 1) {
    const all = object.items;
    refill(all, [...all.slice(0, start), ...items, ...all.slice(Math.max(stop, start))]);
    return;
  }
  if (items.length !== count)
    throw new PyError(
      'ValueError',
      `attempt to assign sequence of size ${items.length} to extended slice of size ${count}`,
    );
  for (let i = 0; i < count; i++) object.items[start + i * step] = items[i] as Value;
}

export function* deleteItem(vm: Vm, object: Value, key: Value): Run<void> {
  if (object.kind === 'unknown') return;
  const doubt = unknownIn(key);
  if (doubt?.kind === 'unknown') return vm.forgetObject(object, doubt);
  const method = isPlain(object) && object.kind !== 'instance' ? undefined : findOnType(object, '__delitem__');
  if (method) yield* vm.callMethod(method, object, [key]);
  else yield* builtinDeleteItem(vm, object, key);
}

export function* builtinDeleteItem(vm: Vm, object: Value, key: Value): Run<void> {
  if (object.kind === 'dict') {
    if (!object.entries.delete(yield* keyIn(vm, object.entries, key))) throw keyError(key);
    return;
  }
  if (object.kind !== 'list') throw typeError(`'${typeName(object)}' object doesn't support item deletion`);
  if (key.kind === 'slice') {
    const { start, step, count } = sliceBounds(yield* plainSlice(vm, key), object.items.length);
    const gone = new Set(Array.from({ length: count }, (_, i) => start + i * step));
    const kept = object.items.filter((_, i) => !gone.has(i));
    refill(object.items, kept);
    return;
  }
  const index = yield* indexOf(vm, key);
  if (index === undefined) throw typeError(`list indices must be integers or slices, not ${typeName(key)}`);
  const at = position(index, object.items.length);
  if (at === undefined) throw new PyError('IndexError', 'list assignment index out of range');
  object.items.splice(at, 1);
}

/** `len(value)`. Raises TypeError. */
export function* lengthOf(vm: Vm, value: Value): Run<bigint | 'unknown'> {
  if (value.kind === 'unknown') return 'unknown';
  if (isPlain(value) && value.kind !== 'instance') {
    const length = builtinLength(value);
    if (length !== undefined) {
      if (length >= 1n << 63n) throw new PyError('OverflowError', 'Python int too large to convert to C ssize_t');
      return length;
    }
  }
  const method = value.kind === 'class' ? classMethodOf(value, 'len') : findOnType(value, '__len__');
  if (!method) throw typeError(`object of type '${typeName(value)}' has no len()`);
  const result = yield* vm.callMethod(method, value, []);
  if (result.kind === 'unknown') return 'unknown';
  const n = intOf(result);
  if (n === undefined) throw typeError(`'${typeName(result)}' object cannot be interpreted as an integer`);
  if (n < 0n) throw new PyError('ValueError', '__len__() should return >= 0');
  return n;
}

export function builtinLength(value: Value): bigint | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple':
      return BigInt(value.items.length);
    case 'str':
      return BigInt(pointLength(value.value));
    case 'bytes':
      return BigInt(value.value.length);
    case 'dict':
    case 'set':
      return BigInt(value.entries.size);
    case 'range':
      return rangeLength(value.start, value.stop, value.step);
    default:
      return undefined;
  }
}
