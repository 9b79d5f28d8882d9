// A dataset as a worker process has it: a copy, so that what the worker changes stays there. Knows no loader.
import { copied } from '../../python/core/setOperations';
import type { Value } from '../../python/value';
import { Generator } from '../random/generator';

/** Objects, lists, dicts, sets and generators of random numbers are copied, tensors and code are shared: nobody writes those in place. */
export function forked(value: Value, done = new Map<Value, Value>()): Value {
  const before = done.get(value);
  if (before) return before;
  const kept = <T extends Value>(copy: T): T => {
    done.set(value, copy);
    return copy;
  };
  switch (value.kind) {
    case 'list': {
      const copy = kept({ ...value, items: [] as Value[] });
      for (const item of value.items) copy.items.push(forked(item, done));
      return copy;
    }
    case 'dict': {
      const copy = kept({ ...value, entries: new Map(value.entries) });
      for (const [name, { key, value: part }] of value.entries)
        copy.entries.set(name, { key, value: forked(part, done) });
      return copy;
    }
    case 'set':
      return kept({ ...value, entries: copied(value.entries) });
    case 'instance': {
      const { native } = value;
      if (native !== undefined && !(native instanceof Generator)) return value;
      const copy = kept({ ...value, attrs: new Map<string, Value>() });
      if (native) {
        const generator = new Generator(0n);
        generator.state = native.state;
        copy.native = generator;
      }
      for (const [name, part] of value.attrs) copy.attrs.set(name, forked(part, done));
      return copy;
    }
    default:
      return value;
  }
}
