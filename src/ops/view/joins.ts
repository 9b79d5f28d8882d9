// Tensors put together, taken apart and repeated: cat, stack, split, chunk, unbind, repeat, flip, roll.
import { say } from '../../base/text';
import { checkList } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { andThen } from '../../tensor/hostValues';
import { costOfTensor } from '../../tensor/meter';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, select, sizesText, slice, uniqueDims, unsqueeze, view } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { asAllChannels, asFirst } from '../layouts';
import { type Op, OpError } from '../op';
import { alias, dim, dims, input, int, shape, tensors, withDefault } from '../params';
import { copyAs, flipped, joinAlong, reshape, stretches } from './copy';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const parts = tensors('tensors', say('The tensors, in order.'));
const along = (text: Parameters<typeof dim>[1]) => withDefault(dim('dim', text), 0);

/** What each tensor of a list costs in objects of ours, about. */
const objectsOf = 8;

/** `torch.cat` with ATen's checks; 1-d tensors without elements are left out, whatever the others' shape. */
export function cat(engine: Engine, all: readonly Tensor[], chosen: number): Tensor | Promise<Tensor> {
  if (all.length === 0) throw new OpError('ValueError', 'torch.cat(): expected a non-empty list of Tensors');
  checkList(objectsOf * all.length);
  const scalar = all.findIndex((x) => x.rank === 0);
  if (scalar >= 0)
    throw new OpError('RuntimeError', `zero-dimensional tensor (at position ${scalar}) cannot be concatenated`);
  const dtype = resultType(all);
  const skipped = (x: Tensor) => x.rank === 1 && x.size === 0;
  const kept = all.map((x, i) => [x, i] as const).filter(([x]) => !skipped(x));
  const first = kept[0]?.[0] ?? all[0]!;
  const at = wrapDim(chosen, first.rank);
  for (const [x, i] of kept) {
    if (x.rank !== first.rank) {
      throw new OpError('RuntimeError', `Tensors must have same number of dimensions: got ${first.rank} and ${x.rank}`);
    }
    const differs = x.shape.findIndex((size, dim) => dim !== at && size !== first.shape[dim]);
    if (differs >= 0) {
      throw new OpError(
        'RuntimeError',
        `Sizes of tensors must match except in dimension ${at}. Expected size ${first.shape[differs]} but got size ${x.shape[differs]} for tensor number ${i} in the list.`,
      );
    }
  }
  const fitting = (x: Tensor): Tensor => (x.rank === first.rank ? x : view(x, first.shape.with(at, 0)));
  return joinAlong(
    engine,
    all.map((x) => engine.cast(fitting(x), dtype)),
    at,
  );
}

const catOp = defineOp({
  names: ['torch.cat', 'torch.concat', 'torch.concatenate'],
  layout: asAllChannels,
  family: 'other',
  doc: say('Tensors one after the other along a dim that they have.'),
  params: [parts, along(say('The dim along which they are put together.'))],
  run: (args, { engine }) => cat(engine, args.tensors, args.dim),
  samples: [
    { args: `[${sixValues}, torch.zeros(1, 3)]` },
    { args: `(${sixValues}, torch.zeros(2, 1)), dim=-1` },
    { args: '[torch.tensor([1]), torch.tensor([2.5])]' },
    { args: `[torch.zeros(0), ${sixValues}]` },
  ],
  errors: [
    { args: '[]', error: { type: 'ValueError', message: 'torch.cat(): expected a non-empty list of Tensors' } },
    runtimeError(
      `[${sixValues}, torch.zeros(2, 4)]`,
      'Sizes of tensors must match except in dimension 0. Expected size 3 but got size 4 for tensor number 1 in the list.',
    ),
    runtimeError(`[${sixValues}, torch.zeros(3)]`, 'Tensors must have same number of dimensions: got 2 and 1'),
    runtimeError(
      '[torch.tensor(1.), torch.tensor(2.)]',
      'zero-dimensional tensor (at position 0) cannot be concatenated',
    ),
  ],
});

