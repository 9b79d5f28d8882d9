// max_pool, avg_pool, lp_pool and their adaptive forms over 1 to 3 spatial dims: one declaration each for all three.
import { say } from '../../base/text';
import { isFloat, scalarName } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { inRows, slidingOver } from '../layouts';
import type { ErrorSample, Op, OpResult } from '../op';
import { bool, dims, input, int, optional, real, withDefault } from '../params';
import { averaged, largest } from './pool';
import { adaptiveSizes, checkRank, type Sliding, spatialOf, windowsOver } from './poolWindow';
import { adaptiveRegions, type Regions } from './regions';

const shapeOf = (sizes: readonly number[]): string =>
  `torch.arange(${sizes.reduce((a, b) => a * b, 1)}.).reshape(${sizes.join(', ')})`;
/** Values of a plane that neither rise nor fall, in a batch of one with two channels. */
const mixed = (count: number): string => `(${shapeOf([1, 2, ...Array<number>(count).fill(5)])} * 7 % 11 - 4)`;

const kernelSize = dims('kernel_size', say('The size of the window.'));
const stride = optional(dims('stride', say('How far the window moves; its own size where left out.')));
const padding = withDefault(dims('padding', say('Places added on both sides.')), [0]);
const ceilMode = withDefault(bool('ceil_mode', say('Whether a last window may reach over the end.')), false);
const returnIndices = withDefault(
  bool('return_indices', say('Whether the places of the values are returned too.')),
  false,
);

const pair = ([values, indices]: readonly [Tensor, Tensor], both: boolean): OpResult =>
  both ? [values, indices] : values;

function maxPool(count: number): readonly Op[] {
  const name = `max_pool${count}d`;
  const params = [
    input,
    kernelSize,
    stride,
    padding,
    withDefault(dims('dilation', say('How far the places of a window are apart.')), [1]),
    ceilMode,
  ] as const;
  const run = (x: Tensor, args: Sliding, engine: Parameters<typeof largest>[0]) => {
    const regions = windowsOver(x, name, count, args);
    if (x.dtype === 'bool' || (count === 1 && !isFloat(x.dtype))) {
      fail(
        `"${count === 1 ? 'max_pool1d_impl' : name}" not implemented for '${scalarName(x.dtype)}'`,
        'NotImplementedError',
      );
    }
    return largest(engine, x, regions);
  };
  const doc = say('The largest value of each window that slides over the spatial dims.');
  const samples = [
    { args: `${mixed(count)}, 2` },
    { args: `${mixed(count)}, 3, stride=2, padding=1` },
    { args: `${mixed(count)}, 2, stride=2, ceil_mode=True` },
    { args: `${mixed(count)}, 2, stride=1, dilation=2` },
    { args: `${mixed(count)}[0], ${JSON.stringify(Array<number>(count).fill(3))}` },
  ];
  const errors: readonly ErrorSample[] =
    count === 2
      ? [
          {
            args: 'torch.ones(1, 1, 4, 4), 5',
            error: {
              type: 'RuntimeError',
              message: 'Given input size: (1x4x4). Calculated output size: (1x0x0). Output size is too small',
            },
          },
        ]
      : [];
  const withIndices = slidingOver(count, 0);
  // Of lines the largest alone come from a kernel of their own.
  const alone = count === 1 ? inRows : withIndices;
  const functional = defineOp({
    names: [`torch.nn.functional.${name}`],
    layout: (shape, given, output, args) => (args.return_indices ? withIndices : alone)(shape, given, output, args),
    family: 'other',
    doc,
    params: [...params, returnIndices],
    run: (args, { engine }) => andThen(run(args.input, args, engine), (found) => pair(found, args.return_indices)),
    samples: [...samples, { args: `${mixed(count)}, 2, return_indices=True` }],
    errors,
  });
  const native = defineOp({
    names: [`torch.${name}`],
    layout: alone,
    family: 'other',
    doc,
    params,
    run: (args, { engine }) => andThen(run(args.input, args, engine), ([values]) => values),
    samples,
    errors,
  });
  const withPlaces = defineOp({
    names: [`torch.nn.functional.${name}_with_indices`],
    layout: withIndices,
    family: 'other',
    doc,
    params: [...params, returnIndices],
    run: (args, { engine }) => run(args.input, args, engine),
    samples,
    errors,
  });
  return [functional, native, withPlaces];
}

/** Of three spatial dims these have no kernel for channels that come last. */
const imagesOnly = (count: number): Pick<Op, 'layout'> => (count < 3 ? { layout: slidingOver(count, 0) } : {});

/** What the mean of each window is divided by. */
function divisorsOf({ places, covered }: Regions, withPadding: boolean, override: number | null): readonly number[] {
  if (override === 0) fail('divisor must be not zero');
  return override === null ? (withPadding ? covered : places.map((region) => region.length)) : [override];
}

