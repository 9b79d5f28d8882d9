// Attribute access by Python's rules: descriptors, the class's order, `__getattr__`. Knows no syntax.
import { say } from '../../base/text';
import { int, isRun, none, type Run, settled, str, tuple, unknown, type Value } from '../value';
import { type FunctionCode, isOfClass, type SuperParts, superAttr } from './calling';
import { changeClass } from './changeClass';
import { isBuiltinClass } from './classes';
import { moduleOfBuiltin, qualnameOfBuiltin } from './homes';
import { entriesOf } from './keys';
import { hasAttribute } from './knownNames';
import { classOf, findInClass, findOnType, kindClass, typeName } from './lookup';
import { namesDict } from './namesDict';
import { PyError, typeError } from './pyError';
import { qualname } from './show';
import { allowedBySlots, ownDict } from './slots';
import type { Vm } from './vm';

/** The attribute, or undefined where there is none. One that CPython has and that is not modelled is Unknown. */
export function findAttr(vm: Vm, object: Value, name: string): Run<Value | undefined> {
  const looked = lookAttr(vm, object, name);
  if (looked && 'kind' in looked) return settled(looked);
  return foundAttr(vm, object, name, looked);
}

function* foundAttr(vm: Vm, object: Value, name: string, looked: Looked): Run<Value | undefined> {
  const found = isRun(looked) ? yield* looked : (looked as Value | undefined);
  if (found || object.kind === 'module') return found;
  if (
    object.kind === 'builtin' &&
    !object.owner &&
    vm.builtins.get(object.name) !== object &&
    hasAttribute('function', name)
  )
    return vm.touched(unknown(say('{0} is not modelled yet', `${object.name}.${name}`), vm.span));
  const classes = [...(object.kind === 'class' ? object : classOf(object)).mro, kindClass(object)];
  const owner = classes.find((cls) => isBuiltinClass(cls) && hasAttribute(cls.name, name));
  return owner && vm.touched(unknown(say('{0} is not modelled yet', `${owner.name}.${name}`), vm.span));
}

/** What is there at once, or a run where code must be asked. */
type Looked = Value | undefined | Run<Value | undefined>;

function lookAttr(vm: Vm, object: Value, name: string): Looked {
  switch (object.kind) {
    case 'unknown':
      return vm.touched(object);
    case 'module': {
      const own = object.attrs.get(name) ?? object.get(name);
      if (own) return own;
      if (name === '__name__') return str(object.name);
      return undefined;
    }
    case 'class':
      return classAttr(vm, object, name);
    case 'function':
      return object.attrs.get(name) ?? functionAttr(object, name) ?? typeAttr(vm, object, name);
    case 'method': {
      if (name === '__self__') return object.self;
      if (name === '__func__') return object.func;
      if (object.func.kind === 'builtin' && name === '__qualname__')
        return str(`${(object.self.kind === 'class' ? object.self : classOf(object.self)).name}.${object.func.name}`);
      if (object.func.kind === 'builtin' && name === '__module__') return none;
      return typeAttr(vm, object, name) ?? lookAttr(vm, object.func, name);
    }
    case 'builtin':
      if (name === '__name__') return str(object.name);
      if (name === '__qualname__') return str(qualnameOfBuiltin(object));
      if (name === '__module__') {
        const module = moduleOfBuiltin(object);
        return module === undefined ? undefined : str(module);
      }
      if (name === '__objclass__') return object.owner;
      if (name === '__doc__') return unmodelledDoc(vm, object.name);
      return typeAttr(vm, object, name);
    case 'staticmethod':
    case 'classmethod':
      if (name === '__func__' || name === '__wrapped__') return object.func;
      return ownAttributes.test(name) ? lookAttr(vm, object.func, name) : typeAttr(vm, object, name);
    case 'property':
      if (name === 'fget') return object.get ?? none;
      return propertyAttr(vm, object, name);
    default:
      return instanceAttr(vm, object, name);
  }
}

