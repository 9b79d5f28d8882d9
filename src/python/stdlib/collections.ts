// The module `collections`: namedtuple, defaultdict, Counter, OrderedDict, deque.
import { builtinClass } from '../core/classes';
import { iterator } from '../core/iterate';
import { getEntry, keyError, setEntry } from '../core/keys';
import { findInClass } from '../core/lookup';
import type { MethodRow } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { sorted } from '../types/list';
import { updateEntries } from '../types/mapping';
import { plain } from '../types/operatorMethods';
import {
  bool,
  type ClassValue,
  type DictValue,
  type Entries,
  type InstanceValue,
  int,
  list,
  none,
  notImplemented,
  type Run,
  str,
  tuple,
  type Value,
} from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';
import { namedTupleClass } from './namedTuple';

const entriesOf = (v: Value | undefined): Entries => (v?.kind === 'dict' ? v.entries : new Map());
const dictOf = (cls: ClassValue, entries: Entries): DictValue => ({ kind: 'dict', entries, cls, attrs: new Map() });
const clsOf = (v: Value | undefined, fallback: ClassValue): ClassValue => (v?.kind === 'dict' && v.cls) || fallback;

function defaultdict(): ClassValue {
  const cls: ClassValue = classIn('collections', 'defaultdict', builtinClass('dict'), [
    [
      '__init__',
      '*args, **keywords',
      function* (vm, [self], { positional: [, factory, source], keywords }) {
        if (self?.kind !== 'dict') return none;
        if (
          factory &&
          factory.kind !== 'none' &&
          !['function', 'class', 'builtin', 'method', 'unknown', 'instance'].includes(factory.kind)
        )
          throw typeError('first argument must be callable or None');
        self.attrs?.set('default_factory', factory ?? none);
        yield* updateEntries(vm, self.entries, source, keywords);
        return none;
      },
      'handled',
    ],
    [
      '__missing__',
      'key',
      function* (vm, [self, key]) {
        const factory = self?.kind === 'dict' ? self.attrs?.get('default_factory') : undefined;
        if (!factory || factory.kind === 'none' || !key) throw keyError(key ?? none);
        const value = yield* vm.call(factory, []);
        yield* setEntry(vm, entriesOf(self), key, value);
        return value;
      },
      'inside',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const factory = self?.kind === 'dict' ? (self.attrs?.get('default_factory') ?? none) : none;
        return str(`defaultdict(${yield* vm.repr(factory)}, ${yield* vm.repr(plain(self ?? none))})`);
      },
      'inside',
    ],
    [
      'copy',
      '',
      (_, [self]) => {
        const copy = dictOf(clsOf(self, cls), new Map([...entriesOf(self)].map(([k, e]) => [k, { ...e }])));
        const factory = self?.kind === 'dict' ? self.attrs?.get('default_factory') : undefined;
        if (factory) copy.attrs?.set('default_factory', factory);
        return copy;
      },
      'inside',
    ],
  ]);
  return cls;
}

/** Sums, differences, unions and intersections of counters keep what is above zero. */
const counterOperator = (name: string, op: '+' | '-' | '|' | '&', get: () => ClassValue): MethodRow => [
  name,
  'other',
  function* (vm, [self, other]) {
    if (other?.kind !== 'dict') return notImplemented;
    const result: Entries = new Map();
    const [a, b] = [entriesOf(self), other.entries];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const entry = a.get(key) ?? b.get(key);
      const [x, y] = [a.get(key)?.value ?? int(0), b.get(key)?.value ?? int(0)];
      const bigger = yield* vm.isTrue(yield* vm.compare('>', x, y));
      const value = op === '+' || op === '-' ? yield* vm.binary(op, x, y) : (op === '|') === bigger ? x : y;
      if (entry && (yield* vm.isTrue(yield* vm.compare('>', value, int(0)))))
        result.set(key, { key: entry.key, value });
    }
    return dictOf(get(), result);
  },
];

