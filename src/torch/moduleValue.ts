// A module of the library: its values by name, honest answers for names that PyTorch has and this has not. Knows no torch.
import { say } from '../base/text';
import { type ModuleValue, unknown, type Value } from '../python/value';
import { isKnownModule, isKnownName, knownNames } from './names/knownNames';

/** A module over `entries`; names of PyTorch that are not among them are Unknown, others do not exist. */
export function moduleValue(name: string, entries: ReadonlyMap<string, Value>): ModuleValue {
  const attrs = new Map<string, Value>();
  return {
    kind: 'module',
    name,
    attrs,
    get: (key) => {
      const value = attrs.get(key) ?? entries.get(key);
      if (value) return value;
      // Without a list of its names nothing can be said about a module.
      if (isKnownModule(name) && !isKnownName(name, key)) return undefined;
      return unknown(say('{0} is not modelled yet', `${name}.${key}`));
    },
    names: () => [...new Set([...entries.keys(), ...knownNames(name)])],
  };
}

/** Entries from several tables; later ones win. */
export const entriesOf = (
  ...tables: readonly (ReadonlyMap<string, Value> | Readonly<Record<string, Value>>)[]
): Map<string, Value> =>
  new Map(
    tables.flatMap((table) =>
      table instanceof Map ? [...table] : Object.entries(table as Readonly<Record<string, Value>>),
    ),
  );
