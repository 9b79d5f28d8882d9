// Calls a function of the registry by its dotted name, from layers and loaders. Knows no layer.
import { say } from '../base/text';
import { functions } from '../ops';
import type { Machine } from '../python/machine';
import { type Run, unknown, type Value } from '../python/value';
import { callOp, functionForm } from './callOp';
import type { Torch } from './torch';

/** The result of `torch.stack(...)` and the like; Unknown where the function is not modelled. */
export function* callFunction(
  torch: Torch,
  machine: Machine,
  dotted: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value> = new Map(),
): Run<Value> {
  const ops = functions.get(dotted);
  if (!ops) return unknown(say('{0} is not modelled yet', dotted));
  return yield* callOp(torch, machine, functionForm(ops, dotted), { positional: args, keywords });
}
