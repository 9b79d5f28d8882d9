// state_dict and load_state_dict of modules, with PyTorch's messages. Knows no layer.
import { say } from '../../base/text';
import { builtinClass } from '../../python/core/classes';
import { hashKey } from '../../python/core/hash';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import {
  builtin,
  type DictValue,
  type InstanceValue,
  int,
  list,
  type Run,
  str,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { torchSize } from '../../tensor/view';
import { requiresGrad, setRequiresGrad } from '../autograd/record';
import { makeClass } from '../makeClass';
import { overwrite } from '../tensor/inPlace';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { children, isParameterOf, ownState, stateModules } from './moduleTree';
import { asParameter } from './parameter';
import { reconcile, versionIn, versionOf } from './stateVersions';

const ownMethods = ['get_extra_state', 'set_extra_state', '_save_to_state_dict', '_load_from_state_dict'];

/** A class of the program's that has a say in its state. */
export function foreignState(torch: Torch, self: InstanceValue): UnknownValue | undefined {
  for (const [, { cls }] of stateModules(torch, self)) {
    const name = ownMethods.find((method) => cls.mro.some(({ attrs }) => attrs.has(method)));
    if (name) return unknown(say('{0} is not modelled yet', `torch.nn.Module.${name}`));
  }
  return undefined;
}

function enter(dict: DictValue, key: string, value: Value): void {
  const hashed = hashKey(str(key));
  if (hashed.kind === 'key') dict.entries.set(hashed.key, { key: str(key), value });
}

function orderedDict(machine: Machine): DictValue {
  const collections = findStdlibModule(machine as Vm, 'collections');
  const cls = collections?.kind === 'module' ? collections.get('OrderedDict') : undefined;
  const entries: DictValue['entries'] = new Map();
  return cls?.kind === 'class' ? { kind: 'dict', entries, cls, attrs: new Map() } : { kind: 'dict', entries };
}

/**
 * Names to tensors over the same values, without a gradient unless they are kept as they are, as the ordered dict that PyTorch
 * gives; `_metadata` has the versions.
 */
export function stateDict(
  torch: Torch,
  self: InstanceValue,
  prefix: string,
  keeps: boolean,
  machine: Machine,
): DictValue {
  const [state, versions] = [orderedDict(machine), orderedDict(machine)];
  for (const [start, module] of stateModules(torch, self, prefix)) {
    const version: DictValue = { kind: 'dict', entries: new Map() };
    enter(version, 'version', int(versionOf(module)));
    enter(versions, start.slice(0, -1), version);
    for (const [name, value] of ownState(torch, module))
      enter(state, start + name, keeps ? value : tensorValue(torch.classes.tensor, value.native));
  }
  state.attrs?.set('_metadata', versions);
  return state;
}

/** What does not fit, collected over all modules. */
interface Misfits {
  readonly missing: string[];
  readonly unexpected: string[];
  readonly errors: string[];
}

/** Copies the values in, or puts the tensors there (`assigns`); raises one RuntimeError that lists everything that does not fit. */
export function* loadStateDict(
  torch: Torch,
  self: InstanceValue,
  state: Value,
  { strict, assigns }: { readonly strict: boolean; readonly assigns: boolean },
  machine: Machine,
): Run<Value> {
  if (state.kind !== 'dict')
    return machine.raise(
      'TypeError',
      `Expected state_dict to be dict-like, got ${yield* machine.repr(machine.classOf(state))}.`,
    );
  const given = new Map<string, Value>();
  for (const { key, value } of state.entries.values()) if (key.kind === 'str') given.set(key.value, value);
  const misfits: Misfits = { missing: [], unexpected: [], errors: [] };
  for (const [prefix, module] of stateModules(torch, self)) {
    const local = new Map([...given].filter(([name]) => name.startsWith(prefix)));
    reconcile(module, prefix, local, versionIn(state, prefix), misfits.errors);
    yield* loadOwn(torch, machine, module, prefix, local, assigns, misfits);
  }
  const { missing, unexpected, errors } = misfits;
  const quoted = (keys: readonly string[]): string => keys.map((key) => `"${key}"`).join(', ');
  if (strict && unexpected.length > 0) errors.unshift(`Unexpected key(s) in state_dict: ${quoted(unexpected)}. `);
  if (strict && missing.length > 0) errors.unshift(`Missing key(s) in state_dict: ${quoted(missing)}. `);
  if (errors.length > 0)
    machine.raise('RuntimeError', `Error(s) in loading state_dict for ${self.cls.name}:\n\t${errors.join('\n\t')}`);
  return incompatibleKeys(missing, unexpected);
}

/** Loads what one module itself keeps from the part of the state that begins with its prefix. */
function* loadOwn(
  torch: Torch,
  machine: Machine,
  module: InstanceValue,
  prefix: string,
  local: ReadonlyMap<string, Value>,
  assigns: boolean,
  { missing, unexpected, errors }: Misfits,
): Run<void> {
  const own = ownState(torch, module);
  for (const [name, held] of own) {
    const [key, { native }] = [prefix + name, held];
    const found = local.get(key);
    const value = isTensorValue(found) && native.rank === 0 ? yield* withoutDim(found, machine) : found;
    if (value === undefined) missing.push(key);
    else if (value.kind === 'unknown') loseValues(native, value);
    else if (!isTensorValue(value))
      errors.push(
        `While copying the parameter named "${key}", expected torch.Tensor or Tensor-like object from checkpoint but received ${yield* machine.repr(machine.classOf(value))}`,
      );
    else if (value.native.shape.join() !== native.shape.join())
      errors.push(
        `size mismatch for ${key}: copying a param with shape ${torchSize(value.native.shape)} from checkpoint, the shape in current model is ${torchSize(native.shape)}.`,
      );
    else if (assigns) module.attrs.set(name, assigned(torch, held, value));
    else {
      const lost = lostValues(value.native);
      if (lost) loseValues(native, lost);
      else yield* overwrite(torch, machine, native, value.native);
    }
  }
  const names = new Set(own.map(([name]) => name));
  const below = new Set(children(torch, module).map(([name]) => name));
  for (const key of local.keys()) {
    const [name = '', ...rest] = key.slice(prefix.length).split('.');
    if (!(rest.length > 0 ? below : names).has(name)) unexpected.push(key);
  }
}

/** States of long ago kept numbers as tensors of one element. */
function* withoutDim(value: TensorValue, machine: Machine): Run<Value> {
  const { shape } = value.native;
  return shape.length === 1 && shape[0] === 1 ? yield* machine.getItem(value, int(0)) : value;
}

/** The tensor of the state itself; a parameter where one stood, which asks for a gradient as that did. */
function assigned(torch: Torch, held: TensorValue, value: TensorValue): TensorValue {
  if (!isParameterOf(torch, held)) return value;
  const requires = requiresGrad(held);
  if (!isParameterOf(torch, value)) return asParameter(torch, value, requires);
  setRequiresGrad(value, requires);
  return value;
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
