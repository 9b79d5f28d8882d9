// Sequences of different lengths as one tensor: padded, packed step by step, and back. Knows no PackedSequence.
import { largest } from '../../base/largest';
import { say } from '../../base/text';
import { allocate, type DType, listOf } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { replaceAt } from '../../tensor/gradient/positions';
import { peek } from '../../tensor/gradient/withGradient';
import { sizeOf } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import type { Tensor } from '../../tensor/tensor';
import { sizesText, transpose } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import type { Op } from '../op';
import { bool, int, real, tensor, tensors, text, withDefault } from '../params';

const batchFirst = bool('batch_first', say('Whether the batch is the first dim, else the time.'));
const paddingValue = real('padding_value', say('What stands behind the end of a sequence.'));

/** A tensor of one value. */
function filled(engine: Engine, shape: readonly number[], dtype: DType, value: number): Tensor {
  const host = allocate(dtype, sizeOf(shape));
  if (host instanceof BigInt64Array) host.fill(BigInt(Math.trunc(value)));
  else host.fill(value);
  return engine.fromHost(host, shape, dtype);
}

/** Positions of the rows `(step, sequence)` in a tensor of (steps, sequences, width), by the order of its first dims. */
const rowsAt = (
  rows: readonly (readonly [step: number, sequence: number])[],
  [steps, sequences]: readonly [number, number],
  width: number,
  isBatchFirst: boolean,
): Float64Array =>
  Float64Array.from({ length: rows.length * width }, (_, i) => {
    const [step, sequence] = rows[Math.floor(i / width)]!;
    return (isBatchFirst ? sequence * steps + step : step * sequences + sequence) * width + (i % width);
  });

/** Step by step the sequences that last so long. */
function packedRows(lengths: readonly number[], steps: number): (readonly [number, number])[] {
  const rows: (readonly [number, number])[] = [];
  for (let step = 0; step < steps; step++)
    for (let sequence = 0; sequence < lengths.length && lengths[sequence]! > step; sequence++)
      rows.push([step, sequence]);
  return rows;
}

const pack = defineOp({
  names: ['torch._pack_padded_sequence'],
  family: 'other',
  doc: say('Padded sequences, the longest first, as the steps of all of them one after the other.'),
  params: [
    tensor('input', say('The sequences: (time, batch, ...).')),
    tensor('lengths', say('The length of each.')),
    batchFirst,
  ],
  run({ input: x, lengths, batch_first: isBatchFirst }, { engine }) {
    if (x.size === 0) fail('Cannot pack empty tensors.');
    const [steps = 0, batch = 0] = isBatchFirst ? [x.shape[1], x.shape[0]] : x.shape;
    if (lengths.size !== batch)
      fail(`Expected \`len(lengths)\` to be equal to batch_size, but got ${lengths.size} (batch_size=${batch})`);
    const known = peek(engine, [lengths], (values) => Array.from<number | bigint, number>(values!, Number));
    return andThen(known, (sizes) => {
      if ((sizes.at(-1) ?? 0) <= 0)
        fail("Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0");
      if (sizes.some((size, i) => i > 0 && size > sizes[i - 1]!))
        fail(
          '`lengths` array must be sorted in decreasing order when `enforce_sorted` is True. You can pass `enforce_sorted=False` to pack_padded_sequence and/or pack_sequence to sidestep this requirement if you do not need ONNX exportability.',
        );
      const rest = x.shape.slice(2);
      const rows = packedRows(sizes, steps);
      const counts = listOf(sizes[0]!, (step) => sizes.filter((size) => size > step).length);
      const data = engine.take(x, rowsAt(rows, [steps, batch], sizeOf(rest), isBatchFirst), [rows.length, ...rest]);
      return andThen(data, (made): readonly Tensor[] => [
        made,
        engine.fromHost(BigInt64Array.from(counts, BigInt), [counts.length], 'int64'),
      ]);
    });
  },
  samples: [
    { args: 'torch.arange(12.).reshape(3, 2, 2), torch.tensor([3, 1]), False' },
    { args: 'torch.arange(12.).reshape(2, 3, 2), torch.tensor([3, 2]), True' },
    { args: 'torch.arange(6).reshape(3, 2), torch.tensor([2, 2]), False' },
  ],
  errors: [
    {
      args: 'torch.zeros(3, 2), torch.tensor([3, 0]), False',
      error: {
        type: 'RuntimeError',
        message: "Length of all samples has to be greater than 0, but found an element in 'lengths' that is <= 0",
      },
    },
    {
      args: 'torch.zeros(3, 2), torch.tensor([3]), False',
      error: {
        type: 'RuntimeError',
        message: 'Expected `len(lengths)` to be equal to batch_size, but got 1 (batch_size=2)',
      },
    },
  ],
});

/** ATen views the steps of one batch size after the other: what the data has too few rows for. */
function checkSteps(sizes: readonly number[], data: Tensor): void {
  let start = 0;
  for (let from = 0, to = 0; to < sizes.length; from = to) {
    while (to < sizes.length && sizes[to] === sizes[from]) to++;
    const rows = (to - from) * sizes[from]!;
    const there = Math.max(0, Math.min(rows, data.shape[0]! - start));
    const rest = data.shape.slice(1);
    if (there < rows) {
      const wanted = sizesText([to - from, sizes[from]!, ...rest]);
      fail(`shape '${wanted}' is invalid for input of size ${there * sizeOf(rest)}`);
    }
    start += rows;
  }
}

