// Everything that a program finds without importing it, by name. Knows no syntax.
import { builtinClass, exceptionNames } from '../core/classes';
import { defineExceptionGroups } from '../core/exceptionGroups';
import { defineExceptions } from '../core/exceptions';
import { atHome } from '../core/homes';
import { defineUnion } from '../core/unionType';
import { bool, ellipsis, none, notImplemented, type Value } from '../value';
import { defineBytes } from './bytes';
import { builtinFunctions } from './functions';
import { defineIterators } from './iterators';
import { defineLists } from './list';
import { defineMappings } from './mapping';
import { defineMappingProxy } from './mappingProxy';
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
  defineMappingProxy();
  for (const name of unhashable) builtinClass(name).attrs.set('__hash__', none);
  const names = new Map<string, Value>();
  for (const name of [...classNames, ...exceptionNames]) names.set(name, builtinClass(name));
  names.set('EnvironmentError', builtinClass('OSError'));
  names.set('IOError', builtinClass('OSError'));
  for (const fn of builtinFunctions()) {
    names.set(fn.name, fn);
    atHome('builtins', fn);
  }
  names.set('NotImplemented', notImplemented);
  names.set('Ellipsis', ellipsis);
  names.set('__debug__', bool(true));
  made = names;
  return made;
}
