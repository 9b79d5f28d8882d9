// Named results of operations, `torch.return_types.max(values, indices)`, as Python objects. Knows no operation.

import { builtinClass } from '../python/core/classes';
import type { Machine } from '../python/machine';
import { builtin, type ClassValue, type Run, str, type TupleValue, type Value } from '../python/value';
import { makeClass } from './makeClass';

const classes = new Map<string, ClassValue>();

/** A tuple whose items have names; prints one item per line, as torch's structseqs do. */
export function namedResult(
  returns: { readonly name: string; readonly fields: readonly string[] },
  items: readonly Value[],
): TupleValue {
  let cls = classes.get(returns.name);
  if (!cls) {
    cls = makeClass(returns.name, 'torch.return_types', [builtinClass('tuple')], {
      __repr__: builtin('__repr__', ({ positional: [self] }, machine) => repr(self as TupleValue, machine), true),
    });
    classes.set(returns.name, cls);
  }
  return { kind: 'tuple', items, cls, fields: returns.fields };
}

function* repr(self: TupleValue, machine: Machine): Run<Value> {
  const lines: string[] = [];
  for (const [i, item] of self.items.entries()) lines.push(`${self.fields?.[i]}=${yield* machine.repr(item)}`);
  return str(`torch.return_types.${self.cls?.name}(\n${lines.join(',\n')})`);
}
