// Iteration over any value, and iterator values. Knows no syntax.
import { points } from '../text/codePoints';
import { type ClassValue, type IteratorValue, int, type Run, settled, str, tuple, type Value } from '../value';
import { rangeLength } from './hash';
import { findInClass, findOnType, isPlain, typeName } from './lookup';
import { PyError, typeError } from './pyError';
import { known } from './unknowable';
import type { Vm } from './vm';

/** Gives the next item, undefined at the end. */
export type Next = () => Value | undefined | Run<Value | undefined>;

export function pull(next: Next): Run<Value | undefined> {
  const result = next();
  return result === undefined || 'kind' in result ? settled(result) : result;
}

/** Starts an iteration. Raises TypeError, in the words of `message` for a class that says nothing of it. Throws Unknowable. */
export function* iterate(
  vm: Vm,
  value: Value,
  message = (name: string) => `'${name}' object is not iterable`,
): Run<Next> {
  known(value);
  if (isPlain(value)) {
    const next = builtinNext(value);
    if (next) return next;
  }
  const method = value.kind === 'class' ? classMethodOf(value, 'iter') : findOnType(value, '__iter__');
  if (method && method.kind !== 'none') {
    const iterator = known(yield* vm.callMethod(method, value, []));
    if (iterator.kind === 'iterator') return iterator.next as Next;
    if (!findOnType(iterator, '__next__'))
      throw typeError(`iter() returned non-iterator of type '${typeName(iterator)}'`);
    return () => nextOf(vm, iterator);
  }
  const kind = builtinNext(value);
  if (kind) return kind;
  if (value.kind === 'instance' && method?.kind !== 'none' && findOnType(value, '__getitem__'))
    return byIndex(vm, value);
  throw typeError(method ? `'${typeName(value)}' object is not iterable` : message(typeName(value)));
}

/** A metaclass's `__iter__` or `__len__`, or what stands for it in the class: `__class_iter__`, `__class_len__`. */
export const classMethodOf = (cls: ClassValue, name: 'iter' | 'len'): Value | undefined =>
  (cls.cls && findInClass(cls.cls, `__${name}__`)) ?? findInClass(cls, `__class_${name}__`);

/** `__next__` of an iterator that Python code defines. */
const nextOf = (vm: Vm, iterator: Value): Run<Value | undefined> =>
  untilStop(vm, () => {
    const method = findOnType(iterator, '__next__');
    if (!method) throw typeError(`'${typeName(iterator)}' object is not an iterator`);
    return vm.callMethod(method, iterator, []);
  });

/** One item of an iterator that calls the user's code: a StopIteration raised in there is the end of the items. */
function* untilStop(vm: Vm, next: () => Run<Value | undefined>): Run<Value | undefined> {
  try {
    return yield* next();
  } catch (error) {
    if (vm.isRaised(error, 'StopIteration')) return undefined;
    throw error;
  }
}

function byIndex(vm: Vm, value: Value): Next {
  let index = 0;
  return function* (): Run<Value | undefined> {
    try {
      return yield* vm.getItem(value, int(index++));
    } catch (error) {
      if (vm.isRaised(error, 'IndexError') || vm.isRaised(error, 'StopIteration')) return undefined;
      throw error;
    }
  };
}

function builtinNext(value: Value): Next | undefined {
  switch (value.kind) {
    case 'list':
    case 'tuple': {
      let index = 0;
      return () => value.items[index++];
    }
    case 'str': {
      const chars = points(value.value);
      let index = 0;
      return () => {
        const c = chars[index++];
        return c === undefined ? undefined : str(c);
      };
    }
    case 'bytes': {
      let index = 0;
      return () => (index < value.value.length ? int(value.value[index++] ?? 0) : undefined);
    }
    case 'range': {
      const { start, step } = value;
      const length = rangeLength(start, value.stop, step);
      let index = 0n;
      return () => (index < length ? int(start + index++ * step) : undefined);
    }
    case 'dict':
      return entriesNext(value.entries, 'dictionary', (entry) => entry.key);
    case 'set': {
      return entriesNext(value.entries, 'Set', (entry) => entry.key);
    }
    case 'iterator':
      return value.next as Next;
    default:
      return undefined;
  }
}

type Entry = { readonly key: Value; readonly value: Value };
/** Keys, values or items of a dict as it stands at each step. */
export function entriesNext(entries: ReadonlyMap<string, Entry>, what: string, pick: (entry: Entry) => Value): Next {
  const { size } = entries;
  const walk = entries.values();
  return () => {
    if (entries.size !== size) throw new PyError('RuntimeError', `${what} changed size during iteration`);
    const step = walk.next();
    return step.done ? undefined : pick(step.value);
  };
}
export const pairOf = (entry: Entry): Value => tuple([entry.key, entry.value]);

export const iterator = (name: string, next: Next): IteratorValue => ({ kind: 'iterator', name, next });

/** An iterator whose items are made by a function of the user's: what that raises as StopIteration ends it, as in CPython. */
export const callingIterator = (vm: Vm, name: string, next: () => Run<Value | undefined>): IteratorValue =>
  iterator(name, () => untilStop(vm, next));

/** All items, against the limits. Raises TypeError, in the words of `message` where given. */
export function* collect(vm: Vm, value: Value, message?: (name: string) => string): Run<Value[]> {
  known(value);
  if (isPlain(value) && (value.kind === 'list' || value.kind === 'tuple')) {
    vm.allocate(value.items.length);
    return [...value.items];
  }
  if (value.kind === 'range') vm.allocate(rangeLength(value.start, value.stop, value.step));
  const next = yield* iterate(vm, value, message);
  const items: Value[] = [];
  for (;;) {
    const result = next();
    const item = result === undefined || 'kind' in result ? result : yield* result;
    if (!item) return items;
    items.push(item);
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    vm.allocate(items.length, false);
  }
}
