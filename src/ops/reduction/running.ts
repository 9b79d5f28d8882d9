// The largest, the smallest and the log of the sum of exp of what comes up to each element along a dim.
import { say, type Text } from '../../base/text';
import type { Choice } from '../../tensor/backend';
import { isFloat, scalarName } from '../../tensor/dtype';
import { andThen } from '../../tensor/hostValues';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { dim, input } from '../params';

const along = dim('dim', say('The dim that is run along.'));
const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

const extreme = (name: 'cummax' | 'cummin', doc: Text, choice: Choice): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    returns: { name, fields: ['values', 'indices'] },
    family: 'other',
    doc,
    params: [input, along],
    run({ input: x, dim: chosen }, { engine }) {
      const at = wrapDim(chosen, x.rank);
      return andThen(engine.select(choice, x, at, x.shape[at] ?? 1), ({ values, indices }) => [values, indices]);
    },
    samples: [
      { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), 1' },
      { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), dim=0' },
      { args: "torch.tensor([1., float('nan'), 2., float('nan')]), 0" },
      { args: 'torch.tensor([1, 1, 2, 0]), 0' },
      { args: 'torch.tensor([True, False]), 0' },
      { args: 'torch.tensor(3.), 0' },
    ],
    errors: [rangeError],
  });

const logcumsumexp = defineOp({
  names: ['torch.logcumsumexp'],
  methods: ['logcumsumexp'],
  family: 'other',
  doc: say('log of the running sum of exp(x) along a dim, without overflow.'),
  params: [input, along],
  run({ input: x, dim: chosen }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    if (!isFloat(x.dtype))
      fail(`"logcumsumexp_out_cpu" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    return engine.scan('logSumExp', x, at);
  },
  samples: [
    { args: 'torch.tensor([[1., 4., 2.], [3., 0., 5.]]), 1' },
    { args: 'torch.tensor([[1., 4.], [300., 0.]]).double(), dim=0' },
    { args: "torch.tensor([float('-inf'), 1., float('inf')]), 0" },
    { args: 'torch.tensor(2.), 0' },
  ],
  errors: [
    rangeError,
    {
      args: 'torch.tensor([1]), 0',
      error: { type: 'NotImplementedError', message: '"logcumsumexp_out_cpu" not implemented for \'Long\'' },
    },
  ],
});

export const runnings: readonly Op[] = [
  extreme('cummax', say('The largest element so far along a dim, and its index.'), 'largestSoFar'),
  extreme('cummin', say('The smallest element so far along a dim, and its index.'), 'leastSoFar'),
  logcumsumexp,
];
