// state_dict and load_state_dict of modules, with PyTorch's messages. Knows no layer.
import { builtinClass } from '../../python/core/classes';
import { hashKey } from '../../python/core/hash';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import { builtin, type DictValue, type InstanceValue, list, type Run, str, type Value } from '../../python/value';
import { torchSize } from '../../tensor/view';
import { makeClass } from '../makeClass';
import { overwrite } from '../tensor/inPlace';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

export type NamedTensors = Iterable<readonly [string, TensorValue]>;

/** Names to tensors without a gradient over the same values, as the ordered dict that PyTorch gives. */
export function stateDict(torch: Torch, tensors: NamedTensors, machine: Machine): DictValue {
  const entries: DictValue['entries'] = new Map();
  for (const [name, { native }] of tensors) {
    const key = hashKey(str(name));
    if (key.kind === 'key') entries.set(key.key, { key: str(name), value: tensorValue(torch.classes.tensor, native) });
  }
  const collections = findStdlibModule(machine as Vm, 'collections');
  const cls = collections?.kind === 'module' ? collections.get('OrderedDict') : undefined;
  return cls?.kind === 'class' ? { kind: 'dict', entries, cls, attrs: new Map() } : { kind: 'dict', entries };
}

/** Copies the values in; raises one RuntimeError that lists everything that does not fit. */
export function* loadStateDict(
  torch: Torch,
  self: InstanceValue,
  tensors: NamedTensors,
  state: Value,
  strict: boolean,
  machine: Machine,
): Run<Value> {
  if (state.kind !== 'dict')
    return machine.raise(
      'TypeError',
      `Expected state_dict to be dict-like, got ${yield* machine.repr(machine.classOf(state))}.`,
    );
  const given = new Map<string, Value>();
  for (const { key, value } of state.entries.values()) if (key.kind === 'str') given.set(key.value, value);
  const missing: string[] = [];
  const errors: string[] = [];
  const names = new Set<string>();
  for (const [name, { native }] of tensors) {
    names.add(name);
    const value = given.get(name);
    if (value === undefined) missing.push(name);
    else if (value.kind === 'unknown') loseValues(native, value);
    else if (!isTensorValue(value))
      errors.push(
        `While copying the parameter named "${name}", expected torch.Tensor or Tensor-like object from checkpoint but received ${yield* machine.repr(machine.classOf(value))}`,
      );
    else if (value.native.shape.join() !== native.shape.join())
      errors.push(
        `size mismatch for ${name}: copying a param with shape ${torchSize(value.native.shape)} from checkpoint, the shape in current model is ${torchSize(native.shape)}.`,
      );
    else {
      const lost = lostValues(value.native);
      if (lost) loseValues(native, lost);
      else yield* overwrite(torch, machine, native, value.native);
    }
  }
  const unexpected = [...given.keys()].filter((name) => !names.has(name));
  const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');
  if (strict && missing.length > 0) errors.unshift(`Missing key(s) in state_dict: ${quoted(missing)}. `);
  if (strict && unexpected.length > 0)
    errors.splice(missing.length > 0 ? 1 : 0, 0, `Unexpected key(s) in state_dict: ${quoted(unexpected)}. `);
  if (errors.length > 0)
    machine.raise('RuntimeError', `Error(s) in loading state_dict for ${self.cls.name}:\n\t${errors.join('\n\t')}`);
  return incompatibleKeys(missing, unexpected);
}

/** What loading returns: the names that were left out on either side. */
function incompatibleKeys(missing: readonly string[], unexpected: readonly string[]): Value {
  const lists = [missing, unexpected].map((names) => list(names.map(str)));
  const cls = makeClass('_IncompatibleKeys', 'torch.nn.modules.module', [builtinClass('tuple')], {
    __repr__: builtin(
      '__repr__',
      function* (_, machine): Run<Value> {
        if (missing.length + unexpected.length === 0) return str('<All keys matched successfully>');
        const [first = '', second = ''] = [
          yield* machine.repr(lists[0] ?? str('')),
          yield* machine.repr(lists[1] ?? str('')),
        ];
        return str(`_IncompatibleKeys(missing_keys=${first}, unexpected_keys=${second})`);
      },
      true,
    ),
  });
  return { kind: 'tuple', items: lists, cls, fields: ['missing_keys', 'unexpected_keys'] };
}
