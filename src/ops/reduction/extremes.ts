// Largest and smallest elements, their indices, and whether all or any hold.
import { say, type Text } from '../../base/text';
import { withGradient } from '../../tensor/gradient/withGradient';
import { withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { positionsAlong } from '../indexing/positionsAlong';
import { type Op, OpError } from '../op';
import { dim, dims, input, keepdim, keyword, nullable, optional, tensor, withDefault } from '../params';
import { evenly } from './evenly';
import { reducedAxes, reducedDims, refuseEmptyLine } from './reducedDims';

const along = dim('dim', say('The dim that is reduced.'));
const rangeError = {
  args: 'torch.zeros(2, 3), 2',
  error: { type: 'IndexError', message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)' },
};

/** Refuses to reduce over nothing. */
function checkNotEmpty(x: Tensor, name: string, dim: number | undefined, wording: 'long' | 'short'): void {
  if (dim === undefined) {
    if (x.size > 0) return;
    const hint = wording === 'long' ? " Specify the reduction dim with the 'dim' argument." : '';
    throw new OpError(
      wording === 'long' ? 'RuntimeError' : 'IndexError',
      `${name}(): Expected reduction dim to be specified for input.numel() == 0.${hint}`,
    );
  }
  refuseEmptyLine(name, x, dim);
}

function extreme(name: 'max' | 'min', arg: 'argmax' | 'argmin', both: 'maximum' | 'minimum', doc: Text): readonly Op[] {
  const shared = { names: [`torch.${name}`], methods: [name], family: 'reduction', doc } as const;
  return [
    defineOp({
      ...shared,
      params: [input],
      axes: ({ input: x }) => reducedAxes(x, null),
      run({ input: x }, { engine }) {
        checkNotEmpty(x, name, undefined, 'long');
        return evenly(engine, x, (base, own) => base.reduce(name, own, undefined));
      },
      samples: [
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]])' },
        { args: "torch.tensor([1., float('nan'), 2.])" },
        { args: 'torch.tensor([3, -7, 2])' },
        { args: 'torch.tensor([True, False])' },
        { args: 'torch.tensor(2.)' },
        { args: 'torch.tensor([[1., 7., 7.], [-7., 7., -7.]])' },
      ],
      errors: [
        {
          args: 'torch.zeros(0)',
          error: {
            type: 'RuntimeError',
            message: `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
          },
        },
      ],
    }),
    defineOp({
      ...shared,
      returns: { name, fields: ['values', 'indices'] },
      params: [input, along, keepdim],
      axes: ({ input: x, dim: chosen }) => reducedAxes(x, [chosen]),
      run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
        const at = wrapDim(chosen, x.rank);
        checkNotEmpty(x, name, at, 'long');
        const over = reducedDims(x, [chosen]) ?? [];
        const indices = engine.reduce(arg, x, over, keep);
        const values = withGradient(
          engine,
          [x],
          (base, own) => base.reduce(name, own, over, keep),
          (base, g) => [
            withValues(base, [indices], (own) =>
              base.put(g, positionsAlong(own!, x.shape, at, x.rank > 0 ? x.shape.with(at, 1) : []), x.shape),
            ),
          ],
        );
        return [values, indices];
      },
      samples: [
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]]), 1' },
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]]), dim=0, keepdim=True' },
        { args: "torch.tensor([[1., float('nan'), float('nan')], [2., 2., 1.]]), -1" },
        { args: 'torch.tensor(2.), 0' },
        { args: 'torch.zeros(0, 3), 1' },
        { args: 'torch.tensor([[3, 7], [7, 3]]), 1' },
      ],
      errors: [
        rangeError,
        {
          args: 'torch.zeros(0, 3), 0',
          error: { type: 'IndexError', message: `${name}(): Expected reduction dim 0 to have non-zero size.` },
        },
      ],
    }),
    defineOp({
      ...shared,
      params: [input, tensor('other', say('A tensor that broadcasts with the first.'))],
      run: (args, { engine }) => engine.binary(both, args.input, args.other),
      samples: [{ args: 'torch.tensor([1., 5., 2.]), torch.tensor([3., 4., 2.])' }],
    }),
    defineOp({
      names: [`torch.a${name}`],
      methods: [`a${name}`],
      family: 'reduction',
      doc,
      params: [
        input,
        withDefault(nullable(dims('dim', say('The dims that are reduced; all of them where empty.'))), []),
        keepdim,
      ],
      axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen ?? []),
      run({ input: x, dim, keepdim: keep }, { engine }) {
        const chosen = dim ?? [];
        const over = reducedDims(x, chosen);
        if (!over) checkNotEmpty(x, `a${name}`, undefined, 'long');
        for (const at of over ? chosen : []) checkNotEmpty(x, `a${name}`, at, 'long');
        return engine.reduce(name, x, over, keep);
      },
      samples: [
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]])' },
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]]), (0, 1), True' },
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]]), dim=1' },
        { args: "torch.tensor([[1., 7., 7.], [float('nan'), 2., 2.], [3., 3., 3.]]), dim=1" },
      ],
      errors: [rangeError],
    }),
    defineOp({
      names: [`torch.${arg}`],
      methods: [arg],
      family: 'reduction',
      doc: name === 'max' ? say('The index of the largest element.') : say('The index of the smallest element.'),
      params: [
        input,
        optional(dim('dim', say('The dim that is reduced; None looks at all elements in order.'))),
        keepdim,
      ],
      axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen === null ? null : [chosen]),
      run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
        if (x.dtype === 'bool') throw new OpError('RuntimeError', `${arg}(): does not support bool input`);
        checkNotEmpty(x, arg, chosen === null ? undefined : wrapDim(chosen, x.rank), 'short');
        return engine.reduce(arg, x, reducedDims(x, chosen === null ? null : [chosen]), keep);
      },
      samples: [
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]])' },
        { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]]), 0' },
        { args: 'torch.tensor([[1., 5., 5.], [4., 2., 2.]]), dim=1, keepdim=True' },
        { args: "torch.tensor([1., float('nan'), 7.])" },
        { args: 'torch.tensor([[1, 2], [3, 0]]), keepdim=True' },
      ],
      errors: [
        rangeError,
        {
          args: 'torch.tensor([True])',
          error: { type: 'RuntimeError', message: `${arg}(): does not support bool input` },
        },
        {
          args: 'torch.zeros(0)',
          error: {
            type: 'IndexError',
            message: `${arg}(): Expected reduction dim to be specified for input.numel() == 0.`,
          },
        },
        {
          args: 'torch.zeros(2, 0), 1',
          error: { type: 'IndexError', message: `${arg}(): Expected reduction dim 1 to have non-zero size.` },
        },
      ],
    }),
  ];
}

const holds = (name: 'all' | 'any', doc: Text): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'reduction',
    doc,
    params: [input, optional(dims('dim', say('The dims that are reduced; all of them where None.'))), keepdim],
    axes: ({ input: x, dim: chosen }) => reducedAxes(x, chosen),
    run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
      // No dim at all: each element by itself.
      if (chosen?.length === 0) return engine.cast(maths(engine).ne(x, 0), x.dtype === 'uint8' ? 'uint8' : 'bool');
      return engine.reduce(name, x, reducedDims(x, chosen), keep);
    },
    samples: [
      { args: 'torch.tensor([[True, False], [True, True]])' },
      { args: 'torch.tensor([[True, False], [True, True]]), 1' },
      { args: 'torch.tensor([[0., 2.], [0., 0.]]), dim=0, keepdim=True' },
      { args: 'torch.tensor([1, 0], dtype=torch.uint8)' },
      { args: 'torch.tensor([[0., 2.], [0., 0.]]), dim=()' },
      { args: 'torch.zeros(0)' },
    ],
    errors: [rangeError],
  });

const aminmax = defineOp({
  names: ['torch.aminmax'],
  methods: ['aminmax'],
  returns: { name: 'aminmax', fields: ['min', 'max'] },
  family: 'reduction',
  doc: say('The smallest and the largest element, of all or along a dim.'),
  params: [
    input,
    keyword(optional(dim('dim', say('The dim that is reduced; all of them where None.')))),
    keyword(keepdim),
  ],
  run({ input: x, dim: chosen, keepdim: keep }, { engine }) {
    if (chosen === null && x.size === 0)
      fail('aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.');
    if (chosen !== null && x.rank > 0 && x.shape[wrapDim(chosen, x.rank)] === 0)
      fail(`aminmax: Expected reduction dim ${wrapDim(chosen, x.rank)} to have non-zero size.`, 'IndexError');
    const over = reducedDims(x, chosen === null ? null : [chosen]);
    return [engine.reduce('min', x, over, keep), engine.reduce('max', x, over, keep)];
  },
  samples: [
    { args: 'torch.tensor([[1., 5., 3.], [4., 2., 6.]])' },
    { args: 'torch.tensor([[1., 5., 5.], [4., 2., 2.]]), dim=1, keepdim=True' },
    { args: 'torch.tensor([[1, 5], [4, 2]]), dim=0' },
    { args: "torch.tensor([1., float('nan')])" },
  ],
  errors: [
    {
      args: 'torch.zeros(0)',
      error: {
        type: 'RuntimeError',
        message: 'aminmax(): cannot compute aminmax over an empty dimension as the operation has no identity.',
      },
    },
    {
      args: 'torch.zeros(0, 2), dim=0',
      error: { type: 'IndexError', message: 'aminmax: Expected reduction dim 0 to have non-zero size.' },
    },
  ],
});

export const extremes: readonly Op[] = [
  aminmax,
  ...extreme('max', 'argmax', 'maximum', say('The largest element; along a dim also its index.')),
  ...extreme('min', 'argmin', 'minimum', say('The smallest element; along a dim also its index.')),
  holds('all', say('Whether all elements hold.')),
  holds('any', say('Whether any element holds.')),
];
