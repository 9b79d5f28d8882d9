// numpy.ndarray as a Python class: attributes, operators, methods, protocols. What NumPy has beyond them is honestly unknown.
import type { Machine } from '../../python/machine';
import { bool, builtin, type ClassValue, float, int, none, type Run, str, tuple, type Value } from '../../python/value';
import { categoryOf, type DType, isFloat, itemSize } from '../../tensor/dtype';
import { valuesOf, writeInto } from '../../tensor/host';
import { tryView } from '../../tensor/view';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { bringToHost, readValues } from '../hostValues';
import { attributeGetter, makeClass, method, writingMethod } from '../makeClass';
import { isKnownName } from '../names/knownNames';
import { placeholder } from '../placeholder';
import { nestedLists, pythonNumber } from '../scalarValue';
import { loseValues, lostValues } from '../tensorValue';
import { around, clip } from './arithmetic';
import { wholes } from './call';
import { getItem, setItem } from './indexing';
import { matmul } from './joins';
import { binaryKernels } from './kernels';
import { dtypeNamed, notModelled } from './numericTypes';
import { arrayOf, isUnknown, type Numpy, type Operand } from './numpy';
import { arrayRepr, arrayText, type PrintableArray } from './printArray';
import { isReductionMethod, reduce, reductionNames, reductionParams, scan } from './reductions';
import { binaryOperators, operatorMethods } from './scalars';
import { shapings } from './shaping';
import { applyKernel, converted } from './ufuncs';

/** Methods that write into their array and are not modelled. */
const writers: ReadonlySet<string> = new Set(['byteswap', 'itemset', 'partition', 'put', 'resize', 'setfield']);

/** A method by its parameters, the array read already. */
type Read = (host: Operand, get: (name: string) => Value, machine: Machine) => Value | Run<Value>;

/** Fills the class `numpy.ndarray`. */
export function fillArrayClass(numpy: Numpy, cls: ClassValue, dtypeObject: (dtype: DType) => Value): void {
  const { torch } = numpy;
  const add = (name: string, value: Value): void => void cls.attrs.set(name, value);
  for (const [name, value] of Object.entries(operatorMethods(numpy))) add(name, value);
  const reading = (name: string, params: string, run: Read): void => {
    const target = callee(name, 'python', params, true);
    add(
      name,
      method(name, function* (self, positional, machine, keywords) {
        const bound = bindArguments(machine, target, { positional, keywords });
        const host = yield* numpy.operand(self, machine);
        if (!host || isUnknown(host)) return host ?? notModelled(`numpy.ndarray.${name}`);
        const made = run(host, (key) => bound.get(key) ?? none, machine);
        return 'kind' in made ? made : yield* made;
      }),
    );
  };
  for (const name of reductionNames.filter(isReductionMethod))
    reading(name, reductionParams(name), (host, get, machine) => reduce(numpy, machine, name, host, { get, machine }));
  for (const name of ['cumsum', 'cumprod'])
    reading(name, 'axis=None, dtype=None, out=None', (host, get, machine) =>
      scan(numpy, machine, name, host, get('axis')),
    );
  reading('round', 'decimals=0, out=None', (host, get, machine) => around(numpy, machine, host, get('decimals')));
  reading('clip', 'min=None, max=None, out=None', (host, get, machine) =>
    clip(numpy, machine, host, get('min'), get('max')),
  );
  reading('astype', 'dtype, order=None, casting=None, subok=True, copy=True', (host, get, machine) => {
    const dtype = dtypeNamed(get('dtype'));
    if (dtype) return numpy.made(converted(host.values, host.dtype, dtype).slice(), host.shape, dtype);
    const wanted = get('dtype');
    return wanted.kind === 'str' && !/^[<>=|]?[UScSOVMm]/.test(wanted.value)
      ? machine.raise('TypeError', `data type '${wanted.value}' not understood`)
      : notModelled('numpy.ndarray.astype');
  });
  reading('tolist', '', (host) => nestedLists(host.values, host.shape, host.dtype));
  reading('item', 'index=None', (host, get, machine) => {
    const at = get('index');
    if (at.kind === 'none' && host.values.length !== 1)
      machine.raise('ValueError', 'can only convert an array of size 1 to a Python scalar');
    const index = at.kind === 'int' ? Number(at.value) : 0;
    const size = host.values.length;
    if (index >= size || index < -size)
      machine.raise('IndexError', `index ${index} is out of bounds for axis 0 with size ${size}`);
    return pythonNumber(host.values, index < 0 ? index + size : index, host.dtype);
  });
  for (const [name, { params, run, onlyFunction }] of Object.entries(shapings)) {
    if (!onlyFunction) add(name, shapingMethod(numpy, name, params, run));
  }
  for (const name of ['__copy__', '__deepcopy__']) add(name, cls.attrs.get('copy') ?? none);
  addProducts(numpy, add);
  addInPlace(numpy, add);
  addAttributes(numpy, add, dtypeObject);
  addProtocols(numpy, add, reading);
  add(
    '__getattr__',
    method('__getattr__', (self, [name], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      const missing = notModelled(`numpy.ndarray.${text}`);
      if (writers.has(text))
        return placeholder(
          builtin(text, () => {
            loseValues(arrayOf(self).native, missing);
            return missing;
          }),
        );
      if (isKnownName('numpy.ndarray', text)) return missing;
      return machine.raise('AttributeError', `'numpy.ndarray' object has no attribute '${text}'`);
    }),
  );
  const printing = (name: string, print: (array: PrintableArray, options: Numpy['printOptions']) => string): void =>
    add(
      name,
      method(name, function* (self, _, machine) {
        const { native } = arrayOf(self);
        const lost = lostValues(native);
        if (lost) return lost;
        if (native.dtype === 'complex64') return notModelled(`numpy.ndarray.${name}`);
        const values = yield* readValues(torch, machine, native);
        if (native.rank === 0) {
          const scalar = yield* machine.str(numpy.scalar(values[0] ?? 0, native.dtype));
          if (name === '__str__') return str(scalar);
          const usual = ['float64', 'int64', 'bool'].includes(native.dtype);
          return str(
            `array(${scalar}${usual ? '' : `, dtype=${native.dtype}`})`.replace('.0)', '.)').replace('.0,', '.,'),
          );
        }
        return str(print({ values, shape: native.shape, dtype: native.dtype }, numpy.printOptions));
      }),
    );
  printing('__repr__', arrayRepr);
  printing('__str__', arrayText);
}

