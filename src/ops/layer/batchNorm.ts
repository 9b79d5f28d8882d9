// batch_norm: each channel moved to mean 0 and variance 1, by the batch's own statistics or by the running ones.
import { say } from '../../base/text';
import { allocate, categoryOf, type HostArray, isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { peek } from '../../tensor/gradient/withGradient';
import { writeInto } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { torchSize, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asChannels } from '../layouts';
import { NotModelled, type Op, OpError } from '../op';
import { bool, nullable, optional, real, tensor, withDefault } from '../params';

/** What the running value becomes: a step of `momentum` towards the batch's. */
function updated(running: Tensor, towards: readonly number[], momentum: number): void {
  if (!running.storage.host) throw new NotModelled(say('writing into a tensor on the GPU is not modelled yet'));
  const values = allocate(running.dtype, running.size);
  for (const [channel, value] of towards.entries()) {
    const before = Number(running.storage.host[running.offset + channel * (running.strides[0] ?? 1)]);
    values[channel] = (1 - momentum) * before + momentum * value;
  }
  writeInto(running, values);
}

/** Running statistics of each channel, and how far they follow. */
interface Running {
  readonly mean: Tensor | null;
  readonly variance: Tensor | null;
  readonly momentum: number;
}

/** Mean and mean squared distance over some dims, in double; `count` elements each. */
export interface Moments {
  readonly average: Tensor;
  readonly spread: Tensor;
  readonly count: number;
}

export function momentsOver(engine: Engine, x: Tensor, over: readonly number[]): Moments {
  const m = maths(engine);
  const wide = engine.cast(x, 'float64');
  const average = engine.reduce('mean', wide, over, true);
  const spread = engine.reduce('mean', m.square(m.sub(wide, average)), over, true);
  return { average, spread, count: over.reduce((product, dim) => product * x.shape[dim]!, 1) };
}

/** Moves running statistics towards those of a batch; where each sample has its own, towards their mean. */
export function follow(engine: Engine, { average, spread, count }: Moments, running: Running): void | Promise<void> {
  const { mean, variance, momentum } = running;
  const channels = average.shape[1]!;
  const perChannel = (values: HostArray, factor: number): readonly number[] => {
    const sums = new Array<number>(channels).fill(0);
    for (let i = 0; i < values.length; i++) sums[i % channels]! += Number(values[i]) * factor;
    return sums.map((sum) => (sum * channels) / values.length);
  };
  return peek(engine, [average, spread], (averages, spreads) => {
    if (mean) updated(mean, perChannel(averages!, 1), momentum);
    if (variance) updated(variance, perChannel(spreads!, count / (count - 1)), momentum);
  });
}

/** `F.batch_norm`. */
export const batchNorm = defineOp({
  names: ['torch.nn.functional.batch_norm'],
  layout: asChannels,
  family: 'other',
  doc: say('Moves each channel to mean 0 and variance 1, then scales and shifts it.'),
  params: [
    tensor('input', say('(N, channels, ...).')),
    nullable(tensor('running_mean', say('The running mean of each channel; updated while training.'))),
    nullable(tensor('running_var', say('The running variance of each channel; updated while training.'))),
    optional(tensor('weight', say('A factor for each channel.'))),
    optional(tensor('bias', say('Added to each channel.'))),
    withDefault(bool('training', say('Whether the statistics are those of the batch.')), false),
    withDefault(real('momentum', say('How far the running statistics follow the batch.')), 0.1),
    withDefault(real('eps', say('Added to the variance.')), 1e-5),
  ],
  undifferentiable: () => ({ name: 'native_batch_norm', params: ['running_mean', 'running_var'] }),
  run(args, { engine }) {
    const { input: x, running_mean: mean, running_var: variance, weight, bias, eps } = args;
    const channels = x.shape[1] ?? 1;
    const count = x.size / Math.max(channels, 1);
    if (args.training && count === 1) {
      throw new OpError(
        'ValueError',
        `Expected more than 1 value per channel when training, got input size ${torchSize(x.shape)}`,
      );
    }
    if (x.rank < 2 || categoryOf(x.dtype) === 'complex') {
      throw new NotModelled(say('{0} of {1} is not modelled yet', 'batch_norm', scalarName(x.dtype)));
    }
    const named = { running_mean: mean, running_var: variance, weight, bias };
    for (const [name, given] of Object.entries(named)) {
      if (!given && !args.training && name.startsWith('running')) fail(`${name} must be defined in evaluation mode`);
      if (given && given.size !== channels) {
        throw new OpError('RuntimeError', `${name} should contain ${channels} elements not ${given.size}`);
      }
    }
    if (!isFloat(x.dtype)) fail(`"batch_norm" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    const m = maths(engine);
    const wide = engine.cast(x, 'float64');
    const own = isHalf(x.dtype) ? 'float32' : x.dtype;
    const perChannel = (given: Tensor): Tensor => view(given, [channels, ...x.shape.slice(2).map(() => 1)]);
    const [shift, factor] = [bias, weight].map((given) => given && engine.cast(perChannel(given), own));
    /** As ATen rounds it: a factor and a term for each channel, then one fused multiply-add for each element. */
    const normalised = (centre: Tensor, scale: Tensor): Tensor => {
      const slope = factor ? m.mul(scale, factor) : scale;
      const moved = m.neg(m.mul(centre, slope));
      const term = shift ? m.add(moved, shift) : moved;
      return engine.cast(m.add(m.mul(wide, slope), term), x.dtype);
    };
    if (!args.training) {
      const [centre, width] = [mean!, variance!].map((given) => engine.cast(perChannel(given), own));
      return normalised(centre!, m.div(1, m.sqrt(m.add(width!, eps))));
    }
    // Without a parameter in float32 ATen rounds the statistics as well.
    if (isHalf(x.dtype) && !Object.values(named).some((given) => given?.dtype === 'float32'))
      throw new NotModelled(say('{0} of narrow floats alone is not modelled yet', 'torch.nn.functional.batch_norm'));
    const over = x.shape.flatMap((_, dim) => (dim === 1 ? [] : [dim]));
    const moments = momentsOver(engine, x, over);
    const { average, spread } = moments;
    const told = follow(engine, moments, { mean, variance, momentum: args.momentum });
    // The variance is rounded before its root is taken in double.
    const rounded = engine.cast(engine.cast(spread, own), 'float64');
    const scale = engine.cast(m.rsqrt(m.add(rounded, eps)), own);
    return andThen(told, () => normalised(engine.cast(average, own), scale));
  },
  samples: [
    { args: 'torch.tensor([[1., 2.], [3., -4.], [0.5, 1.]]), None, None, training=True' },
    { args: 'torch.arange(12.).reshape(2, 3, 2) ** 2, torch.zeros(3), torch.ones(3), training=True' },
    {
      args: 'torch.arange(16.).reshape(2, 2, 2, 2), torch.tensor([1., 2.]), torch.tensor([2., 4.]), torch.tensor([0.5, 2.]), torch.tensor([1., -1.])',
    },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), torch.zeros(3), None',
      error: { type: 'RuntimeError', message: 'running_var must be defined in evaluation mode' },
    },
    {
      args: 'torch.ones(2, 3).long(), torch.zeros(3), torch.ones(3)',
      error: { type: 'NotImplementedError', message: '"batch_norm" not implemented for \'Long\'' },
    },
    {
      args: 'torch.ones(1, 3), None, None, training=True',
      error: {
        type: 'ValueError',
        message: 'Expected more than 1 value per channel when training, got input size torch.Size([1, 3])',
      },
    },
    {
      args: 'torch.ones(2, 3), torch.zeros(2), torch.ones(3)',
      error: { type: 'RuntimeError', message: 'running_mean should contain 3 elements not 2' },
    },
  ],
});

export const normalisations: readonly Op[] = [batchNorm];
