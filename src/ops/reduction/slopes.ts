// torch.gradient: slopes by differences of neighbours, whose points are evenly spaced or given. Knows no reduction.
import { say } from '../../base/text';
import { andThen, together } from '../../tensor/hostValues';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { NotModelled, wrapDim } from '../../tensor/tensorError';
import { narrow, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { dims, int, keyword, optional, reals, scalar, tensor, tensors, withDefault } from '../params';
import { cat } from '../view/joins';

type Slopes = readonly Tensor[] | Promise<readonly Tensor[]>;
const values = tensor('input', say('The values at the points.'));
const chosen = keyword(optional(dims('dim', say('Along which dims; all of them where None.'))));
const edgeOrder = keyword(
  withDefault(int('edge_order', say('How exact the ends are: 1 or 2, the last power that is met exactly.')), 1),
);
const five = 'torch.tensor([1., 4., 9., 17., 20.])';
const twelve = '(torch.arange(12.).reshape(3, 4) ** 2 + torch.tensor([0.3, 1.7, 2.2, 5.]))';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const tooShort = 'torch.gradient expected each dimension size to be at least edge_order+1';

/** The dims that are meant, after the checks that all forms share. */
function dimsOf(
  x: Tensor,
  given: readonly number[] | null,
  count: number | undefined,
  order: number,
): readonly number[] {
  if (given === null && count !== undefined && count !== x.rank) {
    fail(
      `torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to 'self.dim() = ${x.rank}', since dim argument was not given, but got a list of length ${count}`,
    );
  }
  if (given !== null && count !== undefined && count !== given.length) {
    fail(
      `torch.gradient expected spacing to be unspecified, a scalar or it's spacing and dim arguments to have the same length, but got a spacing argument of length ${count} and a dim argument of length ${given.length}.`,
    );
  }
  if (order !== 1 && order !== 2) fail('torch.gradient only supports edge_order=1 and edge_order=2.');
  const own = given?.map((at) => wrapDim(at, x.rank)) ?? x.shape.map((_, at) => at);
  const twice = own.find((at, i) => own.indexOf(at) !== i);
  if (twice !== undefined) fail(`dim ${twice} appears multiple times in the list of dims`);
  if (own.some((at) => x.shape[at]! <= order)) fail(tooShort);
  if (x.dtype === 'bool' && own.length > 0) {
    fail(
      'Subtraction, the `-` operator, with two bool tensors is not supported. Use the `^` or `logical_xor()` operator instead.',
    );
  }
  return own;
}

/** The values `from` places on, as many as there are inner points, or one. */
const place = (x: Tensor, at: number, from: number, length: number): Tensor => narrow(x, at, from, length);

function evenSlope(m: Maths, x: Tensor, at: number, step: number, order: number): Tensor | Promise<Tensor> {
  const n = x.shape[at]!;
  const [inner, one] = [(from: number) => place(x, at, from, n - 2), (from: number) => place(x, at, from, 1)];
  const middle = m.div(m.div(m.sub(inner(2), inner(0)), 2), step);
  const ends =
    order === 1
      ? [m.div(m.sub(one(1), one(0)), step), m.div(m.sub(one(n - 1), one(n - 2)), step)]
      : [
          m.div(m.sub(m.sub(m.mul(one(1), 2), m.mul(one(0), 1.5)), m.mul(one(2), 0.5)), step),
          m.div(m.add(m.sub(m.mul(one(n - 1), 1.5), m.mul(one(n - 2), 2)), m.mul(one(n - 3), 0.5)), step),
        ];
  return cat(m.engine, [ends[0]!, middle, ends[1]!], at);
}

/** The slope at one of three points by weights that follow from their distances. */
function threePoints(m: Maths, [f0, f1, f2]: readonly Tensor[], [a, b, c]: readonly Tensor[]): Tensor {
  return m.add(m.add(m.mul(a!, f0!), m.mul(b!, f1!)), m.mul(c!, f2!));
}

function unevenSlope(m: Maths, x: Tensor, at: number, points: Tensor, order: number): Tensor | Promise<Tensor> {
  const n = x.shape[at]!;
  if (points.rank !== 1) {
    fail(
      `torch.gradient expected each element of spacing to have one dimension, but got an element with ${points.rank} dimensions!`,
    );
  }
  if (points.size !== n) throw new NotModelled(say('points that are not as many as the values are not modelled'));
  const shape = x.shape.map((_, dim) => (dim === at ? n - 1 : 1));
  const steps = view(m.sub(narrow(points, 0, 1, n - 1), narrow(points, 0, 0, n - 1)), shape);
  const [inner, one] = [(from: number) => place(x, at, from, n - 2), (from: number) => place(x, at, from, 1)];
  const before = place(steps, at, 0, n - 2);
  const after = place(steps, at, 1, n - 2);
  const both = m.add(before, after);
  const middle = threePoints(
    m,
    [inner(0), inner(1), inner(2)],
    [
      m.div(m.neg(after), m.mul(before, both)),
      m.div(m.sub(after, before), m.mul(before, after)),
      m.div(before, m.mul(after, both)),
    ],
  );
  const step = (from: number): Tensor => place(steps, at, from, 1);
  if (order === 1) {
    const first = m.div(m.sub(one(1), one(0)), step(0));
    return cat(m.engine, [first, middle, m.div(m.sub(one(n - 1), one(n - 2)), step(n - 2))], at);
  }
  /** At the end, `near` steps from its neighbour, which is `far` from the next. */
  const end = (near: Tensor, far: Tensor, at3: readonly Tensor[], sign: 1 | -1): Tensor => {
    const sum = m.add(near, far);
    const weights = [
      m.div(m.neg(m.add(m.mul(near, 2), far)), m.mul(near, sum)),
      m.div(sum, m.mul(near, far)),
      m.div(m.neg(near), m.mul(far, sum)),
    ];
    return sign === 1
      ? threePoints(m, at3, weights)
      : threePoints(
          m,
          at3.toReversed(),
          weights.toReversed().map((weight) => m.neg(weight)),
        );
  };
  const first = end(step(0), step(1), [one(0), one(1), one(2)], 1);
  const last = end(step(n - 2), step(n - 3), [one(n - 1), one(n - 2), one(n - 3)], -1);
  return cat(m.engine, [first, middle, last], at);
}

const shared = {
  names: ['torch.gradient'],
  family: 'other',
  doc: say('The slope of values along each dim, by differences of neighbours.'),
} as const;

const eachSlope = (made: readonly (Tensor | Promise<Tensor>)[]): Slopes =>
  andThen(together(made), (all) => all.map((one) => one!));

const even = defineOp({
  ...shared,
  params: [
    values,
    keyword(withDefault(scalar('spacing', say('The distance of neighbouring points.')), { kind: 'int', value: 1 })),
    chosen,
    edgeOrder,
  ],
  run({ input: x, spacing, dim, edge_order: order }, { engine }) {
    const at = dimsOf(x, dim, undefined, order);
    return eachSlope(at.map((each) => evenSlope(maths(engine), x, each, spacing.value, order)));
  },
  samples: [
    { args: five },
    { args: `${five}, spacing=0.1, edge_order=2` },
    { args: twelve },
    { args: `${twelve}, dim=1, spacing=2` },
    { args: 'torch.tensor([1, 4, 9, 11]), spacing=2, edge_order=2' },
    { args: `${five}.double()` },
  ],
  errors: [
    runtimeError('torch.ones(1)', tooShort),
    runtimeError(`${five}, edge_order=3`, 'torch.gradient only supports edge_order=1 and edge_order=2.'),
    runtimeError(`${twelve}, dim=(0, 0)`, 'dim 0 appears multiple times in the list of dims'),
  ],
});

const evenEach = defineOp({
  ...shared,
  params: [
    values,
    keyword(reals('spacing', say('The distance of neighbouring points along each dim.'))),
    chosen,
    edgeOrder,
  ],
  run({ input: x, spacing, dim, edge_order: order }, { engine }) {
    const at = dimsOf(x, dim, spacing.length, order);
    return eachSlope(at.map((each, i) => evenSlope(maths(engine), x, each, spacing[i]!, order)));
  },
  samples: [{ args: `${twelve}, spacing=(2., 0.5), dim=(0, 1)` }, { args: `${twelve}, spacing=[1, 2]` }],
  errors: [
    runtimeError(
      `${twelve}, spacing=(1., 2., 3.)`,
      "torch.gradient expected spacing to be unspecified, a scalar, or a list of length equal to 'self.dim() = 2', since dim argument was not given, but got a list of length 3",
    ),
  ],
});

const uneven = defineOp({
  ...shared,
  params: [values, keyword(tensors('spacing', say('The points along each dim.'))), chosen, edgeOrder],
  run({ input: x, spacing, dim, edge_order: order }, { engine }) {
    const at = dimsOf(x, dim, spacing.length, order);
    return eachSlope(at.map((each, i) => unevenSlope(maths(engine), x, each, spacing[i]!, order)));
  },
  samples: [
    { args: `${twelve}, spacing=[torch.tensor([0., 1., 3.]), torch.tensor([0., 0.5, 2., 3.])]` },
    { args: `${five}, spacing=(torch.tensor([0., 1., 3., 4., 8.]),), edge_order=2` },
  ],
});

export const slopes: readonly Op[] = [even, evenEach, uneven];
