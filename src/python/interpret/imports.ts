// `import` and `from ... import`: the standard library's modelled modules, then the program's library. Knows no other statement.
import { say } from '../../base/text';
import type { Alias, Import, ImportFrom } from '../../syntax/nodes';
import type { Frame } from '../core/frame';
import { PyError } from '../core/pyError';
import type { Vm } from '../core/vm';
import { findStdlibModule } from '../stdlib/modules';
import { none, type Run, type UnknownValue, unknown, type Value } from '../value';
import { notRunHere } from './concurrency';
import { bindName } from './names';

/** The module of a dotted name; Unknown where there is no model of it. */
export function findModule(vm: Vm, path: string): Value | undefined {
  return findStdlibModule(vm, path) ?? vm.options.library.module(path);
}

const unmodelled = (vm: Vm, path: string, alias: Alias): UnknownValue =>
  vm.touched(unknown(notRunHere(path) ?? say("the module '{0}' is not modelled", path), alias.span));

export function importModules(node: Import, frame: Frame): void {
  const { vm } = frame;
  for (const alias of node.names) {
    vm.span = alias.span;
    const root = alias.name.split('.')[0] ?? alias.name;
    if (alias.asname)
      bindName(alias.asname, findModule(vm, alias.name) ?? unmodelled(vm, alias.name, alias), frame, alias.nameSpan);
    else bindName(root, findModule(vm, root) ?? unmodelled(vm, alias.name, alias), frame, alias.nameSpan);
  }
}

export function* importFrom(node: ImportFrom, frame: Frame): Run<void> {
  const { vm } = frame;
  if (node.module === '__future__') {
    for (const alias of node.names) {
      if (alias.name === 'annotations') vm.lazyAnnotations = true;
      bindName(alias.asname ?? alias.name, none, frame);
    }
    return;
  }
  const module = node.level ? undefined : findModule(vm, node.module);
  for (const alias of node.names) {
    vm.span = alias.span;
    const path = node.level ? '.'.repeat(node.level) + node.module : node.module;
    const missing = () =>
      node.level
        ? vm.touched(unknown(say('{0} is another file of this package', path), alias.span))
        : unmodelled(vm, path, alias);
    if (alias.name === '*') {
      if (module?.kind === 'module') yield* importAll(module, frame);
      else vm.wildcard = missing();
      continue;
    }
    const value = module ? yield* member(vm, module, alias, path) : missing();
    bindName(alias.asname ?? alias.name, value, frame, alias.nameSpan);
  }
}

function* member(vm: Vm, module: Value, alias: Alias, path: string): Run<Value> {
  const found = yield* vm.findAttr(module, alias.name);
  if (found) return found;
  const submodule = findModule(vm, `${path}.${alias.name}`);
  if (submodule) return submodule;
  if (vm.options.library.knows?.(path, alias.name))
    return unknown(say('{0} is not modelled yet', `${path}.${alias.name}`), alias.span);
  throw new PyError('ImportError', `cannot import name '${alias.name}' from '${path}' (unknown location)`);
}

function* importAll(module: Value & { kind: 'module' }, frame: Frame): Run<void> {
  const { vm } = frame;
  const listed = yield* vm.findAttr(module, '__all__');
  const names =
    listed?.kind === 'list'
      ? listed.items.flatMap((n) => (n.kind === 'str' ? [n.value] : []))
      : module.names().filter((n) => !n.startsWith('_'));
  for (const name of names) {
    const value = yield* vm.findAttr(module, name);
    if (value) bindName(name, value, frame);
  }
}
