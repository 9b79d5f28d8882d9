// About how many bytes values keep from being freed. An estimate for a budget; knows no trace.
import type { FunctionCode } from '../../python/core/calling';
import type { Scope } from '../../python/core/frame';
import type { Value } from '../../python/value';
import { Tensor } from '../../tensor/tensor';

const perObject = 64;
const perNumber = 8;
/** Of a long container so many items are looked at, and the rest taken to be like them. */
const looked = 1000;

export function heldBytes({
  values,
  tensors,
}: {
  readonly values: Iterable<Value>;
  readonly tensors: Iterable<Tensor>;
}): number {
  const seen = new Set<object>();
  const work = [...values];
  let bytes = 0;
  const countTensor = ({ storage }: Tensor): void => {
    if (seen.has(storage)) return;
    seen.add(storage);
    bytes += storage.length * perNumber;
  };
  for (const tensor of tensors) countTensor(tensor);
  const push = (items: Iterable<Value>, count: number): void => {
    bytes += count * perNumber + Math.max(0, count - looked) * perObject;
    let left = looked;
    for (const item of items) {
      if (left-- <= 0) return;
      work.push(item);
    }
  };
  for (let value = work.pop(); value; value = work.pop()) {
    if (seen.has(value)) continue;
    seen.add(value);
    bytes += perObject;
    switch (value.kind) {
      case 'str':
        bytes += 2 * value.value.length;
        break;
      case 'list':
      case 'tuple':
        push(value.items, value.items.length);
        break;
      case 'dict':
        for (const entry of value.entries.values()) work.push(entry.key, entry.value);
        break;
      case 'set':
        for (const entry of value.entries.values()) work.push(entry.key);
        break;
      case 'method':
        work.push(value.self, value.func);
        break;
      case 'instance': {
        work.push(value.cls, ...value.attrs.values());
        if (value.native instanceof Tensor) countTensor(value.native);
        break;
      }
      case 'class':
        work.push(...value.attrs.values());
        break;
      case 'function': {
        const { globals, parent } = value.code as FunctionCode;
        for (let scope: Scope | undefined = parent; scope; scope = scope.parent) scopeValues(scope.names);
        scopeValues(globals);
        break;
      }
    }
  }
  return bytes;

  function scopeValues(names: ReadonlyMap<string, Value>): void {
    if (seen.has(names)) return;
    seen.add(names);
    work.push(...names.values());
  }
}
