// NumPy's functions that arrange arrays: views of the same values, repeats, splits; and the table of all functions of one array.
import { int, list, none, type Value } from '../../python/value';
import { broadcastShapes, broadcastTo } from '../../tensor/broadcast';
import { tensorOf as hostTensor, isContiguous, sizeOf, valuesOf } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { permute, tryView } from '../../tensor/view';
import { isTensorValue, type TensorValue } from '../tensorValue';
import { type Call, gathered, whole, wholes } from './call';
import { notModelled } from './numericTypes';
import { tightShape } from './numpy';
import { diagonal, diff, nonzeroOf, ordered, triangle, unique } from './picking';
import { axesOf } from './reductions';

function reshape({ numpy, machine, array, get }: Call): Value {
  const wanted = wholes(get('shape'));
  if (!wanted || get('order').kind !== 'none') return notModelled('numpy.reshape');
  const { native } = array;
  const known = wanted.filter((n) => n !== -1).reduce((product, n) => product * n, 1);
  const shape = wanted.map((n) => (n === -1 ? native.size / known : n));
  if (sizeOf(shape) !== native.size || shape.some((n) => !Number.isInteger(n) || n < 0))
    machine.raise('ValueError', `cannot reshape array of size ${native.size} into shape ${tightShape(wanted)}`);
  return numpy.array(tryView(native, shape) ?? hostTensor(valuesOf(native).slice(), shape, native.dtype));
}

const copied = ({ numpy, array: { native } }: Call, shape: readonly number[] = native.shape): TensorValue =>
  numpy.array(hostTensor(valuesOf(native).slice(), shape, native.dtype));

const ravel = (call: Call): Value => {
  const { native } = call.array;
  return isContiguous(native)
    ? call.numpy.array(new Tensor(native.storage, [native.size], [1], native.offset))
    : copied(call, [native.size]);
};

function transpose({ numpy, machine, array, get }: Call): Value {
  const { native } = array;
  const axes = axesOf(numpy, machine, get('axes'), native.rank);
  if (axes && axes.length !== native.rank) machine.raise('ValueError', "axes don't match array");
  return numpy.array(permute(native, axes ?? native.shape.map((_, dim) => native.rank - 1 - dim)));
}

function swapaxes({ numpy, machine, array, get }: Call): Value {
  const { native } = array;
  const [a = 0] = axesOf(numpy, machine, get('axis1'), native.rank) ?? [];
  const [b = 0] = axesOf(numpy, machine, get('axis2'), native.rank) ?? [];
  return numpy.array(
    permute(
      native,
      native.shape.map((_, dim) => (dim === a ? b : dim === b ? a : dim)),
    ),
  );
}

function squeeze({ numpy, machine, array, get }: Call): Value {
  const { native } = array;
  const axes = axesOf(numpy, machine, get('axis'), native.rank);
  if (axes?.some((dim) => native.shape[dim] !== 1))
    machine.raise('ValueError', 'cannot select an axis to squeeze out which has size not equal to one');
  const gone = (dim: number): boolean => (axes ? axes.includes(dim) : native.shape[dim] === 1);
  const left = (list: readonly number[]): readonly number[] => list.filter((_, dim) => !gone(dim));
  return numpy.array(new Tensor(native.storage, left(native.shape), left(native.strides), native.offset));
}

function expandDims({ numpy, machine, array, get }: Call): Value {
  const { native } = array;
  const given = wholes(get('axis')) ?? [0];
  const rank = native.rank + given.length;
  const axes = axesOf(numpy, machine, get('axis'), rank) ?? [];
  const rest = { shape: native.shape.values(), strides: native.strides.values() };
  const dims = Array.from({ length: rank }, (_, dim) =>
    axes.includes(dim) ? ([1, 0] as const) : ([rest.shape.next().value ?? 1, rest.strides.next().value ?? 0] as const),
  );
  return numpy.array(
    new Tensor(
      native.storage,
      dims.map(([size]) => size),
      dims.map(([, stride]) => stride),
      native.offset,
    ),
  );
}

