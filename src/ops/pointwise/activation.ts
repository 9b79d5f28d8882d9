// Activations that are more than a primitive, and those that can write into their input.
import { say } from '../../base/text';
import { writeInto } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import { refuseOverlap } from '../../tensor/overlap';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { bool, input, withDefault } from '../params';

/** The result, or the input after the result was written into it. */
export function writeBack(
  x: Tensor,
  result: Tensor,
  inplace: boolean,
  { engine }: OpContext,
): Tensor | Promise<Tensor> {
  if (!inplace) return result;
  refuseOverlap(x);
  if (!x.storage.host) throw new NotModelled(say('writing into a tensor on the GPU is not modelled yet'));
  return withValues(engine, [result], (values) => {
    writeInto(x, values!);
    return x;
  });
}

const relu = defineOp({
  names: ['torch.nn.functional.relu'],
  module: { name: 'torch.nn.ReLU', constructor: ['inplace'], shown: ['inplace'] },
  family: 'activation',
  doc: say('Each element, or 0 where it is negative.'),
  params: [input, withDefault(bool('inplace', say('Whether the result is written into the input.')), false)],
  run({ input: x, inplace }, context) {
    if (x.dtype === 'bool') throw new OpError('RuntimeError', 'Boolean inputs not supported for relu');
    return writeBack(x, context.engine.unary('relu', x), inplace, context);
  },
  samples: [{ args: 'torch.tensor([-1.5, 0., 2.])' }, { args: 'torch.tensor([-1, 2]), inplace=True' }],
  errors: [
    { args: 'torch.tensor([True])', error: { type: 'RuntimeError', message: 'Boolean inputs not supported for relu' } },
  ],
});

export const activations: readonly Op[] = [relu];
