// The module `functools`.
import { builtinClass } from '../core/classes';
import { iterate, pull } from '../core/iterate';
import { entriesOf, keyIn } from '../core/keys';
import { findInClass } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { intOf } from '../core/numbers';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import {
  bool,
  type ClassValue,
  type Entries,
  type InstanceValue,
  int,
  none,
  notImplemented,
  type Run,
  str,
  tuple,
  type Value,
} from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';
import { namedTupleClass } from './namedTuple';

interface Partial {
  readonly func: Value;
  readonly args: readonly Value[];
  readonly keywords: ReadonlyMap<string, Value>;
}

const partialRows: readonly MethodRow[] = [
  [
    '__repr__',
    '',
    function* (vm, [self]) {
      const { func, args, keywords } = (self as InstanceValue).native as Partial;
      const parts = [yield* vm.repr(func)];
      for (const arg of args) parts.push(yield* vm.repr(arg));
      for (const [name, value] of keywords) parts.push(`${name}=${yield* vm.repr(value)}`);
      return str(`functools.partial(${parts.join(', ')})`);
    },
    'inside',
  ],
  [
    '__new__',
    '*args, **keywords',
    (_, [cls], { positional: [, func, ...args], keywords }) => {
      if (!func) throw typeError("type 'partial' takes at least one argument");
      // One of another one is one of its function.
      const inner = func.kind === 'instance' && func.cls === cls ? (func.native as Partial) : undefined;
      const held: Partial = {
        func: inner?.func ?? func,
        args: [...(inner?.args ?? []), ...args],
        keywords: new Map([...(inner?.keywords ?? []), ...keywords]),
      };
      const attrs = new Map<string, Value>([
        ['func', held.func],
        ['args', tuple(held.args)],
        ['keywords', { kind: 'dict', entries: entriesOf(held.keywords) }],
      ]);
      return { kind: 'instance', cls: cls as ClassValue, attrs, native: held } satisfies InstanceValue;
    },
    'handled',
  ],
  [
    '__call__',
    '*args, **keywords',
    function* (vm, [self], { positional: [, ...rest], keywords }) {
      const held = (self as InstanceValue).native as Partial;
      return yield* vm.call(held.func, [...held.args, ...rest], new Map([...held.keywords, ...keywords]));
    },
    'handled',
  ],
];

/** `functools.wraps`: names and attributes of the wrapped function go over. */
function* copyNames(vm: Vm, wrapper: Value, wrapped: Value): Run<Value> {
  for (const name of ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']) {
    const value = yield* vm.findAttr(wrapped, name);
    if (value) yield* vm.setAttr(wrapper, name, value);
  }
  const own = 'attrs' in wrapper ? wrapper.attrs : undefined;
  const others = yield* vm.findAttr(wrapped, '__dict__');
  for (const { key, value } of others?.kind === 'dict' ? [...others.entries.values()] : [])
    if (key.kind === 'str') own?.set(key.value, value);
  yield* vm.setAttr(wrapper, '__wrapped__', wrapped);
  return wrapper;
}

/** Remembers results by arguments; a Python function may bring side effects, so it is called just as often as in CPython. */
function cached(vm: Vm, func: Value, cls: ClassValue, maxsize: Value = int(128)): Run<Value> {
  const entries: Entries = new Map();
  const stats = { hits: 0, misses: 0 };
  const instance: InstanceValue = {
    kind: 'instance',
    cls,
    attrs: new Map(),
    native: { func, entries, stats, maxsize } satisfies Cache,
  };
  return copyNames(vm, instance, func);
}
interface Cache {
  readonly func: Value;
  readonly entries: Entries;
  readonly stats: { hits: number; misses: number };
  /** None: no bound. */
  readonly maxsize: Value;
}
const cacheInfo = namedTupleClass('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'], []);

const cacheRows: readonly MethodRow[] = [
  [
    '__call__',
    '*args, **keywords',
    function* (vm, [self], { positional: [, ...args], keywords }) {
      const { func, entries, stats, maxsize } = (self as InstanceValue).native as Cache;
      const key = yield* keyIn(
        vm,
        entries,
        tuple([...args, ...[...keywords].flatMap(([name, value]) => [str(name), value])]),
      );
      const found = entries.get(key);
      if (found) {
        stats.hits++;
        // The least recently used goes first.
        entries.delete(key);
        entries.set(key, found);
        return found.value;
      }
      stats.misses++;
      const value = yield* vm.call(func, args, keywords);
      const bound = intOf(maxsize);
      if (bound !== undefined && BigInt(entries.size) >= bound) {
        const oldest = entries.keys().next().value;
        if (oldest !== undefined) entries.delete(oldest);
      }
      if (bound !== 0n) entries.set(key, { key: none, value });
      return value;
    },
    'inside',
  ],
  [
    '__get__',
    'instance, owner=',
    (_, [self, instance]) =>
      instance && instance.kind !== 'none' && self ? { kind: 'method', self: instance, func: self } : (self ?? none),
    'handled',
  ],
  [
    'cache_clear',
    '',
    (_, [self]) => {
      const cache = (self as InstanceValue).native as Cache;
      cache.entries.clear();
      cache.stats.hits = 0;
      cache.stats.misses = 0;
      return none;
    },
  ],
  [
    'cache_info',
    '',
    (_, [self]) => {
      const { stats, entries, maxsize } = (self as InstanceValue).native as Cache;
      return {
        kind: 'tuple',
        items: [int(stats.hits), int(stats.misses), maxsize, int(entries.size)],
        cls: cacheInfo,
        attrs: new Map(),
      };
    },
  ],
];

