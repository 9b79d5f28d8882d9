// The class that `collections.namedtuple` and `typing.NamedTuple` make. Knows no module.
import { builtinClass } from '../core/classes';
import { entriesOf } from '../core/keys';
import { addMethods } from '../core/native';
import { PyError, typeError, valueError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { type ClassValue, type InstanceValue, none, type Run, str, type TupleValue, tuple, type Value } from '../value';
import { classIn } from './modules';

const itemsOf = (v: Value | undefined): readonly Value[] => (v?.kind === 'tuple' ? v.items : []);

const keywords =
  /^(?:False|None|True|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** What stands for a field in the class: asked of the class it is shown, an object gives its item. */
const getter = builtinClass('_tuplegetter');
addMethods(getter, [
  [
    '__get__',
    'instance, owner=',
    (_, [self, object]) => {
      const { index } = (self as InstanceValue).native as { readonly index: number };
      return (object?.kind === 'tuple' ? object.items[index] : self) ?? none;
    },
    'handled',
  ],
  [
    '__repr__',
    '',
    (_, [self]) => {
      const { index } = (self as InstanceValue).native as { readonly index: number };
      return str(`_tuplegetter(${index}, 'Alias for field number ${index}')`);
    },
  ],
]);

/** `defaults` belong to the last fields. */
export function namedTupleClass(
  name: string,
  fields: readonly string[],
  defaults: readonly Value[],
  module = '__main__',
): ClassValue {
  const bad = [name, ...fields].find((field) => !/^[\p{L}_][\p{L}\p{N}_]*$/u.test(field));
  const word = [name, ...fields].find((one) => keywords.test(one));
  if (word !== undefined) throw valueError(`Type names and field names cannot be a keyword: '${word}'`);
  if (bad !== undefined) throw valueError(`Type names and field names must be valid identifiers: '${bad}'`);
  const repeated = fields.find((field, i) => fields.indexOf(field) !== i);
  if (repeated) throw valueError(`Encountered duplicate field name: '${repeated}'`);
  const under = fields.find((field) => field.startsWith('_'));
  if (under) throw valueError(`Field names cannot start with an underscore: '${under}'`);
  if (defaults.length > fields.length) throw typeError('Got more default values than field names');
  const made = (cls: ClassValue, items: readonly Value[]): TupleValue => ({ kind: 'tuple', items, cls, fields });
  const first = fields.length - defaults.length;

  const cls: ClassValue = classIn(module, name, builtinClass('tuple'), [
    [
      '__new__',
      '*args, **keywords',
      (_, [own], { positional: [, ...given], keywords }) => {
        if (given.length > fields.length)
          throw typeError(
            `${name}.__new__() takes ${first < fields.length ? `from ${first + 1} to ` : ''}${fields.length + 1} positional arguments but ${given.length + 1} were given`,
          );
        const missing: string[] = [];
        const items = fields.map((field, i) => {
          const value = given[i] ?? keywords.get(field) ?? defaults[i - first];
          if (!value) missing.push(field);
          return value as Value;
        });
        for (const key of keywords.keys())
          if (!fields.includes(key)) throw typeError(`${name}.__new__() got an unexpected keyword argument '${key}'`);
        if (missing.length) {
          const shown = missing.map((field) => `'${field}'`);
          const names =
            shown.length > 1
              ? `${shown.slice(0, -1).join(', ')}${shown.length > 2 ? ',' : ''} and ${shown.at(-1)}`
              : shown[0];
          throw typeError(
            `${name}.__new__() missing ${missing.length} required positional argument${missing.length > 1 ? 's' : ''}: ${names}`,
          );
        }
        return made(own as ClassValue, items);
      },
      'handled',
    ],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const parts: string[] = [];
        for (const [i, item] of itemsOf(self).entries()) parts.push(`${fields[i]}=${yield* vm.repr(item)}`);
        return str(`${self?.kind === 'tuple' && self.cls ? self.cls.name : name}(${parts.join(', ')})`);
      },
      'inside',
    ],
    [
      '_asdict',
      '',
      (_, [self]) => ({
        kind: 'dict',
        entries: entriesOf(fields.map((field, i) => [field, itemsOf(self)[i] as Value] as const)),
      }),
      'inside',
    ],
    [
      '_replace',
      '**keywords',
      (_, [self], { keywords }) => {
        const unknown = [...keywords.keys()].filter((key) => !fields.includes(key));
        if (unknown.length)
          throw valueError(`Got unexpected field names: [${unknown.map((key) => `'${key}'`).join(', ')}]`);
        return made(
          (self as TupleValue).cls ?? cls,
          itemsOf(self).map((item, i) => keywords.get(fields[i] ?? '') ?? item),
        );
      },
      'inside',
    ],
  ]);
  cls.attrs.set('__doc__', str(`${name}(${fields.join(', ')})`));
  for (const [index, field] of fields.entries()) {
    const attrs = new Map<string, Value>([['__doc__', str(`Alias for field number ${index}`)]]);
    cls.attrs.set(field, { kind: 'instance', cls: getter, attrs, native: { index } });
  }
  cls.attrs.set('_fields', tuple(fields.map(str)));
  cls.attrs.set('__match_args__', tuple(fields.map(str)));
  cls.attrs.set('_field_defaults', {
    kind: 'dict',
    entries: entriesOf(defaults.map((value, i) => [fields[first + i] ?? '', value] as const)),
  });
  cls.attrs.set('_make', {
    kind: 'classmethod',
    func: {
      kind: 'builtin',
      name: '_make',
      *call({ positional: [own, iterable] }, machine): Run<Value> {
        const items = iterable ? yield* machine.items(iterable) : [];
        if (items.length !== fields.length) throw typeError(`Expected ${fields.length} arguments, got ${items.length}`);
        return made(own as ClassValue, items);
      },
    },
  });
  return cls;
}

