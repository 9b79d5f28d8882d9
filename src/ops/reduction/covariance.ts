// How variables vary together: cov and corrcoef.
import { say } from '../../base/text';
import { isFloat, isIntegral, scalarName } from '../../tensor/dtype';
import { peek } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { squeeze, transpose, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import type { Op, OpContext } from '../op';
import { input, int, keyword, optional, tensor, withDefault } from '../params';
import { between } from '../pointwise/hold';
import { diagonalOf } from '../view/diagonals';

interface Weights {
  readonly correction: number;
  readonly fweights: Tensor | null;
  readonly aweights: Tensor | null;
}

/** ATen's checks of the weights of the observations. */
function checkWeights(weights: Tensor, name: string, count: number, { engine }: OpContext): void | Promise<void> {
  if (weights.rank > 1)
    fail(`cov(): expected ${name} to have one or fewer dimensions but got ${name} with ${weights.rank} dimensions`);
  const whole = name === 'fweights';
  if (whole ? !isIntegral(weights.dtype) : !isFloat(weights.dtype))
    fail(
      `cov(): expected ${name} to have ${whole ? 'integral' : 'floating point'} dtype but got ${name} with ${scalarName(weights.dtype)} dtype`,
    );
  if (weights.size !== count)
    fail(
      `cov(): expected ${name} to have the same numel as there are observations in the input but got ${weights.size} != ${count}`,
    );
  return andThen(
    peek(engine, [weights], (values) => Array.from(values as ArrayLike<number | bigint>).some((n) => n < 0)),
    (negative) => {
      if (negative) fail(`cov(): ${name} cannot be negative`);
    },
  );
}

/** ATen's cov: rows are variables, columns are observations. */
async function covariance(x: Tensor, { correction, fweights, aweights }: Weights, context: OpContext): Promise<Tensor> {
  const { engine, warn } = context;
  const m = maths(engine);
  const rows = x.rank < 2 ? view(x, [1, x.size]) : x;
  const count = rows.shape[1]!;
  if (fweights) await checkWeights(fweights, 'fweights', count, context);
  if (aweights) await checkWeights(aweights, 'aweights', count, context);
  const weights = fweights && aweights ? m.mul(fweights, aweights) : (fweights ?? aweights);
  const total = weights ? m.sum(weights) : engine.scalar(count, 'int64', true);
  const weighted = (y: Tensor): Tensor => (weights ? m.mul(y, weights) : y);
  const mean = m.div(engine.reduce('sum', weighted(rows), [1]), total);
  const lost =
    weights && aweights && correction !== 0
      ? m.mul(m.div(m.sum(m.mul(weights, aweights)), total), correction)
      : engine.scalar(correction, 'int64', true);
  const freedom = m.sub(total, lost);
  const positive = await peek(engine, [freedom], (values) => Number(values![0]) > 0);
  if (!positive) {
    warn(
      'UserWarning',
      'cov(): degrees of freedom is <= 0. Correction should be strictly less than the number of observations. (Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/Correlation.cpp:129.)',
    );
  }
  const distance = m.sub(rows, unsqueeze(mean, 1));
  const products = await matmul(engine, distance, transpose(weighted(distance), 0, 1));
  return squeeze(m.div(products, positive ? freedom : engine.scalar(0, 'int64', true)));
}

function checkInput(x: Tensor, name: string): void {
  if (x.rank > 2)
    fail(`${name}(): expected input to have two or fewer dimensions but got an input with ${x.rank} dimensions`);
  if (x.dtype === 'bool') fail('cov(): bool dtype is not supported for input');
}

const two = 'torch.tensor([[1., 4., 2.], [3., 0., 5.]])';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

const cov = defineOp({
  names: ['torch.cov'],
  methods: ['cov'],
  family: 'other',
  doc: say('The covariance of every row with every row.'),
  params: [
    input,
    keyword(withDefault(int('correction', say('What is taken off the count before dividing.')), 1)),
    keyword(optional(tensor('fweights', say('How often each observation counts.')))),
    keyword(optional(tensor('aweights', say('How much each observation counts.')))),
  ],
  run({ input: x, ...weights }, context) {
    checkInput(x, 'cov');
    return covariance(x, weights, context);
  },
  samples: [
    { args: two },
    { args: `${two}, correction=0` },
    { args: 'torch.tensor([1., 2., 4.])' },
    { args: `${two}, fweights=torch.tensor([1, 2, 1])` },
    { args: `${two}, aweights=torch.tensor([1., 2., 0.5])` },
    { args: `${two}, fweights=torch.tensor([1, 2, 1]), aweights=torch.tensor([1., 2., 0.5]), correction=0` },
    { args: 'torch.tensor([[1, 2], [3, 5]])' },
    { args: 'torch.tensor([1.])' },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2, 2, 2)',
      'cov(): expected input to have two or fewer dimensions but got an input with 3 dimensions',
    ),
    runtimeError('torch.tensor([[True, False]])', 'cov(): bool dtype is not supported for input'),
    runtimeError(
      `${two}, fweights=torch.tensor([1., 2., 1.])`,
      'cov(): expected fweights to have integral dtype but got fweights with Float dtype',
    ),
    runtimeError(`${two}, fweights=torch.tensor([1, -2, 1])`, 'cov(): fweights cannot be negative'),
    runtimeError(
      `${two}, fweights=torch.tensor([1, 2])`,
      'cov(): expected fweights to have the same numel as there are observations in the input but got 2 != 3',
    ),
  ],
});

const corrcoef = defineOp({
  names: ['torch.corrcoef'],
  methods: ['corrcoef'],
  family: 'other',
  doc: say("Pearson's correlation of every row with every row."),
  params: [input],
  async run({ input: x }, context) {
    checkInput(x, 'corrcoef');
    const { engine } = context;
    const m = maths(engine);
    const together = await covariance(x, { correction: 1, fweights: null, aweights: null }, context);
    if (together.rank === 0) return m.div(together, together);
    const deviation = m.sqrt(diagonalOf(together, 0));
    const scaled = m.div(m.div(together, unsqueeze(deviation, 1)), unsqueeze(deviation, 0));
    return between(engine, scaled, engine.scalar(-1, scaled.dtype), engine.scalar(1, scaled.dtype));
  },
  samples: [{ args: two }, { args: 'torch.tensor([1., 2., 4.])' }, { args: 'torch.tensor([[1, 2, 3], [3, 1, 2]])' }],
  errors: [
    runtimeError(
      'torch.zeros(2, 2, 2)',
      'corrcoef(): expected input to have two or fewer dimensions but got an input with 3 dimensions',
    ),
  ],
});

export const covariances: readonly Op[] = [cov, corrcoef];
