// The same operation with a number as its first operand: functions that have a signature of its own for it. Knows no op.
import { say } from '../../base/text';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { scalar, tensor } from '../params';
import { toTensor } from '../toTensor';

/** `torch.remainder(5, x)` from `torch.remainder(x, y)`. */
export const withNumberFirst = ({ names, family, doc, run }: Op): Op =>
  defineOp({
    names,
    family,
    doc,
    params: [scalar('self', say('The first operand.')), tensor('other', say('The second operand.'))],
    run: ({ self, other }, context) => run({ input: toTensor(context.engine, self), other }, context),
    samples: [{ args: '5, torch.tensor([3, 1])' }],
  });
