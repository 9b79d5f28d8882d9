// The modules `typing` and `typing_extensions`: names that mean nothing when the program runs.
import { say } from '../../base/text';
import { builtinClass } from '../core/classes';
import type { MethodRow } from '../core/native';
import { native } from '../core/native';
import type { Vm } from '../core/vm';
import { unionType } from '../types/builtins';
import {
  type ClassValue,
  type InstanceValue,
  none,
  pyFalse,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../value';
import { classIn, defineModule, findStdlibModule, functionsOf, moduleOf } from './modules';
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
  'AbstractSet',
  'MutableSet',
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

const nameOf = (form: Value | undefined): string =>
  form?.kind === 'instance' && typeof form.native === 'string' ? form.native : '';

/** The class that a name of `typing` means where a class is wanted: `list` for `List`, that of `collections.abc` for `Mapping`. */
function standsFor(vm: Vm, form: Value | undefined): ClassValue | undefined {
  const name = nameOf(form);
  if (/^(?:List|Dict|Tuple|Set|FrozenSet|Type)$/.test(name)) return builtinClass(name.toLowerCase());
  const path = /^(?:DefaultDict|OrderedDict|Counter|Deque)$/.test(name) ? 'collections' : 'collections.abc';
  const within = { DefaultDict: 'defaultdict', Deque: 'deque', AbstractSet: 'Set' }[name] ?? name;
  const module = findStdlibModule(vm, path);
  const found = module?.kind === 'module' ? module.get(within) : undefined;
  return found?.kind === 'class' ? found : undefined;
}

/** Something that takes any index and any `|`, and shows its name. */
function inertClass(): ClassValue {
  return classIn('typing', '_SpecialForm', builtinClass('object'), [
    ['__getitem__', 'params', (_, [self]) => self ?? none, 'handled'],
    ['__call__', '*args, **keywords', (_, [self]) => self ?? none, 'handled'],
    ['__or__', 'other', (_, [self, other]) => unionType(self ?? none, other ?? none), 'handled'],
    ['__ror__', 'other', (_, [self, other]) => unionType(other ?? none, self ?? none), 'handled'],
    [
      '__mro_entries__',
      'bases',
      (vm, [self]) => {
        const cls = standsFor(vm, self);
        return tuple(cls ? [cls] : []);
      },
      'handled',
    ],
    ...['__instancecheck__', '__subclasscheck__'].map((name): MethodRow => {
      const check = name === '__instancecheck__' ? 'isinstance' : 'issubclass';
      const asked = function* (vm: Vm, self: Value | undefined, value: Value | undefined): Run<Value> {
        const cls = standsFor(vm, self);
        if (!cls) return unknown(say('{0} is not modelled yet', `${check}(typing.${nameOf(self)})`), vm.span);
        return yield* vm.call(vm.builtins.get(check) ?? none, [value ?? none, cls]);
      };
      return [name, 'value', (vm, [self, value]) => asked(vm, self, value), 'handled'];
    }),
    ['__repr__', '', (_, [self]) => str(`typing.${nameOf(self)}`), 'handled'],
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
