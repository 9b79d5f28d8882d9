// A field of a dataclass: what is said of it, as an object of `dataclasses.Field`. Knows no class that has it.
import { builtinClass } from '../core/classes';
import { addMethods, native } from '../core/native';
import { classIn } from '../stdlib/modules';
import { typeText } from '../typing/forms';
import { bool, type ClassValue, type InstanceValue, none, str, type Value } from '../value';

export type FieldKind = '_FIELD' | '_FIELD_CLASSVAR' | '_FIELD_INITVAR';

/** What a program says of a field; `undefined` stands for `MISSING`. */
export interface Said {
  readonly default?: Value | undefined;
  readonly factory?: Value | undefined;
  readonly init: boolean;
  readonly repr: boolean;
  readonly hash: boolean | undefined;
  readonly compare: boolean;
  readonly metadata: Value;
  readonly keywordOnly: boolean | undefined;
}

export interface Field extends Said {
  readonly name: string;
  readonly type: Value;
  readonly kind: FieldKind;
  readonly keywordOnly: boolean;
}

const plain = (module: string, name: string): InstanceValue => ({
  kind: 'instance',
  cls: classIn(module, name, builtinClass('object')),
  attrs: new Map(),
});

export const missing = plain('dataclasses', '_MISSING_TYPE');
export const keywordsFollow = plain('dataclasses', '_KW_ONLY_TYPE');
export const isMissing = (value: Value | undefined): boolean => value === undefined || value === missing;

let fieldClass: ClassValue | undefined;
export function fieldType(): ClassValue {
  if (fieldClass) return fieldClass;
  fieldClass = classIn('dataclasses', 'Field', builtinClass('object'), [
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const attrs = (self as InstanceValue).attrs;
        const parts: string[] = [];
        for (const [name, value] of attrs)
          parts.push(`${name}=${name === '_field_type' && value.kind === 'str' ? value.value : yield* vm.repr(value)}`);
        return str(`Field(${parts.join(',')})`);
      },
      'inside',
    ],
  ]);
  return fieldClass;
}

/** An object of `Field`. One that `field()` gave has no name yet. */
export function fieldObject(said: Said & Partial<Pick<Field, 'name' | 'type' | 'kind'>>): InstanceValue {
  const shown = (value: boolean | undefined, absent: Value): Value => (value === undefined ? absent : bool(value));
  const attrs = new Map<string, Value>([
    ['name', said.name === undefined ? none : str(said.name)],
    ['type', said.type ?? none],
    ['default', said.default ?? missing],
    ['default_factory', said.factory ?? missing],
    ['init', bool(said.init)],
    ['repr', bool(said.repr)],
    ['hash', shown(said.hash, none)],
    ['compare', bool(said.compare)],
    ['metadata', said.metadata],
    ['kw_only', shown(said.keywordOnly, missing)],
    ['_field_type', said.kind === undefined ? none : str(said.kind)],
  ]);
  return { kind: 'instance', cls: fieldType(), attrs, native: said };
}

/** What is said of a field by an object of `Field`. */
export const saidOf = (value: Value | undefined): Said | undefined =>
  value?.kind === 'instance' && value.cls === fieldClass ? (value.native as Said) : undefined;

let initVarClass: ClassValue | undefined;
/** The class `InitVar`: what is only handed on to `__post_init__`. */
export function initVarType(): ClassValue {
  if (initVarClass) return initVarClass;
  const cls = classIn('dataclasses', 'InitVar', builtinClass('object'));
  const make = (type: Value): Value => ({ kind: 'instance', cls, attrs: new Map([['type', type]]) });
  addMethods(cls, [
    ['__new__', 'type', (_, [, type]) => make(type ?? none), 'handled'],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        return str(`dataclasses.InitVar[${yield* typeText(vm, (self as InstanceValue).attrs.get('type') ?? none)}]`);
      },
      'inside',
    ],
  ]);
  cls.attrs.set('__class_getitem__', {
    kind: 'classmethod',
    func: native('__class_getitem__', 'cls, type', (_, [, type]) => make(type ?? none), 'handled'),
  });
  initVarClass = cls;
  return cls;
}
