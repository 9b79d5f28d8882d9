// What stands behind an op's node in PyTorch's graph: its tensors, or the steps that PyTorch takes inside the op (its
// derivatives.yaml and native functions). Rows where that is not simply the op's tensors in the order of its parameters.
// Knows no gradient.
import type { BoundArgs, Op } from '../../ops/op';
import { isContiguous } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';

/** A source by its number, nothing (Python's None), or a node inside the op. */
export type Step = number | undefined | { readonly name: string; readonly next: readonly Step[] };

/** Names of parameters, `-` for nothing, and nodes inside: `input TBackward0(weight)`. Undefined: not known. */
type Behind = string | ((args: BoundArgs, node: string) => string | undefined);

const rank = (x: BoundArgs[string] | undefined): number => (x instanceof Tensor ? x.rank : 0);
const has = (x: BoundArgs[string] | undefined): boolean => x instanceof Tensor;
const sameShape = (a: BoundArgs[string] | undefined, b: BoundArgs[string] | undefined): boolean =>
  a instanceof Tensor && b instanceof Tensor && String(a.shape) === String(b.shape);

const affine = 'input weight bias';
/** An input without a batch is given one. */
const convolution = ({ input, weight }: BoundArgs): string =>
  rank(input) < rank(weight) ? `ConvolutionBackward0(UnsqueezeBackward0(input) weight bias)` : affine;
/** One dim as two, of which one is added. */
const asPlane = (node: string): string => `${node}(UnsqueezeBackward0(input))`;

function linear({ input, weight, bias }: BoundArgs): string | undefined {
  if (rank(weight) !== 2) return rank(input) === 2 ? 'input TBackward0(weight)' : undefined;
  if (rank(input) === 1 && !has(bias)) return 'MmBackward0(UnsqueezeBackward0(input) TBackward0(weight))';
  if (rank(input) === 2) return has(bias) ? 'bias input TBackward0(weight)' : 'input TBackward0(weight)';
  const product = 'ViewBackward0(input) TBackward0(weight)';
  if (has(bias)) return `AddmmBackward0(bias ${product})`;
  return rank(input) > 2 ? `MmBackward0(${product})` : undefined;
}

function matmul({ input, other }: BoundArgs): string | undefined {
  const [a, b] = [rank(input), rank(other)];
  if (a === 1 && b === 2) return 'MmBackward0(UnsqueezeBackward0(input) other)';
  if (a <= 2 && b <= 2) return 'input other';
  return b <= 2 ? `${b === 1 ? 'Mv' : 'Mm'}Backward0(ViewBackward0(input) other)` : undefined;
}

/** A loss of elements with what stands behind its own last node, reduced or not. */
const reduced =
  (node: string, inside: string | ((args: BoundArgs) => string | undefined)): Behind =>
  (args, name) => {
    const behind = typeof inside === 'string' ? inside : inside(args);
    if (behind === undefined || name === node) return behind;
    return /^(?:Mean|Sum)Backward0$/.test(name) ? `${node}(${behind})` : undefined;
  };

const distance = (a: string, b: string): string => `NormBackward1(AddBackward1(SubBackward0(${a} ${b})))`;
const unit = (x: string): string => `DivBackward0(${x} CloneBackward0(LinalgVectorNormBackward0(${x})))`;

const crossEntropy: Behind = ({ input, target, weight }, node) => {
  const log = 'LogSoftmaxBackward0(input)';
  if (node.startsWith('NllLoss')) return rank(input) === 3 ? `ViewBackward0(${log})` : log;
  const plain = node === 'DivBackward1' && !has(weight) && rank(target) <= 2;
  return plain ? `NegBackward0(SumBackward0(MulBackward0(${log} target)))` : undefined;
};

const klDiv: Behind = ({ log_target: log }, node) => {
  const own = log === true ? 'MulBackward0' : 'SubBackward0';
  const behind =
    log === true
      ? 'ExpBackward0(target) SubBackward0(target input)'
      : 'XlogyBackward0(target target) MulBackward0(target input)';
  if (node === own) return behind;
  return node === 'DivBackward0' ? `SumBackward0(${own}(${behind})) -` : `${own}(${behind})`;
};

