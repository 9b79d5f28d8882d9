// Which narrow floats ATen's kernels on the CPU are not written for, and what it says then: after an op's own checks. Data, as
// PyTorch 2.13 answered.
import { isHalf, scalarName } from '../tensor/dtype';
import { Tensor } from '../tensor/tensor';
import { type BoundArgs, type Op, OpError, type OpResult } from './op';

/** The kernel by the canonical name of the op. */
const kernels: Readonly<Record<string, string>> = {
  'torch.cdist': 'cdist',
  'torch.cholesky': 'cholesky_cpu',
  'torch.cholesky_solve': 'cholesky_solve_cpu',
  'torch.linalg.lu_solve': 'linalg.lu_solve_cpu',
  'torch.lu_solve': 'linalg.lu_solve_cpu',
  'torch.nn.functional.avg_pool3d': 'avg_pool3d_out_frame',
  'torch.nn.functional.ctc_loss': 'ctc_loss_cpu',
  'torch.nn.functional.lp_pool3d': 'avg_pool3d_out_frame',
  'torch.nn.functional.multi_margin_loss': 'multi_margin_loss_cpu_kernel',
  'torch.nn.functional.multilabel_margin_loss': 'multilabel_margin_loss_forward_out_frame',
  'torch.nn.functional.pdist': 'pdist',
};

/** Throws NotImplementedError where an op that went through is given what its kernel does not take. */
export function refuseDtypes({ names: [name = ''] }: Op, args: BoundArgs, result: OpResult): void {
  const kernel = Object.hasOwn(kernels, name) ? kernels[name] : undefined;
  const isEmpty = result instanceof Tensor && result.size === 0;
  if (kernel === undefined || isEmpty) return;
  const narrow = Object.values(args).find((value): value is Tensor => value instanceof Tensor && isHalf(value.dtype));
  if (narrow) throw new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(narrow.dtype)}'`);
}
