// torch.nn.init: fills tensors in place with constants and with numbers from PyTorch's streams. Knows no layer.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, builtin, float, int, type Run, tuple, unknown, type Value } from '../../python/value';
import { tensorOf as hostTensor } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { declare, type Given } from '../binding/define';
import { knownNames } from '../names/knownNames';
import { fillArray } from '../numberStorage';
import { placeholder } from '../placeholder';
import { isTensorValue, loseValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { callMethod, type DrawnFill, orthogonal, sparse, truncatedNormal } from './drawnInit';

const number = (value: Value, fallback: number): number =>
  value.kind === 'int' || value.kind === 'float' ? Number(value.value) : fallback;

/** A number as it was given: the method that fills refuses what is none. */
const given = (value: Value, fallback: number): Value => (value.kind === 'none' ? float(fallback) : value);

/** Inputs and outputs of a weight, with the size of the receptive field. */
function fans({ shape, rank }: Tensor, machine: Machine): readonly [number, number] {
  if (rank < 2)
    machine.raise('ValueError', 'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions');
  const field = shape.slice(2).reduce((product, n) => product * n, 1);
  return [(shape[1] ?? 1) * field, (shape[0] ?? 1) * field];
}

/** Gains by the name of what follows a layer. */
const gains: Readonly<Record<string, number>> = {
  ...Object.fromEntries(
    ['linear', 'conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d', 'sigmoid'].map(
      (name) => [name, 1],
    ),
  ),
  tanh: 5 / 3,
  relu: Math.SQRT2,
  selu: 3 / 4,
};

/** `calculate_gain`; raises ValueError for names that it does not know. */
function gain(nonlinearity: Value, slope: number, machine: Machine): number {
  const name = nonlinearity.kind === 'str' ? nonlinearity.value : 'leaky_relu';
  if (name === 'leaky_relu') return Math.sqrt(2 / (1 + slope ** 2));
  return gains[name] ?? machine.raise('ValueError', `Unsupported nonlinearity ${name}`);
}

/** The attribute that a function asks its tensor for first, where that is not of its own name. */
const askedFirst: Readonly<Record<string, string>> = {
  constant_: 'fill_',
  ones_: 'fill_',
  zeros_: 'zero_',
  eye_: 'ndimension',
  dirac_: 'ndimension',
  xavier_uniform_: 'dim',
  xavier_normal_: 'dim',
  kaiming_uniform_: 'shape',
  kaiming_normal_: 'shape',
};

/** A method of the tensor to call, with its arguments. */
type Fill = readonly [string, readonly Value[]];

export function initFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  const define = (
    name: string,
    params: string,
    fill: (given: Given, tensor: Tensor, machine: Machine) => Fill,
  ): BuiltinValue =>
    declare(name, 'python', `tensor${params}`, ({ get, ...rest }, machine) => {
      const tensor = get('tensor');
      if (!isTensorValue(tensor)) {
        const asked = askedFirst[name] ?? name;
        return machine.raise('AttributeError', `'${machine.classOf(tensor).name}' object has no attribute '${asked}'`);
      }
      return withoutGrad(torch, machine, tensor, fill({ get, ...rest }, tensor.native, machine));
    });
  const uniform = (bound: number): Fill => ['uniform_', [float(-bound), float(bound)]];
  const normal = (std: number): Fill => ['normal_', [float(0), float(std)]];
  const kaimingStd = ({ get }: Given, tensor: Tensor, machine: Machine): number => {
    const mode = get('mode');
    const [inputs, outputs] = fans(tensor, machine);
    const fan = mode.kind === 'str' && mode.value === 'fan_out' ? outputs : inputs;
    return gain(get('nonlinearity'), number(get('a'), 0), machine) / Math.sqrt(fan);
  };
  const xavierStd = ({ get }: Given, tensor: Tensor, machine: Machine): number => {
    const [inputs, outputs] = fans(tensor, machine);
    return number(get('gain'), 1) * Math.sqrt(2 / (inputs + outputs));
  };
  const modelled: Readonly<Record<string, BuiltinValue>> = {
    constant_: define('constant_', ', val', ({ get }) => ['fill_', [get('val')]]),
    ones_: define('ones_', '', () => ['fill_', [int(1)]]),
    zeros_: define('zeros_', '', () => ['zero_', []]),
    uniform_: define('uniform_', ', a=0.0, b=1.0, generator=None', ({ get }) => [
      'uniform_',
      [given(get('a'), 0), given(get('b'), 1)],
    ]),
    normal_: define('normal_', ', mean=0.0, std=1.0, generator=None', ({ get }) => [
      'normal_',
      [given(get('mean'), 0), given(get('std'), 1)],
    ]),
    eye_: define('eye_', '', (_, tensor, machine) => {
      if (tensor.rank !== 2) machine.raise('ValueError', 'Only tensors with 2 dimensions are supported');
      const [rows = 0, columns = 0] = tensor.shape;
      return copied(torch, tensor, (i) => (Math.floor(i / columns) === i % columns && i < rows * columns ? 1 : 0));
    }),
    dirac_: define('dirac_', ', groups=1', ({ get }, tensor, machine) => {
      const { rank, shape } = tensor;
      if (rank < 3 || rank > 5) machine.raise('ValueError', 'Only tensors with 3, 4, or 5 dimensions are supported');
      const groups = number(get('groups'), 1);
      const [outputs = 1, inputs = 1, ...kernel] = shape;
      if (outputs % groups !== 0) machine.raise('ValueError', 'dim 0 must be divisible by groups');
      const field = kernel.reduce((product, n) => product * n, 1);
      const middle = kernel.reduce((at, n) => at * n + Math.floor(n / 2), 0);
      const perGroup = outputs / groups;
      return copied(torch, tensor, (i) => {
        const [output, input] = [Math.floor(i / (inputs * field)), Math.floor(i / field) % inputs];
        return i % field === middle && output % perGroup === input && input < Math.min(perGroup, inputs) ? 1 : 0;
      });
    }),
    calculate_gain: declare('calculate_gain', 'python', 'nonlinearity, param=None', ({ get }, machine) => {
      const slope = get('param').kind === 'none' ? 0.01 : number(get('param'), 0.01);
      const name = get('nonlinearity');
      const found = gain(name, slope, machine);
      const isWhole = found === 1 && name.kind === 'str';
      return isWhole ? int(1) : float(found);
    }),
    _calculate_fan_in_and_fan_out: declare('_calculate_fan_in_and_fan_out', 'python', 'tensor', ({ get }, machine) => {
      const tensor = get('tensor');
      return isTensorValue(tensor) ? tuple(fans(tensor.native, machine).map((n) => int(n))) : tensor;
    }),
    xavier_uniform_: define('xavier_uniform_', ', gain=1.0, generator=None', (...call) =>
      uniform(Math.sqrt(3) * xavierStd(...call)),
    ),
    xavier_normal_: define('xavier_normal_', ', gain=1.0, generator=None', (...call) => normal(xavierStd(...call))),
    kaiming_uniform_: define(
      'kaiming_uniform_',
      ", a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
      (...call) => uniform(Math.sqrt(3) * kaimingStd(...call)),
    ),
    kaiming_normal_: define(
      'kaiming_normal_',
      ", a=0, mode='fan_in', nonlinearity='leaky_relu', generator=None",
      (...call) => normal(kaimingStd(...call)),
    ),
  };
  const filling = (name: string, params: string, run: DrawnFill): BuiltinValue =>
    declare(name, 'python', `tensor, ${params}, generator=None`, (given, machine) => {
      const tensor = given.get('tensor');
      return isTensorValue(tensor)
        ? gradientless(torch, run(torch, machine, tensor, given))
        : machine.raise('AttributeError', `'${machine.classOf(tensor).name}' object has no attribute '${name}'`);
    });
  const drawn: Readonly<Record<string, BuiltinValue>> = {
    trunc_normal_: filling('trunc_normal_', 'mean=0.0, std=1.0, a=-2.0, b=2.0', truncatedNormal),
    sparse_: filling('sparse_', 'sparsity, std=0.01', sparse),
    orthogonal_: filling('orthogonal_', 'gain=1', orthogonal),
  };
  const others = knownNames('torch.nn.init').filter(
    (name) => name.endsWith('_') && !(name in modelled) && !(name in drawn),
  );
  return { ...Object.fromEntries(others.map((name) => [name, losing(name)])), ...modelled, ...drawn };
}

/** `copy_` of numbers by their place. */
const copied = (torch: Torch, { size, shape, dtype }: Tensor, value: (i: number) => number): Fill => {
  const numbers = fillArray(
    dtype,
    Array.from({ length: size }, (_, i) => value(i)),
  );
  return ['copy_', [tensorValue(torch.classes.tensor, hostTensor(numbers, shape, dtype))]];
};

/** An initialiser that is not modelled leaves values that are not known. */
const losing = (name: string): BuiltinValue =>
  placeholder(
    builtin(name, ({ positional: [tensor] }) => {
      const reason = unknown(say('{0} is not modelled yet', `torch.nn.init.${name}`));
      if (isTensorValue(tensor)) loseValues(tensor.native, reason);
      return reason;
    }),
  );

const withoutGrad = (torch: Torch, machine: Machine, tensor: TensorValue, [name, args]: Fill): Run<Value> =>
  gradientless(torch, callMethod(machine, tensor, name, ...args));

function* gradientless(torch: Torch, work: Run<Value>): Run<Value> {
  const before = torch.gradEnabled;
  torch.gradEnabled = false;
  try {
    return yield* work;
  } finally {
    torch.gradEnabled = before;
  }
}
