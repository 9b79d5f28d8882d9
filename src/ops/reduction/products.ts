// Products of all elements or along a dim, with gradients that zeros do not spoil.
import { say } from '../../base/text';
import { broadcastTo } from '../../tensor/broadcast';
import { type DType, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { restoreDims } from '../../tensor/gradient/derivatives';
import { peek, withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { slice, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { asDType, dim, input, keepdim, keyword } from '../params';
import { joinAlong, reshape } from '../view/copy';

const dtype = keyword(asDType);
const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

/** The product along a dim, or of all elements where it is undefined. */
function multiplied(
  engine: Engine,
  given: Tensor,
  dim: number | undefined,
  keep: boolean,
  dtype: DType | null,
): Tensor | Promise<Tensor> {
  const x = dtype ? engine.cast(given, dtype) : given;
  const dims = dim === undefined ? x.shape.map((_, at) => at) : x.rank === 0 ? [] : [dim];
  return withGradient(
    engine,
    [x],
    (base, own) => base.cast(base.reduce('prod', own, dims, keep), dtype ?? (isIntegral(x.dtype) ? 'int64' : x.dtype)),
    (base, g, y) => [gradient(base, restoreDims(g, dims, keep), x, restoreDims(y, dims, keep), dim)],
  );
}

/** ATen's prod_backward: the result divided by each element, unless one is zero. */
function gradient(engine: Engine, g: Tensor, x: Tensor, y: Tensor, dim: number | undefined): Tensor | Promise<Tensor> {
  const m = maths(engine);
  if (x.rank === 0) return g;
  const counted = peek(engine, [x], (values) => [...values!].filter((value) => !value).length);
  return andThen(counted, (zeros) => {
    if (zeros === 0) return m.mul(g, m.div(y, x));
    if (dim !== undefined) return andThen(productsOfOthers(engine, x, dim), (others) => m.mul(g, others));
    return andThen(reshape(engine, x, [-1]), (flat) =>
      andThen(productsOfOthers(engine, flat, 0), (others) => {
        const grad = m.mul(g, view(others, x.shape));
        // Of several zeros none has a gradient, which is no negative zero then.
        return zeros > 1 ? m.add(grad, 0) : grad;
      }),
    );
  });
}

/** For each element the product of all the others along a dim: of those before it and of those behind it. */
function productsOfOthers(engine: Engine, x: Tensor, dim: number): Tensor | Promise<Tensor> {
  const m = maths(engine);
  const count = x.shape[dim]!;
  const one = (at: number): Tensor => slice(x, dim, at, at + 1);
  const running = (order: readonly number[]): ReadonlyMap<number, Tensor> => {
    const products = new Map<number, Tensor>();
    let product = broadcastTo(engine.scalar(1, x.dtype), one(0).shape);
    for (const at of order) {
      products.set(at, product);
      product = m.mul(product, one(at));
    }
    return products;
  };
  const order = Array.from({ length: count }, (_, at) => at);
  const [before, behind] = [running(order), running(order.toReversed())];
  return joinAlong(
    engine,
    order.map((at) => m.mul(before.get(at)!, behind.get(at)!)),
    dim,
  );
}

const prodAll = defineOp({
  names: ['torch.prod'],
  methods: ['prod'],
  family: 'reduction',
  doc: say('The product of all elements.'),
  params: [input, dtype],
  run: (args, { engine }) => multiplied(engine, args.input, undefined, false, args.dtype),
  samples: [
    { args: 'torch.tensor([[1.5, 2.], [3., -4.]])' },
    { args: 'torch.tensor([[1.5, 0.], [3., -4.]])' },
    { args: 'torch.tensor([0., -2., 0.])' },
    { args: 'torch.tensor(0.)' },
    { args: 'torch.tensor([1, 2, 3])' },
    { args: 'torch.zeros(0)' },
    { args: 'torch.tensor([1, 2]), dtype=torch.float64' },
  ],
});
const prodDim = defineOp({
  names: ['torch.prod'],
  methods: ['prod'],
  family: 'reduction',
  doc: say('The product of the elements along a dim.'),
  params: [input, dim('dim', say('The dim that is reduced.')), keepdim, dtype],
  run: (args, { engine }) =>
    multiplied(engine, args.input, wrapDim(args.dim, args.input.rank), args.keepdim, args.dtype),
  samples: [
    { args: 'torch.tensor([[1.5, 2.], [3., -4.]]), 1' },
    { args: 'torch.tensor([[1.5, 0., 2.], [3., -4., 1.], [0., 0., 2.]]), 1' },
    { args: 'torch.tensor([[1, 2], [3, 4]]), 0, True' },
  ],
  errors: [rangeError],
});

export const products: readonly Op[] = [prodAll, prodDim];
