// A dataclass whose objects have its fields and no other names: the class is made once more. Raises TypeError.
import { entriesOf } from '../core/keys';
import { classOf } from '../core/lookup';
import { typeError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { type ClassValue, type Run, str, tuple, type Value } from '../value';
import type { Field } from './field';

export function* withSlots(vm: Vm, cls: ClassValue, fields: readonly Field[]): Run<Value> {
  if (cls.attrs.has('__slots__')) throw typeError(`${cls.name} already specifies __slots__`);
  const inherited = new Set<string>();
  for (const step of cls.mro.slice(1)) {
    const held = step.attrs.get('__slots__');
    const names = held?.kind === 'tuple' || held?.kind === 'list' ? held.items : held ? [held] : [];
    for (const name of names) if (name.kind === 'str') inherited.add(name.value);
  }
  const own = fields.map(({ name }) => name).filter((name) => !inherited.has(name));
  const attrs = new Map(cls.attrs);
  for (const { name } of fields) attrs.delete(name);
  attrs.set('__slots__', tuple(own.map(str)));
  return yield* vm.call(classOf(cls), [str(cls.name), tuple(cls.bases), { kind: 'dict', entries: entriesOf(attrs) }]);
}