/** What CPython's own types and functions say of themselves. */
const unmodelledDoc = (vm: Vm, name: string): Value =>
  vm.touched(unknown(say('{0} is not modelled yet', `${name}.__doc__`), vm.span));

/** What a function keeps beside its `__dict__`. */
const ownAttributes = /^__(?:name|qualname|doc|module|annotations|defaults|kwdefaults)__$/;

function functionAttr(fn: Value & { kind: 'function' }, name: string): Value | undefined {
  switch (name) {
    case '__name__':
      return str(fn.name);
    case '__qualname__':
      return str(fn.qualname);
    case '__module__':
      return (fn.code as FunctionCode).globals.get('__name__') ?? str('__main__');
    case '__dict__':
      return namesDict(fn.attrs, ownAttributes);
    case '__doc__':
      return none;
    case '__annotations__':
      return { kind: 'dict', entries: new Map() };
    case '__defaults__': {
      const given = defaultsOf(fn).filter(([, keywordOnly]) => !keywordOnly);
      return given.length ? tuple(given.map(([, , value]) => value)) : none;
    }
    case '__kwdefaults__': {
      const given = defaultsOf(fn).filter(([, keywordOnly]) => keywordOnly);
      return given.length ? { kind: 'dict', entries: entriesOf(given.map(([key, , value]) => [key, value])) } : none;
    }
    default:
      return undefined;
  }
}

/** Parameters with their default values, and whether they go by keyword alone. */
function defaultsOf(fn: Value & { kind: 'function' }): (readonly [string, boolean, Value])[] {
  const { args, defaults } = fn.code as FunctionCode;
  const keywordOnly = new Set(args.kwonlyargs.map(({ arg }) => arg));
  return [...defaults].map(([name, value]) => [name, keywordOnly.has(name), value]);
}

function propertyAttr(vm: Vm, property: Value & { kind: 'property' }, name: string): Looked {
  if (name === 'setter' || name === 'getter' || name === 'deleter') {
    const part = name === 'setter' ? 'set' : name === 'getter' ? 'get' : 'del';
    return {
      kind: 'builtin',
      name,
      unknowns: 'handled',
      call: ({ positional: [fn] }) => ({ ...property, [part]: fn ?? none }),
    };
  }
  if (name === 'fset') return property.set ?? none;
  if (name === 'fdel') return property.del ?? none;
  if (name === '__doc__') return property.doc ?? (property.get ? lookAttr(vm, property.get, name) : none);
  return typeAttr(vm, property, name);
}

/** What the class of a value gives for a name, bound to the value. */
function typeAttr(vm: Vm, object: Value, name: string): Looked {
  const found = findOnType(object, name);
  if (found) return bound(vm, found, object);
  return name === '__class__' ? classOf(object) : undefined;
}

/** The name under which the class keeps a property. */
function propertyName(self: Value, property: Value): string {
  for (const step of classOf(self).mro) {
    const found = [...step.attrs].find(([, value]) => value === property);
    if (found) return ` '${found[0]}'`;
  }
  return '';
}

/** A class attribute as seen from an instance. */
export function bound(vm: Vm, found: Value, self: Value): Value | Run<Value> {
  switch (found.kind) {
    case 'function':
      return { kind: 'method', self, func: found };
    case 'builtin':
      return found.binds ? { kind: 'method', self, func: found } : found;
    case 'property':
      if (!found.get)
        throw new PyError(
          'AttributeError',
          `property${propertyName(self, found)} of '${qualname(classOf(self))}' object has no getter`,
        );
      return vm.call(found.get, [self]);
    case 'classmethod':
      return { kind: 'method', self: self.kind === 'class' ? self : classOf(self), func: found.func };
    case 'staticmethod':
      return found.func;
    case 'instance': {
      const get = findInClass(found.cls, '__get__');
      return get ? vm.callMethod(get, found, [self, classOf(self)]) : found;
    }
    default:
      return found;
  }
}

const isDataDescriptor = (found: Value): boolean =>
  found.kind === 'property' || (found.kind === 'instance' && findInClass(found.cls, '__set__') !== undefined);

