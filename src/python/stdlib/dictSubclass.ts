// Dicts of the classes in `collections`. Knows no particular one.
import type { ClassValue, DictValue, Entries, Value } from '../value';

export const entriesOf = (v: Value | undefined): Entries => (v?.kind === 'dict' ? v.entries : new Map());
export const dictOf = (cls: ClassValue, entries: Entries): DictValue => ({
  kind: 'dict',
  entries,
  cls,
  attrs: new Map(),
});
export const clsOf = (v: Value | undefined, fallback: ClassValue): ClassValue =>
  (v?.kind === 'dict' && v.cls) || fallback;
