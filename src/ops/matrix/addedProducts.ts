// Products of matrices with something added, and products over chosen dims: addmm and its kin, inner, tensordot, kron, trace.
import { say, type Text } from '../../base/text';
import { isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen, together } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, permute, sizesText, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { asIterator } from '../layouts';
import type { Op, Scalar } from '../op';
import { dimPairs, input, int, keyword, scalar, tensor, withDefault } from '../params';
import { toTensor } from '../toTensor';
import { reshape } from '../view/copy';
import { inFloat } from '../wide';
import { checkAdded } from './dtypeChecks';
import { matmul } from './matmul';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const family = 'other';
const one: Scalar = { kind: 'int', value: 1 };
const beta = keyword(withDefault(scalar('beta', say('A factor for what is added to.')), one));
const alpha = keyword(withDefault(scalar('alpha', say('A factor for the product.')), one));
const a22 = 'torch.tensor([[1.5, -2.], [3., 4.]])';
const other = tensor('other', say('The right factor.'));

/** `beta * x + alpha * product`; what has the factor 0 does not count, not even as nan. */
function weighted(
  engine: Engine,
  x: Tensor,
  product: Tensor,
  factors: { readonly beta: Scalar; readonly alpha: Scalar },
): Tensor {
  const m = maths(engine);
  const times = (y: Tensor, factor: Scalar): Tensor =>
    factor.value === 1 ? y : engine.cast(m.mul(y, toTensor(engine, factor)), y.dtype);
  const scaled = times(product, factors.alpha);
  // The gradient of what does not count is zero.
  if (factors.beta.value === 0) return engine.where(engine.scalar(0, 'bool'), expand(x, product.shape), scaled);
  return m.add(times(expand(x, product.shape), factors.beta), scaled);
}

interface Row {
  readonly name: keyof typeof checkAdded;
  readonly first: string;
  readonly second: string;
  readonly ranks: readonly [number, number];
  readonly doc: Text;
  /** Of a batch of products: their sum. */
  readonly sums?: boolean;
  readonly samples: Op['samples'];
  readonly errors: NonNullable<Op['errors']>;
}

const batches = 'torch.arange(8.).reshape(2, 2, 2), torch.arange(12.).reshape(2, 2, 3)';
const rows: readonly Row[] = [
  {
    name: 'addmm',
    first: 'mat1',
    second: 'mat2',
    ranks: [2, 2],
    doc: say('A product of two matrices added.'),
    samples: [
      { args: `torch.tensor([1., 2.]), ${a22}, ${a22}` },
      { args: `${a22}, ${a22}, ${a22}, beta=0.5, alpha=2` },
      { args: `torch.tensor(float('nan')), ${a22}, ${a22}, beta=0` },
      { args: 'torch.tensor([[1, 2]]), torch.tensor([[3, 4]]), torch.tensor([[1, 2], [3, 4]])' },
    ],
    errors: [
      runtimeError(
        'torch.zeros(2), torch.zeros(2, 2), torch.zeros(3, 2)',
        'mat1 and mat2 shapes cannot be multiplied (2x2 and 3x2)',
      ),
      runtimeError(
        'torch.zeros(3), torch.zeros(2, 2), torch.zeros(2, 2)',
        'The expanded size of the tensor (2) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, 2].  Tensor sizes: [3]',
      ),
    ],
  },
  {
    name: 'addmv',
    first: 'mat',
    second: 'vec',
    ranks: [2, 1],
    doc: say('A product of a matrix and a vector added.'),
    samples: [
      { args: `torch.tensor([1., 2.]), ${a22}, torch.tensor([1., 2.])` },
      { args: `torch.tensor([1., 2.]), ${a22}, torch.tensor([1., 2.]), beta=2, alpha=0.5` },
    ],
    errors: [
      runtimeError(
        'torch.zeros(2), torch.zeros(2, 2), torch.zeros(3)',
        'size mismatch, got input (2), mat (2x2), vec (3)',
      ),
    ],
  },
  {
    name: 'baddbmm',
    first: 'batch1',
    second: 'batch2',
    ranks: [3, 3],
    doc: say('Products of two batches of matrices added.'),
    samples: [
      { args: `torch.ones(2, 2, 3), ${batches}` },
      { args: `torch.ones(2, 1, 1), ${batches}, beta=3, alpha=2` },
    ],
    errors: [],
  },
  {
    name: 'addbmm',
    first: 'batch1',
    second: 'batch2',
    ranks: [3, 3],
    doc: say('The sum of products of two batches of matrices added.'),
    sums: true,
    samples: [{ args: `torch.ones(2, 3), ${batches}` }],
    errors: [],
  },
];

