// sigmoid as the softmax of two classes, on the first numbers of a tensor. Knows no panel.
import type { TwoClassView } from '../protocol/views';
import { allocate } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { tensorOf } from '../tensor/host';
import type { Tensor } from '../tensor/tensor';
import { softmaxForm } from './softmaxForms';
import { type HostTensor, largestDistance, readTensor, tensorView } from './tensorView';

const mostNumbers = 6;

/** sigmoid(x) beside the second class of softmax over (0, x). */
export async function twoClasses(tensor: Tensor, engine: Engine): Promise<TwoClassView> {
  const { dtype } = tensor;
  const numbers = (await readTensor(tensor, engine)).values.slice(0, mostNumbers);
  const pairs = allocate(dtype, 2 * numbers.length);
  const alone = allocate(dtype, numbers.length);
  numbers.forEach((value, i) => {
    pairs[2 * i + 1] = value;
    alone[i] = value;
  });
  const x = tensorOf(alone, [numbers.length], dtype);
  const compute = async (form: 'sigmoid' | 'softmax', of: Tensor): Promise<HostTensor> => {
    const input = { x: of, dtype: null, tau: 1, hard: false };
    return readTensor(await softmaxForm(form)!.compute(engine, input, 1), engine);
  };
  const sigmoid = await compute('sigmoid', x);
  const both = await compute('softmax', tensorOf(pairs, [numbers.length, 2], dtype));
  const second = { ...both, shape: sigmoid.shape, values: both.values.filter((_, i) => i % 2 === 1) };
  const worst = largestDistance(sigmoid.values, (at) => second.values[at]!);
  return {
    x: tensorView('x', await readTensor(x, engine)),
    sigmoid: tensorView('sigmoid(x)', sigmoid),
    softmax: tensorView('softmax([0, x])[1]', second),
    worst,
  };
}
