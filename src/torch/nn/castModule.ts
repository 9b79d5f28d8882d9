// A module in another type or layout. Knows no name of a method.
import type { InstanceValue } from '../../python/value';
import { type DType, isFloat } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { castCopy } from '../tensor/castTo';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { buffersKey, isNoted, isParameterOf, namedModules } from './moduleTree';

/**
 * Parameters change their dtype in place, buffers are replaced; other types than floats stay. `lying`: brings each of them to
 * the layout that is asked for.
 */
export function castAll(
  torch: Torch,
  self: InstanceValue,
  dtype: DType | undefined,
  lying?: (x: Tensor) => Tensor,
): InstanceValue {
  for (const [, module] of namedModules(torch, self)) {
    for (const [name, value] of module.attrs) {
      if (!isTensorValue(value)) continue;
      const isParameter = isParameterOf(torch, value);
      if (!isParameter && !isNoted(module, buffersKey, name)) continue;
      const { native } = value;
      const wanted = dtype && isFloat(native.dtype) ? dtype : native.dtype;
      const converted = wanted === native.dtype ? native : castCopy(torch, native, wanted);
      const cast = lying ? lying(converted) : converted;
      if (cast === native) continue;
      if (isParameter) value.native = cast;
      else module.attrs.set(name, tensorValue(value.cls, cast));
    }
  }
  return self;
}
