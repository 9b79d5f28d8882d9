// Logical and bitwise operations of elements.
import { say, type Text } from '../../base/text';
import { broadcastShapes } from '../../tensor/broadcast';
import { isIntegral, scalarName } from '../../tensor/dtype';
import { type Maths, maths } from '../../tensor/maths';
import { resultType } from '../../tensor/promote';
import type { Tensor } from '../../tensor/tensor';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { input, scalarOrTensor, tensor } from '../params';
import { toTensor } from '../toTensor';
import { mapValues } from './mapValues';
import { withNumberFirst } from './numberFirst';

interface Bits {
  readonly name: string;
  readonly number: (a: number, b: number) => number;
  readonly big: (a: bigint, b: bigint) => bigint;
  readonly doc: Text;
}
const bits: readonly Bits[] = [
  {
    name: 'bitwise_and',
    number: (a, b) => a & b,
    big: (a, b) => a & b,
    doc: say('Bits that both have; on bool: and.'),
  },
  { name: 'bitwise_or', number: (a, b) => a | b, big: (a, b) => a | b, doc: say('Bits that either has; on bool: or.') },
  {
    name: 'bitwise_xor',
    number: (a, b) => a ^ b,
    big: (a, b) => a ^ b,
    doc: say('Bits that just one has; on bool: exclusive or.'),
  },
];

const defineBits = ({ name, number, big, doc }: Bits): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'pointwise',
    doc,
    params: [input, scalarOrTensor('other', say('A number or a tensor that broadcasts with the first.'))],
    run(args, { engine }) {
      const b = toTensor(engine, args.other);
      broadcastShapes(args.input.shape, b.shape);
      const common = resultType([args.input, b]);
      if (!isIntegral(common))
        throw new OpError('NotImplementedError', `"${name}_cpu" not implemented for '${scalarName(common)}'`);
      return mapValues(engine, [args.input, b], common, { number, big });
    },
    samples: [
      { args: 'torch.tensor([True, False, True]), torch.tensor([True, True, False])' },
      { args: 'torch.tensor([5, -3]), 6' },
      { args: 'torch.tensor([5, 200], dtype=torch.uint8), torch.tensor([True, False])' },
    ],
    errors: [
      {
        args: 'torch.tensor([1.]), torch.tensor([1.])',
        error: { type: 'NotImplementedError', message: `"${name}_cpu" not implemented for 'Float'` },
      },
    ],
  });

const bitwiseNot = defineOp({
  names: ['torch.bitwise_not'],
  methods: ['bitwise_not'],
  family: 'pointwise',
  doc: say('Every bit turned; on bool: not.'),
  params: [input],
  run({ input: x }, { engine }) {
    if (!isIntegral(x.dtype))
      throw new OpError('NotImplementedError', `"bitwise_not_cpu" not implemented for '${scalarName(x.dtype)}'`);
    return x.dtype === 'bool'
      ? engine.unary('logicalNot', x)
      : mapValues(engine, [x], x.dtype, { number: (a) => ~a, big: (a) => ~a });
  },
  samples: [
    { args: 'torch.tensor([True, False])' },
    { args: 'torch.tensor([5, -3])' },
    { args: 'torch.tensor([5], dtype=torch.uint8)' },
  ],
  errors: [
    {
      args: 'torch.tensor([1.])',
      error: { type: 'NotImplementedError', message: '"bitwise_not_cpu" not implemented for \'Float\'' },
    },
  ],
});

const logical = (name: string, doc: Text, run: (m: Maths, a: Tensor, b: Tensor) => Tensor): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'pointwise',
    doc,
    params: [input, tensor('other', say('A tensor that broadcasts with the first.'))],
    run: (args, { engine }) => run(maths(engine), args.input, args.other),
    samples: [
      { args: "torch.tensor([0., 2., float('nan'), 0.]), torch.tensor([1, 1, 0, 0])" },
      { args: 'torch.tensor([[True], [False]]), torch.tensor([True, False])' },
    ],
  });

export const logic: readonly Op[] = [
  ...bits.map(defineBits),
  ...bits.map((row) => withNumberFirst(defineBits(row))),
  bitwiseNot,
  logical('logical_and', say('Whether both are other than zero.'), (m, a, b) => m.logicalAnd(a, b)),
  logical('logical_or', say('Whether one is other than zero.'), (m, a, b) => m.logicalOr(a, b)),
  logical('logical_xor', say('Whether just one is other than zero.'), (m, a, b) =>
    m.ne(m.logicalNot(a), m.logicalNot(b)),
  ),
];
