// The node that each operation leaves on its result, as PyTorch 2.13 prints it. A row stands where the name does not follow
// from the operation's own. Knows no gradient.
import { isFused } from '../../ops/layer/attention';
import { reductions } from '../../ops/loss/reduction';
import type { BoundArgs } from '../../ops/op';
import { isHalf } from '../../tensor/dtype';
import { Tensor } from '../../tensor/tensor';
import { flatShape, tryView } from '../../tensor/view';

/** Whether an argument requires a gradient. */
type IsGraded = (argument: Tensor) => boolean;
type Name = string | ((args: BoundArgs, isGraded: IsGraded) => string | undefined);

/** Operations whose results never require a gradient. */
const none = new Set(
  `zeros ones full empty zeros_like ones_like full_like empty_like arange linspace logspace range scalar_tensor hann_window hamming_window blackman_window bartlett_window eye one_hot argmax argmin argsort
  eq ne lt le gt ge isnan isinf isfinite isclose allclose equal all any logical_and logical_or logical_not logical_xor nonzero
  bucketize searchsorted count_nonzero tril_indices triu_indices histc isin argwhere signbit isposinf isneginf isreal`.split(
    /\s+/,
  ),
);

const isTensor = (value: unknown): value is Tensor => value instanceof Tensor;
/** A Python number, also where it came as a tensor that stands for one. */
const isNumber = (value: unknown): boolean => !(value instanceof Tensor) || value.wrapped;
const dimmed =
  (name: string) =>
  ({ dim }: BoundArgs): string =>
    `${name}Backward${dim === null || dim === undefined ? 0 : 1}`;
const extremum =
  (name: string) =>
  ({ dim, other }: BoundArgs): string =>
    isTensor(other) ? `${name}imumBackward0` : `${name}Backward${dim === null || dim === undefined ? 1 : 0}`;
/** The reduction that the deprecated flags ask for, or the one that is named or numbered. */
const reductionOf = ({ reduction, size_average: average, reduce }: BoundArgs): BoundArgs[string] => {
  if (typeof reduction === 'number') return reductions[reduction] ?? 'none';
  if ((average ?? null) === null && (reduce ?? null) === null) return reduction ?? 'mean';
  return reduce === false ? 'none' : average === false ? 'sum' : 'mean';
};
/** Losses that end in the reduction itself. */
const reduced =
  (inner: string) =>
  (args: BoundArgs): string => {
    const by = reductionOf(args);
    return by === 'mean' ? 'MeanBackward0' : by === 'sum' ? 'SumBackward0' : inner;
  };
/** Losses whose elements are multiplied by weights; the mean may be a quotient of sums. */
const weighted =
  (plain: Name, mean: string) =>
  (args: BoundArgs, isGraded: IsGraded): string | undefined => {
    if (!isTensor(args.weight)) return typeof plain === 'string' ? plain : plain(args, isGraded);
    return reductionOf(args) === 'mean' ? mean : reduced('MulBackward0')(args);
  };
const spatial = (args: BoundArgs): string => {
  const rank = isTensor(args.input) ? args.input.rank : 0;
  if (rank <= 2) return 'NllLossBackward0';
  return rank !== 4 && reductionOf(args) === 'none' ? 'ViewBackward0' : 'NllLoss2DBackward0';
};
/** A copy where no view can have the shape. */
const shaped = (x: BoundArgs[string] | undefined, shape: readonly number[]): string =>
  isTensor(x) && !tryView(x, shape) ? 'UnsafeViewBackward0' : 'ViewBackward0';

function crossEntropy(args: BoundArgs): string {
  const { input, target, label_smoothing: smoothing } = args;
  if (isTensor(target) && isTensor(input) && target.rank === input.rank && target.dtype.includes('float')) {
    return reductionOf(args) === 'mean' ? 'DivBackward1' : 'NegBackward0';
  }
  return typeof smoothing === 'number' && smoothing > 0 ? 'AddBackward0' : spatial(args);
}

