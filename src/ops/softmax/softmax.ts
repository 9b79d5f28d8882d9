// softmax, log_softmax and softmin: one row each, as function with an implicit dim, as strict function and as module.
import { say, type Text } from '../../base/text';
import type { DType } from '../../tensor/dtype';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import type { AxisRole, Op, OpContext, Sample } from '../op';
import { asDType, dim, input, int, optional, withDefault } from '../params';
import { checkNegation } from '../pointwise/subtract';
import { softmaxOf } from './softmaxOf';

interface Row {
  readonly name: string;
  readonly module: string;
  readonly doc: Text;
  readonly log: boolean;
  /** Of the values with their sign turned. */
  readonly negated?: boolean;
}
const rows: readonly Row[] = [
  {
    name: 'softmax',
    module: 'Softmax',
    log: false,
    doc: say('Makes the values along a dim positive with sum 1: exp(x) divided by the sum of exp(x).'),
  },
  {
    name: 'log_softmax',
    module: 'LogSoftmax',
    log: true,
    doc: say('The logarithm of softmax, computed without losing digits.'),
  },
  {
    name: 'softmin',
    module: 'Softmin',
    log: false,
    negated: true,
    doc: say('softmax of the values with their sign turned: the smallest gets the most.'),
  },
];

const samples: readonly Sample[] = [
  { args: 'torch.tensor([[1., 2., 3.], [1., 5., 2.]]), dim=0' },
  { args: 'torch.tensor([[1., 2., 3.], [1., 5., 2.]]), 1' },
  { args: 'torch.arange(8.).reshape(2, 2, 2), dim=-2' },
  { args: 'torch.tensor([1000., -1000., 0.]), dim=0' },
  {
    args: "torch.tensor([[float('-inf'), float('-inf')], [float('inf'), 1.], [float('nan'), 1.], [float('-inf'), 0.]]), dim=1",
  },
  { args: 'torch.tensor(2.), dim=0' },
  { args: 'torch.tensor([1, 2]), dim=0, dtype=torch.float64' },
  { args: 'torch.tensor([1., 2., 4.]).half(), dim=0' },
  { args: 'torch.zeros(2, 0), dim=1' },
];
const rangeError = {
  type: 'IndexError',
  message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)',
};

/** The dim that PyTorch takes when none is given: 0 for 0, 1 and 3 dims, else 1. */
const implicitDim = (rank: number): number => (rank === 0 || rank === 1 || rank === 3 ? 0 : 1);

function axesOf(x: Tensor, chosen: number | null): readonly AxisRole[] {
  const at = normalised(x, chosen);
  return x.shape.map((_, dim) =>
    dim === at
      ? { dim, role: 'normalised', why: say('softmax makes the values along it sum to 1') }
      : { dim, role: 'independent', why: say('each index has a softmax of its own') },
  );
}
function normalised(x: Tensor, chosen: number | null): number | undefined {
  const dim = chosen ?? implicitDim(x.rank);
  return x.rank > 0 && dim >= -x.rank && dim < x.rank ? wrapDim(dim, x.rank) : undefined;
}

function compute(row: Row, x: Tensor, dim: number, dtype: DType | null, { engine }: OpContext): Tensor {
  if (row.negated) checkNegation(x);
  const values = row.negated ? maths(engine).neg(x) : x;
  return softmaxOf(engine, dtype ? engine.cast(values, dtype) : values, dim, row.log);
}

function define(row: Row): readonly Op[] {
  const kernel = row.log ? 'log_softmax' : 'softmax';
  const functional = defineOp({
    names: [`torch.nn.functional.${row.name}`],
    module: { name: `torch.nn.${row.module}`, constructor: ['dim'], shown: ['dim'] },
    family: 'softmax',
    doc: row.doc,
    params: [
      input,
      optional(dim('dim', say('The dim along which the result sums to 1.'))),
      withDefault(int('_stacklevel', say('Not used.')), 3),
      asDType,
    ],
    axes: (args) => axesOf(args.input, args.dim),
    normalises: (args) => normalised(args.input, args.dim),
    run(args, context) {
      if (args.dim === null) {
        context.warn(
          'UserWarning',
          `Implicit dimension choice for ${row.name} has been deprecated. Change the call to include dim=X as an argument.`,
        );
      }
      return compute(row, args.input, args.dim ?? implicitDim(args.input.rank), args.dtype, context);
    },
    samples: [
      ...samples,
      { args: 'torch.tensor([[1., 2.], [3., 5.]])' },
      { args: 'torch.arange(8.).reshape(2, 2, 2)' },
    ],
    errors: [
      { args: 'torch.zeros(2, 3), dim=2', error: rangeError },
      {
        args: 'torch.tensor([1, 2]), dim=0',
        error: { type: 'NotImplementedError', message: `"${kernel}_lastdim_kernel_impl" not implemented for 'Long'` },
      },
      {
        args: 'torch.tensor([[1, 2]]), dim=0',
        error: { type: 'NotImplementedError', message: `"${kernel}_kernel_impl" not implemented for 'Long'` },
      },
    ],
  });
  if (row.negated) return [functional];
  const strict = defineOp({
    names: [`torch.${row.name}`, `torch.special.${row.name}`],
    methods: [row.name],
    family: 'softmax',
    doc: row.doc,
    params: [input, dim('dim', say('The dim along which the result sums to 1.')), asDType],
    axes: (args) => axesOf(args.input, args.dim),
    normalises: (args) => normalised(args.input, args.dim),
    run: (args, context) => compute(row, args.input, args.dim, args.dtype, context),
    samples,
    errors: [{ args: 'torch.zeros(2, 3), dim=2', error: rangeError }],
  });
  return [functional, strict];
}

export const softmaxOps: readonly Op[] = rows.flatMap(define);