const define = (row: Row): Op =>
  defineOp({
    names: [`torch.${row.name}`],
    methods: [row.name],
    family,
    doc: row.doc,
    params: [
      input,
      tensor(row.first, say('The left factor.')),
      tensor(row.second, say('The right factor.')),
      beta,
      alpha,
    ],
    run(args, { engine }) {
      const [a, b] = [args[row.first] as Tensor, args[row.second] as Tensor];
      const { input: x, beta: before, alpha: factor } = args as { input: Tensor; beta: Scalar; alpha: Scalar };
      for (const [name, given, rank] of [
        [row.first, a, row.ranks[0]],
        [row.second, b, row.ranks[1]],
      ] as const) {
        if (given.rank === rank) continue;
        fail(rank === 2 ? `${name} must be a matrix, got ${given.rank}-D tensor` : `${name} must be a ${rank}D tensor`);
      }
      checkAdded[row.name](x, a, b);
      if (isIntegral(x.dtype) && (before.kind === 'float' || factor.kind === 'float'))
        fail('For integral input tensors, argument alpha must not be a floating point number.');
      return inFloat(engine, [x, a, b], ([added, left, right]) =>
        andThen(matmul(engine, left, right), (product) =>
          weighted(engine, added, row.sums ? engine.reduce('sum', product, [0]) : product, {
            beta: before,
            alpha: factor,
          }),
        ),
      );
    },
    samples: row.samples,
    errors: row.errors,
  });

const addr = defineOp({
  names: ['torch.addr'],
  layout: asIterator,
  methods: ['addr'],
  family,
  doc: say('Products of each element of one vector with each of another, added.'),
  params: [input, tensor('vec1', say('One vector.')), tensor('vec2', say('The other vector.')), beta, alpha],
  run: ({ input: x, vec1, vec2, ...factors }, { engine }) =>
    weighted(engine, x, engine.binary('mul', unsqueeze(vec1, 1), vec2), factors),
  samples: [{ args: `${a22}, torch.tensor([1., 2.]), torch.tensor([3., -1.]), alpha=2` }],
});

/** Sums over the dims `left` of `a` with the dims `right` of `b`, in this order. */
function contracted(
  engine: Engine,
  a: Tensor,
  b: Tensor,
  left: readonly number[],
  right: readonly number[],
): Tensor | Promise<Tensor> {
  const rest = (x: Tensor, gone: readonly number[]): number[] =>
    x.shape.map((_, dim) => dim).filter((dim) => !gone.includes(dim));
  const [rowsOfA, columnsOfB] = [rest(a, left), rest(b, right)];
  const sizes = (x: Tensor, chosen: readonly number[]): number[] => chosen.map((dim) => x.shape[dim]!);
  const count = (x: Tensor, chosen: readonly number[]): number => sizes(x, chosen).reduce((all, n) => all * n, 1);
  const shared = count(a, left);
  const parts = together([
    reshape(engine, permute(a, [...rowsOfA, ...left]), [count(a, rowsOfA), shared]),
    reshape(engine, permute(b, [...right, ...columnsOfB]), [shared, count(b, columnsOfB)]),
  ]);
  return andThen(parts, ([x, y]) =>
    andThen(matmul(engine, x!, y!), (made) => reshape(engine, made, [...sizes(a, rowsOfA), ...sizes(b, columnsOfB)])),
  );
}

const inner = defineOp({
  names: ['torch.inner'],
  methods: ['inner'],
  family,
  doc: say('Sums of products along the last dims of both.'),
  params: [input, other],
  run({ input: a, other: b }, { engine }) {
    if (a.rank === 0 || b.rank === 0) return engine.binary('mul', a, b);
    if (a.shape.at(-1) !== b.shape.at(-1)) {
      fail(
        `inner() the last dimension must match on both input tensors but got shapes ${sizesText(a.shape)} and ${sizesText(b.shape)}`,
      );
    }
    return contracted(engine, a, b, [a.rank - 1], [b.rank - 1]);
  },
  samples: [{ args: `${a22}, torch.tensor([1., 2.])` }, { args: 'torch.tensor([1., 2.]), torch.tensor([3., 4.])' }],
  errors: [
    runtimeError(
      'torch.zeros(2, 2), torch.zeros(3)',
      'inner() the last dimension must match on both input tensors but got shapes [2, 2] and [3]',
    ),
  ],
});

