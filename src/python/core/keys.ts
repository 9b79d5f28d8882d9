// Finds keys in dicts and sets, asking `__hash__` and `__eq__` of instances. Knows no syntax.
import { type Entries, type Run, str, type Value } from '../value';
import { builtinClass } from './classes';
import { same } from './compare';
import { hashKey, identity } from './hash';
import { classOf, findInClass } from './lookup';
import { plainHash } from './plainHash';
import { PyError, typeError } from './pyError';
import { Unknowable } from './unknowable';
import type { Vm } from './vm';

/** The key under which a value stands in `entries`, or would stand. Raises TypeError; throws Unknowable. */
export function* keyIn(vm: Vm, entries: ReadonlyMap<string, { readonly key: Value }>, value: Value): Run<string> {
  const found = hashKey(value);
  switch (found.kind) {
    case 'key':
      return found.key;
    case 'unhashable':
      throw typeError(`unhashable type: '${classOf(found.value).name}'`);
    case 'unknown':
      throw new Unknowable(found.value as Value & { kind: 'unknown' });
    case 'ask': {
      if (value !== found.value) return `${value.kind}:${yield* partKeys(vm, value)}`;
      const hash = yield* askHash(vm, value);
      if (hash === undefined) return `o${identity(value)}`;
      for (let i = 0; ; i++) {
        const key = `h${hash}#${i}`;
        const there = entries.get(key);
        if (!there || (yield* same(vm, there.key, value))) return key;
      }
    }
  }
}

/** A tuple's key where some items must be asked. */
function* partKeys(vm: Vm, value: Value): Run<string> {
  if (value.kind !== 'tuple') return yield* keyIn(vm, new Map(), value);
  const parts: string[] = [];
  for (const item of value.items) {
    const part = yield* keyIn(vm, new Map(), item);
    parts.push(`${part.length}:${part}`);
  }
  return parts.join('');
}

/** The number that an instance's `__hash__` gives; undefined: it hashes by identity. */
function* askHash(vm: Vm, value: Value): Run<bigint | undefined> {
  const method = findInClass(classOf(value), '__hash__');
  if (!method || method === builtinClass('object').attrs.get('__hash__')) return undefined;
  if (method.kind === 'none') throw typeError(`unhashable type: '${classOf(value).name}'`);
  const hash = yield* vm.callMethod(method, value, []);
  if (hash.kind === 'unknown') throw new Unknowable(hash);
  if (hash.kind !== 'int') throw typeError('__hash__ method should return an integer');
  return hash.value;
}

/** `hash(value)`. Texts get a number of ours: CPython's differs in every run. */
export function* hashOf(vm: Vm, value: Value): Run<bigint> {
  const plain = plainHash(value);
  if (plain !== undefined) return plain;
  const asked = value.kind === 'instance' || value.kind === 'class' ? yield* askHash(vm, value) : undefined;
  if (asked !== undefined) return asked;
  let hash = 0xcbf29ce484222325n;
  for (const c of yield* keyIn(vm, new Map(), value))
    hash = BigInt.asUintN(61, (hash ^ BigInt(c.codePointAt(0) ?? 0)) * 0x100000001b3n);
  return hash;
}

export function* setEntry(vm: Vm, entries: Entries, key: Value, value: Value): Run<void> {
  const at = yield* keyIn(vm, entries, key);
  const there = entries.get(at);
  if (there) there.value = value;
  else {
    entries.set(at, { key, value });
    vm.allocate(entries.size, false);
  }
}

export function* getEntry(vm: Vm, entries: Entries, key: Value): Run<Value | undefined> {
  return entries.get(yield* keyIn(vm, entries, key))?.value;
}

/** Takes over the entries of another dict; keys that are there stay the objects that they are. */
export function mergeEntries(into: Entries, from: Entries): void {
  for (const [at, { key, value }] of [...from]) {
    const there = into.get(at);
    if (there) there.value = value;
    else into.set(at, { key, value });
  }
}

export function keyError(key: Value): PyError {
  return new PyError('KeyError', '', [key]);
}

/** Entries from texts to values. */
export const entriesOf = (values: Iterable<readonly [string, Value]>): Entries =>
  new Map([...values].map(([name, value]) => [`s${name}`, { key: str(name), value }]));
