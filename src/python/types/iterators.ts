// Iterators of Python itself: enumerate, zip, map, filter, reversed, and the methods of generators. Knows no syntax.

import { builtinClass } from '../core/classes';
import { exceptionOf, raisedFrom } from '../core/exceptions';
import { indexOf } from '../core/items';
import { callingIterator, iterate, iterator, type Next, pull } from '../core/iterate';
import { findOnType, typeName } from '../core/lookup';
import { defineMethods, defineNew } from '../core/native';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { points } from '../text/codePoints';
import { int, none, type Run, str, tuple, type Value } from '../value';
import { reversedList } from './list';

/** A StopIteration with its value. */
export const stopIteration = (value: Value = none): PyError =>
  new PyError('StopIteration', '', value.kind === 'none' ? [] : [value]);

function* sources(vm: Vm, values: readonly Value[]): Run<Next[]> {
  const out: Next[] = [];
  for (const value of values) out.push(yield* iterate(vm, value));
  return out;
}

/** `next(iterator)`: the item, or undefined at the end. */
export function* nextItem(vm: Vm, value: Value): Run<Value | undefined> {
  if (value.kind === 'iterator') return yield* pull(value.next as Next);
  const method = value.kind === 'instance' ? findOnType(value, '__next__') : undefined;
  if (!method) throw typeError(`'${typeName(value)}' object is not an iterator`);
  return yield* vm.callMethod(method, value, []);
}

export function defineIterators(): void {
  defineNew(
    'enumerate',
    'iterable, start=',
    function* (vm, [, iterable, start]) {
      let index = start ? yield* indexOf(vm, start) : 0n;
      if (index === undefined)
        throw typeError(`'${typeName(start ?? none)}' object cannot be interpreted as an integer`);
      const next = yield* iterate(vm, iterable ?? none);
      return iterator('enumerate', function* () {
        const item = yield* pull(next);
        return item && tuple([int(index === undefined ? 0n : index++), item]);
      });
    },
    'inside',
  );
  defineNew(
    'zip',
    '*iterables, strict=',
    function* (vm, [, strict, iterables]) {
      const all = yield* sources(vm, iterables?.kind === 'tuple' ? iterables.items : []);
      const exact = strict ? yield* vm.isTrue(strict) : false;
      return iterator('zip', function* () {
        const items: Value[] = [];
        for (const [i, next] of all.entries()) {
          const item = yield* pull(next);
          if (item) {
            if (exact && items.length < i) throw uneven(i, 'longer');
            items.push(item);
          } else if (!exact) return undefined;
          else if (items.length) throw uneven(i, 'shorter');
        }
        return all.length && items.length === all.length ? tuple(items) : undefined;
      });
    },
    'inside',
  );
  defineNew(
    'map',
    '*args',
    function* (vm, _args, { positional }) {
      const [func] = positional;
      if (positional.length < 2) throw typeError('map() must have at least two arguments.');
      const all = yield* sources(vm, positional.slice(1));
      return callingIterator(vm, 'map', function* () {
        const items: Value[] = [];
        for (const next of all) {
          const item = yield* pull(next);
          if (!item) return undefined;
          items.push(item);
        }
        return yield* vm.call(func ?? none, items);
      });
    },
    'inside',
  );
  defineNew(
    'filter',
    'function, iterable, /',
    function* (vm, [, test, iterable]) {
      const next = yield* iterate(vm, iterable ?? none);
      return callingIterator(vm, 'filter', function* () {
        for (;;) {
          const item = yield* pull(next);
          if (!item) return undefined;
          vm.spend(1);
          if (vm.due) yield* vm.breathe();
          const answer = test && test.kind !== 'none' ? yield* vm.call(test, [item]) : item;
          if (yield* vm.isTrue(answer)) return item;
        }
      });
    },
    'inside',
  );
  defineNew(
    'reversed',
    '*args',
    function* (vm, _args, { positional }) {
      const [sequence] = positional;
      if (positional.length !== 1) throw typeError(`reversed expected 1 argument, got ${positional.length}`);
      const value = sequence ?? none;
      const method = findOnType(value, '__reversed__');
      if (method?.kind === 'none') throw typeError(`'${typeName(value)}' object is not reversible`);
      if (method) return yield* vm.callMethod(method, value, []);
      if (value.kind === 'tuple') return reversedList(value.items);
      if (value.kind === 'str') {
        const chars = points(value.value);
        return iterator('reversed', () => {
          const c = chars.pop();
          return c === undefined ? undefined : str(c);
        });
      }
      if (
        value.kind === 'range' ||
        value.kind === 'bytes' ||
        (value.kind === 'instance' && findOnType(value, '__getitem__') && findOnType(value, '__len__'))
      ) {
        const length = yield* vm.lengthOf(value);
        let at = length === 'unknown' ? -1n : length - 1n;
        return callingIterator(vm, 'reversed', function* () {
          return at >= 0n ? yield* vm.getItem(value, int(at--)) : undefined;
        });
      }
      throw typeError(`'${typeName(value)}' object is not reversible`);
    },
    'inside',
  );
  defineGenerators();
}

