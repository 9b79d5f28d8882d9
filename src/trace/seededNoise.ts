// The noise that gumbel_softmax would add after torch.manual_seed(seed). Knows no view.
import { allocate } from '../tensor/dtype';
import type { Tensor } from '../tensor/tensor';
import { Generator } from '../torch/random/generator';
import { gumbelNoise } from '../torch/random/gumbelNoise';
import type { TraceWorld } from './trace';

/** The most elements that noise is drawn for. */
export const mostNoise = 2 ** 22;

/** Noise for a float tensor of at most `mostNoise` elements, drawn in parts between which others have their turn. */
export async function seededNoise(seed: number, { shape, size, dtype }: Tensor, world: TraceWorld): Promise<Tensor> {
  const room = { values: allocate(dtype, size), shape, dtype };
  const parts = gumbelNoise(new Generator(BigInt(Math.trunc(seed))), world.engine, room);
  for (;;) {
    const part = parts.next();
    if (part.done) return part.value;
    await world.pause();
    world.signal.throwIfAborted();
  }
}
