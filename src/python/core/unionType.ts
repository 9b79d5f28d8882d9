// `int | None`: a union of types. Knows no syntax.
import {
  bool,
  type ClassValue,
  type InstanceValue,
  int,
  none,
  notImplemented,
  type Run,
  str,
  type Value,
} from '../value';
import { builtinClass } from './classes';
import { argumentText, joining } from './genericAlias';
import { hashKey } from './hash';
import { hashOf } from './keys';
import { addMethods } from './native';
import { identical } from './operators';
import { argumentProperties, argumentsIn, Subscripted, subscriptedOf, substituted } from './typeArguments';
import type { Vm } from './vm';

class Union extends Subscripted {
  constructor(readonly args: readonly Value[]) {
    super();
  }
  override *again(vm: Vm, args: readonly Value[]): Run<Value> {
    let whole = args[0] as Value;
    for (const arg of args.slice(1)) whole = yield* vm.binary('|', whole, arg);
    return whole;
  }
}

const unionOf = (value: Value | undefined): Union | undefined => {
  const own = subscriptedOf(value);
  return own instanceof Union ? own : undefined;
};

/** The types of a union; undefined for what is none. */
export const unionParts = (type: Value | undefined): readonly Value[] | undefined => unionOf(type)?.args;

function isSame(a: Value, b: Value): boolean {
  if (identical(a, b)) return true;
  const [x, y] = [hashKey(a), hashKey(b)];
  return x.kind === 'key' && y.kind === 'key' && x.key === y.key;
}

/** The union of two types, each of its parts once; a type by itself where there is no other. */
export function unionType(left: Value, right: Value): Value {
  const noneType = builtinClass('NoneType');
  const parts: Value[] = [];
  for (const value of [left, right].flatMap((side) => unionParts(side) ?? [side])) {
    const part = value.kind === 'none' ? noneType : value;
    if (!parts.some((other) => isSame(other, part))) parts.push(part);
  }
  const [only] = parts;
  if (only && parts.length === 1) return only;
  return {
    kind: 'instance',
    cls: builtinClass('UnionType'),
    attrs: new Map(),
    native: new Union(parts),
  } satisfies InstanceValue;
}

/** Whether two unions, in whatever order, hold the same. */
export function* sameParts(vm: Vm, a: readonly Value[], b: readonly Value[]): Run<boolean> {
  const within = function* (inner: readonly Value[], outer: readonly Value[]): Run<boolean> {
    for (const part of inner) {
      let found = false;
      for (const other of outer) found ||= yield* vm.isTrue(yield* vm.compare('==', part, other));
      if (!found) return false;
    }
    return true;
  };
  return (yield* within(a, b)) && (yield* within(b, a));
}

/** A hash in which the order of the parts has no say. */
export function* hashOfParts(vm: Vm, parts: readonly Value[]): Run<Value> {
  let hash = 0n;
  for (const part of parts) hash ^= yield* hashOf(vm, part);
  return int(hash);
}

export function defineUnion(): void {
  const cls: ClassValue = builtinClass('UnionType');
  for (const [name, property] of argumentProperties) cls.attrs.set(name, property);
  // It has items to ask for, and is no sequence of them.
  cls.attrs.set('__iter__', none);
  addMethods(cls, [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const parts: string[] = [];
        for (const part of unionParts(self) ?? [])
          parts.push(part === builtinClass('NoneType') ? 'None' : yield* argumentText(vm, part));
        return str(parts.join(' | '));
      },
      'inside',
    ],
    [
      '__eq__',
      'other',
      function* (vm, [self, other]) {
        const [a, b] = [unionParts(self), unionParts(other)];
        return a && b ? bool(yield* sameParts(vm, a, b)) : notImplemented;
      },
      'handled',
    ],
    ['__hash__', '', (vm, [self]) => hashOfParts(vm, unionParts(self) ?? []), 'handled'],
    [
      '__getitem__',
      'params',
      (vm, [self, key]) => substituted(vm, self as Value, argumentsIn(key as Value)),
      'handled',
    ],
    ...joining,
  ]);
}
