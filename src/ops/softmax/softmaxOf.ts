// softmax and log_softmax with ATen's checks; shared by the softmax ops and by cross entropy.
import { isFloat, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { OpError } from '../op';

/** The dim, wrapped; integers have no kernel, whose name the exception tells. */
export function checkSoftmax(x: Tensor, dim: number, log: boolean): number {
  const at = wrapDim(dim, x.rank);
  if (!isFloat(x.dtype)) {
    const kernel = `${log ? 'log_softmax' : 'softmax'}${at === Math.max(x.rank - 1, 0) ? '_lastdim' : ''}_kernel_impl`;
    throw new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(x.dtype)}'`);
  }
  return at;
}

/** softmax or log_softmax along `dim`. */
export const softmaxOf = (engine: Engine, x: Tensor, dim: number, log: boolean): Tensor =>
  engine.softmax(x, checkSoftmax(x, dim, log), log);
