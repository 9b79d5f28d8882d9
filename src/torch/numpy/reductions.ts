// numpy.sum, mean, std, max, argmax and the like, as functions and as methods of arrays. Knows the lanes, not their sums' order.
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { allocate, type DType, type HostArray, isFloat } from '../../tensor/dtype';
import { sizeOf } from '../../tensor/host';
import { toFloat16 } from '../../tensor/roundFloat';
import { fillArray } from '../numberStorage';
import { ascending, extreme, floatSum, intSum, type Lane, lanesOf, type Number_, quantileOf } from './lanes';
import { dtypeNamed, notModelled } from './numericTypes';
import { flagOf, type Host, isUnknown, type Numpy } from './numpy';
import { leafOf } from './scalarTypes';
import { converted } from './ufuncs';

/** What a reduction is asked for beside its axes. */
export interface Asked {
  /** Another argument by name. */
  readonly get: (name: string) => Value;
  readonly machine: Machine;
}

interface Reduction {
  /** Its arguments after the array, in order. */
  readonly params: string;
  /** The type it computes in. */
  readonly type: (dtype: DType) => DType;
  /** The type of its result. */
  readonly result?: (dtype: DType) => DType;
  readonly reduce: (lane: Lane, dtype: DType, asked: Asked) => Number_ | boolean;
  /** What it says of no values at all; without it they have an answer. */
  readonly empty?: string;
}

const rounding = (dtype: DType): ((x: number) => number) =>
  dtype === 'float32' ? Math.fround : dtype === 'float16' ? (x) => toFloat16(Math.fround(x)) : (x) => x;
const keep = (dtype: DType): DType => dtype;
const summed = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'int64');
const floating = (dtype: DType): DType => (isFloat(dtype) ? dtype : 'float64');
const bools = (): DType => 'bool';
const places = (): DType => 'int64';

const sumOf = (lane: Lane, dtype: DType): Number_ => (isFloat(dtype) ? floatSum(lane, rounding(dtype)) : intSum(lane));
/** float16 is summed as float32. */
const meanOf = (lane: Lane, dtype: DType): number => {
  const wide = dtype === 'float16' ? 'float32' : dtype;
  return rounding(wide)(floatSum(lane, rounding(wide)) / lane.values.length);
};

function variance(lane: Lane, dtype: DType, { get }: Asked): number {
  const round = rounding(dtype === 'float16' ? 'float32' : dtype);
  const mean = meanOf(lane, dtype);
  const squares = lane.values.map((value) => {
    const distance = round(Number(value) - mean);
    return round(distance * distance);
  });
  const correction = Number(leafOf(get('correction')) ?? leafOf(get('ddof')) ?? 0);
  return round(floatSum({ ...lane, values: squares }, round) / Math.max(lane.values.length - correction, 0));
}

const product = (lane: Lane, dtype: DType): Number_ =>
  isFloat(dtype)
    ? lane.values.reduce<number>((all, value) => rounding(dtype)(all * Number(value)), 1)
    : BigInt.asIntN(
        64,
        lane.values.reduce<bigint>((all, value) => all * BigInt(value), 1n),
      );

const sorted = ({ values }: Lane): number[] => values.map(Number).sort(ascending);
const withoutNan = (lane: Lane): Lane => ({ ...lane, values: lane.values.filter((value) => !Number.isNaN(value)) });
const more = (a: Number_, b: Number_): boolean => a > b;
const less = (a: Number_, b: Number_): boolean => a < b;

const noIdentity = (name: string): string => `zero-size array to reduction operation ${name} which has no identity`;
const plain = 'axis=None, dtype=None, out=None, keepdims=False, initial=None, where=None';
const spread = 'axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=None, mean=None, correction=None';
const extremes = 'axis=None, out=None, keepdims=False, initial=None, where=None';