function instanceAttr(vm: Vm, object: Value, name: string): Looked {
  if (object.kind === 'instance' && object.cls === vm.builtinClass('super')) {
    const parts = object.native as SuperParts;
    const next = superAttr(parts, name) ?? vm.objectClass.attrs.get(name);
    if (next?.kind === 'function' && isOfClass(parts)) return next;
    return next && bound(vm, next, parts.self);
  }
  const attrs = 'attrs' in object ? object.attrs : undefined;
  const found = findOnType(object, name);
  if (found && isDataDescriptor(found)) return bound(vm, found, object);
  const own = attrs?.get(name);
  if (own) return own;
  if (object.kind === 'tuple' && object.fields) {
    const at = object.fields.indexOf(name);
    if (at >= 0) return object.items[at];
  }
  if (found) return bound(vm, found, object);
  if (name === '__class__') return classOf(object);
  if (name === '__dict__' && attrs) return ownDict(object, attrs);
  if (name === '__doc__') return unmodelledDoc(vm, classOf(object).name);
  const numeric = numberAttr(object, name);
  if (numeric) return numeric;
  const fallback = findOnType(object, '__getattr__');
  if (!fallback) return undefined;
  return vm.callMethod(fallback, object, [str(name)]);
}

function numberAttr(object: Value, name: string): Value | undefined {
  if (object.kind === 'complex' && (name === 'real' || name === 'imag'))
    return { kind: 'float', value: name === 'real' ? object.re : object.im };
  if (object.kind === 'int' || object.kind === 'bool' || object.kind === 'float') {
    if (name === 'real') return object.kind === 'bool' ? int(object.value ? 1 : 0) : object;
    if (name === 'imag') return object.kind === 'float' ? { kind: 'float', value: 0 } : int(0);
    if (object.kind !== 'float' && name === 'numerator')
      return object.kind === 'bool' ? int(object.value ? 1 : 0) : object;
    if (object.kind !== 'float' && name === 'denominator') return int(1);
  }
  if (object.kind === 'slice' && (name === 'start' || name === 'stop' || name === 'step')) return object[name];
  if (object.kind === 'range' && (name === 'start' || name === 'stop' || name === 'step')) return int(object[name]);
  return undefined;
}

/** What a class does not take over from those it derives from. */
const ownOnly = /^__(?:annotations|doc|qualname)__$/;

function classAttr(vm: Vm, cls: Value & { kind: 'class' }, name: string): Looked {
  const above = cls.cls && findInClass(cls.cls, name);
  if (above && isDataDescriptor(above)) return bound(vm, above, cls);
  const found = ownOnly.test(name) ? cls.attrs.get(name) : findInClass(cls, name);
  if (found) {
    if (found.kind === 'staticmethod') return found.func;
    if (found.kind === 'classmethod') return { kind: 'method', self: cls, func: found.func };
    if (found.kind === 'instance') {
      const get = findInClass(found.cls, '__get__');
      if (get) return vm.callMethod(get, found, [none, cls]);
    }
    if (!(name === '__new__' && found.kind === 'function')) return found;
    return found;
  }
  switch (name) {
    case '__name__':
      return str(cls.name);
    case '__qualname__':
      return str(cls.name);
    case '__module__':
      return str(cls.module);
    case '__mro__':
      return tuple(cls.mro);
    case '__base__':
      return cls.bases.length > 1 ? undefined : (cls.bases[0] ?? none);
    case '__bases__':
      return tuple(cls.bases);
    case '__class__':
      return classOf(cls);
    case '__doc__':
      return unmodelledDoc(vm, cls.name);
    case '__annotations__': {
      if (vm.isImmutable(cls)) return undefined;
      const made: Value = { kind: 'dict', entries: new Map() };
      cls.attrs.set(name, made);
      return made;
    }
    case '__dict__':
      return vm.classDict(cls);
    default: {
      const ofType = findOnType(cls, name);
      if (ofType) return bound(vm, ofType, cls);
      const fallback = findOnType(cls, '__getattr__');
      return fallback && vm.callMethod(fallback, cls, [str(name)]);
    }
  }
}

