// `form[...]` of the names of `typing`: which types they make of their arguments. Raises TypeError.
import { builtinClass } from '../core/classes';
import { keyIn } from '../core/keys';
import { typeError } from '../core/pyError';
import { argumentsIn, checkCount, variableOf } from '../core/typeArguments';
import { unionParts } from '../core/unionType';
import type { Vm } from '../core/vm';
import { type Entries, type Run, settled, tuple, type Value } from '../value';
import { checkedType, checkedTypes } from './check';
import { type AliasParts, aliasOf, type NamedGeneric } from './forms';
import { worldOf } from './world';

/** An alias that is made of other arguments in the same way. */
export function plainAlias(vm: Vm, parts: AliasParts, args: readonly Value[]): Value {
  return worldOf(vm).alias(parts, args, (at, others) => settled(plainAlias(at, parts, others)));
}

/** The values, each once. */
function* distinct(vm: Vm, values: readonly Value[]): Run<Value[]> {
  const seen: Entries = new Map();
  for (const value of values) {
    const at = yield* keyIn(vm, seen, value);
    if (!seen.has(at)) seen.set(at, { key: value, value });
  }
  return [...seen.values()].map((entry) => entry.value);
}

export function* unionOf(vm: Vm, given: readonly Value[]): Run<Value> {
  if (!given.length) throw typeError('Cannot take a Union of no types.');
  const types = yield* checkedTypes(vm, given, 'Union[arg, ...]: each arg must be a type.');
  const flat = types.flatMap((type) => {
    const own = aliasOf(type);
    return own?.parts.kind === 'Union' ? own.args : (unionParts(type) ?? [type]);
  });
  const parts = yield* distinct(vm, flat);
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const optional = parts.length === 2 && parts.includes(builtinClass('NoneType'));
  const origin = (): Value => worldOf(vm).form('Union');
  return worldOf(vm).alias({ kind: 'Union', origin, name: optional ? 'Optional' : 'Union' }, parts, unionOf);
}

function* literalOf(vm: Vm, given: readonly Value[]): Run<Value> {
  const flat = given.flatMap((value) => {
    const own = aliasOf(value);
    return own?.parts.kind === 'Literal' ? own.args : [value];
  });
  let parts: readonly Value[] = flat;
  try {
    const pairs = yield* distinct(
      vm,
      flat.map((value) => tuple([value, vm.classOf(value)])),
    );
    parts = pairs.flatMap((pair) => (pair.kind === 'tuple' && pair.items[0] ? [pair.items[0]] : []));
  } catch (error) {
    if (!vm.isRaised(error, 'TypeError')) throw error;
  }
  const origin = (): Value => worldOf(vm).form('Literal');
  return worldOf(vm).alias({ kind: 'Literal', origin, name: 'Literal' }, parts, literalOf);
}

/** `Callable[[A, B], R]`: the arguments are kept in a row, the result last. */
function* callableOf(vm: Vm, { origin }: NamedGeneric, key: Value): Run<Value> {
  const [params, result, ...more] = key.kind === 'tuple' ? key.items : [];
  if (!params || !result || more.length) throw typeError('Callable must be used as Callable[[arg, ...], result].');
  const returned = yield* checkedType(vm, result, 'Callable[args, result]: result must be a type.');
  const listed = params.kind === 'list' ? params.items : [params];
  const isOpen = params.kind === 'ellipsis' || isParameterList(params);
  const args = isOpen
    ? listed
    : yield* checkedTypes(vm, listed, 'Callable[[arg, ...], result]: each arg must be a type.');
  return plainAlias(vm, { kind: 'Callable', origin, name: 'Callable' }, [...args, returned]);
}

/** What stands for the arguments of a function as a whole. */
export const isParameterList = (value: Value | undefined): boolean =>
  value?.kind === 'ellipsis' ||
  variableOf(value)?.standsForOne === false ||
  aliasOf(value)?.parts.kind === 'Concatenate';

function* tupleOf(vm: Vm, { origin, name }: NamedGeneric, given: readonly Value[]): Run<Value> {
  const [first, second] = given;
  const isOpen = given.length === 2 && second?.kind === 'ellipsis';
  const types =
    isOpen && first && second
      ? [yield* checkedType(vm, first, 'Tuple[t, ...]: t must be a type.'), second]
      : yield* checkedTypes(vm, given, 'Tuple[t0, t1, ...]: each t must be a type.');
  return plainAlias(vm, { kind: 'Generic', origin, name }, types);
}

/** `List[int]` */
export function* ofNamed(vm: Vm, self: Value, named: NamedGeneric, key: Value): Run<Value> {
  const { name, origin, makes, count } = named;
  if (name === 'Callable') return yield* callableOf(vm, named, key);
  const given = argumentsIn(key);
  return yield* worldOf(vm).once(self, given, function* () {
    if (count === undefined) return yield* tupleOf(vm, named, given);
    const types = yield* checkedTypes(vm, given, 'Parameters to generic types must be types.');
    checkCount(`typing.${name}`, types.length, count);
    return plainAlias(vm, { kind: 'Generic', origin, name, makes }, types);
  });
}

/** `Optional[int]`, `ClassVar[int]` */
export function* ofForm(vm: Vm, self: Value, name: string, key: Value): Run<Value> {
  const shown = `typing.${name}`;
  const origin = (): Value => worldOf(vm).form(name);
  switch (name) {
    case 'Union':
    case 'Literal': {
      const given = argumentsIn(key);
      return yield* worldOf(vm).once(self, given, () => (name === 'Union' ? unionOf : literalOf)(vm, given));
    }
    case 'Optional': {
      const type = yield* checkedType(vm, key, `${shown} requires a single type.`);
      const both = [type, builtinClass('NoneType')];
      return yield* worldOf(vm).once(origin(), both, () => unionOf(vm, both));
    }
    case 'ClassVar':
    case 'Final':
    case 'TypeGuard':
    case 'Required':
    case 'NotRequired':
    case 'Unpack': {
      const top = name === 'Required' || name === 'NotRequired';
      const type = yield* checkedType(vm, key, `${shown} accepts only single type.`, top);
      return plainAlias(vm, { kind: name === 'Unpack' ? 'Unpack' : 'Generic', origin, name }, [type]);
    }
    case 'Concatenate':
      if (!isParameterList(argumentsIn(key).at(-1)))
        throw typeError('The last parameter to Concatenate should be a ParamSpec variable or ellipsis.');
      return plainAlias(vm, { kind: 'Concatenate', origin, name }, argumentsIn(key));
    default:
      throw typeError(`${shown} is not subscriptable`);
  }
}

/** `Annotated[int, ...]`; what is annotated twice is annotated once, with both. */
export function* annotated(vm: Vm, cls: Value, key: Value): Run<Value> {
  const [first, ...metadata] = argumentsIn(key);
  if (!first || !metadata.length || key.kind !== 'tuple')
    throw typeError('Annotated[...] should be used with at least two arguments (a type and an annotation).');
  const type = yield* checkedType(vm, first, 'Annotated[t, ...]: t must be a type.', true);
  const inner = aliasOf(type)?.parts.metadata;
  const bare = inner ? (aliasOf(type)?.args[0] as Value) : type;
  return annotatedAlias(vm, cls, bare, [...(inner ?? []), ...metadata]);
}

function annotatedAlias(vm: Vm, cls: Value, type: Value, metadata: readonly Value[]): Value {
  return worldOf(vm).alias({ kind: 'Annotated', origin: () => type, metadata, makes: true }, [type], (at, [other]) =>
    settled(annotatedAlias(at, cls, other ?? type, metadata)),
  );
}
