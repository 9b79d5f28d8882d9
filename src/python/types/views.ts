// The views of a dict: keys, values, items. They follow the dict as it changes. Knows no syntax.

import { builtinClass } from '../core/classes';
import { compare, containsItem } from '../core/compare';
import { entriesNext, iterator } from '../core/iterate';
import { defineMethods, type MethodRow } from '../core/native';
import { operatorNames } from '../core/operators';
import type { SetEntries } from '../core/setEntries';
import { listed, setOf, setOperations, setOperators } from '../core/setOperations';
import type { Vm } from '../core/vm';
import {
  bool,
  type Entries,
  type InstanceValue,
  int,
  list,
  none,
  notImplemented,
  type Run,
  str,
  type Value,
} from '../value';
import { hashed } from './set';

type Entry = { readonly key: Value; readonly value: Value };
interface View {
  readonly entries: Entries;
  readonly pick: (entry: Entry) => Value;
}

export function viewOf(
  dict: Value,
  name: 'dict_keys' | 'dict_values' | 'dict_items',
  pick: View['pick'],
): InstanceValue {
  const entries: Entries = dict.kind === 'dict' ? dict.entries : new Map();
  const isOrdered = dict.kind === 'dict' && dict.cls?.mro.some((step) => step.name === 'OrderedDict');
  const cls = isOrdered ? builtinClass(`o${name}`, name) : builtinClass(name);
  return { kind: 'instance', cls, attrs: new Map(), native: { entries, pick } satisfies View };
}

const partsOf = (self: Value | undefined): View => (self as InstanceValue).native as View;
const itemsOf = (self: Value | undefined): Value[] => {
  const { entries, pick } = partsOf(self);
  return [...entries.values()].map(pick);
};

/** What `set(view)` holds: keys come from the dict itself. */
function* asSet(vm: Vm, value: Value): Run<SetEntries> {
  const isKeys = value.kind === 'instance' && value.cls.mro.includes(builtinClass('dict_keys'));
  return setOf(isKeys ? partsOf(value).entries : yield* hashed(vm, value));
}
const isView = (value: Value): boolean => value.kind === 'instance' && /^o?dict_(?:keys|items)$/.test(value.cls.name);
const setValue = (entries: SetEntries): Value => ({ kind: 'set', entries, frozen: false });

/** `view & other`, walking over the operand that `_PyDictView_Intersect` walks over. */
function* intersection(vm: Vm, left: Value, right: Value): Run<Value> {
  const [view, other] = isView(left) ? [left, right] : [right, left];
  const [mine, theirs] = [yield* asSet(vm, view), yield* hashed(vm, other)];
  const both = setOperations.intersection.made;
  if (other.kind === 'set' && !other.frozen && mine.size <= other.entries.size)
    return setValue(both(other.entries, listed(yield* hashed(vm, view))));
  const swap = isView(other) && listed(theirs).length > mine.size;
  return setValue(swap ? both(setOf(theirs), listed(yield* hashed(vm, view))) : both(mine, listed(theirs)));
}

const shared: readonly MethodRow[] = [
  [
    '__iter__',
    '',
    (_, [self]) => {
      const { entries, pick } = partsOf(self);
      return iterator('dict_keyiterator', entriesNext(entries, 'dictionary', pick));
    },
  ],
  ['__len__', '', (_, [self]) => int(partsOf(self).entries.size)],
  [
    '__reversed__',
    '',
    (_, [self]) => {
      const items = itemsOf(self);
      return iterator('dict_reversekeyiterator', () => items.pop());
    },
  ],
  [
    '__repr__',
    '',
    function* (vm, [self]) {
      return str(`${(self as InstanceValue).cls.name}(${yield* vm.repr(list(itemsOf(self)))})`);
    },
  ],
  [
    '__contains__',
    'item, /',
    function* (vm, [self, item]) {
      return item ? yield* containsItem(vm, list(itemsOf(self)), item) : none;
    },
    'handled',
  ],
];

/** `view op other` and the reflected forms; the left side is copied into a set, which the right side changes. */
const setRows: readonly MethodRow[] = [...setOperators].flatMap(([op, operation]) => {
  const work = function* (vm: Vm, left: Value, right: Value): Run<Value> {
    if (op === '&') return yield* intersection(vm, left, right);
    const entries = yield* asSet(vm, left);
    operation.change(entries, yield* hashed(vm, right));
    return setValue(entries);
  };
  const { forward, reflected } = operatorNames[op] as { forward: string; reflected: string };
  return [
    [forward, 'other, /', (vm, [self, other]) => work(vm, self ?? none, other ?? none)],
    [reflected, 'other, /', (vm, [self, other]) => work(vm, other ?? none, self ?? none)],
  ] satisfies MethodRow[];
});

const comparisons: readonly MethodRow[] = Object.entries({
  __eq__: '==',
  __ne__: '!=',
  __lt__: '<',
  __le__: '<=',
  __gt__: '>',
  __ge__: '>=',
} as const).map(
  ([name, op]): MethodRow => [
    name,
    'other, /',
    function* (vm, [self, other]) {
      if (!self || !other || (other.kind !== 'set' && !isView(other))) return notImplemented;
      const [a, b] = [yield* asSet(vm, self), yield* asSet(vm, other)];
      return yield* compare(vm, op, setValue(a), setValue(b));
    },
  ],
);
const isDisjoint: MethodRow = [
  'isdisjoint',
  'other, /',
  function* (vm, [self, other]) {
    const mine = yield* asSet(vm, self ?? none);
    return bool(!setOperations.intersection.made(mine, yield* hashed(vm, other ?? none)).size);
  },
];

export function defineViews(): void {
  defineMethods('dict_keys', [...shared, ...setRows, ...comparisons, isDisjoint]);
  defineMethods('dict_items', [...shared, ...setRows, ...comparisons, isDisjoint]);
  defineMethods('dict_values', shared);
}
