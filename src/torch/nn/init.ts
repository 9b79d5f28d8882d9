// torch.nn.init: fills tensors in place with constants and with numbers from PyTorch's streams. Knows no layer.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, builtin, float, int, type Run, unknown, type Value } from '../../python/value';
import type { Tensor } from '../../tensor/tensor';
import { declare, type Given } from '../binding/define';
import { knownNames } from '../names/knownNames';
import { placeholder } from '../placeholder';
import { isTensorValue, loseValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

const number = (value: Value, fallback: number): number =>
  value.kind === 'int' || value.kind === 'float' ? Number(value.value) : fallback;

/** Inputs and outputs of a weight, with the size of the receptive field. */
function fans({ shape, rank }: Tensor, machine: Machine): readonly [number, number] {
  if (rank < 2)
    machine.raise('ValueError', 'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions');
  const field = shape.slice(2).reduce((product, n) => product * n, 1);
  return [(shape[1] ?? 1) * field, (shape[0] ?? 1) * field];
}

/** `calculate_gain`. */
function gain(nonlinearity: Value, slope: number): number {
  const name = nonlinearity.kind === 'str' ? nonlinearity.value : 'leaky_relu';
  if (name === 'tanh') return 5 / 3;
  if (name === 'relu') return Math.SQRT2;
  if (name === 'selu') return 3 / 4;
  return name === 'leaky_relu' ? Math.sqrt(2 / (1 + slope ** 2)) : 1;
}

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
        return machine.raise('AttributeError', `'${machine.classOf(tensor).name}' object has no attribute '${name}'`);
      }
      return withoutGrad(torch, machine, tensor, fill({ get, ...rest }, tensor.native, machine));
    });
  const uniform = (bound: number): Fill => ['uniform_', [float(-bound), float(bound)]];
  const normal = (std: number): Fill => ['normal_', [float(0), float(std)]];
  const kaimingStd = ({ get }: Given, tensor: Tensor, machine: Machine): number => {
    const mode = get('mode');
    const [inputs, outputs] = fans(tensor, machine);
    const fan = mode.kind === 'str' && mode.value === 'fan_out' ? outputs : inputs;
    return gain(get('nonlinearity'), number(get('a'), 0)) / Math.sqrt(fan);
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
      [float(number(get('a'), 0)), float(number(get('b'), 1))],
    ]),
    normal_: define('normal_', ', mean=0.0, std=1.0, generator=None', ({ get }) => [
      'normal_',
      [float(number(get('mean'), 0)), float(number(get('std'), 1))],
    ]),
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
  const others = knownNames('torch.nn.init').filter((name) => name.endsWith('_') && !(name in modelled));
  return { ...Object.fromEntries(others.map((name) => [name, losing(name)])), ...modelled };
}

/** An initialiser that is not modelled leaves values that are not known. */
const losing = (name: string): BuiltinValue =>
  placeholder(
    builtin(name, ({ positional: [tensor] }) => {
      const reason = unknown(say('{0} is not modelled yet', `torch.nn.init.${name}`));
      if (isTensorValue(tensor)) loseValues(tensor.native, reason);
      return reason;
    }),
  );

function* withoutGrad(torch: Torch, machine: Machine, tensor: TensorValue, [name, args]: Fill): Run<Value> {
  const before = torch.gradEnabled;
  torch.gradEnabled = false;
  try {
    return yield* machine.call(yield* machine.getAttr(tensor, name), args);
  } finally {
    torch.gradEnabled = before;
  }
}
