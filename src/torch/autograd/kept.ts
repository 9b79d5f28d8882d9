// What each node of PyTorch keeps for its backward pass: nothing of that may be written to before, and after a first pass it
// is gone. Rows by the node's name without its number; what has no row keeps something that is not checked for writes.

/** `others`: each input for the sake of the others. */
export type Keeps = 'nothing' | 'inputs' | 'others' | 'result' | 'unchecked';

const rows: Readonly<Record<Exclude<Keeps, 'unchecked'>, string>> = {
  nothing: `Add Sub Neg Rsub Sum Mean View UnsafeView Reshape Expand Permute Transpose T Squeeze Unsqueeze Select Slice Split
    Chunk Unbind Diagonal Alias Clone ToCopy Copy Cat Stack Repeat Cumsum Flip Roll Tril Triu Zero Fill Floor Ceil Round Trunc
    Sign AsStrided CopySlices AccumulateGrad`,
  inputs: `Pow Log Log1P Log2 Log10 Sin Cos Abs Silu Gelu LeakyRelu Hardtanh Softplus Hardswish Hardsigmoid LogSigmoid MseLoss
    SmoothL1Loss HuberLoss BinaryCrossEntropy BinaryCrossEntropyWithLogits Clamp Atan2 Xlogy`,
  others: 'Mul Div Mm Mv Bmm Dot Addmm Addmv Baddbmm Convolution',
  result: 'Exp Expm1 Sigmoid Tanh Relu Softmax LogSoftmax Sqrt Rsqrt Reciprocal Elu',
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

/** What the node called `MulBackward0` keeps. */
export const keeps = (node: string): Keeps => byName.get(shortName(node)) ?? 'unchecked';
