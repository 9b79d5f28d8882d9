// What the machine needs from above it: bodies, and the few types that reach into syntax. Wires the rooms of the evaluator.

import { classOf } from '../core/lookup';
import { typeError } from '../core/pyError';
import type { Above, Vm } from '../core/vm';
import { percentFormat } from '../text/percentFormat';
import { builtins, unionType } from '../types/builtins';
import type { ClassValue, Run, Value } from '../value';
import { runBody } from './body';
import { createClass } from './classes';

/** `type(x)` and `type(name, bases, dict)`. */
function* typeCall(vm: Vm, positional: readonly Value[], keywords: ReadonlyMap<string, Value>): Run<Value> {
  const [first, bases, dict] = positional;
  if (positional.length === 1 && first) return first.kind === 'unknown' ? vm.touched(first) : classOf(first);
  if (positional.length !== 3 || first?.kind !== 'str' || bases?.kind !== 'tuple' || dict?.kind !== 'dict')
    throw typeError('type() takes 1 or 3 arguments');
  const attrs = new Map<string, Value>();
  for (const { key, value } of dict.entries.values()) if (key.kind === 'str') attrs.set(key.value, value);
  const parents = bases.items.filter((base): base is ClassValue => base.kind === 'class');
  return yield* createClass(first.value, parents, attrs, {}, keywords, { vm });
}

export const above = (): Above => ({ builtins: builtins(), runBody, percent: percentFormat, typeCall, unionType });
