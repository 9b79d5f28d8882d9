// Powers, exponentials and chains of matrices, and products of vectors along a dim: composed of matrix products. Knows no binding.
import { say } from '../../base/text';
import { isFloat, isHalf, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { columnStrides } from '../../tensor/layout';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { expand, narrow, sizesText, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { matmul } from '../matrix/matmul';
import { NotModelled, type Op } from '../op';
import { input, int, keyword, tensor, tensors, withDefault } from '../params';
import { joinAlong, reshape } from '../view/copy';
import { bothForms } from './bothForms';
import { inverseOf } from './inverses';
import { checkFloat, checkSquare, eachMatrix, first, identity, type Made, turned } from './matrices';
import type { Matrix } from './reflectors';

const a22 = 'torch.tensor([[2., 1.], [1., 3.]])';

function powerOf(engine: Engine, x: Tensor, exponent: number): Made {
  const n = x.shape.at(-1)!;
  if (exponent === 0) {
    const m = maths(engine);
    return m.add(m.mul(x, 0), expand(identity(engine, n, x.dtype), x.shape));
  }
  if (exponent < 0) {
    checkFloat(x, 'linalg.inv');
    return andThen(inverseOf(engine, x), (inverse) => powerOf(engine, inverse, -exponent));
  }
  if (exponent === 1) return maths(engine).mul(x, 1);
  const times = (a: Made, b: Made): Made => andThen(a, (left) => andThen(b, (right) => matmul(engine, left, right)));
  if (exponent === 3) return times(times(x, x), x);
  let [square, rest]: [Made, number] = [x, exponent];
  let found: Made | undefined;
  for (; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) found = found === undefined ? square : times(found, square);
    if (rest > 1) square = times(square, square);
  }
  return found!;
}

const power = defineOp({
  names: ['torch.linalg.matrix_power', 'torch.matrix_power'],
  // An inverse and nothing else lies as inverses do.
  layout: (shape, _, __, { n }) => (n === -1 ? columnStrides(shape) : undefined),
  methods: ['matrix_power'],
  family: 'other',
  doc: say('A matrix times itself, or its inverse, so many times.'),
  params: [input, int('n', say('The power.'))],
  run({ input: x, n }, { engine }) {
    checkSquare(x, 'linalg.matrix_power');
    return powerOf(engine, x, n);
  },
  samples: [
    ...[0, 1, 2, 3, 5, -1, -2].map((n) => ({ args: `${a22}, ${n}` })),
    { args: 'torch.tensor([[1, 2], [3, 4]]), 3' },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), 2',
      error: {
        type: 'RuntimeError',
        message: 'linalg.matrix_power: A must be batches of square matrices, but they are 2 by 3 matrices',
      },
    },
  ],
});

/** The exponential of one matrix: a series of a part of it, squared again and again. */
function exponential({ rows: n, values }: Matrix): Float64Array {
  const multiply = (a: Float64Array, b: Float64Array): Float64Array => {
    const made = new Float64Array(n * n);
    for (let i = 0; i < n; i++)
      for (let k = 0; k < n; k++) {
        const factor = a[i * n + k]!;
        for (let j = 0; j < n; j++) made[i * n + j]! += factor * b[k * n + j]!;
      }
    return made;
  };
  let norm = 0;
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.abs(values[i * n + j]!);
    norm = Math.max(norm, sum);
  }
  if (!Number.isFinite(norm)) return new Float64Array(n * n).fill(Number.NaN);
  const halvings = Math.max(0, Math.ceil(Math.log2(norm || 1)) + 4);
  const part = values.map((value) => value / 2 ** halvings);
  let made: Float64Array = new Float64Array(n * n);
  for (let i = 0; i < n; i++) made[i * n + i] = 1;
  let term = made.slice();
  for (let order = 1; order <= 16; order++) {
    term = multiply(term, part).map((value) => value / order);
    made = made.map((value, i) => value + term[i]!);
  }
  for (let i = 0; i < halvings; i++) made = multiply(made, made);
  return made;
}

function exponentialOf(engine: Engine, x: Tensor): Made {
  const n = x.shape.at(-1)!;
  return withGradient(
    engine,
    [x],
    (base, own) => first(eachMatrix(base, [own], [{ shape: [n, n] }], ([a]) => [exponential(a!)])),
    (base, g) => {
      // The derivative stands beside the exponential of [[Aᵀ, g], [0, Aᵀ]].
      const own = turned(x);
      const upper = joinAlong(base, [own, g], x.rank - 1);
      const lower = joinAlong(base, [maths(base).mul(own, 0), own], x.rank - 1);
      const whole = andThen(upper, (a) => andThen(lower, (b) => joinAlong(base, [a, b], x.rank - 2)));
      return [
        andThen(whole, (block) =>
          andThen(exponentialOf(base, block), (made) => narrow(narrow(made, -2, 0, n), -1, n, n)),
        ),
      ];
    },
  );
}

const matrixExp = bothForms({
  name: 'matrix_exp',
  doc: say('The exponential of a matrix.'),
  run(x, { engine }) {
    checkSquare(x, 'linalg.matrix_exp');
    if (!isFloat(x.dtype))
      fail(`linalg.matrix_exp: Expected a floating point or complex tensor as input. Got ${scalarName(x.dtype)}`);
    if (isHalf(x.dtype))
      throw new NotModelled(say('{0} of narrow floats is not modelled yet', 'torch.linalg.matrix_exp'));
    return exponentialOf(engine, x);
  },
  samples: [{ args: a22 }, { args: 'torch.tensor([[0., 1.], [-1., 0.]])' }, { args: 'torch.zeros(2, 2, 2)' }],
});

