// Activations as formulas over primitives, by ATen's definitions: one row each, as function and as module.
import { say, type Text } from '../../base/text';
import { isFloat, isHalf, scalarName } from '../../tensor/dtype';
import { reading } from '../../tensor/gradient/window';
import { pointwise } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { bool, input, real, type TypedParam, withDefault } from '../params';

interface Row {
  readonly name: string;
  readonly module?: string;
  readonly doc: Text;
  /** Numbers beside the input, in order. */
  readonly numbers?: readonly TypedParam<string, number>[];
  /** Takes `inplace`, after its numbers. */
  readonly inplace: boolean;
  /** ATen's kernel, named by the exception for integers; absent where they are taken. */
  readonly kernel?: string;
  /** Refuses what ATen refuses before it computes anything. */
  readonly check?: (x: Tensor, ...numbers: number[]) => void;
  readonly run: (m: Maths, x: Tensor, ...numbers: number[]) => Tensor;
  /** ATen's backward kernel, where it is not what the formula's parts give. */
  readonly slope?: (m: Maths, g: Tensor, x: Tensor, ...numbers: number[]) => Tensor;
}

const numberParam = (name: string, value: number, doc: Text) => withDefault(real(name, doc), value);
const atMost = (m: Maths, x: Tensor, low: number, high: number): Tensor => m.minimum(m.maximum(x, low), high);
const zero = (m: Maths, x: Tensor): Tensor => m.engine.scalar(0, x.dtype);
/** The elements where the condition holds, 0 elsewhere: what is computed from them does not overflow in vain. */
const only = (m: Maths, condition: Tensor, x: Tensor): Tensor => m.where(condition, x, zero(m, x));
/** x times `after` where positive, else `before` (e^(`inside` x) - 1). */
const elu = (before: number, after: number, inside: number) => ({
  value: (m: Maths, x: Tensor): Tensor =>
    m.where(m.lt(x, 0), m.mul(m.expm1(m.mul(x, inside)), before), m.mul(x, after)),
  slope(m: Maths, g: Tensor, x: Tensor): Tensor {
    const curve = m.mul(m.mul(g, inside * before), m.exp(m.mul(only(m, m.lt(x, 0), x), inside)));
    return m.where(m.le(x, 0), curve, m.mul(g, after));
  },
});
/** Where x is strictly between two limits, or NaN. */
const between = (m: Maths, g: Tensor, x: Tensor, low: number, high: number): Tensor =>
  only(m, m.logicalNot(m.logicalOr(m.le(x, low), m.ge(x, high))), g);
/** Where x is farther from zero than a limit. */
const beyond = (m: Maths, g: Tensor, x: Tensor, by: number): Tensor =>
  only(m, m.logicalNot(m.logicalAnd(m.ge(x, -by), m.le(x, by))), g);
function checkHeld({ dtype }: Tensor, low: number, high: number): void {
  if (low > high) throw new OpError('ValueError', 'min_val cannot be greater than max_val');
  if (dtype === 'bool') throw new OpError('RuntimeError', 'Bool inputs not supported for hardtanh');
  if (dtype === 'complex64') throw new OpError('NotImplementedError', 'clamp is not supported for complex types');
  if (dtype === 'uint8' && low < 0)
    throw new OpError('RuntimeError', 'cannot do hardtanh on an unsigned type with negative limits');
}
const seluAlpha = 1.6732632423543772;
const seluScale = 1.0507009873554805;
const selu = elu(seluAlpha * seluScale, seluScale, 1);

