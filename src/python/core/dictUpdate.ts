// Fills a dict from a mapping, from pairs, from keywords. Knows no class.
import { type Entries, type Run, str, type Value } from '../value';
import { iterate, pull } from './iterate';
import { mergeEntries, setEntry } from './keys';
import { typeError, valueError } from './pyError';
import type { Vm } from './vm';

/** `dict.update`: from a mapping, or from pairs, then from keywords. */
export function* updateEntries(
  vm: Vm,
  entries: Entries,
  source: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
): Run<void> {
  if (source?.kind === 'dict') {
    mergeEntries(entries, source.entries);
  } else if (source) {
    const keys = yield* vm.findAttr(source, 'keys');
    if (keys) {
      for (const key of yield* vm.items(yield* vm.call(keys, [])))
        yield* setEntry(vm, entries, key, yield* vm.getItem(source, key));
    } else yield* updateFromPairs(vm, entries, source);
  }
  for (const [name, value] of keywords) yield* setEntry(vm, entries, str(name), value);
}

function* updateFromPairs(vm: Vm, entries: Entries, source: Value): Run<void> {
  const next = yield* iterate(vm, source);
  for (let index = 0; ; index++) {
    const pair = yield* pull(next);
    if (!pair) return;
    vm.spend(1);
    if (vm.due) yield* vm.breathe();
    let items: Value[];
    try {
      items = yield* vm.items(pair);
    } catch (error) {
      if (vm.isRaised(error, 'TypeError'))
        throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
      throw error;
    }
    const [key, value] = items;
    if (items.length !== 2 || !key || !value)
      throw valueError(`dictionary update sequence element #${index} has length ${items.length}; 2 is required`);
    yield* setEntry(vm, entries, key, value);
  }
}
