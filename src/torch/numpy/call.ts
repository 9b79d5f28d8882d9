// One call of a function over an array: its arguments, ints among them, and elements taken from other places. Knows no function.
import type { Machine } from '../../python/machine';
import type { Value } from '../../python/value';
import { allocate } from '../../tensor/dtype';
import { contiguousStrides, sizeOf, valuesOf } from '../../tensor/host';
import type { TensorValue } from '../tensorValue';
import type { Numpy } from './numpy';
import { leafOf } from './scalarTypes';

/** The arguments of one call, the array apart. */
export interface Call {
  readonly numpy: Numpy;
  readonly machine: Machine;
  readonly array: TensorValue;
  readonly get: (name: string) => Value;
}

/** An int of Python or NumPy. */
export const whole = (value: Value): number | undefined => {
  const leaf = leafOf(value);
  return typeof leaf === 'bigint' ? Number(leaf) : undefined;
};

/** An int, or a sequence of them. */
export const wholes = (value: Value): readonly number[] | undefined => {
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
  const numbers = items.map(whole);
  return numbers.every((n) => n !== undefined) ? numbers : undefined;
};

/** A new array whose element at each place is the given array's at another one. */
export function gathered(
  { numpy, array: { native } }: Call,
  shape: readonly number[],
  from: (place: readonly number[]) => readonly number[],
): Value {
  const values = valuesOf(native);
  const strides = contiguousStrides(native.shape);
  const made = allocate(native.dtype, sizeOf(shape));
  const steps = contiguousStrides(shape);
  for (let i = 0; i < made.length; i++) {
    const place = shape.map((size, dim) => Math.floor(i / (steps[dim] ?? 1)) % size);
    made[i] = values[from(place).reduce((at, index, dim) => at + index * (strides[dim] ?? 0), 0)] as never;
  }
  return numpy.made(made, shape, native.dtype);
}
