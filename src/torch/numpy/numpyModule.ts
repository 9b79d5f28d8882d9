// The corner of NumPy that tutorials lean on: arrays from data, float64 arithmetic, and the bridge to tensors.
// What NumPy has beyond that is honestly unknown.
import { say } from '../../base/text';
import { builtinClass } from '../../python/core/classes';
import type { Machine } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import {
  type BuiltinValue,
  builtin,
  type ClassValue,
  float,
  int,
  none,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { declare } from '../binding/define';
import { dtypeOf } from '../dtypeObject';
import { fromData } from '../functions/creation';
import { shapeArgument } from '../functions/shapeArgument';
import { readValues } from '../hostValues';
import { attributeGetter, makeClass, method } from '../makeClass';
import { entriesOf, moduleValue } from '../moduleValue';
import { isKnownName } from '../names/knownNames';
import { fillArray, type Leaf } from '../numberStorage';
import { guarded } from '../raise';
import { nestedLists, pythonNumber } from '../scalarValue';
import { onlyValue } from '../tensor/protocols';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { arrayRepr, arrayText, type PrintableArray } from './printArray';

const notModelled = (name: string): Value => unknown(say('{0} is not modelled yet', name));

/** Operations on float64 arrays that are the same on tensors, by NumPy's name. */
const elementwise: Readonly<Record<string, string>> = {
  exp: 'exp',
  log: 'log',
  sqrt: 'sqrt',
  abs: 'abs',
  absolute: 'abs',
  square: 'square',
  log1p: 'log1p',
  tanh: 'tanh',
};
const reductions: Readonly<Record<string, string>> = {
  sum: 'sum',
  mean: 'mean',
  max: 'amax',
  min: 'amin',
  prod: 'prod',
};
const operators = ['add', 'sub', 'mul', 'truediv', 'pow', 'radd', 'rsub', 'rmul', 'rtruediv', 'neg'] as const;

/** dtypes that NumPy names as torch does. */
const names: Readonly<Record<string, DType>> = {
  float64: 'float64',
  float32: 'float32',
  int64: 'int64',
  int32: 'int32',
  uint8: 'uint8',
  bool_: 'bool',
};

export function numpyModule(torch: Torch): Value {
  const { ndarray } = torch.classes;
  const float64 = scalarClass();
  const array = (native: TensorValue['native']): TensorValue => tensorValue(ndarray, native);
  /** A result as NumPy gives it: an array, or a float64 scalar. */
  function* result(value: Value, machine: Machine): Run<Value> {
    if (!isTensorValue(value)) return value;
    if (value.native.rank > 0) return array(value.native);
    const number = yield* onlyValue(torch, value, machine);
    return number.kind === 'float' ? { ...number, cls: float64 } : number;
  }
  /** Calls a tensor method on arrays; only float64 behaves alike in both. */
  function* call(name: string, label: string, args: readonly Value[], machine: Machine): Run<Value> {
    const tensors = args.map((value) =>
      isTensorValue(value) ? tensorValue(torch.classes.tensor, value.native) : value,
    );
    if (!args.filter(isTensorValue).every((value) => value.native.dtype === 'float64')) return notModelled(label);
    const [self, ...rest] = tensors;
    if (!self || !isTensorValue(self)) return notModelled(label);
    return yield* result(yield* machine.call(yield* machine.getAttr(self, name), rest), machine);
  }
  function* toArray(data: Value, dtype: DType | undefined, machine: Machine): Run<Value> {
    const read = yield* fromData(torch, machine, data, dtype);
    if ('kind' in read) return read;
    // Python's floats are doubles here.
    if (dtype === undefined && read.dtype === 'float32' && !isTensorValue(data))
      return yield* toArray(data, 'float64', machine);
    return array(read);
  }
  const filled = (name: string, value: Leaf): BuiltinValue =>
    declare(name, 'python', 'shape, dtype=None', ({ get }, machine) => {
      const shape = shapeArgument(name, get('shape'), machine);
      if ('kind' in shape) return shape;
      const dtype = dtypeNamed(get('dtype')) ?? 'float64';
      const count = shape.reduce((product, n) => product * n, 1);
      return guarded<Value>(machine, () =>
        array(torch.engine.fromHost(fillArray(dtype, new Array<Leaf>(count).fill(value)), shape, dtype)),
      );
    });
  fillArrayClass(torch, ndarray, call, result);
  const functions: Record<string, Value> = {};
  for (const [name, operation] of Object.entries({ ...elementwise, ...reductions })) {
    functions[name] = builtin(name, ({ positional, keywords }, machine) =>
      positional.length === 1 && keywords.size === 0
        ? call(operation, `numpy.${name}`, positional, machine)
        : notModelled(`numpy.${name}`),
    );
  }
  return moduleValue(
    'numpy',
    entriesOf(functions, {
      ndarray,
      float64: dtypeClassOf('float64'),
      pi: float(Math.PI),
      e: float(Math.E),
      inf: float(Number.POSITIVE_INFINITY),
      nan: float(Number.NaN),
      array: declare('array', 'python', 'object, dtype=None', ({ get }, machine) =>
        toArray(get('object'), dtypeNamed(get('dtype')), machine),
      ),
      asarray: declare('asarray', 'python', 'a, dtype=None', ({ get }, machine) =>
        toArray(get('a'), dtypeNamed(get('dtype')), machine),
      ),
      zeros: filled('zeros', 0),
      ones: filled('ones', 1),
      arange: declare('arange', 'python', 'start, stop=None, step=None', ({ get }) =>
        arange(array, torch, [get('start'), get('stop'), get('step')]),
      ),
      ...Object.fromEntries(Object.keys(names).map((name) => [name, dtypeClassOf(name)])),
    }),
  );
}

/** `np.float32` as a class: it names a dtype; calling it is not modelled. */
const dtypeClassOf = (name: string): ClassValue =>
  makeClass(name, 'numpy', [], {
    __new__: { kind: 'staticmethod', func: builtin('__new__', () => notModelled(`numpy.${name}`)) },
  });

/** A dtype given as `np.float32`, `'float32'`, `float` or a torch dtype. */
function dtypeNamed(value: Value): DType | undefined {
  if (value.kind === 'str') return names[value.value];
  if (value.kind === 'class' && value.module === 'numpy') return names[value.name];
  return dtypeOf(value);
}

/** `numpy.float64`, a float that shows its type. */
const scalarClass = (): ClassValue =>
  makeClass('float64', 'numpy', [builtinClass('float')], {
    __repr__: builtin('__repr__', ({ positional: [self] }) => str(`np.float64(${numberText(self)})`), true),
    __str__: builtin('__str__', ({ positional: [self] }) => str(numberText(self)), true),
    item: builtin('item', ({ positional: [self] }) => (self?.kind === 'float' ? float(self.value) : none), true),
  });

const numberText = (self: Value | undefined): string => (self?.kind === 'float' ? floatRepr(self.value) : '');

function arange(array: (native: TensorValue['native']) => TensorValue, torch: Torch, args: readonly Value[]): Value {
  const given = args.filter((value) => value.kind !== 'none');
  const numbers = given.map((value) =>
    value.kind === 'int' || value.kind === 'float' ? Number(value.value) : Number.NaN,
  );
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  const count = Math.max(0, Math.ceil((stop - start) / step));
  if (!Number.isFinite(count) || count > 1e6) return notModelled('numpy.arange');
  const dtype: DType = given.every((value) => value.kind === 'int') ? 'int64' : 'float64';
  const leaves = Array.from({ length: count }, (_, i) => start + i * step);
  return array(torch.engine.fromHost(fillArray(dtype, leaves), [count], dtype));
}

type Call = (name: string, label: string, args: readonly Value[], machine: Machine) => Run<Value>;

/** Methods and properties of `numpy.ndarray`. */
function fillArrayClass(
  torch: Torch,
  cls: ClassValue,
  call: Call,
  result: (value: Value, machine: Machine) => Run<Value>,
): void {
  const own = (self: Value): TensorValue => {
    if (!isTensorValue(self)) throw new Error('no array');
    return self;
  };
  const add = (name: string, value: Value): void => void cls.attrs.set(name, value);
  for (const operator of operators) {
    const name = `__${operator}__`;
    add(
      name,
      method(name, (self, args, machine) => call(name, `numpy.ndarray.${name}`, [self, ...args], machine)),
    );
  }
  for (const [name, operation] of Object.entries(reductions)) {
    add(
      name,
      method(name, (self, args, machine, keywords) =>
        args.length + keywords.size === 0
          ? call(operation, `numpy.ndarray.${name}`, [self], machine)
          : notModelled(`numpy.ndarray.${name}`),
      ),
    );
  }
  add(
    'shape',
    attributeGetter((self) => tuple(own(self).native.shape.map((n) => int(n)))),
  );
  add(
    'ndim',
    attributeGetter((self) => int(own(self).native.rank)),
  );
  add(
    'size',
    attributeGetter((self) => int(own(self).native.size)),
  );
  add(
    'dtype',
    attributeGetter((self) => numpyDType(own(self).native.dtype)),
  );
  add(
    '__len__',
    method('__len__', (self) => int(own(self).native.shape[0] ?? 0)),
  );
  add(
    'copy',
    method('copy', (self, _, machine) => copyArray(torch, own(self), machine)),
  );
  add(
    'tolist',
    method('tolist', function* (self, _, machine) {
      const { native } = own(self);
      return lostValues(native) ?? nestedLists(yield* readValues(torch, machine, native), native.shape, native.dtype);
    }),
  );
  add(
    'item',
    method('item', function* (self, _, machine) {
      const { native } = own(self);
      if (native.size !== 1) machine.raise('ValueError', 'can only convert an array of size 1 to a Python scalar');
      return lostValues(native) ?? pythonNumber(yield* readValues(torch, machine, native), 0, native.dtype);
    }),
  );
  add(
    'astype',
    method('astype', (self, [wanted = none]) => {
      const dtype = dtypeNamed(wanted);
      return dtype ? tensorValue(cls, torch.engine.cast(own(self).native, dtype)) : notModelled('numpy.ndarray.astype');
    }),
  );
  add(
    '__getitem__',
    method('__getitem__', function* (self, [key = none], machine) {
      if (own(self).native.dtype !== 'float64') return notModelled('numpy.ndarray.__getitem__');
      const tensor = tensorValue(torch.classes.tensor, own(self).native);
      return yield* result(yield* machine.getItem(tensor, key), machine);
    }),
  );
  for (const name of ['__eq__', '__lt__', '__gt__', '__le__', '__ge__', '__matmul__', '__setitem__', '__iter__']) {
    add(
      name,
      method(name, () => notModelled(`numpy.ndarray.${name}`)),
    );
  }
  add(
    '__getattr__',
    method('__getattr__', (_, [name], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      if (isKnownName('numpy.ndarray', text)) return notModelled(`numpy.ndarray.${text}`);
      return machine.raise('AttributeError', `'numpy.ndarray' object has no attribute '${text}'`);
    }),
  );
}

function* copyArray(torch: Torch, self: TensorValue, machine: Machine): Run<Value> {
  const { native } = self;
  const lost = lostValues(native);
  if (lost) return lost;
  const values = yield* readValues(torch, machine, native);
  return tensorValue(self.cls, torch.engine.fromHost(values.slice(), native.shape, native.dtype));
}

/** `dtype('float64')`. */
const numpyDType = (dtype: DType): Value => ({
  kind: 'instance',
  cls: makeClass('dtype', 'numpy', [], {
    __repr__: builtin('__repr__', () => str(`dtype('${dtype}')`), true),
    __str__: builtin('__str__', () => str(dtype), true),
    name: str(dtype),
  }),
  attrs: new Map(),
});