function counter(): ClassValue {
  const add = function* (
    vm: Vm,
    self: Value | undefined,
    source: Value | undefined,
    keywords: ReadonlyMap<string, Value>,
    op: '+' | '-',
  ): Run<void> {
    const entries = entriesOf(self);
    const bump = function* (key: Value, by: Value): Run<void> {
      const now = (yield* getEntry(vm, entries, key)) ?? int(0);
      yield* setEntry(vm, entries, key, yield* vm.binary(op, now, by));
    };
    if (source?.kind === 'dict') for (const { key, value } of [...source.entries.values()]) yield* bump(key, value);
    else if (source && source.kind !== 'none') for (const item of yield* vm.items(source)) yield* bump(item, int(1));
    for (const [name, value] of keywords) yield* bump(str(name), value);
  };
  const cls: ClassValue = classIn('collections', 'Counter', builtinClass('dict'), [
    [
      '__init__',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '+');
        return none;
      },
      'inside',
    ],
    [
      'update',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '+');
        return none;
      },
      'inside',
    ],
    [
      'subtract',
      '*args, **keywords',
      function* (vm, [self], { positional: [, source], keywords }) {
        yield* add(vm, self, source, keywords, '-');
        return none;
      },
      'inside',
    ],
    ['__missing__', 'key', () => int(0), 'inside'],
    [
      'most_common',
      'n=',
      function* (vm, [self, n]) {
        const pairs = [...entriesOf(self).values()].map(({ key, value }) => tuple([key, value]));
        const ordered = yield* sorted(
          vm,
          pairs,
          {
            kind: 'builtin',
            name: 'count',
            call: ({ positional: [pair] }) => (pair?.kind === 'tuple' ? (pair.items[1] ?? none) : none),
          },
          true,
        );
        return list(n && n.kind !== 'none' ? ordered.slice(0, Number(intOf(n) ?? 0n)) : ordered);
      },
      'inside',
    ],
    [
      'elements',
      '',
      (_, [self]) => {
        const items = [...entriesOf(self).values()].flatMap(({ key, value }) =>
          new Array<Value>(Math.max(Number(intOf(value) ?? 0n), 0)).fill(key),
        );
        return iterator('chain', () => items.shift());
      },
      'inside',
    ],
    [
      'total',
      '',
      function* (vm, [self]) {
        let total: Value = int(0);
        for (const { value } of entriesOf(self).values()) total = yield* vm.binary('+', total, value);
        return total;
      },
      'inside',
    ],
    [
      'copy',
      '',
      (_, [self]) => dictOf(clsOf(self, cls), new Map([...entriesOf(self)].map(([k, e]) => [k, { ...e }]))),
      'inside',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        if (!entriesOf(self).size) return str('Counter()');
        const common = yield* vm.call(findInClass(cls, 'most_common') ?? none, [self ?? none]);
        const entries: Entries = new Map();
        for (const pair of common.kind === 'list' ? common.items : [])
          if (pair.kind === 'tuple' && pair.items[0] && pair.items[1])
            yield* setEntry(vm, entries, pair.items[0], pair.items[1]);
        return str(`Counter(${yield* vm.repr({ kind: 'dict', entries })})`);
      },
      'inside',
    ],
    counterOperator('__add__', '+', () => cls),
    counterOperator('__sub__', '-', () => cls),
    counterOperator('__or__', '|', () => cls),
    counterOperator('__and__', '&', () => cls),
  ]);
  return cls;
}

function orderedDict(): ClassValue {
  const cls: ClassValue = classIn('collections', 'OrderedDict', builtinClass('dict'), [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        if (!entriesOf(self).size) return str('OrderedDict()');
        // Since 3.12 as a dict; 3.11 shows pairs.
        const pairs = [...entriesOf(self).values()].map(({ key, value }) => tuple([key, value]));
        return str(`OrderedDict(${yield* vm.repr(list(pairs))})`);
      },
      'inside',
    ],
    [
      'popitem',
      'last=',
      function* (vm, [self, last]) {
        const entries = entriesOf(self);
        const all = [...entries];
        const found = last && !(yield* vm.isTrue(last)) ? all[0] : all.at(-1);
        if (!found) throw new PyError('KeyError', '', [str('dictionary is empty')]);
        entries.delete(found[0]);
        return tuple([found[1].key, found[1].value]);
      },
      'inside',
    ],
    [
      '__eq__',
      'other',
      function* (vm, [self, other]) {
        if (other?.kind !== 'dict') return notImplemented;
        const same = (yield* vm.equal(plain(self ?? none), plain(other))) === true;
        const ordered =
          other.cls === cls ? [...entriesOf(self).keys()].join('\n') === [...other.entries.keys()].join('\n') : true;
        return bool(same && ordered);
      },
      'inside',
    ],
  ]);
  return cls;
}

interface Deque {
  items: Value[];
  readonly limit: number;
}
const dequeOf = (v: Value | undefined): Deque => (v as InstanceValue).native as Deque;

