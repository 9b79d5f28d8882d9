// F.pad: places added around the last dims, filled with a number or with what is inside. Knows no module.
import { say } from '../../base/text';
import { sameShape } from '../../tensor/broadcast';
import { listOf } from '../../tensor/dtype';
import { reading } from '../../tensor/gradient/window';
import { withGradient } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { positionsOfLines } from '../indexing/positionsAlong';
import { asChannels, asFirst } from '../layouts';
import type { Op } from '../op';
import { input, optional, real, shape, text, withDefault } from '../params';

/** Where a place outside of `size` takes its value from; -1: from nowhere. */
const sources: Readonly<Record<string, (at: number, size: number) => number>> = {
  constant: () => -1,
  reflect: (at, size) => (at < 0 ? -at : 2 * (size - 1) - at),
  replicate: (at, size) => (at < 0 ? 0 : size - 1),
  circular: (at, size) => ((at % size) + size) % size,
};

/** The ranks that each length of `pad` fits, for modes other than constant. */
const fitting: Readonly<Record<number, readonly number[]>> = { 2: [2, 3], 4: [3, 4], 6: [4, 5] };

function check(x: Tensor, pad: readonly number[], mode: string, value: number | null): void {
  if (pad.length % 2 !== 0) fail('Padding length must be divisible by 2');
  if (pad.length > 2 * x.rank) {
    fail(
      `Padding length should be less than or equal to two times the input dimension but got padding length ${pad.length} and input of dimension ${x.rank}`,
    );
  }
  if (!Object.hasOwn(sources, mode)) fail(`Unrecognised padding mode ${mode}`, 'NotImplementedError');
  if (mode === 'constant') return;
  if (value !== null) fail(`Padding mode "${mode}" doesn't take in value argument`);
  if (fitting[pad.length]?.includes(x.rank)) return;
  fail(
    `Padding size ${pad.length} is not supported for ${x.rank}D input tensor.\nSupported combinations for non-constant padding:\n  - 2D or 3D input: padding size = 2 (pads last dimension)\n  - 3D or 4D input: padding size = 4 (pads last 2 dimensions)\n  - 4D or 5D input: padding size = 6 (pads last 3 dimensions)`,
    'NotImplementedError',
  );
}

/** For each place of the result along a dim, its place in the input; -1 where it is filled. */
function along(x: Tensor, dim: number, before: number, after: number, mode: string): readonly number[] {
  const size = x.shape[dim]!;
  const length = size + before + after;
  if (length < 0) fail('narrow(): length must be non-negative.');
  if (mode === 'circular' && (before > size || after > size))
    fail('Padding value causes wrapping around more than once.');
  if (mode === 'reflect' && (before >= size || after >= size)) {
    fail(
      `Argument #${2 + 2 * (x.rank - dim)}: Padding size should be less than the corresponding input dimension, but got: padding (${before}, ${after}) at dimension ${dim} of input ${sizesText(x.shape)}`,
    );
  }
  return listOf(length, (i) => {
    const at = i - before;
    return at >= 0 && at < size ? at : sources[mode]!(at, size);
  });
}

const pad = defineOp({
  names: ['torch.nn.functional.pad'],
  layout: (shape, given, output, args) => {
    if (args.mode === 'circular') return undefined;
    const isWhole = args.mode === 'constant' && sameShape(shape, given[0]!.shape);
    return (isWhole ? asFirst : asChannels)(shape, given, output, args);
  },
  family: 'other',
  doc: say('Places added around the last dims: constant, reflected, replicated or circular.'),
  params: [
    input,
    shape('pad', say('Places before and after the last dim, then those of the dim before it, ...')),
    withDefault(text('mode', say("'constant', 'reflect', 'replicate' or 'circular'.")), 'constant'),
    optional(real('value', say('What constant padding is filled with; 0 where left out.'))),
  ],
  run({ input: x, pad: given, mode, value }, { engine }) {
    check(x, given, mode, value);
    // The last dim is looked at first.
    const reversed = x.shape.toReversed().map((size, last) => {
      const [before, after] = [given[2 * last] ?? 0, given[2 * last + 1] ?? 0];
      return before === 0 && after === 0
        ? Array.from({ length: size }, (_, i) => i)
        : along(x, x.rank - 1 - last, before, after, mode);
    });
    const places = reversed.toReversed();
    const shape = places.map((line) => line.length);
    const positions = positionsOfLines(x.shape, places);
    if (x.size === 0) return engine.fromHost(new Float32Array(positions.length).fill(value ?? 0), shape, 'float32');
    // What is reflected or replicated reads its input on the way back, as PyTorch's kernels do.
    const reads = mode === 'reflect' || mode === 'replicate';
    const result = reads
      ? withGradient(
          engine,
          [x],
          (base, own) => base.take(own, positions, shape),
          (base, g) => [andThen(base.put(g, positions, x.shape), (grad) => reading(base, grad, x))],
        )
      : engine.take(x, positions, shape);
    return andThen(result, (taken) => {
      if (!positions.includes(-1)) return taken;
      const filled = Uint8Array.from(positions, (at) => (at < 0 ? 1 : 0));
      const filling = engine.cast(engine.scalar(value ?? 0, 'float64'), x.dtype);
      return engine.where(engine.fromHost(filled, shape, 'bool'), filling, taken);
    });
  },
  samples: [
    { args: 'torch.arange(6.).reshape(2, 3), (1, 2)' },
    { args: 'torch.arange(6.).reshape(2, 3), (1, 0, 0, 2), value=-1.5' },
    { args: 'torch.arange(6).reshape(2, 3), (-1, 1)' },
    { args: "torch.arange(12.).reshape(1, 3, 4), (2, 1, 1, 2), mode='reflect'" },
    { args: "torch.arange(8.).reshape(2, 4), (1, 3), mode='reflect'" },
    { args: "torch.arange(12.).reshape(1, 3, 4), (2, 1), 'replicate'" },
    { args: "torch.arange(12.).reshape(1, 3, 4), (1, 2), mode='circular'" },
    { args: "torch.arange(16.).reshape(1, 1, 4, 4), (1, 1, 2, 0), mode='replicate'" },
  ],
  errors: [
    {
      args: 'torch.ones(2, 3), (1,)',
      error: { type: 'RuntimeError', message: 'Padding length must be divisible by 2' },
    },
    {
      args: "torch.ones(2, 3), (1, 1), mode='foo'",
      error: { type: 'NotImplementedError', message: 'Unrecognised padding mode foo' },
    },
    {
      args: "torch.ones(1, 3), (3, 0), mode='reflect'",
      error: {
        type: 'RuntimeError',
        message:
          'Argument #4: Padding size should be less than the corresponding input dimension, but got: padding (3, 0) at dimension 1 of input [1, 3]',
      },
    },
  ],
});

export const paddings: readonly Op[] = [pad];