/** The order of products that takes the fewest multiplications. */
function cheapest(sizes: readonly number[]): (from: number, to: number) => number {
  const count = sizes.length - 1;
  const cost = Array.from({ length: count }, () => new Float64Array(count));
  const split = Array.from({ length: count }, () => new Int32Array(count));
  for (let length = 1; length < count; length++) {
    for (let from = 0; from + length < count; from++) {
      const to = from + length;
      cost[from]![to] = Number.POSITIVE_INFINITY;
      for (let at = from; at < to; at++) {
        const own = cost[from]![at]! + cost[at + 1]![to]! + sizes[from]! * sizes[at + 1]! * sizes[to + 1]!;
        if (own >= cost[from]![to]!) continue;
        cost[from]![to] = own;
        split[from]![to] = at;
      }
    }
  }
  return (from, to) => split[from]![to]!;
}

function chained(engine: Engine, given: readonly Tensor[]): Made {
  const refuse = (message: string): never => fail(`multi_dot(): ${message}`);
  const last = given.length - 1;
  if (last < 1) refuse(`expected at least 2 tensors but got ${given.length}`);
  const [first, final] = [given[0]!, given[last]!];
  if (first.rank !== 1 && first.rank !== 2) refuse(`the first tensor must be 1D or 2D but got ${first.rank}D`);
  if (final.rank !== 1 && final.rank !== 2) refuse(`the last tensor must be 1D or 2D but got ${final.rank}D`);
  given.slice(1, -1).forEach((x, i) => {
    if (x.rank !== 2) refuse(`tensor ${i + 1} must be 2D but got ${x.rank}D`);
  });
  given.forEach((x) => {
    if (x.dtype !== first.dtype)
      refuse(`all tensors must have be the same dtype but got ${scalarName(first.dtype)} and ${scalarName(x.dtype)}`);
  });
  const matrices = given.map((x, i) => (x.rank === 2 ? x : unsqueeze(x, i === 0 ? 0 : 1)));
  matrices.forEach((x, i) => {
    const next = matrices[i + 1];
    if (next && x.shape[1] !== next.shape[0])
      refuse(
        `tensors ${i} and ${i + 1} with shapes ${sizesText(given[i]!.shape)} and ${sizesText(given[i + 1]!.shape)} cannot be multiplied`,
      );
  });
  const split = cheapest([matrices[0]!.shape[0]!, ...matrices.map((x) => x.shape[1]!)]);
  const between = (from: number, to: number): Made => {
    if (from === to) return matrices[from]!;
    const at = split(from, to);
    return andThen(between(from, at), (a) => andThen(between(at + 1, to), (b) => matmul(engine, a, b)));
  };
  const shape = [...(first.rank === 2 ? [first.shape[0]!] : []), ...(final.rank === 2 ? [final.shape[1]!] : [])];
  return andThen(between(0, last), (made) => reshape(engine, made, shape));
}

const matrices = tensors('tensors', say('The matrices; the first and the last may be vectors.'));
const threeMatrices = `${a22}, torch.tensor([[1., 2., 0.5], [3., -1., 4.]]), torch.tensor([[1.], [2.], [-1.]])`;
const multiDot = defineOp({
  names: ['torch.linalg.multi_dot'],
  family: 'other',
  doc: say('The product of several matrices, in the order that costs least.'),
  params: [matrices],
  run: ({ tensors: given }, { engine }) => chained(engine, given),
  samples: [{ args: `[${threeMatrices}]` }, { args: `[torch.tensor([1., 2.]), ${a22}, torch.tensor([0.5, -1.])]` }],
  errors: [
    {
      args: `[${a22}, torch.ones(3, 2)]`,
      error: {
        type: 'RuntimeError',
        message: 'multi_dot(): tensors 0 and 1 with shapes [2, 2] and [3, 2] cannot be multiplied',
      },
    },
    {
      args: `[${a22}]`,
      error: { type: 'RuntimeError', message: 'multi_dot(): expected at least 2 tensors but got 1' },
    },
  ],
});

const vecdot = defineOp({
  names: ['torch.linalg.vecdot'],
  family: 'other',
  doc: say('Sums of products along a dim.'),
  params: [
    tensor('x', say('One factor.')),
    tensor('y', say('The other factor.')),
    keyword(withDefault(int('dim', say('The dim of the vectors.')), -1)),
  ],
  run({ x, y, dim }, { engine }) {
    if (x.dtype !== y.dtype) {
      fail(
        `linalg.vecdot: Expected x and y to have the same dtype, but found x of type ${scalarName(x.dtype)} and y of type ${scalarName(y.dtype)} instead`,
      );
    }
    if (x.rank === 1 && y.rank === 1 && x.size !== y.size) {
      fail(
        `inconsistent tensor size, expected tensor [${x.size}] and src [${y.size}] to have the same number of elements, but got ${x.size} and ${y.size} elements respectively`,
      );
    }
    const m = maths(engine);
    return m.sum(m.mul(x, y), dim < 0 ? dim + Math.max(x.rank, y.rank) : dim);
  },
  samples: [{ args: `${a22}, torch.tensor([1., 2.])` }, { args: `${a22}, ${a22}, dim=0` }],
});

export const matrixProducts: readonly Op[] = [power, ...matrixExp, multiDot, vecdot];
