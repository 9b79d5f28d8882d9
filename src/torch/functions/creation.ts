// torch.tensor and its like: tensors from Python data, arrays and other tensors, and tensors of random numbers.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import type { BuiltinValue, Run, UnknownValue, Value } from '../../python/value';
import { allocate, type DType, defaultFloat } from '../../tensor/dtype';
import { hostStorage, leaveUnset, sizeOf } from '../../tensor/host';
import type { Lying } from '../../tensor/layout';
import { Tensor } from '../../tensor/tensor';
import { requiresGrad, setRequiresGrad } from '../autograd/record';
import { declare, type Given } from '../binding/define';
import { requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { bringToHost } from '../hostValues';
import { formatOf, stridesIn } from '../memoryFormat';
import { nestedData } from '../nestedData';
import { plainSequences } from '../ownSequences';
import { guarded } from '../raise';
import { castCopy, castTo } from '../tensor/castTo';
import { convertingGrad } from '../tensor/protocols';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { shapeArgument } from './shapeArgument';

/** The warning where a constructor is given a tensor. */
export const copyConstructed = (maker: string): string =>
  `To copy construct from a tensor, it is recommended to use sourceTensor.detach().clone() or sourceTensor.detach().clone().requires_grad_(True), rather than ${maker}(sourceTensor).`;
const slowArrays =
  'Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a single numpy.ndarray with numpy.array() before converting to a tensor.';

const backwards =
  'At least one stride in the given numpy array is negative, and tensors with negative strides are not currently supported. (You can probably work around this by making a copy of your array  with array.copy().) ';

const options = 'dtype=None, device=None, requires_grad=False, pin_memory=False, layout=None';

/** What the keyword arguments of creation ask for. */
export interface CreationOptions {
  readonly dtype: DType | undefined;
  readonly requiresGrad: boolean;
}

/** Reads `dtype`, `device` and `requires_grad`; raises what PyTorch raises for the wrong ones. */
export function creationOptions(name: string, given: Given, machine: Machine): CreationOptions {
  const wanted = given.get('dtype');
  const dtype = dtypeOf(wanted);
  if (!dtype && wanted.kind !== 'none') {
    machine.raise('TypeError', `${name}(): argument 'dtype' must be torch.dtype, not ${machine.classOf(wanted).name}`);
  }
  requireCpu(given.get('device'), machine);
  const requires = given.get('requires_grad');
  return { dtype, requiresGrad: requires.kind === 'bool' && requires.value };
}

/** The new object; raises where its dtype cannot require a gradient. */
export function created(
  torch: Torch,
  machine: Machine,
  tensor: Tensor,
  { requiresGrad }: CreationOptions,
): TensorValue {
  const value = tensorValue(torch.classes.tensor, tensor);
  if (requiresGrad) guarded(machine, () => setRequiresGrad(value, true));
  return value;
}

/** Nested Python data as a tensor of its own. */
export function* fromData(
  torch: Torch,
  machine: Machine,
  data: Value,
  dtype: DType | undefined,
): Run<Tensor | UnknownValue> {
  if (isTensorValue(data)) {
    const lost = lostValues(data.native);
    if (lost) return lost;
    return castCopy(torch, data.native, dtype ?? data.native.dtype);
  }
  const plain = yield* plainSequences(machine, data);
  yield* hostTensors(torch, machine, plain);
  const asNumber = (tensor: TensorValue): void => {
    if (requiresGrad(tensor)) machine.warn('UserWarning', convertingGrad);
  };
  return guarded(machine, () => nestedData(plain, dtype, (value) => machine.classOf(value).name, asNumber));
}

/** Tensors inside nested data must have their values on the host before the data is read. */
function* hostTensors(torch: Torch, machine: Machine, data: Value): Run<void> {
  if (isTensorValue(data)) yield* bringToHost(torch, machine, data.native);
  if (data.kind !== 'list' && data.kind !== 'tuple') return;
  machine.spend(1 + data.items.length / 8);
  for (const item of data.items) {
    if (item.kind === 'list' || item.kind === 'tuple' || item.kind === 'instance')
      yield* hostTensors(torch, machine, item);
  }
}

/** Arrays that run backwards through their memory are none that tensors can share or read. */
function requireForward(machine: Machine, array: TensorValue): void {
  if (array.native.strides.some((stride) => stride < 0)) machine.raise('ValueError', backwards);
}

const isArray = (torch: Torch, value: Value | undefined): boolean =>
  isTensorValue(value) && value.cls === torch.classes.ndarray;

export function creationFunctions(torch: Torch): Readonly<Record<string, BuiltinValue>> {
  const fromValue = (name: string, share: boolean): BuiltinValue =>
    declare(name, 'native', `data, *, ${options}`, function* (given, machine) {
      const data = given.get('data');
      const wanted = creationOptions(name, given, machine);
      if (isTensorValue(data) && isArray(torch, data)) requireForward(machine, data);
      if (share && isTensorValue(data)) {
        const same = !wanted.dtype || wanted.dtype === data.native.dtype;
        if (same) return data.cls === torch.classes.ndarray ? tensorValue(torch.classes.tensor, data.native) : data;
        return castTo(torch, data, wanted.dtype ?? defaultFloat);
      }
      if (isTensorValue(data) && !isArray(torch, data)) machine.warn('UserWarning', copyConstructed('torch.tensor'));
      if (data.kind === 'list' && isArray(torch, data.items[0])) machine.warn('UserWarning', slowArrays);
      const tensor = yield* fromData(torch, machine, data, wanted.dtype);
      return 'kind' in tensor ? tensor : created(torch, machine, tensor, wanted);
    });
  const uninitialised = ({ shape, strides }: Lying, wanted: CreationOptions, machine: Machine): Value =>
    guarded<Value>(machine, () => {
      const dtype = wanted.dtype ?? defaultFloat;
      const memory = hostStorage(allocate(dtype, sizeOf(shape)), dtype);
      const value = created(torch, machine, new Tensor(memory, shape, strides, 0), wanted);
      leaveUnset(value.native, say('values of uninitialised memory'));
      return value;
    });
  return {
    tensor: fromValue('tensor', false),
    as_tensor: fromValue('as_tensor', true),
    asarray: fromValue('asarray', true),
    from_numpy: declare('from_numpy', 'native', 'ndarray', ({ get }, machine) => {
      const array = get('ndarray');
      if (isTensorValue(array) && isArray(torch, array)) {
        requireForward(machine, array);
        return tensorValue(torch.classes.tensor, array.native);
      }
      return machine.raise('TypeError', `expected np.ndarray (got ${machine.classOf(array).name})`);
    }),
    empty: declare('empty', 'native', `*size, *, ${options}, out=None, memory_format=None`, (given, machine) => {
      const shape = shapeArgument('empty', given.get('size'), machine);
      if ('kind' in shape) return shape;
      const format = formatOf(given.get('memory_format'), 'contiguous_format');
      if (format === 'preserve_format') machine.raise('RuntimeError', 'unsupported memory format Preserve');
      const strides = stridesIn({ shape, strides: [] }, format, machine);
      return uninitialised({ shape, strides }, creationOptions('empty', given, machine), machine);
    }),
    empty_like: declare('empty_like', 'native', `input, *, ${options}, memory_format=None`, (given, machine) => {
      const input = given.get('input');
      if (!isTensorValue(input)) {
        return machine.raise(
          'TypeError',
          `empty_like(): argument 'input' (position 1) must be Tensor, not ${machine.classOf(input).name}`,
        );
      }
      const wanted = creationOptions('empty_like', given, machine);
      const { shape, dtype } = input.native;
      const strides = stridesIn(input.native, formatOf(given.get('memory_format')), machine);
      return uninitialised({ shape, strides }, { ...wanted, dtype: wanted.dtype ?? dtype }, machine);
    }),
  };
}
