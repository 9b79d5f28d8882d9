// Combinations of elements, and powers of a vector side by side.
import { say } from '../../base/text';
import { allocate, checkList, isIntegral } from '../../tensor/dtype';
import { refusing } from '../../tensor/gradient/withGradient';
import { costOfTensor } from '../../tensor/meter';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, unsqueeze } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { type Op, OpError } from '../op';
import { bool, input, int, optional, tensor, withDefault } from '../params';
import { joinAlong } from './copy';

const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

/** All choices of `r` of `n` places in ascending order, one after the other; with repetition each may come again. */
function choicesOf(n: number, r: number, repeats: boolean, work: (amount: number) => void): Float64Array {
  if (!repeats && r > n) return new Float64Array();
  checkList(r);
  const from = repeats ? n + r - 1 : n;
  let count = r;
  for (let i = 0; i < r; i++) count *= (from - i) / (i + 1);
  checkList(count);
  const found: number[] = [];
  const chosen: number[] = [];
  const choose = (first: number): void => {
    if (chosen.length === r) {
      work(r);
      for (const place of chosen) found.push(place);
      return;
    }
    for (let i = first; i < n; i++) {
      chosen.push(i);
      choose(repeats ? i : i + 1);
      chosen.pop();
    }
  };
  choose(0);
  return Float64Array.from(found);
}

const combinations = defineOp({
  names: ['torch.combinations'],
  family: 'other',
  doc: say('All choices of some elements of a vector, one row each.'),
  params: [
    input,
    withDefault(int('r', say('How many are chosen.')), 2),
    withDefault(bool('with_replacement', say('Whether an element may be chosen again.')), false),
  ],
  run({ input: x, r, with_replacement: repeats }, { engine }) {
    if (x.rank !== 1) fail(`Expect a 1D vector, but got shape ${sizesText(x.shape)}`);
    if (r < 0) fail(`Expect a non-negative number, but got ${r}`);
    if (r === 0) return engine.fromHost(allocate(x.dtype, 0), [0], x.dtype);
    const places = choicesOf(x.size, r, repeats, (amount) => engine.meter.work(amount));
    return engine.take(x, places, [places.length / r, r]);
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.])' },
    { args: 'torch.tensor([1, 2, 3, 4]), r=3' },
    { args: 'torch.tensor([1., 2.]), with_replacement=True' },
    { args: 'torch.tensor([1., 2.]), 0' },
    { args: 'torch.tensor([1, 2]), 5' },
  ],
  errors: [
    runtimeError('torch.zeros(2, 3)', 'Expect a 1D vector, but got shape [2, 3]'),
    runtimeError('torch.zeros(2), -1', 'Expect a non-negative number, but got -1'),
  ],
});

const overwritten = (shape: readonly number[]): string =>
  `one of the variables needed for gradient computation has been modified by an inplace operation: [torch.FloatTensor ${sizesText(shape)}], which is output 0 of AsStrided, is at version 3; expected version 2 instead. Hint: enable anomaly detection to find the operation that failed to compute its gradient, with torch.autograd.set_detect_anomaly(True, check_nan=False).`;

const vander = defineOp({
  names: ['torch.vander'],
  family: 'other',
  doc: say('The powers of a vector as columns, the highest first.'),
  params: [
    tensor('x', say('The vector.')),
    optional(int('N', say('How many columns; as many as elements where None.'))),
    withDefault(bool('increasing', say('The lowest first.')), false),
  ],
  run({ x, N: columns, increasing }, { engine }) {
    if (x.rank !== 1) fail('x must be a one-dimensional tensor.');
    const count = columns ?? x.size;
    if (count < 0) fail('N must be non-negative.');
    engine.meter.work(count * (x.size + costOfTensor));
    const own = x.dtype !== 'int64' && isIntegral(x.dtype) ? engine.cast(x, 'int64') : x;
    // PyTorch overwrites what its own gradient needs.
    const line =
      count > 2 ? refusing(engine, own, () => new OpError('RuntimeError', overwritten([x.size, count - 1]))) : own;
    const powers: Tensor[] = [];
    for (let i = 0; i < count; i++) {
      const one = engine.where(engine.scalar(1, 'bool'), engine.scalar(1, own.dtype), line);
      powers.push(i === 0 ? one : i === 1 ? line : engine.binary('mul', powers[i - 1]!, line));
    }
    if (powers.length === 0) return engine.fromHost(allocate(own.dtype, 0), [x.size, 0], own.dtype);
    const order = increasing ? powers : powers.toReversed();
    return joinAlong(
      engine,
      order.map((part) => unsqueeze(part, 1)),
      1,
    );
  },
  samples: [
    { args: 'torch.tensor([1., 2., 3.])' },
    { args: 'torch.tensor([2., 0.5]), N=4' },
    { args: 'torch.tensor([2, 3]), 3, True' },
    { args: 'torch.tensor([2, 3], dtype=torch.int32)' },
  ],
  errors: [runtimeError('torch.zeros(2, 2)', 'x must be a one-dimensional tensor.')],
});

export const choosings: readonly Op[] = [combinations, vander];
