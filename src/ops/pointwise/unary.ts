// Functions of each element that a backend has as a primitive: one row each.
import { say, type Text } from '../../base/text';
import type { UnaryOp } from '../../tensor/backend';
import { type DType, isIntegral, scalarName } from '../../tensor/dtype';
import { defineOp } from '../defineOp';
import { inRows } from '../layouts';
import { type ErrorSample, type Layout, type Op, OpError } from '../op';
import { input } from '../params';

interface Row {
  readonly op: UnaryOp;
  readonly names: readonly string[];
  readonly methods: readonly string[];
  readonly doc: Text;
  readonly family?: Op['family'];
  readonly layout?: Layout;
  readonly module?: string;
  /** What PyTorch refuses, with its exception. */
  readonly refuses?: {
    readonly dtypes: 'bool' | 'integral';
    readonly type: 'RuntimeError' | 'NotImplementedError';
    readonly message: string;
  };
}

const noKernel = (kernel: string, dtypes: 'bool' | 'integral' = 'bool') =>
  ({ dtypes, type: 'NotImplementedError', message: `"${kernel}" not implemented for '%'` }) as const;
/** torch.x, Tensor.x and what else it is called. */
const row = (
  op: UnaryOp,
  name: string,
  doc: Text,
  more: Partial<Row> & { readonly also?: readonly string[] } = {},
): Row => {
  const { also = [], ...rest } = more;
  return {
    op,
    doc,
    names: [`torch.${name}`, ...also.map((other) => `torch.${other}`)],
    methods: [name, ...also.filter((other) => !other.includes('.'))],
    ...rest,
  };
};

const rows: readonly Row[] = [
  row('exp', 'exp', say('e to the power of each element.')),
  row('expm1', 'expm1', say('exp(x) - 1, exact near zero.'), { also: ['special.expm1'] }),
  row('log', 'log', say('Natural logarithm; log(0) is -inf, of negative numbers it is nan.')),
  row('log1p', 'log1p', say('log(1 + x), exact near zero.'), { also: ['special.log1p'] }),
  row('log2', 'log2', say('Logarithm to base 2.')),
  row('log10', 'log10', say('Logarithm to base 10.')),
  row('sqrt', 'sqrt', say('Square root.')),
  row('rsqrt', 'rsqrt', say('One divided by the square root.')),
  row('square', 'square', say('Each element times itself.')),
  row('reciprocal', 'reciprocal', say('One divided by each element.')),
  row('sin', 'sin', say('Sine of radians.')),
  row('cos', 'cos', say('Cosine of radians.')),
  row('sign', 'sign', say('1, 0 or -1 as the element is positive, zero or negative.')),
  row('isnan', 'isnan', say('Whether each element is nan.')),
  row('isinf', 'isinf', say('Whether each element is infinite.')),
  row('logicalNot', 'logical_not', say('Whether each element is zero.')),
  row('neg', 'neg', say('Each element with its sign turned.'), {
    also: ['negative'],
    refuses: {
      dtypes: 'bool',
      type: 'RuntimeError',
      message:
        'Negation, the `-` operator, on a bool tensor is not supported. If you are trying to invert a mask, use the `~` or `logical_not()` operator instead.',
    },
  }),
  row('abs', 'abs', say('Magnitude of each element.'), { also: ['absolute'], refuses: noKernel('abs_cpu') }),
  row('floor', 'floor', say('The largest integer not above each element.'), { refuses: noKernel('floor_vml_cpu') }),
  row('ceil', 'ceil', say('The smallest integer not below each element.'), { refuses: noKernel('ceil_vml_cpu') }),
  row('trunc', 'trunc', say('Each element without its fraction.'), {
    also: ['fix'],
    refuses: noKernel('trunc_vml_cpu'),
  }),
  row('tanh', 'tanh', say('Hyperbolic tangent: from -1 to 1.'), {
    names: ['torch.tanh', 'torch.nn.functional.tanh'],
    family: 'activation',
    module: 'torch.nn.Tanh',
  }),
  row('sigmoid', 'sigmoid', say('1 / (1 + exp(-x)): a probability from a logit.'), {
    names: ['torch.sigmoid', 'torch.nn.functional.sigmoid', 'torch.special.expit'],
    family: 'activation',
    module: 'torch.nn.Sigmoid',
  }),
  row('logSigmoid', 'logsigmoid', say('log(sigmoid(x)), computed without losing digits.'), {
    names: ['torch.nn.functional.logsigmoid'],
    methods: [],
    family: 'activation',
    module: 'torch.nn.LogSigmoid',
    layout: inRows,
    refuses: noKernel('log_sigmoid_cpu', 'integral'),
  }),
  row('relu', 'relu', say('Each element, or 0 where it is negative.'), {
    family: 'activation',
    refuses: { dtypes: 'bool', type: 'RuntimeError', message: 'Boolean inputs not supported for relu' },
  }),
];

function refusal({ refuses }: Row, dtype: DType): OpError | undefined {
  if (!refuses || !(refuses.dtypes === 'bool' ? dtype === 'bool' : isIntegral(dtype))) return undefined;
  return new OpError(refuses.type, refuses.message.replace('%', scalarName(dtype)));
}

function define(entry: Row): Op {
  const refused = refusal(entry, 'bool');
  const errors: readonly ErrorSample[] = refused
    ? [{ args: 'torch.tensor([True])', error: { type: refused.type, message: refused.message } }]
    : [];
  return defineOp({
    names: entry.names,
    methods: entry.methods,
    ...(entry.module && { module: { name: entry.module, constructor: [] } }),
    family: entry.family ?? 'pointwise',
    ...(entry.layout && { layout: entry.layout }),
    doc: entry.doc,
    params: [input],
    run({ input: x }, { engine }) {
      const error = refusal(entry, x.dtype);
      if (error) throw error;
      return engine.unary(entry.op, x);
    },
    samples: [
      { args: "torch.tensor([-1.5, -0.3, 0., 0.25, 2.5, 90., float('inf'), float('-inf'), float('nan')])" },
      { args: 'torch.tensor([[0.1, -100.], [3.7, 1e-9]]).double()' },
      { args: 'torch.tensor([0.1, -100., 3.7]).half()' },
      ...(entry.refuses?.dtypes === 'integral' ? [] : [{ args: 'torch.tensor([-3, 0, 2])' }]),
    ],
    errors,
  });
}

export const unaryOps: readonly Op[] = rows.map(define);