/** `a.reshape(2, 3)` and `a.transpose(1, 0)` take their numbers one by one as well. */
function shapingMethod(numpy: Numpy, name: string, params: string, run: (typeof shapings)[string]['run']): Value {
  const target = callee(name, 'python', params, true);
  const isLoose = name === 'reshape' || name === 'transpose';
  return method(name, function* (self, args, machine, keywords) {
    const positional = isLoose && args.length > 1 ? [tuple(args)] : args;
    const bound = bindArguments(machine, target, { positional, keywords });
    const array = arrayOf(self);
    const lost = lostValues(array.native);
    if (lost) return lost;
    yield* bringToHost(numpy.torch, machine, array.native);
    return run({ numpy, machine, array, get: (key) => bound.get(key) ?? none });
  });
}

type Add = (name: string, value: Value) => void;

function addProducts(numpy: Numpy, add: Add): void {
  const product = (name: string, label: string, isReflected = false): void =>
    add(
      name,
      method(name, function* (self, [other = none], machine) {
        const [a, b] = [yield* numpy.read(self, label, machine), yield* numpy.read(other, label, machine)];
        if (isUnknown(a)) return a;
        if (isUnknown(b)) return b;
        if (label === 'dot' && (a.shape.length === 0 || b.shape.length === 0)) {
          const multiply = binaryKernels.multiply;
          return multiply ? applyKernel(numpy, machine, 'multiply', multiply, [a, b]) : none;
        }
        return isReflected ? matmul(numpy, machine, label, b, a) : matmul(numpy, machine, label, a, b);
      }),
    );
  product('__matmul__', 'matmul');
  product('__rmatmul__', 'matmul', true);
  product('dot', 'dot');
}

