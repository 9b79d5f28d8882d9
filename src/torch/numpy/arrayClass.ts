// numpy.ndarray as a Python class: shape, conversion, float64 arithmetic. What NumPy has beyond that is honestly unknown.
import { type Machine, Raised } from '../../python/machine';
import { builtin, type ClassValue, int, none, type Run, str, tuple, type Value } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { readValues } from '../hostValues';
import { attributeGetter, makeClass, method, writingMethod } from '../makeClass';
import { isKnownName } from '../names/knownNames';
import { nestedLists, pythonNumber } from '../scalarValue';
import { isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { dtypeNamed, notModelled, reductions } from './arrayTypes';
import { arrayRepr, arrayText, type PrintableArray } from './printArray';

const operators = 'add sub mul truediv pow radd rsub rmul rtruediv neg lt le gt ge eq ne matmul'.split(' ');

/** Views that NumPy and torch take alike, whatever the dtype. */
const views = ['reshape', 'squeeze', 'ravel'] as const;

/** Methods that write into their array and are not modelled. */
const writers: ReadonlySet<string> = new Set([
  'byteswap',
  'fill',
  'itemset',
  'partition',
  'put',
  'resize',
  'setfield',
  'sort',
]);

type Call = (name: string, label: string, args: readonly Value[], machine: Machine) => Run<Value>;

/** Fills the class `numpy.ndarray`. `call` runs a tensor method on arrays, `result` makes NumPy's value of a tensor. */
export function fillArrayClass(
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
      method(name, (self, args, machine, keywords) => {
        const dims = axisArguments(args, keywords);
        const label = `numpy.ndarray.${name}`;
        return dims ? call(operation, label, [self, ...dims], machine) : notModelled(label);
      }),
    );
  }
  /** Calls a view's method on the tensor over the same values; what it refuses NumPy tells in other words. */
  function* view(name: string, self: Value, args: readonly Value[], machine: Machine): Run<Value> {
    try {
      const tensor = tensorValue(torch.classes.tensor, own(self).native);
      const made = yield* machine.call(yield* machine.getAttr(tensor, name), args);
      return isTensorValue(made) ? tensorValue(cls, made.native) : made;
    } catch (error) {
      if (error instanceof Raised) return notModelled(`numpy.ndarray.${name}`);
      throw error;
    }
  }
  for (const name of views)
    add(
      name,
      method(name, (self, args, machine, keywords) =>
        keywords.size > 0 ? notModelled(`numpy.ndarray.${name}`) : view(name, self, args, machine),
      ),
    );
  add(
    'T',
    attributeGetter((self, machine) =>
      own(self).native.rank === 2 ? view('t', self, [], machine) : notModelled('numpy.ndarray.T'),
    ),
  );
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
  const printing = (name: string, print: (array: PrintableArray) => string): void =>
    add(
      name,
      method(name, function* (self, _, machine) {
        const { native } = own(self);
        const lost = lostValues(native);
        if (lost) return lost;
        if (native.dtype === 'float16' || native.dtype === 'complex64') return notModelled(`numpy.ndarray.${name}`);
        return str(
          print({ values: yield* readValues(torch, machine, native), shape: native.shape, dtype: native.dtype }),
        );
      }),
    );
  printing('__repr__', arrayRepr);
  printing('__str__', arrayText);
  add(
    '__len__',
    method('__len__', (self) => int(own(self).native.shape[0] ?? 0)),
  );
  for (const name of ['copy', '__copy__', '__deepcopy__'])
    add(
      name,
      method(name, (self, _, machine) => copyArray(torch, own(self), machine)),
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
      const tensor = tensorValue(torch.classes.tensor, own(self).native);
      if (goesBack(key)) return notModelled('numpy.ndarray.__getitem__');
      try {
        const item = yield* machine.getItem(tensor, key);
        const isScalar = isTensorValue(item) && item.native.rank === 0;
        // Scalars of other types are classes of their own.
        return isScalar && item.native.dtype !== 'float64'
          ? notModelled(`numpy.${item.native.dtype}`)
          : yield* result(item, machine);
      } catch (error) {
        // What torch refuses NumPy tells in other words.
        if (error instanceof Raised) return notModelled('numpy.ndarray.__getitem__');
        throw error;
      }
    }),
  );
  add(
    '__setitem__',
    writingMethod('__setitem__', function* (self, [key = none, value = none], machine) {
      const { native } = own(self);
      const lost = notModelled('numpy.ndarray.__setitem__');
      if (goesBack(key)) loseValues(native, lost);
      else
        try {
          const given = isTensorValue(value) ? tensorValue(torch.classes.tensor, value.native) : value;
          yield* machine.setItem(tensorValue(torch.classes.tensor, native), key, given);
        } catch (error) {
          // What torch refuses NumPy may take.
          if (!(error instanceof Raised)) throw error;
          loseValues(native, lost);
        }
      return none;
    }),
  );
  add(
    '__iter__',
    method('__iter__', () => notModelled('numpy.ndarray.__iter__')),
  );
  add(
    '__getattr__',
    method('__getattr__', (self, [name], machine) => {
      const text = name?.kind === 'str' ? name.value : '';
      const missing = notModelled(`numpy.ndarray.${text}`);
      if (writers.has(text))
        return builtin(text, () => {
          loseValues(own(self).native, missing);
          return missing;
        });
      if (isKnownName('numpy.ndarray', text)) return missing;
      return machine.raise('AttributeError', `'numpy.ndarray' object has no attribute '${text}'`);
    }),
  );
}

/** `axis` and `keepdims` in the order of torch's `dim` and `keepdim`; undefined where something else is asked for. */
export function axisArguments(
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): readonly Value[] | undefined {
  if ([...keywords.keys()].some((name) => name !== 'axis' && name !== 'keepdims') || args.length > 1) return undefined;
  const axis = args[0] ?? keywords.get('axis') ?? none;
  const keepdims = keywords.get('keepdims');
  if (axis.kind === 'none') return keepdims ? undefined : [];
  return keepdims ? [axis, keepdims] : [axis];
}

/** Whether a slice has a negative step, which torch does not take. */
function goesBack(key: Value): boolean {
  if (key.kind === 'tuple') return key.items.some(goesBack);
  return key.kind === 'slice' && key.step.kind === 'int' && key.step.value < 0n;
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
