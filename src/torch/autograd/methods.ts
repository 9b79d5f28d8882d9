// The methods of tensors that are about gradients: backward, retain_grad, register_hook. Knows no operation.
import type { Machine } from '../../python/machine';
import { type Args, none, type Run, type Value } from '../../python/value';
import { bindGiven, callee, type Given } from '../binding/define';
import { handleOf } from '../nn/hooks';
import type { TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type Options, rootOf, runBackward } from './backward';
import { type Edge, type Listener, listenersOf } from './gradState';
import { freshState, wantedEdge } from './record';

const isOn = (value: Value): boolean => value.kind === 'bool' && value.value;

/** `retain_graph` is what `create_graph` is, unless it is given. */
export function graphOptions(given: Given): Options {
  const create = isOn(given.get('create_graph'));
  const retain = given.get('retain_graph');
  return { create, retain: retain.kind === 'none' ? create : isOn(retain) };
}

const referenceCycle =
  'Using backward() with create_graph=True will create a reference cycle between the parameter and its gradient which can cause a memory leak. We recommend using autograd.grad when creating the graph to avoid this. If you have to use this function, make sure to reset the .grad fields of your parameters to None after use to break the cycle and avoid the leak. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/autograd/engine.cpp:1307.)';

/** `tensor.backward(gradient=None, retain_graph=None, create_graph=False, inputs=None)`. */
export function* backwardOf(
  torch: Torch,
  machine: Machine,
  self: TensorValue,
  positional: readonly Value[],
  keywords: Args['keywords'],
): Run<Value> {
  const target = callee('backward', 'python', 'gradient=None, retain_graph=None, create_graph=False, inputs=None');
  const given = bindGiven(machine, target, { positional, keywords });
  yield* backwardFrom(torch, machine, [rootOf(torch, machine, self, given.get('gradient'), 0)], given);
  return none;
}

/** A pass from some roots into `.grad`, of all leaves or of those in `inputs`. */
export function* backwardFrom(
  torch: Torch,
  machine: Machine,
  roots: Parameters<typeof runBackward>[2],
  given: Given,
): Run<void> {
  const options = graphOptions(given);
  if (options.create) machine.warn('UserWarning', referenceCycle);
  yield* runBackward(torch, machine, roots, options);
}

/** `retain_grad()`: the tensor's `.grad` is kept although it is no leaf. */
export function retainGrad(self: TensorValue, machine: Machine): Value {
  const state = freshState(self);
  if (!state?.requiresGrad) machine.raise('RuntimeError', "can't retain_grad on Tensor that has requires_grad=False");
  if (!state.made) return none;
  const listeners = listenersOf({ kind: 'node', ...state.made });
  if (!listeners.some((listener) => listener.kind === 'retain' && listener.state === state)) {
    listeners.push({ kind: 'retain', state });
  }
  return none;
}

/** `register_hook(hook)`: called with each gradient of the tensor, which it may replace. */
export function registerHook(self: TensorValue, call: Value, machine: Machine): Value {
  const edge = wantedEdge(self);
  if (!edge) {
    return machine.raise('RuntimeError', "cannot register a hook on a tensor that doesn't require gradient");
  }
  return listening(edge, { kind: 'hook', call });
}

/** `register_post_accumulate_grad_hook(hook)`: called with the leaf when its gradient has been added to `.grad`. */
export function registerAccumulated(self: TensorValue, call: Value, machine: Machine): Value {
  const edge = wantedEdge(self);
  if (!edge) return machine.raise('RuntimeError', "cannot register a hook on a tensor that doesn't require gradient");
  if (edge.kind === 'node')
    return machine.raise('RuntimeError', 'post accumulate grad hooks cannot be registered on non-leaf tensors');
  return listening(edge, { kind: 'accumulated', call, self });
}

/** Adds a listener; the handle takes it away. */
function listening(edge: Edge, listener: Listener): Value {
  const listeners = listenersOf(edge);
  listeners.push(listener);
  return handleOf(() => {
    const at = listeners.indexOf(listener);
    if (at >= 0) listeners.splice(at, 1);
  });
}