/** What a declaration may not define. */
const fixed =
  /^(?:__(?:new|init|slots|getnewargs)__|_(?:fields|field_defaults|field_types|make|replace|asdict|source))$/;

/** `class P(NamedTuple): x: int; y: int = 0`: a named tuple with the class's methods. */
export function* fromDeclaration(vm: Vm, cls: ClassValue): Run<Value> {
  const annotations = cls.attrs.get('__annotations__');
  const fields =
    annotations?.kind === 'dict'
      ? [...annotations.entries.values()].flatMap(({ key }) => (key.kind === 'str' ? [key.value] : []))
      : [];
  const defaults: Value[] = [];
  const named: string[] = [];
  const owned = [...cls.attrs.keys()].find((name) => fixed.test(name));
  if (owned) throw new PyError('AttributeError', `Cannot overwrite NamedTuple attribute ${owned}`);
  for (const field of fields) {
    const value = cls.attrs.get(field);
    if (value) {
      defaults.push(value);
      named.push(field);
    } else if (defaults.length)
      throw typeError(
        `Non-default namedtuple field ${field} cannot follow default field${defaults.length > 1 ? 's' : ''} ${named.join(', ')}`,
      );
  }
  const made = namedTupleClass(cls.name, fields, defaults);
  for (const [name, value] of cls.attrs)
    if (
      name === '__doc__'
        ? value.kind !== 'none'
        : !fields.includes(name) && !(made.attrs.has(name) && name.startsWith('_'))
    )
      made.attrs.set(name, value);
  yield* vm.breathe();
  return made;
}

/** `NamedTuple('P', [('x', int)])`, or its fields by keyword. */
export function* fromFields(
  vm: Vm,
  name: Value,
  fields: Value | undefined,
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const types = new Map<string, Value>(fields ? [] : keywords);
  for (const field of fields ? yield* vm.items(fields) : []) {
    const [key, type] = yield* vm.items(field);
    if (key?.kind === 'str' && type) types.set(key.value, type);
  }
  const made = namedTupleClass(name.kind === 'str' ? name.value : '', [...types.keys()], []);
  made.attrs.set('__annotations__', { kind: 'dict', entries: entriesOf(types) });
  return made;
}