const matmul = ({ input, other }: BoundArgs): string => {
  const [a, b] = [isTensor(input) ? input.rank : 0, isTensor(other) ? other.rank : 0];
  if (a === 1 && b === 1) return 'DotBackward0';
  if (a === 2 && b === 1) return 'MvBackward0';
  if (a === 1 && b === 2) return 'SqueezeBackward4';
  return a === 2 && b === 2 ? 'MmBackward0' : 'UnsafeViewBackward0';
};

/** A mean of all places is taken as one. */
const adaptiveMean =
  (dims: string) =>
  ({ output_size: size }: BoundArgs): string =>
    Array.isArray(size) && size.every((n) => n === 1) ? 'MeanBackward1' : `AdaptiveAvgPool${dims}Backward0`;

/** Of several operands the last product tells, which is a plain one where it sums over nothing. */
const einsum = ({ equation, operands }: BoundArgs): string => {
  const [inputs = '', output] = String(equation).replaceAll(' ', '').split('->');
  const last = inputs.slice(inputs.lastIndexOf(',') + 1);
  const sums = (labels: string): boolean =>
    [...labels].some((label) => (output === undefined ? inputs.split(label).length > 2 : !output.includes(label)));
  if (Array.isArray(operands) && operands.length > 1) return sums(last) ? 'ViewBackward0' : 'MulBackward0';
  return sums(inputs) ? 'SumBackward1' : 'PermuteBackward0';
};

const pads: Readonly<Record<string, string>> = { reflect: 'Reflection', replicate: 'Replication' };
const pad = ({ mode, pad: sizes }: BoundArgs): string => {
  const kind = pads[String(mode)];
  if (kind) return `${kind}Pad${Array.isArray(sizes) ? sizes.length / 2 : 1}DBackward0`;
  return mode === 'circular' ? 'CopySlices' : 'ConstantPadNdBackward0';
};

/** Step by step where no one kernel does it; halves are then rounded last. */
const attention = (args: BoundArgs, isGraded: IsGraded): string => {
  const { query, key, value, attn_mask: mask, enable_gqa: isShared } = args;
  if (!isTensor(query) || !isTensor(key) || !isTensor(value)) return '';
  const given = isTensor(mask) ? mask : null;
  const isLearned = given !== null && isGraded(given);
  if (!isLearned && isFused(query, key, value, given, isShared === true))
    return 'ScaledDotProductFlashAttentionForCpuBackward0';
  if (isHalf(query.dtype)) return 'ToCopyBackward0';
  return Math.max(query.rank, value.rank) === 2 ? 'MmBackward0' : 'UnsafeViewBackward0';
};

/** An input without a batch is given one, which is taken away again. */
const convolution = ({ input, weight }: BoundArgs): string =>
  isTensor(input) && isTensor(weight) && input.rank < weight.rank ? 'SqueezeBackward1' : 'ConvolutionBackward0';

/** What has no dim is seen in another shape, the rest gets dims one by one. */
const grown = ({ input }: BoundArgs): string =>
  isTensor(input) && input.rank === 0 ? 'ViewBackward0' : 'UnsqueezeBackward0';

/** Norms by singular values give their dims back last. */
const matrixNorm = ({ ord, keepdim }: BoundArgs): string => {
  if (ord === 'fro') return 'LinalgVectorNormBackward0';
  if (keepdim === true && (ord === 'nuc' || Math.abs(Number(ord)) === 2)) return 'PermuteBackward0';
  return ord === 'nuc' ? 'SumBackward1' : Number(ord) > 0 ? 'AmaxBackward0' : 'AminBackward0';
};

/** What writes into its input is a function of its own. */
const writing =
  (name: string) =>
  ({ inplace }: BoundArgs): string =>
    `${name}Backward${inplace === true ? 1 : 0}`;

