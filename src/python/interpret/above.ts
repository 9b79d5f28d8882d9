// What the machine needs from above it: bodies, and the few types that reach into syntax. Wires the rooms of the evaluator.

import { classOf } from '../core/lookup';
import { typeError } from '../core/pyError';
import type { Above, Vm } from '../core/vm';
import { percentFormat } from '../text/percentFormat';
import { builtins, unionType } from '../types/builtins';
import { type ClassValue, none, type Run, type Value } from '../value';
import { runBody } from './body';
import { createClass } from './classes';

/** `type(x)` and `type(name, bases, dict)`. */
function* typeCall(vm: Vm, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value> {
  const [first, bases, dict] = positional;
  if (positional.length === 1 && keywords.size) throw typeError('type() takes no keyword arguments');
  if (positional.length === 1 && first) return first.kind === 'unknown' ? vm.touched(first) : classOf(first);
  if (positional.length !== 3) throw typeError('type() takes 1 or 3 arguments');
  const wrong = (at: number, wanted: string): Error =>
    typeError(`type.__new__() argument ${at} must be ${wanted}, not ${classOf(positional[at - 1] ?? none).name}`);
  if (first?.kind !== 'str') throw wrong(1, 'str');
  if (bases?.kind !== 'tuple') throw wrong(2, 'tuple');
  if (dict?.kind !== 'dict') throw wrong(3, 'dict');
  const attrs = new Map<string, Value>();
  for (const { key, value } of dict.entries.values()) if (key.kind === 'str') attrs.set(key.value, value);
  const parents = bases.items.filter((base): base is ClassValue => base.kind === 'class');
  return yield* createClass(first.value, parents, attrs, {}, keywords, { vm });
}

export const above = (): Above => ({ builtins: builtins(), runBody, percent: percentFormat, typeCall, unionType });
