// New tensors of numbers by a rule: powers at equal distances, ranges with their end, a single number, windows for signals.
import { say, type Text } from '../../base/text';
import { allocate, type DType, defaultFloat, isFloat } from '../../tensor/dtype';
import type { Engine } from '../../tensor/engine';
import { tensorOf } from '../../tensor/host';
import { type Maths, maths } from '../../tensor/maths';
import type { Tensor } from '../../tensor/tensor';
import { slice } from '../../tensor/view';
import { defineOp } from '../defineOp';
import { fail } from '../fail';
import { NotModelled, type Op } from '../op';
import { asDType, bool, int, keyword, optional, real, scalar, withDefault } from '../params';
import { evenlySpaced, generate } from './create';

const dtype = keyword(optional({ ...asDType, doc: say('The type of the elements.') }));
const runtimeError = (args: string, message: string) => ({ args, error: { type: 'RuntimeError', message } });

const logspace = defineOp({
  names: ['torch.logspace'],
  family: 'creation',
  doc: say('Powers of a base whose exponents are evenly spaced.'),
  params: [
    scalar('start', say('The first exponent.')),
    scalar('end', say('The last exponent.')),
    int('steps', say('How many.')),
    withDefault(real('base', say('The base.')), 10),
    dtype,
  ],
  run({ start, end, steps, base, dtype: type }, { engine }) {
    if (steps < 0) fail('number of steps must be non-negative');
    const result = type ?? defaultFloat;
    const at = evenlySpaced(start.value, end.value, steps, result);
    return generate(engine, [steps], result, (i) => base ** at(i));
  },
  samples: [
    { args: '0, 2, 3' },
    { args: '-1, 1, 5, base=2' },
    { args: '0, 2, 3, dtype=torch.int64' },
    { args: '0, 1, 1' },
    { args: '0.5, 2, 4, dtype=torch.float64' },
  ],
  errors: [runtimeError('0, 1, -1', 'number of steps must be non-negative')],
});

const range = defineOp({
  names: ['torch.range'],
  family: 'creation',
  doc: say('Numbers from start to end, which is included.'),
  params: [
    scalar('start', say('The first number.')),
    scalar('end', say('The last number.')),
    withDefault(scalar('step', say('The distance between numbers.')), { kind: 'int', value: 1 }),
    dtype,
  ],
  run({ start, end, step, dtype: type }, { engine, warn }) {
    warn(
      'UserWarning',
      "torch.range is deprecated and will be removed in a future release because its behavior is inconsistent with Python's range builtin. Instead, use torch.arange, which produces values in [start, end).",
    );
    if (step.value === 0) fail('step must be nonzero');
    if (!Number.isFinite(start.value) || !Number.isFinite(end.value))
      throw new NotModelled(say('a range without an end is not modelled'));
    if (step.value > 0 ? start.value > end.value : start.value < end.value)
      fail('upper bound and lower bound inconsistent with step sign');
    const count = Math.floor((end.value - start.value) / step.value) + 1;
    return generate(engine, [count], type ?? defaultFloat, (i) => start.value + i * step.value);
  },
  samples: [{ args: '0, 3' }, { args: '1, 2.5, 0.5' }, { args: '5, 1, -2, dtype=torch.int64' }],
  errors: [runtimeError('5, 1', 'upper bound and lower bound inconsistent with step sign')],
});

const scalarTensor = defineOp({
  names: ['torch.scalar_tensor'],
  family: 'creation',
  doc: say('A tensor of one number, without dims.'),
  params: [scalar('s', say('The number.')), dtype],
  run: ({ s, dtype: type }, { engine }) =>
    engine.cast(engine.scalar(s.value, s.kind === 'int' ? 'int64' : 'float64'), type ?? defaultFloat),
  samples: [{ args: '3' }, { args: '2.5, dtype=torch.int32' }, { args: 'True' }],
});

/** A window over `n` places, by a formula of places 0 ... n - 1 in the window's own type. */
type Formula = (m: Maths, places: Tensor, n: number, numbers: readonly number[]) => Tensor;
const raisedCosine: Formula = (m, places, n, [alpha = 0.5, beta = 0.5]) =>
  m.add(m.mul(m.cos(m.mul(places, (Math.PI * 2) / (n - 1))), -beta), alpha);

function windowOf(
  engine: Engine,
  name: string,
  length: number,
  periodic: boolean,
  type: DType,
  formula: Formula,
  numbers: readonly number[],
): Tensor {
  if (!isFloat(type)) throw new NotModelled(say('a window of this type is not modelled'));
  if (length < 0) fail(`${name} requires non-negative window_length, got window_length=${length}`);
  if (length === 0) return tensorOf(allocate(type, 0), [0], type);
  if (length === 1) return generate(engine, [1], type, () => 1);
  const n = periodic ? length + 1 : length;
  const made = formula(
    maths(engine),
    generate(engine, [n], type, (i) => i),
    n,
    numbers,
  );
  return periodic ? slice(made, 0, 0, length) : made;
}

function window(name: string, doc: Text, formula: Formula, withNumbers = false): Op {
  const periodic = withDefault(bool('periodic', say('Without the last place, so that it can be repeated.')), true);
  const size = int('window_length', say('How many places.'));
  const numbers = withNumbers
    ? [
        withDefault(real('alpha', say('What is there without the cosine.')), 0.54),
        withDefault(real('beta', say('How much of the cosine.')), 0.46),
      ]
    : [];
  return defineOp({
    names: [`torch.${name}`],
    family: 'creation',
    doc,
    params: [size, periodic, ...numbers, dtype],
    run: (args, { engine }) =>
      windowOf(
        engine,
        name,
        args.window_length,
        args.periodic,
        args.dtype ?? defaultFloat,
        formula,
        numbers.map((param) => (args as Readonly<Record<string, unknown>>)[param.name] as number),
      ),
    samples: [
      { args: '4' },
      { args: '5, periodic=False' },
      { args: '1' },
      { args: '0' },
      { args: '6, dtype=torch.float64' },
      ...(withNumbers ? [{ args: '4, True, 0.5, 0.5' }] : []),
    ],
    errors: [runtimeError('-1', `${name} requires non-negative window_length, got window_length=-1`)],
  });
}

export const spaced: readonly Op[] = [
  logspace,
  range,
  scalarTensor,
  window('hann_window', say('A raised cosine from 0 to 1 and back.'), raisedCosine),
  window('hamming_window', say('A raised cosine that does not begin at 0.'), raisedCosine, true),
  window('blackman_window', say('Two cosines, which fall off more steeply.'), (m, places, n) => {
    const angle = m.mul(places, Math.PI / (n - 1));
    const double = m.mul(m.cos(m.mul(angle, 4)), 0.08);
    return m.add(m.sub(double, m.mul(m.cos(m.mul(angle, 2)), 0.5)), 0.42);
  }),
  window('bartlett_window', say('A triangle from 0 to 1 and back.'), (m, places, n) => {
    const up = m.mul(places, 2 / (n - 1));
    return m.where(m.lt(places, Math.floor((n - 1) / 2) + 1), up, m.sub(2, up));
  }),
];
