// Norms of matrices over two dims: sums of rows and columns, singular values, and all elements. Knows no binding.
import { say } from '../../base/text';
import { isHalf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { permute, squeeze, unsqueeze } from '../../tensor/view';
import { fail } from '../fail';
import { checkFloat, type Made } from './matrices';
import { singularValuesOf } from './spectra';

/** The norm that `ord` names, over the dims of rows and columns. Knows 'nuc' for the sum of singular values. */
export function matrixNormOf(
  engine: Engine,
  x: Tensor,
  ord: number | 'nuc',
  [rows, columns]: readonly [number, number],
  keepdim: boolean,
): Made {
  const dims = [rows, columns].map((dim) => wrapDim(dim, x.rank)) as [number, number];
  if (dims[0] === dims[1]) fail(`linalg.matrix_norm: dims must be different. Got (${rows}, ${columns})`);
  const size = ord === 'nuc' ? 2 : Math.abs(ord);
  if (size !== 1 && size !== 2 && size !== Number.POSITIVE_INFINITY)
    fail(`linalg.matrix_norm: Order ${ord} not supported.`);
  if (ord === 'nuc' || size === 2) {
    if (isHalf(x.dtype)) checkFloat(x, 'linalg.matrix_norm');
    const rest = x.shape.map((_, dim) => dim).filter((dim) => !dims.includes(dim));
    return andThen(singularValuesOf(engine, permute(x, [...rest, ...dims])), (s) => {
      const last = [s.rank - 1];
      const op = ord === 'nuc' ? 'sum' : ord > 0 ? 'max' : 'min';
      const found = engine.reduce(op, s, last);
      // What counts is not what rounding leaves of zero.
      if (s.storage.unknown && op === 'min')
        found.storage.unknown = say('rounding decides about these values: they differ from one machine to the next');
      return keepdim ? [...dims].sort((a, b) => a - b).reduce((wider, dim) => unsqueeze(wider, dim), found) : found;
    });
  }
  const [summed, other] = size === 1 ? dims : [dims[1], dims[0]];
  const sums = engine.reduce('sum', maths(engine).abs(x), [summed], true);
  const found = engine.reduce(ord > 0 ? 'max' : 'min', sums, [other], true);
  return keepdim ? found : squeeze(found, dims);
}
