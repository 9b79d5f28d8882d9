// `asdict` and `astuple`: dataclasses inside out, with copies of what they hold.
import { classOf } from '../core/lookup';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { deepCopy } from '../stdlib/copy';
import { list, type Run, tuple, type Value } from '../value';
import { fieldsOf, isDataclass } from './collect';

/** Makes a dict, or a tuple, of a dataclass's names and values; `factory` is the program's own. */
export function* asPlain(vm: Vm, value: Value, dict: boolean, factory: Value): Run<Value> {
  const inner = (part: Value): Run<Value> => vm.deeper(asPlain(vm, part, dict, factory));
  if (value.kind === 'instance' && isDataclass(value.cls)) {
    const parts: Value[] = [];
    for (const { name } of fieldsOf(value.cls)) {
      const part = yield* inner(yield* vm.getAttr(value, name));
      parts.push(dict ? tuple([{ kind: 'str', value: name }, part]) : part);
    }
    return yield* vm.call(factory, [list(parts)]);
  }
  if (value.kind === 'list' || value.kind === 'tuple') {
    const items: Value[] = [];
    for (const item of value.items) items.push(yield* inner(item));
    if (value.kind === 'tuple' && value.fields) return yield* vm.call(classOf(value), items);
    return value.cls ? yield* vm.call(value.cls, [list(items)]) : value.kind === 'list' ? list(items) : tuple(items);
  }
  if (value.kind === 'dict') {
    const pairs: Value[] = [];
    for (const { key, value: held } of [...value.entries.values()])
      pairs.push(tuple([yield* inner(key), yield* inner(held)]));
    return yield* vm.call(classOf(value), [list(pairs)]);
  }
  return yield* deepCopy(vm, value);
}

export function* converted(vm: Vm, name: string, value: Value, dict: boolean, factory: Value): Run<Value> {
  if (value.kind !== 'instance' || !isDataclass(value.cls))
    throw typeError(`${name}() should be called on dataclass instances`);
  return yield* asPlain(vm, value, dict, factory);
}
