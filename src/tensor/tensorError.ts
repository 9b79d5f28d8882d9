// What can go wrong with tensors: an exception that PyTorch would raise, or something that is not computed here.
import type { Text } from '../base/text';

/** An exception with PyTorch's class and text; a binding turns it into Python's. */
export class TensorError extends Error {
  constructor(
    readonly type:
      | 'ValueError'
      | 'RuntimeError'
      | 'IndexError'
      | 'TypeError'
      | 'NotImplementedError'
      | 'OverflowError'
      | 'AssertionError'
      | '_LinAlgError',
    message: string,
  ) {
    super(message);
  }
}

/** PyTorch has an answer and we have none: a binding turns it into an unknown value with this reason. */
export class NotModelled extends Error {
  constructor(readonly reason: Text) {
    super(reason.template);
  }
}

/** The index error of a dim, by PyTorch's text; a 0-d tensor takes dims -1 and 0. */
export function wrapDim(dim: number, rank: number): number {
  const range = Math.max(rank, 1);
  if (dim < -range || dim >= range) {
    throw new TensorError(
      'IndexError',
      `Dimension out of range (expected to be in range of [${-range}, ${range - 1}], but got ${dim})`,
    );
  }
  return dim < 0 ? dim + range : dim;
}
