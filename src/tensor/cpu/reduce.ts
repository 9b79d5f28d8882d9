// Reductions over any dims of row-major values, seen as (outer, count, inner). Sums accumulate in double, int64 exactly.
import type { ReduceOp } from '../backend';
import { type DType, type HostArray, isIntegral, itemSize } from '../dtype';
import { sizeOf, valuesOf } from '../host';
import type { Tensor } from '../tensor';
import { permute } from '../view';
import { larger, smaller } from './binary';
import { cascadeSum } from './cascadeSum';
import { castValues } from './cast';

interface Layout {
  readonly values: HostArray;
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** Values so that the reduced dims are one: adjacent dims stay in place, others are brought last. */
function layoutOf(x: Tensor, dims: readonly number[]): Layout {
  const count = sizeOf(dims.map((dim) => x.shape[dim]!));
  const first = dims[0] ?? x.rank;
  if (dims.every((dim, i) => dim === first + i)) {
    return {
      values: valuesOf(x),
      outer: sizeOf(x.shape.slice(0, first)),
      count,
      inner: sizeOf(x.shape.slice(first + dims.length)),
    };
  }
  const kept = x.shape.map((_, dim) => dim).filter((dim) => !dims.includes(dim));
  return {
    values: valuesOf(permute(x, [...kept, ...dims])),
    outer: sizeOf(kept.map((dim) => x.shape[dim]!)),
    count,
    inner: 1,
  };
}

/** Folds each line into one number; `start` is undefined where the first element starts. */
function fold(
  layout: Layout,
  values: Exclude<HostArray, BigInt64Array>,
  start: number | undefined,
  step: (acc: number, value: number) => number,
): Float64Array {
  const { outer, count, inner } = layout;
  const acc = new Float64Array(outer * inner);
  const from = start === undefined ? 1 : 0;
  for (let o = 0; o < outer; o++) {
    const base = o * count * inner;
    if (inner === 1) {
      let sum = start ?? values[base]!;
      for (let k = from; k < count; k++) sum = step(sum, values[base + k]!);
      acc[o] = sum;
      continue;
    }
    const row = o * inner;
    for (let i = 0; i < inner; i++) acc[row + i] = start ?? values[base + i]!;
    for (let k = from; k < count; k++) {
      const line = base + k * inner;
      for (let i = 0; i < inner; i++) acc[row + i] = step(acc[row + i]!, values[line + i]!);
    }
  }
  return acc;
}

/** The largest or smallest of each line; NaN where there is one. A loop of its own: what is folded this way is often long. */
function extremes({ outer, count, inner }: Layout, values: Float32Array, largest: boolean): Float32Array {
  const out = new Float32Array(outer * inner);
  for (let o = 0; o < outer * inner; o++) {
    const start = Math.floor(o / inner) * count * inner + (o % inner);
    let best = values[start]!;
    for (let k = start + inner; k < start + count * inner; k += inner) {
      const value = values[k]!;
      if (Number.isNaN(value)) best = value;
      else if (largest ? value > best : value < best) best = value;
    }
    out[o] = best;
  }
  return out;
}

function foldBig(
  layout: Layout,
  values: BigInt64Array,
  start: bigint | undefined,
  step: (acc: bigint, value: bigint) => bigint,
): BigInt64Array {
  const { outer, count, inner } = layout;
  const acc = new BigInt64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      let sum = start ?? values[o * count * inner + i]!;
      for (let k = start === undefined ? 1 : 0; k < count; k++)
        sum = BigInt.asIntN(64, step(sum, values[(o * count + k) * inner + i]!));
      acc[o * inner + i] = sum;
    }
  }
  return acc;
}

/** Index of the first largest (or smallest) element of each line; a NaN is both. */
function argExtreme(layout: Layout, largest: boolean): BigInt64Array {
  const { values, outer, count, inner } = layout;
  const out = new BigInt64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (k: number) => values[(o * count + k) * inner + i]!;
      let best = 0;
      for (let k = 1; k < count && !Number.isNaN(at(best)); k++) {
        const value = at(k);
        if (largest ? value > at(best) : value < at(best)) best = k;
        else if (Number.isNaN(value)) best = k;
      }
      out[o * inner + i] = BigInt(best);
    }
  }
  return out;
}

