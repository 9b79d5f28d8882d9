// The modules `typing` and `typing_extensions`: their names. What stands behind them is only looked for when it is asked.
import { builtinClass } from '../core/classes';
import { native } from '../core/native';
import { TypeVariable } from '../core/typeArguments';
import type { Vm } from '../core/vm';
import { classIn, defineModule, findStdlibModule, moduleOf, scriptedFunctions } from '../stdlib/modules';
import { fromDeclaration, fromFields } from '../stdlib/namedTuple';
import { protocolClass, protocolOf } from '../stdlib/protocol';
import { bool, type ClassValue, none, pyFalse, tuple, type Value } from '../value';
import { defineClasses } from './aliases';
import { asType } from './check';
import { formObject, NamedGeneric } from './forms';
import { functionRows } from './functions';
import { anyClass, genericClass } from './generic';
import { annotated } from './subscript';
import { typedDict } from './typedDict';
import { defineVariables } from './variables';
import { type World, worldOf } from './world';

const forms =
  'Union Optional Literal ClassVar Final NoReturn Never Self LiteralString TypeAlias Concatenate TypeGuard Required NotRequired Unpack';

/** Names with the class that they stand for, how many arguments it takes, and whether a call makes one. */
const builtinNames = 'List 1, Dict 2, Set 1, FrozenSet 1, Type 1, Tuple';
const abstractNames =
  'Hashable 0, Sized 0, Awaitable 1, Coroutine 3, AsyncIterable 1, AsyncIterator 1, AsyncGenerator 2, Iterable 1, Iterator 1, Reversible 1, Container 1, Collection 1, Callable, AbstractSet 1, MutableSet 1, Mapping 2, MutableMapping 2, Sequence 1, MutableSequence 1, ByteString 0, MappingView 1, KeysView 1, ItemsView 2, ValuesView 1, Generator 3';
const elsewhere: Readonly<Record<string, readonly [module: string, name: string, count: number]>> = {
  DefaultDict: ['collections', 'defaultdict', 2],
  OrderedDict: ['collections', 'OrderedDict', 2],
  Counter: ['collections', 'Counter', 1],
  ChainMap: ['collections', 'ChainMap', 2],
  Deque: ['collections', 'deque', 1],
  ContextManager: ['contextlib', 'AbstractContextManager', 1],
  AsyncContextManager: ['contextlib', 'AbstractAsyncContextManager', 1],
  Pattern: ['re', 'Pattern', 1],
  Match: ['re', 'Match', 1],
};

/** Protocols of one method that `typing` has. */
const protocols: Readonly<Record<string, string>> = {
  SupportsAbs: '__abs__',
  SupportsBytes: '__bytes__',
  SupportsComplex: '__complex__',
  SupportsFloat: '__float__',
  SupportsIndex: '__index__',
  SupportsInt: '__int__',
  SupportsRound: '__round__',
};

function namedGenerics(vm: Vm, world: World): [string, Value][] {
  const found = (module: string, name: string) => (): Value => {
    const held = findStdlibModule(vm, module);
    return (held?.kind === 'module' ? held.get(name) : undefined) ?? none;
  };
  const made = (name: string, origin: () => Value, count: number | undefined, makes: boolean): [string, Value] => {
    const cls = { Tuple: '_TupleType', Callable: '_CallableType' }[name] ?? '_SpecialGenericAlias';
    return [name, formObject(world.cls(cls), new NamedGeneric(name, origin, count, makes))];
  };
  const read = (names: string): [string, number | undefined][] =>
    names.split(', ').map((part) => {
      const [name = '', count] = part.split(' ');
      return [name, count === undefined ? undefined : Number(count)];
    });
  return [
    ...read(builtinNames).map(([name, n]) => made(name, () => builtinClass(name.toLowerCase()), n, false)),
    ...read(abstractNames).map(([name, n]) =>
      made(name, found('collections.abc', name === 'AbstractSet' ? 'Set' : name), n, true),
    ),
    ...Object.entries(elsewhere).map(([name, [module, within, n]]) => made(name, found(module, within), n, true)),
  ];
}

function namedTuple(): Value {
  const cls = classIn('typing', 'NamedTuple', builtinClass('object'), [
    [
      '__new__',
      'typename, fields=, /, **keywords',
      (vm, [, name, fields], { keywords }) => fromFields(vm, name ?? none, fields, keywords),
      'handled',
    ],
  ]);
  cls.attrs.set(
    '__class_made__',
    native(
      'NamedTuple',
      'cls, names',
      function* (vm, [own]) {
        const held = (own as ClassValue).attrs.get('__annotations__');
        for (const entry of held?.kind === 'dict' ? held.entries.values() : []) entry.value = asType(vm, entry.value);
        return yield* fromDeclaration(vm, own as ClassValue);
      },
      'handled',
    ),
  );
  return cls;
}

function annotatedClass(world: World): Value {
  const cls = world.cls('Annotated');
  cls.attrs.set('__class_getitem__', {
    kind: 'classmethod',
    func: native(
      '__class_getitem__',
      'cls, params',
      (vm, [own, key]) => annotated(vm, own ?? none, key ?? none),
      'handled',
    ),
  });
  return cls;
}

/** A type variable of the module's own, for texts of either kind. */
function anyText(world: World): Value {
  const made = formObject(world.cls('TypeVar'), new TypeVariable('AnyStr', true));
  made.attrs.set('__constraints__', tuple([builtinClass('bytes'), builtinClass('str')]));
  for (const name of ['__covariant__', '__contravariant__']) made.attrs.set(name, bool(false));
  made.attrs.set('__bound__', none);
  return made;
}

function names(vm: Vm): [string, Value][] {
  const world = worldOf(vm);
  defineClasses(world);
  defineVariables(world);
  const generic = genericClass(world);
  const protocol = protocolClass(vm, generic);
  return [
    ['Any', anyClass()],
    ...forms.split(' ').map((name): [string, Value] => [name, world.form(name)]),
    ...namedGenerics(vm, world),
    ...['TypeVar', 'ParamSpec', 'TypeVarTuple', 'NewType', 'ForwardRef', 'ParamSpecArgs', 'ParamSpecKwargs'].map(
      (name): [string, Value] => [name, world.cls(name)],
    ),
    ...['IO', 'TextIO', 'BinaryIO'].map((name): [string, Value] => [name, world.cls(name, [], [], undefined, generic)]),
    ...Object.entries(protocols).map(([name, method]): [string, Value] => [name, protocolOf(protocol, name, method)]),
    ['Annotated', annotatedClass(world)],
    ['Generic', generic],
    ['Protocol', protocol],
    ['NamedTuple', namedTuple()],
    ['TypedDict', typedDict(world)],
    ['AnyStr', anyText(world)],
    ['Text', builtinClass('str')],
    ['TYPE_CHECKING', pyFalse],
    ...scriptedFunctions(functionRows),
  ];
}

const namesKey = Symbol('typing.names');
function sharedNames(vm: Vm): [string, Value][] {
  let made = vm.state.get(namesKey) as [string, Value][] | undefined;
  if (!made) {
    made = names(vm);
    vm.state.set(namesKey, made);
  }
  return made;
}

defineModule('typing', (vm) => moduleOf('typing', sharedNames(vm), true));
defineModule('typing_extensions', (vm) => moduleOf('typing_extensions', sharedNames(vm), true));
