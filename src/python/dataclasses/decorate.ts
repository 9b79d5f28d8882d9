// `@dataclass`: the methods that a class gets for its fields. Raises TypeError and ValueError.
import { builtinClass } from '../core/classes';
import { hashOf } from '../core/keys';
import { findInClass } from '../core/lookup';
import { type MethodRow, native } from '../core/native';
import { typeError, valueError } from '../core/pyError';
import { qualname as qualnameOf } from '../core/show';
import type { Vm } from '../core/vm';
import { classIn } from '../stdlib/modules';
import { type ClassValue, int, none, notImplemented, type Run, str, tuple, type Value } from '../value';
import { collect, fieldsKey } from './collect';
import type { Field } from './field';
import { initialize, parametersOf, signatureDoc, unmodelledDoc } from './init';
import { withSlots } from './slots';

export type Options = ReadonlyMap<string, Value>;

const paramsKey = '__dataclass_params__';
const defaults: Readonly<Record<string, boolean>> = { init: true, repr: true, eq: true, match_args: true };
const flag = (options: Options, name: string): boolean => {
  const value = options.get(name);
  return value?.kind === 'bool' ? value.value : (defaults[name] ?? false);
};

let frozenClass: ClassValue | undefined;
export function frozenError(): ClassValue {
  frozenClass ??= classIn('dataclasses', 'FrozenInstanceError', builtinClass('AttributeError'));
  return frozenClass;
}

function* valuesOf(vm: Vm, self: Value, fields: readonly Field[]): Run<Value> {
  const values: Value[] = [];
  for (const field of fields) values.push(yield* vm.getAttr(self, field.name));
  return tuple(values);
}

const isFrozen = (params: Value | undefined): boolean =>
  params?.kind === 'instance' && (params.native as { readonly frozen: boolean }).frozen;

/** A class is frozen where those that it derives from are. */
function checkBases(cls: ClassValue, frozen: boolean): void {
  const above = cls.mro.slice(1).filter((base) => base.attrs.has(fieldsKey));
  for (const base of above) {
    const is = isFrozen(base.attrs.get(paramsKey));
    if (is && !frozen) throw typeError('cannot inherit non-frozen dataclass from a frozen one');
  }
  if (frozen && above.length && !above.some((base) => isFrozen(base.attrs.get(paramsKey))))
    throw typeError('cannot inherit frozen dataclass from a non-frozen one');
}

function checkOrder(fields: readonly Field[]): void {
  let seen = false;
  for (const field of parametersOf(fields).filter((f) => !f.keywordOnly)) {
    if (field.default || field.factory) seen = true;
    else if (seen) throw typeError(`non-default argument '${field.name}' follows default argument`);
  }
}

