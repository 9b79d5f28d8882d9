// Views in other shapes, and what copies only where no view can be had.
import { say } from '../../base/text';
import { isContiguous, sizeOf } from '../../tensor/host';
import { wrapDim } from '../../tensor/tensorError';
import * as views from '../../tensor/view';
import { defineOp } from '../defineOp';
import { NotModelled, type Op, OpError } from '../op';
import { alias, dim, dims, dtypeOf, input, int, optional, shape, tensor, withDefault } from '../params';
import { copyAs, reshape } from './copy';

const size = alias(shape('shape', say('The new shape; -1 is worked out.')), 'size');
const family = 'view';
const sixValues = 'torch.arange(6.).reshape(2, 3)';
const rangeError = (args: string, low: number, high: number, got: number) => ({
  args,
  error: {
    type: 'IndexError',
    message: `Dimension out of range (expected to be in range of [${low}, ${high}], but got ${got})`,
  },
});
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

const reshapeOp = defineOp({
  names: ['torch.reshape'],
  methods: ['reshape'],
  family,
  doc: say('The elements in another shape: a view where possible, else a copy.'),
  params: [input, size],
  run: (args, { engine }) => reshape(engine, args.input, args.shape),
  samples: [
    { args: `${sixValues}, (3, 2)` },
    { args: `${sixValues}.t(), (-1,)` },
    { args: 'torch.zeros(0, 3), (3, 0)' },
  ],
  errors: [
    runtimeError(`${sixValues}, (2, 4)`, "shape '[2, 4]' is invalid for input of size 6"),
    runtimeError(`${sixValues}, (-1, -1)`, 'only one dimension can be inferred'),
    runtimeError(`${sixValues}, (-2, 3)`, 'invalid shape dimension -2 at index 0 of shape [-2, 3]'),
    runtimeError(
      'torch.zeros(0), (-1, 0)',
      'cannot reshape tensor of 0 elements into shape [-1, 0] because the unspecified dimension size -1 can be any value and is ambiguous',
    ),
  ],
});

const view = defineOp({
  names: ['torch.Tensor.view'],
  methods: ['view'],
  family,
  doc: say('The elements in another shape, without copying.'),
  params: [input, size],
  run: (args) => views.view(args.input, args.shape),
  samples: [
    { args: `${sixValues}, 3, 2` },
    { args: `${sixValues}, (-1,)` },
    { args: 'torch.arange(8.).reshape(2, 2, 2).transpose(0, 1), (2, 2, 1, 2)' },
  ],
  errors: [
    runtimeError(`${sixValues}, (4, 2)`, "shape '[4, 2]' is invalid for input of size 6"),
    runtimeError(
      `${sixValues}.t(), 6`,
      "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    ),
  ],
});
const viewOfBits = defineOp({
  names: ['torch.Tensor.view'],
  methods: ['view'],
  family: 'other',
  doc: say('The same bits read as another type.'),
  params: [input, dtypeOf('dtype', say('The type to read the bits as.'))],
  run() {
    throw new NotModelled(say('reading the bits of a tensor as another type is not modelled'));
  },
  samples: [],
});

const like = (name: 'view_as' | 'reshape_as' | 'expand_as'): Op =>
  defineOp({
    names: [`torch.Tensor.${name}`],
    methods: [name],
    family,
    doc: say('The elements in the shape of another tensor.'),
    params: [input, tensor('other', say('Whose shape is taken.'))],
    run({ input: x, other }, { engine }) {
      if (name === 'view_as') return views.view(x, other.shape);
      return name === 'expand_as' ? views.expand(x, other.shape) : reshape(engine, x, other.shape);
    },
    samples: [
      name === 'expand_as'
        ? { args: 'torch.tensor([1., 2.]), torch.zeros(3, 2)' }
        : { args: `${sixValues}, torch.zeros(3, 2)` },
    ],
  });

const permute = defineOp({
  names: ['torch.permute'],
  methods: ['permute'],
  family,
  doc: say('The dims in another order.'),
  params: [input, dims('dims', say('The new order.'))],
  run: (args) => views.permute(args.input, args.dims),
  samples: [{ args: 'torch.arange(24.).reshape(2, 3, 4), (2, 0, 1)' }, { args: `${sixValues}, (-1, 0)` }],
  errors: [
    runtimeError(
      `${sixValues}, (0, 1, 2)`,
      'permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ordering of dimensions i.e. input.dim() = 2 is not equal to len(dims) = 3',
    ),
    runtimeError(`${sixValues}, (0, 0)`, 'permute(): duplicate dims are not allowed.'),
    rangeError(`${sixValues}, (0, 2)`, -2, 1, 2),
  ],
});

const transpose = (name: string, first: string, second: string): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family,
    doc: say('Two dims exchanged.'),
    params: [input, dim(first, say('One dim.')), dim(second, say('The other dim.'))],
    run: (args) => views.transpose(args.input, args[first] as number, args[second] as number),
    samples: [{ args: 'torch.arange(24.).reshape(2, 3, 4), 0, -1' }, { args: 'torch.tensor(2.), 0, 0' }],
    errors: [rangeError(`${sixValues}, 0, 2`, -2, 1, 2)],
  });

