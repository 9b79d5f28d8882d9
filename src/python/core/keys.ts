// Finds keys in dicts and sets, asking `__hash__` and `__eq__` of instances. Knows no syntax.
import { type Entries, type Run, str, type Value } from '../value';
import { builtinClass } from './classes';
import { same } from './compare';
import { hashKey, identity } from './hash';
import { classOf, findInClass, typeName } from './lookup';
import { plainHash } from './plainHash';
import { PyError, typeError } from './pyError';
import { Unknowable } from './unknowable';
import type { Vm } from './vm';

/** The key under which a value stands in `entries`, or would stand. Raises TypeError; throws Unknowable. */
export function* keyIn(vm: Vm, entries: ReadonlyMap<string, { readonly key: Value }>, value: Value): Run<string> {
  const found = hashKey(value);
  switch (found.kind) {
    case 'key':
      return (yield* asInstance(vm, entries, value, found.key)) ?? found.key;
    case 'unhashable':
      throw typeError(`unhashable type: '${typeName(found.value)}'`);
    case 'unknown':
      throw new Unknowable(found.value as Value & { kind: 'unknown' });
    case 'ask': {
      if (value !== found.value) return `${value.kind}:${yield* partKeys(vm, value)}`;
      const hash = yield* askHash(vm, value);
      if (hash === undefined) return `o${identity(value)}`;
      hashesOf(vm).add(hash);
      return (yield* asPlain(vm, entries, value, hash)) ?? (yield* amongInstances(vm, entries, value, hash));
    }
  }
}

const askedHashes = Symbol('askedHashes');
/** What `__hash__` methods of this run have answered. */
function hashesOf(vm: Vm): Set<bigint> {
  const known = (vm.state.get(askedHashes) as Set<bigint> | undefined) ?? new Set<bigint>();
  vm.state.set(askedHashes, known);
  return known;
}

type Keys = ReadonlyMap<string, { readonly key: Value }>;

/** The place of an instance of this hash, or the first that is free for one. */
function* amongInstances(vm: Vm, entries: Keys, value: Value, hash: bigint): Run<string> {
  for (let i = 0; ; i++) {
    const key = `h${hash}#${i}`;
    const there = entries.get(key);
    if (!there || (yield* same(vm, there.key, value))) return key;
  }
}

/** Where an instance stands that says it is the same as this plain value. */
function* asInstance(vm: Vm, entries: Keys, value: Value, plain: string): Run<string | undefined> {
  if (!vm.state.has(askedHashes) || entries.has(plain)) return undefined;
  const hash = plainHash(value);
  if (hash === undefined || !hashesOf(vm).has(hash)) return undefined;
  const at = yield* amongInstances(vm, entries, value, hash);
  return entries.has(at) ? at : undefined;
}

/** Where a plain value stands that this instance says it is the same as. */
function* asPlain(vm: Vm, entries: Keys, value: Value, hash: bigint): Run<string | undefined> {
  vm.spend(entries.size >> 6);
  for (const [at, { key }] of entries) {
    if (at.startsWith('h') || at.startsWith('o') || plainHash(key) !== hash) continue;
    if (yield* same(vm, key, value)) return at;
  }
  return undefined;
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
  if (method.kind === 'none') throw typeError(`unhashable type: '${typeName(value)}'`);
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