const steps = {
  sum: (acc: number, value: number) => acc + value,
  max: (acc: number, value: number) => (value > acc || Number.isNaN(value) ? (Number.isNaN(acc) ? acc : value) : acc),
  min: (acc: number, value: number) => (value < acc || Number.isNaN(value) ? (Number.isNaN(acc) ? acc : value) : acc),
  all: (acc: number, value: number) => (acc !== 0 && value !== 0 ? 1 : 0),
  any: (acc: number, value: number) => (acc !== 0 || value !== 0 ? 1 : 0),
};
const bigSteps = {
  sum: (acc: bigint, value: bigint) => acc + value,
  prod: (acc: bigint, value: bigint) => acc * value,
  max: larger,
  min: smaller,
  all: (acc: bigint, value: bigint) => (acc && value ? 1n : 0n),
  any: (acc: bigint, value: bigint) => (acc || value ? 1n : 0n),
};
const starts = { sum: 0, prod: 1, all: 1, any: 0, max: undefined, min: undefined } as const;

/** From here on PyTorch sums in several threads, whose number decides the last digits: doubles are as near. */
const threaded = 32_768;

/** Sums as PyTorch rounds them; undefined where that depends on the machine. */
function floatSums(
  { outer, count, inner }: Layout,
  values: HostArray,
  dtype: DType,
): Float32Array | Float64Array | undefined {
  const floats =
    (dtype === 'float32' && values instanceof Float32Array) || (dtype === 'float64' && values instanceof Float64Array);
  if (!floats || (outer * inner === 1 && count >= threaded)) return undefined;
  return cascadeSum(values, outer, count, inner);
}

/** Row-major values of the reduction, of `dtype`. */
export function reduceValues(op: ReduceOp, x: Tensor, dims: readonly number[], dtype: DType): HostArray {
  const layout = layoutOf(x, dims);
  if (op === 'argmax' || op === 'argmin') return argExtreme(layout, op === 'argmax');
  // Sums of narrow integers stay exact in doubles; wider ones and products go through int64.
  const exact = isIntegral(x.dtype) && (op === 'prod' || (op === 'sum' && itemSize(x.dtype) > 2));
  const values = exact ? castValues(layout.values, x.dtype, 'int64') : layout.values;
  if (values instanceof BigInt64Array) {
    const kind = op === 'mean' ? 'sum' : op;
    const start = starts[kind];
    const folded = foldBig(layout, values, start === undefined ? undefined : BigInt(start), bigSteps[kind]);
    return castValues(folded, 'int64', dtype);
  }
  const summed = op === 'sum' || op === 'mean' ? floatSums(layout, values, dtype) : undefined;
  if (summed) return op === 'sum' ? summed : summed.map((sum) => sum / layout.count);
  if (op === 'mean') {
    const sums = fold(layout, values, 0, steps.sum);
    return castValues(
      sums.map((sum) => sum / layout.count),
      'float64',
      dtype,
    );
  }
  if ((op === 'max' || op === 'min') && dtype === 'float32' && values instanceof Float32Array)
    return extremes(layout, values, op === 'max');
  const round = dtype === 'float32' ? Math.fround : (value: number) => value;
  const step = op === 'prod' ? (acc: number, value: number) => round(acc * value) : steps[op];
  const folded = fold(layout, values, starts[op], step);
  if (dtype === 'float64') return folded;
  return dtype === 'float32' ? Float32Array.from(folded) : castValues(folded, 'float64', dtype);
}

/** Shape after reducing `dims`. */
export function reducedShape(shape: readonly number[], dims: readonly number[], keepdim: boolean): readonly number[] {
  return keepdim
    ? shape.map((size, dim) => (dims.includes(dim) ? 1 : size))
    : shape.filter((_, dim) => !dims.includes(dim));
}