/** A view that runs backwards along these dims. */
function flip({ numpy, machine, array: { native }, get }: Call, fixed?: readonly number[]): Value {
  const axes = fixed ?? axesOf(numpy, machine, get('axis'), native.rank) ?? native.shape.map((_, dim) => dim);
  const offset = axes.reduce(
    (at, dim) => at + Math.max((native.shape[dim] ?? 1) - 1, 0) * (native.strides[dim] ?? 0),
    native.offset,
  );
  const strides = native.strides.map((stride, dim) => (axes.includes(dim) ? -stride : stride));
  return numpy.array(new Tensor(native.storage, native.shape, strides, offset));
}

function roll(call: Call): Value {
  const { numpy, machine, array, get } = call;
  const { shape, rank } = array.native;
  const shift = wholes(get('shift'));
  if (!shift) return notModelled('numpy.roll');
  const axes = axesOf(numpy, machine, get('axis'), rank);
  const wrap = (index: number, size: number): number => ((index % size) + size) % size;
  if (!axes) {
    const flat = {
      ...call,
      array: numpy.array(hostTensor(valuesOf(array.native).slice(), [array.native.size], array.native.dtype)),
    };
    const rolled = gathered(flat, [array.native.size], ([i = 0]) => [wrap(i - (shift[0] ?? 0), array.native.size)]);
    return isTensorValue(rolled) ? numpy.array(tryView(rolled.native, shape) ?? rolled.native) : rolled;
  }
  return gathered(call, shape, (place) =>
    place.map((index, dim) => {
      const which = axes.indexOf(dim);
      return which < 0 ? index : wrap(index - (shift[which] ?? shift[0] ?? 0), shape[dim] ?? 1);
    }),
  );
}

function tile(call: Call): Value {
  const { native } = call.array;
  const reps = wholes(call.get('reps'));
  if (!reps) return notModelled('numpy.tile');
  const rank = Math.max(reps.length, native.rank);
  const padded = (sizes: readonly number[]): number[] => [...new Array<number>(rank - sizes.length).fill(1), ...sizes];
  const [own, times] = [padded(native.shape), padded(reps)];
  const shape = own.map((size, dim) => size * (times[dim] ?? 1));
  return gathered(call, shape, (place) => place.map((i, dim) => i % (own[dim] ?? 1)).slice(rank - native.rank));
}

function repeat(call: Call): Value {
  const { numpy, machine, array, get } = call;
  const repeats = wholes(get('repeats'));
  if (!repeats) return notModelled('numpy.repeat');
  const axes = axesOf(numpy, machine, get('axis'), array.native.rank);
  const source = axes ? array : (ravel(call) as TensorValue);
  const dim = axes?.[0] ?? 0;
  const size = source.native.shape[dim] ?? 1;
  const places = Array.from({ length: size }, (_, i) =>
    new Array<number>(repeats[i] ?? repeats[0] ?? 1).fill(i),
  ).flat();
  const shape = source.native.shape.map((n, at) => (at === dim ? places.length : n));
  return gathered({ ...call, array: source }, shape, (place) =>
    place.map((index, at) => (at === dim ? (places[index] ?? 0) : index)),
  );
}

function split(call: Call, allowUneven: boolean): Value {
  const { numpy, machine, array, get } = call;
  const { native } = array;
  const [dim = 0] = axesOf(numpy, machine, get('axis').kind === 'none' ? int(0) : get('axis'), native.rank) ?? [];
  const size = native.shape[dim] ?? 0;
  const asked = get('indices_or_sections');
  const sections = whole(asked);
  let cuts: readonly number[];
  if (sections !== undefined) {
    if (!allowUneven && size % sections !== 0)
      machine.raise('ValueError', 'array split does not result in an equal division');
    const extra = size % sections;
    const each = Math.floor(size / sections);
    cuts = Array.from({ length: sections - 1 }, (_, i) => (i + 1) * each + Math.min(i + 1, extra));
  } else {
    const given = wholes(asked);
    if (!given) return notModelled('numpy.split');
    cuts = given.map((cut) => Math.min(Math.max(cut < 0 ? cut + size : cut, 0), size));
  }
  const bounds = [0, ...cuts, size];
  return list(
    bounds.slice(1).map((end, i) => {
      const start = bounds[i] ?? 0;
      const shape = native.shape.map((n, at) => (at === dim ? Math.max(end - start, 0) : n));
      return numpy.array(
        new Tensor(native.storage, shape, native.strides, native.offset + start * (native.strides[dim] ?? 0)),
      );
    }),
  );
}

