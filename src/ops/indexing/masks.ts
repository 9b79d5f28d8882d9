// Elements picked and filled by masks, one-hot codes, and the triangles of a matrix.
import { largest } from '../../base/largest';
import { say } from '../../base/text';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, cppName } from '../../tensor/dtype';
import { peek } from '../../tensor/gradient/withGradient';
import { tensorOf } from '../../tensor/host';
import { andThen, withValues } from '../../tensor/hostValues';
import { Tensor } from '../../tensor/tensor';
import { checkFits } from '../checkFits';
import { defineOp } from '../defineOp';
import { type Op, OpError } from '../op';
import { alias, input, int, scalarOrTensor, tensor, withDefault } from '../params';
import { toTensor } from '../toTensor';

const sixValues = 'torch.arange(6.).reshape(2, 3)';
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

const mask = tensor('mask', say('Which elements, as bool that broadcasts.'));

const maskedSelect = defineOp({
  names: ['torch.masked_select'],
  methods: ['masked_select'],
  family: 'other',
  doc: say('The elements where the mask holds, in one dim.'),
  params: [input, mask],
  run({ input: x, mask: chosen }, { engine }) {
    if (chosen.dtype !== 'bool') throw new OpError('RuntimeError', 'masked_select: expected BoolTensor for mask');
    const shape = broadcastShapes(chosen.shape, x.shape);
    return withValues(engine, [broadcastTo(chosen, shape)], (holds) => {
      const places = Float64Array.from(holds as Uint8Array, (_, i) => i).filter((i) => holds![i] !== 0);
      return engine.take(broadcastTo(x, shape), places, [places.length]);
    });
  },
  samples: [{ args: `${sixValues}, ${sixValues} > 2` }, { args: `${sixValues}, torch.tensor([True, False, True])` }],
  errors: [runtimeError(`${sixValues}, torch.tensor([1, 0, 1])`, 'masked_select: expected BoolTensor for mask')],
});

const maskedFill = defineOp({
  names: ['torch.masked_fill'],
  methods: ['masked_fill'],
  family: 'other',
  doc: say('A copy with one value where the mask holds.'),
  params: [input, mask, scalarOrTensor('value', say('What is put there.'))],
  run({ input: x, mask: chosen, value }, { engine }) {
    if (chosen.dtype !== 'bool') {
      throw new OpError(
        'RuntimeError',
        `masked_fill_ only supports boolean masks, but got mask with dtype ${cppName(chosen.dtype)}`,
      );
    }
    if (value instanceof Tensor && value.rank > 0) {
      throw new OpError(
        'RuntimeError',
        `masked_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.rank} dimension(s).`,
      );
    }
    const given = toTensor(engine, value);
    const checked = peek(engine, [given], (values) => checkFits(Number(values![0]), x.dtype));
    return andThen(checked, () => engine.where(chosen, engine.cast(given, x.dtype), x));
  },
  samples: [
    { args: `${sixValues}, ${sixValues} > 2, -1` },
    { args: `${sixValues}, torch.tensor([True, False, True]), float('-inf')` },
    { args: 'torch.tensor([1, 2]), torch.tensor([True, False]), 1.5' },
    { args: `${sixValues}, ${sixValues} > 2, torch.tensor(9)` },
  ],
  errors: [
    runtimeError(
      `${sixValues}, torch.tensor([1, 0, 1]), -1`,
      'masked_fill_ only supports boolean masks, but got mask with dtype long int',
    ),
    runtimeError(
      `${sixValues}, ${sixValues} > 2, torch.tensor([9.])`,
      'masked_fill_ only supports a 0-dimensional value tensor, but got tensor with 1 dimension(s).',
    ),
    runtimeError(
      "torch.tensor([1, 2]), torch.tensor([True, False]), float('-inf')",
      'value cannot be converted to type int64_t without overflow',
    ),
  ],
});

const oneHot = defineOp({
  names: ['torch.nn.functional.one_hot'],
  family: 'other',
  doc: say('A new last dim with 1 at the index of the class and 0 elsewhere.'),
  params: [
    alias(tensor('tensor', say('Class indices.')), 'input'),
    withDefault(int('num_classes', say('How many classes; -1 takes the largest index and one.')), -1),
  ],
  run({ tensor: x, num_classes: given }, { engine }) {
    if (x.dtype !== 'int64')
      throw new OpError('RuntimeError', 'one_hot is only applicable to index tensor of type LongTensor.');
    return withValues(engine, [x], (values) => {
      const classes = Array.from(values as BigInt64Array, Number);
      if (classes.length === 0 && given <= 0) {
        throw new OpError('RuntimeError', 'Can not infer total number of classes from empty tensor.');
      }
      if (classes.some((index) => index < 0)) throw new OpError('RuntimeError', 'Class values must be non-negative.');
      const count = given === -1 ? largest(classes) + 1 : given;
      if (classes.some((index) => index >= count))
        throw new OpError('RuntimeError', 'Class values must be smaller than num_classes.');
      const out = allocate('int64', classes.length * count) as BigInt64Array;
      for (const [i, index] of classes.entries()) out[i * count + index] = 1n;
      return tensorOf(out, [...x.shape, count], 'int64');
    });
  },
  samples: [
    { args: 'torch.tensor([0, 2])' },
    { args: 'torch.tensor([[0], [1]]), num_classes=3' },
    { args: 'torch.zeros(0, dtype=torch.int64), 3' },
    { args: 'torch.tensor(1)' },
  ],
  errors: [
    runtimeError('torch.tensor([0, 2]), 2', 'Class values must be smaller than num_classes.'),
    runtimeError('torch.tensor([0, -2]), 2', 'Class values must be non-negative.'),
    runtimeError('torch.tensor([0.])', 'one_hot is only applicable to index tensor of type LongTensor.'),
    runtimeError('torch.zeros(0, dtype=torch.int64)', 'Can not infer total number of classes from empty tensor.'),
  ],
});

/** Part of a matrix on one side of a diagonal. */
const triangle = (name: 'tril' | 'triu'): Op =>
  defineOp({
    names: [`torch.${name}`],
    methods: [name],
    family: 'other',
    doc:
      name === 'tril'
        ? say('The part on and below a diagonal, zeros above.')
        : say('The part on and above a diagonal, zeros below.'),
    params: [input, withDefault(int('diagonal', say('How far the diagonal is above the main one.')), 0)],
    run({ input: x, diagonal }, { engine }) {
      if (x.rank < 2) throw new OpError('RuntimeError', `${name}: input tensor must have at least 2 dimensions`);
      const [rows, columns] = x.shape.slice(-2) as [number, number];
      const keep = new Uint8Array(rows * columns).map((_, i) => {
        const above = (i % columns) - Math.floor(i / columns);
        return (name === 'tril' ? above <= diagonal : above >= diagonal) ? 1 : 0;
      });
      return engine.where(tensorOf(keep, [rows, columns], 'bool'), x, engine.scalar(0, x.dtype));
    },
    samples: [{ args: sixValues }, { args: `${sixValues}, 1` }, { args: 'torch.ones(3, 3).long(), -1' }],
  });

export const masks: readonly Op[] = [maskedSelect, maskedFill, oneHot, triangle('tril'), triangle('triu')];
