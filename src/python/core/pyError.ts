// A Python exception thrown by code that has no machine at hand; where Python can catch it, it becomes a `Raised`.
// Knows no evaluator.
import type { Value } from '../value';

export class PyError extends Error {
  constructor(
    /** Name of a builtin exception class. */
    readonly type: string,
    message: string,
    /** `args` of the exception where they are not just the message. */
    readonly args?: readonly Value[],
  ) {
    super(message);
  }
}

export const typeError = (message: string): PyError => new PyError('TypeError', message);
export const valueError = (message: string): PyError => new PyError('ValueError', message);
