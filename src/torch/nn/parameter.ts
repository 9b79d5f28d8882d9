// nn.Parameter and the tensors that layers make for themselves, drawn as PyTorch draws them. Knows no layer.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { unknown, type Value } from '../../python/value';
import { allocate, defaultFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { setRequiresGrad } from '../autograd';
import { declare } from '../binding/define';
import { fillArray } from '../numberStorage';
import { generatorOf } from '../random/generatorObject';
import { isTensorValue, loseValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** A leaf that requires a gradient, over the same values. */
export function asParameter(torch: Torch, value: TensorValue, requiresGrad = true): TensorValue {
  const parameter = tensorValue(torch.classes.parameter, value.native);
  if (requiresGrad) setRequiresGrad(parameter, true);
  return parameter;
}

/** The constructor of `nn.Parameter`, as its `__new__`. */
export const newParameter = (torch: Torch): Value => ({
  kind: 'staticmethod',
  func: declare('__new__', 'python', 'cls, data=None, requires_grad=True', ({ get, has }, machine) => {
    const data = get('data');
    if (!isTensorValue(data)) {
      if (data.kind === 'none') return emptyParameter(torch);
      return machine.raise('TypeError', `Variable data has to be a tensor, but got ${machine.classOf(data).name}`);
    }
    const flag = get('requires_grad');
    const requires = !has('requires_grad') || (flag.kind === 'bool' && flag.value);
    if (requires && !data.native.dtype.includes('float')) {
      machine.raise('RuntimeError', 'Only Tensors of floating point and complex dtype can require gradients');
    }
    return asParameter(torch, data, requires);
  }),
});

const emptyParameter = (torch: Torch): Value =>
  asParameter(torch, tensorValue(torch.classes.tensor, hostTensor(allocate(defaultFloat, 0), [0], defaultFloat)));

/** A parameter drawn uniformly from (-bound, bound); its values are unknown where the generator's are. */
export function uniformParameter(torch: Torch, machine: Machine, shape: readonly number[], bound: number): TensorValue {
  const count = sizeOf(shape);
  machine.spend(count);
  const tensor = hostTensor(allocate(defaultFloat, count), shape, defaultFloat);
  const generator = generatorOf(torch);
  if ('kind' in generator) loseValues(tensor, generator);
  else {
    const draws = Array.from({ length: count }, () => generator.uniformBetween(-bound, bound, 'float32'));
    tensor.storage.host = fillArray(defaultFloat, draws);
  }
  return asParameter(torch, tensorValue(torch.classes.tensor, tensor));
}

/** Why something of a layer is not computed. */
export const notModelled = (name: string): Value => unknown(say('{0} is not modelled yet', name));
