// torch.Tensor(...) and the typed constructors torch.FloatTensor, torch.LongTensor: sizes or data. Knows no other constructor.
import { say } from '../../base/text';
import { builtinClass } from '../../python/core/classes';
import type { Machine } from '../../python/machine';
import { bool, builtin, type ClassValue, none, type Run, type Value } from '../../python/value';
import { allocate, type DType, defaultFloat, isFloat, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor, leaveUnset, sizeOf } from '../../tensor/host';
import { declare } from '../binding/define';
import { parseCall } from '../binding/parseCall';
import type { DTypeObjects } from '../dtypeObject';
import { attributeGetter, makeClass, method } from '../makeClass';
import { guarded } from '../raise';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { fromData } from './creation';

const legacy: readonly DType[] = [
  'float32',
  'float64',
  'float16',
  'bfloat16',
  'int64',
  'int32',
  'int16',
  'int8',
  'uint8',
  'bool',
];

/** `__new__` of `torch.Tensor`. */
export const newTensor = (torch: Torch): Value => constructing(torch, () => defaultFloat);

/** `FloatTensor` and its like, by name. */
export const legacyTypes = (torch: Torch, objects: DTypeObjects): Readonly<Record<string, ClassValue>> => {
  const dtypes = new Map<Value, DType>();
  const metaclass = tensorType(torch, objects, (cls) => dtypes.get(cls));
  return Object.fromEntries(
    legacy.map((dtype) => {
      const name = `${scalarName(dtype)}Tensor`;
      const attrs = { __new__: constructing(torch, () => dtype) };
      const cls = makeClass(name, 'torch', [], attrs, metaclass);
      dtypes.set(cls, dtype);
      return [name, cls];
    }),
  );
};

/** The class of `FloatTensor` and its like: a tensor is one of them by its dtype. */
const tensorType = (torch: Torch, dtypes: DTypeObjects, dtypeOf: (cls: Value) => DType | undefined): ClassValue =>
  makeClass('tensortype', 'torch', [builtinClass('type')], {
    __instancecheck__: method('__instancecheck__', (cls, [value]) =>
      bool(isTensorValue(value) && value.cls !== torch.classes.ndarray && value.native.dtype === dtypeOf(cls)),
    ),
    dtype: attributeGetter((cls) => dtypes.of(dtypeOf(cls) ?? defaultFloat)),
    is_cuda: attributeGetter(() => bool(false)),
    is_sparse: attributeGetter(() => bool(false)),
  });

/** `torch.set_default_tensor_type`: `choose` sets the type that a class stands for. */
export const setDefaultType = (choose: (dtype: DType) => void): Value =>
  declare('set_default_tensor_type', 'python', 't', ({ get }, machine) => {
    const given = get('t');
    if (given.kind === 'unknown') return given;
    const name = given.kind === 'class' ? given.name : given.kind === 'str' ? given.value.replace(/^torch\./, '') : '';
    const dtype = legacy.find((each) => name === `${scalarName(each)}Tensor`);
    if (!dtype && given.kind === 'str') machine.raise('AttributeError', `module 'torch' has no attribute '${name}'`);
    machine.warn(
      'UserWarning',
      'torch.set_default_tensor_type() is deprecated as of PyTorch 2.1, please use torch.set_default_dtype() and torch.set_default_device() as alternatives. (Triggered internally at /__w/pytorch/pytorch/torch/csrc/tensor/python_tensor.cpp:434.)',
    );
    if (!dtype)
      return machine.raise(
        'TypeError',
        'invalid type object: only floating-point types are supported as the default type',
      );
    if (!isFloat(dtype)) machine.raise('TypeError', 'only floating-point types are supported as the default type');
    choose(dtype);
    return none;
  });

const constructing = (torch: Torch, dtype: () => DType): Value => ({
  kind: 'staticmethod',
  func: builtin('__new__', ({ positional: [, ...args], keywords }, machine) => {
    parseCall(machine, 'torch.Tensor.__new__', { positional: args, keywords });
    return construct(torch, dtype(), args, machine);
  }),
});

function* construct(torch: Torch, dtype: DType, args: readonly Value[], machine: Machine): Run<Value> {
  const [first] = args;
  if (args.length === 1 && first && first.kind !== 'int' && !isSize(torch, first)) {
    if (isTensorValue(first) && first.cls !== torch.classes.ndarray)
      return first.native.dtype === dtype
        ? tensorValue(torch.classes.tensor, first.native)
        : typeMismatch(machine, first.native.dtype, dtype);
    if (first.kind === 'float') return machine.raise('TypeError', 'new(): data must be a sequence (got float)');
    const data = yield* fromData(torch, machine, first, dtype);
    return 'kind' in data ? data : tensorValue(torch.classes.tensor, data);
  }
  const sizes = first?.kind === 'tuple' ? first.items : args;
  const shape: number[] = [];
  for (const [i, size] of sizes.entries()) {
    if (size.kind === 'unknown') return size;
    if (size.kind !== 'int') {
      const type = machine.classOf(size).name;
      return machine.raise(
        'TypeError',
        `new(): argument 'size' failed to unpack the object at pos ${i + 1} with error "type must be tuple of ints,but got ${type}"`,
      );
    }
    shape.push(Number(size.value));
  }
  return guarded<Value>(machine, () => {
    const value = tensorValue(
      torch.classes.tensor,
      hostTensor(allocate(dtype, sizeOf(args.length === 0 ? [0] : shape)), args.length === 0 ? [0] : shape, dtype),
    );
    leaveUnset(value.native, say('values of uninitialised memory'));
    return value;
  });
}

const isSize = (torch: Torch, value: Value): boolean => value.kind === 'tuple' && value.cls === torch.classes.size;

const typeMismatch = (machine: Machine, got: DType, wanted: DType): never =>
  machine.raise('TypeError', `expected ${scalarName(wanted)} (got ${scalarName(got)})`);
