// NumPy as tutorials use it, put together: arrays and scalars with their types, functions by name, printing, random numbers.
import { builtinClass } from '../../python/core/classes';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  float,
  type ModuleValue,
  none,
  type Run,
  str,
  tuple,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { bindArguments } from '../binding/bindArguments';
import { callee, declare, type Given } from '../binding/define';
import { bringToHost } from '../hostValues';
import { makeClass } from '../makeClass';
import { entriesOf, moduleValue } from '../moduleValue';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { around, chosen, clip } from './arithmetic';
import { dtypeObjects, fillArrayClass } from './arrayClass';
import { creationFunctions, fromAny } from './arrayCreation';
import { getItem } from './indexing';
import { closeness, join, joiningNames, matmul } from './joins';
import { binaryKernels, type Kernel, unaryKernels } from './kernels';
import { numberLimits } from './numberLimits';
import { notModelled, scalarTypeNames } from './numericTypes';
import { flagOf, isUnknown, Numpy, type Operand } from './numpy';
import { printFunctions } from './printFunctions';
import { randomModule } from './randomModule';
import { quantile, reduce, reductionAliases, reductionNames, reductionParams, scan } from './reductions';
import { fillScalarClasses, scalarClasses } from './scalars';
import { leafOf } from './scalarTypes';
import { shapings } from './shaping';
import { callKernel, named } from './ufuncs';

export function numpyModule(torch: Torch): ModuleValue {
  const { ndarray } = torch.classes;
  const axis = makeClass('AxisError', 'numpy.exceptions', [builtinClass('ValueError'), builtinClass('IndexError')], {});
  const cast = makeClass('UFuncTypeError', 'numpy._core._exceptions', [builtinClass('TypeError')], {});
  const numpy = new Numpy(torch, scalarClasses(), { axis, cast });
  const dtypes = dtypeObjects();
  fillArrayClass(numpy, ndarray, dtypes.of);
  fillScalarClasses(numpy);
  const random = (): ModuleValue =>
    randomModule(torch, {
      array: (native) => numpy.array(native),
      toArray: (data, dtype, machine) => fromAny(numpy, machine, data, dtype, { shares: true, rank: 0 }),
      element: (array, at, machine) => getItem(numpy, machine, array, { kind: 'int', value: BigInt(at) }),
    });
  return moduleValue('numpy', () =>
    entriesOf(
      elementwise(numpy),
      reducing(numpy),
      arranging(numpy),
      joining(numpy),
      creationFunctions(numpy),
      printFunctions(numpy),
      types(numpy),
      numberLimits(numpy, dtypes.of),
      {
        ndarray,
        random,
        linalg: () => linalg(numpy),
        dtype: dtypes.cls,
        newaxis: none,
        pi: float(Math.PI),
        e: float(Math.E),
        inf: float(Number.POSITIVE_INFINITY),
        nan: float(Number.NaN),
        euler_gamma: float(0.5772156649015329),
        True_: numpy.scalar(1, 'bool'),
        False_: numpy.scalar(0, 'bool'),
      },
    ),
  );
}

type Functions = Readonly<Record<string, Value>>;

/** `np.exp(x)`, `np.add(a, b)`; other keywords of theirs are not modelled. */
function elementwise(numpy: Numpy): Functions {
  const make =
    (count: number) =>
    ([alias, name, kernel]: readonly [string, string, Kernel]): [string, Value] => [
      alias,
      builtin(alias, ({ positional, keywords }, machine) => {
        if (positional.length !== count || keywords.size > 0) return notModelled(`numpy.${alias}`);
        return callKernel(numpy, machine, name, kernel, positional);
      }),
    ];
  return Object.fromEntries([...named(unaryKernels).map(make(1)), ...named(binaryKernels).map(make(2))]);
}

/** A function whose first argument is read as an array. */
function reading(
  numpy: Numpy,
  name: string,
  params: string,
  run: (host: Operand, given: Given, machine: Machine) => Value | Run<Value>,
): Value {
  return declare(name, 'python', params ? `a, ${params}` : 'a', function* (given, machine) {
    const host = yield* numpy.read(given.get('a'), name, machine);
    if (isUnknown(host)) return host;
    const made = run(host, given, machine);
    return 'kind' in made ? made : yield* made;
  });
}

