// The order in which CPython walks a set: by hash slots, as its table fills. Where hashes are random (texts) the order of
// insertion stands for it. Knows no evaluator.
import type { Entries, Value } from '../value';
import { plainHash } from './plainHash';

/** Replays the insertions into a table like CPython's `setobject.c`. */
export function setOrder(entries: Entries): Value[] {
  const keys = [...entries.values()].map((entry) => entry.key);
  const hashes: bigint[] = [];
  for (const key of keys) {
    const hash = plainHash(key);
    if (hash === undefined) return keys;
    hashes.push(BigInt.asUintN(64, hash));
  }
  let table = new Array<number | undefined>(8);
  let fill = 0;
  for (let i = 0; i < keys.length; i++) {
    place(table, hashes, i);
    fill++;
    if (fill * 5 >= (table.length - 1) * 3) {
      const wanted = fill > 50000 ? fill * 2 : fill * 4;
      let size = 8;
      while (size <= wanted) size *= 2;
      const old = table;
      table = new Array<number | undefined>(size);
      for (const index of old) if (index !== undefined) place(table, hashes, index);
    }
  }
  return table.flatMap((index) => (index === undefined ? [] : [keys[index] as Value]));
}

function place(table: (number | undefined)[], hashes: readonly bigint[], index: number): void {
  const mask = BigInt(table.length - 1);
  const hash = hashes[index] ?? 0n;
  let perturb = hash;
  let slot = hash & mask;
  for (;;) {
    const probes = Number(slot) + 9 <= Number(mask) ? 9 : 0;
    for (let i = 0; i <= probes; i++) {
      const at = Number(slot) + i;
      if (table[at] === undefined) {
        table[at] = index;
        return;
      }
    }
    perturb >>= 5n;
    slot = (slot * 5n + 1n + perturb) & mask;
  }
}
