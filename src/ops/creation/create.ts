// New tensors: filled, counted up, spaced, identity. Device, layout and requires_grad are the binding's.
import { say, type Text } from '../../base/text';
import { allocate, type DType, defaultFloat, isFloat, isIntegral, lanes } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { sizeOf } from '../../tensor/host';
import { checkStorage } from '../../tensor/storageSize';
import type { Tensor } from '../../tensor/tensor';
import { sizesText } from '../../tensor/view';
import { checkFits } from '../checkFits';
import { defineOp } from '../defineOp';
import { asFirst } from '../layouts';
import { NotModelled, type Op, OpError, type Scalar } from '../op';
import { asDType, input, int, keyword, optional, scalar, shape, withDefault } from '../params';

const dtype = keyword(optional({ ...asDType, doc: say('The type of the elements.') }));
const size = shape('size', say('The shape.'));

/** Values by index as a tensor of `dtype`, rounded to it. */
export function generate(engine: Engine, size: readonly number[], dtype: DType, at: (i: number) => number): Tensor {
  const wide: DType = isFloat(dtype) ? 'float64' : dtype;
  const values = allocate(wide, sizeOf(size));
  for (let i = 0; i < values.length; i++) {
    if (values instanceof BigInt64Array) values[i] = BigInt(Math.trunc(at(i)));
    else values[i] = at(i);
  }
  return engine.cast(engine.fromHost(values, size, wide), dtype);
}

const filled = (engine: Engine, size: readonly number[], dtype: DType, value: number): Tensor => {
  const values = allocate(dtype, sizeOf(size));
  if (lanes(dtype) > 1) {
    for (let i = 0; i < values.length; i += lanes(dtype)) values[i] = value;
    return engine.fromHost(values, size, dtype);
  }
  const one = engine.cast(
    engine.scalar(value, isFloat(dtype) || !Number.isInteger(value) ? 'float64' : 'int64'),
    dtype,
  );
  if (values instanceof BigInt64Array) values.fill((one.storage.host as BigInt64Array)[0]!);
  else values.fill(one.storage.host![0] as number);
  return engine.fromHost(values, size, dtype);
};

function checkSize(size: readonly number[], name: string): void {
  const negative = size.find((n) => n < 0);
  if (negative === undefined) {
    checkStorage(size);
    return;
  }
  throw new OpError(
    'RuntimeError',
    name === 'zeros'
      ? 'zeros: Dimension size must be non-negative.'
      : `Trying to create tensor with negative dimension ${negative}: ${sizesText(size)}`,
  );
}

const typeOf = (value: Scalar): DType =>
  value.kind === 'bool' ? 'bool' : value.kind === 'int' ? 'int64' : defaultFloat;
const fillValue = scalar('fill_value', say('The value of every element.'));

function constant(name: 'zeros' | 'ones', value: number, doc: Text): readonly Op[] {
  return [
    defineOp({
      names: [`torch.${name}`],
      family: 'creation',
      doc,
      params: [size, dtype],
      run(args, { engine }) {
        checkSize(args.size, name);
        return filled(engine, args.size, args.dtype ?? defaultFloat, value);
      },
      samples: [
        { args: '2, 3' },
        { args: '(2,), dtype=torch.int64' },
        { args: '[]' },
        { args: '0, 2' },
        { args: '(1, 2), dtype=torch.bool' },
      ],
      errors: [
        {
          args: '-1',
          error: {
            type: 'RuntimeError',
            message:
              name === 'zeros'
                ? 'zeros: Dimension size must be non-negative.'
                : 'Trying to create tensor with negative dimension -1: [-1]',
          },
        },
      ],
    }),
    defineOp({
      names: [`torch.${name}_like`],
      layout: asFirst,
      family: 'creation',
      doc,
      params: [input, dtype],
      run: (args, { engine }) => filled(engine, args.input.shape, args.dtype ?? args.input.dtype, value),
      samples: [{ args: 'torch.tensor([[1., 2.]])' }, { args: 'torch.tensor([1, 2]), dtype=torch.bool' }],
    }),
  ];
}

const full = defineOp({
  names: ['torch.full'],
  family: 'creation',
  doc: say('A tensor of one value.'),
  params: [size, fillValue, dtype],
  run(args, { engine }) {
    checkSize(args.size, 'full');
    const type = args.dtype ?? typeOf(args.fill_value);
    checkFits(args.fill_value.value, type);
    return filled(engine, args.size, type, args.fill_value.value);
  },
  samples: [
    { args: '(2, 2), 3' },
    { args: '(2,), 3.5' },
    { args: '(2,), True' },
    { args: '(2,), 3.7, dtype=torch.int64' },
    { args: "(2,), float('nan')" },
    { args: '(2,), 0.1, dtype=torch.float16' },
  ],
});
const fullLike = defineOp({
  names: ['torch.full_like'],
  layout: asFirst,
  family: 'creation',
  doc: say('A tensor of one value in the shape of another.'),
  params: [input, fillValue, dtype],
  run: (args, { engine }) => filled(engine, args.input.shape, args.dtype ?? args.input.dtype, args.fill_value.value),
  samples: [
    { args: 'torch.tensor([1, 2]), 2.7' },
    { args: 'torch.tensor([1., 2.]), 7' },
    { args: 'torch.tensor([1, 2]), 0.1, dtype=torch.float64' },
  ],
});

