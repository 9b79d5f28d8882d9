// The way an op refuses its arguments. Knows no op.
import { OpError } from './op';

/** Throws PyTorch's exception: its class and its text. */
export function fail(message: string, type: OpError['type'] = 'RuntimeError'): never {
  throw new OpError(type, message);
}
