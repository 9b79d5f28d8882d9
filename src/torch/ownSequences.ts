// Sequences that are no lists: a deque, an object of the program's own with a length and items. Knows no tensor's values.
import type { Machine } from '../python/machine';
import { list, type Run, type Value } from '../python/value';
import { lengthOf } from './data/lengthOf';
import { scalarTypeOf } from './numpy/scalarTypes';
import { isTensorValue } from './tensorValue';

/** The same data with each of them as the list of its items; what is none stays what it is. */
export function* plainSequences(machine: Machine, data: Value): Run<Value> {
  if (data.kind === 'list' || data.kind === 'tuple') {
    if (!data.items.some((item) => item.kind === 'instance' || item.kind === 'list' || item.kind === 'tuple'))
      return data;
    machine.spend(data.items.length / 8);
    const items: Value[] = [];
    for (const item of data.items) items.push(yield* plainSequences(machine, item));
    return items.every((item, i) => item === data.items[i]) ? data : { ...data, items };
  }
  if (data.kind !== 'instance' || isTensorValue(data) || scalarTypeOf(data)) return data;
  if (!(yield* machine.findAttr(data, '__getitem__')) || !(yield* machine.findAttr(data, '__len__'))) return data;
  const length = yield* lengthOf(machine, data);
  if (typeof length !== 'number') return length;
  const items: Value[] = [];
  for (let at = 0; at < length; at++) {
    machine.spend(1);
    items.push(yield* plainSequences(machine, yield* machine.getItem(data, { kind: 'int', value: BigInt(at) })));
  }
  return list(items);
}
