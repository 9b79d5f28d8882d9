// Ints as PyTorch's argument parser unpacks them once a signature has taken them. Knows no function.
import type { Machine } from '../../python/machine';
import { int, type Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import { valuesOf } from '../../tensor/host';
import { isTensorValue, lostValues } from '../tensorValue';
import { isSequence, nativeTypeName, typeNameOf } from './accepted';
import type { ParsedParam } from './parserSignature';

/** Tensors of one int as that int; raises where an item of a list is none, and for ints of more than 64 bits. */
export function unpacked(machine: Machine, name: string, param: ParsedParam, value: Value): Value {
  if (param.type === 'int64_t' || param.type === 'SymInt') return oneInt(machine, value);
  if (param.type === 'Scalar') return checkedNumber(machine, value);
  if (param.type !== 'IntArrayRef' && param.type !== 'SymIntArrayRef') return value;
  if (!isSequence(value)) return oneInt(machine, value);
  if (value.items.every((item) => item.kind === 'int' && fits(item.value))) return value;
  const items = value.items.map((item, i) => {
    const found = intOf(item);
    const at = `${name}(): argument '${param.name}' failed to unpack the object at pos ${i + 1} with error`;
    if (found?.kind === 'int' && !fits(found.value)) return machine.raise('TypeError', `${at} "${overflow}"`);
    if (found || item.kind === 'unknown' || (item.kind === 'instance' && isIndexable(item))) return found ?? item;
    const type = `type must be ${typeNameOf(param)},but got ${nativeTypeName(machine, item)}`;
    return machine.raise('TypeError', `${at} "${type}"`);
  });
  return { kind: 'tuple', items };
}

const overflow = 'Overflow when unpacking long long';
const fits = (n: bigint): boolean => BigInt.asIntN(64, n) === n;

/** A number is kept with or without a sign: what does not fit into 64 bits of either is refused by Python itself. */
function checkedNumber(machine: Machine, value: Value): Value {
  if (value.kind === 'int' && !fits(value.value)) {
    if (value.value < 0n) machine.raise('OverflowError', "can't convert negative int to unsigned");
    if (value.value >= 2n ** 64n) machine.raise('OverflowError', 'int too big to convert');
  }
  return value;
}

function oneInt(machine: Machine, value: Value): Value {
  const found = intOf(value);
  if (found?.kind === 'int' && !fits(found.value)) return machine.raise('ValueError', overflow);
  return found ?? value;
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
