// The corner of NumPy that tutorials lean on: arrays from data, float64 arithmetic, and the bridge to tensors.
import { builtinClass } from '../../python/core/classes';
import { type Machine, Raised } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import {
  type BuiltinValue,
  builtin,
  type ClassValue,
  float,
  int,
  type ModuleValue,
  none,
  type Run,
  str,
  type Value,
} from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { declare } from '../binding/define';
import { fromData } from '../functions/creation';
import { shapeArgument } from '../functions/shapeArgument';
import { makeClass } from '../makeClass';
import { entriesOf, moduleValue } from '../moduleValue';
import { fillArray, type Leaf } from '../numberStorage';
import { guarded } from '../raise';
import { onlyValue } from '../tensor/protocols';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { axisArguments, fillArrayClass } from './arrayClass';
import { dtypeNamed, dtypeNames, notModelled, reductions } from './arrayTypes';
import { randomModule } from './randomModule';

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
/** Operators that take integers as they are, in NumPy and in torch. */
const exact = /^__(?:r?add|r?sub|r?mul|neg|lt|le|gt|ge|eq|ne)__$/;

/** Whether a method gives the same on tensors: float64 does, and int64 in exact operators, except beside a Python float. */
function isAlike(name: string, args: readonly Value[]): boolean {
  const types = args.filter(isTensorValue).map(({ native }) => native.dtype);
  if (types.every((dtype) => dtype === 'float64')) return true;
  const numbers = args.filter((value) => !isTensorValue(value));
  return (
    exact.test(name) &&
    types.every((dtype) => dtype === 'float64' || dtype === 'int64') &&
    numbers.every(({ kind }) => kind === 'int')
  );
}

export function numpyModule(torch: Torch): ModuleValue {
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
  /** Calls a tensor method on arrays where both behave alike. */
  function* call(name: string, label: string, args: readonly Value[], machine: Machine): Run<Value> {
    const tensors = args.map((value) =>
      isTensorValue(value) ? tensorValue(torch.classes.tensor, value.native) : value,
    );
    if (!isAlike(name, args)) return notModelled(label);
    const [self, ...rest] = tensors;
    if (!self || !isTensorValue(self)) return notModelled(label);
    try {
      return yield* result(yield* machine.call(yield* machine.getAttr(self, name), rest), machine);
    } catch (error) {
      // What torch refuses NumPy tells in other words.
      if (error instanceof Raised) return notModelled(label);
      throw error;
    }
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
  /** A float64 or a Python number's worth of one element; scalars of other types are not modelled. */
  function* element(from: TensorValue, at: number, machine: Machine): Run<Value> {
    if (from.native.dtype !== 'float64') return notModelled(`numpy.${from.native.dtype}`);
    return yield* result(yield* machine.getItem(tensorValue(torch.classes.tensor, from.native), int(at)), machine);
  }
  const random = randomModule(torch, { array, toArray, element });
  const functions: Record<string, Value> = {};
  for (const [name, operation] of Object.entries({ ...elementwise, ...reductions })) {
    functions[name] = builtin(name, ({ positional: [array, ...rest], keywords }, machine) => {
      const dims =
        name in reductions ? axisArguments(rest, keywords) : rest.length + keywords.size === 0 ? [] : undefined;
      return array && dims ? call(operation, `numpy.${name}`, [array, ...dims], machine) : notModelled(`numpy.${name}`);
    });
  }
  for (const name of ['dot', 'matmul']) {
    functions[name] = builtin(name, ({ positional, keywords }, machine) =>
      positional.length === 2 && keywords.size === 0 && positional.every(isTensorValue)
        ? call('matmul', `numpy.${name}`, positional, machine)
        : notModelled(`numpy.${name}`),
    );
  }
  return moduleValue(
    'numpy',
    entriesOf(functions, {
      ndarray,
      random,
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
      ...Object.fromEntries(Object.keys(dtypeNames).map((name) => [name, dtypeClassOf(name)])),
    }),
  );
}

/** `np.float32` as a class: it names a dtype; calling it is not modelled. */
const dtypeClassOf = (name: string): ClassValue =>
  makeClass(name, 'numpy', [], {
    __new__: { kind: 'staticmethod', func: builtin('__new__', () => notModelled(`numpy.${name}`)) },
  });

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