export function getAttr(vm: Vm, object: Value, name: string): Run<Value> {
  const looked = lookAttr(vm, object, name);
  if (looked && 'kind' in looked) return settled(looked);
  return neededAttr(vm, object, name, looked);
}

function* neededAttr(vm: Vm, object: Value, name: string, looked: Looked): Run<Value> {
  const found = yield* foundAttr(vm, object, name, looked);
  if (found) return found;
  if (object.kind === 'module' && vm.options.library.knows?.(object.name, name))
    return unknown(say('{0} is not modelled yet', `${object.name}.${name}`), vm.span);
  throw new PyError('AttributeError', missing(object, name));
}

function missing(object: Value, name: string): string {
  if (object.kind === 'module') return `module '${object.name}' has no attribute '${name}'`;
  if (object.kind === 'class') return `type object '${object.name}' has no attribute '${name}'`;
  return `'${typeName(object)}' object has no attribute '${name}'`;
}

export function* setAttr(vm: Vm, object: Value, name: string, value: Value): Run<void> {
  if (object.kind === 'unknown') return;
  const own = findOnType(object, '__setattr__');
  if (own && own !== vm.objectClass.attrs.get('__setattr__')) {
    yield* vm.callMethod(own, object, [str(name), value]);
    return;
  }
  yield* storeAttr(vm, object, name, value);
}

/** `object.__setattr__`: data descriptors, then the instance's own attributes. */
export function* storeAttr(vm: Vm, object: Value, name: string, value: Value): Run<void> {
  if (name === '__class__' && value.kind !== 'unknown') {
    changeClass(object, value);
    return;
  }
  if (object.kind === 'class') {
    const above = object.cls && findInClass(object.cls, name);
    if (above?.kind === 'property' && above.set) {
      yield* vm.call(above.set, [object, value]);
      return;
    }
    if (vm.isImmutable(object)) throw typeError(`cannot set '${name}' attribute of immutable type '${object.name}'`);
    object.attrs.set(name, value);
    return;
  }
  if (object.kind === 'module' || object.kind === 'function') {
    object.attrs.set(name, value);
    return;
  }
  const found = findOnType(object, name);
  if (found?.kind === 'property') {
    if (!found.set)
      throw new PyError('AttributeError', `property '${name}' of '${qualname(classOf(object))}' object has no setter`);
    yield* vm.call(found.set, [object, value]);
    return;
  }
  if (found?.kind === 'instance') {
    const set = findInClass(found.cls, '__set__');
    if (set) {
      yield* vm.callMethod(set, found, [object, value]);
      return;
    }
  }
  const attrs = 'attrs' in object ? object.attrs : undefined;
  if (!attrs) {
    const readOnly = found !== undefined || (object.kind === 'tuple' && object.fields?.includes(name));
    if (readOnly && object.kind === 'tuple') throw new PyError('AttributeError', "can't set attribute");
    throw new PyError(
      'AttributeError',
      readOnly ? `'${typeName(object)}' object attribute '${name}' is read-only` : missing(object, name),
    );
  }
  if (object.kind === 'instance' && !allowedBySlots(object.cls, name))
    throw new PyError('AttributeError', missing(object, name));
  attrs.set(name, value);
}

export function* deleteAttr(vm: Vm, object: Value, name: string): Run<void> {
  if (object.kind === 'unknown') return;
  const own = findOnType(object, '__delattr__');
  if (own && own !== vm.objectClass.attrs.get('__delattr__')) {
    yield* vm.callMethod(own, object, [str(name)]);
    return;
  }
  const found = object.kind === 'class' ? undefined : findOnType(object, name);
  if (found?.kind === 'property') {
    if (!found.del)
      throw new PyError('AttributeError', `property '${name}' of '${qualname(classOf(object))}' object has no deleter`);
    yield* vm.call(found.del, [object]);
    return;
  }
  const attrs = 'attrs' in object ? object.attrs : undefined;
  if (!attrs?.delete(name)) throw new PyError('AttributeError', missing(object, name));
}