function deque(): ClassValue {
  const push = (self: Value | undefined, value: Value, left = false): void => {
    const held = dequeOf(self);
    if (left) held.items.unshift(value);
    else held.items.push(value);
    if (held.items.length > held.limit) left ? held.items.pop() : held.items.shift();
  };
  const taking = (name: string, take: (items: Value[]) => Value | undefined): MethodRow => [
    name,
    '',
    (_, [self]) => {
      const value = take(dequeOf(self).items);
      if (!value) throw new PyError('IndexError', 'pop from an empty deque');
      return value;
    },
    'inside',
  ];
  const cls: ClassValue = classIn('collections', 'deque', builtinClass('object'), [
    [
      '__new__',
      'iterable=, maxlen=',
      function* (vm, [own, iterable, limit]) {
        const max = limit && limit.kind !== 'none' ? Number(intOf(limit) ?? 0n) : Number.POSITIVE_INFINITY;
        const self: InstanceValue = {
          kind: 'instance',
          cls: own as ClassValue,
          attrs: new Map(),
          native: { items: [], limit: max } satisfies Deque,
        };
        for (const item of iterable ? yield* vm.items(iterable) : []) push(self, item);
        return self;
      },
      'inside',
    ],
    [
      'append',
      'value',
      (_, [self, value]) => {
        push(self, value ?? none);
        return none;
      },
      'handled',
    ],
    [
      'appendleft',
      'value',
      (_, [self, value]) => {
        push(self, value ?? none, true);
        return none;
      },
      'handled',
    ],
    [
      'extend',
      'iterable',
      function* (vm, [self, iterable]) {
        for (const item of yield* vm.items(iterable ?? none)) push(self, item);
        return none;
      },
      'inside',
    ],
    [
      'extendleft',
      'iterable',
      function* (vm, [self, iterable]) {
        for (const item of yield* vm.items(iterable ?? none)) push(self, item, true);
        return none;
      },
      'inside',
    ],
    taking('pop', (items) => items.pop()),
    taking('popleft', (items) => items.shift()),
    [
      'clear',
      '',
      (_, [self]) => {
        dequeOf(self).items.length = 0;
        return none;
      },
      'inside',
    ],
    [
      'rotate',
      'n=',
      (_, [self, n]) => {
        const { items } = dequeOf(self);
        const by = items.length
          ? ((Number(n ? (intOf(n) ?? 1n) : 1n) % items.length) + items.length) % items.length
          : 0;
        items.unshift(...items.splice(items.length - by, by));
        return none;
      },
      'inside',
    ],
    [
      'count',
      'value',
      function* (vm, [self, value]) {
        let n = 0;
        for (const item of dequeOf(self).items) if ((yield* vm.equal(item, value ?? none)) === true) n++;
        return int(n);
      },
    ],
    ['__len__', '', (_, [self]) => int(dequeOf(self).items.length), 'inside'],
    ['__bool__', '', (_, [self]) => bool(dequeOf(self).items.length > 0), 'inside'],
    [
      '__iter__',
      '',
      (_, [self]) => {
        const { items } = dequeOf(self);
        let at = 0;
        return iterator('iterator', () => items[at++]);
      },
      'inside',
    ],
    [
      '__reversed__',
      '',
      (_, [self]) => {
        const items = [...dequeOf(self).items];
        return iterator('iterator', () => items.pop());
      },
      'inside',
    ],
    [
      '__getitem__',
      'index',
      function* (vm, [self, index]) {
        return yield* vm.getItem(list(dequeOf(self).items), index ?? none);
      },
      'inside',
    ],
    [
      '__setitem__',
      'index, value',
      function* (vm, [self, index, value]) {
        yield* vm.setItem(list(dequeOf(self).items), index ?? none, value ?? none);
        return none;
      },
      'inside',
    ],
    [
      '__eq__',
      'other',
      function* (vm, [self, other]) {
        if (other?.kind !== 'instance' || other.cls !== cls) return notImplemented;
        return yield* vm.compare('==', list(dequeOf(self).items), list(dequeOf(other).items));
      },
      'inside',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const { items, limit } = dequeOf(self);
        return str(`deque(${yield* vm.repr(list([...items]))}${Number.isFinite(limit) ? `, maxlen=${limit}` : ''})`);
      },
      'inside',
    ],
  ]);
  cls.attrs.set('maxlen', {
    kind: 'property',
    get: {
      kind: 'builtin',
      name: 'maxlen',
      call: ({ positional: [self] }) => (Number.isFinite(dequeOf(self).limit) ? int(dequeOf(self).limit) : none),
    },
  });
  return cls;
}

const rows: readonly MethodRow[] = [
  [
    'namedtuple',
    'typename, field_names, *, rename=, defaults=, module=',
    function* (vm, [name, fields, , defaults]) {
      const items = fields?.kind === 'str' ? fields.value.replaceAll(',', ' ').split(/\s+/).filter(Boolean) : [];
      if (fields && fields.kind !== 'str')
        for (const field of yield* vm.items(fields)) items.push(yield* vm.str(field));
      const values = defaults && defaults.kind !== 'none' ? yield* vm.items(defaults) : [];
      return namedTupleClass(name?.kind === 'str' ? name.value : '', items, values);
    },
  ],
];

defineModule('collections', () =>
  moduleOf(
    'collections',
    [
      ...functionsOf(rows),
      ['defaultdict', defaultdict()],
      ['Counter', counter()],
      ['OrderedDict', orderedDict()],
      ['deque', deque()],
    ],
    true,
  ),
);
