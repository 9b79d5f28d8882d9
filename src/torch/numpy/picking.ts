// NumPy's functions that pick or order elements: sort, unique, nonzero, triangles and diagonals. Knows no view.

import { nonzero } from '../../ops/indexing/advancedIndex';
import { int, tuple, type Value } from '../../python/value';
import { allocate, type HostArray } from '../../tensor/dtype';
import { tensorOf as hostTensor, valuesOf } from '../../tensor/host';
import { permute } from '../../tensor/view';
import { type Call, gathered, whole } from './call';
import { notModelled } from './numericTypes';
import { flagOf } from './numpy';
import { axesOf } from './reductions';
import { converted } from './ufuncs';

/** Values and places in rising order along the last dim; stable, NaN at the end. */
export function ordered(call: Call, wantsPlaces: boolean): Value {
  const { numpy, machine, get } = call;
  const { native } = call.array;
  const axis = get('axis');
  const isFlat = axis.kind === 'none';
  const source = isFlat ? hostTensor(valuesOf(native).slice(), [native.size], native.dtype) : native;
  const [dim = 0] = axesOf(numpy, machine, isFlat ? int(-1) : axis, source.rank) ?? [];
  const last = source.rank - 1;
  const swap = source.shape.map((_, at) => (at === dim ? last : at === last ? dim : at));
  const moved = permute(source, swap);
  const values = valuesOf(moved);
  const size = moved.shape[last] ?? 1;
  const made: HostArray = allocate(wantsPlaces ? 'int64' : native.dtype, values.length);
  const before = (a: number | bigint, b: number | bigint): number =>
    a === b ? 0 : Number.isNaN(a) ? (Number.isNaN(b) ? 0 : 1) : Number.isNaN(b) || a < b ? -1 : 1;
  for (let start = 0; start < values.length; start += size) {
    const order = Array.from({ length: size }, (_, i) => i).sort(
      (a, b) => before(values[start + a] ?? 0, values[start + b] ?? 0) || a - b,
    );
    order.forEach((from, i) => {
      made[start + i] = (wantsPlaces ? BigInt(from) : values[start + from]) as never;
    });
  }
  const sorted = permute(hostTensor(made, moved.shape, wantsPlaces ? 'int64' : native.dtype), swap);
  return numpy.made(valuesOf(sorted).slice(), source.shape, sorted.dtype);
}

export function unique(call: Call): Value {
  const { numpy, get } = call;
  const { native } = call.array;
  if (get('axis').kind !== 'none') return notModelled('numpy.unique(axis=...)');
  const values = [...valuesOf(native)] as (number | bigint)[];
  if (values.some(Number.isNaN)) return notModelled('numpy.unique');
  const order = values
    .map((_, i) => i)
    .sort((a, b) => Number(values[a]! > values[b]!) - Number(values[a]! < values[b]!) || a - b);
  const firsts = order.filter((at, i) => i === 0 || values[at] !== values[order[i - 1] ?? 0]);
  const made = allocate(native.dtype, firsts.length);
  firsts.forEach((at, i) => {
    made[i] = values[at] as never;
  });
  const ints = (numbers: readonly number[]): Value =>
    numpy.made(BigInt64Array.from(numbers, BigInt), [numbers.length], 'int64');
  const ranks = values.map((value) => firsts.findIndex((at) => values[at] === value));
  const extras = [
    flagOf(get('return_index'), false) ? [ints(firsts)] : [],
    flagOf(get('return_inverse'), false) ? [numpy.made(BigInt64Array.from(ranks, BigInt), native.shape, 'int64')] : [],
    flagOf(get('return_counts'), false) ? [ints(firsts.map((_, i) => ranks.filter((rank) => rank === i).length))] : [],
  ].flat();
  const found = numpy.made(made, [firsts.length], native.dtype);
  return extras.length > 0 ? tuple([found, ...extras]) : found;
}

export function nonzeroOf({ numpy, array }: Call): Value {
  const { native } = array;
  const host = hostTensor(converted(valuesOf(native), native.dtype, 'bool'), native.shape, 'bool');
  return tuple(nonzero(host).map((column) => numpy.array(column)));
}

/** A triangle of a matrix: what lies on the other side of a diagonal becomes zero. */
export function triangle(call: Call, isUpper: boolean): Value {
  const { native } = call.array;
  const k = whole(call.get('k')) ?? 0;
  const values = valuesOf(native).slice();
  const [rows = 1, columns = 1] = native.shape.slice(-2);
  for (let i = 0; i < values.length; i++) {
    const distance = (i % columns) - (Math.floor(i / columns) % rows);
    if (isUpper ? distance < k : distance > k) values[i] = (typeof values[i] === 'bigint' ? 0n : 0) as never;
  }
  return call.numpy.made(values, native.shape, native.dtype);
}

export function diagonal(call: Call): Value {
  const { numpy, get } = call;
  const { native } = call.array;
  const k = whole(get('k')) ?? 0;
  if (native.rank === 1) {
    const size = native.size + Math.abs(k);
    const made = allocate(native.dtype, size * size);
    valuesOf(native).forEach((value, i) => {
      made[(i + Math.max(-k, 0)) * size + i + Math.max(k, 0)] = value as never;
    });
    return numpy.made(made, [size, size], native.dtype);
  }
  const [rows = 0, columns = 0] = native.shape;
  const count = Math.max(0, Math.min(rows - Math.max(-k, 0), columns - Math.max(k, 0)));
  return gathered(call, [count], ([i = 0]) => [i + Math.max(-k, 0), i + Math.max(k, 0)]);
}

export function diff(call: Call): Value {
  const { numpy } = call;
  const { native } = call.array;
  if ((whole(call.get('n')) ?? 1) !== 1 || native.rank !== 1) return notModelled('numpy.diff');
  const values = valuesOf(native);
  const made = allocate(native.dtype, Math.max(native.size - 1, 0));
  for (let i = 0; i < made.length; i++) {
    const [a = 0, b = 0] = [values[i], values[i + 1]];
    made[i] = (typeof a === 'bigint' ? BigInt(b) - a : Number(b) - Number(a)) as never;
  }
  return numpy.made(made, [made.length], native.dtype);
}