const stack = defineOp({
  names: ['torch.stack'],
  family: 'other',
  doc: say('Tensors of one shape along a new dim.'),
  params: [parts, along(say('Where the new dim stands.'))],
  run({ tensors: all, dim: chosen }, { engine }) {
    const [first] = all;
    if (!first) throw new OpError('RuntimeError', 'stack expects a non-empty TensorList');
    const at = wrapDim(chosen, first.rank + 1);
    checkList(objectsOf * all.length);
    for (const [i, x] of all.entries()) {
      if (sizesText(x.shape) === sizesText(first.shape)) continue;
      throw new OpError(
        'RuntimeError',
        `stack expects each tensor to be equal size, but got ${sizesText(first.shape)} at entry 0 and ${sizesText(x.shape)} at entry ${i}`,
      );
    }
    return cat(
      engine,
      all.map((x) => unsqueeze(x, at)),
      at,
    );
  },
  samples: [
    { args: `[${sixValues}, ${sixValues}]` },
    { args: `[${sixValues}, ${sixValues}], dim=-1` },
    { args: '[torch.tensor(1), torch.tensor(2.)]' },
  ],
  errors: [
    runtimeError('[]', 'stack expects a non-empty TensorList'),
    runtimeError(
      `[${sixValues}, torch.zeros(3)]`,
      'stack expects each tensor to be equal size, but got [2, 3] at entry 0 and [3] at entry 1',
    ),
  ],
});

const stacked = (name: 'hstack' | 'vstack', least: (x: Tensor) => Tensor, dimOf: (rank: number) => number): Op =>
  defineOp({
    names: [`torch.${name}`, ...(name === 'vstack' ? ['torch.row_stack'] : [])],
    family: 'other',
    doc: say('Tensors side by side or below each other.'),
    params: [parts],
    run({ tensors: all }, { engine }) {
      const raised = all.map(least);
      return cat(engine, raised, dimOf(raised[0]?.rank ?? 1));
    },
    samples: [
      { args: `[${sixValues}, ${sixValues}]` },
      { args: '[torch.tensor([1]), torch.tensor([2])]' },
      { args: '[torch.tensor(1), torch.tensor(2)]' },
    ],
  });
const atLeast1 = (x: Tensor): Tensor => (x.rank === 0 ? view(x, [1]) : x);
const atLeast2 = (x: Tensor): Tensor => (x.rank < 2 ? view(x, [1, x.size]) : x);

function evenLengths({ meter }: Engine, size: number, each: number): readonly number[] {
  if (size === 0) return [0];
  meter.work(Math.ceil(size / each) * costOfTensor);
  return Array.from({ length: Math.ceil(size / each) }, (_, i) => Math.min(each, size - i * each));
}

const split = defineOp({
  names: ['torch.split', 'torch.functional.split'],
  methods: ['split'],
  family: 'view',
  doc: say('Stretches of equal length along a dim; the last may be shorter.'),
  params: [
    input,
    alias(int('split_size_or_sections', say('The length of each.')), 'split_size'),
    along(say('The dim that is cut.')),
  ],
  run({ input: x, split_size_or_sections: length, dim: chosen }, { engine }) {
    if (x.rank === 0) throw new OpError('RuntimeError', 'split expects at least a 1-dimensional tensor');
    const at = wrapDim(chosen, x.rank);
    const size = x.shape[at]!;
    if (length < 0)
      throw new OpError('RuntimeError', `split expects split_size be non-negative, but got split_size=${length}`);
    if (length === 0 && size > 0) {
      throw new OpError(
        'RuntimeError',
        `split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`,
      );
    }
    return stretches(x, at, evenLengths(engine, size, length));
  },
  samples: [{ args: `${sixValues}, 2, 1` }, { args: 'torch.arange(5), 2' }, { args: 'torch.zeros(0), 0' }],
  errors: [
    runtimeError(`${sixValues}, 0, 1`, 'split_size can only be 0 if dimension size is 0, but got dimension size of 3'),
    runtimeError(`${sixValues}, -1`, 'split expects split_size be non-negative, but got split_size=-1'),
    runtimeError('torch.tensor(1.), 1', 'split expects at least a 1-dimensional tensor'),
  ],
});
const splitSections = defineOp({
  names: ['torch.split', 'torch.functional.split', 'torch.split_with_sizes'],
  methods: ['split', 'split_with_sizes'],
  family: 'view',
  doc: say('Stretches of these lengths along a dim.'),
  params: [
    input,
    alias(dims('split_size_or_sections', say('The lengths.')), 'split_sizes'),
    along(say('The dim that is cut.')),
  ],
  run({ input: x, split_size_or_sections: lengths, dim: chosen }) {
    const at = wrapDim(chosen, x.rank);
    if (lengths.some((length) => length < 0)) {
      throw new OpError(
        'RuntimeError',
        `split_with_sizes expects split_sizes have only non-negative entries, but got split_sizes=${sizesText(lengths)}`,
      );
    }
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (total !== x.shape[at]) {
      throw new OpError(
        'RuntimeError',
        `split_with_sizes expects split_sizes to sum exactly to ${x.shape[at]} (input tensor's size at dimension ${chosen}), but got split_sizes=${sizesText(lengths)}`,
      );
    }
    return stretches(x, at, lengths);
  },
  samples: [{ args: `${sixValues}, [1, 1]` }, { args: `${sixValues}, (1, 2), dim=-1` }],
  errors: [
    runtimeError(
      `${sixValues}, [1, 2]`,
      "split_with_sizes expects split_sizes to sum exactly to 2 (input tensor's size at dimension 0), but got split_sizes=[1, 2]",
    ),
  ],
});

