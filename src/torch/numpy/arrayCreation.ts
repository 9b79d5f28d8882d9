// NumPy's functions that make arrays: from data, of one value, in steps. Knows no operation on arrays.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type BuiltinValue, list, type Run, tuple, type Value } from '../../python/value';
import { allocate, type DType, isFloat } from '../../tensor/dtype';
import { contiguousStrides, leaveUnset, sizeOf } from '../../tensor/host';
import { declare, type Given } from '../binding/define';
import { shapeArgument } from '../functions/shapeArgument';
import type { Leaf } from '../numberStorage';
import { isTensorValue } from '../tensorValue';
import { commonType, dtypeNamed, notModelled } from './numericTypes';
import { flagOf, isUnknown, type Numpy, type Operand } from './numpy';
import { leafOf, scalarTypeOf } from './scalarTypes';
import { converted } from './ufuncs';

const numberOf = (value: Value): number | undefined => {
  const leaf = leafOf(value);
  return leaf === undefined ? undefined : Number(leaf);
};

const copiesTensor =
  "__array__ implementation doesn't accept a copy keyword, so passing copy=False failed. __array__ must implement 'dtype' and 'copy' keyword arguments. To learn more, see the migration guide https://numpy.org/devdocs/numpy_2_0_migration_guide.html#adapting-to-changes-in-the-copy-keyword";

