// torch.Size: a tuple that prints itself and stays a Size when it is sliced or joined. Knows no tensor.

import { builtinClass } from '../python/core/classes';
import type { Machine } from '../python/machine';
import { builtin, type ClassValue, int, type Run, str, type TupleValue, type Value } from '../python/value';
import { listOf } from '../tensor/dtype';
import { makeClass } from './makeClass';
import type { Torch } from './torch';

/** A shape as Python sees it. */
export const sizeValue = (torch: Torch, shape: readonly number[]): TupleValue => ({
  kind: 'tuple',
  items: shape.map((n) => int(n)),
  cls: torch.classes.size,
});

/** `torch.Size`. */
export function sizeClass(): ClassValue {
  const cls: ClassValue = makeClass('Size', 'torch', [builtinClass('tuple')], {
    __new__: {
      kind: 'staticmethod',
      func: builtin('__new__', ({ positional: [, items] }, machine) => newSize(cls, items, machine)),
    },
    __repr__: builtin('__repr__', ({ positional: [self] }, machine) => repr(self, machine), true),
    numel: builtin('numel', ({ positional: [self] }) => int(elements(self)), true),
    __add__: builtin('__add__', ({ positional: [self, other] }) => joined(cls, self, other), true),
    __radd__: builtin('__radd__', ({ positional: [self, other] }) => joined(cls, other, self), true),
    __mul__: builtin('__mul__', ({ positional: [self, times] }) => repeated(cls, self, times), true),
    __rmul__: builtin('__rmul__', ({ positional: [self, times] }) => repeated(cls, self, times), true),
    __getitem__: builtin('__getitem__', ({ positional: [self, key] }, machine) => item(cls, self, key, machine), true),
  });
  return cls;
}

const itemsOf = (value: Value | undefined): readonly Value[] | undefined =>
  value?.kind === 'tuple' ? value.items : undefined;

const elements = (self: Value | undefined): bigint =>
  (itemsOf(self) ?? []).reduce((product, n) => product * (n.kind === 'int' ? n.value : 1n), 1n);

function* repr(self: Value | undefined, machine: Machine): Run<Value> {
  const texts: string[] = [];
  for (const n of itemsOf(self) ?? []) texts.push(yield* machine.repr(n));
  return str(`torch.Size([${texts.join(', ')}])`);
}

function* newSize(cls: ClassValue, items: Value | undefined, machine: Machine): Run<Value> {
  const values = items ? yield* machine.items(items) : [];
  for (const [i, value] of values.entries()) {
    if (value.kind === 'unknown') return value;
    if (value.kind === 'int' || value.kind === 'bool') continue;
    machine.raise(
      'TypeError',
      `torch.Size() takes an iterable of 'int' (item ${i} is '${machine.classOf(value).name}')`,
    );
  }
  return { kind: 'tuple', items: values, cls };
}

function joined(cls: ClassValue, left: Value | undefined, right: Value | undefined): Value {
  const [a, b] = [itemsOf(left), itemsOf(right)];
  return a && b ? { kind: 'tuple', items: [...a, ...b], cls } : { kind: 'notImplemented' };
}

function repeated(cls: ClassValue, self: Value | undefined, times: Value | undefined): Value {
  if (times?.kind !== 'int') return { kind: 'notImplemented' };
  return { kind: 'tuple', items: listOf(Math.max(0, Number(times.value)), () => itemsOf(self) ?? []).flat(), cls };
}

/** As a tuple's item; a slice of a Size is a Size. */
function* item(cls: ClassValue, self: Value | undefined, key: Value | undefined, machine: Machine): Run<Value> {
  const plain: Value = { kind: 'tuple', items: itemsOf(self) ?? [] };
  const value = yield* machine.getItem(plain, key ?? plain);
  return value.kind === 'tuple' ? { ...value, cls } : value;
}
