// Keys of dicts and sets: a string that is equal exactly where Python's hash and `==` agree. Knows no evaluator.
import type { ClassValue, InstanceValue, Value } from '../value';

const identities = new WeakMap<object, number>();
let nextIdentity = 1;

/** A number of its own for each object: what `id()` tells apart. */
export function identity(value: object): number {
  let found = identities.get(value);
  if (found === undefined) {
    found = nextIdentity++;
    identities.set(value, found);
  }
  return found;
}

/** The key, or the part of the value that decides: an unhashable one, or an instance whose class must be asked. */
export type HashKey =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'unhashable'; readonly value: Value }
  | { readonly kind: 'ask'; readonly value: InstanceValue | ClassValue }
  | { readonly kind: 'unknown'; readonly value: Value };

const key = (text: string): HashKey => ({ kind: 'key', key: text });

export function hashKey(value: Value): HashKey {
  switch (value.kind) {
    case 'str':
      return key(`s${value.value}`);
    case 'int':
      return key(`n${value.value}`);
    case 'bool':
      return key(value.value ? 'n1' : 'n0');
    case 'float':
      if (Number.isInteger(value.value)) return key(`n${BigInt(value.value)}`);
      return key(Number.isNaN(value.value) ? `o${identity(value)}` : `f${value.value}`);
    case 'complex':
      return value.im === 0 ? hashKey({ kind: 'float', value: value.re }) : key(`c${value.re},${value.im}`);
    case 'none':
    case 'ellipsis':
    case 'notImplemented':
      return key(value.kind);
    case 'bytes':
      return key(`b${Array.from(value.value).join()}`);
    case 'range': {
      const length = rangeLength(value.start, value.stop, value.step);
      return key(`r${length},${length ? value.start : ''},${length > 1n ? value.step : ''}`);
    }
    case 'tuple':
      return combined('t', value.items, false);
    case 'set':
      return value.frozen
        ? combined(
            'z',
            [...value.entries.values()].map((e) => e.key),
            true,
          )
        : { kind: 'unhashable', value };
    case 'list':
    case 'dict':
    case 'slice':
      return { kind: 'unhashable', value };
    case 'unknown':
      return { kind: 'unknown', value };
    case 'instance':
      return { kind: 'ask', value };
    case 'class':
      return value.cls ? { kind: 'ask', value } : key(`o${identity(value)}`);
    case 'method':
      return combined('m', [value.self, value.func], false);
    default:
      return key(`o${identity(value)}`);
  }
}

function combined(tag: string, items: readonly Value[], sorted: boolean): HashKey {
  const keys: string[] = [];
  for (const item of items) {
    const part = hashKey(item);
    if (part.kind !== 'key') return part;
    keys.push(part.key);
  }
  if (sorted) keys.sort();
  return key(`${tag}${keys.map((k) => `${k.length}:${k}`).join('')}`);
}

/** How many numbers a range holds. */
export function rangeLength(start: bigint, stop: bigint, step: bigint): bigint {
  if (step > 0n) return stop > start ? (stop - start + step - 1n) / step : 0n;
  return stop < start ? (start - stop - step - 1n) / -step : 0n;
}
