// state_dict and load_state_dict of optimizers. Knows no rule.
import { getEntry, setEntry as setKey } from '../../python/core/keys';
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import { type DictValue, type InstanceValue, int, list, none, type Run, type Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { castTo } from '../tensor/castTo';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { collection } from './collection';
import { dictOf, entry, groupsOf, loseOptimizer, paramsOf, setEntry, visible } from './group';

/** `{'state': {0: {...}}, 'param_groups': [{..., 'params': [0, 1]}]}`: parameters by number. */
export function* optimizerState(machine: Machine, self: InstanceValue): Run<Value> {
  const groups = yield* groupsOf(machine, self);
  if ('kind' in groups) return groups;
  const state = visible(machine, self.attrs.get('state') ?? none);
  if (state.kind === 'unknown') return state;
  const numbers = new Map<Value, number>();
  const packed = groups.map((group) => {
    for (const param of paramsOf(group)) if (!numbers.has(param)) numbers.set(param, numbers.size);
    const entries = new Map([...group.entries].map(([key, { key: name, value }]) => [key, { key: name, value }]));
    const copy: DictValue = { kind: 'dict', entries };
    // Deleted first: the numbers stand last.
    for (const [key, { value }] of entries) if (value === entry(group, 'params')) entries.delete(key);
    setEntry(copy, 'params', list(paramsOf(group).map((param) => int(numbers.get(param) ?? 0))));
    return copy;
  });
  const kept: DictValue = { kind: 'dict', entries: new Map() };
  for (const { key, value } of state.kind === 'dict' ? state.entries.values() : []) {
    const number = numbers.get(key);
    yield* setKey(machine as Vm, kept.entries, number === undefined ? key : int(number), value);
  }
  return dictOf([
    ['state', kept],
    ['param_groups', list(packed)],
  ]);
}

/** Takes over a state that `state_dict` gave. */
export function* loadOptimizerState(torch: Torch, machine: Machine, self: InstanceValue, given: Value): Run<Value> {
  if (given.kind === 'unknown') return loseOptimizer(self, given);
  const groups = yield* groupsOf(machine, self);
  if ('kind' in groups) return groups;
  const module = findStdlibModule(machine as Vm, 'copy');
  const deepcopy = (module?.kind === 'module' ? module.get('deepcopy') : undefined) ?? none;
  const savedGroups = yield* machine.getItem(given, { kind: 'str', value: 'param_groups' });
  const copied = yield* machine.call(deepcopy, [savedGroups]);
  const savedState = yield* machine.getItem(given, { kind: 'str', value: 'state' });
  if (copied.kind === 'unknown') return loseOptimizer(self, copied);
  if (savedState.kind === 'unknown') return loseOptimizer(self, savedState);
  const saved = (yield* machine.items(copied)).filter((group) => group.kind === 'dict');
  if (groups.length !== saved.length) {
    machine.raise('ValueError', 'loaded state dict has a different number of parameter groups');
  }
  if (groups.some((group, i) => paramsOf(group).length !== paramsOf(saved[i]!).length)) {
    machine.raise(
      'ValueError',
      "loaded state dict contains a parameter group that doesn't match the size of optimizer's group",
    );
  }
  const numbers: DictValue = { kind: 'dict', entries: new Map() };
  for (const [i, group] of groups.entries()) {
    for (const [at, param] of paramsOf(group).entries()) {
      yield* setKey(machine as Vm, numbers.entries, paramsOf(saved[i]!)[at]!, param);
    }
    setEntry(saved[i]!, 'params', entry(group, 'params') ?? none);
    const names = entry(group, 'param_names');
    if (names && !entry(saved[i]!, 'param_names')) setEntry(saved[i]!, 'param_names', names);
  }
  const state = yield* collection(machine, 'defaultdict', [machine.builtinClass('dict')]);
  for (const { key, value } of savedState.kind === 'dict' ? savedState.entries.values() : []) {
    const param = yield* getEntry(machine as Vm, numbers.entries, key);
    yield* machine.setItem(state, param ?? key, isTensorValue(param) ? taken(torch, param, value) : value);
  }
  self.attrs.set('state', state);
  self.attrs.set('param_groups', list(saved));
  return none;
}

/** What was kept of a parameter, its arrays in the parameter's type. */
function taken(torch: Torch, param: TensorValue, value: Value, name?: Value): Value {
  if (isTensorValue(value)) {
    const isStep = name?.kind === 'str' && name.value === 'step';
    return !isStep && isFloat(param.native.dtype) ? castTo(torch, value, param.native.dtype) : value;
  }
  if (value.kind === 'dict') {
    const entries = new Map(
      [...value.entries].map(
        ([key, { key: own, value: part }]) => [key, { key: own, value: taken(torch, param, part, own) }] as const,
      ),
    );
    return { kind: 'dict', entries };
  }
  return value.kind === 'list' ? list(value.items.map((item) => taken(torch, param, item))) : value;
}
