// How a statement ends, when it does not simply go on to the next. Knows no syntax.
import type { UnknownValue, Value } from '../value';

export type Completion =
  | undefined
  | { readonly kind: 'break' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'return'; readonly value: Value }
  | Doubt;

/** Code that could not be run might have left the loop or the function here. */
export interface Doubt {
  readonly kind: 'doubt';
  readonly why: UnknownValue;
  /** Leaves the innermost loop, or a turn of it. */
  readonly leavesLoop: boolean;
  readonly returns: boolean;
}

export const joinDoubts = (a: Doubt | undefined, b: Doubt | undefined): Doubt | undefined => {
  if (!a || !b) return a ?? b;
  return { ...a, leavesLoop: a.leavesLoop || b.leavesLoop, returns: a.returns || b.returns };
};
