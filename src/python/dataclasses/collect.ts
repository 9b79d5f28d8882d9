// Which fields a dataclass has: those of its bases, then those that it annotates. Raises TypeError and ValueError.
import { entriesOf } from '../core/keys';
import { classOf, findInClass } from '../core/lookup';
import { typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { proxyOf } from '../types/mappingProxy';
import { aliasOf, formOf } from '../typing/forms';
import type { ClassValue, Run, Value } from '../value';
import { type Field, type FieldKind, fieldObject, initVarType, keywordsFollow, saidOf } from './field';

export const fieldsKey = '__dataclass_fields__';

export const isDataclass = (cls: ClassValue): boolean => findInClass(cls, fieldsKey) !== undefined;

const listed = (held: Value | undefined): Field[] =>
  held?.kind === 'dict'
    ? [...held.entries.values()].flatMap(({ value }) => (saidOf(value) as Field | undefined) ?? [])
    : [];

/** All that is kept of a class's fields, also what is no field of its objects. */
export const keptFields = (cls: ClassValue): Field[] => listed(findInClass(cls, fieldsKey));
export const fieldsOf = (cls: ClassValue): Field[] => keptFields(cls).filter((field) => field.kind === '_FIELD');

/** What an annotation means that is a text: the name at its beginning, looked up in the program. */
function named(vm: Vm, text: string): { readonly name: string; readonly value: Value | undefined } {
  const [, module, name = ''] = /^\s*(?:(\w+)\s*\.)?\s*(\w+)/.exec(text) ?? [];
  const held = module ? vm.globals.get(module) : undefined;
  return { name, value: module ? (held?.kind === 'module' ? held.get(name) : undefined) : vm.globals.get(name) };
}

function kindOf(vm: Vm, annotation: Value): FieldKind | 'KW_ONLY' {
  const text = annotation.kind === 'str' ? named(vm, annotation.value) : undefined;
  const type = text ? text.value : annotation;
  // A slice of the program may lack the import that only texts speak of.
  const word = !type && vm.options.target ? text?.name : undefined;
  if (type === keywordsFollow || word === 'KW_ONLY') return 'KW_ONLY';
  const form = formOf(type)?.name ?? formOf(aliasOf(type)?.parts.origin())?.name ?? word;
  if (form === 'ClassVar') return '_FIELD_CLASSVAR';
  const initVar = initVarType();
  const isInit = type === initVar || (type?.kind === 'instance' && type.cls === initVar) || word === 'InitVar';
  return isInit ? '_FIELD_INITVAR' : '_FIELD';
}

const emptyMetadata = (): Value => proxyOf({ kind: 'dict', entries: new Map() });

function* fieldFor(
  vm: Vm,
  cls: ClassValue,
  name: string,
  type: Value,
  kind: FieldKind,
  keywordOnly: boolean,
): Run<Field> {
  const value = cls.attrs.get(name);
  const said = saidOf(value) ?? {
    default: value,
    init: true,
    repr: true,
    hash: undefined,
    compare: true,
    metadata: emptyMetadata(),
    keywordOnly: undefined,
  };
  if (kind !== '_FIELD' && said.factory) throw typeError(`field ${name} cannot have a default factory`);
  if (kind === '_FIELD_CLASSVAR' && said.keywordOnly !== undefined)
    throw typeError(`field ${name} is a ClassVar but specifies kw_only`);
  const held = said.default;
  if (kind === '_FIELD' && held && findInClass(classOf(held), '__hash__')?.kind === 'none')
    throw valueError(
      `mutable default ${yield* vm.repr(classOf(held))} for field ${name} is not allowed: use default_factory`,
    );
  if (saidOf(value)) {
    if (held) cls.attrs.set(name, held);
    else cls.attrs.delete(name);
  }
  return { ...said, name, type, kind, keywordOnly: kind !== '_FIELD_CLASSVAR' && (said.keywordOnly ?? keywordOnly) };
}

/** Finds the fields of a class and keeps them in it. */
export function* collect(vm: Vm, cls: ClassValue, allByKeyword: boolean): Run<Field[]> {
  const found = new Map<string, Field>();
  for (const base of [...cls.mro.slice(1)].reverse())
    for (const field of listed(base.attrs.get(fieldsKey))) found.set(field.name, field);
  const annotations = cls.attrs.get('__annotations__');
  const own = annotations?.kind === 'dict' ? [...annotations.entries.values()] : [];
  let [keywordOnly, told] = [allByKeyword, false];
  for (const { key, value: type } of own) {
    if (key.kind !== 'str') continue;
    const kind = kindOf(vm, type);
    if (kind !== 'KW_ONLY') found.set(key.value, yield* fieldFor(vm, cls, key.value, type, kind, keywordOnly));
    else if (told) throw typeError(`'${key.value}' is KW_ONLY, but KW_ONLY has already been specified`);
    else [keywordOnly, told] = [true, true];
  }
  const annotated = new Set(own.map(({ key }) => (key.kind === 'str' ? key.value : '')));
  for (const [name, value] of cls.attrs)
    if (saidOf(value) && !annotated.has(name)) throw typeError(`'${name}' is a field but has no type annotation`);
  cls.attrs.set(fieldsKey, {
    kind: 'dict',
    entries: entriesOf([...found].map(([name, field]) => [name, fieldObject(field)] as const)),
  });
  return [...found.values()];
}
