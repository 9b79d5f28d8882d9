// torch.linalg.norm: of vectors any p-norm, of matrices those that need no singular values. Knows no binding.
import { say } from '../../base/text';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { squeeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { asDType, dims, input, keepdim, keyword, optional, real, text } from '../params';
import { normOf } from './norms';

const doc = say('The norm of vectors along a dim, or of matrices over two.');
const over = optional(dims('dim', say('One dim for vectors, two for matrices; all where left out.')));

interface Asked {
  readonly input: Tensor;
  readonly dim: readonly number[] | null;
  readonly keepdim: boolean;
  readonly dtype: Parameters<typeof normOf>[4];
}

/** The two dims of a matrix norm; undefined where vectors are meant. */
function matrixDims({ input: x, dim }: Asked): readonly [number, number] | undefined {
  if (dim === null && x.rank !== 1 && x.rank !== 2) {
    throw new OpError(
      'RuntimeError',
      `linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${x.rank}D.`,
    );
  }
  const chosen = dim ?? x.shape.map((_, at) => at);
  return chosen.length === 2 ? [wrapDim(chosen[0]!, x.rank), wrapDim(chosen[1]!, x.rank)] : undefined;
}

/** 1 and inf: the largest sum of magnitudes of a column or a row; with a minus the smallest. */
function matrixNorm(asked: Asked, ord: number, [rows, columns]: readonly [number, number], context: OpContext): Tensor {
  if (Math.abs(ord) !== 1 && Math.abs(ord) !== Infinity) {
    throw new NotModelled(say("the norm '{0}' is not modelled yet", String(ord)));
  }
  const { engine } = context;
  const x = asked.dtype ? engine.cast(asked.input, asked.dtype) : asked.input;
  const summed = Math.abs(ord) === 1 ? rows : columns;
  const other = summed === rows ? columns : rows;
  const sums = engine.reduce('sum', maths(engine).abs(x), [summed], true);
  const found = engine.reduce(ord > 0 ? 'max' : 'min', sums, [other], true);
  return asked.keepdim ? found : squeeze(found, [rows, columns]);
}

const matrix = 'torch.tensor([[1., -2., 3.], [-4., 5., 6.]])';

export const linalgNorms: readonly Op[] = [
  defineOp({
    names: ['torch.linalg.norm'],
    family: 'reduction',
    doc,
    params: [input, optional(real('ord', say('The power.'))), over, keepdim, keyword(asDType)],
    run(args, context) {
      const pair = args.ord === null ? undefined : matrixDims(args);
      if (pair) return matrixNorm(args, args.ord!, pair, context);
      return normOf(args.input, args.ord ?? 2, args.dim, args.keepdim, args.dtype, context);
    },
    samples: [
      { args: matrix },
      { args: `${matrix}, dim=0` },
      { args: `${matrix}, 3, 1, True` },
      { args: `${matrix}, 1` },
      { args: `${matrix}, float('inf')` },
      { args: `${matrix}, -1, (0, 1), keepdim=True` },
      { args: `${matrix}, float('-inf')` },
      { args: `${matrix}[0], 1` },
      { args: `${matrix}, dim=(0, 1)` },
    ],
    errors: [
      {
        args: 'torch.ones(1, 2, 2), 1',
        error: {
          type: 'RuntimeError',
          message: 'linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got 3D.',
        },
      },
    ],
  }),
  defineOp({
    names: ['torch.linalg.norm'],
    family: 'reduction',
    doc,
    params: [
      input,
      { ...text('ord', say("'fro': the root of the sum of squares.")), choices: ['fro'] },
      over,
      keepdim,
      keyword(asDType),
    ],
    run(args, context) {
      if (args.ord !== 'fro' || !matrixDims(args)) {
        throw new NotModelled(say("the norm '{0}' is not modelled yet", args.ord));
      }
      return normOf(args.input, 2, args.dim, args.keepdim, args.dtype, context);
    },
    samples: [{ args: `${matrix}, 'fro'` }],
  }),
];
