// `collections.deque`.

import { builtinClass } from '../core/classes';
import { iterator } from '../core/iterate';
import type { MethodRow } from '../core/native';
import { intOf } from '../core/numbers';
import { PyError, valueError } from '../core/pyError';
import { refill } from '../core/sequences';
import { bool, type ClassValue, type InstanceValue, int, list, none, notImplemented, str, type Value } from '../value';
import { classIn } from './modules';

interface Deque {
  items: Value[];
  readonly limit: number;
}
const dequeOf = (v: Value | undefined): Deque => (v as InstanceValue).native as Deque;

export function deque(): ClassValue {
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
        if (max < 0) throw valueError('maxlen must be non-negative');
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
        refill(items, [...items.slice(items.length - by), ...items.slice(0, items.length - by)]);
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
  cls.attrs.set('__hash__', none);
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
