// Backward hooks of a module: its inputs and its result go through nodes that call them. Knows no module's inside.
import type { Machine } from '../../python/machine';
import { type InstanceValue, list, type Run, tuple } from '../../python/value';
import { nameInPython } from '../inPython';
import { type Around, hookCalls } from './hooks';

/** What is done around a forward for the sake of hooks on gradients; undefined where there are none. */
export function* aroundBackward(self: InstanceValue, machine: Machine): Run<Around | undefined> {
  const [hooks, preHooks] = [hookCalls(self, 'backward'), hookCalls(self, 'backwardPre')];
  if (hooks.length + preHooks.length === 0) return undefined;
  const cls = nameInPython(machine, 'torch.utils.hooks', 'BackwardHook');
  const hook = yield* machine.call(cls, [self, list([...hooks]), list([...preHooks])]);
  return {
    *before(args) {
      const changed = yield* machine.call(yield* machine.getAttr(hook, 'setup_input_hook'), [tuple(args)]);
      return changed.kind === 'tuple' ? changed.items : args;
    },
    *after(result) {
      return yield* machine.call(yield* machine.getAttr(hook, 'setup_output_hook'), [result]);
    },
  };
}
