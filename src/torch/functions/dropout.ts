// Dropout from PyTorch's exact random stream, and the functional relatives that are not modelled. Knows no module.

import type { Machine } from '../../python/machine';
import { type BuiltinValue, builtin, type Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import { resultTensor } from '../autograd';
import { declare } from '../binding/define';
import { fillArray } from '../numberStorage';
import { guarded } from '../raise';
import { generatorOf, loseGenerator } from '../random/generatorObject';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

export function dropoutFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  const others = [
    'alpha_dropout',
    'dropout1d',
    'dropout2d',
    'dropout3d',
    'feature_alpha_dropout',
    'gumbel_softmax',
    'rrelu',
  ];
  return {
    ...Object.fromEntries(
      others.map((name) => [name, builtin(name, () => loseGenerator(torch, `torch.nn.functional.${name}`))]),
    ),
    dropout: declare('dropout', 'python', 'input, p=0.5, training=True, inplace=False', ({ get, has }, machine) => {
      const [input, p, training] = [get('input'), get('p'), get('training')];
      if (!isTensorValue(input)) {
        return machine.raise(
          'TypeError',
          `dropout(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
        );
      }
      const rate = p.kind === 'float' || p.kind === 'int' ? Number(p.value) : 0.5;
      if (rate < 0 || rate > 1) {
        machine.raise('ValueError', `dropout probability has to be between 0 and 1, but got ${rate}`);
      }
      return has('training') && training.kind === 'bool' && !training.value
        ? input
        : dropped(torch, machine, input, rate);
    }),
  };
}

/** Each element stays with probability 1 - p and is then divided by it; two words of the generator per element. */
export function dropped(torch: Torch, machine: Machine, input: TensorValue, p: number): Value {
  const { shape, size, dtype } = input.native;
  const generator = generatorOf(torch);
  if ('kind' in generator || !isFloat(dtype))
    return 'kind' in generator ? generator : loseGenerator(torch, 'torch.dropout');
  const lost = lostValues(input.native);
  const keep = Math.fround(1 - p);
  const factors =
    p === 1
      ? new Array<number>(size).fill(0)
      : Array.from({ length: size }, () => (generator.uniform('float64') < 1 - p ? 1 / keep : 0));
  return (
    lost ??
    guarded<Value>(machine, () => {
      const mask = hostTensor(fillArray(dtype, factors), shape, dtype);
      return resultTensor(torch, torch.engine.binary('mul', input.native, mask), [input], 'MulBackward0');
    })
  );
}
