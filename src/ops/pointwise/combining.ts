// Functions of two or three elements that broadcast, with ATen's derivatives: angles, lengths, signs, blends, common divisors.
import { say, type Text } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { cppName, type DType, isFloat, isIntegral } from '../../tensor/dtype';
import { zerosLike } from '../../tensor/gradient/window';
import type { Slope } from '../../tensor/gradient/withGradient';
import { type Maths, maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { input, keyword, scalar, scalarOrTensor, tensor, withDefault } from '../params';
import { toTensor } from '../toTensor';
import { blended } from './blend';
import { type CombiningRow, combiningOp, noKernel } from './combiningRows';
import type { Pointwise } from './mapValues';
import { withNumberFirst } from './numberFirst';

const only = (m: Maths, condition: Tensor, g: Tensor): Tensor => m.where(condition, g, zerosLike(g));
const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b));
const lcm = (a: bigint, b: bigint): bigint => {
  const product = a === 0n ? 0n : (a / gcd(a, b)) * b;
  return product < 0n ? -product : product;
};
/** The same on numbers. */
const whole = (big: (a: bigint, b: bigint) => bigint): Pointwise => ({
  big,
  number: (a, b) => Number(big(BigInt(a!), BigInt(b!))),
});
/** ATen's: log(base^a + base^b), the larger one taken out. */
const logSum =
  (log1p: (x: number) => number, exp: (x: number) => number) =>
  (a: number, b: number): number => {
    if (a === b && Math.abs(a) === Infinity) return a;
    return Math.max(a, b) + log1p(exp(-Math.abs(a - b)));
  };
/** The one of two that is better; nan is not. Of equal ones, which zeros of two signs are too, the first; in bfloat16 the last. */
const chosen =
  (isBetter: (a: number | bigint, b: number | bigint) => boolean) =>
  (dtype: DType): Pointwise => {
    const keepsFirst = dtype !== 'bfloat16';
    return {
      number: (a, b) => {
        if (Number.isNaN(a!) || Number.isNaN(b!)) return Number.isNaN(a!) ? b! : a!;
        return isBetter(a!, b!) || (keepsFirst && a === b) ? a! : b!;
      },
      big: (a, b) => (isBetter(a!, b!) ? a! : b!),
    };
  };
const share =
  (own: 0 | 1, exp: (m: Maths, x: Tensor) => Tensor): Slope =>
  (m, g, a, b) =>
    m.div(g, m.add(exp(m, own === 0 ? m.sub(b!, a!) : m.sub(a!, b!)), 1));
const powerOf2 = (m: Maths, x: Tensor): Tensor => m.pow(2, x);

const underived: Slope = () => {
  throw new OpError('RuntimeError', 'derivative for aten::heaviside is not implemented');
};

/** 1 / (a² + b²), 0 at the origin. */
function inverseSquare(m: Maths, a: Tensor, b: Tensor): Tensor {
  const square = m.add(m.mul(a, a), m.mul(b, b));
  return m.where(m.eq(square, 0), zerosLike(square), m.reciprocal(square));
}

