// Values brought to the host, and what is computed from them: at once where they are there, else when they come.
import type { HostArray } from './dtype';
import type { Engine } from './engine';
import type { Tensor } from './tensor';

/** Row-major values of each tensor, handed to `use`; counts as work on all of them. */
export const withValues = <T>(
  engine: Engine,
  tensors: readonly Tensor[],
  use: (...values: readonly HostArray[]) => T | Promise<T>,
): T | Promise<T> => withEachOf(engine, tensors, (values) => use(...values));

/** The same for any number of tensors: a call has room for some thousand arguments only. */
export function withEachOf<T>(
  engine: Engine,
  tensors: readonly Tensor[],
  use: (values: readonly HostArray[]) => T | Promise<T>,
): T | Promise<T> {
  engine.meter.work(tensors.reduce((total, x) => total + x.size, 0));
  const read = together(tensors.map((x) => engine.read(x)));
  return read instanceof Promise ? read.then(use) : use(read);
}

/** All of them, at once where all are there. */
export const together = <T>(values: readonly (T | Promise<T>)[]): readonly T[] | Promise<readonly T[]> =>
  values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as readonly T[]);

/** Goes on with a result, at once where it is there. */
export const andThen = <T, U>(value: T | Promise<T>, next: (value: T) => U | Promise<U>): U | Promise<U> =>
  value instanceof Promise ? value.then(next) : next(value);