/** Reductions by name; those of `onlyFunctions` are no methods. */
const table: Readonly<Record<string, Reduction>> = {
  sum: { params: plain, type: summed, reduce: sumOf },
  prod: { params: plain, type: summed, reduce: product },
  mean: { params: 'axis=None, dtype=None, out=None, keepdims=False, *, where=None', type: floating, reduce: meanOf },
  var: { params: spread, type: floating, reduce: variance },
  std: { params: spread, type: floating, reduce: (...all) => rounding(all[1])(Math.sqrt(variance(...all))) },
  max: { params: extremes, type: keep, reduce: (lane) => extreme(lane, more)[0], empty: noIdentity('maximum') },
  min: { params: extremes, type: keep, reduce: (lane) => extreme(lane, less)[0], empty: noIdentity('minimum') },
  argmax: {
    params: 'axis=None, out=None, *, keepdims=False',
    type: keep,
    result: places,
    reduce: (lane) => extreme(lane, more)[1],
    empty: 'attempt to get argmax of an empty sequence',
  },
  argmin: {
    params: 'axis=None, out=None, *, keepdims=False',
    type: keep,
    result: places,
    reduce: (lane) => extreme(lane, less)[1],
    empty: 'attempt to get argmin of an empty sequence',
  },
  all: {
    params: 'axis=None, out=None, keepdims=False, *, where=None',
    type: keep,
    result: bools,
    reduce: ({ values }) => values.every(Boolean),
  },
  any: {
    params: 'axis=None, out=None, keepdims=False, *, where=None',
    type: keep,
    result: bools,
    reduce: ({ values }) => values.some(Boolean),
  },
  ptp: {
    params: 'axis=None, out=None, keepdims=False',
    type: keep,
    reduce: (lane, dtype) => {
      const [high, low] = [extreme(lane, more)[0], extreme(lane, less)[0]];
      return isFloat(dtype) ? rounding(dtype)(Number(high) - Number(low)) : BigInt(high) - BigInt(low);
    },
    empty: noIdentity('maximum'),
  },
  median: {
    params: 'axis=None, out=None, overwrite_input=False, keepdims=False',
    type: floating,
    reduce: (lane, dtype) => {
      const values = sorted(lane);
      const middle = values.length >> 1;
      if (values.some(Number.isNaN)) return Number.NaN;
      const upper = values[middle] ?? Number.NaN;
      return rounding(dtype)(values.length % 2 ? upper : ((values[middle - 1] ?? 0) + upper) / 2);
    },
  },
  count_nonzero: {
    params: 'axis=None, *, keepdims=False',
    type: keep,
    result: places,
    reduce: ({ values }) => values.filter(Boolean).length,
  },
  nansum: { params: plain, type: summed, reduce: (lane, dtype) => sumOf(withoutNan(lane), dtype) },
  nanmean: { params: plain, type: floating, reduce: (lane, dtype) => meanOf(withoutNan(lane), dtype) },
  nanmax: { params: extremes, type: keep, reduce: (lane) => extreme(withoutNan(lane), more)[0] },
  nanmin: { params: extremes, type: keep, reduce: (lane) => extreme(withoutNan(lane), less)[0] },
  nanstd: {
    params: spread,
    type: floating,
    reduce: (lane, dtype, asked) => rounding(dtype)(Math.sqrt(variance(withoutNan(lane), dtype, asked))),
  },
};

export const reductionNames: readonly string[] = Object.keys(table);
/** Second names of the module. */
export const reductionAliases: Readonly<Record<string, string>> = { amax: 'max', amin: 'min' };
const onlyFunctions = new Set(['ptp', 'median', 'count_nonzero']);
export const isReductionMethod = (name: string): boolean => !onlyFunctions.has(name) && !name.startsWith('nan');

/** The parameters of a reduction after the array. */
export const reductionParams = (name: string): string => table[name]?.params ?? '';

/** The axes that an argument names, counted from the front; raises AxisError. */
export function axesOf(numpy: Numpy, machine: Machine, axis: Value, rank: number): readonly number[] | undefined {
  if (axis.kind === 'none') return undefined;
  const items = axis.kind === 'tuple' || axis.kind === 'list' ? axis.items : [axis];
  return items.map((item) => {
    const leaf = leafOf(item);
    if (typeof leaf !== 'bigint')
      return machine.raise('TypeError', `'${machine.classOf(item).name}' object cannot be interpreted as an integer`);
    const at = Number(leaf);
    if (at < -rank || at >= rank)
      machine.raise(numpy.errors.axis, `axis ${at} is out of bounds for array of dimension ${rank}`);
    return at < 0 ? at + rank : at;
  });
}