function avgPool(count: number): Op {
  const name = `avg_pool${count}d`;
  return defineOp({
    names: count === 1 ? [`torch.nn.functional.${name}`, `torch.${name}`] : [`torch.nn.functional.${name}`],
    ...imagesOnly(count),
    family: 'other',
    doc: say('The mean of each window that slides over the spatial dims.'),
    params: [
      input,
      kernelSize,
      stride,
      padding,
      ceilMode,
      withDefault(bool('count_include_pad', say('Whether padding counts in the mean.')), true),
      optional(int('divisor_override', say('What the sum is divided by instead.'))),
    ],
    run({ input: x, ...args }, { engine }) {
      const regions = windowsOver(x, name, count, args);
      return averaged(engine, x, regions, divisorsOf(regions, args.count_include_pad, args.divisor_override));
    },
    samples: [
      { args: `${mixed(count)}, 2` },
      { args: `${mixed(count)}, 3, stride=2, padding=1` },
      { args: `${mixed(count)}, 3, 2, 1, True` },
      { args: `${mixed(count)}, 3, 2, 1, True, False` },
      { args: `${mixed(count)}[0], 2` },
      ...(count > 1 ? [{ args: `${mixed(count)}, 2, divisor_override=3` }] : []),
    ],
  });
}

function adaptive(count: number): readonly Op[] {
  const sizesOfResult = dims('output_size', say('The sizes of the result; None keeps that of the input.'));
  const outputSize = count === 1 ? sizesOfResult : { ...sizesOfResult, noneItem: Number.NaN };
  const regionsOf = (x: Tensor, name: string, given: readonly number[]): Regions => {
    checkRank(x, name, count);
    if (!isFloat(x.dtype)) {
      fail(`"${name}" not implemented for '${scalarName(x.dtype)}'`, 'NotImplementedError');
    }
    const spatial = spatialOf(x, count);
    const asked = adaptiveSizes(name, count, given);
    return adaptiveRegions(
      spatial,
      asked.map((size, i) => (Number.isNaN(size) ? spatial[i]! : size)),
    );
  };
  const sizes = JSON.stringify([1, 2, 3].slice(0, count));
  const mean = `adaptive_avg_pool${count}d`;
  const max = `adaptive_max_pool${count}d`;
  return [
    defineOp({
      names: count === 1 ? [`torch.nn.functional.${mean}`, `torch.${mean}`] : [`torch.nn.functional.${mean}`],
      ...imagesOnly(count),
      family: 'other',
      doc: say('The spatial dims divided into as many parts as the result has, and the mean of each.'),
      params: [input, outputSize],
      run({ input: x, output_size: wanted }, { engine }) {
        const regions = regionsOf(x, mean, wanted);
        return averaged(engine, x, regions, divisorsOf(regions, false, null));
      },
      samples: [
        { args: `${mixed(count)}, 1` },
        { args: `${mixed(count)}, 3` },
        { args: `${mixed(count)}[0], ${sizes}` },
        ...(count > 1 ? [{ args: `${mixed(count)}, [None${', 2'.repeat(count - 1)}]` }] : []),
      ],
    }),
    defineOp({
      names: [`torch.nn.functional.${max}`],
      ...imagesOnly(count),
      family: 'other',
      doc: say('The spatial dims divided into as many parts as the result has, and the largest value of each.'),
      params: [input, outputSize, returnIndices],
      run: ({ input: x, output_size: wanted, return_indices: both }, { engine }) =>
        andThen(largest(engine, x, regionsOf(x, max, wanted)), (found) => pair(found, both)),
      samples: [
        { args: `${mixed(count)}, 1` },
        { args: `${mixed(count)}, 3, return_indices=True` },
        { args: `${mixed(count)}[0], ${sizes}` },
      ],
    }),
    defineOp({
      names: [`torch.nn.functional.${max}_with_indices`],
      ...imagesOnly(count),
      family: 'other',
      doc: say('The spatial dims divided into as many parts as the result has, and the largest value of each.'),
      params: [input, outputSize, returnIndices],
      run: ({ input: x, output_size: wanted }, { engine }) => largest(engine, x, regionsOf(x, max, wanted)),
      samples: [{ args: `${mixed(count)}, 2` }, { args: `${mixed(count)}[0], ${sizes}` }],
    }),
  ];
}

function lpPool(count: number): Op {
  return defineOp({
    names: [`torch.nn.functional.lp_pool${count}d`],
    ...imagesOnly(count),
    family: 'other',
    doc: say('The p-norm of each window that slides over the spatial dims.'),
    params: [input, real('norm_type', say('The p of the norm.')), kernelSize, stride, ceilMode],
    run({ input: x, norm_type: p, ...args }, { engine }) {
      const m = maths(engine);
      const regions = windowsOver(x, `avg_pool${count}d`, count, args);
      const [size = 1, ...others] = args.kernel_size;
      const volume = others.length > 0 ? sizeOf(args.kernel_size) : size ** count;
      return andThen(averaged(engine, m.pow(x, p), regions, divisorsOf(regions, true, null)), (mean) =>
        m.pow(m.mul(m.mul(m.sign(mean), m.relu(m.abs(mean))), volume), 1 / p),
      );
    },
    samples: [{ args: `${mixed(count)}, 2, 2` }, { args: `${mixed(count)} + 5, 3, 2, stride=1` }],
  });
}

const ranks = [1, 2, 3] as const;
/** All of this family. */
export const poolings: readonly Op[] = [
  ...ranks.flatMap(maxPool),
  ...ranks.map(avgPool),
  ...ranks.flatMap(adaptive),
  ...ranks.map(lpPool),
];
