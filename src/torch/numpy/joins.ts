// NumPy's functions of several arrays: joins, matrix products, comparisons as a whole. Knows no elementwise function.
import type { Machine } from '../../python/machine';
import { int, type Run, type Value } from '../../python/value';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { allocate, type DType } from '../../tensor/dtype';
import { tensorOf as hostTensor, sizeOf, valuesOf } from '../../tensor/host';
import { TensorError } from '../../tensor/tensorError';
import { whole } from './call';
import { commonType, notModelled } from './numericTypes';
import { isUnknown, type Numpy, type Operand, shapeText, tightShape } from './numpy';
import { axesOf } from './reductions';
import { converted } from './ufuncs';

/** Arrays end to end along a dim that they have. */
function* joined(numpy: Numpy, machine: Machine, parts: readonly Operand[], axis: number): Run<Value> {
  const [first] = parts;
  if (!first) return machine.raise('ValueError', 'need at least one array to concatenate');
  const rank = first.shape.length;
  if (rank === 0) return machine.raise('ValueError', 'zero-dimensional arrays cannot be concatenated');
  const [dim = 0] = axesOf(numpy, machine, int(axis), rank) ?? [];
  parts.forEach(({ shape }, i) => {
    if (shape.length !== rank)
      machine.raise(
        'ValueError',
        `all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has ${rank} dimension(s) and the array at index ${i} has ${shape.length} dimension(s)`.replace(
          'all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the',
          'all the input arrays must have same number of dimensions, but the',
        ),
      );
    shape.forEach((size, at) => {
      if (at !== dim && size !== first.shape[at])
        machine.raise(
          'ValueError',
          `all the input array dimensions except for the concatenation axis must match exactly, but along dimension ${at}, the array at index 0 has size ${first.shape[at]} and the array at index ${i} has size ${size}`,
        );
    });
  });
  const dtype = commonType(
    parts.map((part) => part.dtype),
    [],
  );
  const shape = first.shape.map((size, at) =>
    at === dim ? parts.reduce((sum, part) => sum + (part.shape[dim] ?? 0), 0) : size,
  );
  const made = allocate(dtype, sizeOf(shape));
  const outer = sizeOf(shape.slice(0, dim));
  let at = 0;
  const columns = parts.map((part) => converted(part.values, part.dtype, dtype));
  for (let row = 0; row < outer; row++)
    columns.forEach((values, i) => {
      const width = sizeOf(parts[i]?.shape.slice(dim) ?? []);
      for (let j = 0; j < width; j++) made[at++] = values[row * width + j] as never;
    });
  machine.spend(at / 8);
  return numpy.made(made, shape, dtype);
}

/** The arrays of a sequence, read. */
function* partsOf(numpy: Numpy, machine: Machine, arrays: Value, name: string): Run<readonly Operand[] | Value> {
  const parts: Operand[] = [];
  for (const item of yield* machine.items(arrays)) {
    const part = yield* numpy.read(item, name, machine);
    if (isUnknown(part)) return part;
    parts.push(part);
  }
  return parts;
}

/** How the sizes of the parts are changed before they are joined, and along which dim. */
type Joining = (part: readonly number[], axis: number | undefined) => readonly [shape: readonly number[], axis: number];

const withDim = (shape: readonly number[], at: number): readonly number[] => [
  ...shape.slice(0, at),
  1,
  ...shape.slice(at),
];

const joinings: Readonly<Record<string, Joining>> = {
  concatenate: (shape, axis) => [shape, axis ?? 0],
  concat: (shape, axis) => [shape, axis ?? 0],
  stack: (shape, axis = 0) => [
    withDim(shape, axis < 0 ? axis + shape.length + 1 : axis),
    axis < 0 ? axis + shape.length + 1 : axis,
  ],
  vstack: (shape) => [shape.length === 0 ? [1, 1] : shape.length === 1 ? [1, ...shape] : shape, 0],
  row_stack: (shape) => [shape.length === 0 ? [1, 1] : shape.length === 1 ? [1, ...shape] : shape, 0],
  hstack: (shape) => [shape.length === 0 ? [1] : shape, shape.length > 1 ? 1 : 0],
  dstack: (shape) => [shape.length === 1 ? [1, ...shape, 1] : shape.length === 2 ? [...shape, 1] : shape, 2],
  column_stack: (shape) => [shape.length === 1 ? [...shape, 1] : shape, 1],
};
export const joiningNames: readonly string[] = Object.keys(joinings);