export function* decorate(vm: Vm, cls: ClassValue, options: Options): Run<Value> {
  const frozen = flag(options, 'frozen');
  const slots = flag(options, 'slots');
  const kept = yield* collect(vm, cls, flag(options, 'kw_only'));
  checkBases(cls, frozen);
  const hasHash = cls.attrs.get('__hash__');
  const explicitHash = hasHash !== undefined && !(hasHash.kind === 'none' && cls.attrs.has('__eq__'));
  if (flag(options, 'order') && !flag(options, 'eq')) throw valueError('eq must be true if order is true');
  cls.attrs.set(paramsKey, { kind: 'instance', cls: builtinClass('object'), attrs: new Map(), native: { frozen } });
  const fields = kept.filter((field) => field.kind === '_FIELD');
  const set = (name: string, signature: string, work: MethodRow[2]): boolean => {
    if (cls.attrs.has(name)) return false;
    cls.attrs.set(name, { ...native(name, signature, work, 'handled'), binds: true });
    return true;
  };
  const writesInit = flag(options, 'init') && !cls.attrs.has('__init__');
  if (flag(options, 'init')) {
    checkOrder(kept);
    const way = { qualname: qualnameOf(cls), frozen, slots };
    set('__init__', 'self, /, *args, **keywords', (at, [self], { positional: [, ...given], keywords }) =>
      initialize(at, self ?? none, kept, way, given, keywords),
    );
  }
  if (flag(options, 'repr')) set('__repr__', 'self, /', (at, [self]) => shown(at, self ?? none, fields));
  const compared = fields.filter((field) => field.compare);
  const comparing = (name: string, op: '==' | '<' | '<=' | '>' | '>='): boolean =>
    set(name, 'self, other, /', function* (at, [self, other]) {
      if (self?.kind !== 'instance' || other?.kind !== 'instance' || self.cls !== other.cls) return notImplemented;
      return yield* at.compare(op, yield* valuesOf(at, self, compared), yield* valuesOf(at, other, compared));
    });
  if (flag(options, 'eq')) comparing('__eq__', '==');
  if (flag(options, 'order'))
    for (const [name, op] of [
      ['__lt__', '<'],
      ['__le__', '<='],
      ['__gt__', '>'],
      ['__ge__', '>='],
    ] as const)
      if (!comparing(name, op))
        throw typeError(
          `Cannot overwrite attribute ${name} in class ${cls.name}. Consider using functools.total_ordering`,
        );
  if (frozen) refuseChanges(cls, set);
  addHash(cls, fields, options, explicitHash, frozen);
  if (cls.attrs.get('__doc__')?.kind === 'none')
    cls.attrs.set('__doc__', writesInit ? yield* signatureDoc(vm, cls, kept) : unmodelledDoc(vm));
  if (flag(options, 'match_args') && !cls.attrs.has('__match_args__')) {
    const places = parametersOf(kept).filter((field) => !field.keywordOnly);
    cls.attrs.set('__match_args__', tuple(places.map((field) => str(field.name))));
  }
  return slots ? yield* withSlots(vm, cls, fields) : cls;
}

/** Whoever holds itself is shown once. */
function* shown(vm: Vm, self: Value, fields: readonly Field[]): Run<Value> {
  if (vm.showing.has(self)) return str('...');
  vm.showing.add(self);
  try {
    const parts: string[] = [];
    for (const field of fields)
      if (field.repr) parts.push(`${field.name}=${yield* vm.repr(yield* vm.getAttr(self, field.name))}`);
    return str(`${qualnameOf(vm.classOf(self))}(${parts.join(', ')})`);
  } finally {
    vm.showing.delete(self);
  }
}

type Set = (name: string, signature: string, work: MethodRow[2]) => boolean;

function refuseChanges(cls: ClassValue, set: Set): void {
  const error = frozenError();
  const own = new WeakSet<ClassValue>([cls]);
  const refusing = (name: '__setattr__' | '__delattr__', verb: string, signature: string): void => {
    const next = cls.mro
      .slice(1)
      .map((step) => step.attrs.get(name))
      .find((found) => found !== undefined);
    const done = set(name, signature, (vm, [self, attr, value]) => {
      const text = attr?.kind === 'str' ? attr.value : '';
      const fields = findInClass(cls, fieldsKey);
      const isField = fields?.kind === 'dict' && fields.entries.has(`s${text}`);
      if (!self || own.has(vm.classOf(self)) || isField) return vm.raise(error, `cannot ${verb} field '${text}'`);
      return vm.callMethod(next ?? none, self, value ? [attr ?? none, value] : [attr ?? none]);
    });
    if (!done) throw typeError(`Cannot overwrite attribute ${name} in class ${cls.name}`);
  };
  refusing('__setattr__', 'assign to', 'self, name, value, /');
  refusing('__delattr__', 'delete', 'self, name, /');
}

function addHash(
  cls: ClassValue,
  fields: readonly Field[],
  options: Options,
  explicit: boolean,
  frozen: boolean,
): void {
  const unsafe = flag(options, 'unsafe_hash');
  if (unsafe && explicit) throw typeError(`Cannot overwrite attribute __hash__ in class ${cls.name}`);
  const eq = flag(options, 'eq');
  if (explicit || (!unsafe && !eq)) return;
  if (!unsafe && !frozen) {
    cls.attrs.set('__hash__', none);
    return;
  }
  const hashed = fields.filter((field) => field.hash ?? field.compare);
  const fn = native(
    '__hash__',
    'self, /',
    function* (vm, [self]) {
      return int(yield* hashOf(vm, yield* valuesOf(vm, self ?? none, hashed)));
    },
    'handled',
  );
  cls.attrs.set('__hash__', { ...fn, binds: true });
}