/** Runs a reduction over an array that was read. */
export function reduce(numpy: Numpy, machine: Machine, name: string, host: Host, asked: Asked): Value {
  const row = table[name];
  const { get } = asked;
  const other = ['out', 'where', 'mean', 'initial'].find((key) => get(key).kind !== 'none');
  if (!row || other || (host.dtype === 'uint8' && row.type === summed)) return notModelled(`numpy.${name}`);
  const wanted = dtypeNamed(get('dtype'));
  const compute = wanted ?? row.type(host.dtype);
  const values = converted(host.values, host.dtype, compute);
  const { shape } = host;
  const axes = axesOf(numpy, machine, get('axis'), shape.length) ?? shape.map((_, dim) => dim);
  machine.spend(values.length / 4);
  if (row.empty && axes.some((dim) => shape[dim] === 0)) machine.raise('ValueError', row.empty);
  if (values.length === 0 && (row.type === floating || name.startsWith('nan'))) return notModelled(`numpy.${name}`);
  const lanes = lanesOf(values, shape, axes);
  const dtype = row.result?.(compute) ?? compute;
  const reduced = fillArray(
    dtype,
    lanes.map((lane) => row.reduce(lane, compute, asked)),
  );
  const keepsDims = flagOf(get('keepdims'), false);
  const dims = shape.flatMap((size, dim) => (axes.includes(dim) ? (keepsDims ? [1] : []) : [size]));
  return numpy.result(reduced, dims, dtype);
}

/** Runs along one axis, giving as many values as there were: `cumsum`, `cumprod`. */
export function scan(numpy: Numpy, machine: Machine, name: string, host: Host, axis: Value): Value {
  const rank = host.shape.length;
  const axes = axesOf(numpy, machine, axis, rank);
  const dim = axes?.[0] ?? 0;
  const shape = axes ? host.shape : [host.values.length];
  const dtype = summed(host.dtype);
  const values = converted(host.values, host.dtype, dtype);
  const round = rounding(dtype);
  const step = sizeOf(shape.slice(dim + 1));
  const length = shape[dim] ?? 1;
  const made: HostArray = allocate(dtype, values.length);
  const isProduct = name === 'cumprod';
  machine.spend(values.length / 4);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    const before = Math.floor(i / step) % length === 0 ? undefined : made[i - step];
    if (before === undefined) made[i] = value as never;
    else if (dtype === 'int64') made[i] = isProduct ? BigInt(before) * BigInt(value) : BigInt(before) + BigInt(value);
    else made[i] = round(isProduct ? Number(before) * Number(value) : Number(before) + Number(value));
  }
  return numpy.made(made, shape, dtype);
}

/** `numpy.quantile` and `percentile` (where `scale` is 100), between neighbours linearly. */
export function* quantile(numpy: Numpy, machine: Machine, host: Host, { get }: Asked, scale: number): Run<Value> {
  const q = yield* numpy.read(get('q'), 'quantile', machine);
  if (isUnknown(q)) return q;
  const shares = [...q.values].map((value) => Number(value) / scale);
  if (shares.some((share) => !(share >= 0 && share <= 1)))
    machine.raise(
      'ValueError',
      scale === 100 ? 'Percentiles must be in the range [0, 100]' : 'Quantiles must be in the range [0, 1]',
    );
  if (get('method').kind !== 'none' || host.values.length === 0) return notModelled('numpy.quantile(method=...)');
  const axes = axesOf(numpy, machine, get('axis'), host.shape.length) ?? host.shape.map((_, dim) => dim);
  const dtype = floating(host.dtype);
  const lanes = lanesOf(converted(host.values, host.dtype, dtype), host.shape, axes).map(sorted);
  const kept = host.shape.flatMap((size, dim) =>
    axes.includes(dim) ? (flagOf(get('keepdims'), false) ? [1] : []) : [size],
  );
  const leaves = shares.flatMap((share) => lanes.map((lane) => quantileOf(lane, share)));
  return numpy.result(fillArray(dtype, leaves), [...q.shape, ...kept], dtype);
}