function reducing(numpy: Numpy): Functions {
  const rows = [...reductionNames.map((name) => [name, name] as const), ...Object.entries(reductionAliases)].map(
    ([alias, name]): [string, Value] => [
      alias,
      reading(numpy, alias, reductionParams(name), (host, { get }, machine) =>
        reduce(numpy, machine, name, host, { get, machine }),
      ),
    ],
  );
  const quantiles = (name: string, scale: number): Value =>
    reading(
      numpy,
      name,
      'q, axis=None, out=None, overwrite_input=False, method=None, keepdims=False',
      (host, { get }, machine) => quantile(numpy, machine, host, { get, machine }, scale),
    );
  const scans = (name: string): Value =>
    reading(numpy, name, 'axis=None, dtype=None, out=None', (host, { get }, machine) =>
      scan(numpy, machine, name, host, get('axis')),
    );
  const rounding = (name: string): Value =>
    reading(numpy, name, 'decimals=0, out=None', (host, { get }, machine) =>
      around(numpy, machine, host, get('decimals')),
    );
  return {
    ...Object.fromEntries(rows),
    quantile: quantiles('quantile', 1),
    percentile: quantiles('percentile', 100),
    cumsum: scans('cumsum'),
    cumprod: scans('cumprod'),
    round: rounding('round'),
    around: rounding('around'),
    clip: reading(
      numpy,
      'clip',
      'a_min=None, a_max=None, out=None, *, min=None, max=None',
      (host, { get }, machine) => {
        const [low, high] = [get('a_min'), get('a_max')];
        return clip(
          numpy,
          machine,
          host,
          low.kind === 'none' ? get('min') : low,
          high.kind === 'none' ? get('max') : high,
        );
      },
    ),
    average: reading(numpy, 'average', 'axis=None, weights=None, returned=False', (host, { get }, machine) =>
      get('weights').kind === 'none'
        ? reduce(numpy, machine, 'mean', host, { get, machine })
        : notModelled('numpy.average(weights=...)'),
    ),
  };
}

/** The array that an argument is, or is made into; memory is shared where it can be. */
function* arrayFrom(numpy: Numpy, machine: Machine, value: Value): Run<TensorValue | Value> {
  const array = yield* fromAny(numpy, machine, value, undefined, { shares: true, rank: 0 });
  if (!isTensorValue(array)) return array;
  yield* bringToHost(numpy.torch, machine, array.native);
  return lostValues(array.native) ?? array;
}

function arranging(numpy: Numpy): Functions {
  const rows = Object.entries(shapings).filter(([, { onlyMethod }]) => !onlyMethod);
  return Object.fromEntries(
    rows.map(([name, { params, run }]): [string, Value] => [
      name,
      declare(name, 'python', params ? `a, ${params}` : 'a', function* ({ get }, machine) {
        const array = yield* arrayFrom(numpy, machine, get('a'));
        return isTensorValue(array) ? run({ numpy, machine, array, get }) : array;
      }),
    ]),
  );
}

/** Two operands, read. */
function pair(
  numpy: Numpy,
  name: string,
  params: string,
  run: (a: Operand, b: Operand, given: Given, machine: Machine) => Value,
): Value {
  return declare(name, 'python', params ? `a, b, ${params}` : 'a, b', function* (given, machine) {
    const a = yield* numpy.read(given.get('a'), name, machine);
    const b = yield* numpy.read(given.get('b'), name, machine);
    if (isUnknown(a)) return a;
    return isUnknown(b) ? b : run(a, b, given, machine);
  });
}