const chunk = defineOp({
  names: ['torch.chunk'],
  methods: ['chunk'],
  family: 'view',
  doc: say('That many stretches along a dim, or fewer.'),
  params: [input, int('chunks', say('How many.')), along(say('The dim that is cut.'))],
  run({ input: x, chunks, dim: chosen }, { engine }) {
    if (x.rank === 0) throw new OpError('RuntimeError', 'chunk expects at least a 1-dimensional tensor');
    if (chunks <= 0) throw new OpError('RuntimeError', `chunk expects \`chunks\` to be greater than 0, got: ${chunks}`);
    const at = wrapDim(chosen, x.rank);
    const size = x.shape[at]!;
    if (size > 0) return stretches(x, at, evenLengths(engine, size, Math.ceil(size / chunks)));
    engine.meter.work(chunks * costOfTensor);
    return stretches(x, at, Array<number>(chunks).fill(0));
  },
  samples: [{ args: `${sixValues}, 2, 1` }, { args: 'torch.arange(5), 4' }],
  errors: [
    runtimeError(`${sixValues}, 0`, 'chunk expects `chunks` to be greater than 0, got: 0'),
    runtimeError('torch.tensor(1.), 1', 'chunk expects at least a 1-dimensional tensor'),
  ],
});

const unbind = defineOp({
  names: ['torch.unbind'],
  methods: ['unbind'],
  family: 'view',
  doc: say('Each index of a dim as a tensor of its own.'),
  params: [input, along(say('The dim that goes.'))],
  run({ input: x, dim: chosen }, { engine }) {
    if (x.rank === 0) throw new OpError('IndexError', 'Dimension specified as 0 but tensor has no dimensions');
    const at = wrapDim(chosen, x.rank);
    engine.meter.work(x.shape[at]! * costOfTensor);
    return Array.from({ length: x.shape[at]! }, (_, i) => select(x, at, i));
  },
  samples: [{ args: `${sixValues}` }, { args: `${sixValues}, 1` }],
  errors: [
    {
      args: 'torch.tensor(1.)',
      error: { type: 'IndexError', message: 'Dimension specified as 0 but tensor has no dimensions' },
    },
  ],
});

/** Copies of the whole along each dim: before each dim one of stride 0, then copied in order. */
function repeat(engine: Engine, x: Tensor, repeats: readonly number[]): Tensor | Promise<Tensor> {
  let wide = x;
  while (wide.rank < repeats.length) wide = unsqueeze(wide, 0);
  const shape = wide.shape.map((size, dim) => size * repeats[dim]!);
  const negative = shape.find((size) => size < 0);
  if (negative !== undefined)
    throw new OpError(
      'RuntimeError',
      `Trying to create tensor with negative dimension ${negative}: ${sizesText(shape)}`,
    );
  const sizes = wide.shape.flatMap((size, dim) => [repeats[dim]!, size]);
  for (let dim = repeats.length - 1; dim >= 0; dim--) wide = unsqueeze(wide, dim);
  return copyAs(engine, expand(wide, sizes), shape);
}

