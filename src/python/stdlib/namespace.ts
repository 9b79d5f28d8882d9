// What `argparse.Namespace` and `types.SimpleNamespace` share: names given by keyword, equal where the names are.
import { namesDict } from '../core/namesDict';
import type { MethodRow } from '../core/native';
import { type ClassValue, none, notImplemented, type Value } from '../value';

/** Keeps keywords as attributes. */
export function keepNames(self: Value | undefined, keywords: ReadonlyMap<string, Value>): Value {
  if (self?.kind === 'instance') for (const [name, value] of keywords) self.attrs.set(name, value);
  return none;
}

/** `__eq__` of instances of `classOf()`, by their attributes. */
export const equalNames = (classOf: () => ClassValue): MethodRow => [
  '__eq__',
  'other, /',
  function* (vm, [self, other]) {
    if (self?.kind !== 'instance' || other?.kind !== 'instance' || !vm.isInstance(other, classOf()))
      return notImplemented;
    return yield* vm.compare('==', namesDict(self.attrs), namesDict(other.attrs));
  },
  'inside',
];
