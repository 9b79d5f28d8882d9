// A shape given as one tuple or as several integers. Knows no function.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import { checkStorage } from '../../tensor/storageSize';
import { isTensorValue } from '../tensorValue';

/** `zeros(2, 3)` and `zeros((2, 3))` alike; raises PyTorch's TypeErrors. */
export function shapeArgument(name: string, value: Value, machine: Machine): readonly number[] | UnknownValue {
  const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
  const shape: number[] = [];
  for (const [i, item] of items.entries()) {
    if (item.kind === 'unknown') return item;
    if (isTensorValue(item) && isIntegral(item.native.dtype) && item.native.size === 1)
      return unknown(say('sizes from tensors are not modelled yet'));
    if (item.kind !== 'int') {
      const type = machine.classOf(item).name;
      machine.raise(
        'TypeError',
        i === 0
          ? `${name}(): argument 'size' (position 1) must be tuple of ints, not ${type}`
          : `${name}(): argument 'size' failed to unpack the object at pos ${i + 1} with error "type must be tuple of ints,but got ${type}"`,
      );
    }
    if (item.value < 0n) {
      machine.raise(
        'RuntimeError',
        `Trying to create tensor with negative dimension ${item.value}: [${shapeText(items)}]`,
      );
    }
    shape.push(Number(item.value));
  }
  checkStorage(shape);
  return shape;
}

const shapeText = (items: readonly Value[]): string =>
  items.map((item) => (item.kind === 'int' ? String(item.value) : '?')).join(', ');
