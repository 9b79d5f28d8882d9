// The classes `Generic` and `Any`. What a class takes as arguments follows from how its bases were written.
import { builtinClass, makeClass } from '../core/classes';
import { addMethods, native } from '../core/native';
import { typeError } from '../core/pyError';
import { argumentsIn, checkCount, parametersOf, subscriptedOf, variableOf } from '../core/typeArguments';
import type { Vm } from '../core/vm';
import { type ClassValue, none, type Run, settled, str, tuple, type Value } from '../value';
import { asType, checkedType } from './check';
import { aliasOf, isTypingClass } from './forms';
import { plainAlias } from './subscript';
import { type World, worldOf } from './world';

const isGeneric = (value: Value | undefined): boolean =>
  isTypingClass(value, 'Generic') || isTypingClass(value, 'Protocol');

/** The type variables of a class with these bases. Raises TypeError. */
function* variablesOf(vm: Vm, bases: readonly Value[]): Run<Value[]> {
  const found = parametersOf(bases);
  const own = bases.filter((base) => isTypingClass(aliasOf(base)?.parts.origin(), 'Generic'));
  if (own.length > 1) throw typeError('Cannot inherit from Generic[...] multiple times.');
  const declared = own[0] ?? bases.find((base) => isGeneric(aliasOf(base)?.parts.origin()));
  const listed = declared && parametersOf(subscriptedOf(declared)?.args ?? []);
  if (!declared || !listed) return found;
  const missing = found.filter((one) => !listed.includes(one));
  if (!missing.length) return listed;
  const texts: string[] = [];
  for (const one of missing) texts.push(yield* vm.repr(one));
  const name = isTypingClass(aliasOf(declared)?.parts.origin(), 'Generic') ? 'Generic' : 'Protocol';
  const shown: string[] = [];
  for (const one of listed) shown.push(yield* vm.repr(one));
  throw typeError(`Some type variables (${texts.join(', ')}) are not listed in ${name}[${shown.join(', ')}]`);
}

function* subclassed(vm: Vm, generic: ClassValue, cls: ClassValue, keywords: ReadonlyMap<string, Value>): Run<Value> {
  const next = cls.mro
    .slice(cls.mro.indexOf(generic) + 1)
    .map((step) => step.attrs.get('__init_subclass__'))
    .find((hook) => hook !== undefined);
  if (next) yield* vm.callMethod(next, cls, [], keywords);
  const written = cls.attrs.get('__orig_bases__');
  const bases = written?.kind === 'tuple' ? written.items : cls.bases;
  if (bases.includes(generic) && !isTypingClass(cls, 'Protocol')) throw typeError('Cannot inherit from plain Generic');
  cls.attrs.set('__parameters__', tuple(written ? yield* variablesOf(vm, bases) : []));
  return none;
}

/** `Stack[int]` */
export function* ofClass(vm: Vm, cls: ClassValue, key: Value): Run<Value> {
  const given = argumentsIn(key).map((value) => (value.kind === 'list' ? value : asType(vm, value)));
  const parts = { kind: 'Generic', origin: () => cls, makes: true } as const;
  if (isGeneric(cls)) {
    if (!given.length) throw typeError(`Parameter list to ${cls.name}[...] cannot be empty`);
    if (!given.every((one) => variableOf(one) ?? aliasOf(one)?.parts.kind === 'Unpack'))
      throw typeError(
        `Parameters to ${cls.name}[...] must all be type variables or parameter specification variables.`,
      );
    if (new Set(given).size !== given.length) throw typeError(`Parameters to ${cls.name}[...] must all be unique`);
    return plainAlias(vm, parts, given);
  }
  const own = cls.mro.map((step) => step.attrs.get('__parameters__')).find((held) => held !== undefined);
  const parameters = own?.kind === 'tuple' ? own.items : [];
  if (parameters.some((one) => !variableOf(one)?.standsForOne)) return plainAlias(vm, parts, given);
  const types: Value[] = [];
  for (const one of given) types.push(yield* checkedType(vm, one, 'Parameters to generic types must be types.'));
  if (!parameters.length || types.length !== parameters.length)
    checkCount(yield* vm.repr(cls), types.length, parameters.length);
  return yield* worldOf(vm).once(cls, types, () => settled(plainAlias(vm, parts, types)));
}

export function genericClass(world: World): ClassValue {
  const cls = world.cls('Generic');
  cls.attrs.set('__class_getitem__', {
    kind: 'classmethod',
    func: native(
      '__class_getitem__',
      'cls, params',
      (vm, [own, key]) => ofClass(vm, own as ClassValue, key as Value),
      'handled',
    ),
  });
  cls.attrs.set('__init_subclass__', {
    kind: 'classmethod',
    func: native(
      '__init_subclass__',
      'cls, **keywords',
      (vm, [own], { keywords }) => subclassed(vm, cls, own as ClassValue, keywords),
      'handled',
    ),
  });
  world.generic = cls;
  return cls;
}

/** `Any`: a class that only others can be made of. */
export function anyClass(): ClassValue {
  const metaclass = makeClass('_AnyMeta', 'typing', [builtinClass('type')], new Map());
  if (!metaclass) throw new Error('no order of bases for _AnyMeta');
  addMethods(metaclass, [
    [
      '__instancecheck__',
      'instance',
      (vm, [self, value]) => {
        if (isTypingClass(self, 'Any')) throw typeError('typing.Any cannot be used with isinstance()');
        return vm.callMethod(builtinClass('type').attrs.get('__instancecheck__') ?? none, self as Value, [
          value as Value,
        ]);
      },
      'handled',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        if (isTypingClass(self, 'Any')) return str('typing.Any');
        return yield* vm.callMethod(builtinClass('object').attrs.get('__repr__') ?? none, self as Value, []);
      },
      'inside',
    ],
  ]);
  const any = makeClass('Any', 'typing', [builtinClass('object')], new Map(), metaclass);
  if (!any) throw new Error('no order of bases for Any');
  const make = builtinClass('object').attrs.get('__new__') ?? none;
  addMethods(any, [
    [
      '__new__',
      '*args, **keywords',
      (vm, [cls]) => {
        if (cls === any) throw typeError('Any cannot be instantiated');
        return vm.call(make, [cls as Value]);
      },
      'handled',
    ],
  ]);
  return any;
}