const t = defineOp({
  names: ['torch.t'],
  methods: ['t'],
  family,
  doc: say('A matrix with rows and columns exchanged.'),
  params: [input],
  run: (args) => views.t(args.input),
  samples: [{ args: sixValues }, { args: 'torch.tensor([1., 2.])' }],
  errors: [runtimeError('torch.zeros(2, 2, 2)', 't() expects a tensor with <= 2 dimensions, but self is 3D')],
});

const squeeze = defineOp({
  names: ['torch.squeeze'],
  methods: ['squeeze'],
  family,
  doc: say('Without the dims of size 1.'),
  params: [input, optional(dims('dim', say('Only these, where they have size 1.')))],
  run: (args) => views.squeeze(args.input, args.dim ?? undefined),
  samples: [
    { args: 'torch.zeros(1, 2, 1)' },
    { args: 'torch.zeros(1, 2, 1), 0' },
    { args: 'torch.zeros(1, 2, 1), 1' },
    { args: 'torch.zeros(1, 2, 1), (0, -1)' },
    { args: 'torch.tensor(1.), 0' },
  ],
  errors: [
    rangeError(`${sixValues}, 3`, -2, 1, 3),
    runtimeError('torch.zeros(3, 3), (0, 0)', 'dim 0 appears multiple times in the list of dims'),
  ],
});

const unsqueeze = defineOp({
  names: ['torch.unsqueeze'],
  methods: ['unsqueeze'],
  family,
  doc: say('With one more dim, of size 1.'),
  params: [input, dim('dim', say('Where the new dim stands.'))],
  run: (args) => views.unsqueeze(args.input, args.dim),
  samples: [{ args: `${sixValues}, 0` }, { args: `${sixValues}, -1` }, { args: 'torch.tensor(3.), 0' }],
  errors: [rangeError(`${sixValues}, 4`, -3, 2, 4)],
});

const flatten = defineOp({
  names: ['torch.flatten'],
  methods: ['flatten'],
  module: { name: 'torch.nn.Flatten', constructor: ['start_dim', 'end_dim'], shown: ['start_dim', 'end_dim'] },
  family,
  doc: say('Several dims as one.'),
  params: [
    input,
    withDefault(dim('start_dim', say('The first of them.')), 0),
    withDefault(dim('end_dim', say('The last of them.')), -1),
  ],
  run({ input: x, start_dim: start, end_dim: end }, { engine }) {
    const shape = views.flatShape(x, start, end);
    // One dim as one is the input itself.
    return shape.length === x.rank ? x : reshape(engine, x, shape);
  },
  samples: [
    { args: 'torch.arange(8.).reshape(2, 2, 2)' },
    { args: 'torch.arange(8.).reshape(2, 2, 2), 1' },
    { args: 'torch.tensor(1.)' },
    { args: 'torch.arange(8.).reshape(2, 2, 2).transpose(0, 1), end_dim=1' },
  ],
  errors: [runtimeError(`${sixValues}, 1, 0`, 'flatten() has invalid args: start_dim cannot come after end_dim')],
});

const ravel = defineOp({
  names: ['torch.ravel'],
  methods: ['ravel'],
  family,
  doc: say('All elements in one dim.'),
  params: [input],
  run: ({ input: x }, { engine }) => (isContiguous(x) ? views.view(x, [x.size]) : copyAs(engine, x, [x.size])),
  samples: [{ args: `${sixValues}.t()` }, { args: `${sixValues}[:, ::3]` }],
});

const unflatten = defineOp({
  names: ['torch.unflatten'],
  methods: ['unflatten'],
  family,
  doc: say('One dim as several.'),
  params: [
    input,
    dim('dim', say('The dim that is split up.')),
    shape('sizes', say('Its new sizes; -1 is worked out.')),
  ],
  run({ input: x, dim: chosen, sizes }, { engine }) {
    const at = wrapDim(chosen, x.rank);
    const size = x.shape[at]!;
    const known = sizeOf(sizes.filter((n) => n !== -1));
    if (sizes.length === 0) throw new OpError('RuntimeError', 'unflatten: sizes must be non-empty');
    if (sizes.includes(-1) ? size % known !== 0 : size !== known)
      throw new OpError(
        'RuntimeError',
        `unflatten: Provided sizes [${sizes.join(', ')}] don't multiply up to the size of dim ${at} (${size}) in the input tensor`,
      );
    return reshape(engine, x, x.shape.toSpliced(at, 1, ...views.inferShape(sizes, size)));
  },
  samples: [{ args: 'torch.arange(6.), 0, (2, -1)' }],
  errors: [
    {
      args: 'torch.ones(2, 4), 1, (3, 2)',
      error: {
        type: 'RuntimeError',
        message: "unflatten: Provided sizes [3, 2] don't multiply up to the size of dim 1 (4) in the input tensor",
      },
    },
  ],
});

