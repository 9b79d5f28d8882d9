// Ints as PyTorch's argument parser unpacks them once a signature has taken them. Knows no function.
import type { Machine } from '../../python/machine';
import { int, type Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import { valuesOf } from '../../tensor/host';
import { isTensorValue, lostValues } from '../tensorValue';
import { isSequence, nativeTypeName, typeNameOf } from './accepted';
import type { ParsedParam } from './parserSignature';

/** Tensors of one int as that int; raises where an item of a list is none. */
export function unpacked(machine: Machine, name: string, param: ParsedParam, value: Value): Value {
  if (param.type === 'int64_t' || param.type === 'SymInt') return intOf(value) ?? value;
  if (param.type !== 'IntArrayRef' && param.type !== 'SymIntArrayRef') return value;
  if (!isSequence(value)) return intOf(value) ?? value;
  if (value.items.every((item) => item.kind === 'int')) return value;
  const items = value.items.map((item, i) => {
    const found = intOf(item);
    if (found || item.kind === 'unknown' || (item.kind === 'instance' && isIndexable(item))) return found ?? item;
    const type = `type must be ${typeNameOf(param)},but got ${nativeTypeName(machine, item)}`;
    const text = `${name}(): argument '${param.name}' failed to unpack the object at pos ${i + 1} with error "${type}"`;
    return machine.raise('TypeError', text);
  });
  return { kind: 'tuple', items };
}

/** Where its value lies on the device, the op reads it. */
const isIndexable = (value: Value): boolean => !isTensorValue(value) || isIntegral(value.native.dtype);

function intOf(value: Value): Value | undefined {
  if (value.kind === 'int') return value;
  if (value.kind === 'bool') return int(value.value ? 1 : 0);
  if (!isTensorValue(value) || value.native.size !== 1 || !isIntegral(value.native.dtype)) return undefined;
  if (lostValues(value.native) || !value.native.storage.host) return undefined;
  const [first] = valuesOf(value.native);
  return first === undefined ? undefined : int(first);
}