const repeatOp = defineOp({
  names: ['torch.Tensor.repeat'],
  methods: ['repeat'],
  family: 'other',
  doc: say('The whole repeated along each dim.'),
  params: [input, shape('repeats', say('How often, for each dim.'))],
  run({ input: x, repeats }, { engine }) {
    if (repeats.length < x.rank) {
      throw new OpError(
        'RuntimeError',
        'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
      );
    }
    return repeat(engine, x, repeats);
  },
  samples: [
    { args: `${sixValues}, 2, 1, 2` },
    { args: 'torch.tensor([1, 2]), (2,)' },
    { args: 'torch.tensor(3), 2' },
    { args: 'torch.tensor([1, 2]), 0' },
  ],
  errors: [
    runtimeError(
      `${sixValues}, 2`,
      'Number of dimensions of repeat dims can not be smaller than number of dimensions of tensor',
    ),
  ],
});
const tile = defineOp({
  names: ['torch.tile'],
  methods: ['tile'],
  family: 'other',
  doc: say('The whole repeated along each dim, the last ones first.'),
  params: [input, shape('dims', say('How often, for the last dims.'))],
  run: ({ input: x, dims: repeats }, { engine }) =>
    repeat(engine, x, [...Array<number>(Math.max(x.rank - repeats.length, 0)).fill(1), ...repeats]),
  samples: [{ args: `${sixValues}, (2,)` }, { args: 'torch.tensor([1, 2]), (2, 2)' }],
});

const flip = defineOp({
  names: ['torch.flip'],
  layout: asFirst,
  methods: ['flip'],
  family: 'other',
  doc: say('Dims in the opposite order.'),
  params: [input, dims('dims', say('The dims that are turned.'))],
  run({ input: x, dims: chosen }, { engine }) {
    if (chosen.length === 0) return copyAs(engine, x, x.shape);
    if (x.rank > 0) uniqueDims(chosen, x.rank);
    return chosen.reduce<Tensor | Promise<Tensor>>(
      (made, dim) => andThen(made, (turned) => flipped(engine, turned, wrapDim(dim, turned.rank))),
      x,
    );
  },
  samples: [{ args: `${sixValues}, (0,)` }, { args: `${sixValues}, (0, 1)` }, { args: `${sixValues}, (-1,)` }],
});

const roll = defineOp({
  names: ['torch.roll'],
  methods: ['roll'],
  family: 'other',
  doc: say('Elements moved along dims; what falls off comes in at the other end.'),
  params: [
    input,
    dims('shifts', say('How far, for each dim.')),
    withDefault(dims('dims', say('The dims; all as one where none is named.')), []),
  ],
  run({ input: x, shifts, dims: chosen }, { engine }) {
    if (shifts.length === 0) throw new OpError('RuntimeError', '`shifts` required');
    if (chosen.length === 0 && shifts.length === 1) {
      return andThen(reshape(engine, x, [-1]), (flat) =>
        andThen(rolled(engine, flat, shifts[0]!, 0), (moved) => view(moved, x.shape)),
      );
    }
    if (chosen.length !== shifts.length) {
      throw new OpError(
        'RuntimeError',
        `shifts and dimensions must align. shifts: ${shifts.length}, dims:${chosen.length}`,
      );
    }
    if (x.rank === 0)
      throw new OpError('IndexError', `Dimension specified as ${chosen[0]} but tensor has no dimensions`);
    return chosen.reduce<Tensor | Promise<Tensor>>(
      (made, dim, i) => andThen(made, (moved) => rolled(engine, moved, shifts[i]!, wrapDim(dim, x.rank))),
      x,
    );
  },
  samples: [{ args: `${sixValues}, 1` }, { args: `${sixValues}, -1, 1` }, { args: `${sixValues}, (1, 2), (0, 1)` }],
});
function rolled(engine: Engine, x: Tensor, shift: number, at: number): Tensor | Promise<Tensor> {
  const size = x.shape[at]!;
  if (size === 0) return x;
  const cut = (((size - shift) % size) + size) % size;
  return joinAlong(engine, [slice(x, at, cut, size), slice(x, at, 0, cut)], at);
}

export const joins: readonly Op[] = [
  catOp,
  stack,
  stacked('hstack', atLeast1, (rank) => (rank === 1 ? 0 : 1)),
  stacked('vstack', atLeast2, () => 0),
  split,
  splitSections,
  chunk,
  unbind,
  repeatOp,
  tile,
  flip,
  roll,
];
