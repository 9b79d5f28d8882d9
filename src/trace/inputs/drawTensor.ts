// The tensor that a specification means. Its numbers come from a generator of its own, seeded by the name that it is for:
// they do not depend on what else runs, and the program's random numbers do not depend on them.
import { say } from '../../base/text';
import { type UnknownValue, unknown, type Value } from '../../python/value';
import { allocate } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { nestedData } from '../../torch/nestedData';
import { atOnce } from '../../torch/parts';
import { type Draw, each, normals } from '../../torch/random/draw';
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
  const { shape, dtype } = spec;
  const values = allocate(dtype, count);
  const generator = new Generator(seedOf(name));
  atOnce(drawOf(spec)({ generator, values, dtype, contiguous: true }));
  return hostTensor(values, shape, dtype);
}

function given(data: Value): Tensor | UnknownValue | undefined {
  try {
    return nestedData(data, undefined, ({ kind }) => kind);
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
}

function drawOf({ fill, dtype, low, high }: Extract<TensorSpec, { kind: 'drawn' }>): Draw {
  const width = dtype === 'float64' ? 'float64' : 'float32';
  switch (fill) {
    case 'normal':
      return normals(0, 1);
    case 'uniform':
      return each((generator) => generator.uniform(width));
    case 'integers':
      return each((generator) => generator.integer(BigInt(low), BigInt(high)));
    default:
      return each(() => (fill === 'ones' ? 1 : 0));
  }
}

/** FNV-1a: tensors of the same shape differ where their names do. */
function seedOf(name: string): bigint {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return BigInt(hash >>> 0);
}