const rows: readonly Row[] = [
  {
    name: 'leaky_relu',
    module: 'LeakyReLU',
    doc: say('Each element, or a small part of it where it is negative.'),
    numbers: [numberParam('negative_slope', 0.01, say('The factor for negative elements.'))],
    inplace: true,
    kernel: 'leaky_relu_cpu',
    run: (m, x, slope) => m.where(m.gt(x, 0), x, m.mul(x, slope!)),
    slope: (m, g, x, slope) => m.where(m.gt(x, 0), g, m.mul(g, slope!)),
  },
  {
    name: 'elu',
    module: 'ELU',
    doc: say('Each element, or alpha (exp(x) - 1) where it is negative.'),
    numbers: [numberParam('alpha', 1, say('What negative elements approach, with its sign turned.'))],
    inplace: true,
    kernel: 'elu_cpu',
    run: (m, x, alpha) => elu(alpha!, 1, 1).value(m, x),
    slope: (m, g, x, alpha) => elu(alpha!, 1, 1).slope(m, g, x),
  },
  {
    name: 'selu',
    module: 'SELU',
    doc: say('elu with the constants that keep mean 0 and variance 1.'),
    inplace: true,
    kernel: 'elu_cpu',
    run: selu.value,
    slope: selu.slope,
  },
  {
    name: 'celu',
    module: 'CELU',
    doc: say('Each element, or alpha (exp(x / alpha) - 1) where it is negative.'),
    numbers: [numberParam('alpha', 1, say('What negative elements approach, with its sign turned.'))],
    inplace: true,
    kernel: 'elu_cpu',
    run: (m, x, alpha) => elu(alpha!, 1, 1 / alpha!).value(m, x),
    slope: (m, g, x, alpha) => elu(alpha!, 1, 1 / alpha!).slope(m, g, x),
  },
  {
    name: 'relu6',
    module: 'ReLU6',
    doc: say('Each element held between 0 and 6.'),
    inplace: true,
    check: (x) => checkHeld(x, 0, 6),
    run: (m, x) => atMost(m, x, 0, 6),
    slope: (m, g, x) => between(m, g, x, 0, 6),
  },
  {
    name: 'hardtanh',
    module: 'Hardtanh',
    doc: say('Each element held between two limits.'),
    numbers: [
      numberParam('min_val', -1, say('The least value.')),
      numberParam('max_val', 1, say('The largest value.')),
    ],
    inplace: true,
    check: (x, low, high) => checkHeld(x, low!, high!),
    run: (m, x, low, high) => atMost(m, x, low!, high!),
    slope: (m, g, x, low, high) => between(m, g, x, low!, high!),
  },
  {
    name: 'hardsigmoid',
    module: 'Hardsigmoid',
    doc: say('A sigmoid of straight lines: (x + 3) / 6 held between 0 and 1.'),
    inplace: true,
    kernel: 'hardsigmoid_cpu',
    run: (m, x) => m.div(atMost(m, m.add(x, 3), 0, 6), 6),
    slope: (m, g, x) => only(m, m.logicalAnd(m.gt(x, -3), m.lt(x, 3)), m.div(g, 6)),
  },
  {
    name: 'hardswish',
    module: 'Hardswish',
    doc: say('Each element times its hardsigmoid.'),
    inplace: true,
    kernel: 'hardswish_cpu',
    run: (m, x) => m.div(m.mul(x, atMost(m, m.add(x, 3), 0, 6)), 6),
    slope(m, g, x) {
      const curve = m.mul(g, m.add(m.div(x, 3), 0.5));
      return m.where(m.le(x, -3), zero(m, g), m.where(m.lt(x, 3), curve, g));
    },
  },
  {
    name: 'softplus',
    module: 'Softplus',
    doc: say('log(1 + exp(beta x)) / beta: a smooth relu.'),
    numbers: [
      numberParam('beta', 1, say('How sharp the bend is.')),
      numberParam('threshold', 20, say('Where beta x is above it, the result is x.')),
    ],
    inplace: false,
    kernel: 'softplus_cpu',
    run(m, x, beta, threshold) {
      const scaled = m.mul(x, beta!);
      return m.where(m.gt(scaled, threshold!), x, m.div(m.log1p(m.exp(scaled)), beta!));
    },
    slope(m, g, x, beta, threshold) {
      const scaled = m.mul(x, beta!);
      const straight = m.gt(scaled, threshold!);
      const z = m.exp(only(m, m.logicalNot(straight), scaled));
      return m.where(straight, g, m.div(m.mul(g, z), m.add(z, 1)));
    },
  },
  {
    name: 'silu',
    module: 'SiLU',
    doc: say('Each element times its sigmoid.'),
    inplace: true,
    kernel: 'silu_cpu',
    run: (m, x) => m.div(x, m.add(m.exp(m.neg(x)), 1)),
    slope(m, g, x) {
      const sigmoid = m.sigmoid(x);
      return m.mul(m.mul(g, sigmoid), m.add(m.mul(x, m.sub(1, sigmoid)), 1));
    },
  },
  {
    name: 'mish',
    module: 'Mish',
    doc: say('Each element times tanh(softplus(x)).'),
    inplace: true,
    kernel: 'mish_cpu',
    run: (m, x) => m.mul(x, m.tanh(m.log1p(m.exp(x)))),
    slope(m, g, x) {
      const curve = m.tanh(m.log1p(m.exp(x)));
      return m.mul(g, m.add(curve, m.mul(m.mul(x, m.sigmoid(x)), m.sub(1, m.mul(curve, curve)))));
    },
  },
  {
    name: 'softsign',
    module: 'Softsign',
    doc: say('x / (1 + |x|).'),
    inplace: false,
    run: (m, x) => m.div(x, m.add(m.abs(x), 1)),
  },
  {
    name: 'tanhshrink',
    module: 'Tanhshrink',
    doc: say('x - tanh(x).'),
    inplace: false,
    run: (m, x) => m.sub(x, m.tanh(x)),
  },
  {
    name: 'softshrink',
    module: 'Softshrink',
    doc: say('Each element moved towards zero, and 0 near it.'),
    numbers: [numberParam('lambd', 0.5, say('How far.'))],
    inplace: false,
    kernel: 'softshrink_check',
    check(x, by) {
      const largest = { float64: '1.79769e+308', float16: '65504', bfloat16: '3.38953e+38' }[x.dtype as string];
      if (by! < 0)
        throw new OpError(
          'RuntimeError',
          `lambda must be in range [0, ${largest ?? '3.40282e+38'}] for input dtype ${scalarName(x.dtype)}, but found ${Number(by!.toPrecision(6))}`,
        );
    },
    run: (m, x, by) => m.where(m.gt(x, by!), m.sub(x, by!), m.where(m.lt(x, -by!), m.add(x, by!), m.mul(x, 0))),
    slope: (m, g, x, by) => beyond(m, g, x, by!),
  },
  {
    name: 'hardshrink',
    module: 'Hardshrink',
    doc: say('Each element, or 0 near zero.'),
    numbers: [numberParam('lambd', 0.5, say('How near.'))],
    inplace: false,
    kernel: 'hardshrink_cpu',
    run: (m, x, by) => beyond(m, x, x, by!),
    slope: (m, g, x, by) => beyond(m, g, x, by!),
  },
  {
    name: 'threshold',
    module: 'Threshold',
    doc: say('Each element above a threshold, else a fixed value.'),
    numbers: [real('threshold', say('What elements must be above.')), real('value', say('What the others become.'))],
    inplace: true,
    run: (m, x, limit, value) =>
      m.where(m.le(x, limit!), m.engine.cast(m.engine.scalar(value!, 'float64', true), x.dtype), x),
    slope: (m, g, x, limit) => m.where(m.le(x, limit!), zero(m, g), g),
  },
];