const tensordot = defineOp({
  names: ['torch.tensordot'],
  family,
  doc: say('Sums of products over the last dims of one and the first of the other.'),
  params: [
    tensor('a', say('The left factor.')),
    tensor('b', say('The right factor.')),
    withDefault(int('dims', say('Over how many dims.')), 2),
  ],
  run({ a, b, dims: count }, { engine }) {
    if (count < 0) fail(`tensordot expects dims >= 0, but got dims=${count}`);
    if (count > Math.min(a.rank, b.rank)) {
      fail(`tensordot expects dims < ndim_a or ndim_b, but got dims=${count}`);
    }
    const each = Array.from({ length: count }, (_, i) => i);
    checkShared(
      a,
      b,
      each.map((i) => a.rank - count + i),
      each,
    );
    return contracted(
      engine,
      a,
      b,
      each.map((i) => a.rank - count + i),
      each,
    );
  },
  samples: [
    { args: `${a22}, ${a22}` },
    { args: 'torch.arange(12.).reshape(2, 2, 3), torch.arange(6.).reshape(3, 2), dims=1' },
  ],
});

const tensordotPairs = defineOp({
  names: ['torch.tensordot'],
  family,
  doc: say('Sums of products over pairs of dims.'),
  params: [
    tensor('a', say('The left factor.')),
    tensor('b', say('The right factor.')),
    dimPairs('dims', say('The dims of the one, and those of the other.')),
  ],
  run({ a, b, dims: pairs }, { engine }) {
    const count = pairs.length / 2;
    const left = pairs.slice(0, count).map((each) => wrapDim(each, a.rank));
    const right = pairs.slice(count).map((each) => wrapDim(each, b.rank));
    checkShared(a, b, left, right);
    return contracted(engine, a, b, left, right);
  },
  samples: [
    { args: `${a22}, ${a22}, dims=([1], [1])` },
    { args: 'torch.arange(12.).reshape(2, 2, 3), torch.arange(6.).reshape(3, 2), dims=((0, 2), (-1, 0))' },
    { args: 'torch.arange(3.), torch.arange(3.), ([0], [0])' },
  ],
  errors: [
    runtimeError(
      'torch.zeros(2, 3), torch.zeros(2, 3), dims=([0], [1])',
      'contracted dimensions need to match, but first has size 2 in dim 0 and second has size 3 in dim 1',
    ),
  ],
});

function checkShared(a: Tensor, b: Tensor, left: readonly number[], right: readonly number[]): void {
  for (const [i, dim] of left.entries()) {
    const [own, its] = [a.shape[dim]!, b.shape[right[i]!]!];
    if (own === its || own === 1 || its === 1) continue;
    fail(
      `contracted dimensions need to match, but first has size ${own} in dim ${dim} and second has size ${its} in dim ${right[i]}`,
    );
  }
}

const trace = defineOp({
  names: ['torch.trace'],
  methods: ['trace'],
  family: 'reduction',
  doc: say('The sum of the diagonal of a matrix.'),
  params: [input],
  run({ input: x }, { engine }) {
    if (x.rank !== 2) fail(`trace: expected a matrix, but got tensor with dim ${x.rank}`);
    const count = Math.min(x.shape[0]!, x.shape[1]!);
    const mask = new Uint8Array(x.size).map((_, i) => (Math.floor(i / x.shape[1]!) === i % x.shape[1]! ? 1 : 0));
    const kept = engine.where(engine.fromHost(mask, x.shape, 'bool'), x, engine.scalar(0, x.dtype));
    return count === 0 ? engine.reduce('sum', x, undefined) : engine.reduce('sum', kept, undefined);
  },
  samples: [{ args: a22 }, { args: 'torch.tensor([[1, 2, 3], [4, 5, 6]])' }],
  errors: [runtimeError('torch.zeros(2)', 'trace: expected a matrix, but got tensor with dim 1')],
});

const kron = defineOp({
  names: ['torch.kron'],
  methods: ['kron'],
  family,
  doc: say('Each element of the first times all of the second, as one matrix.'),
  params: [input, other],
  run({ input: a, other: b }, { engine }) {
    const rank = Math.max(a.rank, b.rank);
    const grown = (x: Tensor): Tensor => (x.rank < rank ? grown(unsqueeze(x, 0)) : x);
    const [x, y] = [grown(a), grown(b)];
    let [left, right] = [x, y];
    for (let dim = rank; dim > 0; dim--) [left, right] = [unsqueeze(left, dim), unsqueeze(right, dim - 1)];
    const made = engine.binary('mul', left, right);
    return reshape(
      engine,
      made,
      x.shape.map((size, dim) => size * y.shape[dim]!),
    );
  },
  samples: [{ args: `${a22}, ${a22}` }, { args: 'torch.tensor([1, 2]), torch.tensor([[3, 4], [5, 6]])' }],
});

export const addedProducts: readonly Op[] = [...rows.map(define), addr, inner, tensordot, tensordotPairs, trace, kron];