const padPacked = defineOp({
  names: ['torch._pad_packed_sequence'],
  family: 'other',
  doc: say('Packed steps as padded sequences, and their lengths.'),
  params: [
    tensor('data', say('The steps of all sequences one after the other.')),
    tensor('batch_sizes', say('How many sequences each step has.')),
    batchFirst,
    paddingValue,
    int('total_length', say('The length of the result.')),
  ],
  run({ data, batch_sizes: counts, padding_value: padding, total_length: steps, ...rest }, { engine }) {
    const known = peek(engine, [counts], (values) => Array.from<number | bigint, number>(values!, Number));
    return andThen(known, (sizes) => {
      checkSteps(sizes, data);
      if (data.rank === 0) fail('ArrayRef: invalid slice, N = 1; size = 0');
      const batch = sizes[0] ?? 0;
      const shape = [steps, batch, ...data.shape.slice(1)];
      const lengths = Array.from({ length: batch }, (_, sequence) => sizes.filter((size) => size > sequence).length);
      const empty = filled(engine, shape, data.dtype, padding);
      const rows = packedRows(lengths, steps);
      const at = rowsAt(rows, [steps, batch], sizeOf(data.shape.slice(1)), false);
      return andThen(replaceAt(engine, empty, data, at), (made): readonly Tensor[] => [
        rest.batch_first ? transpose(made, 0, 1) : made,
        engine.fromHost(BigInt64Array.from(lengths, BigInt), [batch], 'int64'),
      ]);
    });
  },
  samples: [
    { args: 'torch.arange(8.).reshape(4, 2), torch.tensor([2, 1, 1]), False, 0.0, 3' },
    { args: 'torch.arange(4.), torch.tensor([2, 2]), True, -1.5, 4' },
  ],
  errors: [
    {
      args: 'torch.arange(8.).reshape(4, 2), torch.tensor([2, 2, 1]), False, 0.0, 3',
      error: { type: 'RuntimeError', message: "shape '[1, 1, 2]' is invalid for input of size 0" },
    },
  ],
});

/** Where the sequences stand in a tensor of zeros or another value; broadcast as an assignment does. */
function padded(
  engine: Engine,
  sequences: readonly Tensor[],
  { isFirst, value, isLeft }: { readonly isFirst: boolean; readonly value: number; readonly isLeft: boolean },
): Tensor | Promise<Tensor> {
  const [first] = sequences;
  if (!first) fail('received an empty list of sequences');
  if (first.rank === 0) fail('ArrayRef: invalid slice, N = 1; size = 0');
  const rest = first.shape.slice(1);
  const steps = largest(sequences.map((x) => x.shape[0] ?? 0));
  const batch = sequences.length;
  const shape = isFirst ? [batch, steps, ...rest] : [steps, batch, ...rest];
  let made: Tensor | Promise<Tensor> = filled(engine, shape, first.dtype, value);
  for (const [sequence, x] of sequences.entries()) {
    const length = x.shape[0] ?? 0;
    const own = x.shape.slice(1);
    if (own.join() !== rest.join()) refuseShape([length, ...rest], x.shape);
    const from = isLeft ? steps - length : 0;
    const rows = Array.from({ length }, (_, step) => [from + step, sequence] as const);
    const at = rowsAt(rows, [steps, batch], sizeOf(rest), isFirst);
    made = andThen(made, (whole) => replaceAt(engine, whole, engine.cast(x, whole.dtype), at));
  }
  return made;
}

/** What an assignment says of a source that does not fit. */
function refuseShape(target: readonly number[], source: readonly number[]): never {
  for (let i = 1; i <= Math.max(target.length, source.length); i++) {
    const [a, b] = [target.at(-i) ?? 1, source.at(-i) ?? 1];
    if (a === b || a === 1 || b === 1) continue;
    fail(
      `The size of tensor a (${a}) must match the size of tensor b (${b}) at non-singleton dimension ${Math.max(target.length, source.length) - i}`,
    );
  }
  return fail(`expand(torch.FloatTensor{[${source.join(', ')}]}, size=[${target.join(', ')}]): sizes do not fit`);
}

const padSequence = defineOp({
  names: ['torch.nn.utils.rnn.pad_sequence'],
  family: 'other',
  doc: say('Sequences of different lengths as one tensor with padding.'),
  params: [
    tensors('sequences', say('The sequences: (length, ...) each.')),
    withDefault(batchFirst, false),
    withDefault(paddingValue, 0),
    withDefault(text('padding_side', say("'right' or 'left'.")), 'right'),
  ],
  run({ sequences, batch_first: isFirst, padding_value: value, padding_side: side }, { engine }) {
    if (side !== 'left' && side !== 'right') fail(`Expected padding_side to be one of left or right, but got ${side}.`);
    return padded(engine, sequences, { isFirst, value, isLeft: side === 'left' });
  },
  samples: [
    { args: '[torch.tensor([1., 2.]), torch.tensor([3., 4., 5.])]' },
    { args: '[torch.ones(2, 2), torch.arange(6.).reshape(3, 2)], batch_first=True, padding_value=-1.5' },
    { args: "[torch.tensor([1, 2]), torch.tensor([3])], True, padding_side='left'" },
  ],
  errors: [
    { args: '[]', error: { type: 'RuntimeError', message: 'received an empty list of sequences' } },
    {
      args: '[torch.ones(2, 3), torch.ones(3, 2)]',
      error: {
        type: 'RuntimeError',
        message: 'The size of tensor a (3) must match the size of tensor b (2) at non-singleton dimension 1',
      },
    },
  ],
});

export const packings: readonly Op[] = [pack, padPacked, padSequence];
