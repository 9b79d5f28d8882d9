// The modules `typing`, `typing_extensions` and `collections.abc`: names that mean nothing when the program runs.
import { builtinClass } from '../core/classes';
import type { MethodRow } from '../core/native';
import { native } from '../core/native';
import type { Vm } from '../core/vm';
import { unionType } from '../types/builtins';
import { type ClassValue, type InstanceValue, none, pyFalse, str, tuple, type Value } from '../value';
import { classIn, defineModule, functionsOf, moduleOf } from './modules';
import { fromDeclaration } from './namedTuple';
import { markRuntime, protocolClass } from './protocol';

const forms = [
  'Any',
  'Union',
  'Optional',
  'Callable',
  'List',
  'Dict',
  'Tuple',
  'Set',
  'FrozenSet',
  'Type',
  'Literal',
  'Final',
  'ClassVar',
  'Annotated',
  'Iterable',
  'Iterator',
  'Sequence',
  'Mapping',
  'MutableMapping',
  'MutableSequence',
  'Generator',
  'Collection',
  'Container',
  'Hashable',
  'Sized',
  'Awaitable',
  'Coroutine',
  'AsyncIterator',
  'NoReturn',
  'Never',
  'Self',
  'TypeAlias',
  'Text',
  'DefaultDict',
  'OrderedDict',
  'Counter',
  'Deque',
  'NamedTupleMeta',
  'Required',
  'NotRequired',
  'Unpack',
  'ParamSpec',
  'Concatenate',
  'SupportsFloat',
  'SupportsInt',
  'SupportsIndex',
  'IO',
  'TextIO',
  'BinaryIO',
  'Pattern',
  'Match',
  'Reversible',
  'KeysView',
  'ValuesView',
  'ItemsView',
  'AnyStr',
];

/** Something that takes any index and any `|`, and shows its name. */
function inertClass(): ClassValue {
  return classIn('typing', '_SpecialForm', builtinClass('object'), [
    ['__getitem__', 'params', (_, [self]) => self ?? none, 'handled'],
    ['__call__', '*args, **keywords', (_, [self]) => self ?? none, 'handled'],
    ['__or__', 'other', (_, [self, other]) => unionType(self ?? none, other ?? none), 'handled'],
    ['__ror__', 'other', (_, [self, other]) => unionType(other ?? none, self ?? none), 'handled'],
    ['__mro_entries__', 'bases', () => tuple([]), 'handled'],
    [
      '__repr__',
      '',
      (_, [self]) => str(`typing.${self?.kind === 'instance' && typeof self.native === 'string' ? self.native : ''}`),
      'handled',
    ],
  ]);
}

const rows: readonly MethodRow[] = [
  ['TypeVar', 'name, *constraints, **keywords', (_, [name]) => name ?? none, 'handled'],
  ['NewType', 'name, tp', () => native('new_type', 'value', (_vm, [value]) => value ?? none, 'handled'), 'handled'],
  ['cast', 'typ, val', (_, [, value]) => value ?? none, 'handled'],
  ['overload', 'func', (_, [func]) => func ?? none, 'handled'],
  ['no_type_check', 'arg', (_, [func]) => func ?? none, 'handled'],
  ['final', 'f', (_, [func]) => func ?? none, 'handled'],
  ['override', 'f', (_, [func]) => func ?? none, 'handled'],
  ['runtime_checkable', 'cls', (_, [cls]) => markRuntime(cls), 'handled'],
  [
    'get_type_hints',
    'obj, *rest, **keywords',
    function* (vm, [object]) {
      return (yield* vm.findAttr(object ?? none, '__annotations__')) ?? { kind: 'dict', entries: new Map() };
    },
    'handled',
  ],
];

function names(vm: Vm): [string, Value][] {
  const cls = inertClass();
  const form = (name: string): InstanceValue => ({ kind: 'instance', cls, attrs: new Map(), native: name });
  const generic = (name: string): ClassValue => {
    const made = classIn('typing', name, builtinClass('object'));
    made.attrs.set('__class_getitem__', {
      kind: 'classmethod',
      func: native('__class_getitem__', 'cls, params', (_, [own]) => own ?? none, 'handled'),
    });
    return made;
  };
  const namedTuple = classIn('typing', 'NamedTuple', builtinClass('object'));
  namedTuple.attrs.set(
    '__class_made__',
    native('NamedTuple', 'cls, names', (vm, [own]) => fromDeclaration(vm, own as ClassValue), 'handled'),
  );
  const typedDict = classIn('typing', 'TypedDict', builtinClass('object'));
  typedDict.attrs.set(
    '__class_made__',
    native('TypedDict', 'cls, names', () => builtinClass('dict'), 'handled'),
  );
  typedDict.attrs.set('__init_subclass__', {
    kind: 'classmethod',
    func: native('__init_subclass__', 'cls, **keywords', () => none, 'handled'),
  });
  return [
    ...forms.map((name): [string, Value] => [name, form(name)]),
    ['Generic', generic('Generic')],
    ['Protocol', protocolClass(vm)],
    ['NamedTuple', namedTuple],
    ['TypedDict', typedDict],
    ['TYPE_CHECKING', pyFalse],
    ...functionsOf(rows),
  ];
}

defineModule('typing', (vm) => moduleOf('typing', names(vm), true));
defineModule('typing_extensions', (vm) => moduleOf('typing_extensions', names(vm), true));
defineModule('collections.abc', (vm) => moduleOf('collections.abc', names(vm), true));
