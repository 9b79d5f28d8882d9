// Running sums and products along a dim.
import { say, type Text } from '../../base/text';
import { type DType, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { asDType, dim, input, keyword } from '../params';
import { joinAlong } from '../view/copy';

/** `x` run along the dim `at`. */
type Scan = (engine: Engine, x: Tensor, at: number) => Tensor | Promise<Tensor>;

export const sums: Scan = (engine, x, at) => engine.scan('sum', x, at);

const products: Scan = (engine, x, at) =>
  withGradient(
    engine,
    [x],
    (base, own) => base.scan('prod', own, at),
    (base, g, y) => [x.rank === 0 ? g : gradientOfProducts(base, g, x, y, at)],
  );

/** Each element has a part in every product from its own on: what comes before it times what follows. Zeros do no harm. */
function gradientOfProducts(engine: Engine, g: Tensor, x: Tensor, y: Tensor, at: number): Tensor | Promise<Tensor> {
  const m = maths(engine);
  const one = (of: Tensor, i: number): Tensor => slice(of, at, i, i + 1);
  const parts: Tensor[] = [];
  let after: Tensor | undefined;
  for (let i = x.shape[at]! - 1; i >= 0; i--) {
    after = after ? m.add(one(g, i), m.mul(one(x, i + 1), after)) : one(g, i);
    parts.unshift(i > 0 ? m.mul(one(y, i - 1), after) : after);
  }
  return parts.length > 0 ? joinAlong(engine, parts, at) : g;
}

const scan = (name: string, doc: Text, run: Scan, more: readonly { readonly args: string }[] = []): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'other',
    doc,
    params: [input, dim('dim', say('The dim that is run along.')), keyword(asDType)],
    run({ input: x, dim: chosen, dtype }, { engine }) {
      const at = wrapDim(chosen, x.rank);
      const result: DType = dtype ?? (isIntegral(x.dtype) ? 'int64' : x.dtype);
      return run(engine, engine.cast(x, result), at);
    },
    samples: [
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), 1' },
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), dim=0' },
      { args: 'torch.tensor([True, True, False]), 0' },
      { args: 'torch.tensor([1, 2, 3]), 0, dtype=torch.float64' },
      { args: 'torch.tensor(2.), 0' },
      ...more,
      { args: 'torch.tensor([[0.5, 0., 3., -2.], [0., 1.5, 0., 2.]]), 1' },
    ],
    errors: [
      {
        args: 'torch.zeros(2, 3), 2',
        error: {
          type: 'IndexError',
          message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)',
        },
      },
    ],
  });

export const scans: readonly Op[] = [
  scan('cumsum', say('The running sum along a dim.'), sums, [
    // Kept in double, of narrow floats in float32.
    { args: 'torch.tensor([3e38, 3e38, -3e38, 1e-30, 1e-30]), 0' },
    { args: 'torch.tensor([16777216., 1., 1., -16777216.]).bfloat16(), 0' },
    { args: 'torch.tensor([60000., 60000., -60000.]).half(), 0' },
  ]),
  scan('cumprod', say('The running product along a dim.'), products),
];
