// NumPy's scalars: classes of single numbers with a type (np.float64, np.int64, np.bool_), their operators and texts.
// A float64 is a Python float as well; the others are not. Knows no function of the module.
import { builtinClass } from '../../python/core/classes';
import type { Machine } from '../../python/machine';
import { floatRepr } from '../../python/text/floatText';
import { formatFloat, formatInt } from '../../python/text/formatSpec';
import { bool, type ClassValue, float, int, none, type Run, str, type Value } from '../../python/value';
import { type DType, isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import { makeClass, method } from '../makeClass';
import { fillArray } from '../numberStorage';
import { binaryKernels, type Kernel, rint, unaryKernels } from './kernels';
import { isUnknown, type Numpy } from './numpy';
import { shortestText } from './printArray';
import { leafOf } from './scalarTypes';
import { converted, operate } from './ufuncs';

const types: readonly DType[] = ['float64', 'float32', 'float16', 'int64', 'int32', 'int16', 'int8', 'uint8', 'bool'];

/** The classes of scalars, to be filled. */
export function scalarClasses(): ReadonlyMap<DType, ClassValue> {
  const root = makeClass('generic', 'numpy', [], {});
  const numberClass = makeClass('number', 'numpy', [root], {});
  const integer = makeClass('integer', 'numpy', [numberClass], {});
  const floating = makeClass('floating', 'numpy', [numberClass], {});
  return new Map(
    types.map((dtype) => {
      const bases =
        dtype === 'float64'
          ? [floating, builtinClass('float')]
          : [dtype === 'bool' ? root : isFloat(dtype) ? floating : integer];
      return [dtype, makeClass(dtype, 'numpy', bases, {})];
    }),
  );
}

/** Operators by dunder name, and the kernels behind them. */
export const binaryOperators: Readonly<Record<string, string>> = {
  add: 'add',
  sub: 'subtract',
  mul: 'multiply',
  truediv: 'divide',
  floordiv: 'floor_divide',
  mod: 'remainder',
  pow: 'power',
  and: 'bitwise_and',
  or: 'bitwise_or',
  xor: 'bitwise_xor',
  lshift: 'left_shift',
  rshift: 'right_shift',
};
export const comparisons: Readonly<Record<string, string>> = {
  eq: 'equal',
  ne: 'not_equal',
  lt: 'less',
  le: 'less_equal',
  gt: 'greater',
  ge: 'greater_equal',
};
export const unaryOperators: Readonly<Record<string, string>> = {
  neg: 'negative',
  pos: 'positive',
  abs: 'absolute',
  invert: 'invert',
};

/** All operators as methods: arrays and scalars have the same. */
export function operatorMethods(numpy: Numpy): Readonly<Record<string, Value>> {
  const rows: [string, Value][] = [];
  const add = (dunder: string, name: string, kernel: Kernel, order: (self: Value, other: Value) => readonly Value[]) =>
    rows.push([
      dunder,
      method(dunder, (self, [other = none], machine) => operate(numpy, machine, name, kernel, order(self, other))),
    ]);
  for (const [dunder, name] of Object.entries(binaryOperators)) {
    const kernel = binaryKernels[name];
    if (!kernel) continue;
    add(`__${dunder}__`, name, kernel, (self, other) => [self, other]);
    add(`__r${dunder}__`, name, kernel, (self, other) => [other, self]);
  }
  for (const [dunder, name] of Object.entries(comparisons)) {
    const kernel = binaryKernels[name];
    if (kernel) add(`__${dunder}__`, name, kernel, (self, other) => [self, other]);
  }
  for (const [dunder, name] of Object.entries(unaryOperators)) {
    const kernel = unaryKernels[name];
    if (kernel) add(`__${dunder}__`, name, kernel, (self) => [self]);
  }
  return Object.fromEntries(rows);
}

/** The text of a scalar: as few digits as tell it in its type. */
function scalarText(value: Value, dtype: DType): string {
  const leaf = leafOf(value);
  if (typeof leaf === 'boolean') return leaf ? 'True' : 'False';
  if (typeof leaf === 'bigint') return String(leaf);
  const number = leaf ?? 0;
  if (!Number.isFinite(number)) return floatRepr(number);
  const short = Number(shortestText(number, dtype));
  const size = Math.abs(number);
  if (size === 0 || (size >= 1e-4 && size < (withoutExponent[dtype] ?? 1e16))) return floatRepr(short);
  return short.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
}

/** Smaller numbers are written without exponents. */
const withoutExponent: Partial<Record<DType, number>> = { float16: 1e3, float32: 1e6 };

/** Fills the classes: operators, texts, conversions; what else arrays have, scalars have as arrays without dims. */
export function fillScalarClasses(numpy: Numpy): void {
  const operators = operatorMethods(numpy);
  const plain = (self: Value): Value => {
    const leaf = leafOf(self);
    if (typeof leaf === 'boolean') return bool(leaf);
    return typeof leaf === 'bigint' ? int(leaf) : float(leaf ?? 0);
  };
  const truth = (self: Value): Value => bool(Boolean(leafOf(self)));
  for (const [dtype, cls] of numpy.scalars) {
    const name = dtype === 'bool' ? 'bool' : dtype;
    const repr = (self: Value): string =>
      dtype === 'bool' ? `np.${scalarText(self, dtype)}_` : `np.${name}(${scalarText(self, dtype)})`;
    const rows: Readonly<Record<string, Value>> = {
      ...operators,
      __new__: {
        kind: 'staticmethod',
        func: method('__new__', (_, [value], machine) => made(numpy, machine, dtype, value)),
      },
      __init__: method('__init__', () => none),
      __repr__: method('__repr__', (self) => str(repr(self))),
      __str__: method('__str__', (self) => str(scalarText(self, dtype))),
      __format__: method('__format__', (self, [spec]) => {
        const text = spec?.kind === 'str' ? spec.value : '';
        const leaf = leafOf(self);
        if (text === '' && !(isFloat(dtype) && dtype !== 'float64')) return str(scalarText(self, dtype));
        if (text === '') return str(floatRepr(Number(leaf ?? 0)));
        return str(typeof leaf === 'bigint' ? formatInt(leaf, text) : formatFloat(Number(leaf ?? 0), text));
      }),
      __bool__: method('__bool__', truth),
      __int__: method('__int__', (self) => int(Math.trunc(Number(leafOf(self) ?? 0)))),
      __float__: method('__float__', (self) => float(Number(leafOf(self) ?? 0))),
      __hash__: method('__hash__', function* (self, _, machine) {
        const value = plain(self);
        return yield* machine.call(yield* machine.getAttr(value, '__hash__'), []);
      }),
      __round__: method('__round__', (self, [digits]) => rounded(numpy, self, dtype, digits)),
      item: method('item', plain),
      tolist: method('tolist', plain),
      __getattr__: method('__getattr__', (self, [key], machine) => attribute(numpy, machine, self, dtype, key)),
    };
    for (const [key, value] of Object.entries(rows)) cls.attrs.set(key, value);
    if (dtype !== 'bool' && !isFloat(dtype)) cls.attrs.set('__index__', method('__index__', plain));
  }
}

function rounded(numpy: Numpy, self: Value, dtype: DType, digits: Value | undefined): Value {
  const value = Number(leafOf(self) ?? 0);
  if (!isFloat(dtype)) return self;
  const places = digits?.kind === 'int' ? Number(digits.value) : undefined;
  if (places === undefined) return int(BigInt(rint(value)));
  const scale = 10 ** places;
  return numpy.scalar(rint(value * scale) / scale, dtype);
}

/** `np.float32(x)`: a scalar, or an array where x is one. */
function* made(numpy: Numpy, machine: Machine, dtype: DType, value: Value | undefined): Run<Value> {
  if (!value) return numpy.scalar(0, dtype);
  const number = value.kind === 'str' ? yield* machine.call(machine.builtinClass('float'), [value]) : value;
  const operand = yield* numpy.read(number, dtype, machine);
  if (isUnknown(operand)) return operand;
  const values = converted(operand.values, operand.dtype, dtype);
  return numpy.result(values, operand.shape, dtype);
}

/** An attribute that arrays have. */
function* attribute(numpy: Numpy, machine: Machine, self: Value, dtype: DType, key: Value | undefined): Run<Value> {
  const name = key?.kind === 'str' ? key.value : '';
  const leaf = leafOf(self) ?? 0;
  const array = numpy.array(hostTensor(fillArray(dtype, [leaf]), [], dtype));
  const found = name.startsWith('__') ? undefined : yield* machine.findAttr(array, name);
  if (found) return found;
  return machine.raise('AttributeError', `'numpy.${dtype}' object has no attribute '${name}'`);
}
