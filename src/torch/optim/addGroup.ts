// Optimizer.add_param_group: takes a group in, with PyTorch's checks. Knows no option.
import type { Machine } from '../../python/machine';
import { type DictValue, type InstanceValue, list, none, type Run, type Value } from '../../python/value';
import { knownGradState, listenersOf } from '../autograd/gradState';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import { typeName } from '../typeName';
import { entry, groupsOf, paramsOf, setEntry } from './group';

/** Unknown where something in the group is; its tensors are lost then, since steps may change them. */
export function* addGroup(machine: Machine, self: InstanceValue, group: Value): Run<Value> {
  if (group.kind === 'unknown') return group;
  if (group.kind !== 'dict') {
    return machine.raise(
      'TypeError',
      `param_group must be a dict, but got ${yield* machine.repr(machine.classOf(group))}`,
    );
  }
  const given = entry(group, 'params') ?? (yield* machine.getItem(group, { kind: 'str', value: 'params' }));
  if (given.kind === 'unknown') return given;
  if (given.kind === 'set') {
    machine.raise(
      'TypeError',
      'optimizer parameters need to be organized in ordered collections, but the ordering of tensors in sets will change between runs. Please use a list instead.',
    );
  }
  const items = isTensorValue(given) ? [given] : yield* machine.items(given);
  const doubt = items.find((item) => item.kind === 'unknown');
  if (doubt?.kind === 'unknown') {
    for (const item of items) if (isTensorValue(item)) loseValues(item.native, doubt);
    return doubt;
  }
  const params = unnamed(machine, group, items);
  for (const param of params) checkParameter(machine, self, param);
  const defaults = self.attrs.get('defaults');
  if (defaults?.kind === 'dict') {
    for (const { key, value } of defaults.entries.values()) {
      if (key.kind === 'str' && !entry(group, key.value)) setEntry(group, key.value, value);
    }
  }
  if (new Set(params).size !== params.length) {
    machine.warn(
      'UserWarning',
      'optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; see github.com/pytorch/pytorch/issues/40967 for more information',
    );
  }
  const others = yield* groupsOf(machine, self);
  if ('kind' in others) return others;
  checkApart(machine, group, params, others);
  const groups = self.attrs.get('param_groups');
  if (groups?.kind === 'list') groups.items.push(group);
  return none;
}

/** Takes the names out of pairs of name and parameter. */
function unnamed(machine: Machine, group: DictValue, items: readonly Value[]): readonly Value[] {
  const names = items.flatMap((item) => (item.kind === 'tuple' ? item.items.slice(0, 1) : []));
  const params = items.map((item) => (item.kind === 'tuple' ? (item.items[1] ?? none) : item));
  setEntry(group, 'params', list([...params]));
  if (names.length > 0 && names.length !== params.length) {
    machine.raise('ValueError', 'all optimizer params should be with/without names. Some param names are missing');
  }
  if (names.length > 0) setEntry(group, 'param_names', list(names));
  return params;
}

function checkParameter(machine: Machine, self: InstanceValue, param: Value): void {
  if (!isTensorValue(param)) {
    machine.raise(
      'TypeError',
      `optimizer can only optimize Tensors, but one of the params is ${typeName(machine, param)}`,
    );
  }
  const defaults = self.attrs.get('defaults');
  const differentiable = defaults?.kind === 'dict' ? entry(defaults, 'differentiable') : undefined;
  if (differentiable?.kind === 'bool' && differentiable.value) return;
  if (!isLeaf(param)) machine.raise('ValueError', "can't optimize a non-leaf Tensor");
}

/** A leaf, or a tensor that retains its gradient. */
function isLeaf(param: TensorValue): boolean {
  const made = knownGradState(param)?.made;
  return !made || listenersOf({ kind: 'node', ...made }).some(({ kind }) => kind === 'retain');
}

function checkApart(machine: Machine, group: DictValue, params: readonly Value[], others: readonly DictValue[]): void {
  const named = entry(group, 'param_names') !== undefined;
  for (const other of others) {
    if ((entry(other, 'param_names') !== undefined) === named) continue;
    machine.raise(
      'ValueError',
      `all optimizer param groups should be with/without names. cannot add param group ${named ? 'with names' : 'without names'} to the optimizer`,
    );
  }
  const taken = new Set(others.flatMap(paramsOf));
  if (params.some((param) => taken.has(param))) {
    machine.raise('ValueError', 'some parameters appear in more than one parameter group');
  }
}
