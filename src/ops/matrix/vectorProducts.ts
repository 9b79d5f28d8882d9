// Other names for products of vectors and matrices: vdot, ger.
import { say } from '../../base/text';
import { unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { input, tensor } from '../params';
import { matmul } from './matmul';

const family = 'other';
const vdot = defineOp({
  names: ['torch.vdot'],
  methods: ['vdot'],
  family,
  doc: say('Sum of the products of two vectors.'),
  params: [input, tensor('other', say('The other vector.'))],
  run({ input: a, other: b }, { engine }) {
    if (a.rank !== 1 || b.rank !== 1) fail(`1D tensors expected, but got ${a.rank}D and ${b.rank}D tensors`);
    return matmul(engine, a, b);
  },
  samples: [{ args: 'torch.tensor([1., 2.]), torch.tensor([3., 4.])' }],
});

const ger = defineOp({
  names: ['torch.ger'],
  methods: ['ger'],
  family,
  doc: say('Products of each element of one vector with each of another.'),
  params: [input, tensor('vec2', say('The other vector.'))],
  run({ input: a, vec2: b }, { engine }) {
    if (a.rank !== 1) fail(`outer: Expected 1-D argument self, but got ${a.rank}-D`);
    if (b.rank !== 1) fail(`outer: Expected 1-D argument vec2, but got ${b.rank}-D`);
    return engine.binary('mul', unsqueeze(a, 1), b);
  },
  samples: [{ args: 'torch.tensor([1., 2.]), torch.tensor([3., 4., 5.])' }],
});

export const vectorProducts: readonly Op[] = [vdot, ger];
