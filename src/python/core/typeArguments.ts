// What stands between the brackets of `list[int]` and `Dict[K, V]`: the type variables in it, and others put in their place.
// Knows no particular kind of type.
import { say } from '../../base/text';
import { type Run, tuple, unknown, type Value } from '../value';
import { isPlain } from './lookup';
import { native } from './native';
import { typeError } from './pyError';
import type { Vm } from './vm';

/** A `TypeVar`, or one of the variables that stand for several types at once. */
export class TypeVariable {
  constructor(
    readonly name: string,
    readonly standsForOne: boolean,
  ) {}
}

/** A type that was given arguments. */
export abstract class Subscripted {
  abstract readonly args: readonly Value[];
  /** The same with other arguments. */
  abstract again(vm: Vm, args: readonly Value[]): Run<Value>;
}

export const variableOf = (value: Value | undefined): TypeVariable | undefined =>
  value?.kind === 'instance' && value.native instanceof TypeVariable ? value.native : undefined;

export const subscriptedOf = (value: Value | undefined): Subscripted | undefined =>
  value?.kind === 'instance' && value.native instanceof Subscripted ? value.native : undefined;

/** The items of a key as it is written: `x[a, b]` has two. */
export const argumentsIn = (key: Value): readonly Value[] => (key.kind === 'tuple' && isPlain(key) ? key.items : [key]);

/** The type variables in these arguments, each once. */
export function parametersOf(args: readonly Value[]): Value[] {
  const found = new Set<Value>();
  for (const arg of args) {
    if (variableOf(arg)) found.add(arg);
    for (const inner of parametersOf(subscriptedOf(arg)?.args ?? [])) found.add(inner);
  }
  return [...found];
}

/** Raises TypeError unless there are as many arguments as parameters; `shown` is the type that takes them. */
export function checkCount(shown: string, given: number, expected: number): void {
  if (!expected) throw typeError(`${shown} is not a generic class`);
  if (given !== expected)
    throw typeError(
      `Too ${given > expected ? 'many' : 'few'} arguments for ${shown}; actual ${given}, expected ${expected}`,
    );
}

function* replaced(vm: Vm, args: readonly Value[], by: ReadonlyMap<Value, Value>): Run<Value[]> {
  const out: Value[] = [];
  for (const arg of args) {
    const inner = subscriptedOf(arg);
    const has = inner && parametersOf(inner.args).length > 0;
    out.push(by.get(arg) ?? (has ? yield* inner.again(vm, yield* replaced(vm, inner.args, by)) : arg));
  }
  return out;
}

/** `whole[key]` of a type with arguments: types in the place of its variables. Raises TypeError. */
export function* substituted(vm: Vm, whole: Value, given: readonly Value[]): Run<Value> {
  const own = subscriptedOf(whole);
  const parameters = parametersOf(own?.args ?? []);
  if (!own || parameters.some((one) => !variableOf(one)?.standsForOne))
    return unknown(say('{0} is not modelled yet', 'ParamSpec'), vm.span);
  checkCount(yield* vm.repr(whole), given.length, parameters.length);
  const by = new Map(parameters.map((one, i): [Value, Value] => [one, given[i] as Value]));
  return yield* own.again(vm, yield* replaced(vm, own.args, by));
}

/** A property of a type's class, by what computes it. */
export const computed = (name: string, get: (vm: Vm, self: Value) => Value): [string, Value] => [
  name,
  {
    kind: 'property',
    get: native(name, 'self, /', (vm, [self]) => (self ? get(vm, self) : tuple([])), 'handled'),
  },
];

/** `__args__` and `__parameters__`. */
export const argumentProperties: readonly [string, Value][] = [
  computed('__args__', (_, self) => tuple(subscriptedOf(self)?.args ?? [])),
  computed('__parameters__', (_, self) => tuple(parametersOf(subscriptedOf(self)?.args ?? []))),
];
