// Union, intersection, difference and symmetric difference, item by item as `setobject.c` does them: the order of the
// result and which of two equal items stays follow from that. Knows no evaluator.
import type { Entries, Value } from '../value';
import { SetEntries } from './setEntries';

/** The other operand: a set, a dict, or the items of any iterable with their keys. */
export type Others = SetEntries | Entries | readonly (readonly [string, Value])[];
type Item = readonly [string, Value];

const isItems = (other: Others): other is readonly Item[] => Array.isArray(other);
function* itemsOf(other: Others): Iterable<Item> {
  if (isItems(other)) yield* other;
  else for (const [name, { key }] of other) yield [name, key];
}
/** The items of the other operand with their keys, in its order. */
export const listed = (other: Others): Item[] => [...itemsOf(other)];

export function copied(set: SetEntries): SetEntries {
  const copy = new SetEntries();
  copy.merge(set);
  return copy;
}

/** A set of what an iterable holds. */
export function setOf(other: Others): SetEntries {
  const set = new SetEntries();
  update(set, other);
  return set;
}

export function update(set: SetEntries, other: Others): void {
  if (other instanceof SetEntries) set.merge(other);
  else {
    if (!isItems(other)) set.reserve(other.size);
    for (const [name, key] of itemsOf(other)) set.add(name, key);
  }
}

function intersected(set: SetEntries, other: Others): SetEntries {
  if (other === set) return copied(set);
  const [held, walked] = other instanceof SetEntries && other.size > set.size ? [other, set] : [set, other];
  const result = new SetEntries();
  for (const [name, key] of itemsOf(walked)) if (held.has(name)) result.add(name, key);
  return result;
}

function subtract(set: SetEntries, other: Others): void {
  const gone = other instanceof SetEntries && other.size >> 3 > set.size ? intersected(set, other) : other;
  if (other === set) set.clear();
  else for (const [name] of listed(gone)) set.delete(name);
  set.tidy();
}

function subtracted(set: SetEntries, other: Others): SetEntries {
  if (isItems(other) || set.size >> 2 > other.size) {
    const result = copied(set);
    subtract(result, other);
    return result;
  }
  const result = new SetEntries();
  for (const [name, { key }] of set) if (!other.has(name)) result.add(name, key);
  return result;
}

function toggle(set: SetEntries, other: Others): void {
  if (other === set) set.clear();
  else
    for (const [name, key] of listed(isItems(other) ? setOf(other) : other)) if (!set.delete(name)) set.add(name, key);
}

function toggled(set: SetEntries, other: Others): SetEntries {
  const result = setOf(other);
  toggle(result, set);
  return result;
}

function united(set: SetEntries, other: Others): SetEntries {
  const result = copied(set);
  if (other !== set) update(result, other);
  return result;
}

/** What a name of an operation does: a new set, and the change of one in place. */
export interface SetOperation {
  readonly operator: '|' | '&' | '-' | '^';
  readonly made: (set: SetEntries, other: Others) => SetEntries;
  readonly change: (set: SetEntries, other: Others) => void;
}

/** By the names of the methods. */
export const setOperations = {
  union: { operator: '|', made: united, change: update },
  intersection: { operator: '&', made: intersected, change: (set, other) => set.become(intersected(set, other)) },
  difference: { operator: '-', made: subtracted, change: subtract },
  symmetric_difference: { operator: '^', made: toggled, change: toggle },
} as const satisfies Readonly<Record<string, SetOperation>>;

/** By the operators. */
export const setOperators: ReadonlyMap<string, SetOperation> = new Map(
  Object.values(setOperations).map((operation) => [operation.operator, operation]),
);
