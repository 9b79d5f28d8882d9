// Vector products along a dim of three elements, under both names. Knows no matrix.
import { say } from '../../base/text';
import type { Engine } from '../../tensor/engine';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { select, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { input, int, keyword, optional, tensor, withDefault } from '../params';
import { joinAlong } from '../view/copy';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const other = tensor('other', say('The right factor.'));

/** The vector product along a dim; throws where it has not three elements. */
function crossed(engine: Engine, a: Tensor, b: Tensor, dim: number): Tensor | Promise<Tensor> {
  const at = wrapDim(dim, a.rank);
  if (a.shape[at] !== 3 || b.shape[at] !== 3) {
    fail(`linalg.cross: inputs dimension ${dim} must have length 3. Got ${a.shape[at]} and ${b.shape[at]}`);
  }
  const m = maths(engine);
  const part = (i: number): Tensor => {
    const [x, y] = [(i + 1) % 3, (i + 2) % 3];
    const made = m.sub(m.mul(select(a, at, x), select(b, at, y)), m.mul(select(a, at, y), select(b, at, x)));
    return unsqueeze(made, at);
  };
  return joinAlong(engine, [0, 1, 2].map(part), at);
}

const cross = defineOp({
  names: ['torch.linalg.cross'],
  family: 'other',
  doc: say('The vector product along a dim of size 3.'),
  params: [input, other, keyword(withDefault(int('dim', say('The dim of the vectors.')), -1))],
  run({ input: a, other: b, dim }, { engine }) {
    if (a.rank !== b.rank) fail('linalg.cross: inputs must have the same number of dimensions.');
    return crossed(engine, a, b, dim);
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([-1., 0.5, 4.])' },
    { args: 'torch.arange(6.).reshape(3, 2), torch.tensor([[1., 2.], [0., 1.], [5., -1.]]), dim=0' },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2, 2), torch.zeros(2, 2)',
      'linalg.cross: inputs dimension -1 must have length 3. Got 2 and 2',
    ),
  ],
});

const oldCross = defineOp({
  names: ['torch.cross'],
  methods: ['cross'],
  family: 'other',
  doc: say('The vector product along a dim of size 3: the first such dim where none is named.'),
  params: [input, other, optional(int('dim', say('The dim of the vectors.')))],
  run({ input: a, other: b, dim }, { engine, warn }) {
    if (dim === null) {
      warn(
        'UserWarning',
        'Using torch.cross without specifying the dim arg is deprecated.\nPlease either pass the dim explicitly or simply use torch.linalg.cross.\nThe default value of dim will change to agree with that of linalg.cross in a future release. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/Cross.cpp:63.)',
      );
    }
    if (a.rank !== b.rank) fail('linalg.cross: inputs must have the same number of dimensions.');
    const at = dim ?? a.shape.indexOf(3);
    if (at < 0 && dim === null) fail('no dimension of size 3 in input');
    return crossed(engine, a, b, at);
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([-1., 0.5, 4.])' },
    { args: 'torch.arange(6.).reshape(2, 3), torch.tensor([[1., 2., 5.], [0., 1., -1.]]), dim=1' },
  ],
  errors: [runtimeError('torch.zeros(2, 2), torch.zeros(2, 2)', 'no dimension of size 3 in input')],
});

export const crossProducts: readonly Op[] = [cross, oldCross];
