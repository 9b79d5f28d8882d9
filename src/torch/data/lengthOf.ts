// `len()` as loaders and datasets ask for it. Knows no dataset.
import type { Machine } from '../../python/machine';
import type { Run, UnknownValue, Value } from '../../python/value';
import { isTensorValue } from '../tensorValue';

/** The number of items; raises TypeError where there is none to ask for. */
export function* lengthOf(machine: Machine, value: Value): Run<number | UnknownValue> {
  if (value.kind === 'unknown') return value;
  if (value.kind === 'list' || value.kind === 'tuple') return value.items.length;
  if (isTensorValue(value)) return value.native.shape[0] ?? 0;
  const method = yield* machine.findAttr(value, '__len__');
  if (!method) return machine.raise('TypeError', `object of type '${machine.classOf(value).name}' has no len()`);
  const length = yield* machine.call(method, []);
  return length.kind === 'unknown' ? length : length.kind === 'int' ? Number(length.value) : 0;
}