/** Functions that `torch` has too; they never take `inplace`. */
const alsoInTorch = new Set(['selu', 'celu', 'hardshrink', 'threshold']);

function forms(row: Row): readonly Op[] {
  const { name, inplace, module, ...rest } = row;
  const functional = `torch.nn.functional.${name}`;
  if (!alsoInTorch.has(name)) return [define(row, [functional])];
  if (!inplace) return [define(row, [functional, `torch.${name}`])];
  return [define(row, [functional]), define({ ...rest, name, inplace: false }, [`torch.${name}`])];
}

function define(row: Row, dotted: readonly string[]): Op {
  const numbers = row.numbers ?? [];
  const flag = withDefault(bool('inplace', say('Whether the result is written into the input.')), false);
  const names = [...numbers.map((param) => param.name), ...(row.inplace ? ['inplace'] : [])];
  const given = row.name === 'threshold' ? ', 0.1, 20.' : '';
  return defineOp({
    names: dotted,
    ...(row.name === 'hardshrink' && { methods: ['hardshrink'] }),
    ...(row.module && {
      module: { name: `torch.nn.${row.module}`, constructor: names, shown: names, bare: /shrink$/.test(row.name) },
    }),
    family: 'activation',
    doc: row.doc,
    params: [input, ...numbers, ...(row.inplace ? [flag] : [])],
    run(args, { engine }) {
      const given = args.input as Tensor;
      if (row.kernel && !isFloat(given.dtype) && !(row.name === 'silu' && given.dtype === 'complex64')) {
        throw new OpError('NotImplementedError', `"${row.kernel}" not implemented for '${scalarName(given.dtype)}'`);
      }
      const values = numbers.map((param) => args[param.name] as number);
      row.check?.(given, ...values);
      // A kernel rounds once, what is put together of others at each of them.
      const isKernel = row.name !== 'softsign' && row.name !== 'tanhshrink';
      const x = isKernel && isHalf(given.dtype) ? engine.cast(given, 'float32') : given;
      const { slope } = row;
      const computed = slope
        ? pointwise(engine, [x], (m, own) => row.run(m, own, ...values), [
            (m, g, own) => reading(m.engine, slope(m, g, own, ...values), own),
          ])
        : row.run(maths(engine), x, ...values);
      return isKernel ? engine.cast(computed, given.dtype) : computed;
    },
    samples: [
      { args: `torch.tensor([-7., -3.5, -1., -0.3, 0., 0.25, 0.5, 2.5, 3., 25., float('inf'), float('nan')])${given}` },
      { args: `torch.tensor([[-1.5, 3.1], [30., -30.]]).double()${given}` },
      { args: `torch.tensor([-200., -6., -3., -0.5, 0.1, 1., 6., 200.])${given}` },
      ...(row.kernel ? [] : [{ args: `torch.tensor([-3, 0, 9])${given}` }]),
      { args: `torch.tensor([-3., -0.7, 0.3, 2.]).bfloat16()${given}` },
      { args: `torch.tensor(0.4, dtype=torch.float16)${given}` },
      { args: `torch.empty(0, 3)${given}` },
      ...(numbers.length > 0 && !given
        ? [{ args: `torch.tensor([-2., -0.2, 0.7, 4.]), ${numbers.map((_, i) => 0.75 + i).join(', ')}` }]
        : []),
    ],
    ...(row.kernel && {
      errors: [
        {
          args: 'torch.tensor([1])',
          error: { type: 'NotImplementedError', message: `"${row.kernel}" not implemented for 'Long'` },
        },
      ],
    }),
  });
}

export const activationRows: readonly Op[] = rows.flatMap(forms);
