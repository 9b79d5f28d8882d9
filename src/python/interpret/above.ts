// What the machine needs from above it: bodies, and the few types that reach into syntax. Wires the rooms of the evaluator.

import type { SourceFile } from '../../syntax/sourceFile';
import { findInClass, typeName } from '../core/lookup';
import { typeError } from '../core/pyError';
import { unionType } from '../core/unionType';
import type { Above, Vm } from '../core/vm';
import { percentFormat } from '../text/percentFormat';
import { builtins } from '../types/builtins';
import { classDict } from '../types/mappingProxy';
import { type ClassValue, none, type Run, type Value } from '../value';
import { runBody } from './body';
import { createClass, mostDerived } from './createClass';

/** `type.__new__(metaclass, name, bases, dict)`. */
function* newClass(
  vm: Vm,
  metaclass: Value,
  positional: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  const [first, bases, dict] = positional;
  if (positional.length !== 3) throw typeError('type() takes 1 or 3 arguments');
  const wrong = (at: number, wanted: string): Error =>
    typeError(`type.__new__() argument ${at} must be ${wanted}, not ${typeName(positional[at - 1] ?? none)}`);
  if (first?.kind !== 'str') throw wrong(1, 'str');
  if (bases?.kind !== 'tuple') throw wrong(2, 'tuple');
  if (dict?.kind !== 'dict') throw wrong(3, 'dict');
  const attrs = new Map<string, Value>();
  for (const { key, value } of dict.entries.values()) if (key.kind === 'str') attrs.set(key.value, value);
  const type = vm.builtinClass('type');
  const asked = metaclass.kind === 'class' ? metaclass : type;
  const winner = mostDerived(asked, bases.items);
  const maker = findInClass(winner, '__new__');
  // The metaclass of a base makes the class where it derives from the one that was asked.
  if (winner !== asked && maker && maker !== type.attrs.get('__new__'))
    return yield* vm.call(maker.kind === 'staticmethod' ? maker.func : maker, [winner, ...positional], keywords);
  const parents = bases.items.filter((base): base is ClassValue => base.kind === 'class');
  return yield* createClass(vm, { name: first.value, bases: parents, attrs, keywords, metaclass: winner });
}

/** For a program: the texts of libraries are read by the parser that read it. */
export const above = (program: SourceFile): Above => ({
  builtins: builtins(),
  runBody,
  percent: percentFormat,
  newClass,
  unionType,
  classDict,
  parse: (text) => program.read(text).module.body,
});
