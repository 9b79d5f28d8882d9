// The tensor that a specification means. Its numbers come from a generator of its own, seeded by the name that it is for:
// they do not depend on what else runs, and the program's random numbers do not depend on them.
import { say } from '../../base/text';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { nestedData } from '../../torch/nestedData';
import { fillArray, type Leaf } from '../../torch/numberStorage';
import { Generator } from '../../torch/random/generator';
import type { TensorSpec } from './tensorSpec';

/** The most elements that are drawn for an input. */
const mostElements = 2 ** 22;

/** The tensor, Unknown where it would be too large, undefined where the data is ragged or empty of meaning. */
export function drawTensor(spec: TensorSpec, name: string): Tensor | UnknownValue | undefined {
  if (spec.kind === 'given') return given(spec.data);
  const count = sizeOf(spec.shape);
  if (count > mostElements)
    return unknown(say('a tensor of {0} elements is more than the limit of {1}', count, mostElements));
  return hostTensor(fillArray(spec.dtype, leaves(spec, count, new Generator(seedOf(name)))), spec.shape, spec.dtype);
}

function given(data: Value): Tensor | UnknownValue | undefined {
  try {
    return nestedData(data, undefined, ({ kind }) => kind);
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
}

function leaves(
  { fill, dtype, low, high }: Extract<TensorSpec, { kind: 'drawn' }>,
  count: number,
  generator: Generator,
): readonly Leaf[] {
  const width = dtype === 'float64' ? 'float64' : 'float32';
  switch (fill) {
    case 'normal':
      return [...generator.normals(count, 0, 1, width)];
    case 'uniform':
      return Array.from({ length: count }, () => generator.uniform(width));
    case 'integers':
      return Array.from({ length: count }, () => generator.integer(BigInt(low), BigInt(high)));
    default:
      return new Array<Leaf>(count).fill(fill === 'ones' ? 1 : 0);
  }
}

/** FNV-1a: tensors of the same shape differ where their names do. */
function seedOf(name: string): bigint {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return BigInt(hash >>> 0);
}
