// Raised inside the evaluator when something that must be known is not. Python code cannot catch it: the call or
// statement that met it becomes Unknown. Knows no evaluator.
import type { UnknownValue, Value } from '../value';

export class Unknowable extends Error {
  constructor(readonly value: UnknownValue) {
    super('unknowable');
  }
}

/** The value, or a throw where it is Unknown. */
export function known<T extends Value>(value: T): Exclude<T, UnknownValue> {
  if (value.kind === 'unknown') throw new Unknowable(value);
  return value as Exclude<T, UnknownValue>;
}
