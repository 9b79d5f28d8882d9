// Tensor methods that change or tell type, device and ownership: float(), to(), type(), item(), tolist(), numpy(), clone(), detach().
import type { Machine } from '../../python/machine';
import { bool, int, none, type Run, str, type Value } from '../../python/value';
import { type DType, dtypes, itemSize } from '../../tensor/dtype';
import { copyIn } from '../../tensor/laidOut';
import { liesIn, likeStrides, type MemoryFormat } from '../../tensor/layout';
import { Tensor } from '../../tensor/tensor';
import { knownGradState } from '../autograd/gradState';
import { requiresGrad, resultTensor, setRequiresGrad } from '../autograd/record';
import { namesDevice, requireCpu } from '../deviceObject';
import { dtypeOf } from '../dtypeObject';
import { readValues } from '../hostValues';
import { broughtTo, formatOf, stridesIn, suits } from '../memoryFormat';
import { nestedLists } from '../scalarValue';
import { alias, isTensorValue, loseValues, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { legacyTypeName } from '../typeName';
import { castTo } from './castTo';
import { onlyValue } from './protocols';

/** Why a tensor that requires a gradient becomes no array. */
export const numpyOfGrad = "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.";

export type TensorMethod = (
  self: TensorValue,
  args: readonly Value[],
  machine: Machine,
  keywords: ReadonlyMap<string, Value>,
) => Value | Run<Value>;

const castMethods: Readonly<Record<string, DType>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  bfloat16: 'bfloat16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  char: 'int8',
  byte: 'uint8',
  bool: 'bool',
};

export function conversionMethods(torch: Torch): Readonly<Record<string, TensorMethod>> {
  const casts = Object.entries(castMethods).map(([name, dtype]): [string, TensorMethod] => [
    name,
    (self, _, machine, keywords) => moved(torch, machine, self, dtype, formatOf(keywords.get('memory_format'))),
  ]);
  return {
    ...Object.fromEntries(casts),
    to: (self, args, machine, keywords) => {
      let dtype: DType | undefined;
      let copy = false;
      for (const [name, value] of [...args.map((value) => ['', value] as const), ...keywords]) {
        if (value.kind === 'unknown') return value;
        const other = isTensorValue(value) ? value.native.dtype : dtypeOf(value);
        // Python's numbers are taken as values whose type is meant.
        if (other) dtype = other;
        else if (value.kind === 'float') dtype = 'float64';
        else if (namesDevice(value)) requireCpu(value, machine);
        else if (name === 'copy') copy = value.kind === 'bool' && value.value;
      }
      const format = formatOf(keywords.get('memory_format'));
      const made = moved(torch, machine, self, dtype ?? self.native.dtype, format);
      return copy && made === self ? copyOf(torch, self, likeStrides(self.native)) : made;
    },
    type: (self, [wanted], machine, keywords) => {
      const value = wanted ?? keywords.get('dtype');
      if (!value || value.kind === 'none') return str(legacyTypeName(self.native.dtype));
      if (value.kind === 'unknown') return value;
      const name = value.kind === 'str' ? value.value : value.kind === 'class' ? `torch.${value.name}` : '';
      const dtype =
        dtypeOf(value) ??
        dtypes.find((candidate) => legacyTypeName(candidate) === name || `torch.${candidate}` === name);
      if (!dtype) return machine.raise('ValueError', `invalid type: '${name}'`);
      return castTo(torch, self, dtype);
    },
    type_as: (self, [other]) => (isTensorValue(other) ? castTo(torch, self, other.native.dtype) : (other ?? none)),
    cpu: (self) => self,
    cuda: (_, __, machine) => machine.raise('AssertionError', 'Torch not compiled with CUDA enabled'),
    item: function* (self, _, machine) {
      if (self.native.size !== 1) {
        machine.raise('RuntimeError', `a Tensor with ${self.native.size} elements cannot be converted to Scalar`);
      }
      return yield* onlyValue(torch, self, machine);
    },
    tolist: function* (self, _, machine) {
      const lost = lostValues(self.native);
      if (lost) return lost;
      machine.spend(self.native.size);
      return nestedLists(yield* readValues(torch, machine, self.native), self.native.shape, self.native.dtype);
    },
    numpy: (self, _, machine, keywords) => {
      const force = keywords.get('force');
      if (requiresGrad(self) && !(force?.kind === 'bool' && force.value)) {
        machine.raise('RuntimeError', numpyOfGrad);
      }
      if (self.native.dtype === 'bfloat16') machine.raise('TypeError', 'Got unsupported ScalarType BFloat16');
      return tensorValue(torch.classes.ndarray, self.native);
    },
    clone: (self, _, machine, keywords) =>
      copyOf(torch, self, stridesIn(self.native, formatOf(keywords.get('memory_format')), machine)),
    __deepcopy__: (self, _, machine) => deepCopy(torch, self, machine),
    contiguous: (self, _, machine, keywords) => {
      const format = formatOf(keywords.get('memory_format'), 'contiguous_format');
      const made = broughtTo(torch.engine, self.native, format, machine);
      return made ? cloned(torch, self, made) : self;
    },
    detach: (self) => tensorValue(torch.classes.tensor, alias(self.native)),
    is_contiguous: (self, _, __, keywords) =>
      bool(liesIn(self.native, formatOf(keywords.get('memory_format'), 'contiguous_format'))),
    element_size: (self) => int(itemSize(self.native.dtype)),
  };
}

/** `Tensor.to` of a type and a format: the same object where it has both. */
function moved(torch: Torch, machine: Machine, self: TensorValue, dtype: DType, format: MemoryFormat): Value {
  if (self.native.dtype === dtype && suits(self.native, format)) return self;
  return castTo(torch, self, dtype, stridesIn(self.native, format, machine));
}

/** A copy in memory of its own. */
const copyOf = (torch: Torch, self: TensorValue, strides: readonly number[]): Value =>
  cloned(torch, self, copyIn(torch.engine, self.native, strides));

const cloned = (torch: Torch, self: TensorValue, copy: Tensor): Value =>
  resultTensor(torch, copy, [self], 'CloneBackward0', (_, [x]) => [x!]);

/** A leaf of the same class and of its own memory, as `copy.deepcopy` makes it. */
function deepCopy(torch: Torch, self: TensorValue, machine: Machine): Value {
  const state = knownGradState(self);
  if (state?.made)
    machine.raise(
      'RuntimeError',
      'Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.  If you were attempting to deepcopy a module, this may be because of a torch.nn.utils.weight_norm usage, see https://github.com/pytorch/pytorch/pull/103001',
    );
  const copy = tensorValue(self.cls, storageCopy(torch, self.native));
  const lost = lostValues(self.native);
  if (lost) loseValues(copy.native, lost);
  if (state?.requiresGrad) setRequiresGrad(copy, true);
  return copy;
}

/** The same view of a copy of all the memory behind it. */
function storageCopy({ engine }: Torch, { storage, shape, strides, offset }: Tensor): Tensor {
  const whole = copyIn(engine, new Tensor(storage, [storage.length], [1], 0));
  return new Tensor(whole.storage, shape, strides, offset);
}