interface Shaping {
  readonly params: string;
  readonly run: (call: Call) => Value;
  /** Absent from the methods of arrays. */
  readonly onlyFunction?: boolean;
  /** Absent from the functions. */
  readonly onlyMethod?: boolean;
}

/** Functions of one array and what else they take, by name; most of them are methods too. */
export const shapings: Readonly<Record<string, Shaping>> = {
  reshape: { params: 'shape, order=None', run: reshape },
  ravel: { params: '', run: ravel },
  flatten: { params: '', run: (call) => copied(call, [call.array.native.size]), onlyMethod: true },
  copy: { params: 'order=None', run: (call) => copied(call) },
  transpose: { params: 'axes=None', run: transpose },
  permute_dims: { params: 'axes=None', run: transpose, onlyFunction: true },
  swapaxes: { params: 'axis1, axis2', run: swapaxes },
  squeeze: { params: 'axis=None', run: squeeze },
  expand_dims: { params: 'axis', run: expandDims, onlyFunction: true },
  flip: { params: 'axis=None', run: flip, onlyFunction: true },
  fliplr: { params: '', run: (call) => flip(call, [1]), onlyFunction: true },
  flipud: { params: '', run: (call) => flip(call, [0]), onlyFunction: true },
  roll: { params: 'shift, axis=None', run: roll, onlyFunction: true },
  tile: { params: 'reps', run: tile, onlyFunction: true },
  repeat: { params: 'repeats, axis=None', run: repeat },
  sort: { params: 'axis=-1, kind=None', run: (call) => ordered(call, false), onlyFunction: true },
  argsort: { params: 'axis=-1, kind=None', run: (call) => ordered(call, true) },
  unique: {
    params: 'return_index=False, return_inverse=False, return_counts=False, axis=None',
    run: unique,
    onlyFunction: true,
  },
  nonzero: { params: '', run: nonzeroOf },
  flatnonzero: {
    params: '',
    run: (call) => {
      const found = nonzeroOf({ ...call, array: ravel(call) as TensorValue });
      return found.kind === 'tuple' ? (found.items[0] ?? none) : found;
    },
    onlyFunction: true,
  },
  argwhere: {
    params: '',
    run: (call) => {
      const found = nonzeroOf(call);
      const columns = found.kind === 'tuple' ? found.items.filter(isTensorValue) : [];
      const rows = columns[0]?.native.size ?? 0;
      const made = new BigInt64Array(rows * columns.length);
      for (const [j, column] of columns.entries())
        valuesOf(column.native).forEach((value, i) => {
          made[i * columns.length + j] = BigInt(value);
        });
      return call.numpy.made(made, [rows, columns.length], 'int64');
    },
    onlyFunction: true,
  },
  triu: { params: 'k=0', run: (call) => triangle(call, true), onlyFunction: true },
  tril: { params: 'k=0', run: (call) => triangle(call, false), onlyFunction: true },
  diag: { params: 'k=0', run: diagonal, onlyFunction: true },
  split: { params: 'indices_or_sections, axis=0', run: (call) => split(call, false), onlyFunction: true },
  array_split: { params: 'indices_or_sections, axis=0', run: (call) => split(call, true), onlyFunction: true },
  diff: { params: 'n=1, axis=-1', run: diff, onlyFunction: true },
  atleast_1d: {
    params: '',
    run: (call) => (call.array.native.rank > 0 ? call.array : copied(call, [1])),
    onlyFunction: true,
  },
  atleast_2d: {
    params: '',
    run: (call) => {
      const { shape } = call.array.native;
      return shape.length > 1 ? call.array : copied(call, [1, ...(shape.length === 0 ? [1] : shape)]);
    },
    onlyFunction: true,
  },
  ascontiguousarray: { params: 'dtype=None', run: (call) => call.array, onlyFunction: true },
  broadcast_to: {
    params: 'shape',
    run: ({ numpy, machine, array, get }) => {
      const shape = wholes(get('shape'));
      if (!shape) return notModelled('numpy.broadcast_to');
      try {
        return numpy.array(broadcastTo(array.native, broadcastShapes(array.native.shape, shape)));
      } catch (error) {
        if (!(error instanceof TensorError)) throw error;
        return machine.raise(
          'ValueError',
          `operands could not be broadcast together with remapped shapes [original->remapped]: ${tightShape(array.native.shape)}  and requested shape ${tightShape(shape)}`,
        );
      }
    },
    onlyFunction: true,
  },
};