const expand = defineOp({
  names: ['torch.Tensor.expand'],
  methods: ['expand'],
  family,
  doc: say('Dims of size 1 repeated without copying.'),
  params: [input, shape('size', say('The new shape; -1 keeps a size.'))],
  run: (args) => views.expand(args.input, args.size),
  samples: [
    { args: 'torch.tensor([[1.], [2.]]), 2, 3' },
    { args: 'torch.tensor([1., 2.]), (2, -1)' },
    { args: 'torch.tensor(1.), (2, 2)' },
  ],
  errors: [
    runtimeError(
      `${sixValues}, 2, 4`,
      'The expanded size of the tensor (4) must match the existing size (3) at non-singleton dimension 1.  Target sizes: [2, 4].  Tensor sizes: [2, 3]',
    ),
    runtimeError(
      `${sixValues}, 3`,
      'expand(torch.FloatTensor{[2, 3]}, size=[3]): the number of sizes provided (1) must be greater or equal to the number of dimensions in the tensor (2)',
    ),
    runtimeError(
      `${sixValues}, -1, 2, 3`,
      "The expanded size of the tensor (-1) isn't allowed in a leading, non-existing dimension 0",
    ),
  ],
});
const broadcastTo = defineOp({
  names: ['torch.broadcast_to'],
  methods: ['broadcast_to'],
  family,
  doc: say('Repeated without copying, so that it has this shape.'),
  params: [input, shape('size', say('The new shape.'))],
  run: (args) => views.expand(args.input, args.size),
  samples: [{ args: 'torch.tensor([1., 2.]), (2, 2)' }],
});

const narrow = defineOp({
  names: ['torch.narrow'],
  methods: ['narrow'],
  family,
  doc: say('A stretch of one dim.'),
  params: [
    input,
    dim('dim', say('The dim that is cut.')),
    int('start', say('Where it begins.')),
    int('length', say('How long it is.')),
  ],
  run: (args) => views.narrow(args.input, args.dim, args.start, args.length),
  samples: [{ args: `${sixValues}, 1, 1, 2` }],
  errors: [
    runtimeError(`${sixValues}, 0, 1, 3`, 'start (1) + length (3) exceeds dimension size (2).'),
    runtimeError(`${sixValues}, 0, 0, -1`, 'narrow(): length must be non-negative.'),
    {
      args: `${sixValues}, 0, 5, 1`,
      error: { type: 'IndexError', message: 'start out of range (expected to be in range of [-2, 2], but got 5)' },
    },
  ],
});

const select = defineOp({
  names: ['torch.select'],
  methods: ['select'],
  family,
  doc: say('One index of a dim, which goes.'),
  params: [input, dim('dim', say('The dim.')), int('index', say('The index.'))],
  run: (args) => views.select(args.input, args.dim, args.index),
  samples: [{ args: `${sixValues}, 1, -1` }],
  errors: [
    {
      args: `${sixValues}, 0, 5`,
      error: { type: 'IndexError', message: 'select(): index 5 out of range for tensor of size [2, 3] at dimension 0' },
    },
  ],
});

const movedim = defineOp({
  names: ['torch.movedim', 'torch.moveaxis'],
  methods: ['movedim', 'moveaxis'],
  family,
  doc: say('Dims moved to other places.'),
  params: [input, dims('source', say('The dims as they are.')), dims('destination', say('Where they go.'))],
  run({ input: x, source, destination }) {
    if (source.length !== destination.length) {
      throw new OpError(
        'RuntimeError',
        `movedim: Invalid source or destination dims: source (${views.sizesText(source)} dims) should contain the same number of dims as destination (${views.sizesText(destination)} dims)`,
      );
    }
    const [from, to] = [source, destination].map((list) => list.map((dim) => wrapDim(dim, x.rank))) as [
      number[],
      number[],
    ];
    for (const [name, wrapped, given] of [
      ['source', from, source],
      ['destination', to, destination],
    ] as const) {
      if (new Set(wrapped).size < wrapped.length)
        throw new OpError('RuntimeError', `movedim: repeated dim in \`${name}\` (${views.sizesText(given)})`);
    }
    const rest = x.shape.map((_, dim) => dim).filter((dim) => !from.includes(dim));
    const order = x.shape.map((_, place) => (to.includes(place) ? from[to.indexOf(place)]! : rest.shift()!));
    return views.permute(x, order);
  },
  samples: [
    { args: 'torch.arange(24.).reshape(2, 3, 4), 0, 2' },
    { args: 'torch.arange(24.).reshape(2, 3, 4), (0, 1), (-1, 0)' },
  ],
});

export const shapeOps: readonly Op[] = [
  reshapeOp,
  view,
  viewOfBits,
  like('view_as'),
  like('reshape_as'),
  like('expand_as'),
  permute,
  transpose('transpose', 'dim0', 'dim1'),
  transpose('swapaxes', 'axis0', 'axis1'),
  transpose('swapdims', 'dim0', 'dim1'),
  t,
  squeeze,
  unsqueeze,
  flatten,
  ravel,
  unflatten,
  expand,
  broadcastTo,
  narrow,
  select,
  movedim,
];
