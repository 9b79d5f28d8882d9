// Which dtypes ATen's kernels on the CPU are not written for, and what it says then; and what is not computed here in complex
// numbers. Data, as PyTorch 2.13 answered.
import { say } from '../base/text';
import { categoryOf, type DType, isHalf, scalarName } from '../tensor/dtype';
import { Tensor } from '../tensor/tensor';
import { type BoundArgs, NotModelled, type Op, OpError, type OpResult } from './op';

const full = (name: string): string => `torch.${name.startsWith('F.') ? `nn.functional.${name.slice(2)}` : name}`;
const table = (rows: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(rows).flatMap(([told, names]) => names.split(/\s+/).map((name) => [full(name), told] as const)),
  );

/** By what exceptions call the kernel: the ops, with `F.` for torch.nn.functional. */
const narrow = table({
  cdist: 'cdist',
  cholesky_cpu: 'cholesky',
  cholesky_solve_cpu: 'cholesky_solve',
  'linalg.lu_solve_cpu': 'linalg.lu_solve lu_solve',
  avg_pool3d_out_frame: 'F.avg_pool3d F.lp_pool3d',
  ctc_loss_cpu: 'F.ctc_loss',
  multi_margin_loss_cpu_kernel: 'F.multi_margin_loss',
  multilabel_margin_loss_forward_out_frame: 'F.multilabel_margin_loss',
  pdist: 'F.pdist',
});
const complex = table({
  GeluKernelImpl: 'F.gelu',
  atan2_cpu: 'atan2',
  copysign_cpu: 'copysign',
  remainder_cpu: 'remainder',
  fmod_cpu: 'fmod',
  hypot_cpu: 'hypot',
  nextafter_cpu: 'nextafter',
  div_floor_cpu: 'floor_divide',
  gcd_cpu: 'gcd',
  lcm_cpu: 'lcm',
  xlogy_cpu: 'xlogy',
  erf_vml_cpu: 'erf',
  cummax_cpu: 'cummax',
  cummin_cpu: 'cummin',
  searchsorted_out_cpu: 'searchsorted bucketize',
  median_cpu: 'median nanmedian',
  kthvalue_cpu: 'kthvalue',
  mode_cpu: 'mode',
  max_pool2d: 'F.max_pool2d max_pool2d F.max_pool2d_with_indices',
  max_pool3d: 'F.max_pool3d max_pool3d F.max_pool3d_with_indices',
  avg_pool2d: 'F.avg_pool1d F.avg_pool2d',
  avg_pool3d_out_frame: 'F.avg_pool3d',
});
/** What is said in words of its own, as a RuntimeError. */
const complexWords = table({
  ' Sort does not support complex dtypes on CPU': 'sort argsort msort',
  ' topk does not support complex dtypes on CPU': 'topk',
  'fmax not implemented for complex tensors.': 'fmax',
  'fmin not implemented for complex tensors.': 'fmin',
  'heaviside is not yet implemented for complex tensors.': 'heaviside',
  'nansum on CPU does not support complex inputs': 'nansum',
  'Unsupported input type encountered for isin(): ComplexFloat': 'isin',
});

/** What PyTorch computes of complex numbers, and is not computed here. */
const notInComplex = new Set(
  `std var std_mean var_mean lerp renorm norm linalg.norm linalg.vector_norm linalg.matrix_norm logcumsumexp logsumexp logaddexp logaddexp2 linalg.inv
  inverse linalg.inv_ex linalg.det det linalg.slogdet slogdet logdet linalg.solve linalg.solve_ex linalg.solve_triangular
  linalg.tensorsolve linalg.tensorinv linalg.lstsq linalg.cholesky linalg.cholesky_ex cholesky cholesky_inverse cholesky_solve
  linalg.qr qr linalg.lu linalg.lu_factor linalg.lu_factor_ex linalg.eigh linalg.eigvalsh linalg.svd linalg.svdvals svd
  linalg.pinv pinverse linalg.matrix_rank linalg.cond linalg.matrix_power linalg.matrix_exp matrix_exp F.adaptive_avg_pool1d
  F.adaptive_avg_pool2d F.adaptive_avg_pool3d norm_except_dim F.normalize _weight_norm index_reduce scatter_reduce index_put
  unique unique_consecutive nonzero argwhere cumsum cumprod adjoint scatter scatter_add index_add put F.embedding
  _pad_packed_sequence nn.utils.rnn.pad_sequence`
    .split(/\s+/)
    .map(full),
);

/** Whose ways back round narrow floats at other places in ATen than here: by more than their last place. */
const roundedOnTheWay = new Set(
  `F.layer_norm F.group_norm F.instance_norm F.batch_norm F.scaled_dot_product_attention F.grid_sample F.binary_cross_entropy
  F.cosine_similarity F.lp_pool2d renorm gradient _weight_norm kl_div special.i0e special.i1
  special.i1e F.pdist`
    .split(/\s+/)
    .map(full),
);

/** Those for which parameters in float32 keep what the gradient needs. */
const keptInFloat = new Set(['F.group_norm'].map(full));

/** Throws NotModelled where the gradient of narrow floats is not that of PyTorch. */
export function refuseNarrowGradient({ names: [name = ''] }: Op, args: BoundArgs): void {
  if (!roundedOnTheWay.has(name) || args.training === false) return;
  if (keptInFloat.has(name) && first(args, (dtype) => dtype === 'float32')) return;
  if (first(args, isHalf)) throw new NotModelled(say('the gradient of {0} in narrow floats is not modelled yet', name));
}

const first = (args: BoundArgs, isMeant: (dtype: DType) => boolean): DType | undefined =>
  Object.values(args)
    .flat()
    .find((value): value is Tensor => value instanceof Tensor && isMeant(value.dtype))?.dtype;

const isComplex = (dtype: DType): boolean => categoryOf(dtype) === 'complex';
const refusal = (kernel: string, dtype: DType): OpError =>
  new OpError('NotImplementedError', `"${kernel}" not implemented for '${scalarName(dtype)}'`);

/** Throws what ATen throws of complex numbers, and NotModelled where only it computes of them. */
export function refuseComplex({ names: [name = ''] }: Op, args: BoundArgs): void {
  const [kernel, words] = [complex.get(name), complexWords.get(name)];
  if (kernel === undefined && words === undefined && !notInComplex.has(name)) return;
  const dtype = first(args, isComplex);
  if (!dtype) return;
  if (kernel !== undefined) throw refusal(kernel, dtype);
  if (words !== undefined) throw new OpError('RuntimeError', words);
  throw new NotModelled(say('{0} of complex numbers is not modelled yet', name));
}

/** Throws what ATen throws where an op went through its own checks, and its kernel does not take narrow floats. */
export function refuseNarrow({ names: [name = ''] }: Op, args: BoundArgs, result: OpResult): void {
  const kernel = narrow.get(name);
  if (kernel === undefined || (result instanceof Tensor && result.size === 0)) return;
  const dtype = first(args, isHalf);
  if (dtype) throw refusal(kernel, dtype);
}
