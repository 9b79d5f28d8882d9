// The standard library's modules that are modelled, by name. Each is made once per machine.

import { say } from '../../base/text';
import { makeClass } from '../core/classes';
import { atHome } from '../core/homes';
import { addMethods, type MethodRow, native, scripted } from '../core/native';
import type { Vm } from '../core/vm';
import { type ClassValue, type ModuleValue, unknown, type Value } from '../value';

export type Maker = (vm: Vm) => Value;
const makers = new Map<string, Maker>();
/** Declares a module. */
export const defineModule = (name: string, maker: Maker): void => {
  makers.set(name, maker);
};
/** How a module is made, where it is declared. */
export const makerOf = (name: string): Maker | undefined => makers.get(name);
/** The modules there are. */
export const stdlibNames = (): readonly string[] => [...makers.keys()];
const cacheKey = Symbol('stdlib');

/** A module of plain names. A `partial` one has more names than are modelled: those are Unknown. */
export function moduleOf(name: string, values: Iterable<readonly [string, Value]>, partial = false): ModuleValue {
  const attrs = new Map<string, Value>(values);
  for (const value of attrs.values()) atHome(name, value);
  const get = (key: string): Value | undefined =>
    attrs.get(key) ??
    (partial && !key.startsWith('__') ? unknown(say('{0} is not modelled yet', `${name}.${key}`)) : undefined);
  return { kind: 'module', name, attrs, get, names: () => [...attrs.keys()] };
}

/** A module's functions from rows. */
export const functionsOf = (rows: readonly MethodRow[]): [string, Value][] =>
  rows.map(([name, signature, work, unknowns]) => [name, native(name, signature, work, unknowns)]);

/** Those of a module that CPython has in Python. */
export const scriptedFunctions = (rows: readonly MethodRow[]): [string, Value][] =>
  rows.map(([name, signature, work, unknowns]) => [name, scripted(name, signature, work, unknowns)]);

/** A class of a module, with methods from rows (self comes first). */
export function classIn(module: string, name: string, base: ClassValue, rows: readonly MethodRow[] = []): ClassValue {
  const cls = makeClass(name, module, [base], new Map());
  if (!cls) throw new Error(`no order of bases for ${name}`);
  addMethods(cls, rows);
  return cls;
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
