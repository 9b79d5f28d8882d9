// A module of the library: its values by name, honest answers for names that PyTorch has and this has not. Knows no torch.
import { say } from '../base/text';
import { type ModuleValue, unknown, type Value } from '../python/value';
import { isKnownModule, isKnownName, knownNames } from './names/knownNames';

/** A value, or how to make it when it is first asked for: a program uses few of the names. */
export type Entry = Value | (() => Value);
export type Entries = ReadonlyMap<string, Entry>;

/** A module over `entries`, which a function makes when the first is asked for; names of PyTorch that are not among them are Unknown, others do not exist. */
export function moduleValue(name: string, entries: Entries | (() => Entries)): ModuleValue {
  let known: Entries | undefined;
  const table = (): Entries => {
    known ??= typeof entries === 'function' ? entries() : entries;
    return known;
  };
  const attrs = new Map<string, Value>();
  const made = new Map<string, Value>();
  const own = (key: string): Value | undefined => {
    const entry = table().get(key);
    if (typeof entry !== 'function') return entry;
    const value = made.get(key) ?? entry();
    made.set(key, value);
    return value;
  };
  return {
    kind: 'module',
    name,
    attrs,
    get: (key) => {
      const value = attrs.get(key) ?? own(key);
      if (value) return value;
      // Without a list of its names nothing can be said about a module, nor about names that are private to it.
      if (isKnownModule(name) && !isKnownName(name, key) && !/^_[^_]/.test(key)) return undefined;
      return unknown(say('{0} is not modelled yet', `${name}.${key}`));
    },
    names: () => [...new Set([...table().keys(), ...knownNames(name)])],
  };
}

/** Entries from several tables; later ones win. */
export const entriesOf = (...tables: readonly (Entries | Readonly<Record<string, Entry>>)[]): Map<string, Entry> =>
  new Map(
    tables.flatMap((table) =>
      table instanceof Map ? [...table] : Object.entries(table as Readonly<Record<string, Entry>>),
    ),
  );
