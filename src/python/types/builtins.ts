// Everything that a program finds without importing it, by name. Knows no syntax.
import { builtinClass, exceptionNames } from '../core/classes';
import { defineExceptionGroups } from '../core/exceptionGroups';
import { defineExceptions } from '../core/exceptions';
import { addMethods } from '../core/native';
import { bool, ellipsis, type InstanceValue, none, notImplemented, str, tuple, type Value } from '../value';
import { defineBytes } from './bytes';
import { builtinFunctions, unionParts } from './functions';
import { defineIterators } from './iterators';
import { defineLists } from './list';
import { defineMappings } from './mapping';
import { defineNumbers } from './number';
import { defineObjects } from './object';
import { defineOperatorMethods } from './operatorMethods';
import { defineSets } from './set';
import { defineText } from './text';
import { defineViews } from './views';

const classNames = [
  'object',
  'type',
  'int',
  'bool',
  'float',
  'complex',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'frozenset',
  'range',
  'slice',
  'property',
  'staticmethod',
  'classmethod',
  'super',
  'enumerate',
  'zip',
  'map',
  'filter',
  'reversed',
];

/** Types that say themselves that they have no hash. */
const unhashable = ['list', 'dict', 'set', 'slice', 'dict_keys', 'dict_items'];

/** What a union of types, which means nothing when the program runs, answers to. */
function defineUnion(): void {
  addMethods(builtinClass('UnionType'), [
    ['__getitem__', 'params', (_, [self]) => self ?? none, 'handled'],
    ['__or__', 'other', (_, [self, other]) => unionType(self ?? none, other ?? none), 'handled'],
    ['__ror__', 'other', (_, [self, other]) => unionType(other ?? none, self ?? none), 'handled'],
    [
      '__repr__',
      '',
      function* (vm, [self]) {
        const parts: string[] = [];
        for (const part of unionParts(self) ?? []) parts.push(part.kind === 'class' ? part.name : yield* vm.repr(part));
        return str(parts.join(' | '));
      },
      'inside',
    ],
  ]);
}

let made: ReadonlyMap<string, Value> | undefined;

/** The builtin names; the same objects in every run, as nothing can change them. */
export function builtins(): ReadonlyMap<string, Value> {
  if (made) return made;
  defineObjects();
  defineOperatorMethods();
  defineNumbers();
  defineText();
  defineBytes();
  defineLists();
  defineMappings();
  defineViews();
  defineSets();
  defineIterators();
  defineExceptions();
  defineExceptionGroups();
  defineUnion();
  for (const name of unhashable) builtinClass(name).attrs.set('__hash__', none);
  const names = new Map<string, Value>();
  for (const name of [...classNames, ...exceptionNames]) names.set(name, builtinClass(name));
  names.set('EnvironmentError', builtinClass('OSError'));
  names.set('IOError', builtinClass('OSError'));
  for (const fn of builtinFunctions()) names.set(fn.name, fn);
  names.set('NotImplemented', notImplemented);
  names.set('Ellipsis', ellipsis);
  names.set('__debug__', bool(true));
  made = names;
  return made;
}

/** `int | None` */
export function unionType(left: Value, right: Value): InstanceValue {
  const parts = [left, right].flatMap((value) => {
    const args = value.kind === 'instance' ? value.attrs.get('__args__') : undefined;
    return args?.kind === 'tuple' ? [...args.items] : [value];
  });
  return { kind: 'instance', cls: builtinClass('UnionType'), attrs: new Map([['__args__', tuple(parts)]]) };
}
