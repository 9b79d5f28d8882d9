// Running sums and products along a dim. Accumulated in double, rounded where each is stored.
import { say, type Text } from '../../base/text';
import { allocate, type DType, isIntegral } from '../../tensor/dtype';
import { sizeOf, tensorOf } from '../../tensor/host';
import { withValues } from '../../tensor/hostValues';
import { wrapDim } from '../../tensor/tensorError';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { alias, asDType, dim, input, keyword } from '../params';

const scan = (
  name: string,
  doc: Text,
  number: (a: number, b: number) => number,
  big: (a: bigint, b: bigint) => bigint,
): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'other',
    doc,
    params: [input, alias(dim('dim', say('The dim that is run along.')), 'axis'), keyword(asDType)],
    run({ input: x, dim: chosen, dtype }, { engine }) {
      const at = wrapDim(chosen, x.rank);
      const result: DType = dtype ?? (isIntegral(x.dtype) ? 'int64' : x.dtype);
      const wide = isIntegral(result) ? 'int64' : 'float64';
      const count = x.shape[at] ?? 1;
      const inner = sizeOf(x.shape.slice(at + 1));
      return withValues(engine, [engine.cast(engine.cast(x, result), wide)], (values) => {
        const out = allocate(wide, values!.length);
        for (let i = 0; i < out.length; i++) {
          const first = Math.floor(i / inner) % count === 0;
          if (out instanceof BigInt64Array)
            out[i] = first ? (values![i] as bigint) : big(out[i - inner]!, values![i] as bigint);
          else out[i] = first ? (values![i] as number) : number(out[i - inner] as number, values![i] as number);
        }
        return engine.cast(tensorOf(out, x.shape, wide), result);
      });
    },
    samples: [
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), 1' },
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), dim=0' },
      { args: 'torch.tensor([True, True, False]), 0' },
      { args: 'torch.tensor([1, 2, 3]), 0, dtype=torch.float64' },
      { args: 'torch.tensor(2.), 0' },
    ],
    errors: [
      {
        args: 'torch.zeros(2, 3), 2',
        error: {
          type: 'IndexError',
          message: 'Dimension out of range (expected to be in range of [-2, 1], but got 2)',
        },
      },
    ],
  });

export const scans: readonly Op[] = [
  scan(
    'cumsum',
    say('The running sum along a dim.'),
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  scan(
    'cumprod',
    say('The running product along a dim.'),
    (a, b) => a * b,
    (a, b) => a * b,
  ),
];
