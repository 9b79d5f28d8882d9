// Calls: Python functions, builtins, classes, objects. Knows no syntax beyond a function's parameters.

import { say } from '../../base/text';
import type { Arguments, Expression, Statement } from '../../syntax/nodes';
import {
  type BuiltinValue,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Run,
  settled,
  type UnknownValue,
  unknown,
  type Value,
} from '../value';
import { bindParameters } from './bindParameters';
import type { Code } from './code';
import type { ClassCell, Frame, Scope } from './frame';
import { supplyParameters } from './inputs';
import { classOf, findInClass, findOnType, isInstance, isSubclass, typeName } from './lookup';
import { typeError } from './pyError';
import { ownClass } from './subclass';
import { arrived, framed } from './traceback';
import { Unknowable } from './unknowable';
import type { Vm } from './vm';

/** What a function value keeps of its definition. */
export interface FunctionCode {
  readonly node: object;
  readonly args: Arguments;
  /** Statements, or the expression of a lambda. */
  readonly body: readonly Statement[] | Expression;
  readonly code: Code;
  readonly parent: Scope;
  readonly globals: Map<string, Value>;
  readonly cell: ClassCell | undefined;
  readonly defaults: ReadonlyMap<string, Value>;
  /** Whether it belongs to a library, not to the program. */
  readonly inLibrary: boolean;
}

const noKeywords: ReadonlyMap<string, Value> = new Map();

export function call(vm: Vm, callee: Value, positional: readonly Value[], keywords = noKeywords): Run<Value> {
  switch (callee.kind) {
    case 'unknown':
      return settled(vm.touched(callee));
    case 'function':
      return callFunction(vm, callee, positional, keywords);
    case 'builtin':
      return callBuiltin(vm, callee, positional, keywords);
    case 'method':
      return call(vm, callee.func, [callee.self, ...positional], keywords);
    case 'staticmethod':
      return call(vm, callee.func, positional, keywords);
    case 'class': {
      const own = callee.cls && findInClass(callee.cls, '__call__');
      return own ? callMethod(vm, own, callee, positional, keywords) : construct(vm, callee, positional, keywords);
    }
    default: {
      const method = ownClass(callee) && findInClass(classOf(callee), '__call__');
      if (method) return callMethod(vm, method, callee, positional, keywords);
      throw typeError(`'${typeName(callee)}' object is not callable`);
    }
  }
}

/** Calls what was found on the type of `self` as a method of it. */
export function callMethod(
  vm: Vm,
  method: Value,
  self: Value,
  args: readonly Value[],
  keywords = noKeywords,
): Run<Value> {
  switch (method.kind) {
    case 'function':
    case 'builtin':
      return call(vm, method, [self, ...args], keywords);
    case 'staticmethod':
      return call(vm, method.func, args, keywords);
    case 'classmethod':
      return call(vm, method.func, [self.kind === 'class' ? self : classOf(self), ...args], keywords);
    default:
      return call(vm, method, args, keywords);
  }
}

function callFunction(
  vm: Vm,
  fn: FunctionValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const code = fn.code as FunctionCode;
  return runFunction(
    vm,
    fn,
    bindParameters(fn.qualname, code.args, code.defaults, positional, keywords),
    positional[0],
  );
}

/** Runs a function whose parameters are bound; `self` is its first argument. */
export function* runFunction(
  vm: Vm,
  fn: FunctionValue,
  names: Map<string, Value>,
  self: Value | undefined,
): Run<Value> {
  const code = fn.code as FunctionCode;
  if (code.code.isAsync) return unknown(say('asynchronous code is not modelled: {0}', fn.name), vm.span);
  const scope: Scope = { kind: 'function', names, code: code.code, parent: code.parent };
  const frame: Frame = {
    vm,
    scope,
    globals: code.globals,
    qualname: fn.qualname,
    cell: code.cell,
    self,
  };
  if (!code.inLibrary) supplyParameters(vm, code.args, names);
  vm.entered(code, names);
  const frameName = code.inLibrary ? undefined : fn.name;
  if (code.code.isGenerator) return vm.generator(frameName, vm.runBody(code.body, frame));
  const place = vm.span;
  try {
    return (yield { kind: 'call', run: framed(vm, frameName, vm.runBody(code.body, frame)) }) as Value;
  } catch (error) {
    throw arrived(vm, error, place);
  }
}

