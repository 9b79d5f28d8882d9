// Exhaustiveness and assertions: bugs of ours, never of the user's code.

/** Marks a branch that the types rule out. */
export function exhaust(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}

/** Stops on a bug of ours. The request that met it fails alone and is logged. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}
