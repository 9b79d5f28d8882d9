// Running sums and products along a dim. Accumulated in double, rounded where each is stored.
import { say, type Text } from '../../base/text';
import { allocate, type DType, type HostArray, isIntegral } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { withGradient } from '../../tensor/gradient/withGradient';
import { sizeOf, tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import type { Op } from '../op';
import { asDType, dim, input, keyword } from '../params';
import { flipped, joinAlong } from '../view/copy';

/** How what comes up to an element is combined. */
export interface Kind {
  /** What the first element is combined with: a sum that begins with 0 is never -0. */
  readonly start: number;
  readonly number: (a: number, b: number) => number;
  readonly big: (a: bigint, b: bigint) => bigint;
  /** From the gradient of the result, what is run along, and the result. */
  readonly gradient: (engine: Engine, g: Tensor, x: Tensor, y: Tensor, at: number) => Tensor | Promise<Tensor>;
}

/** `x` run along the dim `at`, in its own dtype. */
export function scanned(engine: Engine, x: Tensor, at: number, kind: Kind): Tensor | Promise<Tensor> {
  const wide = isIntegral(x.dtype) ? 'int64' : 'float64';
  const count = x.shape[at] ?? 1;
  const inner = sizeOf(x.shape.slice(at + 1));
  const run = (values: HostArray): HostArray => {
    const out = allocate(wide, values.length);
    for (let i = 0; i < out.length; i++) {
      const first = Math.floor(i / inner) % count === 0;
      if (out instanceof BigInt64Array)
        out[i] = first ? (values[i] as bigint) : kind.big(out[i - inner]!, values[i] as bigint);
      else out[i] = kind.number(first ? kind.start : (out[i - inner] as number), values[i] as number);
    }
    return out;
  };
  return withGradient(
    engine,
    [x],
    (base, own) =>
      withValues(base, [base.cast(own, wide)], (values) => base.cast(tensorOf(run(values!), x.shape, wide), x.dtype)),
    (base, g, y) => [x.rank === 0 ? g : kind.gradient(base, g, x, y, at)],
  );
}

/** All that comes after each element, and the element itself, are added up. */
export const sums: Kind = {
  start: 0,
  number: (a, b) => a + b,
  big: (a, b) => a + b,
  gradient: (engine, g, _, __, at) =>
    andThen(flipped(engine, g, at), (turned) =>
      andThen(scanned(engine, turned, at, sums), (added) => flipped(engine, added, at)),
    ),
};

/** Each element has a part in every product from its own on: what comes before it times what follows. Zeros do no harm. */
const products: Kind = {
  start: 1,
  number: (a, b) => a * b,
  big: (a, b) => a * b,
  gradient(engine, g, x, y, at) {
    const m = maths(engine);
    const one = (of: Tensor, i: number): Tensor => slice(of, at, i, i + 1);
    const parts: Tensor[] = [];
    let after: Tensor | undefined;
    for (let i = x.shape[at]! - 1; i >= 0; i--) {
      after = after ? m.add(one(g, i), m.mul(one(x, i + 1), after)) : one(g, i);
      parts.unshift(i > 0 ? m.mul(one(y, i - 1), after) : after);
    }
    return parts.length > 0 ? joinAlong(engine, parts, at) : g;
  },
};

const scan = (name: string, doc: Text, kind: Kind): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'other',
    doc,
    params: [input, dim('dim', say('The dim that is run along.')), keyword(asDType)],
    run({ input: x, dim: chosen, dtype }, { engine }) {
      const at = wrapDim(chosen, x.rank);
      const result: DType = dtype ?? (isIntegral(x.dtype) ? 'int64' : x.dtype);
      return scanned(engine, engine.cast(x, result), at, kind);
    },
    samples: [
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), 1' },
      { args: 'torch.tensor([[1., 2., 3.], [4., 5., 7.]]), dim=0' },
      { args: 'torch.tensor([True, True, False]), 0' },
      { args: 'torch.tensor([1, 2, 3]), 0, dtype=torch.float64' },
      { args: 'torch.tensor(2.), 0' },
      { args: 'torch.tensor([[0.5, 0., 3., -2.], [0., 1.5, 0., 2.]]), 1' },
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
  scan('cumsum', say('The running sum along a dim.'), sums),
  scan('cumprod', say('The running product along a dim.'), products),
];
