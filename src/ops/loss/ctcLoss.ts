// ctc_loss: targets whose places in time are not known. Knows no module but its own form.
import { largest } from '../../base/largest';
import { say } from '../../base/text';
import { allocate, isFloat, scalarName } from '../../tensor/dtype';
import { withGradient } from '../../tensor/gradient/withGradient';
import { tensorOf } from '../../tensor/host';
import { andThen, together, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import { Tensor } from '../../tensor/tensor';
import { squeeze, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { bool, dims, int, tensor, withDefault } from '../params';
import { type Sequence, sequenceGradient, sequenceLoss } from './ctc';
import { type CtcArgs, deriveCtc } from './ctcSteps';
import { checkedReduction, reduction } from './reduction';

interface Batch {
  readonly times: readonly number[];
  readonly targets: readonly (readonly number[])[];
}

/** ATen's checks, and the targets of each sequence. */
function batchOf(
  given: CtcArgs,
  labels: readonly number[],
  times: readonly number[],
  lengths: readonly number[],
): Batch {
  const { log_probs: x, targets } = given;
  const [longest, count, classes] = x.shape as readonly [number, number, number];
  if (given.blank < 0 || given.blank >= classes) fail('blank must be in label range');
  if (times.length !== count) fail('input_lengths must be of size batch_size');
  if (lengths.length !== count) fail('target_lengths must be of size batch_size');
  for (const [name, values] of Object.entries({ input_lengths: times, target_lengths: lengths })) {
    const below = values.find((value) => value < 0);
    if (below !== undefined) {
      fail(
        `Expected ${name} to have value at least 0, but got value ${below} (while checking arguments for ctc_loss_allocate_outputs)`,
      );
    }
  }
  const tooLong = times.find((time) => time > longest);
  if (tooLong !== undefined) {
    fail(
      `Expected input_lengths to have value at most ${longest}, but got value ${tooLong} (while checking arguments for ctc_loss_allocate_outputs)`,
    );
  }
  const width = targets.rank === 2 ? targets.shape[1]! : undefined;
  const needed = largest(lengths, 0);
  if (width !== undefined && width < needed) {
    fail(
      `Expected tensor to have size at least ${needed} at dimension 1, but got size ${width} for argument #2 'targets' (while checking arguments for ctc_loss_allocate_outputs)`,
    );
  }
  let joined = 0;
  const own = lengths.map((length, n) => {
    const start = width === undefined ? joined : n * width;
    joined += length;
    return labels.slice(start, start + length);
  });
  if (own.flat().some((label) => label < 0 || label >= classes)) {
    throw new NotModelled(say('{0} with labels out of range is not modelled', 'ctc_loss'));
  }
  return { times, targets: own };
}

/** The loss of each sequence. */
function losses(x: Tensor, { times, targets }: Batch, blank: number, { engine }: OpContext): Tensor | Promise<Tensor> {
  const [, count, classes] = x.shape as readonly [number, number, number];
  const sequence = (values: ArrayLike<number | bigint>, n: number): Sequence => ({
    logs: (t, label) => Number(values[(t * count + n) * classes + label]),
    times: times[n]!,
    target: targets[n]!,
    blank,
  });
  return withGradient(
    engine,
    [x],
    (base, own) =>
      withValues(base, [own], (values) => {
        const out = allocate(own.dtype, count);
        for (let n = 0; n < count; n++) out[n] = sequenceLoss(sequence(values!, n));
        return tensorOf(out, [count], own.dtype);
      }),
    (base, g) => {
      const made = base.custom(
        [x, g],
        (below, [own, grads]) =>
          withValues(below, [own!, grads!], (values, scales) => {
            const out = allocate(own!.dtype, own!.size);
            for (let n = 0; n < count; n++) {
              sequenceGradient(sequence(values!, n), classes, Number(scales![n]), (t, c, value) => {
                out[(t * count + n) * classes + c] = value;
              });
            }
            return [tensorOf(out, own!.shape, own!.dtype)];
          }),
        () => {
          throw new NotModelled(say('this gradient is not modelled yet'));
        },
      );
      return [andThen(made, ([grad]) => grad!)];
    },
  );
}

function run(given: CtcArgs, context: OpContext): Tensor | Promise<Tensor> {
  const { engine } = context;
  const by = checkedReduction(given.reduction, context);
  if (!isFloat(given.log_probs.dtype)) {
    throw new OpError(
      'NotImplementedError',
      `"ctc_loss_cpu" not implemented for '${scalarName(given.log_probs.dtype)}'`,
    );
  }
  const batched = given.log_probs.rank === 3;
  const x = batched ? given.log_probs : unsqueeze(given.log_probs, 1);
  const numbers = (value: Tensor | readonly number[]): readonly number[] | Promise<readonly number[]> =>
    value instanceof Tensor
      ? withValues(engine, [value], (values) => Array.from<number | bigint, number>(values!, Number))
      : value;
  const parts = together([given.targets, given.input_lengths, given.target_lengths].map(numbers));
  return andThen(parts, ([labels = [], times = [], lengths = []]) => {
    const batch = batchOf({ ...given, log_probs: x }, labels, times, lengths);
    const m = maths(engine);
    return andThen(losses(x, batch, given.blank, context), (raw) => {
      const each = given.zero_infinity ? m.where(m.eq(raw, Number.POSITIVE_INFINITY), 0, raw) : raw;
      if (by === 'sum') return m.sum(each);
      if (by === 'none') return batched ? each : squeeze(each, [0]);
      const divisors = Float64Array.from(lengths, (length) => Math.max(length, 1));
      return m.mean(m.div(each, engine.cast(engine.fromHost(divisors, [divisors.length], 'float64'), each.dtype)));
    });
  });
}

const shared = {
  names: ['torch.nn.functional.ctc_loss'],
  family: 'loss',
  doc: say('The negative logarithm of the probability of the targets, summed over all ways to place them in time.'),
} as const;
const logProbs = tensor('log_probs', say('(times, N, classes): logarithms of probabilities.'));
const targets = tensor('targets', say('(N, longest target), or all targets one after the other.'));
const rest = [
  withDefault(int('blank', say('The class that stands for no label.')), 0),
  reduction,
  withDefault(bool('zero_infinity', say('Whether infinite losses count as zero.')), false),
] as const;
const input =
  'torch.log_softmax(torch.tensor([[[1., 2., 0.], [0., 1., 3.]], [[0.5, 0., 2.], [1., 1., 1.]], [[2., 0., 1.], [0., 3., 1.]], [[0., 2., 1.], [1., 0., 2.]]]), 2)';
const labels = 'torch.tensor([[1, 2], [2, 2]])';

const byTensors = defineOp({
  ...shared,
  module: { name: 'torch.nn.CTCLoss', constructor: ['blank', 'reduction', 'zero_infinity'], shown: [] },
  params: [
    logProbs,
    targets,
    tensor('input_lengths', say('How many times of each sequence count.')),
    tensor('target_lengths', say('How long each target is.')),
    ...rest,
  ],
  run,
  perElement: (args, context) => run({ ...args, reduction: 'none' }, context),
  derive: deriveCtc,
  samples: [
    { args: `${input}, ${labels}, torch.tensor([4, 3]), torch.tensor([2, 1])` },
    { args: `${input}, ${labels}, torch.tensor([4, 4]), torch.tensor([2, 2]), reduction='sum'` },
    { args: `${input}, torch.tensor([1, 2, 2]), torch.tensor([4, 3]), torch.tensor([2, 1]), reduction='none'` },
    { args: `${input}, torch.tensor([[2, 0], [0, 2]]), torch.tensor([4, 3]), torch.tensor([1, 1]), blank=1` },
    {
      args: `${input}, torch.tensor([[1, 1], [2, 2]]), torch.tensor([2, 4]), torch.tensor([2, 1]), zero_infinity=True`,
    },
  ],
});
const bySizes = defineOp({
  ...shared,
  params: [
    logProbs,
    targets,
    dims('input_lengths', say('How many times of each sequence count.')),
    dims('target_lengths', say('How long each target is.')),
    ...rest,
  ],
  run,
  perElement: (args, context) => run({ ...args, reduction: 'none' }, context),
  derive: deriveCtc,
  samples: [{ args: `${input}, ${labels}, (4, 3), (2, 1)` }],
  errors: [
    {
      args: `torch.zeros(4, 2, 3), ${labels}, (5, 3), (2, 1)`,
      error: {
        type: 'RuntimeError',
        message:
          'Expected input_lengths to have value at most 4, but got value 5 (while checking arguments for ctc_loss_allocate_outputs)',
      },
    },
    ...(['input_lengths', 'target_lengths'] as const).map((name) => ({
      args: `torch.zeros(4, 2, 3), ${labels}, ${name === 'input_lengths' ? '(4, -1), (2, 1)' : '(4, 3), (2, -1)'}`,
      error: {
        type: 'RuntimeError',
        message: `Expected ${name} to have value at least 0, but got value -1 (while checking arguments for ctc_loss_allocate_outputs)`,
      },
    })),
    {
      args: `torch.zeros(4, 2, 3), ${labels}, (4, 3), (2, 1), blank=3`,
      error: { type: 'RuntimeError', message: 'blank must be in label range' },
    },
  ],
});

export const ctcLosses: readonly Op[] = [byTensors, bySizes];
