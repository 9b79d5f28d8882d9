// torch.nn.utils: gradients clipped by norm or value, parameters as one vector. Composed of operations; knows no layer.
import type { Machine } from '../../python/machine';
import { builtin, float, int, list, none, type Run, tuple, type UnknownValue, type Value } from '../../python/value';
import { sizeOf } from '../../tensor/host';
import { gradState } from '../autograd/gradState';
import { bindGiven, callee, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { gradientOf } from '../optim/updateParameter';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { typeName } from '../typeName';

/** A function that is called with unknown arguments too: what it would have written becomes unknown. */
function writing(name: string, params: string, run: (given: Given, machine: Machine) => Run<Value>): Value {
  const target = callee(name, 'python', params);
  const call = builtin(name, (args, machine) => run(bindGiven(machine, target, args), machine));
  return { ...call, unknowns: 'handled' };
}

const method = function* (machine: Machine, self: Value, name: string, ...args: readonly Value[]): Run<Value> {
  return yield* machine.call(yield* machine.getAttr(self, name), args);
};

export const gradientFunctions = (torch: Torch): Readonly<Record<string, Value>> => ({
  clip_grad_norm_: writing(
    'clip_grad_norm_',
    'parameters, max_norm, norm_type=2.0, error_if_nonfinite=False, foreach=None',
    (given, machine) => withoutGradients(torch, clipNorm(torch, machine, given)),
  ),
  clip_grad_value_: writing('clip_grad_value_', 'parameters, clip_value, foreach=None', (given, machine) =>
    withoutGradients(torch, clipValue(torch, machine, given)),
  ),
  get_total_norm: writing(
    'get_total_norm',
    'tensors, norm_type=2.0, error_if_nonfinite=False, foreach=None',
    function* (given, machine): Run<Value> {
      const items = yield* machine.items(given.get('tensors'));
      return yield* totalNorm(torch, machine, items, given);
    },
  ),
  parameters_to_vector: writing('parameters_to_vector', 'parameters', function* (given, machine): Run<Value> {
    const parts: Value[] = [];
    for (const param of yield* machine.items(given.get('parameters'))) {
      if (param.kind === 'unknown') return param;
      parts.push(yield* method(machine, param, 'view', int(-1)));
    }
    return yield* callFunction(torch, machine, 'torch.cat', [list(parts)]);
  }),
  vector_to_parameters: writing('vector_to_parameters', 'vec, parameters', (given, machine) =>
    takeVector(machine, given.get('vec'), given.get('parameters')),
  ),
});

function* withoutGradients(torch: Torch, work: Run<Value>): Run<Value> {
  const before = torch.gradEnabled;
  torch.gradEnabled = false;
  try {
    return yield* work;
  } finally {
    torch.gradEnabled = before;
  }
}

/** The gradients of parameters that have one, or why they are not known; they are lost then. */
function* gradientsOf(torch: Torch, machine: Machine, given: Given): Run<readonly TensorValue[] | UnknownValue> {
  const parameters = given.get('parameters');
  if (parameters.kind === 'unknown') return parameters;
  const items = isTensorValue(parameters) ? [parameters] : yield* machine.items(parameters);
  if (parameters.kind === 'iterator' && items.length === 0) {
    machine.warn('UserWarning', '`parameters` is an empty generator, no gradient clipping will occur.');
  }
  const tensors = items.filter(isTensorValue);
  const grads = tensors.map((param) => gradientOf(torch, param));
  const doubt = [...given.values(), ...items, ...grads].find(({ kind }) => kind === 'unknown');
  if (doubt?.kind !== 'unknown') return grads.filter(isTensorValue);
  for (const [i, param] of tensors.entries()) {
    const grad = grads[i];
    if (isTensorValue(grad)) loseValues(grad.native, doubt);
    else if (grad?.kind === 'unknown') gradState(param).grad = grad;
  }
  return doubt;
}

/** The norm of the norms. */
function* totalNorm(torch: Torch, machine: Machine, tensors: readonly Value[], given: Given): Run<Value> {
  const order = given.has('norm_type')
    ? yield* machine.call(machine.builtinClass('float'), [given.get('norm_type')])
    : float(2);
  if (tensors.length === 0) return yield* callFunction(torch, machine, 'torch.zeros', [tuple([])]);
  const norms: Value[] = [];
  for (const tensor of tensors) {
    norms.push(yield* callFunction(torch, machine, 'torch.linalg.vector_norm', [tensor, order]));
  }
  const all = yield* callFunction(torch, machine, 'torch.stack', [list(norms)]);
  const total = yield* callFunction(torch, machine, 'torch.linalg.vector_norm', [all, order]);
  const strict = given.get('error_if_nonfinite');
  if (strict.kind === 'bool' && strict.value) {
    const finite = yield* machine.truth(yield* method(machine, total, 'isfinite'));
    if (finite === false) {
      machine.raise(
        'RuntimeError',
        `The total norm of order ${yield* machine.str(order)} for gradients from \`parameters\` is non-finite, so it cannot be clipped. To disable this error and scale the gradients by the non-finite norm anyway, set \`error_if_nonfinite=False\``,
      );
    }
  }
  return total;
}

function* clipNorm(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const grads = yield* gradientsOf(torch, machine, given);
  if ('kind' in grads) return grads;
  const total = yield* totalNorm(torch, machine, grads, given);
  const largest = yield* machine.call(machine.builtinClass('float'), [given.get('max_norm')]);
  const factor = yield* machine.binary('/', largest, yield* machine.binary('+', total, float(1e-6)));
  const clamped = yield* callFunction(torch, machine, 'torch.clamp', [factor], new Map([['max', float(1)]]));
  for (const grad of grads) yield* method(machine, grad, 'mul_', clamped);
  return total;
}

function* clipValue(torch: Torch, machine: Machine, given: Given): Run<Value> {
  const grads = yield* gradientsOf(torch, machine, given);
  if ('kind' in grads) return grads;
  const largest = yield* machine.call(machine.builtinClass('float'), [given.get('clip_value')]);
  const smallest = yield* machine.binary('*', largest, float(-1));
  for (const grad of grads) yield* method(machine, grad, 'clamp_', smallest, largest);
  return none;
}

/** Each parameter looks at its part of the vector from now on. */
function* takeVector(machine: Machine, vector: Value, parameters: Value): Run<Value> {
  const items = parameters.kind === 'unknown' ? [] : yield* machine.items(parameters);
  if (vector.kind === 'unknown') {
    for (const param of items) if (isTensorValue(param)) loseValues(param.native, vector);
    return vector;
  }
  if (!isTensorValue(vector)) {
    return machine.raise('TypeError', `expected torch.Tensor, but got: ${typeName(machine, vector)}`);
  }
  let start = 0;
  for (const param of items.filter(isTensorValue)) {
    const end = start + sizeOf(param.native.shape);
    const part = yield* machine.getItem(vector, { kind: 'slice', start: int(start), stop: int(end), step: none });
    const shaped = yield* method(machine, part, 'view_as', param);
    yield* machine.setAttr(param, 'data', yield* machine.getAttr(shaped, 'data'));
    start = end;
  }
  return none;
}
