// From exceptions of tensors and operations to Python's: the one place where they meet.
import { builtinClass } from '../python/core/classes';
import type { Machine } from '../python/machine';
import { type UnknownValue, unknown } from '../python/value';
import { NotModelled, TensorError } from '../tensor/tensorError';
import { makeClass } from './makeClass';

/** `torch.linalg.LinAlgError`. */
export const linAlgError = makeClass('_LinAlgError', 'torch._C', [builtinClass('RuntimeError')], {});

/** Raises PyTorch's exceptions in the program; what is not modelled becomes an unknown value; undefined for a bug. */
export function caughtInPython(machine: Machine, error: unknown): UnknownValue | undefined {
  if (error instanceof TensorError)
    machine.raise(error.type === '_LinAlgError' ? linAlgError : error.type, error.message);
  return error instanceof NotModelled ? unknown(error.reason, machine.span) : undefined;
}

/** The same for those who meet it first: a bug goes on. */
export function raiseInPython(machine: Machine, error: unknown): UnknownValue {
  const doubt = caughtInPython(machine, error);
  if (doubt) return doubt;
  throw error;
}

/** Runs something that may throw PyTorch's exceptions. */
export function guarded<T>(machine: Machine, work: () => T): T | UnknownValue {
  try {
    return work();
  } catch (error) {
    return raiseInPython(machine, error);
  }
}
