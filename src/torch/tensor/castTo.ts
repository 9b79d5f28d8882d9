// A tensor as one of another type, with its way back. Knows no method.
import { say } from '../../base/text';
import type { Value } from '../../python/value';
import { categoryOf, type DType } from '../../tensor/dtype';
import { copyIn, laidOut } from '../../tensor/laidOut';
import { likeStrides } from '../../tensor/layout';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled } from '../../tensor/tensorError';
import { resultTensor } from '../autograd/record';
import type { TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** The same object where the dtype is the same already; in `strides` always a copy. */
export function castTo(torch: Torch, self: TensorValue, dtype: DType, strides?: readonly number[]): Value {
  const { native } = self;
  if (native.dtype === dtype && !strides) return self;
  if (dtype === 'bool' && categoryOf(native.dtype) === 'complex')
    throw new NotModelled(say('{0} of complex numbers is not modelled yet', 'bool'));
  return resultTensor(torch, castCopy(torch, native, dtype, strides), [self], 'ToCopyBackward0', (engine, [x]) => [
    engine.cast(x!, dtype),
  ]);
}

/** The values in another type, in memory of their own. */
export function castCopy({ engine }: Torch, x: Tensor, dtype: DType, strides = likeStrides(x)): Tensor {
  return x.dtype === dtype ? copyIn(engine, x, strides) : laidOut(engine, engine.cast(x, dtype), strides);
}