const rows: Readonly<Record<string, Name>> = {
  mean: dimmed('Mean'),
  sum: dimmed('Sum'),
  prod: dimmed('Prod'),
  max: extremum('Max'),
  min: extremum('Min'),
  norm({ ord, p, dim, input, keepdim }) {
    if (p === 'nuc') return matrixNorm({ ord: 'nuc', keepdim: keepdim ?? false });
    const pair = Array.isArray(dim) ? dim.length === 2 : isTensor(input) && input.rank === 2 && (dim ?? null) === null;
    if ((typeof ord !== 'number' && ord !== 'nuc') || !pair) return 'LinalgVectorNormBackward0';
    return matrixNorm({ ord, keepdim: keepdim ?? false });
  },
  log1p: 'Log1PBackward0',
  logsigmoid: 'LogSigmoidBackward0',
  deg2rad: 'Deg2RadBackward0',
  rad2deg: 'Rad2DegBackward0',
  median: dimmed('Median'),
  lerp: ({ weight }) => (isNumber(weight) ? 'LerpBackward0' : 'LerpBackward1'),
  square: 'PowBackward0',
  softmin: 'SoftmaxBackward0',
  pow: ({ self, input, exponent }) =>
    isNumber(self ?? input) ? 'PowBackward2' : isTensor(exponent) ? 'PowBackward1' : 'PowBackward0',
  rsub: ({ other }) => (isTensor(other) ? 'RsubBackward0' : 'RsubBackward1'),
  floor_divide: 'NotImplemented',
  clamp: ({ min, max }) => (isTensor(min) || isTensor(max) ? 'ClampBackward0' : 'ClampBackward1'),
  chunk: 'SplitBackward0',
  narrow: 'SliceBackward0',
  flatten: ({ input, start_dim: start, end_dim: end }) =>
    isTensor(input) && input.rank === 1 && start === 0 && end === -1
      ? undefined
      : shaped(input, isTensor(input) ? flatShape(input, start as number, end as number) : []),
  reshape: ({ input, shape }) => shaped(input, shape as readonly number[]),
  remainder: ({ other }) => (isNumber(other) ? 'RemainderBackward0' : 'RemainderBackward1'),
  fmod: ({ other }) => (isNumber(other) ? 'FmodBackward0' : 'FmodBackward1'),
  div: ({ rounding_mode: mode }) => (typeof mode === 'string' ? 'DivBackward2' : 'DivBackward0'),
  xlogy: ({ input, other }) =>
    isNumber(input) ? 'XlogyBackward1' : isNumber(other) ? 'XlogyBackward2' : 'XlogyBackward0',
  round: ({ decimals }) => (decimals === 0 ? 'RoundBackward0' : 'RoundBackward1'),
  split: ({ split_size_or_sections: sizes }) => (Array.isArray(sizes) ? 'SplitWithSizesBackward0' : 'SplitBackward0'),
  index_fill: ({ value }) => (isNumber(value) ? 'IndexFillBackward0' : 'IndexFillBackward1'),
  take_along_dim: 'GatherBackward0',
  i0e: 'SpecialI0EBackward0',
  i1: 'SpecialI1Backward0',
  i1e: 'SpecialI1EBackward0',
  entr: 'SpecialEntrBackward0',
  erfcx: 'SpecialErfcxBackward0',
  log_ndtr: 'SpecialLogNdtrBackward0',
  ndtri: 'SpecialNdtriBackward0',
  ndtr: 'MulBackward1',
  xlog1py: ({ input, other }) => `SpecialXlog1PyBackward${isNumber(input) ? 1 : isNumber(other) ? 2 : 0}`,
  zeta: ({ input, other }) => `SpecialZetaBackward${isNumber(input) ? 1 : isNumber(other) ? 2 : 0}`,
  float_power: ({ self, exponent }) =>
    `PowBackward${isNumber(self ?? null) && self !== undefined ? 2 : isTensor(exponent) ? 1 : 0}`,
  copysign: ({ other }) => (isNumber(other) ? 'CopysignBackward1' : 'CopysignBackward0'),
  heaviside: 'NotImplemented',
  true_divide: 'DivBackward0',
  vdot: 'VdotBackward0',
  ger: 'MulBackward0',
  sort: ({ stable }) => (typeof stable === 'boolean' ? 'SortBackward1' : 'SortBackward0'),
  combinations: 'StackBackward0',
  vander: ({ increasing }) => (increasing ? 'CopySlices' : 'FlipBackward0'),
  sum_to_size: ({ input, size }) =>
    isTensor(input) && Array.isArray(size) && size.length < input.rank ? 'ViewBackward0' : 'SumBackward1',
  adjoint: 'TransposeBackward0',
  nanmedian: dimmed('Nanmedian'),
  nanmean: 'DivBackward0',
  quantile: 'SqueezeBackward4',
  nanquantile: 'SqueezeBackward4',
  cov: 'SqueezeBackward0',
  corrcoef: ({ input }) => (isTensor(input) && input.rank < 2 ? 'DivBackward0' : 'ClampBackward1'),
  gradient: 'CatBackward0',
  diff: ({ n }) => (n === 0 ? 'CopyBackwards' : 'SubBackward0'),
  trapezoid: ({ x }) => (isTensor(x) ? 'DivBackward1' : 'MulBackward1'),
  cumulative_trapezoid: ({ x }) => (isTensor(x) ? 'DivBackward1' : 'CumsumBackward0'),
  msort: 'SortBackward0',
  unique: ({ dim }) => (dim === null ? 'Unique2Backward0' : 'UniqueDimBackward0'),
  bincount: 'NotImplemented',
  histogram: 'NotImplemented',
  masked_fill: ({ value }) => (isNumber(value) ? 'MaskedFillBackward0' : 'MaskedFillBackward1'),
  inner: ({ input, other }) =>
    [input, other].some((x) => isTensor(x) && x.rank === 0) ? 'MulBackward0' : 'ViewBackward0',
  tensordot: 'ViewBackward0',
  kron: 'UnsafeViewBackward0',
  cross: 'LinalgCrossBackward0',
  'torch.linalg.cholesky': 'LinalgCholeskyExBackward0',
  cholesky_ex: 'LinalgCholeskyExBackward0',
  inv_ex: 'LinalgInvExBackward0',
  solve_ex: 'LinalgSolveExBackward0',
  lu: 'LinalgLuBackward0',
  lu_factor: 'LinalgLuFactorExBackward0',
  lu_factor_ex: 'LinalgLuFactorExBackward0',
  lu_solve: 'LinalgLuSolveBackward0',
  tensorinv: 'ReshapeAliasBackward0',
  tensorsolve: 'ViewBackward0',
  'torch.linalg.vander': 'CatBackward0',
  inv: 'LinalgInvExBackward0',
  inverse: 'LinalgInvExBackward0',
  det: 'LinalgDetBackward0',
  slogdet: 'LinalgSlogdetBackward0',
  logdet: 'WhereBackward0',
  solve: 'LinalgSolveExBackward0',
  solve_triangular: 'LinalgSolveTriangularBackward0',
  qr: 'LinalgQrBackward0',
  eigh: 'LinalgEighBackward0',
  eigvalsh: 'LinalgEighBackward0',
  svd: 'LinalgSvdBackward0',
  svdvals: 'LinalgSvdBackward0',
  pinv: 'LinalgPinvBackward0',
  pinverse: 'LinalgPinvBackward0',
  matrix_rank: 'NotImplemented',
  cond: 'SqueezeBackward1',
  lstsq: 'LinalgLstsqBackward0',
  matrix_exp: 'LinalgMatrixExpBackward0',
  matrix_power: ({ n }) =>
    n === 0 ? 'CopyBackwards' : n === 1 ? 'CloneBackward0' : n === -1 ? 'LinalgInvExBackward0' : 'MmBackward0',
  multi_dot: 'ViewBackward0',
  chain_matmul: 'ViewBackward0',
  vecdot: 'SumBackward1',
  matrix_norm: matrixNorm,
  meshgrid: 'ExpandBackward0',
  cartesian_prod: 'StackBackward0',
  broadcast_tensors: 'ExpandBackward0',
  diag: ({ input }) => (isTensor(input) && input.rank === 1 ? 'DiagEmbedBackward0' : 'DiagonalBackward0_copy'),
  diagflat: 'DiagEmbedBackward0',
  fliplr: 'FlipBackward0',
  flipud: 'FlipBackward0',
  atleast_1d: 'ViewBackward0',
  atleast_2d: grown,
  atleast_3d: grown,
  column_stack: 'CatBackward0',
  dstack: 'CatBackward0',
  tensor_split: 'SliceBackward0',
  ravel: 'ViewBackward0',
  unflatten: 'ViewBackward0',
  tile: 'RepeatBackward0',
  hstack: 'CatBackward0',
  vstack: 'CatBackward0',
  movedim: 'PermuteBackward0',
  broadcast_to: 'ExpandBackward0',
  outer: 'MulBackward0',
  vector_norm: 'LinalgVectorNormBackward0',
  repeat_interleave: ({ repeats }) => (isTensor(repeats) ? 'IndexSelectBackward0' : 'ViewBackward0'),
  hsplit: 'SliceBackward0',
  vsplit: 'SliceBackward0',
  dsplit: 'SliceBackward0',
  view_as: 'ViewBackward0',
  reshape_as: 'ViewBackward0',
  expand_as: 'ExpandBackward0',
  swapaxes: 'TransposeBackward0',
  swapdims: 'TransposeBackward0',
  scatter: ({ src, reduce }) =>
    isTensor(src) ? 'ScatterBackward0' : typeof reduce === 'string' ? 'NotImplemented' : 'ScatterBackward1',
  squeeze: ({ dim }) => (Array.isArray(dim) ? `SqueezeBackward${dim.length > 1 ? 2 : 1}` : 'SqueezeBackward0'),
  matmul,
  linear: ({ input, weight, bias }) =>
    isTensor(bias)
      ? isTensor(input) && input.rank === 2
        ? 'AddmmBackward0'
        : 'ViewBackward0'
      : matmul({ input: input ?? null, other: weight ?? null }),
  mse_loss: weighted('MseLossBackward0', 'DivBackward0'),
  l1_loss: weighted(reduced('AbsBackward0'), 'DivBackward0'),
  smooth_l1_loss: (args) => (args.beta === 0 ? reduced('AbsBackward0')(args) : 'SmoothL1LossBackward0'),
  huber_loss: weighted('HuberLossBackward0', 'MeanBackward0'),
  kl_div(args) {
    if (reductionOf(args) !== 'batchmean') return reduced(args.log_target ? 'MulBackward0' : 'SubBackward0')(args);
    return isTensor(args.input) && args.input.rank === 0 ? 'SumBackward0' : 'DivBackward0';
  },
  nll_loss: spatial,
  margin_ranking_loss: reduced('ClampMinBackward0'),
  triplet_margin_loss: reduced('ClampMinBackward0'),
  hinge_embedding_loss: reduced('AddBackward0'),
  cosine_embedding_loss: reduced('AddBackward0'),
  multilabel_soft_margin_loss: reduced('DivBackward0'),
  multilabel_margin_loss: 'MultilabelMarginLossBackward0',
  poisson_nll_loss: (args) => reduced(args.full ? 'AddBackward0' : 'SubBackward0')(args),
  gaussian_nll_loss: (args) => reduced(args.full ? 'AddBackward0' : 'MulBackward0')(args),
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  bilinear: ({ bias }) => (isTensor(bias) ? 'AddBackward0' : 'ViewBackward0'),
  affine_grid: 'AffineGridGeneratorBackward0',
  grid_sample: ({ input }) => `GridSampler${isTensor(input) ? input.rank - 2 : 2}DBackward0`,
  pad_sequence: 'CopySlices',
  _weight_norm: ({ v, dim }) =>
    isTensor(v) && (dim === 0 || dim === v.rank - 1) ? 'WeightNormInterfaceBackward0' : 'MulBackward0',
  norm_except_dim: ({ v, dim }) =>
    dim === -1
      ? 'NormBackward0'
      : isTensor(v) && (dim === 0 || dim === v.rank - 1)
        ? 'ViewBackward0'
        : 'TransposeBackward0',
  _pad_packed_sequence: ({ batch_first: first }) => (first ? 'TransposeBackward0' : 'CopySlices'),
  max_unpool1d: 'SqueezeBackward1',
  max_unpool2d: 'MaxUnpool2DBackward0',
  max_unpool3d: 'MaxUnpool3DBackward0',
  batch_norm: 'NativeBatchNormBackward0',
  layer_norm: 'NativeLayerNormBackward0',
  group_norm: 'NativeGroupNormBackward0',
  instance_norm: 'ViewBackward0',
  rms_norm: 'MulBackward0',
  local_response_norm: 'DivBackward0',
  max_pool1d: 'SqueezeBackward1',
  max_pool2d: 'MaxPool2DWithIndicesBackward0',
  max_pool3d: 'MaxPool3DWithIndicesBackward0',
  avg_pool1d: 'SqueezeBackward1',
  avg_pool2d: 'AvgPool2DBackward0',
  avg_pool3d: 'AvgPool3DBackward0',
  adaptive_avg_pool1d: 'SqueezeBackward1',
  adaptive_avg_pool2d: adaptiveMean('2D'),
  adaptive_avg_pool3d: adaptiveMean('3D'),
  adaptive_max_pool1d: 'SqueezeBackward1',
  adaptive_max_pool2d: 'AdaptiveMaxPool2DBackward0',
  adaptive_max_pool3d: 'AdaptiveMaxPool3DBackward0',
  lp_pool1d: 'PowBackward0',
  lp_pool2d: 'PowBackward0',
  lp_pool3d: 'PowBackward0',
  einsum,
  conv_transpose1d: convolution,
  conv_transpose2d: convolution,
  conv_transpose3d: convolution,
  ctc_loss: ({ reduction, zero_infinity: zero }) =>
    reduced(zero ? 'WhereBackward0' : 'CtcLossBackward0')({ reduction: reduction ?? 'mean' }),
  kthvalue: 'KthvalueBackward0',
  pad,
  unfold: ({ kernel_size: kernel }) => (kernel ? 'Im2ColBackward0' : 'UnfoldBackward0'),
  fold: 'Col2ImBackward0',
  scaled_dot_product_attention: attention,
  normalize: 'DivBackward0',
  pairwise_distance: 'NormBackward1',
  cosine_similarity: 'SumBackward1',
  prelu: 'PreluKernelBackward0',
  relu6: 'HardtanhBackward0',
  elu: writing('Elu'),
  selu: writing('Elu'),
  celu: writing('Celu'),
  leaky_relu: writing('LeakyRelu'),
  threshold: writing('Threshold'),
  softsign: 'DivBackward0',
  tanhshrink: 'SubBackward0',
  cross_entropy: crossEntropy,
};

/** The node's name for a result of the operation, by its dotted name or the last part of that; undefined where it has no gradient. */
export function gradName(dotted: string, args: BoundArgs, isGraded: IsGraded = () => false): string | undefined {
  const operation = dotted.slice(dotted.lastIndexOf('.') + 1).replace(/_with_indices$/, '');
  if (none.has(operation)) return undefined;
  const key = Object.hasOwn(rows, dotted) ? dotted : operation;
  const row = Object.hasOwn(rows, key) ? rows[key] : undefined;
  if (typeof row === 'function') return row(args, isGraded);
  return row ?? ruled(operation);
}

const made = new Map<string, string>();

/** `LogSoftmaxBackward0` of `log_softmax`. */
function ruled(operation: string): string {
  const known =
    made.get(operation) ??
    `${operation.replace(/(?:^|_)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())}Backward0`;
  made.set(operation, known);
  return known;
}
