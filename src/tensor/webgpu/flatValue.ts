// The elements of a tensor in row-major order as one value, copied only where they do not lie so. Knows no operation.
import { isContiguous } from '../host';
import { Tensor } from '../tensor';
import type { Value } from './graph';
import { mapped } from './kernels';
import { expressionOf } from './record';

/** A value that has the elements of `x` in row-major order from `offset` on; undefined where the device does not have them. */
export function flatValue(x: Tensor): { readonly value: Value; readonly offset: number } | undefined {
  const source = expressionOf(x, false);
  if (!source) return undefined;
  if (source.kind === 'leaf' && isContiguous(new Tensor(x.storage, x.shape, source.strides, 0)))
    return { value: source.value, offset: source.offset };
  return { value: mapped(source, x.shape), offset: 0 };
}
