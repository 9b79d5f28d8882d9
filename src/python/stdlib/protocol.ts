// `typing.Protocol`: a class that whatever has its members is an instance of, once it is `runtime_checkable`.
import { construct } from '../core/calling';
import { builtinClass, makeClass } from '../core/classes';
import { classText } from '../core/genericAlias';
import { findInClass, isInstance, isSubclass } from '../core/lookup';
import { native } from '../core/native';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { bool, type ClassValue, none, pyTrue, type Run, type Value } from '../value';
import { classIn, findStdlibModule } from './modules';

const runtime = '_is_runtime_protocol';

/** Whether the class itself is a protocol, not one that follows it. */
const isProtocol = (cls: ClassValue): boolean =>
  cls.bases.some(({ name, module }) => name === 'Protocol' && module === 'typing');

/** Whether a protocol may derive from the class. */
const mayBeBase = (cls: ClassValue): boolean =>
  isProtocol(cls) ||
  cls === builtinClass('object') ||
  (cls.name === 'Generic' && cls.module === 'typing') ||
  (cls.module === 'collections.abc' &&
    /^(?:Callable|Awaitable|Iterable|Iterator|AsyncIterable|Hashable|Sized|Container|Collection|Reversible)$/.test(
      cls.name,
    )) ||
  (cls.module === 'contextlib' && /^Abstract(?:Async)?ContextManager$/.test(cls.name));

/** What every class has, or what makes it a protocol. */
const noMember =
  /^(?:__(?:abstractmethods|annotations|dict|doc|init|module|new|slots|subclasshook|weakref|class_getitem|qualname|hash|orig_bases|parameters)__|_is_(?:runtime_)?protocol|__class_made__)$/;

/** Names that an instance must have. */
function membersOf(cls: ClassValue): Set<string> {
  const names = new Set<string>();
  for (const step of cls.mro) {
    if (/^(?:Protocol|Generic)$/.test(step.name) && step.module === 'typing') continue;
    if (step === builtinClass('object')) continue;
    const annotations = step.attrs.get('__annotations__');
    if (annotations?.kind === 'dict')
      for (const { key } of annotations.entries.values()) if (key.kind === 'str') names.add(key.value);
    for (const name of step.attrs.keys()) if (!noMember.test(name)) names.add(name);
  }
  return names;
}

function* follows(vm: Vm, cls: ClassValue, value: Value): Run<Value> {
  if (!isProtocol(cls)) return bool(isInstance(value, cls));
  if (!findInClass(cls, runtime))
    throw typeError('Instance and class checks can only be used with @runtime_checkable protocols');
  if (isInstance(value, cls)) return bool(true);
  for (const name of membersOf(cls)) {
    const found = yield* vm.findAttr(value, name);
    if (found?.kind === 'unknown') return found;
    const isMethod = findInClass(cls, name)?.kind === 'function';
    if (!found || (isMethod && found.kind === 'none')) return bool(false);
  }
  return bool(true);
}

/** Whether a class has the methods of a protocol. Raises TypeError where it asks for more than methods. */
function hasMethods(protocol: ClassValue, cls: ClassValue): boolean {
  if (!findInClass(protocol, runtime))
    throw typeError('Instance and class checks can only be used with @runtime_checkable protocols');
  const names = [...membersOf(protocol)];
  if (names.some((name) => !/^(?:function|builtin|none)$/.test(findInClass(protocol, name)?.kind ?? '')))
    throw typeError("Protocols with non-method members don't support issubclass()");
  return names.every((name) => {
    const found = findInClass(cls, name);
    return found !== undefined && found.kind !== 'none';
  });
}

/** The class `Protocol`, which is also generic. */
export function protocolClass(vm: Vm, generic: ClassValue): ClassValue {
  const abc = findStdlibModule(vm, 'abc');
  const above = abc?.kind === 'module' ? abc.get('ABCMeta') : undefined;
  const metaclass = classIn('typing', '_ProtocolMeta', above?.kind === 'class' ? above : builtinClass('type'), [
    [
      '__call__',
      '*args, **keywords',
      (at, [self], { positional: [, ...args], keywords }) => {
        if (self?.kind !== 'class') return none;
        if (isProtocol(self) && !at.abstractMethods(self).length) throw typeError('Protocols cannot be instantiated');
        return construct(at, self, args, keywords);
      },
      'handled',
    ],
    [
      '__instancecheck__',
      'instance',
      (at, [self, value]) => (self?.kind === 'class' && value ? follows(at, self, value) : bool(false)),
      'handled',
    ],
    [
      '__subclasscheck__',
      'subclass',
      (_, [self, cls]) => {
        if (self?.kind !== 'class' || cls?.kind !== 'class') throw typeError('issubclass() arg 1 must be a class');
        return bool(isSubclass(cls, self) || (isProtocol(self) && hasMethods(self, cls)));
      },
      'handled',
    ],
  ]);
  metaclass.attrs.set('_is_protocol', {
    kind: 'property',
    get: native('_is_protocol', 'cls, /', (_, [cls]) => bool(cls?.kind === 'class' && isProtocol(cls)), 'handled'),
  });
  const made = makeClass('Protocol', 'typing', [generic], new Map(), metaclass);
  if (!made) throw new Error('no order of bases for Protocol');
  made.attrs.set('__init_subclass__', {
    kind: 'classmethod',
    func: native(
      '__init_subclass__',
      'cls, **keywords',
      (at, [cls], { keywords }) => {
        if (cls?.kind !== 'class') return none;
        const wrong = isProtocol(cls) && cls.bases.find((base) => base !== made && !mayBeBase(base));
        if (wrong)
          throw typeError(`Protocols can only inherit from other protocols, got <class '${classText(wrong)}'>`);
        const next = findInClass(generic, '__init_subclass__');
        return next ? at.callMethod(next, cls, [], keywords) : none;
      },
      'handled',
    ),
  });
  return made;
}

/** A protocol of one method, which objects can be asked for. */
export function protocolOf(protocol: ClassValue, name: string, method: string): ClassValue {
  const asked = native(method, 'self, /', () => none, 'handled');
  const attrs = new Map<string, Value>([
    [method, { ...asked, binds: true }],
    [runtime, pyTrue],
  ]);
  const made = makeClass(name, 'typing', [protocol], attrs, protocol.cls);
  if (!made) throw new Error(`no order of bases for ${name}`);
  return made;
}

/** `runtime_checkable`. Raises TypeError. */
export function markRuntime(cls: Value | undefined): Value {
  if (cls?.kind !== 'class') return cls ?? none;
  if (!isProtocol(cls))
    throw typeError(`@runtime_checkable can be only applied to protocol classes, got <class '${classText(cls)}'>`);
  cls.attrs.set(runtime, pyTrue);
  return cls;
}