/** `a += b` writes into the array; a result of a higher kind does not fit. */
function addInPlace(numpy: Numpy, add: Add): void {
  const ranks = { bool: 0, int: 1, float: 2, complex: 3 } as const;
  for (const [dunder, name] of Object.entries(binaryOperators)) {
    const kernel = binaryKernels[name];
    if (!kernel) continue;
    add(
      `__i${dunder}__`,
      writingMethod(`__i${dunder}__`, function* (self, [other = none], machine) {
        const array = arrayOf(self);
        const [a, b] = [yield* numpy.read(array, name, machine), yield* numpy.read(other, name, machine)];
        if (isUnknown(a) || isUnknown(b)) {
          if (isUnknown(b)) loseValues(array.native, b);
          return array;
        }
        const made = yield* numpy.read(applyKernel(numpy, machine, name, kernel, [a, b]), name, machine);
        const { dtype } = array.native;
        if (isUnknown(made)) loseValues(array.native, made);
        else if (ranks[categoryOf(made.dtype)] > ranks[categoryOf(dtype)]) {
          machine.raise(
            numpy.errors.cast,
            `Cannot cast ufunc '${name}' output from dtype('${made.dtype}') to dtype('${dtype}') with casting rule 'same_kind'`,
          );
        } else {
          const { shape } = array.native;
          if (made.shape.join() !== shape.join())
            machine.raise(
              'ValueError',
              `non-broadcastable output operand with shape (${shape.join(',')}${shape.length === 1 ? ',' : ''}) doesn't match the broadcast shape (${made.shape.join(',')}${made.shape.length === 1 ? ',' : ''})`,
            );
          yield* bringToHost(numpy.torch, machine, array.native);
          writeInto(array.native, converted(made.values, made.dtype, dtype));
        }
        return array;
      }),
    );
  }
}

function addAttributes(numpy: Numpy, add: Add, dtypeObject: (dtype: DType) => Value): void {
  const get = (name: string, read: (native: ReturnType<typeof arrayOf>['native']) => Value): void =>
    add(
      name,
      attributeGetter((self) => read(arrayOf(self).native)),
    );
  get('ndim', (x) => int(x.rank));
  get('size', (x) => int(x.size));
  get('itemsize', (x) => int(itemSize(x.dtype)));
  get('nbytes', (x) => int(itemSize(x.dtype) * x.size));
  get('dtype', (x) => dtypeObject(x.dtype));
  get('strides', (x) => tuple(x.strides.map((n) => int(n * itemSize(x.dtype)))));
  add('shape', {
    kind: 'property',
    get: builtin('shape', ({ positional: [self = none] }) => tuple(arrayOf(self).native.shape.map((n) => int(n)))),
    set: builtin('shape', ({ positional: [self = none, value = none] }, machine) => {
      const array = arrayOf(self);
      const view = tryView(array.native, wholes(value) ?? []);
      if (!view) return machine.raise('AttributeError', 'incompatible shape for a non-contiguous array');
      array.native = view;
      return none;
    }),
  });
  const transposed = shapings.transpose;
  add(
    'T',
    attributeGetter((self, machine) =>
      transposed ? transposed.run({ numpy, machine, array: arrayOf(self), get: () => none }) : none,
    ),
  );
  add(
    'real',
    attributeGetter((self) => self),
  );
  add(
    'flat',
    attributeGetter(function* (self, machine) {
      const flat = yield* machine.call(yield* machine.getAttr(self, 'ravel'), []);
      return yield* machine.call(yield* machine.getAttr(flat, '__iter__'), []);
    }),
  );
}

