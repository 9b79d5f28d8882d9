// What may stand as an argument of a type: `None` and texts become types, some forms are refused. Raises TypeError.

import { builtinClass } from '../core/classes';
import { PyError, typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import type { Run, Value } from '../value';
import { aliasOf, ForwardReference, formObject, formOf, isTypingClass } from './forms';
import { worldOf } from './world';

export function reference(vm: Vm, text: string, module?: string): Value {
  const [statement, ...rest] = readable(vm, text);
  if (statement?.kind !== 'Expr' || rest.length)
    throw new PyError('SyntaxError', `Forward reference must be an expression -- got '${text}'`);
  return formObject(worldOf(vm).cls('ForwardRef'), new ForwardReference(text, module));
}

const readable = (vm: Vm, text: string): ReturnType<Vm['parse']> => {
  try {
    return vm.parse(text);
  } catch {
    return [];
  }
};

/** `None` is its class, a text a name that is looked up later. */
export function asType(vm: Vm, value: Value, module?: string): Value {
  if (value.kind === 'none') return builtinClass('NoneType');
  return value.kind === 'str' ? reference(vm, value.value, module) : value;
}

/** Forms that are types by themselves. */
const whole = /^(?:LiteralString|NoReturn|Never|Self|TypeAlias)$/;

const isGeneric = (value: Value | undefined): boolean =>
  isTypingClass(value, 'Generic') || isTypingClass(value, 'Protocol');

/** The value as a type. `message` begins what is said of a tuple; `top`: it may be a `ClassVar` or `Final`. */
export function* checkedType(vm: Vm, value: Value, message: string, top = false): Run<Value> {
  const type = asType(vm, value);
  const origin = aliasOf(type)?.parts.origin();
  const name = formOf(origin)?.name;
  if (isGeneric(origin) || (!top && (name === 'ClassVar' || name === 'Final')))
    throw typeError(`${yield* vm.repr(type)} is not valid as type argument`);
  const form = formOf(type)?.name;
  if (form && whole.test(form)) return type;
  if (top && (form === 'ClassVar' || form === 'Final')) return type;
  if (form || isGeneric(type)) throw typeError(`Plain ${yield* vm.repr(type)} is not valid as type argument`);
  if (type.kind === 'tuple') throw typeError(`${message} Got ${(yield* vm.repr(type)).slice(0, 100)}.`);
  return type;
}

export function* checkedTypes(vm: Vm, values: readonly Value[], message: string): Run<Value[]> {
  const types: Value[] = [];
  for (const value of values) types.push(yield* checkedType(vm, value, message));
  return types;
}