const rows: Readonly<Record<string, Behind>> = {
  linear,
  matmul,
  bilinear: ({ bias }) => {
    const product = 'TrilinearBackward0(ViewBackward0(input1) weight ViewBackward0(input2))';
    return has(bias) ? `ViewBackward0(${product}) bias` : product;
  },
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  conv_transpose1d: convolution,
  conv_transpose2d: convolution,
  conv_transpose3d: convolution,
  batch_norm: affine,
  layer_norm: affine,
  group_norm: affine,
  max_pool1d: asPlane('MaxPool2DWithIndicesBackward0'),
  max_pool2d: 'input',
  max_pool3d: 'input',
  avg_pool1d: asPlane('AvgPool2DBackward0'),
  adaptive_max_pool1d: asPlane('AdaptiveMaxPool2DBackward0'),
  adaptive_avg_pool1d: ({ output_size: size }) =>
    asPlane(String(size) === '1' ? 'MeanBackward1' : 'AdaptiveAvgPool2DBackward0'),
  cross_entropy: crossEntropy,
  kl_div: klDiv,
  nll_loss: ({ input }, node) => (node.startsWith('NllLoss') && rank(input) !== 3 ? 'input' : undefined),
  binary_cross_entropy: 'input target',
  binary_cross_entropy_with_logits: 'input target',
  mse_loss: ({ input, target, weight }) => (!has(weight) && sameShape(input, target) ? 'input target' : undefined),
  l1_loss: (args, node) =>
    has(args.weight) ? undefined : behindOf(reduced('AbsBackward0', 'SubBackward0(input target)'), args, node),
  smooth_l1_loss: ({ beta }) => (beta === 0 ? undefined : 'input target'),
  huber_loss: ({ weight }) => (has(weight) ? undefined : 'input target'),
  soft_margin_loss: 'input',
  multi_margin_loss: 'input',
  multilabel_margin_loss: 'input',
  margin_ranking_loss: reduced(
    'ClampMinBackward0',
    'AddBackward1(MulBackward0(NegBackward0(target) SubBackward0(input1 input2)))',
  ),
  poisson_nll_loss: (args, node) =>
    args.log_input === true && args.full !== true
      ? behindOf(reduced('SubBackward0', 'ExpBackward0(input) MulBackward0(target input)'), args, node)
      : undefined,
  triplet_margin_loss: (args, node) =>
    args.swap === true
      ? undefined
      : behindOf(
          reduced(
            'ClampMinBackward0',
            `SubBackward0(AddBackward1(${distance('anchor', 'positive')}) ${distance('anchor', 'negative')})`,
          ),
          args,
          node,
        ),
  ctc_loss: ({ zero_infinity: zero }, node) => {
    const own = zero === true ? 'WhereBackward0(- CtcLossBackward0(log_probs))' : 'CtcLossBackward0(log_probs)';
    if (node === 'MeanBackward0') return `DivBackward0(${own} -)`;
    return node === 'SumBackward0' ? own : zero === true ? '- CtcLossBackward0(log_probs)' : 'log_probs';
  },
  pairwise_distance: 'AddBackward1(SubBackward0(x1 x2))',
  cosine_similarity: ({ x1, x2 }) => (sameShape(x1, x2) ? `MulBackward0(${unit('x1')} ${unit('x2')})` : undefined),
  normalize: 'input ExpandBackward0(ClampMinBackward0(LinalgVectorNormBackward0(input)))',
  rms_norm: ({ weight }) => {
    const scaled = 'input RsqrtBackward0(AddBackward1(MeanBackward1(PowBackward0(input))))';
    return has(weight) ? `MulBackward0(${scaled}) weight` : scaled;
  },
  softmin: 'NegBackward0(input)',
  softsign: 'input AddBackward0(AbsBackward0(input) -)',
  tanhshrink: 'input TanhBackward0(input)',
  prelu: ({ input, weight }) =>
    rank(input) > 1 || rank(weight) === 0 ? 'input ViewBackward0(weight)' : 'input weight',
  embedding_bag: 'weight per_sample_weights',
  nanmean: 'NansumBackward0(input) -',
  outer: 'ViewBackward0(input) vec2',
  ger: 'ViewBackward0(input) vec2',
  vecdot: 'MulBackward0(x y)',
  view_as: 'input',
  reshape_as: 'input',
  expand_as: 'input',
  diagflat: 'ViewBackward0(input)',
  embedding: 'weight',
  _pack_padded_sequence: 'input',
  norm_except_dim: (_, node) =>
    node === 'NormBackward0' ? 'v' : node === 'ViewBackward0' ? 'NormBackward1(ViewBackward0(v))' : undefined,
  _weight_norm: ({ dim }, node) =>
    node !== 'MulBackward0' ? 'v g' : dim === -1 ? 'v DivBackward0(g NormBackward0(v))' : undefined,
  lu_unpack: 'LU_data',
  norm: vectorNorm,
  matrix_norm: vectorNorm,
  ndtr: 'AddBackward1(ErfBackward0(MulBackward1(input)))',
  float_power: (_, node) => {
    const wide = 'ToCopyBackward0';
    if (node === 'PowBackward2') return `${wide}(exponent)`;
    return node === 'PowBackward1' ? `${wide}(input) ${wide}(exponent)` : `${wide}(input)`;
  },
  take_along_dim: ({ dim }) => (typeof dim === 'number' ? undefined : 'ViewBackward0(input)'),
  logdet: '- LinalgSlogdetBackward0(input)',
  pad: ({ mode, input }) => (mode === 'circular' || rank(input) === 0 ? undefined : 'input'),
  lu_solve: ({ LU }) => (has(LU) ? 'LU B' : 'LU_data input'),
  reshape: behindView,
  flatten: behindView,
  ravel: (args) =>
    args.input instanceof Tensor && isContiguous(args.input) ? behindView(args, '') : 'CloneBackward0(input)',
  clamp: (_, node) => (node === 'ClampBackward0' ? 'input min max' : 'input'),
};