const uneven = (i: number, how: string): Error =>
  valueError(`zip() argument ${i + 1} is ${how} than argument${i === 1 ? ' 1' : `s 1-${i}`}`);

function defineGenerators(): void {
  defineMethods('generator', [
    [
      'send',
      'value, /',
      function* (_, [self, value]) {
        if (self?.kind !== 'iterator' || !self.send) throw typeError('not a generator');
        const item = yield* self.send(value ?? none);
        if (item) return item;
        throw stopIteration(self.result?.());
      },
      'handled',
    ],
    [
      'throw',
      'type, value=, traceback=, /',
      function* (vm, [self, type, value]) {
        if (self?.kind !== 'iterator' || !self.throw || !type) throw typeError('not a generator');
        const made = value && value.kind !== 'none' && type.kind === 'class' ? yield* vm.call(type, [value]) : type;
        const item = yield* self.throw(yield* raisedFrom(vm, yield* exceptionOf(vm, made)));
        if (item) return item;
        throw stopIteration(self.result?.());
      },
      'handled',
    ],
    [
      'close',
      '',
      function* (_, [self]) {
        if (self?.kind === 'iterator' && self.close) yield* self.close();
        return none;
      },
      'handled',
    ],
  ]);
  const object = builtinClass('object');
  for (const [name, work] of [
    ['__iter__', (_: Vm, self: Value) => self],
    [
      '__next__',
      function* (vm: Vm, self: Value): Run<Value> {
        const item = yield* nextItem(vm, self);
        if (item) return item;
        throw stopIteration(self.kind === 'iterator' ? self.result?.() : undefined);
      },
    ],
  ] as const)
    for (const type of iteratorNames)
      builtinClass(type, object.name).attrs.set(name, {
        kind: 'builtin',
        name,
        binds: true,
        unknowns: 'handled',
        call: ({ positional: [self] }, machine) => work(machine as Vm, self ?? none),
      });
}

/** Every name that an iterator value bears. */
const iteratorNames = [
  'generator',
  'iterator',
  'enumerate',
  'zip',
  'map',
  'filter',
  'reversed',
  'list_iterator',
  'list_reverseiterator',
  'dict_keyiterator',
  'tuple_iterator',
  'set_iterator',
  'range_iterator',
  'bytes_iterator',
  'str_iterator',
  'str_ascii_iterator',
  'dict_reversekeyiterator',
  'callable_iterator',
  'islice',
  'chain',
  'count',
  'cycle',
  'repeat',
  'product',
  'permutations',
  'combinations',
  'combinations_with_replacement',
  'accumulate',
  'groupby',
  'takewhile',
  'dropwhile',
  'starmap',
  'zip_longest',
  'pairwise',
  'compress',
  'filterfalse',
  '_tee',
];
