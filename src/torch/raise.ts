// From exceptions of tensors and operations to Python's: the one place where they meet.
import { OpError } from '../ops/op';
import type { Machine } from '../python/machine';
import { type UnknownValue, unknown } from '../python/value';
import { NotModelled, TensorError } from '../tensor/tensorError';

/** Raises PyTorch's exceptions in the program; what is not modelled becomes an unknown value; anything else is a bug and goes on. */
export function raiseInPython(machine: Machine, error: unknown): UnknownValue {
  if (error instanceof TensorError || error instanceof OpError) machine.raise(error.type, error.message);
  if (error instanceof NotModelled) return unknown(error.reason, machine.span);
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
