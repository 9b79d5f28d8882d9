// Tensors cut into stretches at places or into equal parts: tensor_split, hsplit, vsplit, dsplit.
import { say, type Text } from '../../base/text';
import { withValues } from '../../tensor/hostValues';
import { costOfTensor } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op, OpContext } from '../op';
import { dim, dims, input, int, tensor, withDefault } from '../params';
import { stretches } from './copy';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const along = withDefault(dim('dim', say('The dim that is cut.')), 0);

function dimOf(x: Tensor, chosen: number): number {
  if (x.rank === 0) fail('tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0 dims');
  return wrapDim(chosen, x.rank);
}

/** That many stretches, the first ones longer by one where it does not come out even. */
function inSections(x: Tensor, sections: number, chosen: number, { engine }: OpContext): readonly Tensor[] {
  const at = dimOf(x, chosen);
  if (sections <= 0) fail(`number of sections must be larger than 0, got ${sections}`);
  engine.meter.work(sections * costOfTensor);
  const size = x.shape[at]!;
  return stretches(
    x,
    at,
    Array.from({ length: sections }, (_, i) => Math.floor(size / sections) + (i < size % sections ? 1 : 0)),
  );
}

/** The stretches before, between and behind places, by Python's slices. */
function atPlaces(x: Tensor, places: readonly number[], chosen: number, { engine }: OpContext): readonly Tensor[] {
  const at = dimOf(x, chosen);
  engine.meter.work((places.length + 1) * costOfTensor);
  return Array.from({ length: places.length + 1 }, (_, i) => slice(x, at, places[i - 1] ?? 0, places[i] ?? Infinity));
}

const shared = {
  names: ['torch.tensor_split'],
  methods: ['tensor_split'],
  family: 'view',
  doc: say('That many stretches along a dim, or those between places.'),
} as const;

const sections = defineOp({
  ...shared,
  params: [input, int('sections', say('How many.')), along],
  run: ({ input: x, sections: count, dim: chosen }, context) => inSections(x, count, chosen, context),
  samples: [{ args: 'torch.arange(7), 3' }, { args: `${sixValues}, 2, 1` }, { args: 'torch.arange(2), 3' }],
  errors: [runtimeError('torch.arange(3), 0', 'number of sections must be larger than 0, got 0')],
});
const places = defineOp({
  ...shared,
  params: [input, dims('indices', say('Where it is cut.')), along],
  run: ({ input: x, indices, dim: chosen }, context) => atPlaces(x, indices, chosen, context),
  samples: [
    { args: 'torch.arange(7), (1, 4)' },
    { args: `${sixValues}, [1, -1], dim=1` },
    { args: 'torch.arange(3.), (5,)' },
  ],
});
const placesOfTensor = defineOp({
  ...shared,
  params: [input, tensor('tensor_indices_or_sections', say('Where it is cut, or how many.')), along],
  run({ input: x, tensor_indices_or_sections: given, dim: chosen }, context) {
    if (given.dtype !== 'int64')
      fail(`tensor_split expected tensor_indices_or_sections to have dtype of long, but got ${given.dtype}`);
    if (given.rank > 1)
      fail(
        `tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but got a tensor with ${given.rank} dims`,
      );
    return withValues(context.engine, [given], (values) => {
      const numbers = Array.from(values as BigInt64Array, Number);
      return given.rank === 0 ? inSections(x, numbers[0]!, chosen, context) : atPlaces(x, numbers, chosen, context);
    });
  },
  samples: [{ args: 'torch.arange(7.), torch.tensor([1, 4])' }, { args: 'torch.arange(7.), torch.tensor(3)' }],
});

/** Equal parts, or stretches between places, of one certain dim. */
function cut(name: 'hsplit' | 'vsplit' | 'dsplit', least: number, doc: Text): readonly Op[] {
  const at = (x: Tensor): number => {
    if (x.rank < least)
      fail(
        `torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ${x.rank} dimensions!`,
      );
    return name === 'hsplit' ? Math.min(1, x.rank - 1) : name === 'vsplit' ? 0 : 2;
  };
  const common = { names: [`torch.${name}`], methods: [name], family: 'view', doc } as const;
  const given = name === 'dsplit' ? 'torch.arange(8.).reshape(2, 2, 2)' : 'torch.arange(8.).reshape(2, 4)';
  return [
    defineOp({
      ...common,
      params: [input, int('sections', say('How many.'))],
      run({ input: x, sections: count }, context) {
        const chosen = at(x);
        const size = x.shape[chosen]!;
        if (count === 0 || size % count !== 0)
          fail(
            `torch.${name} attempted to split along dimension ${chosen}, but the size of the dimension ${size} is not divisible by the split_size ${count}!`,
          );
        return inSections(x, count, chosen, context);
      },
      samples: [{ args: `${given}, 2` }],
      errors: [
        runtimeError(
          `${given}, 3`,
          `torch.${name} attempted to split along dimension ${{ hsplit: 1, vsplit: 0, dsplit: 2 }[name]}, but the size of the dimension ${name === 'hsplit' ? 4 : 2} is not divisible by the split_size 3!`,
        ),
      ],
    }),
    defineOp({
      ...common,
      params: [input, dims('indices', say('Where it is cut.'))],
      run: ({ input: x, indices }, context) => atPlaces(x, indices, at(x), context),
      samples: [{ args: `${given}, (1,)` }],
    }),
  ];
}

export const splits: readonly Op[] = [
  sections,
  places,
  placesOfTensor,
  ...cut('hsplit', 1, say('Parts side by side, along the second dim, or the only one.')),
  ...cut('vsplit', 2, say('Parts below each other, along the first dim.')),
  ...cut('dsplit', 3, say('Parts behind each other, along the third dim.')),
];
