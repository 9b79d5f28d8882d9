// Activations that are more than a primitive. Where one is asked to write into its input, the binding does so.
import { say } from '../../base/text';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { bool, input, withDefault } from '../params';

const relu = defineOp({
  names: ['torch.nn.functional.relu'],
  module: { name: 'torch.nn.ReLU', constructor: ['inplace'], shown: ['inplace'] },
  family: 'activation',
  doc: say('Each element, or 0 where it is negative.'),
  params: [input, withDefault(bool('inplace', say('Whether the result is written into the input.')), false)],
  run({ input: x }, { engine }) {
    if (x.dtype === 'bool') throw new OpError('RuntimeError', 'Boolean inputs not supported for relu');
    return engine.unary('relu', x);
  },
  samples: [{ args: 'torch.tensor([-1.5, 0., 2.])' }, { args: 'torch.tensor([-1, 2]), inplace=True' }],
  errors: [
    { args: 'torch.tensor([True])', error: { type: 'RuntimeError', message: 'Boolean inputs not supported for relu' } },
  ],
});

export const activations: readonly Op[] = [relu];
