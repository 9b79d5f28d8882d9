// A Python exception thrown by code that has no machine at hand; where Python can catch it, it becomes a `Raised`.
// Knows no evaluator.

export class PyError extends Error {
  constructor(
    /** Name of a builtin exception class. */
    readonly type: string,
    message: string,
  ) {
    super(message);
  }
}

export const typeError = (message: string): PyError => new PyError('TypeError', message);
export const valueError = (message: string): PyError => new PyError('ValueError', message);