/** Other norms are taken of norms or of singular values. */
function vectorNorm(_: BoundArgs, node: string): string | undefined {
  return node === 'LinalgVectorNormBackward0' ? 'input' : undefined;
}

/** Functions of many steps, or with results that come from a source each. */
const manySteps = new Set(
  `hinge_embedding_loss multilabel_soft_margin_loss cosine_embedding_loss gaussian_nll_loss quantile nanquantile cov corrcoef diff
  trapezoid cumulative_trapezoid gradient repeat_interleave sum_to_size combinations cartesian_prod column_stack dstack inner
  tensordot kron tensorinv tensorsolve vander cond matrix_power multi_dot chain_matmul instance_norm local_response_norm
  lp_pool1d lp_pool2d lp_pool3d max_unpool1d _pad_packed_sequence pad_sequence einsum scaled_dot_product_attention meshgrid
  broadcast_tensors atleast_1d atleast_2d atleast_3d`.split(/\s+/),
);

/** A copy where no view can have the shape. */
function behindView({ input }: BoundArgs, node: string): string | undefined {
  if (node === 'UnsafeViewBackward0') return 'CloneBackward0(input)';
  return rank(input) > 0 ? 'input' : undefined;
}

const behindOf = (row: Behind, args: BoundArgs, node: string): string | undefined =>
  typeof row === 'string' ? row : row(args, node);

/** What stands behind the node of an op's result; `sources` are the tensors of its arguments. Undefined: not known. */
export function stepsBehind(
  op: Op,
  node: string,
  args: BoundArgs,
  sources: readonly Tensor[],
): readonly Step[] | undefined {
  const [dotted = ''] = op.names;
  const name = dotted.slice(dotted.lastIndexOf('.') + 1).replace(/_with_indices$/, '');
  const row = Object.hasOwn(rows, name) ? rows[name] : undefined;
  if (row !== undefined) {
    const text = behindOf(row, args, node);
    return text === undefined ? undefined : parsed(text, args, sources);
  }
  return manySteps.has(name) ? undefined : ownSteps(op, node, args, sources);
}

/** Nodes of two operands show both, also where one is a number. */
const pairs = /^(?:Add|Sub|Mul|Div|Where|MseLoss|Maximum|Minimum)Backward0$/;

/** Parameters that say where, for which nothing stands. */
const places = new Set([
  'index',
  'indices',
  'condition',
  'mask',
  'repeats',
  'tensor_indices_or_sections',
  'source_index',
]);

/** Every tensor of the arguments. */
function ownSteps(op: Op, node: string, args: BoundArgs, sources: readonly Tensor[]): readonly Step[] {
  const place = numbering(sources);
  return op.params.flatMap((param): readonly Step[] => {
    const value = args[param.name];
    if (places.has(param.name)) return [];
    if (Array.isArray(value)) return value.filter((item) => item instanceof Tensor).map(place);
    if (value instanceof Tensor) return [place(value)];
    return param.type === 'scalarOrTensor' && pairs.test(node) ? [undefined] : [];
  });
}

/** Numbers of the sources; one that stands at two places has a number for each. */
function numbering(sources: readonly Tensor[]): (value: Tensor) => number | undefined {
  const met = new Map<Tensor, number>();
  return (value) => {
    const next = sources.indexOf(value, (met.get(value) ?? -1) + 1);
    const at = next >= 0 ? next : sources.indexOf(value);
    met.set(value, at);
    return at < 0 ? undefined : at;
  };
}

function parsed(text: string, args: BoundArgs, sources: readonly Tensor[]): readonly Step[] {
  const words = text.match(/[\w-]+|[()]/g) ?? [];
  let at = 0;
  const list = (): readonly Step[] => {
    const steps: Step[] = [];
    for (; at < words.length && words[at] !== ')'; at++) {
      const word = words[at]!;
      if (words[at + 1] === '(') {
        at += 2;
        steps.push({ name: word, next: list() });
      } else {
        const value = args[word];
        const place = value instanceof Tensor ? sources.indexOf(value) : -1;
        steps.push(place < 0 ? undefined : place);
      }
    }
    return steps;
  };
  return list();
}
