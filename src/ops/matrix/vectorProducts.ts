// Products of two vectors, each under two names: dot and vdot, outer and ger. Knows no kernel.
import { say } from '../../base/text';
import type { Tensor } from '../../tensor/tensor';
import { unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { ErrorSample, Op } from '../op';
import { input, tensor } from '../params';
import { matmul } from './matmul';

const family = 'other';
const other = say('The other vector.');
const two = 'torch.tensor([1., 2.])';

const dot = (name: string, second: string, errors: readonly ErrorSample[]): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family,
    doc: say('Sum of the products of two vectors.'),
    params: [input, tensor(second, other)],
    run({ input: a, ...rest }, { engine }) {
      const b = (rest as Readonly<Record<string, Tensor>>)[second]!;
      if (a.rank !== 1 || b.rank !== 1) fail(`1D tensors expected, but got ${a.rank}D and ${b.rank}D tensors`);
      return matmul(engine, a, b);
    },
    samples: [{ args: `${two}, torch.tensor([3., 4.])` }, { args: 'torch.tensor([2, 3]), torch.tensor([4, 5])' }],
    errors,
  });

const outer = (name: string): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family,
    doc: say('Products of each element of one vector with each of another.'),
    params: [input, tensor('vec2', other)],
    run({ input: a, vec2: b }, { engine }) {
      if (a.rank !== 1) fail(`outer: Expected 1-D argument self, but got ${a.rank}-D`);
      if (b.rank !== 1) fail(`outer: Expected 1-D argument vec2, but got ${b.rank}-D`);
      return engine.binary('mul', unsqueeze(a, 1), b);
    },
    samples: [{ args: `${two}, torch.tensor([3., 4., 5.])` }],
  });

export const vectorProducts: readonly Op[] = [
  dot('dot', 'tensor', [
    {
      args: 'torch.zeros(2, 3), torch.zeros(2, 3)',
      error: { type: 'RuntimeError', message: '1D tensors expected, but got 2D and 2D tensors' },
    },
  ]),
  dot('vdot', 'other', []),
  outer('outer'),
  outer('ger'),
];
