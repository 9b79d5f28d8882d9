// `__dict__`, `vars()` and `globals()`: a dict that reads and writes the names of an object or of a module. Knows no
// evaluator.
import { type DictValue, str, type Value } from '../value';

interface Entry {
  readonly key: Value;
  value: Value;
}

/** Names as a dict has them; keys that are no texts stay in the dict alone. */
class NameEntries extends Map<string, Entry> {
  constructor(
    private readonly names: Map<string, Value>,
    /** Names that are no part of the dict. */
    private readonly hidden: RegExp | undefined,
    /** What the dict has beside them; a text about them comes last. */
    private readonly added: ReadonlyMap<string, Value> | undefined,
  ) {
    super();
  }

  private shown(): string[] {
    const all = [...(this.names?.keys() ?? [])];
    const shown = this.hidden ? all.filter((name) => !this.hidden?.test(name)) : all;
    if (this.added)
      shown.splice(
        shown.at(-1) === '__doc__' && this.names.get('__doc__')?.kind === 'none' ? -1 : shown.length,
        0,
        ...this.added.keys(),
      );
    return shown;
  }

  private holds(name: string): boolean {
    return this.names.has(name) ? !this.hidden?.test(name) : (this.added?.has(name) ?? false);
  }

  private entry(name: string): Entry {
    const { names, added } = this;
    return {
      key: str(name),
      get value() {
        return (names.get(name) ?? added?.get(name)) as Value;
      },
      set value(value) {
        names.set(name, value);
      },
    };
  }

  override get size(): number {
    // The base class counts before there are names.
    return (this.hidden || this.added ? this.shown().length : (this.names?.size ?? 0)) + super.size;
  }

  override has(key: string): boolean {
    return key[0] === 's' ? this.holds(key.slice(1)) : super.has(key);
  }

  override get(key: string): Entry | undefined {
    if (key[0] !== 's') return super.get(key);
    return this.holds(key.slice(1)) ? this.entry(key.slice(1)) : undefined;
  }

  override set(key: string, entry: Entry): this {
    if (key[0] !== 's') return super.set(key, entry);
    this.names.set(key.slice(1), entry.value);
    return this;
  }

  override delete(key: string): boolean {
    return key[0] === 's' ? this.names.delete(key.slice(1)) : super.delete(key);
  }

  override clear(): void {
    for (const name of this.shown()) this.names.delete(name);
    super.clear();
  }

  override *entries(): MapIterator<[string, Entry]> {
    for (const name of this.shown()) yield [`s${name}`, this.entry(name)];
    yield* super.entries();
  }

  override *keys(): MapIterator<string> {
    for (const [key] of this.entries()) yield key;
  }

  override *values(): MapIterator<Entry> {
    for (const [, entry] of this.entries()) yield entry;
  }

  override [Symbol.iterator](): MapIterator<[string, Entry]> {
    return this.entries();
  }

  override forEach(visit: (entry: Entry, key: string, map: Map<string, Entry>) => void): void {
    for (const [key, entry] of this) visit(entry, key, this);
  }
}

const dicts = new WeakMap<Map<string, Value>, DictValue>();

/** The one dict of these names. */
export function namesDict(
  names: Map<string, Value>,
  hidden?: RegExp,
  added?: () => ReadonlyMap<string, Value>,
): DictValue {
  let dict = dicts.get(names);
  if (!dict) {
    dict = { kind: 'dict', entries: new NameEntries(names, hidden, added?.()) };
    dicts.set(names, dict);
  }
  return dict;
}
