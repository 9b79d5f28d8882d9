// The properties of torch.Tensor. Knows no method.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type InstanceValue,
  int,
  none,
  type PropertyValue,
  unknown,
  type Value,
} from '../../python/value';
import { sameShape } from '../../tensor/broadcast';
import { categoryOf, cppName, itemSize, scalarName } from '../../tensor/dtype';
import type { Tensor } from '../../tensor/tensor';
import { permute, sizesText, transpose } from '../../tensor/view';
import { countedVersion, gradState, knownGradState } from '../autograd/gradState';
import { graphNode } from '../autograd/graphNode';
import { freshState, requiresGrad, resultTensor, setRequiresGrad, wantedEdge } from '../autograd/record';
import type { DeviceObjects } from '../deviceObject';
import type { DTypeObjects } from '../dtypeObject';
import { guarded } from '../raise';
import { sizeValue } from '../sizeObject';
import { alias, isTensorValue, loseValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

const reversedShape =
  'The use of `x.T` on tensors of dimension other than 2 to reverse their shape is deprecated and it will throw an error in a future release. Consider `x.mT` to transpose batches of matrices or `x.permute(*torch.arange(x.ndim - 1, -1, -1))` to reverse the dimensions of a tensor.';
const transposedNumber = 'Tensor.T is deprecated on 0-D tensors. This function is the identity in these cases.';
const gradOfNonLeaf =
  "The .grad attribute of a Tensor that is not a leaf Tensor is being accessed. Its .grad attribute won't be populated during autograd.backward(). If you indeed want the .grad field to be populated for a non-leaf Tensor, use .retain_grad() on the non-leaf Tensor. If you access the non-leaf Tensor by mistake, make sure you access the leaf Tensor instead. See github.com/pytorch/pytorch/pull/30531 for more information.";

/** Kinds of tensors that there are none of here. */
const notHere =
  'is_quantized is_meta is_mkldnn is_mps is_nested is_xla is_xpu is_vulkan is_ipu is_maia is_mtia is_sparse_csr'.split(
    ' ',
  );

type Getter = (self: TensorValue, machine: Machine) => Value;
type Setter = (self: TensorValue, value: Value, machine: Machine) => void;

const place = (line: number): string =>
  `(Triggered internally at /__w/pytorch/pytorch/aten/src/ATen/native/TensorShape.cpp:${line}.)`;
/** Warnings of transposes where there is nothing to transpose. */
const ofNumbers: Readonly<Record<string, string>> = {
  mT: `Tensor.mT is deprecated on 0-D tensors. This function is the identity in these cases. ${place(4373)}`,
  mH: `Tensor.mH is deprecated on 0-D tensors. Consider using x.conj(). ${place(4382)}`,
  H: `Tensor.H is deprecated on 0-D tensors. Consider using x.conj(). ${place(4335)}`,
};

/** Shape and type stay known where the values are not. */
export function tensorAttributes(
  torch: Torch,
  dtypes: DTypeObjects,
  devices: DeviceObjects,
): Readonly<Record<string, PropertyValue>> {
  const view = (self: TensorValue, machine: Machine, look: (x: Tensor) => Tensor, gradFn: string): Value =>
    guarded<Value>(machine, () => resultTensor(torch, look(self.native), [self], gradFn, (_, [x]) => [look(x!)]));
  const transposed = (self: TensorValue, machine: Machine, name: string): Value => {
    const { rank } = self.native;
    if (rank === 0) {
      machine.warn('UserWarning', ofNumbers[name] ?? '');
      return self;
    }
    if (rank < 2)
      machine.raise(
        'RuntimeError',
        `tensor.${name} is only supported on matrices or batches of matrices. Got ${rank}-D tensor.`,
      );
    return view(self, machine, (x) => transpose(x, -2, -1), 'TransposeBackward0');
  };
  return {
    shape: property((self) => sizeValue(torch, self.native.shape)),
    dtype: property((self) => dtypes.of(self.native.dtype)),
    device: property(() => devices.cpu),
    ndim: property((self) => int(self.native.rank)),
    _version: property(({ native: { storage } }, machine) =>
      storage.inference
        ? machine.raise('RuntimeError', 'Inference tensors do not track version counter.')
        : int(countedVersion(storage)),
    ),
    itemsize: property((self) => int(itemSize(self.native.dtype))),
    nbytes: property((self) => int(itemSize(self.native.dtype) * self.native.size)),
    is_cuda: property(() => bool(false)),
    is_sparse: property(() => bool(false)),
    T: property((self, machine) => {
      const { rank } = self.native;
      if (rank !== 2) machine.warn('UserWarning', rank === 0 ? transposedNumber : reversedShape);
      const order = self.native.shape.map((_, dim) => rank - 1 - dim);
      return view(self, machine, (x) => permute(x, order), 'PermuteBackward0');
    }),
    mT: property((self, machine) => transposed(self, machine, 'mT')),
    mH: property((self, machine) => transposed(self, machine, 'mH')),
    H: property((self, machine) => {
      const { rank } = self.native;
      if (rank === 1 || rank > 2)
        machine.raise(
          'RuntimeError',
          `tensor.H is only supported on matrices (2-D tensors). Got ${rank}-D tensor.${rank > 2 ? ' For batches of matrices, consider using tensor.mH' : ''}`,
        );
      return transposed(self, machine, 'H');
    }),
    imag: property((self, machine) =>
      categoryOf(self.native.dtype) === 'complex'
        ? unknown(say('complex numbers are not modelled here yet'))
        : machine.raise('RuntimeError', 'imag is not implemented for tensors with non-complex dtypes.'),
    ),
    is_cpu: property(() => bool(true)),
    output_nr: property((self) => int(freshState(self)?.made?.output ?? 0)),
    name: property(() => none),
    data: property(
      (self) => {
        const data = tensorValue(torch.classes.tensor, alias(self.native));
        gradState(data).isData = true;
        return data;
      },
      (self, value, machine) => {
        if (value.kind === 'unknown') loseValues(self.native, value);
        else if (isTensorValue(value)) self.native = value.native;
        else machine.raise('TypeError', `Variable data has to be a tensor, but got ${machine.classOf(value).name}`);
      },
    ),
    requires_grad: property(
      (self) => bool(requiresGrad(self)),
      (self, value, machine) => {
        if (value.kind === 'unknown') gradState(self).grad = value;
        else guarded(machine, () => setRequiresGrad(self, value.kind === 'bool' && value.value, 'set'));
      },
    ),
    is_leaf: property((self) => bool(freshState(self)?.made === undefined)),
    grad: property(
      (self, machine) => {
        const state = knownGradState(self);
        if (state?.made && state.grad.kind === 'none') machine.warn('UserWarning', gradOfNonLeaf);
        if (torch.lostGradients && state?.requiresGrad) return torch.lostGradients;
        return state?.grad ?? none;
      },
      (self, value, machine) => {
        checkGradient(self, value, machine);
        gradState(self).grad = value;
      },
    ),
    grad_fn: property((self) => {
      wantedEdge(self);
      const made = freshState(self)?.made;
      return made ? graphNode(torch, made.node) : none;
    }),
    real: property((self) =>
      categoryOf(self.native.dtype) === 'complex' ? unknown(say('complex numbers are not modelled here yet')) : self,
    ),
    ...Object.fromEntries(notHere.map((name) => [name, property(() => bool(false))])),
  };
}

/** What PyTorch refuses to keep as the gradient of a tensor. */
function checkGradient({ native }: TensorValue, value: Value, machine: Machine): void {
  if (value.kind === 'none' || value.kind === 'unknown') return;
  if (!isTensorValue(value)) {
    const { name } = machine.classOf(value);
    machine.raise('TypeError', `assigned grad expected to be a Tensor or None but got grad of type ${name}`);
  } else if (!sameShape(value.native.shape, native.shape)) {
    const sizes = `size '${sizesText(value.native.shape)}' to a tensor of size '${sizesText(native.shape)}'`;
    const ask = 'Please ensure that the gradient and the tensor are the same size';
    machine.raise('RuntimeError', `attempting to assign a gradient of ${sizes}. ${ask}`);
  } else if (value.native.dtype !== native.dtype) {
    const types = `dtype '${cppName(value.native.dtype)}' to a tensor with grad_dtype '${scalarName(native.dtype)}'`;
    machine.raise(
      'RuntimeError',
      `attempting to assign a gradient with ${types}. The gradient must match the tensor's grad_dtype (defaults to the tensor's dtype). You can set the tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient may break downstream systems that assume they match.`,
    );
  }
}

function property(get: Getter, set?: Setter): PropertyValue {
  return {
    kind: 'property',
    get: builtin('get', ({ positional: [self] }, machine) => get(asTensor(self), machine)),
    ...(set && {
      set: {
        ...builtin('set', ({ positional: [self, value = none] }, machine) => {
          set(asTensor(self), value, machine);
          return none;
        }),
        unknowns: 'handled',
      },
    }),
  };
}

function asTensor(self: Value | undefined): TensorValue {
  if (!isTensorValue(self)) throw new Error(`no tensor: ${(self as InstanceValue | undefined)?.kind}`);
  return self;
}
