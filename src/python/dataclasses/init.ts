// `__init__` of a dataclass, with the messages of the function that CPython would write for it.

import { say } from '../../base/text';
import { typeError } from '../core/pyError';
import { Unknowable } from '../core/unknowable';
import type { Vm } from '../core/vm';
import { type ClassValue, none, type Run, str, unknown, type Value } from '../value';
import type { Field } from './field';

/** Binds the arguments as a function with the fields for parameters. Raises TypeError. */
export function bindInit(
  name: string,
  fields: readonly Field[],
  given: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Map<string, Value> {
  const inits = parametersOf(fields);
  const places = inits.filter((field) => !field.keywordOnly);
  const required = places.filter((field) => !field.default && !field.factory).length;
  const values = new Map<string, Value>();
  for (const [i, value] of given.entries()) if (places[i]) values.set(places[i].name, value);
  for (const [key, value] of keywords) {
    if (!inits.some((field) => field.name === key))
      throw typeError(`${name}.__init__() got an unexpected keyword argument '${key}'`);
    if (values.has(key)) throw typeError(`${name}.__init__() got multiple values for argument '${key}'`);
    values.set(key, value);
  }
  if (given.length > places.length) {
    const one = places.length === 0 ? '' : 's';
    const takes =
      required < places.length
        ? `from ${required + 1} to ${places.length + 1} positional arguments`
        : `${places.length + 1} positional argument${one}`;
    const extra = inits.filter((field) => field.keywordOnly && values.has(field.name)).length;
    const were = extra
      ? `${given.length + 1} positional argument${given.length ? 's' : ''} (and ${extra} keyword-only argument${extra > 1 ? 's' : ''}) were`
      : `${given.length + 1} were`;
    throw typeError(`${name}.__init__() takes ${takes} but ${were} given`);
  }
  for (const [kind, part] of [
    ['positional', places],
    ['keyword-only', inits.filter((field) => field.keywordOnly)],
  ] as const) {
    const absent = part.filter((f) => !values.has(f.name) && !f.default && !f.factory).map((f) => `'${f.name}'`);
    if (!absent.length) continue;
    const last = absent.length > 2 ? ', and ' : ' and ';
    const names = absent.length === 1 ? absent[0] : `${absent.slice(0, -1).join(', ')}${last}${absent.at(-1)}`;
    throw typeError(
      `${name}.__init__() missing ${absent.length} required ${kind} argument${absent.length > 1 ? 's' : ''}: ${names}`,
    );
  }
  return values;
}

/** The parameters of `__init__`, those by keyword alone at the end. */
export function parametersOf(fields: readonly Field[]): Field[] {
  const inits = fields.filter((field) => field.init && field.kind !== '_FIELD_CLASSVAR');
  return [...inits.filter((field) => !field.keywordOnly), ...inits.filter((field) => field.keywordOnly)];
}

export interface Way {
  readonly qualname: string;
  /** Fields are set past `__setattr__`, which refuses. */
  readonly frozen: boolean;
  readonly slots: boolean;
}

export function* initialize(
  vm: Vm,
  self: Value,
  fields: readonly Field[],
  { qualname, frozen, slots }: Way,
  given: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const values = bindInit(qualname, fields, given, keywords);
  const handedOn: Value[] = [];
  for (const field of fields) {
    if (field.kind === '_FIELD_CLASSVAR') continue;
    const fallback = field.init || slots ? field.default : undefined;
    const value = values.get(field.name) ?? (field.factory ? yield* vm.call(field.factory, []) : fallback);
    if (!value) continue;
    if (field.kind === '_FIELD_INITVAR') handedOn.push(value);
    else if (frozen && 'attrs' in self && self.attrs) self.attrs.set(field.name, value);
    else yield* vm.setAttr(self, field.name, value);
  }
  const after = yield* vm.findAttr(self, '__post_init__');
  if (after) yield* vm.call(after, handedOn);
  return none;
}

/** An annotation as a signature shows it. */
function* annotationText(vm: Vm, type: Value): Run<string> {
  if (type.kind === 'class') return type.module === 'builtins' ? type.name : (yield* vm.repr(type)).slice(8, -2);
  const text = yield* vm.repr(type);
  return type.kind === 'instance' && type.cls.module === 'typing' ? text.replaceAll('typing.', '') : text;
}

export const unmodelledDoc = (vm: Vm): Value => unknown(say('{0} is not modelled yet', '__doc__'), vm.span);

/** The text about a class that has none: how it is called. */
export function* signatureDoc(vm: Vm, cls: ClassValue, fields: readonly Field[]): Run<Value> {
  const parts: string[] = [];
  try {
    for (const field of parametersOf(fields)) {
      if (field.keywordOnly && !parts.includes('*')) parts.push('*');
      const fallback = field.factory ? ' = <factory>' : field.default ? ` = ${yield* vm.repr(field.default)}` : '';
      parts.push(`${field.name}: ${yield* annotationText(vm, field.type)}${fallback}`);
    }
  } catch (error) {
    if (error instanceof Unknowable) return error.value;
    if (!vm.raised(error)) throw error;
    return unmodelledDoc(vm);
  }
  return str(`${cls.name}(${parts.join(', ')})`);
}
