// Where a piece of Python runs: its names and those it can see. Knows no evaluation.

import type { ClassValue, UnknownValue, Value } from '../value';
import type { Code } from './code';
import type { Vm } from './vm';

export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'comprehension';
  readonly names: Map<string, Value>;
  readonly code: Code;
  readonly parent: Scope | undefined;
}

/** The class that a method was defined in, known once its class exists: what `super()` needs. */
export interface ClassCell {
  cls?: ClassValue;
  /** Why there is no class: one of its bases is not known. */
  unknown?: UnknownValue;
}

export interface Frame {
  readonly vm: Vm;
  readonly scope: Scope;
  readonly globals: Map<string, Value>;
  readonly qualname: string;
  readonly cell: ClassCell | undefined;
  /** First argument of the function, for `super()`. */
  readonly self: Value | undefined;
}
