// A weight as the direction of one tensor with the norms of another, and those norms.
import { say } from '../../base/text';
import type { Engine } from '../../tensor/engine';
import { withGradients } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import type { Op, OpContext } from '../op';
import { int, tensor, withDefault } from '../params';
import { normOf } from '../reduction/norms';

/** The norm of each slice along a dim, which keeps its size as the others become 1; of the whole, a scalar, where it is -1. */
function normsOf(x: Tensor, power: number, at: number, context: OpContext): Tensor {
  if (at === -1) return normOf(x, power, null, false, null, context);
  const own = wrapDim(at, x.rank);
  const others = x.shape.flatMap((_, dim) => (dim === own ? [] : [dim]));
  return others.length > 0 ? normOf(x, power, others, true, null, context) : maths(context.engine).abs(x);
}

/** The same without a history. */
function fixedNorms(engine: Engine, x: Tensor, at: number, context: OpContext): Tensor {
  const norms = ([own]: readonly Tensor[], base: Engine): readonly Tensor[] => [
    normsOf(own!, 2, at, { ...context, engine: base }),
  ];
  return engine.custom(
    [x],
    (base, own) => norms(own, base),
    () => [],
  )[0]!;
}

const vectors = tensor('v', say('The direction.'));
const dim = withDefault(int('dim', say('The dim that has a norm for each of its slices; -1: one norm.')), 0);
const matrix = 'torch.tensor([[3., -4.], [0.5, 1.], [2., 0.]])';

const norms = defineOp({
  names: ['torch.norm_except_dim'],
  family: 'other',
  doc: say('The norm of each slice along a dim.'),
  params: [vectors, withDefault(int('pow', say('The power.')), 2), dim],
  run: ({ v, pow, dim: at }, context) => normsOf(v, pow, at, context),
  samples: [
    { args: matrix },
    { args: `${matrix}, 2, 1` },
    { args: `${matrix}, 1, -1` },
    { args: `${matrix}.double(), 3` },
  ],
});

const weight = defineOp({
  names: ['torch._weight_norm'],
  family: 'other',
  doc: say('A tensor whose slices have the direction of one tensor and the norms of another.'),
  params: [vectors, tensor('g', say('The norms.')), dim],
  run({ v, g, dim: at }, context) {
    const composed = (m: Maths, norms: Tensor): Tensor => m.mul(v, m.div(g, norms));
    const { engine } = context;
    if (at !== 0 && at !== v.rank - 1) return composed(maths(engine), normsOf(v, 2, at, context));
    const others = v.shape.flatMap((_, dim) => (dim === at ? [] : [dim]));
    return withGradients(
      engine,
      [v, g],
      (base) => composed(maths(base), normsOf(v, 2, at, { ...context, engine: base })),
      // The norms are saved as numbers: ATen has no derivative of its own gradient through them.
      (base, upstream) => {
        const m = maths(base);
        const norms = fixedNorms(base, v, at, context);
        const along = base.reduce('sum', m.mul(upstream, v), others, true);
        const straight = m.sub(upstream, m.mul(v, m.div(along, m.mul(norms, norms))));
        return [m.mul(m.div(g, norms), straight), m.div(along, norms)];
      },
    );
  },
  samples: [
    { args: `${matrix}, torch.tensor([[1.], [2.], [-3.]])` },
    { args: `${matrix}, torch.tensor([[1., 2.]]), 1` },
    { args: `${matrix}, torch.tensor(2.), -1` },
  ],
});

export const weightNorms: readonly Op[] = [norms, weight];
