// Objects of Python's `collections`, as PyTorch's own Python code makes them. Knows no optimizer.
import type { Vm } from '../../python/core/vm';
import type { Machine } from '../../python/machine';
import { findStdlibModule } from '../../python/stdlib/modules';
import { none, type Run, type Value } from '../../python/value';

/** `collections.defaultdict(dict)` and its like. */
export function* collection(machine: Machine, name: string, args: readonly Value[]): Run<Value> {
  const module = findStdlibModule(machine as Vm, 'collections');
  const cls = module?.kind === 'module' ? module.get(name) : undefined;
  return yield* machine.call(cls ?? none, args);
}
