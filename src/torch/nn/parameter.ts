// nn.Parameter and the tensors that layers make for themselves, drawn as PyTorch draws them. Knows no layer.
import { say } from '../../base/text';
import { PyError } from '../../python/core/pyError';
import type { Machine } from '../../python/machine';
import { unknown, type Value } from '../../python/value';
import { allocate, type DType, defaultFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import { checkStorage } from '../../tensor/storageSize';
import { sizesText } from '../../tensor/view';
import { setRequiresGrad } from '../autograd/record';
import { nativeTypeName } from '../binding/accepted';
import { declare } from '../binding/define';
import { repeatedLeaf } from '../numberStorage';
import { atOnce } from '../parts';
import { guarded } from '../raise';
import { type Draw, each, roomFor } from '../random/draw';
import { generatorOf, loseGenerator } from '../random/generatorObject';
import { alias, isTensorValue, loseValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** A leaf that requires a gradient, over the same values. */
export function asParameter(torch: Torch, value: TensorValue, requiresGrad = true): TensorValue {
  const parameter = tensorValue(torch.classes.parameter, alias(value.native));
  if (requiresGrad) setRequiresGrad(parameter, true);
  return parameter;
}

/** The constructor of `nn.Parameter`, as its `__new__`. */
export const newParameter = (torch: Torch): Value => ({
  kind: 'staticmethod',
  func: declare('Parameter.__new__', 'python', 'cls, data=None, requires_grad=True', ({ get, has }, machine) => {
    const data = get('data');
    if (!isTensorValue(data)) {
      if (data.kind === 'none') return emptyParameter(torch);
      return machine.raise('AttributeError', `'${machine.classOf(data).name}' object has no attribute 'detach'`);
    }
    const flag = get('requires_grad');
    if (flag.kind !== 'bool' && has('requires_grad'))
      machine.raise(
        'TypeError',
        `_make_subclass(): argument 'require_grad' (position 3) must be bool, not ${nativeTypeName(machine, flag)}`,
      );
    const requires = !has('requires_grad') || (flag.kind === 'bool' && flag.value);
    return guarded(machine, () => asParameter(torch, data, requires));
  }),
});

const emptyParameter = (torch: Torch): Value =>
  asParameter(torch, tensorValue(torch.classes.tensor, hostTensor(allocate(defaultFloat, 0), [0], defaultFloat)));

/** The bound of `kaiming_uniform_(a=sqrt(5))`, which layers draw their weights with. */
export function kaimingBound(fan: number): number {
  return fan > 0 ? Math.sqrt(3) * (Math.sqrt(2 / (1 + Math.sqrt(5) ** 2)) / Math.sqrt(fan)) : 0;
}

/** A tensor of draws; its values are unknown where the generator's are, and in narrow types. */
export function drawnTensor(
  torch: Torch,
  machine: Machine,
  shape: readonly number[],
  dtype: DType,
  draw: Draw,
): TensorValue {
  checkSizes(shape);
  const count = sizeOf(shape);
  const values = roomFor(machine, dtype, count);
  const tensor = hostTensor(values, shape, dtype);
  const generator = generatorOf(torch);
  if (dtype !== 'float32' && dtype !== 'float64') loseValues(tensor, loseGenerator(torch, `torch.nn(dtype=${dtype})`));
  else if ('kind' in generator) loseValues(tensor, generator);
  else atOnce(draw({ generator, values, dtype, contiguous: true }), (work) => machine.work(work));
  return tensorValue(torch.classes.tensor, tensor);
}

/** A tensor of one value. */
export function constantTensor(torch: Torch, shape: readonly number[], dtype: DType, value: number): TensorValue {
  checkSizes(shape);
  return tensorValue(torch.classes.tensor, hostTensor(repeatedLeaf(dtype, sizeOf(shape), value), shape, dtype));
}

/** Raises what `torch.empty` says of a size below 0 or of too many bits. */
export function checkSizes(shape: readonly number[]): void {
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined)
    throw new PyError(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${negative}: ${sizesText(shape)}`,
    );
  checkStorage(shape);
}

/** A parameter drawn uniformly from (-bound, bound). */
export const uniformParameter = (
  torch: Torch,
  machine: Machine,
  shape: readonly number[],
  bound: number,
  dtype: DType = defaultFloat,
): TensorValue => {
  const drawn = drawnTensor(
    torch,
    machine,
    shape,
    dtype,
    each((generator, width) => generator.uniformBetween(-bound, bound, width)),
  );
  // Its numbers were written into what was empty.
  drawn.native.storage.version = 1;
  return asParameter(torch, drawn);
};

/** Why something of a layer is not computed. */
export const notModelled = (name: string): Value => unknown(say('{0} is not modelled yet', name));