function* callBuiltin(
  vm: Vm,
  fn: BuiltinValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  if (fn.unknowns !== 'handled') {
    const doubt = findUnknown(positional, keywords, fn.unknowns === 'inside' ? 0 : 3);
    if (doubt) return skipped(vm, fn, positional[0], doubt);
  }
  const place = vm.span;
  try {
    const answer = fn.call({ positional, keywords }, vm);
    const value = 'kind' in answer ? answer : yield* answer;
    vm.span = place;
    return value;
  } catch (error) {
    const inside = vm.span;
    vm.span = place;
    const doubt = error instanceof Unknowable ? error.value : vm.options.library.caught?.(error, vm);
    if (doubt) return skipped(vm, fn, positional[0], doubt);
    vm.span = inside;
    throw error;
  }
}

/** The result of a builtin that was not called, or not to its end: Unknown, and so is an object that it would have changed. */
function skipped(vm: Vm, fn: BuiltinValue, self: Value | undefined, doubt: UnknownValue): UnknownValue {
  if (fn.binds && self && vm.mayMutate(self, fn.name)) vm.forgetObject(self, doubt);
  return vm.touched(doubt);
}

/** The first Unknown among arguments, looking `depth` containers deep, a bounded number of items. */
function findUnknown(
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  depth: number,
): UnknownValue | undefined {
  const budget = { left: 10000 };
  for (const value of positional) {
    const found = unknownIn(value, depth, budget);
    if (found) return found;
  }
  for (const value of keywords.values()) {
    const found = unknownIn(value, depth, budget);
    if (found) return found;
  }
  return undefined;
}

function unknownIn(value: Value, depth: number, budget: { left: number }): UnknownValue | undefined {
  if (value.kind === 'unknown') return value;
  if (depth === 0 || (value.kind !== 'list' && value.kind !== 'tuple')) return undefined;
  for (const item of value.items) {
    if (budget.left-- <= 0) return undefined;
    const found = unknownIn(item, depth - 1, budget);
    if (found) return found;
  }
  return undefined;
}

/** `type.__call__`: `__new__`, then `__init__`. */
export function* construct(
  vm: Vm,
  cls: ClassValue,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const [only] = positional;
  if (cls === vm.builtinClass('type') && only && positional.length === 1 && !keywords.size)
    return only.kind === 'unknown' ? vm.touched(only) : classOf(only);
  const maker = own(vm, cls, '__new__');
  const init = own(vm, cls, '__init__');
  const abstract = vm.abstractMethods(cls);
  if (abstract.length)
    throw typeError(
      `Can't instantiate abstract class ${cls.name} with abstract method${abstract.length > 1 ? 's' : ''} ${abstract.join(', ')}`,
    );
  let made: Value;
  if (maker) {
    made = yield* call(vm, maker.kind === 'staticmethod' ? maker.func : maker, [cls, ...positional], keywords);
    if (made.kind === 'unknown') return made;
  } else {
    if ((positional.length || keywords.size) && !init) throw typeError(`${cls.name}() takes no arguments`);
    const instance: InstanceValue = { kind: 'instance', cls, attrs: new Map() };
    made = instance;
  }
  const begin = made.kind === 'instance' || made.kind === 'class' ? own(vm, classOf(made), '__init__') : init;
  if (begin && isInstance(made, cls)) {
    const result = yield* callMethod(vm, begin, made, positional, keywords);
    if (result.kind === 'unknown') return result;
    if (result.kind !== 'none') throw typeError(`__init__() should return None, not '${typeName(result)}'`);
  }
  return made;
}

/** A method of the class other than the one that every object has. */
function own(vm: Vm, cls: ClassValue, name: string): Value | undefined {
  const found = findInClass(cls, name);
  return found === vm.objectClass.attrs.get(name) ? undefined : found;
}

/** `super()`'s proxy: attributes from behind `cls` in the order of the object's class. */
export function superProxy(vm: Vm, cls: ClassValue, self: Value): InstanceValue {
  return {
    kind: 'instance',
    cls: vm.builtinClass('super'),
    attrs: new Map(),
    native: { cls, self } satisfies SuperParts,
  };
}
export interface SuperParts {
  readonly cls: ClassValue;
  readonly self: Value;
}

/** Whether the proxy stands for a class among its own kind, not for an object of one. */
export const isOfClass = ({ cls, self }: SuperParts): boolean => self.kind === 'class' && isSubclass(self, cls);

/** The attribute that comes after `cls` in the order of the object's class. */
export function superAttr(parts: SuperParts, name: string): Value | undefined {
  const { mro } = parts.self.kind === 'class' && isOfClass(parts) ? parts.self : classOf(parts.self);
  const at = mro.indexOf(parts.cls);
  for (const step of mro.slice(at + 1)) {
    const found = step.attrs.get(name);
    if (found) return found;
  }
  return parts.self.kind === 'instance' || parts.self.kind === 'class' ? undefined : findOnType(parts.self, name);
}
