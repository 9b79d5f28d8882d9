// dict: constructor, methods and views. Knows no syntax.

import { builtinClass } from '../core/classes';
import { updateEntries } from '../core/dictUpdate';
import { iterator, pairOf } from '../core/iterate';
import { getEntry, keyError, keyIn, setEntry } from '../core/keys';
import { defineMethods, defineNew, native } from '../core/native';
import { PyError, typeError } from '../core/pyError';
import { ofClass, ownClass } from '../core/subclass';
import { type DictValue, type Entries, none, str, tuple, type Value } from '../value';
import { viewOf } from './views';

const entriesOfDict = (self: Value | undefined): Entries => (self?.kind === 'dict' ? self.entries : new Map());

export function defineMappings(): void {
  defineNew(
    'dict',
    'source=, /, *rest, **keywords',
    function* (vm, [cls, source], { positional, keywords }) {
      if (cls !== vm.builtinClass('dict')) return ofClass({ kind: 'dict', entries: new Map() }, cls);
      if (positional.length > 1) throw typeError(`dict expected at most 1 argument, got ${positional.length}`);
      const entries: Entries = new Map();
      yield* updateEntries(vm, entries, source, keywords);
      return { kind: 'dict', entries };
    },
    'handled',
  );
  const filled = (self: Value | undefined, entries: Entries): DictValue => {
    const cls = self && ownClass(self);
    return cls ? { kind: 'dict', entries, cls, attrs: new Map() } : { kind: 'dict', entries };
  };
  defineMethods('dict', [
    [
      '__init__',
      'source=, /, **keywords',
      function* (vm, [self, source], { keywords }) {
        if (self && ownClass(self)) yield* updateEntries(vm, entriesOfDict(self), source, keywords);
        return none;
      },
      'handled',
    ],
    [
      'get',
      'key, default=, /',
      function* (vm, [self, key, fallback]) {
        if (key?.kind === 'unknown') return vm.touched(key);
        return (key && (yield* getEntry(vm, entriesOfDict(self), key))) ?? fallback ?? none;
      },
      'handled',
    ],
    ['keys', '', (_, [self]) => viewOf(self ?? none, 'dict_keys', (entry) => entry.key), 'inside'],
    ['values', '', (_, [self]) => viewOf(self ?? none, 'dict_values', (entry) => entry.value), 'inside'],
    ['items', '', (_, [self]) => viewOf(self ?? none, 'dict_items', pairOf), 'inside'],
    [
      'update',
      'source=, /, **keywords',
      function* (vm, [self, source], { keywords }) {
        if (source?.kind === 'unknown' && self) vm.forgetObject(self, source);
        else yield* updateEntries(vm, entriesOfDict(self), source, keywords);
        return none;
      },
      'handled',
    ],
    [
      'setdefault',
      'key, default=, /',
      function* (vm, [self, key, fallback]) {
        if (key?.kind === 'unknown' || !key || !self) {
          if (key && self) vm.forgetObject(self, key as Value & { kind: 'unknown' });
          return key ?? none;
        }
        const found = yield* getEntry(vm, entriesOfDict(self), key);
        if (found) return found;
        yield* setEntry(vm, entriesOfDict(self), key, fallback ?? none);
        return fallback ?? none;
      },
      'handled',
    ],
    [
      'pop',
      'key, default=, /',
      function* (vm, [self, key, fallback]) {
        const entries = entriesOfDict(self);
        // Where nothing is, no key is hashed.
        const at = entries.size > 0 ? yield* keyIn(vm, entries, key ?? none) : '';
        const found = entries.get(at)?.value;
        entries.delete(at);
        if (found ?? fallback) return found ?? fallback ?? none;
        throw keyError(key ?? none);
      },
      'inside',
    ],
    [
      'popitem',
      '',
      (_, [self]) => {
        const entries = entriesOfDict(self);
        const last = [...entries].at(-1);
        if (!last) throw new PyError('KeyError', '', [str('popitem(): dictionary is empty')]);
        // The names of an object are read where they stand.
        const pair = tuple([last[1].key, last[1].value]);
        entries.delete(last[0]);
        return pair;
      },
      'inside',
    ],
    [
      'clear',
      '',
      (_, [self]) => {
        entriesOfDict(self).clear();
        return none;
      },
      'inside',
    ],
    [
      'copy',
      '',
      (_, [self]) => filled(self, new Map([...entriesOfDict(self)].map(([k, e]) => [k, { ...e }]))),
      'inside',
    ],
    [
      '__reversed__',
      '',
      (_, [self]) => {
        const keys = [...entriesOfDict(self).values()].map((entry) => entry.key);
        return iterator('dict_reversekeyiterator', () => keys.pop());
      },
      'inside',
    ],
    [
      'move_to_end',
      'key, last=',
      function* (vm, [self, key, last]) {
        const entries = entriesOfDict(self);
        const at = yield* keyIn(vm, entries, key ?? none);
        const entry = entries.get(at);
        if (!entry) throw keyError(key ?? none);
        entries.delete(at);
        if (last && !(yield* vm.isTrue(last))) {
          const rest = [...entries];
          entries.clear();
          entries.set(at, entry);
          for (const [k, e] of rest) entries.set(k, e);
        } else entries.set(at, entry);
        return none;
      },
      'inside',
    ],
  ]);
  builtinFromKeys();
}

function builtinFromKeys(): void {
  const func = native(
    'fromkeys',
    'cls, iterable, value=, /',
    function* (vm, [cls, iterable, value]) {
      const entries: Entries = new Map();
      for (const key of yield* vm.items(iterable ?? none)) yield* setEntry(vm, entries, key, value ?? none);
      return ofClass({ kind: 'dict', entries }, cls);
    },
    'inside',
  );
  builtinClass('dict').attrs.set('fromkeys', { kind: 'classmethod', func });
}