/** `numpy.concatenate`, `stack` and the like. */
export function* join(numpy: Numpy, machine: Machine, name: string, arrays: Value, axis: Value): Run<Value> {
  const parts = yield* partsOf(numpy, machine, arrays, name);
  if (!Array.isArray(parts)) return parts as Value;
  const operands = parts as readonly Operand[];
  if (name === 'stack' && operands.some(({ shape }) => shapeText(shape) !== shapeText(operands[0]?.shape ?? [])))
    machine.raise('ValueError', 'all input arrays must have the same shape');
  const joining = joinings[name];
  const given = whole(axis);
  const shaped = operands.map((part) => ({ ...part, shape: joining?.(part.shape, given)[0] ?? part.shape }));
  const at = joining?.(operands[0]?.shape ?? [], given)[1] ?? 0;
  return yield* joined(numpy, machine, shaped, at);
}

/** Matrix products of one, two or more dims. */
export function matmul(numpy: Numpy, machine: Machine, name: string, a: Operand, b: Operand): Value {
  const isDot = name === 'dot';
  const [x, y] = [a.shape, b.shape];
  const inner = x.at(-1) ?? 1;
  const other = y.length > 1 ? (y.at(-2) ?? 1) : (y[0] ?? 1);
  if (x.length === 0 || y.length === 0 || x.length > 2 || y.length > 2) return notModelled(`numpy.${name}`);
  if (inner !== other)
    machine.raise(
      'ValueError',
      isDot
        ? `shapes ${tightShape(x)} and ${tightShape(y)} not aligned: ${inner} (dim ${x.length - 1}) != ${other} (dim ${Math.max(y.length - 2, 0)})`
        : `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})`,
    );
  const dtype: DType = commonType(
    [a, b].flatMap((part) => (part.weak ? [] : [part.dtype])),
    [a, b].flatMap((part) => (part.weak ? [part.weak] : [])),
  );
  const [p, q] = [converted(a.values, a.dtype, dtype), converted(b.values, b.dtype, dtype)];
  const rows = x.length > 1 ? (x[0] ?? 1) : 1;
  const columns = y.length > 1 ? (y[1] ?? 1) : 1;
  const made = allocate(dtype, rows * columns);
  machine.spend((rows * columns * inner) / 8);
  const isWhole = dtype === 'int64';
  const round = dtype === 'float32' ? Math.fround : (value: number): number => value;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) {
      let [sum, total] = [0, 0n];
      for (let k = 0; k < inner; k++) {
        const [u = 0, v = 0] = [p[i * inner + k], q[k * columns + j]];
        if (isWhole) total += BigInt(u) * BigInt(v);
        else sum = round(sum + round(Number(u) * Number(v)));
      }
      made[i * columns + j] = (isWhole ? BigInt.asIntN(64, total) : dtype === 'bool' ? (sum ? 1 : 0) : sum) as never;
    }
  const shape = [...(x.length > 1 ? [rows] : []), ...(y.length > 1 ? [columns] : [])];
  return numpy.result(made, shape, dtype);
}

/** Whether all numbers of two operands lie close together: `allclose`, `isclose`, `array_equal`. */
export function closeness(a: Operand, b: Operand, { rtol, atol, equalNan }: Closeness): readonly boolean[] | undefined {
  let shape: readonly number[];
  try {
    shape = broadcastShapes(a.shape, b.shape);
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
  const [x, y] = [a, b].map((part) => valuesOf(broadcastTo(hostTensor(part.values, part.shape, part.dtype), shape)));
  return Array.from({ length: sizeOf(shape) }, (_, i) => {
    const [u, v] = [Number(x?.[i]), Number(y?.[i])];
    if (u === v) return true;
    if (Number.isNaN(u) || Number.isNaN(v)) return equalNan && Number.isNaN(u) && Number.isNaN(v);
    return Math.abs(u - v) <= atol + rtol * Math.abs(v) && Number.isFinite(v) && Number.isFinite(u);
  });
}

export interface Closeness {
  readonly rtol: number;
  readonly atol: number;
  readonly equalNan: boolean;
}
