// What layers do with their arguments before they compute: `forward` bound as Python binds it, sizes as torch.empty takes
// them. Knows no layer.
import type { Machine } from '../../python/machine';
import { none, tuple, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { parseCall } from '../binding/parseCall';
import { shapeArgument } from '../functions/shapeArgument';
import type { ModuleMethod } from './moduleClass';

/** The rows of a class whose `forward` takes its input alone. */
export function takingInput(
  name: string,
  rows: Readonly<Record<string, ModuleMethod>>,
): Readonly<Record<string, ModuleMethod>> {
  const { forward } = rows;
  if (!forward) return rows;
  const target = callee(`${name}.forward`, 'python', 'input', true);
  return {
    ...rows,
    forward: (self, positional, machine, keywords) => {
      const bound = bindArguments(machine, target, { positional, keywords });
      return forward(self, [bound.get('input') ?? none], machine, new Map());
    },
  };
}

/** The sizes that `torch.empty(size)` would have; raises what that raises. */
export function sizesOfEmpty(machine: Machine, size: Value | readonly Value[]): readonly number[] {
  const given = 'kind' in size ? size : tuple(size);
  const { positional } = parseCall(machine, 'torch.empty', { positional: [given], keywords: new Map() });
  const shape = shapeArgument('empty', positional[0] ?? given, machine);
  return 'kind' in shape ? [] : shape;
}

/** Raises where a layer is asked for on what is no device or of what is no dtype. */
export function checkFactory(machine: Machine, bound: ReadonlyMap<string, Value>): void {
  const keywords = new Map([...bound].filter(([name]) => name === 'device' || name === 'dtype'));
  parseCall(machine, 'torch.empty', { positional: [tuple([])], keywords });
}