/** Functions by name. */
export function creationFunctions(numpy: Numpy): Readonly<Record<string, BuiltinValue>> {
  const shapeOf = (name: string, value: Value, machine: Machine): ReturnType<typeof shapeArgument> => {
    const items = value.kind === 'tuple' || value.kind === 'list' ? value.items : [value];
    const plain = items.map((item): Value => {
      const leaf = leafOf(item);
      if (typeof leaf === 'bigint') return { kind: 'int', value: leaf };
      if (item.kind === 'unknown') return item;
      const type = machine.classOf(item).name;
      return machine.raise('TypeError', `'${type}' object cannot be interpreted as an integer`);
    });
    if (plain.some((item) => item.kind === 'int' && item.value < 0n))
      machine.raise('ValueError', 'negative dimensions are not allowed');
    return shapeArgument(name, tuple(plain), machine);
  };
  const typeOf = (given: Given, fallback: DType): DType => dtypeNamed(given.get('dtype')) ?? fallback;
  const constant = (shape: readonly number[], value: Leaf, dtype: DType, machine: Machine): Value => {
    machine.spend(sizeOf(shape) / 8);
    return numpy.filled(new Array<Leaf>(sizeOf(shape)).fill(value), shape, dtype, machine);
  };
  const filled = (name: string, value: Leaf): BuiltinValue =>
    declare(name, 'python', 'shape, dtype=None, order=None, *, device=None, like=None', (given, machine) => {
      const shape = shapeOf(name, given.get('shape'), machine);
      return 'kind' in shape ? shape : constant(shape, value, typeOf(given, 'float64'), machine);
    });
  const like = (name: string, params: string, value: (given: Given) => Leaf | undefined): BuiltinValue =>
    declare(name, 'python', `a, ${params}dtype=None, order=None, subok=True, shape=None`, function* (given, machine) {
      const a = yield* numpy.read(given.get('a'), name, machine);
      const leaf = value(given);
      if (isUnknown(a) || leaf === undefined) return isUnknown(a) ? a : notModelled(`numpy.${name}`);
      return constant(a.shape, leaf, typeOf(given, a.dtype), machine);
    });
  const hidden = (value: Value): Value => {
    if (isTensorValue(value)) leaveUnset(value.native, say('values of uninitialised memory'));
    return value;
  };
  const array = (name: string, first: string, shares: boolean): BuiltinValue =>
    declare(
      name,
      'python',
      `${first}, dtype=None, *, copy=None, order=None, subok=False, ndmin=0, like=None`,
      (given, machine) => {
        const data = given.get(first);
        if (!shares && isTensorValue(data) && data.cls !== numpy.torch.classes.ndarray)
          machine.warn('DeprecationWarning', copiesTensor);
        return fromAny(numpy, machine, data, dtypeNamed(given.get('dtype')), {
          shares: shares || (given.has('copy') && !flagOf(given.get('copy'), true)),
          rank: numberOf(given.get('ndmin')) ?? 0,
          isOdd: given.get('dtype').kind !== 'none' && !dtypeNamed(given.get('dtype')),
        });
      },
    );
  const eye = (name: string): BuiltinValue =>
    declare(name, 'python', 'N, M=None, k=0, dtype=None', (given, machine) => {
      const rows = numberOf(given.get('N')) ?? 0;
      const columns = numberOf(given.get('M')) ?? rows;
      const k = numberOf(given.get('k')) ?? 0;
      const leaves = Array.from({ length: rows * columns }, (_, i) =>
        (i % columns) - Math.floor(i / columns) === k ? 1 : 0,
      );
      return numpy.filled(leaves, [rows, columns], typeOf(given, 'float64'), machine);
    });
  return {
    array: array('array', 'object', false),
    asarray: array('asarray', 'a', true),
    asanyarray: array('asanyarray', 'a', true),
    zeros: filled('zeros', 0),
    ones: filled('ones', 1),
    empty: declare('empty', 'python', 'shape, dtype=None, order=None', (given, machine) => {
      const shape = shapeOf('empty', given.get('shape'), machine);
      return 'kind' in shape ? shape : hidden(constant(shape, 0, typeOf(given, 'float64'), machine));
    }),
    full: declare('full', 'python', 'shape, fill_value, dtype=None, order=None', function* (given, machine) {
      const shape = shapeOf('full', given.get('shape'), machine);
      if ('kind' in shape) return shape;
      const value = yield* numpy.read(given.get('fill_value'), 'full', machine);
      if (isUnknown(value)) return value;
      if (value.shape.length > 0) return notModelled('numpy.full');
      const leaf = value.values[0] ?? 0;
      return constant(shape, leaf, typeOf(given, value.dtype), machine);
    }),
    zeros_like: like('zeros_like', '', () => 0),
    ones_like: like('ones_like', '', () => 1),
    full_like: like('full_like', 'fill_value, ', (given) => leafOf(given.get('fill_value'))),
    empty_like: declare('empty_like', 'python', 'prototype, dtype=None', function* (given, machine) {
      const a = yield* numpy.read(given.get('prototype'), 'empty_like', machine);
      return isUnknown(a) ? a : hidden(constant(a.shape, 0, typeOf(given, a.dtype), machine));
    }),
    eye: eye('eye'),
    identity: declare('identity', 'python', 'n, dtype=None', (given, machine) => {
      const n = numberOf(given.get('n')) ?? 0;
      const leaves = Array.from({ length: n * n }, (_, i) => (i % n === Math.floor(i / n) ? 1 : 0));
      return numpy.filled(leaves, [n, n], typeOf(given, 'float64'), machine);
    }),
    arange: declare('arange', 'python', 'start, stop=None, step=None, dtype=None', (given, machine) =>
      arange(numpy, given, machine),
    ),
    linspace: declare(
      'linspace',
      'python',
      'start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0',
      (given, machine) => linspace(numpy, given, machine, (value) => value),
    ),
    logspace: declare(
      'logspace',
      'python',
      'start, stop, num=50, endpoint=True, base=10.0, dtype=None',
      (given, machine) => {
        const base = numberOf(given.get('base')) ?? 10;
        return linspace(numpy, given, machine, (value) => base ** value);
      },
    ),
    fromiter: declare('fromiter', 'python', 'iter, dtype, count=-1', function* (given, machine) {
      const items = list(yield* machine.items(given.get('iter')));
      return yield* fromAny(numpy, machine, items, typeOf(given, 'float64'), { shares: false, rank: 0 });
    }),
    meshgrid: declare(
      'meshgrid',
      'python',
      '*xi, *, copy=True, sparse=False, indexing=None',
      function* (given, machine) {
        const given_ = given.get('xi');
        const axes: Operand[] = [];
        for (const item of given_.kind === 'tuple' ? given_.items : [given_]) {
          const axis = yield* numpy.read(item, 'meshgrid', machine);
          if (isUnknown(axis)) return axis;
          axes.push(axis);
        }
        return meshgrid(numpy, axes, given);
      },
    ),
    tri: declare('tri', 'python', 'N, M=None, k=0, dtype=None', (given, machine) => {
      const rows = numberOf(given.get('N')) ?? 0;
      const columns = numberOf(given.get('M')) ?? rows;
      const k = numberOf(given.get('k')) ?? 0;
      const leaves = Array.from({ length: rows * columns }, (_, i) =>
        (i % columns) - Math.floor(i / columns) <= k ? 1 : 0,
      );
      return numpy.filled(leaves, [rows, columns], typeOf(given, 'float64'), machine);
    }),
  };
}

/** Whether the memory is shared where it can be, how many dims there are at least, and whether the type is one we lack. */
interface Taking {
  readonly shares: boolean;
  readonly rank: number;
  readonly isOdd?: boolean;
}

