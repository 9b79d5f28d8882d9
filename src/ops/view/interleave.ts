// Elements or slices repeated on the spot: as often each, or as often as a tensor says.
import { say } from '../../base/text';
import { checkList, type DType, scalarName } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { expand, flatShape, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { positionsOfSlices } from '../indexing/positionsAlong';
import type { Op } from '../op';
import { dim, input, int, keyword, optional, tensor } from '../params';
import { copyAs, reshape } from './copy';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });
const along = optional(dim('dim', say('The dim; all as one where None.')));
const outputSize = keyword(optional(int('output_size', say('The size of the dim in the result.'))));
const counts = tensor('repeats', say('How often each.'));
const shared = {
  names: ['torch.repeat_interleave'],
  family: 'other',
  doc: say('Each element repeated on the spot.'),
} as const;

/** Each index as often as its count says; throws as ATen does. */
function expanded(repeats: Tensor, values: ArrayLike<number | bigint>): Float64Array {
  if (repeats.dtype !== 'int64' && repeats.dtype !== 'int32')
    fail(`"repeat_interleave_cpu" not implemented for '${scalarName(repeats.dtype)}'`, 'NotImplementedError');
  const times = Array.from(values, Number);
  if (times.some((count) => count < 0)) fail('repeats can not be negative');
  const total = times.reduce((sum, count) => sum + count, 0);
  checkList(total);
  const found = new Float64Array(total);
  let at = 0;
  times.forEach((count, index) => {
    found.fill(index, at, at + count);
    at += count;
  });
  return found;
}

function checkSize(wanted: number | null, found: number): void {
  if (wanted !== null && wanted !== found) fail('allocated size does not match required size');
}

const flat = (engine: Engine, x: Tensor, chosen: number | null): Tensor | Promise<Tensor> =>
  chosen === null ? reshape(engine, x, flatShape(x, 0, -1)) : x;

const byTensor = defineOp({
  ...shared,
  methods: ['repeat_interleave'],
  params: [input, counts, along, outputSize],
  run({ input: x, repeats, dim: chosen, output_size: size }, { engine }) {
    return andThen(flat(engine, x, chosen), (base) => {
      const at = wrapDim(chosen ?? 0, base.rank);
      const length = base.shape[at] ?? 1;
      if (repeats.rank > 1) fail('repeats must be 0-dim or 1-dim tensor');
      if (repeats.size !== 1 && repeats.size !== length)
        fail(
          `repeats must have the same size as input along dim, but got repeats.size(0) = ${repeats.size} and input.size(${at}) = ${length}`,
        );
      const each = expand(repeats.rank === 0 ? unsqueeze(repeats, 0) : repeats, [length]);
      return withValues(engine, [each], (values) => {
        const indices = expanded(repeats, values!);
        checkSize(size, indices.length);
        return engine.take(base, positionsOfSlices(indices, base.shape, at), base.shape.with(at, indices.length));
      });
    });
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.]), torch.tensor([1, 2, 0])' },
    { args: `${sixValues}, torch.tensor([1, 2]), dim=0` },
    { args: `${sixValues}, torch.tensor([2]), dim=1` },
    { args: `${sixValues}, torch.tensor([0, 3, 1]), -1, output_size=4` },
  ],
  errors: [
    runtimeError(
      `${sixValues}, torch.tensor([1, 2, 3]), 0`,
      'repeats must have the same size as input along dim, but got repeats.size(0) = 3 and input.size(0) = 2',
    ),
    runtimeError('torch.zeros(2), torch.tensor([1, -2])', 'repeats can not be negative'),
    {
      args: 'torch.zeros(2), torch.tensor([1., 2.])',
      error: { type: 'NotImplementedError', message: '"repeat_interleave_cpu" not implemented for \'Float\'' },
    },
  ],
});

const ofCounts = defineOp({
  ...shared,
  params: [counts, outputSize],
  run({ repeats, output_size: size }, { engine }) {
    if (repeats.rank !== 1) fail('repeat_interleave only accept 1D vector as repeat');
    return withValues(engine, [repeats], (values) => {
      const indices = expanded(repeats, values!);
      checkSize(size, indices.length);
      const made = tensorOf(BigInt64Array.from(indices, BigInt), [indices.length], 'int64');
      return engine.cast(made, repeats.dtype satisfies DType);
    });
  },
  samples: [{ args: 'torch.tensor([1, 2, 0, 3])' }, { args: 'torch.tensor([2, 1], dtype=torch.int32)' }],
  errors: [runtimeError('torch.tensor([[1]])', 'repeat_interleave only accept 1D vector as repeat')],
});

const byNumber = defineOp({
  ...shared,
  methods: ['repeat_interleave'],
  params: [input, int('repeats', say('How often.')), along, outputSize],
  run({ input: x, repeats, dim: chosen, output_size: size }, { engine }) {
    if (repeats < 0) fail('Repeats must be non-negative');
    return andThen(flat(engine, x, chosen), (base) => {
      const at = wrapDim(chosen ?? 0, base.rank);
      const length = base.shape[at]! * repeats;
      checkSize(size, length);
      const wide = unsqueeze(base, at + 1);
      return copyAs(engine, expand(wide, wide.shape.with(at + 1, repeats)), base.shape.with(at, length));
    });
  },
  samples: [
    { args: 'torch.tensor([1, 2]), 2' },
    { args: `${sixValues}, 2` },
    { args: `${sixValues}, 2, dim=1` },
    { args: `${sixValues}, 2, dim=1, output_size=6` },
  ],
  errors: [runtimeError('torch.zeros(2), -1', 'Repeats must be non-negative')],
});

export const interleavings: readonly Op[] = [byTensor, ofCounts, byNumber];
