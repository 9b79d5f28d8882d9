// Which Python values PyTorch's argument parser takes for each type of parameter. Knows no function.
import { findInClass } from '../../python/core/lookup';
import type { Machine } from '../../python/machine';
import type { Value } from '../../python/value';
import { isIntegral } from '../../tensor/dtype';
import { requiresGrad } from '../autograd/record';
import { namesDevice } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { ParsedParam, ParsedType } from './parserSignature';

/** Whether `value` is what `param` takes; raises where a list of tensors holds something else. */
export function isAccepted(machine: Machine, param: ParsedParam, value: Value, place: number): boolean {
  if (value.kind === 'unknown') return true;
  if (param.type === 'TensorList') return areTensors(machine, value, place);
  if (param.type === 'IntArrayRef' || param.type === 'SymIntArrayRef')
    return areInts(value) || (param.size > 0 && isIndex(value));
  return taken[param.type](value) || (param.takesNumbers && param.type === 'Tensor' && isScalar(value));
}

/** A list whose first item is an int: the parser looks no further. */
export const areInts = (value: Value): boolean =>
  isSequence(value) && (value.items[0] === undefined || isIndex(value.items[0]));

type Sequence = Value & { readonly kind: 'list' | 'tuple' };
export const isSequence = (value: Value): value is Sequence => value.kind === 'list' || value.kind === 'tuple';
export const isTensor = (value: Value): value is TensorValue => isTensorValue(value) && value.cls.module !== 'numpy';
/** A number of NumPy's that derives from none of Python's. */
const isForeign = (value: Value): boolean =>
  value.kind === 'instance' && value.cls.module === 'numpy' && value.cls.name !== 'ndarray';
const isLong = (value: Value): boolean => value.kind === 'int' || (isForeign(value) && isIndex(value));
const isDouble = (value: Value): boolean => /^(?:float|int|bool)$/.test(value.kind) || isForeign(value);
const isScalar = (value: Value): boolean => isDouble(value) || value.kind === 'complex';
const isPlain = (value: Value): value is TensorValue =>
  isTensor(value) && value.native.rank === 0 && !requiresGrad(value);

/** What stands for an int through `__index__`. */
function isIndex(value: Value): boolean {
  if (value.kind === 'int' || value.kind === 'unknown') return true;
  if (isTensorValue(value)) return value.native.size === 1 && isIntegral(value.native.dtype);
  return value.kind === 'instance' && findInClass(value.cls, '__index__') !== undefined;
}

function areTensors(machine: Machine, value: Value, place: number): boolean {
  if (!isSequence(value)) return false;
  const wrong = value.items.findIndex((item) => item.kind !== 'unknown' && !isTensor(item));
  if (wrong < 0) return true;
  const got = nativeTypeName(machine, value.items[wrong]!);
  return machine.raise('TypeError', `expected Tensor as element ${wrong} in argument ${place}, but got ${got}`);
}

const taken: Readonly<Record<ParsedType, (value: Value) => boolean>> = {
  Tensor: isTensor,
  TensorList: () => false,
  Scalar: (value) => isScalar(value) || isPlain(value),
  ScalarList: (value) => isSequence(value) && value.items.every(isScalar),
  double: (value) => isDouble(value) || isPlain(value),
  doubles: (value) => isSequence(value) && (value.items[0] === undefined || isScalar(value.items[0])),
  int64_t: (value) =>
    isLong(value) || (isPlain(value) && isIntegral(value.native.dtype) && value.native.dtype !== 'bool'),
  SymInt: isIndex,
  IntArrayRef: areInts,
  SymIntArrayRef: areInts,
  bool: (value) => value.kind === 'bool',
  ScalarType: (value) => dtypeOf(value) !== undefined || (value.kind === 'class' && value.name === 'complex'),
  Layout: (value) => value.kind === 'instance' && value.cls.name === 'layout',
  Device: (value) => namesDevice(value),
  MemoryFormat: (value) => value.kind === 'instance' && value.cls.name === 'memory_format',
  Generator: (value) => value.kind === 'instance' && value.cls.name === 'Generator',
  Storage: () => false,
  Stream: () => false,
  string: (value) => value.kind === 'str' || value.kind === 'bytes',
  object: () => true,
};

const typeNames: Readonly<Record<ParsedType, string>> = {
  Tensor: 'Tensor',
  TensorList: 'tuple of Tensors',
  Scalar: 'Number',
  ScalarList: 'tuple of Scalars',
  double: 'float',
  doubles: 'tuple of floats',
  int64_t: 'int',
  SymInt: 'int',
  IntArrayRef: 'tuple of ints',
  SymIntArrayRef: 'tuple of ints',
  bool: 'bool',
  ScalarType: 'torch.dtype',
  Layout: 'torch.layout',
  Device: 'torch.device',
  MemoryFormat: 'torch.memory_format',
  Generator: 'torch.Generator',
  Storage: 'torch.Storage',
  Stream: 'torch.Stream',
  string: 'str',
  object: 'object',
};

/** How exceptions name what a parameter takes. */
export const typeNameOf = ({ type }: ParsedParam): string => typeNames[type];

/** How C names the type of a value: classes written in C carry their module. */
export function nativeTypeName(machine: Machine, value: Value): string {
  const { module, name } = machine.classOf(value);
  const isNative = module === 'numpy' || module === 'torch._C' || (module === 'torch' && name !== 'Tensor');
  return isNative ? `${module}.${name}` : name;
}
