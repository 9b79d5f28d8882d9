// Assignment to an attribute of a module: what PyTorch refuses to put in the place of parameters, submodules and buffers.
import type { Machine } from '../../python/machine';
import { type InstanceValue, none, type Run, str, type Value } from '../../python/value';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { legacyTypeName } from '../typeName';

type Place = 'parameter' | 'module' | 'buffer' | undefined;

interface Rule {
  readonly place: string;
  readonly expected: string;
}
const rules: Readonly<Record<'parameter' | 'module' | 'buffer', Rule>> = {
  parameter: { place: 'parameter', expected: 'torch.nn.Parameter or None' },
  module: { place: 'child module', expected: 'torch.nn.Module or None' },
  buffer: { place: 'buffer', expected: 'torch.nn.Buffer, torch.Tensor or None' },
};

/** `self.name = value`; `isBuffer` tells names that were registered as buffers. */
export function* assignAttribute(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  name: string,
  value: Value,
  isBuffer: boolean,
): Run<Value> {
  const kind = kindOf(torch, value);
  const started = self.attrs.has('training');
  if (!started && kind === 'module')
    machine.raise('AttributeError', 'cannot assign module before Module.__init__() call');
  if (!started && kind === 'parameter') {
    machine.raise('AttributeError', 'cannot assign parameters before Module.__init__() call');
  }
  const place = isBuffer ? 'buffer' : kindOf(torch, self.attrs.get(name));
  const isOpen = value.kind === 'none' || value.kind === 'unknown' || kind === 'parameter' || kind === place;
  const fits = isOpen || (place === 'buffer' && isTensorValue(value)) || kind === 'module';
  if (place && !fits) {
    const type = isTensorValue(value) ? legacyTypeName(value.native.dtype) : machine.classOf(value).name;
    const rule = rules[place];
    machine.raise('TypeError', `cannot assign '${type}' as ${rule.place} '${name}' (${rule.expected} expected)`);
  }
  const plain = machine.builtinClass('object').attrs.get('__setattr__');
  if (plain) yield* machine.call(plain, [self, str(name), value]);
  else self.attrs.set(name, value);
  return none;
}

function kindOf(torch: Torch, value: Value | undefined): Place {
  if (value?.kind !== 'instance') return undefined;
  if (value.cls.mro.includes(torch.classes.module)) return 'module';
  return value.cls === torch.classes.parameter ? 'parameter' : undefined;
}
