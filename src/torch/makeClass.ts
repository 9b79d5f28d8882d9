// Classes and properties of the library as Python values. Knows nothing of torch.
import { builtinClass, makeClass as pythonClass } from '../python/core/classes';
import type { Machine } from '../python/machine';
import {
  type Answer,
  type BuiltinValue,
  builtin,
  type ClassValue,
  type InstanceValue,
  none,
  type PropertyValue,
  type Run,
  type Value,
} from '../python/value';

/** A class with the given attributes; without bases it derives from `object`. */
export function makeClass(
  name: string,
  module: string,
  bases: readonly ClassValue[],
  attrs: Readonly<Record<string, Value>>,
  metaclass?: ClassValue,
): ClassValue {
  const cls = pythonClass(
    name,
    module,
    bases.length > 0 ? bases : [builtinClass('object')],
    new Map(Object.entries(attrs)),
    metaclass,
  );
  if (!cls) throw new Error(`no order of bases for ${name}`);
  return cls;
}

/** What an object has of its own under a name; None where it has nothing, as a number has to which a method is given by its class. */
export const attribute = (self: Value, name: string): Value => ('attrs' in self && self.attrs?.get(name)) || none;

/** The same where Python would look further: a class derived from a layer may have a property in the place of what the layer had. */
export function* attributeOrProperty(machine: Machine, self: InstanceValue, name: string): Run<Value> {
  return self.attrs.get(name) ?? (yield* machine.getAttr(self, name));
}

/** A read-only property. */
export const attributeGetter = (get: (self: InstanceValue, machine: Machine) => Answer): PropertyValue => ({
  kind: 'property',
  get: builtin('get', ({ positional: [self] }, machine) => get(self as InstanceValue, machine)),
});

/** A method that is called with unknown arguments too: it marks what it would have written, or hands them on. */
export const writingMethod = (name: string, call: Parameters<typeof method>[1]): BuiltinValue => ({
  ...method(name, call),
  unknowns: 'handled',
});

/** A method: `self` arrives first. */
export const method = (
  name: string,
  call: (self: InstanceValue, args: readonly Value[], machine: Machine, keywords: ReadonlyMap<string, Value>) => Answer,
): BuiltinValue =>
  builtin(
    name,
    ({ positional: [self, ...args], keywords }, machine) => {
      if (!self) return machine.raise('TypeError', `${name}() missing 1 required positional argument: 'self'`);
      return call(self as InstanceValue, args, machine, keywords);
    },
    true,
  );
