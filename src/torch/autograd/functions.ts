// The functions of torch.autograd: grad and backward. Knows no operation.
import type { Machine } from '../../python/machine';
import { none, type Run, tuple, type Value } from '../../python/value';
import { zerosLike } from '../../tensor/gradient/window';
import { declare, type Given } from '../binding/define';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { gradObject, rootOf, runBackward } from './backward';
import { backwardFrom, graphOptions } from './methods';
import { wantedEdge } from './record';

export const autogradFunctions = (torch: Torch): Readonly<Record<string, Value>> => ({
  grad: declare(
    'grad',
    'python',
    'outputs, inputs, grad_outputs=None, retain_graph=None, create_graph=False, only_inputs=True, allow_unused=None, is_grads_batched=False, materialize_grads=False',
    (given, machine) => grad(torch, machine, given),
  ),
  backward: declare(
    'backward',
    'python',
    'tensors, grad_tensors=None, retain_graph=None, create_graph=False, grad_variables=None, inputs=None',
    function* (given, machine): Run<Value> {
      const roots = rootsOf(torch, machine, given.get('tensors'), given.get('grad_tensors'));
      yield* backwardFrom(torch, machine, roots, given);
      return none;
    },
  ),
});

/** One tensor, or those of a sequence. */
function tensorsIn(value: Value): readonly Value[] {
  if (value.kind === 'tuple' || value.kind === 'list') return value.items;
  return [value];
}

/** What gradients are asked for: a tensor, or whatever gives some. */
function* inputsOf(machine: Machine, value: Value): Run<readonly TensorValue[]> {
  if (isTensorValue(value)) return [value];
  const items = yield* machine.items(value);
  const other = items.find((item) => !isTensorValue(item) && item.kind !== 'unknown');
  if (other) {
    const { name } = machine.classOf(other);
    machine.raise('RuntimeError', `all inputs have to be Tensors or GradientEdges, but got ${name}`);
  }
  if (items.length === 0) machine.raise('RuntimeError', '`inputs` argument to `grad()` cannot be empty.');
  return items.filter(isTensorValue);
}

function rootsOf(torch: Torch, machine: Machine, outputs: Value, grads: Value) {
  const given = grads.kind === 'none' ? [] : tensorsIn(grads);
  return tensorsIn(outputs)
    .filter(isTensorValue)
    .map((output, i) => rootOf(torch, machine, output, given[i] ?? none, i));
}

/** The gradients of the outputs' sum with respect to each input, as a tuple. */
function* grad(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const inputs = yield* inputsOf(machine, given.get('inputs'));
  const on = (name: string): boolean => {
    const value = given.get(name);
    return value.kind === 'bool' && value.value;
  };
  const roots = rootsOf(torch, machine, given.get('outputs'), given.get('grad_outputs'));
  const wanted = inputs.map(
    (input) =>
      wantedEdge(input) ?? machine.raise('RuntimeError', 'One of the differentiated Tensors does not require grad'),
  );
  const found = yield* runBackward(torch, machine, roots, { ...graphOptions(given), wanted });
  const unused = found.indexOf(undefined);
  if (unused >= 0 && !on('allow_unused') && !on('materialize_grads')) {
    machine.raise(
      'RuntimeError',
      `The differentiated Tensor at index ${unused} appears to not have been used in the graph. Set allow_unused=True if this is the desired behavior.`,
    );
  }
  const empty = (input: TensorValue): Value =>
    on('materialize_grads') ? gradObject(torch, { tensor: zerosLike(input.native) }) : none;
  return tuple(inputs.map((input, i) => (found[i] ? gradObject(torch, found[i]) : empty(input))));
}
