// Differences of neighbours along a dim, and areas under what they join: diff, trapezoid, cumulative_trapezoid, gradient.
import { say, type Text } from '../../base/text';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { iteratorStrides } from '../../tensor/layout';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { select, slice, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { dim, input, int, keyword, optional, scalar, tensor, withDefault } from '../params';
import { copyAs } from '../view/copy';
import { cat } from '../view/joins';
import { sums } from './scans';

const two = 'torch.tensor([[1., 4., 2.], [3., 0., 5.]])';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const along = withDefault(dim('dim', say('The dim of the lines.')), -1);

/** All but the first, and all but the last. */
const neighbours = (x: Tensor, at: number): readonly [Tensor, Tensor] => [slice(x, at, 1), slice(x, at, 0, -1)];

const diff = defineOp({
  names: ['torch.diff'],
  // Both neighbours are views of the input, unless something is put to it.
  layout: (shape, given) =>
    given.length > 1 ? undefined : iteratorStrides(shape, [{ shape, strides: given[0]?.strides ?? [] }]),
  methods: ['diff'],
  family: 'other',
  doc: say('The differences of neighbours along a dim, n times over.'),
  params: [
    input,
    withDefault(int('n', say('How often the differences are taken.')), 1),
    along,
    optional(tensor('prepend', say('What stands before the input.'))),
    optional(tensor('append', say('What stands behind the input.'))),
  ],
  run({ input: x, n, dim: chosen, prepend, append }, { engine }) {
    if (x.rank === 0) fail('diff expects input to be at least one-dimensional');
    const at = wrapDim(chosen, x.rank);
    for (const part of [prepend, append]) {
      if (part && part.rank !== x.rank) fail('diff expects prepend or append to be the same dimension as input');
    }
    for (const part of [prepend, append]) {
      const odd = part ? part.shape.findIndex((size, each) => each !== at && size !== x.shape[each]) : -1;
      if (odd >= 0)
        fail(
          `diff expects the shape of tensor to prepend or append to match that of input except along the differencing dimension; input.size(${odd}) = ${x.shape[odd]}, but got tensor.size(${odd}) = ${part!.shape[odd]}`,
        );
    }
    if (n < 0) fail(`order must be non-negative but got ${n}`);
    const parts = [prepend, x, append].filter((part) => part !== null);
    const whole = parts.length > 1 ? cat(engine, parts, at) : x;
    return andThen(whole, (line) => {
      if (n === 0) return copyAs(engine, line, line.shape);
      const m = maths(engine);
      let made = line;
      for (let i = 0; i < Math.min(n, line.shape[at]!); i++) {
        const [next, last] = neighbours(made, at);
        made = made.dtype === 'bool' ? m.ne(next, last) : m.sub(next, last);
      }
      return made;
    });
  },
  samples: [
    { args: two },
    { args: `${two}, n=2` },
    { args: `${two}, 1, 0` },
    { args: `${two}, prepend=torch.tensor([[0.], [1.]]), append=torch.tensor([[9.], [7.]])` },
    { args: 'torch.tensor([True, False, False])' },
    { args: 'torch.tensor([1, 4, 9]), 5' },
    { args: 'torch.tensor([1, 4, 9], dtype=torch.uint8), 0' },
  ],
  errors: [
    runtimeError('torch.tensor(1.)', 'diff expects input to be at least one-dimensional'),
    runtimeError('torch.zeros(3), -1', 'order must be non-negative but got -1'),
    runtimeError(
      'torch.zeros(3), prepend=torch.zeros(1, 1)',
      'diff expects prepend or append to be the same dimension as input',
    ),
  ],
});

/** The distances of sample points, fitting the values at the points. */
function widths(m: Maths, y: Tensor, x: Tensor, at: number, name: string): Tensor {
  if (y.dtype === 'bool' || x.dtype === 'bool')
    fail(`${name}: received a bool input for \`x\` or \`y\`, but bool is not supported`);
  const ones = y.shape.map(() => 1);
  if (x.rank === 1 && x.size !== y.shape[at]) fail(`${name}: There must be one \`x\` value for each sample point`);
  const points =
    x.rank === 1 ? view(x, ones.with(at, x.size)) : x.rank < y.rank ? view(x, [...ones.slice(x.rank), ...x.shape]) : x;
  const [next, last] = neighbours(points, at);
  return m.sub(next, last);
}

type Area = (m: Maths, y: Tensor, at: number, width: Tensor | number) => Tensor | Promise<Tensor>;
const area: Area = (m, y, at, width) => {
  if (typeof width === 'number') {
    const ends = m.add(select(y, at, 0), select(y, at, -1));
    return m.mul(m.sub(m.sum(y, at), m.mul(ends, 0.5)), width);
  }
  const [next, last] = neighbours(y, at);
  return m.div(m.sum(m.mul(m.add(last, next), width), at), 2);
};
const runningArea: Area = (m, y, at, width) => {
  const [next, last] = neighbours(y, at);
  const both = m.add(last, next);
  if (typeof width === 'number') return sums(m.engine, m.mul(both, width / 2), at);
  return andThen(sums(m.engine, m.mul(both, width), at), (sum) => m.div(sum, 2));
};

function trapezoids(name: string, also: readonly string[], doc: Text, compute: Area): readonly Op[] {
  const shared = { names: [name, ...also].map((each) => `torch.${each}`), family: 'other', doc } as const;
  const values = tensor('y', say('The values at the points.'));
  const atOf = (y: Tensor, chosen: number): number => {
    if (y.rank === 0) fail(`Dimension specified as ${chosen} but tensor has no dimensions`, 'IndexError');
    return wrapDim(chosen, y.rank);
  };
  const empty = (engine: Engine, y: Tensor, at: number): Tensor | undefined =>
    y.shape[at] === 0 && compute === area ? engine.reduce('sum', y, [at]) : undefined;
  return [
    defineOp({
      ...shared,
      params: [values, tensor('x', say('The points.')), along],
      run({ y, x, dim: chosen }, { engine }) {
        const at = atOf(y, chosen);
        const m = maths(engine);
        return empty(engine, y, at) ?? compute(m, y, at, widths(m, y, x, at, name));
      },
      samples: [
        { args: `${two}, torch.tensor([0., 1., 3.])` },
        { args: `${two}, torch.tensor([[0., 1., 3.], [0., 2., 3.]])` },
        { args: `${two}, torch.tensor([0., 2.]), dim=0` },
        { args: 'torch.tensor([1, 2, 3]), torch.tensor([1, 2, 4])' },
      ],
      errors: [
        runtimeError(`${two}, torch.tensor([0., 1.])`, `${name}: There must be one \`x\` value for each sample point`),
      ],
    }),
    defineOp({
      ...shared,
      params: [
        values,
        keyword(withDefault(scalar('dx', say('The distance of neighbouring points.')), { kind: 'int', value: 1 })),
        keyword(along),
      ],
      run({ y, dx, dim: chosen }, { engine }) {
        const at = atOf(y, chosen);
        if (y.dtype === 'bool') fail(`${name}: received a bool input for \`y\`, but bool is not supported`);
        return empty(engine, y, at) ?? compute(maths(engine), y, at, dx.value);
      },
      samples: [{ args: two }, { args: `${two}, dx=0.5, dim=0` }, { args: 'torch.tensor([1, 2, 3])' }],
      errors: [
        runtimeError(
          'torch.tensor([True, False])',
          `${name}: received a bool input for \`y\`, but bool is not supported`,
        ),
      ],
    }),
  ];
}

export const differences: readonly Op[] = [
  diff,
  ...trapezoids('trapezoid', ['trapz'], say('The area under straight lines between values.'), area),
  ...trapezoids(
    'cumulative_trapezoid',
    [],
    say('The area under straight lines between values, up to each of them.'),
    runningArea,
  ),
];