/** An array of anything that arrays are made of. */
export function* fromAny(
  numpy: Numpy,
  machine: Machine,
  data: Value,
  dtype: DType | undefined,
  { shares, rank, isOdd }: Taking,
): Run<Value> {
  if (data.kind === 'unknown') return data;
  if (isOdd) return notModelled('numpy.array(dtype=...)');
  if (shares && isTensorValue(data) && (!dtype || dtype === data.native.dtype))
    return data.cls === numpy.torch.classes.ndarray ? data : numpy.array(data.native);
  const operand = yield* numpy.operand(data, machine);
  if (isUnknown(operand)) return operand;
  if (!operand) return notModelled('numpy.array(...)');
  const wanted = dtype ?? operand.dtype;
  const padded = [...new Array<number>(Math.max(rank - operand.shape.length, 0)).fill(1), ...operand.shape];
  return numpy.made(converted(operand.values, operand.dtype, wanted).slice(), padded, wanted);
}

function arange(numpy: Numpy, given: Given, machine: Machine): Value {
  const args = [given.get('start'), given.get('stop'), given.get('step')].filter((value) => value.kind !== 'none');
  const leaves = args.map(leafOf);
  if (leaves.some((leaf) => leaf === undefined)) return notModelled('numpy.arange');
  const numbers = leaves.map(Number);
  const alone = given.get('stop').kind === 'none';
  const step = given.get('step').kind === 'none' ? 1 : (numbers.at(-1) ?? 1);
  const [start = 0, stop = 0] = alone ? [0, numbers[0]] : numbers;
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(count) || count > 1e7) return notModelled('numpy.arange');
  machine.spend(count / 8);
  const strong = args.flatMap((value) => scalarTypeOf(value) ?? []);
  const weak = leaves.map((leaf) => (typeof leaf === 'bigint' ? 'int' : typeof leaf === 'boolean' ? 'bool' : 'float'));
  const dtype = dtypeNamed(given.get('dtype')) ?? commonType(strong, weak);
  // The step as the first two values tell it.
  const second = start + step;
  const made = Float64Array.from({ length: count }, (_, i) => start + i * (second - start));
  return numpy.made(converted(made, 'float64', dtype), [count], dtype);
}

function linspace(numpy: Numpy, given: Given, machine: Machine, then: (value: number) => number): Value {
  const [start, stop] = [numberOf(given.get('start')), numberOf(given.get('stop'))];
  const count = given.has('num') ? numberOf(given.get('num')) : 50;
  if (start === undefined || stop === undefined || count === undefined) return notModelled('numpy.linspace');
  if (count < 0) machine.raise('ValueError', `Number of samples, ${count}, must be non-negative.`);
  const endpoint = flagOf(given.has('endpoint') ? given.get('endpoint') : undefined, true);
  const parts = endpoint ? count - 1 : count;
  const step = parts > 0 ? (stop - start) / parts : Number.NaN;
  machine.spend(count / 8);
  const made = Float64Array.from({ length: count }, (_, i) =>
    then(
      endpoint && i === count - 1 && count > 1
        ? stop
        : step === 0
          ? start + (i / parts) * (stop - start)
          : start + i * (parts > 0 ? step : 0),
    ),
  );
  const dtype = dtypeNamed(given.get('dtype')) ?? 'float64';
  // Whole numbers are rounded down, not towards zero.
  const values = isFloat(dtype) ? made : made.map(Math.floor);
  const array = numpy.made(converted(values, 'float64', dtype), [count], dtype);
  return flagOf(given.has('retstep') ? given.get('retstep') : undefined, false)
    ? tuple([array, numpy.scalar(step, 'float64')])
    : array;
}

/** Coordinates of a grid: each axis along a dim of its own, the first two swapped unless `indexing='ij'`. */
function meshgrid(numpy: Numpy, axes: readonly Operand[], given: Given): Value {
  const indexing = given.get('indexing');
  const swaps = !(indexing.kind === 'str' && indexing.value === 'ij') && axes.length > 1;
  const dims = axes.map((_, i) => (swaps && i < 2 ? 1 - i : i));
  const shape = axes.map(() => 1);
  axes.forEach((axis, i) => {
    shape[dims[i] ?? i] = axis.values.length;
  });
  const steps = contiguousStrides(shape);
  return tuple(
    axes.map((axis, i) => {
      const dim = dims[i] ?? i;
      const made = allocate(axis.dtype, sizeOf(shape));
      for (let at = 0; at < made.length; at++)
        made[at] = axis.values[Math.floor(at / (steps[dim] ?? 1)) % (shape[dim] ?? 1)] as never;
      return numpy.made(made, shape, axis.dtype);
    }),
  );
}
