// The items of a set in CPython's order: a hash table as `setobject.c` keeps it, walked slot by slot. Where an item's hash
// follows from its place in memory, the order of insertion stands for it. Knows no evaluator.
import { none, type Value } from '../value';
import { identity } from './hash';
import { plainHash } from './plainHash';

export interface SetEntry {
  readonly key: Value;
  value: Value;
}
interface Slot {
  readonly name: string;
  /** As 64 bits without a sign. */
  readonly hash: bigint;
}
/** What a deleted item leaves: later ones are not found otherwise. */
const dummy: Slot = { name: '', hash: -1n };
type Table = (Slot | undefined)[];

const least = 8;
const probed = 9;

/** Finds the first slot in the item's chain that `wanted` accepts. */
function walk(table: Table, hash: bigint, wanted: (slot: Slot | undefined, at: number) => boolean): number {
  const mask = table.length - 1;
  let at = Number(hash & BigInt(mask));
  let perturb = hash;
  for (;;) {
    const probes = at + probed <= mask ? probed : 0;
    for (let i = at; i <= at + probes; i++) if (wanted(table[i], i)) return i;
    perturb >>= 5n;
    at = Number((BigInt(at) * 5n + 1n + perturb) & BigInt(mask));
  }
}
const isFree = (slot: Slot | undefined): boolean => slot === undefined;

/** A float or a complex number lies at an odd multiple of 16. */
const addressOf = (value: Value): bigint => 2n * BigInt(identity(value)) + 1n;

function hashOf(name: string, key: Value): bigint | undefined {
  // Names of instances tell what their `__hash__` gave.
  const told = key.kind === 'instance' ? /^h(-?\d+)#/.exec(name)?.[1] : undefined;
  const hash = told === undefined ? plainHash(key, addressOf) : BigInt(told);
  return hash === undefined ? undefined : BigInt.asUintN(64, hash);
}

export class SetEntries extends Map<string, SetEntry> {
  /** Absent once an item's hash is not known. */
  private table: Table | undefined = new Array(least);
  /** Slots in use, with dummies. */
  private fill = 0;
  /** Where `pop` goes on. */
  private finger = 0;

  override set(name: string, entry: SetEntry): this {
    if (!this.has(name)) this.place(name, entry.key);
    return super.set(name, entry);
  }

  /** `set.add` */
  add(name: string, key: Value): void {
    if (!this.has(name)) this.set(name, { key, value: none });
  }

  override delete(name: string): boolean {
    const entry = super.get(name);
    if (!entry) return false;
    const hash = this.table && hashOf(name, entry.key);
    if (this.table && hash !== undefined) this.table[walk(this.table, hash, (slot) => slot?.name === name)] = dummy;
    return super.delete(name);
  }

  override clear(): void {
    super.clear();
    this.table = new Array(least);
    this.fill = 0;
  }

  override *keys(): MapIterator<string> {
    if (!this.table) yield* super.keys();
    else for (const slot of this.table) if (slot && slot !== dummy) yield slot.name;
  }

  override *values(): MapIterator<SetEntry> {
    for (const name of this.keys()) yield this.get(name) as SetEntry;
  }

  override *entries(): MapIterator<[string, SetEntry]> {
    for (const name of this.keys()) yield [name, this.get(name) as SetEntry];
  }

  override [Symbol.iterator](): MapIterator<[string, SetEntry]> {
    return this.entries();
  }

  override forEach(visit: (entry: SetEntry, name: string, map: Map<string, SetEntry>) => void): void {
    for (const [name, entry] of this) visit(entry, name, this);
  }

  /** Takes the first item behind the one taken before. */
  take(): SetEntry | undefined {
    if (!this.size) return undefined;
    let name = this.table ? undefined : (super.keys().next().value as string);
    for (let at = this.finger; name === undefined; at++) {
      const slot = this.table?.[at & ((this.table?.length ?? 1) - 1)];
      if (!slot || slot === dummy) continue;
      name = slot.name;
      this.finger = (at & ((this.table?.length ?? 1) - 1)) + 1;
    }
    const entry = this.get(name);
    this.delete(name);
    return entry;
  }

  /** Makes room before `count` items come at once (`set_merge`, a dict). */
  reserve(count: number): void {
    if (this.table && (this.fill + count) * 5 >= (this.table.length - 1) * 3) this.resize((this.size + count) * 2);
  }

  /** Takes in another set (`set_merge`). */
  merge(other: SetEntries): void {
    if (other === this || !other.size) return;
    this.reserve(other.size);
    const alike = this.table && other.table && this.table.length === other.table.length;
    if (alike && this.fill === 0 && other.fill === other.size) {
      for (const [name, { key }] of other) super.set(name, { key, value: none });
      this.table = other.table?.slice();
      this.fill = other.fill;
      return;
    }
    const room = this.fill === 0;
    for (const [name, { key }] of other) {
      if (room && !this.has(name)) this.settle(name, key);
      else this.add(name, key);
    }
  }

  /** Drops dummies where they are many (`set_difference_update`). */
  tidy(): void {
    if (this.table && this.fill - this.size > Math.floor((this.table.length - 1) / 4)) this.grow();
  }

  /** Becomes what another set is. */
  become(other: SetEntries): void {
    const items = [...other];
    super.clear();
    for (const [name, entry] of items) super.set(name, entry);
    this.table = other.table?.slice();
    this.fill = other.fill;
  }

  /** Into a table that has room (`set_insert_clean`). */
  private settle(name: string, key: Value): void {
    const hash = this.table && hashOf(name, key);
    if (hash === undefined) this.table = undefined;
    else if (this.table) {
      this.table[walk(this.table, hash, isFree)] = { name, hash };
      this.fill++;
    }
    super.set(name, { key, value: none });
  }

  /** Into the last dummy on its way, else into a free slot (`set_add_entry`). */
  private place(name: string, key: Value): void {
    if (!this.table) return;
    const hash = hashOf(name, key);
    if (hash === undefined) {
      this.table = undefined;
      return;
    }
    let last: number | undefined;
    const free = walk(this.table, hash, (slot, at) => {
      if (slot === dummy) last = at;
      return !slot;
    });
    this.table[last ?? free] = { name, hash };
    if (last !== undefined) return;
    this.fill++;
    if (this.fill * 5 >= (this.table.length - 1) * 3) this.grow(1);
  }

  private grow(coming = 0): void {
    const used = this.size + coming;
    this.resize(used > 50000 ? used * 2 : used * 4);
  }

  private resize(wanted: number): void {
    let size = least;
    while (size <= wanted) size *= 2;
    const old = this.table ?? [];
    const table: Table = new Array(size);
    let used = 0;
    for (const slot of old) {
      if (!slot || slot === dummy) continue;
      table[walk(table, slot.hash, isFree)] = slot;
      used++;
    }
    this.table = table;
    this.fill = used;
  }
}
