// Operations called one after another over Python values, as layers that PyTorch composes of them do. Knows no layer.
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { knownGradState } from '../autograd/gradState';
import { callFunction } from '../callFunction';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** Calls of functions under torch by their name: `call('nn.functional.linear', x, weight)`. */
export interface Composer {
  readonly call: (name: string, ...args: readonly Value[]) => Run<Value>;
  /** The tensors that a function like `chunk` gives; each is unknown where all are. */
  readonly parts: (count: number, name: string, ...args: readonly Value[]) => Run<readonly Value[]>;
  readonly add: (a: Value, b: Value) => Run<Value>;
  readonly mul: (a: Value, b: Value) => Run<Value>;
}

export function composer(torch: Torch, machine: Machine): Composer {
  const call: Composer['call'] = (name, ...args) => callFunction(torch, machine, `torch.${name}`, args);
  return {
    call,
    *parts(count, name, ...args) {
      const found = yield* call(name, ...args);
      return found.kind === 'tuple' ? found.items : new Array<Value>(count).fill(found);
    },
    add: (a, b) => call('add', a, b),
    mul: (a, b) => call('mul', a, b),
  };
}

/** The same tensor, made by a node of another name: several of PyTorch's nodes stand here for one of its own. */
export function asMadeBy(value: Value, name: string): Value {
  const state = isTensorValue(value) ? knownGradState(value) : undefined;
  if (state?.made) state.made = { ...state.made, node: { ...state.made.node, name } };
  return value;
}

/** The size of a tensor, where the value is one. */
export const shapeOf = (value: Value): readonly number[] => (isTensorValue(value) ? value.native.shape : []);