const rows: readonly CombiningRow[] = [
  {
    name: 'atan2',
    also: ['arctan2'],
    takes: 'real',
    f: { number: Math.atan2 },
    slopes: [
      (m, g, a, b) => m.mul(m.mul(g, b!), inverseSquare(m, a!, b!)),
      (m, g, a, b) => m.mul(m.mul(g, m.neg(a!)), inverseSquare(m, a!, b!)),
    ],
    doc: say('The angle of the point with this y and this x.'),
  },
  {
    name: 'hypot',
    takes: 'floats',
    kernel: 'hypot_cpu',
    f: { number: Math.hypot },
    slopes: [(m, g, a, _, y) => m.mul(g, m.div(a!, y!)), (m, g, _, b, y) => m.mul(g, m.div(b!, y!))],
    doc: say('The root of the sum of two squares.'),
  },
  {
    name: 'copysign',
    takes: 'real',
    numbers: true,
    f: { number: (a, b) => (b! < 0 || Object.is(b, -0) ? -Math.abs(a!) : Math.abs(a!)) },
    slopes: [(m, g, a, _, y) => m.where(m.eq(a!, 0), zerosLike(g), m.mul(g, m.div(y!, a!))), (_, g) => zerosLike(g)],
    doc: say('The magnitude of the first with the sign of the second.'),
  },
  {
    name: 'heaviside',
    second: 'values',
    takes: 'same',
    f: {
      number: (a, b) => (a === 0 ? b! : Number(a! > 0)),
      big: (a, b) => (a === 0n ? b! : a! > 0n ? 1n : 0n),
    },
    slopes: [underived, underived],
    doc: say('0 below zero, 1 above, and at zero the second.'),
  },
  {
    name: 'fmax',
    takes: 'any',
    f: chosen((a, b) => a > b),
    slopes: [
      (m, g, a, b) => only(m, m.logicalOr(m.ge(a!, b!), m.isnan(b!)), g),
      (m, g, a, b) => only(m, m.logicalNot(m.logicalOr(m.ge(a!, b!), m.isnan(b!))), g),
    ],
    doc: say('The larger of two elements; a nan does not count.'),
  },
  {
    name: 'fmin',
    takes: 'any',
    f: chosen((a, b) => a < b),
    slopes: [
      (m, g, a, b) => only(m, m.logicalOr(m.le(a!, b!), m.isnan(b!)), g),
      (m, g, a, b) => only(m, m.logicalNot(m.logicalOr(m.le(a!, b!), m.isnan(b!))), g),
    ],
    doc: say('The smaller of two elements; a nan does not count.'),
  },
  {
    name: 'logaddexp',
    takes: 'floats',
    kernel: 'logaddexp_cpu',
    f: { number: logSum(Math.log1p, Math.exp) },
    slopes: [share(0, (m, x) => m.exp(x)), share(1, (m, x) => m.exp(x))],
    doc: say('log(exp(a) + exp(b)), computed without overflow.'),
  },
  {
    name: 'logaddexp2',
    takes: 'floats',
    kernel: 'logaddexp2_cpu',
    f: {
      number: logSum(
        (x) => Math.log1p(x) / Math.LN2,
        (x) => 2 ** x,
      ),
    },
    slopes: [share(0, powerOf2), share(1, powerOf2)],
    doc: say('log2(2^a + 2^b), computed without overflow.'),
  },
  {
    name: 'gcd',
    takes: 'integers',
    kernel: 'gcd_cpu',
    f: whole(gcd),
    slopes: [],
    doc: say('The greatest common divisor.'),
  },
  {
    name: 'lcm',
    takes: 'integers',
    kernel: 'lcm_cpu',
    f: whole(lcm),
    slopes: [],
    doc: say('The least common multiple.'),
  },
  {
    name: 'bitwise_left_shift',
    takes: 'integers',
    numbers: true,
    kernel: 'lshift_cpu',
    f: whole((a, b) => (b < 0n || b > 63n ? 0n : a << b)),
    slopes: [],
    doc: say('Bits moved to the left.'),
  },
  {
    name: 'bitwise_right_shift',
    takes: 'integers',
    numbers: true,
    kernel: 'rshift_cpu',
    f: whole((a, b) => (b < 0n || b > 63n ? (a < 0n ? -1n : 0n) : a >> b)),
    slopes: [],
    doc: say('Bits moved to the right; the sign stays.'),
  },
];

const value = keyword(withDefault(scalar('value', say('A factor for what is added.')), { kind: 'int', value: 1 }));
const first = tensor('tensor1', say('The first operand.'));
const second = tensor('tensor2', say('The second operand.'));

