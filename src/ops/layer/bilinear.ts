// bilinear: a form in two inputs for each feature of the result, x1ᵀ W x2 + b. Knows no module.
import { say } from '../../base/text';
import { cppName } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { permute, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import type { Op } from '../op';
import { optional, tensor } from '../params';
import { reshape } from '../view/copy';

function check(first: Tensor, second: Tensor, weight: Tensor, bias: Tensor | null): void {
  const refuse = (message: string): never => fail(`bilinear(): ${message}`);
  if (first.rank !== second.rank) refuse(`input dimensions do not match: got ${first.rank} and ${second.rank}`);
  for (const [dim, size] of first.shape.slice(0, -1).entries()) {
    const other = second.shape[dim]!;
    if (size !== other) refuse(`input batch dimensions do not match at dim ${dim}: got ${size} and ${other}`);
  }
  for (const [i, x] of [first, second].entries()) {
    const [got, wanted] = [x.shape.at(-1), weight.shape[i + 1]];
    if (got !== wanted) refuse(`input${i + 1} size does not match weight size: got ${got} but expected ${wanted}`);
  }
  if (bias && bias.shape[0] !== weight.shape[0])
    refuse(`bias size does not match weight size: got ${bias.shape[0]} but expected ${weight.shape[0]}`);
  const types = { input1: first, input2: second, weight, ...(bias && { bias }) };
  if (Object.values(types).every((x) => x.dtype === first.dtype)) return;
  const got = Object.entries(types).map(([name, x]) => `${name}: ${cppName(x.dtype)}`);
  fail(`All tensors must have the same dtype, got ${got.join(', ')}`);
}

const weight = 'torch.tensor([[[1., 0.5, -2.], [0., 2., 1.]], [[0.25, -1., 3.], [1.5, 0., -0.5]]])';

const bilinear = defineOp({
  names: ['torch.nn.functional.bilinear', 'torch.bilinear'],
  family: 'other',
  doc: say('A bilinear form of two inputs for each feature of the result.'),
  params: [
    tensor('input1', say('The first inputs: (..., features).')),
    tensor('input2', say('The second inputs: (..., features).')),
    tensor('weight', say('(out features, features of the first, features of the second).')),
    optional(tensor('bias', say('(out features).'))),
  ],
  run({ input1, input2, weight: form, bias }, { engine }) {
    check(input1, input2, form, bias);
    const m = maths(engine);
    const [outputs, left, right] = form.shape as readonly [number, number, number];
    const batch = input1.shape.slice(0, -1);
    const rows = sizeOf(batch);
    const flat = together([
      reshape(engine, input1, [rows, left]),
      reshape(engine, input2, [rows, right]),
      reshape(engine, permute(form, [1, 0, 2]), [left, outputs * right]),
    ]);
    return andThen(flat, ([a, b, turned]) =>
      andThen(matmul(engine, a!, turned!), (products) =>
        andThen(reshape(engine, products, [rows, outputs, right]), (parts) =>
          andThen(reshape(engine, m.sum(m.mul(parts, unsqueeze(b!, 1)), 2), [...batch, outputs]), (made) =>
            bias ? m.add(made, bias) : made,
          ),
        ),
      ),
    );
  },
  samples: [
    {
      args: `torch.tensor([[1., 2.], [-0.5, 3.]]), torch.tensor([[1., 0., 2.], [0.5, -1., 1.]]), ${weight}, torch.tensor([0.5, -1.])`,
    },
    { args: `torch.tensor([1., 2.]), torch.tensor([1., 0., 2.]), ${weight}` },
    { args: `torch.ones(0, 2), torch.ones(0, 3), ${weight}` },
  ],
  errors: [
    {
      args: `torch.ones(2, 2), torch.ones(3, 3), ${weight}`,
      error: {
        type: 'RuntimeError',
        message: 'bilinear(): input batch dimensions do not match at dim 0: got 2 and 3',
      },
    },
    {
      args: `torch.ones(2, 3), torch.ones(2, 3), ${weight}`,
      error: {
        type: 'RuntimeError',
        message: 'bilinear(): input1 size does not match weight size: got 3 but expected 2',
      },
    },
    {
      args: `torch.ones(2, 2).double(), torch.ones(2, 3), ${weight}`,
      error: {
        type: 'RuntimeError',
        message: 'All tensors must have the same dtype, got input1: double, input2: float, weight: float',
      },
    },
  ],
});

export const bilinears: readonly Op[] = [bilinear];
