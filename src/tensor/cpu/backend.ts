// The backend that is always there: plain loops over typed arrays, for every real dtype. Knows no other backend.
// Its inputs must have their values on the host; float16 and bfloat16 arrive as float32, see the engine.
import { assert } from '../../base/exhaust';
import { say } from '../../base/text';
import type { Backend, BinaryOp, UnaryOp } from '../backend';
import { allocate, categoryOf, type DType, type HostArray } from '../dtype';
import { sizeOf, tensorOf, valuesOf } from '../host';
import { andThen } from '../hostValues';
import type { Tensor } from '../tensor';
import { NotModelled } from '../tensorError';
import { bigFunctions as bigBinary, numberFunction } from './binary';
import { castValues } from './cast';
import { contractValues } from './contract';
import { lossOf } from './losses';
import { put, taken } from './positions';
import { reducedShape, reduceValues } from './reduce';
import { scanValues } from './scan';
import { selectOnCpu } from './select';
import { softmaxValues } from './softmax';
import { bigFunctions as bigUnary, singleFunctions, unaryFunctions } from './unary';

/** Values in order with the step from one to the next: 0 where one value serves all. */
interface Operand<T extends HostArray> {
  readonly values: T;
  readonly step: 0 | 1;
}

function operand(x: Tensor): Operand<HostArray> {
  const repeats = x.size > 1 && x.strides.every((stride, dim) => stride === 0 || x.shape[dim] === 1);
  return repeats
    ? { values: x.storage.host!.subarray(x.offset, x.offset + 1), step: 0 }
    : { values: valuesOf(x), step: 1 };
}

/** The same loops as below over one kind of array: an engine that has seen no other kind reads it much faster. */
function mapSingles(f: (x: number) => number, x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i]!);
}
/** Called by its name: of a function that may be any, each result would be an object of its own. */
function exponentials(x: Float32Array, out: Float32Array): void {
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]!);
}
function mapPairs(
  f: (x: number, y: number) => number,
  x: Float32Array,
  stepX: number,
  y: Float32Array,
  stepY: number,
  out: Float32Array,
): void {
  for (let i = 0; i < out.length; i++) out[i] = f(x[i * stepX]!, y[i * stepY]!);
}

type Loop = (x: Float32Array, stepX: number, y: Float32Array, stepY: number, out: Float32Array) => void;
/** Functions that are worth a loop of their own: a call for each element takes longer than the sum. */
const loops: Partial<Record<BinaryOp, Loop>> = {
  add: (x, stepX, y, stepY, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i * stepX]! + y[i * stepY]!;
  },
  sub: (x, stepX, y, stepY, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i * stepX]! - y[i * stepY]!;
  },
  mul: (x, stepX, y, stepY, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i * stepX]! * y[i * stepY]!;
  },
  div: (x, stepX, y, stepY, out) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i * stepX]! / y[i * stepY]!;
  },
};

function refuseComplex(dtype: DType): void {
  if (categoryOf(dtype) === 'complex')
    throw new NotModelled(say('arithmetic with complex tensors is not modelled yet'));
}

function unary(op: UnaryOp, x: Tensor, dtype: DType): Tensor {
  refuseComplex(x.dtype);
  const values = valuesOf(x);
  const out = allocate(dtype, x.size);
  if (values instanceof BigInt64Array && out instanceof BigInt64Array) {
    const f = bigUnary[op];
    assert(f, `${op} of int64`);
    for (let i = 0; i < out.length; i++) out[i] = f(values[i]!);
  } else {
    const f = (dtype === 'float32' && singleFunctions[op]) || unaryFunctions[op];
    const numbers = values instanceof BigInt64Array ? castValues(values, 'int64', 'float64') : values;
    if (numbers instanceof Float32Array && out instanceof Float32Array) {
      if (f === Math.exp) exponentials(numbers, out);
      else mapSingles(f, numbers, out);
    } else for (let i = 0; i < out.length; i++) out[i] = f(numbers[i] as number);
  }
  return tensorOf(out, x.shape, dtype);
}

function binary(op: BinaryOp, a: Tensor, b: Tensor, dtype: DType): Tensor {
  refuseComplex(a.dtype);
  const [left, right] = [operand(a), operand(b)];
  const [x, y] = [left.values, right.values];
  const out = allocate(dtype, a.size);
  if (x instanceof BigInt64Array && y instanceof BigInt64Array) {
    assert(op !== 'div' && op !== 'xlogy', `${op} of int64`);
    const f = bigBinary[op];
    if (out instanceof BigInt64Array) {
      for (let i = 0; i < out.length; i++) out[i] = f(x[i * left.step]!, y[i * right.step]!);
    } else for (let i = 0; i < out.length; i++) out[i] = Number(f(x[i * left.step]!, y[i * right.step]!));
  } else {
    const f = numberFunction(op, a.dtype);
    if (x instanceof Float32Array && y instanceof Float32Array && out instanceof Float32Array) {
      const loop = loops[op];
      if (loop) loop(x, left.step, y, right.step, out);
      else mapPairs(f, x, left.step, y, right.step, out);
    } else for (let i = 0; i < out.length; i++) out[i] = f(x[i * left.step] as number, y[i * right.step] as number);
  }
  return tensorOf(out, a.shape, dtype);
}

function where(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  refuseComplex(a.dtype);
  const [test, left, right] = [operand(condition), operand(a), operand(b)];
  const out = allocate(a.dtype, condition.size);
  for (let i = 0; i < out.length; i++) {
    const chosen = test.values[i * test.step] ? left : right;
    out[i] = chosen.values[i * chosen.step]!;
  }
  return tensorOf(out, condition.shape, a.dtype);
}

function softmax(x: Tensor, dim: number, log: boolean): Tensor {
  const values = valuesOf(x);
  assert(
    (values instanceof Float32Array || values instanceof Float64Array) && categoryOf(x.dtype) === 'float',
    'softmax of floats',
  );
  const outer = sizeOf(x.shape.slice(0, dim));
  const inner = sizeOf(x.shape.slice(dim + 1));
  return tensorOf(softmaxValues(values, outer, x.shape[dim] ?? 1, inner, log), x.shape, x.dtype);
}

export const cpuBackend: Backend = {
  name: 'cpu',
  supports: () => true,
  unary,
  binary,
  where,
  cast: (x, dtype) => tensorOf(castValues(valuesOf(x), x.dtype, dtype), x.shape, dtype),
  reduce(op, x, dims, keepdim, dtype) {
    refuseComplex(x.dtype);
    return tensorOf(reduceValues(op, x, dims, dtype), reducedShape(x.shape, dims, keepdim), dtype);
  },
  softmax,
  scan(op, x, dim, back) {
    refuseComplex(x.dtype);
    const sizes = [sizeOf(x.shape.slice(0, dim)), x.shape[dim] ?? 1, sizeOf(x.shape.slice(dim + 1))] as const;
    return tensorOf(scanValues(op, valuesOf(x), sizes, back, x.dtype), x.shape, x.dtype);
  },
  select: selectOnCpu,
  contract(a, b, dims, dtype, meter) {
    refuseComplex(a.dtype);
    const shape = reducedShape(a.shape, dims, false);
    return andThen(contractValues(a, b, dims, meter), (values) =>
      tensorOf(castValues(values, values instanceof BigInt64Array ? 'int64' : 'float64', dtype), shape, dtype),
    );
  },
  take: (x, positions, shape) => tensorOf(taken(x, positions), shape, x.dtype),
  put: (x, positions, shape) => tensorOf(put(x, positions, shape), shape, x.dtype),
  loss: lossOf,
  read: valuesOf,
};
