// Standard deviation and variance.
import { say, type Text } from '../../base/text';
import { type DType, isFloat, isHalf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { zerosLike } from '../../tensor/gradient/window';
import { pointwise, withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf } from '../../tensor/host';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { slice, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { type Op, type OpContext, OpError } from '../op';
import { bool, input, keepdim, keyword, over, real, withDefault } from '../params';
import { reducedDims } from './reducedDims';

const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

/** Mean of squared distances with `count - correction` below; Welford's accumulator in ATen is double, so is this. */
function variance(
  x: Tensor,
  chosen: readonly number[] | null,
  correction: number,
  keep: boolean,
  name: string,
  { engine, warn }: OpContext,
): Tensor {
  if (!isFloat(x.dtype)) {
    const refused = name.endsWith('_mean') ? `${name} only support` : 'std and var only support';
    throw new OpError('RuntimeError', `${refused} floating point and complex dtypes`);
  }
  const over = reducedDims(x, chosen);
  const count = sizeOf((over ?? x.shape.map((_, dim) => dim)).map((dim) => x.shape[dim]!));
  const results = sizeOf(x.shape.filter((_, dim) => over && !over.includes(dim)));
  if ((results === 0 ? 0 : count) - correction <= 0) {
    warn(
      'UserWarning',
      `${name}(): degrees of freedom is <= 0. Correction should be strictly less than the reduction factor (input numel divided by output numel). (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/ReduceOps.cpp:1861.)`,
    );
  }
  const free = Math.max(count - correction, 0);
  const distances = (base: Engine, wide: Tensor): Tensor =>
    maths(base).sub(wide, base.reduce('mean', wide, over, true));
  return withGradient(
    engine,
    [engine.cast(x, 'float64')],
    (base, wide) => {
      const m = maths(base);
      return m.div(base.reduce('sum', m.square(distances(base, wide)), over, keep), free);
    },
    (base, g) => {
      const m = maths(base);
      // Narrow floats are rounded at each step.
      const dtype = isHalf(x.dtype) ? x.dtype : 'float64';
      const grad = base.cast(g, dtype);
      const whole = keep || !over ? grad : over.reduce((wider, dim) => unsqueeze(wider, dim), grad);
      const found = m.mul(m.mul(whole, 2 / free), distances(base, base.cast(x, dtype)));
      return [base.cast(found, 'float64')];
    },
  );
}

const unbiased = withDefault(bool('unbiased', say('Whether to divide by one less than the count.')), true);
const correction = keyword(withDefault(real('correction', say('What is taken off the count before dividing.')), 1));

/** The square root whose gradient is 0 at 0, as ATen's std_backward has it. */
const rootOf = (engine: Engine, x: Tensor, dtype: DType): Tensor =>
  pointwise(engine, [x], (m, own) => m.sqrt(own), [
    (m, g, _, y) => {
      const [grad, root] = isHalf(dtype) ? [m.engine.cast(g, dtype), m.engine.cast(y!, dtype)] : [g, y!];
      return m.engine.cast(m.where(m.eq(root, 0), zerosLike(grad), m.div(grad, m.mul(root, 2))), g.dtype);
    },
  ]);

/** The mean as Welford has it: once it is infinite, the next distance makes it nan. Only the last element may be infinite. */
function runningMean(engine: Engine, x: Tensor, over: readonly number[] | undefined, keep: boolean): Tensor {
  const m = maths(engine);
  const dims = over ?? x.shape.map((_, dim) => dim);
  let [mean, last] = [engine.reduce('mean', x, over, keep), x];
  for (const dim of dims) {
    const end = last.shape[dim]! - 1;
    if (end > 0) mean = m.add(mean, m.mul(engine.reduce('sum', slice(last, dim, 0, end), over, keep), 0));
    last = slice(last, dim, Math.max(end, 0), end + 1);
  }
  return mean;
}

/** The spread, and for `std_mean` and its like the mean too. */
function spread(name: 'std' | 'var', doc: Text, withMean = false): readonly Op[] {
  const full = withMean ? `${name}_mean` : name;
  const found = (
    x: Tensor,
    chosen: readonly number[] | null,
    off: number,
    keep: boolean,
    context: OpContext,
  ): Tensor | readonly Tensor[] => {
    const { engine } = context;
    const squared = variance(x, chosen, off, keep, full, context);
    const own = engine.cast(name === 'std' ? rootOf(engine, squared, x.dtype) : squared, x.dtype);
    if (!withMean) return own;
    return [own, engine.cast(runningMean(engine, engine.cast(x, 'float64'), reducedDims(x, chosen), keep), x.dtype)];
  };
  const refused = `${withMean ? `${full} only support` : 'std and var only support'} floating point and complex dtypes`;
  const shared = { names: [`torch.${full}`], ...(!withMean && { methods: [name] }), family: 'reduction', doc } as const;
  return [
    defineOp({
      ...shared,
      params: [input, over, correction, keyword(keepdim)],
      run: (args, context) => found(args.input, args.dim, args.correction, args.keepdim, context),
      samples: [
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]])' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), 1' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), dim=(0, 1), correction=2' },
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), dim=0, keepdim=True' },
        { args: 'torch.tensor([1.])' },
        { args: 'torch.tensor([1., 2.]).double()' },
        { args: 'torch.tensor([[1., 2., 4.], [3., 3., 3.]]), 1' },
        { args: "torch.tensor([[1., float('inf')], [float('inf'), 2.], [3., float('-inf')]]), 0" },
        { args: "torch.tensor([[1., float('inf')], [float('inf'), 2.], [3., float('-inf')]]), 1" },
        { args: "torch.tensor([[1., 2.], [3., float('inf')]])" },
      ],
      errors: [{ args: 'torch.tensor([1, 2])', error: { type: 'RuntimeError', message: refused } }, rangeError],
    }),
    defineOp({
      ...shared,
      params: [input, over, unbiased, keepdim],
      run: (args, context) => found(args.input, args.dim, args.unbiased ? 1 : 0, args.keepdim, context),
      samples: [
        { args: 'torch.tensor([[1., 2., 4.], [4., 5., 7.5]]), 1, False' },
        { args: 'torch.tensor([1., 2., 4.]), unbiased=False' },
        { args: 'torch.tensor([[1., 2.]]), dim=1, unbiased=False, keepdim=True' },
      ],
    }),
    defineOp({
      ...shared,
      params: [input, bool('unbiased', say('Whether to divide by one less than the count.'))],
      run: (args, context) => found(args.input, null, args.unbiased ? 1 : 0, false, context),
      samples: [{ args: 'torch.tensor([1., 2., 4.]), False' }],
    }),
  ];
}

export const spreads: readonly Op[] = [
  ...spread('std', say('Standard deviation.')),
  ...spread('var', say('Variance.')),
  ...spread('std', say('Standard deviation and mean.'), true),
  ...spread('var', say('Variance and mean.'), true),
];
