// F.normalize: each line divided by its length. Knows no module.
import { say } from '../../base/text';
import { maths } from '../../tensor/maths';
import { defineOp } from '../defineOp';
import { asIterator } from '../layouts';
import type { Op } from '../op';
import { dims, input, real, withDefault } from '../params';
import { normOf } from './norms';

const sample = 'torch.tensor([[3., 4., 0.], [-1., 2., 2.]])';

const normalize = defineOp({
  names: ['torch.nn.functional.normalize'],
  layout: asIterator,
  family: 'other',
  doc: say('Divides by the p-norm along a dim, so that the norm becomes 1.'),
  params: [
    input,
    withDefault(real('p', say('The p of the norm.')), 2),
    withDefault(dims('dim', say('The dim along which the norm is taken.')), [1]),
    withDefault(real('eps', say('The least that is divided by.')), 1e-12),
  ],
  run(args, context) {
    const m = maths(context.engine);
    const norm = normOf(args.input, args.p, args.dim, true, null, context);
    const least = context.engine.cast(context.engine.scalar(args.eps, 'float64'), norm.dtype);
    return m.div(args.input, m.where(m.ge(norm, least), norm, least));
  },
  samples: [
    { args: sample },
    { args: `${sample}, p=1, dim=0` },
    { args: `${sample}, p=float('inf'), dim=-1` },
    { args: 'torch.zeros(1, 2)' },
    { args: 'torch.zeros(1, 2).half()' },
    { args: 'torch.tensor([3., 4.]), dim=0' },
  ],
  errors: [
    {
      args: 'torch.ones(3)',
      error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-1, 0], but got 1)' },
    },
  ],
});

export const normalizes: readonly Op[] = [normalize];
