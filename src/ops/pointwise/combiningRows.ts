// How a function of two elements that broadcast is declared: computed on the host, with ATen's derivatives and refusals.
import { say, type Text } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { type DType, defaultFloat, isFloat, isHalf, isIntegral, scalarName } from '../../tensor/dtype';
import { pointwise, refusing, type Slope } from '../../tensor/gradient/withGradient';
import { andThen } from '../../tensor/hostValues';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { input, scalarOrTensor, tensor } from '../params';
import { toTensor } from '../toTensor';
import { mapValues, type Pointwise } from './mapValues';

/** ATen's exception where it has no kernel for a type. */
export const noKernel = (name: string, dtype: DType): OpError =>
  new OpError('NotImplementedError', `"${name}" not implemented for '${scalarName(dtype)}'`);

export interface CombiningRow {
  readonly name: string;
  readonly also?: readonly string[];
  readonly second?: string;
  readonly f: Pointwise | ((dtype: DType) => Pointwise);
  /** For the first and the second operand; absent where the result needs no gradient. */
  readonly slopes?: readonly (Slope | undefined)[];
  /** What it takes: integers become floats (and no halves where there is a kernel), only floats, only integers, or any type. */
  readonly takes: 'real' | 'floats' | 'integers' | 'any' | 'same';
  /** Takes a number too: as the second operand, or as either. */
  readonly numbers?: boolean | 'both';
  readonly kernel?: string;
  /** What PyTorch says where a gradient of the first operand is asked for. */
  readonly underived?: string;
  /** Instead of those that all have. */
  readonly samples?: Op['samples'];
  readonly doc: Text;
}

/** The type to compute in; throws what ATen does where it takes no such type. */
function typeFor({ takes, kernel, name }: CombiningRow, a: Tensor, b: Tensor): DType {
  const common = resultType([a, b]);
  if (takes === 'same' && a.dtype !== b.dtype)
    throw new OpError('RuntimeError', `${name} is not yet implemented for tensors with different dtypes.`);
  if (takes === 'real' && isIntegral(common)) return defaultFloat;
  const refused = {
    integers: !isIntegral(common) || common === 'bool',
    floats: !isFloat(common),
    real: kernel !== undefined && isHalf(common),
    any: false,
    same: false,
  };
  if (refused[takes]) throw noKernel(kernel ?? name, common);
  return common;
}

const floats = [
  { args: 'torch.tensor([[1., -2.], [0.5, 3.]]), torch.tensor([-1.5, 2.])' },
  { args: "torch.tensor([float('inf'), float('nan'), 1.]), torch.tensor([float('inf'), 1., float('-inf')])" },
  { args: 'torch.tensor([1., -2.]).half(), torch.tensor([0.5, 2.]).half()' },
  { args: 'torch.tensor([1., -2.]).double(), torch.tensor([0.5, 2.]).double()' },
];
const zeros = [
  { args: 'torch.tensor([0., -0.]), torch.tensor([-0., 0.])' },
  { args: 'torch.tensor([0., -0.]).bfloat16(), torch.tensor([-0., 0.]).bfloat16()' },
];
const integers = [
  { args: 'torch.tensor([12, -18, 7]), torch.tensor([8, 4, 0])' },
  { args: 'torch.tensor([12, 18], dtype=torch.int32), torch.tensor([3, 2], dtype=torch.int32)' },
];
const shifted = [{ args: 'torch.tensor([5, -9]), torch.tensor([2, 1])' }];
const samplesOf = ({ takes, kernel, numbers }: CombiningRow): Op['samples'] => [
  ...(takes === 'integers' ? (kernel?.endsWith('shift_cpu') ? shifted : integers) : floats),
  ...(takes === 'any' ? zeros : []),
  ...(takes === 'any' || takes === 'real' || takes === 'same' ? integers : []),
  ...(numbers ? [{ args: 'torch.tensor([3, -4]), 2' }] : []),
  ...(numbers === 'both' ? [{ args: '2, torch.tensor([0.5, 4.])' }] : []),
];

/** The op of a row, by its name under torch. */
export const combiningOp = (row: CombiningRow): Op =>
  defineOp({
    names: [row.name, ...(row.also ?? [])].map((name) => `torch.${name}`),
    methods: [row.name, ...(row.also ?? [])].filter((name) => !name.includes('.')),
    family: 'pointwise',
    doc: row.doc,
    params: [
      row.numbers === 'both' ? scalarOrTensor('input', say('The first operand.')) : input,
      row.numbers
        ? scalarOrTensor(row.second ?? 'other', say('A number or a tensor that broadcasts with the first.'))
        : tensor(row.second ?? 'other', say('A tensor that broadcasts with the first.')),
    ],
    run(args, { engine }) {
      const given = args[row.second ?? 'other'] as Parameters<typeof toTensor>[1];
      const [a, b] = [toTensor(engine, args.input as Parameters<typeof toTensor>[1]), toTensor(engine, given)];
      broadcastShapes(a.shape, b.shape);
      const dtype = typeFor(row, a, b);
      const compute = isHalf(dtype) ? 'float32' : dtype;
      const f = typeof row.f === 'function' ? row.f(dtype) : row.f;
      const whole = [engine.cast(a, dtype), engine.cast(b, dtype)] as const;
      const { underived } = row;
      const first = underived
        ? refusing(engine, whole[0], () => new OpError('NotImplementedError', underived))
        : whole[0];
      return pointwise(
        engine,
        [first, whole[1]],
        (m, ...own) => andThen(mapValues(m.engine, own, compute, f), (y) => m.engine.cast(y, dtype)),
        row.slopes ?? [],
      );
    },
    ...(!row.slopes && { constant: true }),
    samples: row.samples ?? samplesOf(row),
    errors: row.kernel
      ? [
          {
            args: refusedPair[row.takes],
            error: {
              type: 'NotImplementedError',
              message: `"${row.kernel}" not implemented for '${{ integers: 'Float', floats: 'Long', real: 'Half', any: '', same: '' }[row.takes]}'`,
            },
          },
        ]
      : [],
  });

/** Operands of a type that a kernel refuses. */
const refusedPair = {
  integers: 'torch.tensor([1.]), torch.tensor([2.])',
  floats: 'torch.tensor([1]), torch.tensor([2])',
  real: 'torch.tensor([1.]).half(), torch.tensor([2.]).half()',
  any: '',
  same: '',
};