function addProtocols(numpy: Numpy, add: Add, reading: (name: string, params: string, run: Read) => void): void {
  add(
    '__len__',
    method('__len__', (self, _, machine) => {
      const [size] = arrayOf(self).native.shape;
      return size === undefined ? machine.raise('TypeError', 'len() of unsized object') : int(size);
    }),
  );
  add(
    '__iter__',
    method('__iter__', (self, _, machine) => {
      const array = arrayOf(self);
      const [size] = array.native.shape;
      if (size === undefined) return machine.raise('TypeError', 'iteration over a 0-d array');
      let at = 0;
      return {
        kind: 'iterator',
        name: 'iterator',
        next: () => (at < size ? getItem(numpy, machine, array, int(at++)) : undefined),
      };
    }),
  );
  add(
    '__getitem__',
    method('__getitem__', (self, [key = none], machine) => getItem(numpy, machine, arrayOf(self), key)),
  );
  add(
    '__setitem__',
    writingMethod('__setitem__', function* (self, [key = none, value = none], machine) {
      if (key.kind === 'unknown') loseValues(arrayOf(self).native, key);
      else yield* setItem(numpy, machine, arrayOf(self), key, value);
      return none;
    }),
  );
  reading('__contains__', 'value', function* (host, get, machine) {
    const value = yield* numpy.read(get('value'), 'ndarray.__contains__', machine);
    if (isUnknown(value)) return value;
    const found = value.values[0];
    return bool([...host.values].some((item) => Number(item) === Number(found)));
  });
  reading('__bool__', '', (host, _, machine) => {
    if (host.values.length === 1) return bool(Boolean(host.values[0]));
    return machine.raise(
      'ValueError',
      host.values.length === 0
        ? 'The truth value of an empty array is ambiguous. Use `array.size > 0` to check that an array is not empty.'
        : 'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
    );
  });
  const only = (host: Operand, machine: Machine): number => {
    if (host.shape.length > 0 && host.values.length !== 1)
      machine.raise('TypeError', 'only 0-dimensional arrays can be converted to Python scalars');
    if (host.shape.length > 0)
      machine.raise('TypeError', 'only 0-dimensional arrays can be converted to Python scalars');
    return Number(host.values[0] ?? 0);
  };
  reading('__float__', '', (host, _, machine) => float(only(host, machine)));
  reading('__int__', '', (host, _, machine) => int(Math.trunc(only(host, machine))));
  reading('__index__', '', (host, _, machine) => {
    if (isFloat(host.dtype) || host.shape.length > 0)
      machine.raise('TypeError', 'only integer scalar arrays can be converted to a scalar index');
    return int(only(host, machine));
  });
  reading('__format__', 'spec', function* (host, get, machine) {
    const spec = get('spec');
    if (spec.kind === 'str' && spec.value !== '' && host.shape.length > 0)
      machine.raise('TypeError', 'unsupported format string passed to numpy.ndarray.__format__');
    const array = numpy.made(host.values, host.shape, host.dtype);
    if (host.shape.length > 0) return str(yield* machine.str(array));
    const number = yield* machine.call(yield* machine.getAttr(array, 'item'), []);
    return yield* machine.call(yield* machine.getAttr(number, '__format__'), [spec]);
  });
  add(
    '__hash__',
    method('__hash__', (_, __, machine) => machine.raise('TypeError', "unhashable type: 'numpy.ndarray'")),
  );
  add(
    'fill',
    writingMethod('fill', function* (self, [value = none], machine) {
      yield* setItem(numpy, machine, arrayOf(self), { kind: 'ellipsis' }, value);
      return none;
    }),
  );
  const sort = shapings.sort;
  add(
    'sort',
    method('sort', function* (self, [axis = int(-1)], machine, keywords) {
      const array = arrayOf(self);
      const lost = lostValues(array.native);
      if (lost || !sort) return lost ?? none;
      yield* bringToHost(numpy.torch, machine, array.native);
      const sorted = sort.run({
        numpy,
        machine,
        array,
        get: (name) => (name === 'axis' ? (keywords.get('axis') ?? axis) : none),
      });
      writeInto(array.native, valuesOf(arrayOf(sorted).native));
      return none;
    }),
  );
}

/** `dtype('float64')`: an object with a name, equal to every other name of its type. */
export function dtypeObjects(): { readonly cls: ClassValue; readonly of: (dtype: DType) => Value } {
  const made = new Map<DType, Value>();
  const own = (self: Value): DType => (dtypeNamed(self) ?? 'float64') as DType;
  const cls = makeClass('dtype', 'numpy', [], {
    __new__: {
      kind: 'staticmethod',
      func: method('__new__', (_, [wanted = none], machine) => {
        const dtype = dtypeNamed(wanted);
        if (dtype) return of(dtype);
        return wanted.kind === 'str'
          ? machine.raise('TypeError', `data type '${wanted.value}' not understood`)
          : notModelled('numpy.dtype');
      }),
    },
    __init__: method('__init__', () => none),
    __repr__: method('__repr__', (self) => str(`dtype('${own(self)}')`)),
    __str__: method('__str__', (self) => str(own(self))),
    __eq__: method('__eq__', (self, [other = none]) => bool(dtypeNamed(other) === own(self))),
    __ne__: method('__ne__', (self, [other = none]) => bool(dtypeNamed(other) !== own(self))),
    __hash__: method('__hash__', (self) =>
      int([...own(self)].reduce((sum, letter) => sum * 31 + letter.charCodeAt(0), 7)),
    ),
    name: attributeGetter((self) => str(own(self))),
    itemsize: attributeGetter((self) => int(itemSize(own(self)))),
    kind: attributeGetter((self) => {
      const category = categoryOf(own(self));
      return str(own(self) === 'uint8' ? 'u' : category === 'bool' ? 'b' : category === 'int' ? 'i' : 'f');
    }),
  });
  const of = (dtype: DType): Value => {
    const value = made.get(dtype) ?? { kind: 'instance', cls, attrs: new Map(), native: dtype };
    made.set(dtype, value);
    return value;
  };
  return { cls, of };
}
