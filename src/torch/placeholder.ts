// Marks values that stand for what is not modelled: calling one makes an Unknown, so that what follows is not guessed.
import type { Value } from '../python/value';

const placeholders = new WeakSet<Value>();

/** The value, marked. */
export function placeholder<T extends Value>(value: T): T {
  placeholders.add(value);
  return value;
}

/** Whether a value stands for something that is not modelled. */
export const isPlaceholder = (value: Value): boolean => placeholders.has(value);