function joining(numpy: Numpy): Functions {
  const near = ({ get, has }: Given): Parameters<typeof closeness>[2] => ({
    rtol: has('rtol') ? Number(leafOf(get('rtol')) ?? 0) : 1e-5,
    atol: has('atol') ? Number(leafOf(get('atol')) ?? 0) : 1e-8,
    equalNan: flagOf(get('equal_nan'), false),
  });
  const tolerance = 'rtol=1e-05, atol=1e-08, equal_nan=False';
  const flat = (part: Operand, shape: readonly number[]): Operand => ({ ...part, shape });
  return {
    ...Object.fromEntries(
      joiningNames.map((name): [string, Value] => [
        name,
        declare(name, 'python', 'arrays, axis=None, out=None', ({ get }, machine) =>
          join(numpy, machine, name, get('arrays'), get('axis')),
        ),
      ]),
    ),
    dot: pair(numpy, 'dot', 'out=None', (a, b, _, machine) => matmul(numpy, machine, 'dot', a, b)),
    matmul: pair(numpy, 'matmul', '', (a, b, _, machine) => matmul(numpy, machine, 'matmul', a, b)),
    inner: pair(numpy, 'inner', '', (a, b, _, machine) =>
      a.shape.length === 1 && b.shape.length === 1 ? matmul(numpy, machine, 'dot', a, b) : notModelled('numpy.inner'),
    ),
    outer: pair(numpy, 'outer', 'out=None', (a, b, _, machine) =>
      matmul(numpy, machine, 'matmul', flat(a, [a.values.length, 1]), flat(b, [1, b.values.length])),
    ),
    allclose: pair(numpy, 'allclose', tolerance, (a, b, given) =>
      bool(closeness(a, b, near(given))?.every(Boolean) ?? false),
    ),
    isclose: pair(numpy, 'isclose', tolerance, (a, b, given, machine) => {
      const close = closeness(a, b, near(given));
      if (!close) return machine.raise('ValueError', 'operands could not be broadcast together');
      const shape = a.values.length >= b.values.length ? a.shape : b.shape;
      return numpy.result(Uint8Array.from(close, Number), shape, 'bool');
    }),
    array_equal: pair(numpy, 'array_equal', 'equal_nan=False', (a, b, given) =>
      bool(
        a.shape.join() === b.shape.join() &&
          (closeness(a, b, { ...near(given), rtol: 0, atol: 0 })?.every(Boolean) ?? false),
      ),
    ),
    where: declare('where', 'python', 'condition, x=None, y=None', function* ({ get, has }, machine) {
      const condition = yield* numpy.read(get('condition'), 'where', machine);
      if (isUnknown(condition)) return condition;
      if (!has('x')) {
        const array = numpy.made(condition.values, condition.shape, condition.dtype);
        return shapings.nonzero?.run({ numpy, machine, array, get }) ?? none;
      }
      const [x, y] = [yield* numpy.read(get('x'), 'where', machine), yield* numpy.read(get('y'), 'where', machine)];
      if (isUnknown(x)) return x;
      return isUnknown(y) ? y : chosen(numpy, machine, condition, x, y);
    }),
    shape: reading(numpy, 'shape', '', (host) => tuple(host.shape.map((n) => ({ kind: 'int', value: BigInt(n) })))),
    ndim: reading(numpy, 'ndim', '', (host) => ({ kind: 'int', value: BigInt(host.shape.length) })),
    size: reading(numpy, 'size', '', (host) => ({ kind: 'int', value: BigInt(host.values.length) })),
  };
}

/** Classes of scalars under their names, and the kinds of numbers they derive from. */
function types(numpy: Numpy): Functions {
  const kinds = new Map<string, ClassValue>();
  for (const cls of numpy.scalars.values())
    for (const base of cls.mro)
      if (base.module === 'numpy' && !numpy.scalars.has(base.name as DType)) kinds.set(base.name, base);
  const scalars = scalarTypeNames.flatMap(([name, dtype]): [string, Value][] => {
    const cls = numpy.scalars.get(dtype);
    return cls ? [[name, cls]] : [];
  });
  return { ...Object.fromEntries(kinds), ...Object.fromEntries(scalars), __version__: str('2.4.6') };
}

/** `numpy.linalg`: lengths alone. */
function linalg(numpy: Numpy): ModuleValue {
  const target = callee('norm', 'python', 'x, ord=None, axis=None, keepdims=False');
  const norm = builtin('norm', function* (args, machine): Run<Value> {
    const bound = bindArguments(machine, target, args);
    const get = (name: string): Value => bound.get(name) ?? none;
    const host = yield* numpy.read(get('x'), 'linalg.norm', machine);
    if (isUnknown(host)) return host;
    const order = leafOf(get('ord'));
    const isVector = host.shape.length === 1 || get('axis').kind === 'int';
    if (order !== undefined && !(isVector && [1, 2, Number.POSITIVE_INFINITY].includes(Number(order))))
      return notModelled('numpy.linalg.norm(ord=...)');
    const call = function* (name: string, value: Value): Run<Value> {
      const kernel = unaryKernels[name];
      return kernel ? yield* callKernel(numpy, machine, name, kernel, [value]) : none;
    };
    const array = numpy.made(host.values, host.shape, host.dtype === 'float32' ? 'float32' : host.dtype);
    const isEuclidean = order === undefined || Number(order) === 2;
    const sizes = yield* call(isEuclidean ? 'square' : 'absolute', array);
    const read = yield* numpy.read(sizes, 'linalg.norm', machine);
    if (isUnknown(read)) return read;
    const folded = reduce(numpy, machine, Number(order) === Number.POSITIVE_INFINITY ? 'max' : 'sum', read, {
      get,
      machine,
    });
    return isEuclidean ? yield* call('sqrt', folded) : folded;
  });
  return moduleValue('numpy.linalg', entriesOf({ norm }));
}