const arange = defineOp({
  names: ['torch.arange'],
  family: 'creation',
  doc: say('Numbers from start up to, but without, end.'),
  params: [
    optional(scalar('start', say('The first number, 0 where only the end is given.'))),
    optional(scalar('end', say('Where the numbers stop, itself not included.'))),
    withDefault(scalar('step', say('The distance between numbers.')), { kind: 'int', value: 1 }),
    dtype,
  ],
  run(args, { engine }) {
    const zero: Scalar = { kind: 'int', value: 0 };
    const [start, end] = args.end === null ? [zero, args.start ?? zero] : [args.start ?? zero, args.end];
    const { step } = args;
    if (step.value === 0) throw new OpError('RuntimeError', 'step must be nonzero');
    if (!Number.isFinite(start.value) || !Number.isFinite(end.value)) {
      throw new NotModelled(say('a range without an end is not modelled'));
    }
    if (step.value > 0 ? start.value > end.value : start.value < end.value) {
      throw new OpError('RuntimeError', 'upper bound and lower bound inconsistent with step sign');
    }
    const type = args.dtype ?? ([start, end, step].some((part) => part.kind === 'float') ? defaultFloat : 'int64');
    if (type === 'bool') throw new OpError('NotImplementedError', '"arange_cpu" not implemented for \'Bool\'');
    // What counts integers has dropped the fractions before; narrower ones are as many as with them.
    const whole = (part: Scalar): number => (isIntegral(type) ? Math.trunc(part.value) : part.value);
    const counted = (part: Scalar): number => (type === 'int64' ? whole(part) : part.value);
    if (counted(step) === 0) throw new OpError('ValueError', 'step must be nonzero');
    const count = Math.ceil((counted(end) - counted(start)) / counted(step));
    return generate(engine, [count], type, (i) => whole(start) + i * whole(step));
  },
  samples: [
    { args: '5' },
    { args: '1, 2.5, 0.5' },
    { args: '0, 1, 0.1' },
    { args: '5, 1, -2' },
    { args: '3, dtype=torch.float16' },
    { args: '2.' },
    { args: 'end=4' },
    { args: '0, 5, 2' },
    { args: '3, 3' },
  ],
  errors: [
    {
      args: '5, 1',
      error: { type: 'RuntimeError', message: 'upper bound and lower bound inconsistent with step sign' },
    },
    { args: '1, 5, 0', error: { type: 'RuntimeError', message: 'step must be nonzero' } },
  ],
});

/** Numbers from start to end by index: from both ends to the middle, as ATen counts. */
export function evenlySpaced(start: number, end: number, steps: number, dtype: DType): (i: number) => number {
  const round = dtype === 'float64' ? (x: number) => x : Math.fround;
  const step = round((end - start) / (steps - 1));
  return (i) => {
    if (steps === 1) return round(start);
    return round(i < Math.floor(steps / 2) ? start + step * i : end - step * (steps - i - 1));
  };
}

const linspace = defineOp({
  names: ['torch.linspace'],
  family: 'creation',
  doc: say('Evenly spaced numbers from start to end, both included.'),
  params: [
    scalar('start', say('The first number.')),
    scalar('end', say('The last number.')),
    int('steps', say('How many.')),
    dtype,
  ],
  run({ start, end, steps, dtype: type }, { engine }) {
    if (steps < 0) throw new OpError('RuntimeError', 'number of steps must be non-negative');
    const result = type ?? defaultFloat;
    return generate(engine, [steps], result, evenlySpaced(start.value, end.value, steps, result));
  },
  samples: [
    { args: '0, 1, 5' },
    { args: '-3, 3, 7' },
    { args: '0, 1, 1' },
    { args: '0, 1, 0' },
    { args: '0, 10, 4, dtype=torch.int64' },
    { args: '0.1, 0.7, 9' },
    { args: '0, 1, 3, dtype=torch.float64' },
  ],
  errors: [{ args: '0, 1, -1', error: { type: 'RuntimeError', message: 'number of steps must be non-negative' } }],
});

const eye = defineOp({
  names: ['torch.eye'],
  family: 'creation',
  doc: say('Ones on the diagonal, zeros elsewhere.'),
  params: [int('n', say('Rows.')), optional(int('m', say('Columns; as many as rows where None.'))), dtype],
  run({ n, m, dtype: type }, { engine }) {
    if (n < 0) throw new OpError('RuntimeError', `n must be greater or equal to 0, got ${n}`);
    const columns = m ?? n;
    return generate(engine, [n, columns], type ?? defaultFloat, (i) =>
      Math.floor(i / columns) === i % columns ? 1 : 0,
    );
  },
  samples: [{ args: '2' }, { args: '2, 3, dtype=torch.int64' }, { args: '0' }],
  errors: [{ args: '-1', error: { type: 'RuntimeError', message: 'n must be greater or equal to 0, got -1' } }],
});

export const creations: readonly Op[] = [
  ...constant('zeros', 0, say('A tensor of zeros.')),
  ...constant('ones', 1, say('A tensor of ones.')),
  full,
  fullLike,
  arange,
  linspace,
  eye,
];
