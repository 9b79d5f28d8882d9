// torch.linalg.norm and matrix_norm: p-norms of vectors, and the norms of matrices by their names and numbers. Knows no binding.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matrixNormOf } from '../linalg/matrixNorms';
import { NotModelled, type Op, type OpContext, OpError } from '../op';
import { asDType, dims, input, keepdim, keyword, optional, real, text, withDefault } from '../params';
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

/** The sides of matrices. */
const lastDims = withDefault(dims('dim', say('The dims of rows and columns.')), [-2, -1]);
const byName = text('ord', say("'fro': the root of the sum of squares; 'nuc': the sum of singular values."));
const cast = ({ input: x, dtype }: Asked, { engine }: OpContext): Tensor => (dtype ? engine.cast(x, dtype) : x);

/** Refuses vectors and integers. */
function checked(asked: Asked, context: OpContext): Tensor {
  const x = cast(asked, context);
  const name = 'linalg.matrix_norm';
  if (!isFloat(x.dtype))
    fail(`${name}: Expected a floating point or complex tensor as input. Got ${scalarName(x.dtype)}`);
  if (x.rank < 2) fail(`${name}: The input tensor A must have at least 2 dimensions.`);
  return x;
}

function pairOf(chosen: readonly number[] | null): readonly [number, number] {
  const [rows, columns, ...more] = chosen ?? [-2, -1];
  if (rows === undefined || columns === undefined || more.length > 0)
    fail(`linalg.matrix_norm: dim must be a 2-tuple. Got ${chosen?.join(' ')}`);
  return [rows, columns];
}

function namedNorm(
  asked: Asked,
  ord: string,
  pair: readonly [number, number] | undefined,
  context: OpContext,
): Tensor | Promise<Tensor> {
  if (ord === 'nuc' && pair) return matrixNormOf(context.engine, cast(asked, context), ord, pair, asked.keepdim);
  if (ord === 'fro' && pair) return normOf(asked.input, 2, pair, asked.keepdim, asked.dtype, context);
  if (ord !== 'fro' && ord !== 'nuc') fail(`linalg.matrix_norm: Order ${ord} not supported.`);
  throw new NotModelled(say("the norm '{0}' is not modelled yet", ord));
}

const wrongOrder = (args: string, ord: string) => ({
  args,
  error: { type: 'RuntimeError', message: `linalg.matrix_norm: Order ${ord} not supported.` },
});

const matrix = 'torch.tensor([[1., -2., 3.], [-4., 5., 6.]])';

export const linalgNorms: readonly Op[] = [
  defineOp({
    names: ['torch.linalg.norm'],
    family: 'reduction',
    doc,
    params: [input, optional(real('ord', say('The power.'))), over, keepdim, keyword(asDType)],
    run(args, context) {
      const pair = args.ord === null ? undefined : matrixDims(args);
      if (pair) return matrixNormOf(context.engine, cast(args, context), args.ord!, pair, args.keepdim);
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
      { args: `${matrix}, 2` },
      { args: `${matrix}, -2, (0, 1), True` },
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
    params: [input, byName, over, keepdim, keyword(asDType)],
    run: (args, context) => namedNorm(args, args.ord, matrixDims(args), context),
    samples: [{ args: `${matrix}, 'fro'` }, { args: `${matrix}, 'nuc'` }],
    errors: [wrongOrder(`${matrix}, 'x'`, 'x')],
  }),
  defineOp({
    names: ['torch.linalg.matrix_norm'],
    family: 'reduction',
    doc,
    params: [input, real('ord', say('The power.')), lastDims, keepdim, keyword(asDType)],
    run: (args, context) =>
      matrixNormOf(context.engine, checked(args, context), args.ord, pairOf(args.dim), args.keepdim),
    samples: [1, -1, 2, -2].map((ord) => ({ args: `${matrix}, ${ord}` })),
    errors: [wrongOrder(`${matrix}, 3`, '3')],
  }),
  defineOp({
    names: ['torch.linalg.matrix_norm'],
    family: 'reduction',
    doc,
    params: [input, withDefault(byName, 'fro'), lastDims, keepdim, keyword(asDType)],
    run: (args, context) => namedNorm({ ...args, input: checked(args, context) }, args.ord, pairOf(args.dim), context),
    samples: [
      { args: matrix },
      { args: `${matrix}, 'nuc', keepdim=True` },
      { args: 'torch.arange(24.).reshape(2, 3, 4) % 7, dim=(0, 2)' },
    ],
  }),
];