/** `input + value * (tensor1 * tensor2)`, or the quotient of the two. */
const addedTo = (name: 'addcmul' | 'addcdiv', doc: Text): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'pointwise',
    doc,
    params: [input, first, second, value],
    run({ input: x, tensor1, tensor2, value: factor }, { engine }) {
      const m = maths(engine);
      const common = resultType([x, tensor1, tensor2]);
      if (name === 'addcdiv' && isIntegral(tensor1.dtype) && isIntegral(tensor2.dtype))
        throw new OpError('RuntimeError', integerDivision);
      const scaled = toTensor(engine, isIntegral(common) ? { kind: 'int', value: Math.trunc(factor.value) } : factor);
      const [own, a, b] = [x, tensor1, tensor2].map((each) => engine.cast(each, common)) as [Tensor, Tensor, Tensor];
      const shape = broadcastShapes(x.shape, broadcastShapes(tensor1.shape, tensor2.shape));
      const part = name === 'addcmul' ? m.mul(m.mul(a, scaled), b) : m.div(m.mul(a, scaled), b);
      return shape.length === 0 ? engine.cast(m.add(own, part), common) : m.add(own, part);
    },
    samples: [
      { args: 'torch.tensor([1., 2.]), torch.tensor([3., -4.]), torch.tensor([0.5, 8.])' },
      { args: 'torch.tensor([1., 2.]), torch.tensor([[3.], [-4.]]), torch.tensor([0.5, 8.]), value=0.25' },
      ...(name === 'addcmul'
        ? [{ args: 'torch.tensor([1, 2]), torch.tensor([3, -4]), torch.tensor([5, 8]), value=2' }]
        : []),
    ],
    errors:
      name === 'addcdiv'
        ? [
            {
              args: 'torch.tensor([1, 2]), torch.tensor([3, 4]), torch.tensor([5, 8])',
              error: { type: 'RuntimeError', message: integerDivision },
            },
          ]
        : [],
  });
const integerDivision =
  'Integer division with addcdiv is no longer supported, and in a future  release addcdiv will perform a true division of tensor1 and tensor2. The historic addcdiv behavior can be implemented as (input + value * torch.trunc(tensor1 / tensor2)).to(input.dtype) for integer inputs and as (input + value * tensor1 / tensor2) for float inputs. The future addcdiv behavior is just the latter implementation: (input + value * tensor1 / tensor2), for all dtypes.';

const lerp = defineOp({
  names: ['torch.lerp'],
  methods: ['lerp'],
  family: 'pointwise',
  doc: say('Between two elements, by a weight: the first at 0, the second at 1.'),
  params: [
    input,
    tensor('end', say('What it is at weight 1.')),
    scalarOrTensor('weight', say('How far from the first to the second.')),
  ],
  run({ input: start, end, weight }, { engine }) {
    // A weight without dims counts as a number.
    const many = weight instanceof Tensor && weight.rank > 0;
    const named = [['end', end] as const, ...(many ? [['weight', weight] as const] : [])];
    for (const [name, { dtype }] of named) {
      if (dtype === start.dtype) continue;
      const [wanted, got] = [start.dtype, dtype].map(cppName);
      throw new OpError('RuntimeError', `expected dtype ${wanted} for \`${name}\` but got dtype ${got}`);
    }
    if (!isFloat(start.dtype)) {
      throw noKernel(weight instanceof Tensor ? 'lerp_kernel_tensor' : 'lerp_kernel_scalar', start.dtype);
    }
    const by = weight instanceof Tensor ? weight : engine.scalar(weight.value, start.dtype);
    return blended(engine, start, end, by, !(weight instanceof Tensor));
  },
  samples: [
    { args: 'torch.tensor([1., 2.]), torch.tensor([3., -4.]), 0.25' },
    { args: 'torch.tensor([1., 2.]), torch.tensor([3., -4.]), torch.tensor([0.75, 0.1])' },
    { args: 'torch.tensor([[1.], [2.]]).double(), torch.tensor([3., -4.]).double(), 0.9' },
  ],
  errors: [
    {
      args: 'torch.tensor([1.]), torch.tensor([1.]).double(), 0.5',
      error: { type: 'RuntimeError', message: 'expected dtype float for `end` but got dtype double' },
    },
    {
      args: 'torch.tensor([1]), torch.tensor([2]), 0.5',
      error: { type: 'NotImplementedError', message: '"lerp_kernel_scalar" not implemented for \'Long\'' },
    },
  ],
});

export const combinings: readonly Op[] = [
  ...rows.map(combiningOp),
  ...rows.filter(({ name }) => name.startsWith('bitwise_')).map((row) => withNumberFirst(combiningOp(row))),
  addedTo('addcmul', say('A product of two tensors added.')),
  addedTo('addcdiv', say('A quotient of two tensors added.')),
  lerp,
];
