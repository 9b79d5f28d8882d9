// Values as they are now: what code may change later is copied, so that an `append` further down does not change what was
// seen. Knows no place in the text.
import { SetEntries } from '../python/core/setEntries';
import type { Entries, Value } from '../python/value';
import { freeze } from '../tensor/host';
import { Tensor } from '../tensor/tensor';

/** How many items are copied for one value, and in a whole run: what lies beyond is shown as it is in the end. */
const mostItems = 4096;
const mostInAll = 1_000_000;

export class Snapshots {
  #all = mostInAll;
  #left = 0;
  /** Objects may lead back to themselves. */
  #made = new Map<Value, Value>();

  /** A copy of the containers and objects in a value; tensors share their storage, which is frozen. */
  of(value: Value): Value {
    this.#left = Math.min(mostItems, this.#all);
    const allowed = this.#left;
    this.#made.clear();
    const copy = this.#copy(value);
    this.#all -= allowed - this.#left;
    return copy;
  }

  #copy(value: Value): Value {
    switch (value.kind) {
      case 'list':
      case 'tuple':
      case 'dict':
      case 'set':
      case 'instance':
        break;
      default:
        return value;
    }
    const made = this.#made.get(value);
    if (made || this.#left-- <= 0) return made ?? value;
    if (value.kind === 'instance') return this.#object(value);
    if (value.kind === 'list' || value.kind === 'tuple') {
      const items: Value[] = [];
      const copy = { ...value, items };
      this.#made.set(value, copy);
      this.#left -= value.items.length;
      for (const item of value.items) items.push(this.#copy(item));
      return copy;
    }
    this.#left -= value.entries.size;
    if (value.kind === 'set') {
      const entries = new SetEntries();
      entries.become(value.entries);
      return { ...value, entries };
    }
    const entries: Entries = new Map();
    const copy = { ...value, entries };
    this.#made.set(value, copy);
    for (const [key, entry] of value.entries) entries.set(key, { ...entry, value: this.#copy(entry.value) });
    return copy;
  }

  /** Tensors are frozen; other objects of libraries are what they are. */
  #object(value: Extract<Value, { kind: 'instance' }>): Value {
    if (value.native instanceof Tensor) return { ...value, native: freeze(value.native) };
    if (value.native !== undefined) return value;
    const attrs = new Map<string, Value>();
    const copy = { ...value, attrs };
    this.#made.set(value, copy);
    this.#left -= value.attrs.size;
    for (const [name, attr] of value.attrs) attrs.set(name, this.#copy(attr));
    return copy;
  }
}
