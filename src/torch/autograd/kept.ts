// What each node of PyTorch keeps for its backward pass: nothing of that may be written to before, and after a first pass it
// is gone. Rows by the node's name without its number; what has no row keeps something that is not checked for writes.

/**
 * `others`: each input for the sake of the others; `factors`: so the first two. `divided`: the second, and the first for its
 * sake. `pair`: the first two. `second`: all inputs for the sake of the second. `whole`: inputs and result. `chosen`: what says
 * where, as masks and indices do.
 */
export type Keeps =
  | 'nothing'
  | 'inputs'
  | 'others'
  | 'factors'
  | 'divided'
  | 'pair'
  | 'second'
  | 'result'
  | 'whole'
  | 'chosen'
  | 'unchecked';

/** By the node's name, with its number where that matters. */
const rows: Readonly<Partial<Record<Keeps, string>>> = {
  nothing: `Add Sub Neg Rsub Sum Mean View UnsafeView Reshape Expand Permute Transpose T Squeeze Unsqueeze Select Slice Split
    SplitWithSizes Chunk Unbind Diagonal Alias Clone ToCopy Copy Cat Stack Repeat Cumsum Flip Roll Tril Triu Zero Fill Floor
    Ceil Round Trunc Sign AsStrided CopySlices AccumulateGrad ConstantPadNd RemainderBackward0 FmodBackward0`,
  inputs: `Pow Log Log1P Log2 Log10 Sin Cos Abs Silu Gelu LeakyRelu Hardtanh Softplus Hardswish Hardsigmoid LogSigmoid MseLoss
    SmoothL1Loss HuberLoss BinaryCrossEntropy BinaryCrossEntropyWithLogits Clamp Atan2 Xlogy NllLoss NllLoss2D SoftMarginLoss
    MultiMarginLoss MultilabelMarginLoss Elu Celu Mish Softshrink Hardshrink Threshold Erf PreluKernel Glu Maximum Minimum
    ClampMin ClampMax Nansum Var Gather MaskedSelect DivBackward2 NativeLayerNorm MaxPool2DWithIndices MaxPool3DWithIndices
    AvgPool2D AvgPool3D AdaptiveAvgPool2D AdaptiveAvgPool3D AdaptiveMaxPool2D AdaptiveMaxPool3D`,
  divided: 'Div',
  others: 'Mul Mm Mv Bmm Dot Addmm Addmv Baddbmm',
  second: 'RemainderBackward1 FmodBackward1',
  result: `Exp Expm1 Sigmoid Tanh Relu Softmax LogSoftmax Sqrt Rsqrt Reciprocal EluBackward1 CeluBackward1 LeakyReluBackward1
    RreluWithNoiseBackward1`,
  whole: `PowBackward1 PowBackward2 Cdist Logsumexp Prod Std LinalgVectorNorm MaxBackward1 MinBackward1 Amax Amin Cumprod
    MedianBackward0`,
  chosen: 'Where Scatter ScatterAdd IndexSelect MaskedFill Embedding',
};

const byName = new Map<string, Keeps>(
  Object.entries(rows).flatMap(([keeps, names]) => names.split(/\s+/).map((name) => [name, keeps as Keeps] as const)),
);

const short = new Map<string, string>();

/** `Mul` for `MulBackward0`. */
export function shortName(node: string): string {
  const known = short.get(node) ?? node.replace(/Backward(?:s|\d+)?$/, '');
  short.set(node, known);
  return known;
}

/** `Mul` for `MulBackward0`, `Mean1` for `MeanBackward1`: what exceptions call a node. */
export const spokenName = (node: string): string =>
  /^(?:CopySlices|AccumulateGrad)$/.test(node)
    ? `torch::autograd::${node}`
    : node.replace(/Backward(?:s|0)?(\d*)$/, '$1');

/** What the node called `MulBackward0` keeps. */
export const keeps = (node: string): Keeps => byName.get(node) ?? byName.get(shortName(node)) ?? 'unchecked';