const orders: Readonly<Record<string, readonly (readonly [string, (less: boolean, equal: boolean) => boolean])[]>> = {
  __lt__: [
    ['__gt__', (l, e) => !l && !e],
    ['__le__', (l, e) => l || e],
    ['__ge__', (l) => !l],
  ],
  __le__: [
    ['__ge__', (l, e) => !l || e],
    ['__lt__', (l, e) => l && !e],
    ['__gt__', (l) => !l],
  ],
  __gt__: [
    ['__lt__', (g, e) => !(g || e)],
    ['__ge__', (g, e) => g || e],
    ['__le__', (g) => !g],
  ],
  __ge__: [
    ['__le__', (g, e) => !g || e],
    ['__gt__', (g, e) => g && !e],
    ['__lt__', (g) => !g],
  ],
};

const richComparisons = [
  ['__lt__', '<'],
  ['__le__', '<='],
  ['__eq__', '=='],
  ['__gt__', '>'],
  ['__ge__', '>='],
] as const;

/** The missing comparisons from the one that the class defines. */
function totalOrdering(cls: Value | undefined): Value {
  if (cls?.kind !== 'class') throw typeError('total_ordering needs a class');
  const root = ['__lt__', '__le__', '__gt__', '__ge__'].find((name) =>
    cls.mro.some((step) => step.name !== 'object' && step.attrs.has(name)),
  );
  if (!root) throw valueError('must define at least one ordering operation: < > <= >=');
  for (const [name, decide] of orders[root] ?? []) {
    if (cls.attrs.has(name)) continue;
    const fn = native(name, 'self, other, /', function* (vm, [self, other]) {
      const method = findInClass(cls, root);
      if (!method || !self || !other) return notImplemented;
      const answer = yield* vm.callMethod(method, self, [other]);
      if (answer.kind === 'notImplemented') return answer;
      return bool(decide(yield* vm.isTrue(answer), (yield* vm.equal(self, other)) === true));
    });
    cls.attrs.set(name, { ...fn, binds: true });
  }
  return cls;
}

defineModule('functools', () => {
  const object = builtinClass('object');
  const partial = classIn('functools', 'partial', object, partialRows);
  const cache = classIn('functools', '_lru_cache_wrapper', object, cacheRows);
  const cachedProperty = classIn('functools', 'cached_property', object, [
    [
      '__init__',
      'func',
      (_, [self, func]) => {
        if (self?.kind === 'instance' && func) self.attrs.set('func', func);
        return none;
      },
    ],
    [
      '__set_name__',
      'owner, name',
      (_, [self, , name]) => {
        if (self?.kind === 'instance' && name) self.attrs.set('attrname', name);
        return none;
      },
    ],
    [
      '__get__',
      'instance, owner=',
      function* (inner, [self, instance]) {
        if (self?.kind !== 'instance' || instance?.kind !== 'instance') return self ?? none;
        const name = self.attrs.get('attrname');
        const value = yield* inner.call(self.attrs.get('func') ?? none, [instance]);
        if (name?.kind === 'str') instance.attrs.set(name.value, value);
        return value;
      },
    ],
  ]);
  const rows: readonly MethodRow[] = [
    [
      'reduce',
      'function, iterable, initial=, /',
      function* (inner, [func, iterable, initial]) {
        const next = yield* iterate(inner, iterable ?? none);
        let total = initial ?? (yield* pull(next));
        if (!total) throw typeError('reduce() of empty iterable with no initial value');
        for (;;) {
          const item = yield* pull(next);
          if (!item) return total;
          total = yield* inner.call(func ?? none, [total, item]);
        }
      },
      'inside',
    ],
    [
      'wraps',
      'wrapped, assigned=, updated=',
      (_, [wrapped]) =>
        native(
          'wraps',
          'wrapper, /',
          (inner, [wrapper]) => copyNames(inner, wrapper ?? none, wrapped ?? none),
          'handled',
        ),
      'handled',
    ],
    [
      'update_wrapper',
      'wrapper, wrapped, assigned=, updated=',
      (inner, [wrapper, wrapped]) => copyNames(inner, wrapper ?? none, wrapped ?? none),
      'handled',
    ],
    ['cache', 'func, /', (vm, [func]) => cached(vm, func ?? none, cache, none), 'handled'],
    [
      'lru_cache',
      'maxsize=, typed=',
      (vm, [size]) => {
        if (size?.kind === 'function') return cached(vm, size, cache);
        return native('lru_cache', 'func, /', (at, [func]) => cached(at, func ?? none, cache, size), 'handled');
      },
      'handled',
    ],
    ['total_ordering', 'cls, /', (_, [cls]) => totalOrdering(cls), 'handled'],
    [
      'cmp_to_key',
      'mycmp',
      (_, [compare]) => {
        const key = classIn('functools', 'KeyWrapper', object);
        const held = (v: Value | undefined) => (v?.kind === 'instance' ? (v.native as Value) : none);
        for (const [name, op] of richComparisons) {
          const fn = native(name, 'self, other, /', function* (inner, [self, other]) {
            const order = yield* inner.call(compare ?? none, [held(self), held(other)]);
            return yield* inner.compare(op, order, int(0));
          });
          key.attrs.set(name, { ...fn, binds: true });
        }
        return native('K', 'obj', (_inner, [object_]) => ({
          kind: 'instance',
          cls: key,
          attrs: new Map(),
          native: object_ ?? none,
        }));
      },
      'handled',
    ],
  ];
  return moduleOf('functools', [...functionsOf(rows), ['partial', partial], ['cached_property', cachedProperty]], true);
});
