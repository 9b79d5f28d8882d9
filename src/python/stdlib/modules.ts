// The standard library's modules that are modelled, by name. Each is made once per machine.
import type { Vm } from '../core/vm';
import type { ModuleValue, Value } from '../value';

export type Maker = (vm: Vm) => Value;
export const makers = new Map<string, Maker>();
const cacheKey = Symbol('stdlib');

/** A module of plain names. */
export function moduleOf(name: string, values: Iterable<readonly [string, Value]>): ModuleValue {
  const attrs = new Map<string, Value>(values);
  return { kind: 'module', name, attrs, get: (key) => attrs.get(key), names: () => [...attrs.keys()] };
}

export function findStdlibModule(vm: Vm, path: string): Value | undefined {
  const maker = makers.get(path);
  if (!maker) return undefined;
  let made = vm.state.get(cacheKey) as Map<string, Value> | undefined;
  if (!made) {
    made = new Map();
    vm.state.set(cacheKey, made);
  }
  let module = made.get(path);
  if (!module) {
    module = maker(vm);
    made.set(path, module);
  }
  return module;
}
