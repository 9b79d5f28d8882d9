// Tensor methods that tell or change what is around the values: sizes, strides, autograd, new tensors of the same type.
import { say } from '../../base/text';
import { checkFits } from '../../ops/checkFits';
import { identity } from '../../python/core/hash';
import type { Machine } from '../../python/machine';
import { bool, int, none, type Run, tuple, type UnknownValue, unknown, type Value } from '../../python/value';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { type DType, isFloat, itemSize } from '../../tensor/dtype';
import type { Computation, Engine } from '../../tensor/engine';
import { zerosLike } from '../../tensor/gradient/window';
import { leaveUnset, writeInto } from '../../tensor/host';
import { andThen } from '../../tensor/hostValues';
import { refuseOverlap, refusePartialOverlap } from '../../tensor/overlap';
import type { Tensor } from '../../tensor/tensor';
import { wrapDim } from '../../tensor/tensorError';
import { knownGradState } from '../autograd/gradState';
import { backwardOf, registerAccumulated, registerHook, retainGrad } from '../autograd/methods';
import { checkWritable, record, setRequiresGrad } from '../autograd/record';
import { dropLeading, takeOver } from '../autograd/rewrite';
import { dtypeOf } from '../dtypeObject';
import { copyConstructed, fromData } from '../functions/creation';
import { shapeArgument } from '../functions/shapeArgument';
import { bringToHost, readValues } from '../hostValues';
import { type Leaf, repeatedLeaf } from '../numberStorage';
import { guarded, raiseInPython } from '../raise';
import { sizeValue } from '../sizeObject';
import { isTensorValue, loseValues, lostValues, regainValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { TensorMethod } from './conversion';
import { overwrite, unknownAmong } from './inPlace';

const detachedView =
  "Can't detach views in-place. Use detach() instead. If you are using DistributedDataParallel (DDP) for training, and gradient_as_bucket_view is set as True, gradients are views of DDP buckets, and hence detach_() cannot be called on these gradients. To fix this error, please refer to the Optimizer.zero_grad() function in torch/optim/optimizer.py as the solution.";

export function queryMethods(torch: Torch): Readonly<Record<string, TensorMethod>> {
  const numel: TensorMethod = (self) => int(self.native.size);
  return {
    numel,
    nelement: numel,
    dim: (self) => int(self.native.rank),
    ndimension: (self) => int(self.native.rank),
    size: (self, [given], machine, keywords) => {
      const dim = given ?? keywords.get('dim') ?? none;
      if (dim.kind === 'none') return sizeValue(torch, self.native.shape);
      if (dim.kind !== 'int') {
        return machine.raise(
          'TypeError',
          `size(): argument 'dim' (position 1) must be int, not ${machine.classOf(dim).name}`,
        );
      }
      if (self.native.rank === 0)
        machine.raise('IndexError', `Dimension specified as ${dim.value} but tensor has no dimensions`);
      const at = guarded(machine, () => wrapDim(Number(dim.value), self.native.rank));
      return typeof at === 'number' ? int(self.native.shape[at] ?? 0) : at;
    },
    stride: (self, [given], machine, keywords) => {
      const dim = given ?? keywords.get('dim');
      return dim?.kind === 'int' ? strideOf(self, dim.value, machine) : tuple(self.native.strides.map((n) => int(n)));
    },
    storage_offset: (self) => int(self.native.offset),
    is_floating_point: (self) => bool(isFloat(self.native.dtype)),
    is_complex: (self) => bool(self.native.dtype === 'complex64'),
    get_device: () => int(-1),
    is_conj: () => bool(false),
    is_neg: () => bool(false),
    is_inference: (self) => bool(self.native.storage.inference === true),
    is_shared: () => bool(false),
    is_pinned: () => bool(false),
    is_nonzero: function* (self, _, machine) {
      const truth = yield* machine.truth(self);
      return truth === 'unknown' ? unknown(say('whether this is true is not known')) : bool(truth);
    },
    is_same_size: (self, [other = none]) =>
      bool(isTensorValue(other) && sameShape(self.native.shape, other.native.shape)),
    is_set_to: (self, [other = none]) =>
      bool(
        isTensorValue(other) &&
          other.native.storage === self.native.storage &&
          other.native.offset === self.native.offset &&
          sameShape(other.native.shape, self.native.shape) &&
          sameShape(other.native.strides, self.native.strides),
      ),
    new_empty: (self, args, machine, keywords) => {
      const made = filled(torch, machine, self, 'new_empty', args, keywords, 0);
      if (isTensorValue(made)) leaveUnset(made.native, say('values of uninitialised memory'));
      return made;
    },
    requires_grad_: (self, [on], machine) => {
      guarded(machine, () => setRequiresGrad(self, !(on?.kind === 'bool' && !on.value), 'method'));
      return self;
    },
    detach_: (self, _, machine) => {
      const state = knownGradState(self);
      if (state?.view) machine.raise('RuntimeError', detachedView);
      if (state) {
        state.requiresGrad = false;
        delete state.made;
        delete state.view;
      }
      return self;
    },
    retain_grad: (self, _, machine) => retainGrad(self, machine),
    register_hook: (self, [hook = none], machine) => registerHook(self, hook, machine),
    register_post_accumulate_grad_hook: (self, [hook = none], machine) => registerAccumulated(self, hook, machine),
    backward: (self, args, machine, keywords) => backwardOf(torch, machine, self, args, keywords),
    fill_: (self, [value = none], machine) => fill(torch, machine, self, value, 'FillBackward2'),
    zero_: (self, _, machine) => fill(torch, machine, self, int(0), 'ZeroBackward0'),
    copy_: function* (self, [source = none], machine) {
      const lost = unknownAmong([source]);
      if (lost) loseValues(self.native, lost);
      if (lost) return lost;
      if (!isTensorValue(source)) {
        const got = machine.classOf(source).name;
        return machine.raise('TypeError', `copy_(): argument 'other' (position 1) must be Tensor, not ${got}`);
      }
      const done = checkWritable(torch, machine, self, { source });
      const failed = yield* guardedRun(machine, () => {
        refuseOverlap(self.native);
        refusePartialOverlap(self.native, source.native);
        return overwrite(torch, machine, self.native, source.native);
      });
      if (failed) return failed;
      regainValues(self.native);
      takeOver(torch, self, copied(torch, self, source));
      done();
      return self;
    },
    data_ptr: (self) => int(identity(self.native.storage) * 64 + self.native.offset * itemSize(self.native.dtype)),
    is_signed: (self) => bool(self.native.dtype !== 'uint8' && self.native.dtype !== 'bool'),
    new_tensor: function* (self, [data = none], machine, keywords) {
      const wanted = keywords.get('dtype');
      const dtype = (wanted && dtypeOf(wanted)) ?? self.native.dtype;
      if (isTensorValue(data)) machine.warn('UserWarning', copyConstructed('tensor.new_tensor'));
      const made = yield* fromData(torch, machine, data, dtype);
      return 'kind' in made ? made : tensorValue(torch.classes.tensor, made);
    },
    new_zeros: (self, args, machine, keywords) => filled(torch, machine, self, 'new_zeros', args, keywords, 0),
    new_ones: (self, args, machine, keywords) => filled(torch, machine, self, 'new_ones', args, keywords, 1),
    new_full: function* (self, args, machine, keywords) {
      const size = args[0] ?? keywords.get('size');
      const given = args[1] ?? keywords.get('fill_value');
      if (!size || !given) {
        const absent = [...(size ? [] : ['"size"']), ...(given ? [] : ['"fill_value"'])];
        return machine.raise(
          'TypeError',
          `new_full() missing ${absent.length} required positional arguments: ${absent.join(', ')}`,
        );
      }
      if (size.kind === 'int')
        machine.raise('TypeError', "new_full(): argument 'size' (position 1) must be tuple of ints, not int");
      const value =
        isTensorValue(given) && given.native.rank === 0
          ? yield* machine.call(yield* machine.getAttr(given, 'item'), [])
          : given;
      if (value.kind === 'unknown') return value;
      if (value.kind !== 'int' && value.kind !== 'float' && value.kind !== 'bool')
        return machine.raise(
          'TypeError',
          `new_full(): argument 'fill_value' (position 2) must be Number, not ${machine.classOf(value).name}`,
        );
      return filled(torch, machine, self, 'new_full', [size], keywords, value.value);
    },
  };
}

function strideOf({ native }: TensorValue, dim: bigint, machine: Machine): Value {
  if (native.rank === 0) machine.raise('IndexError', `Dimension specified as ${dim} but tensor has no dimensions`);
  const at = guarded(machine, () => wrapDim(Number(dim), native.rank));
  return typeof at === 'number' ? int(native.strides[at] ?? 0) : at;
}

/** Runs work that may throw PyTorch's exceptions. */
function* guardedRun(machine: Machine, work: () => Run<void>): Run<UnknownValue | undefined> {
  try {
    yield* work();
    return undefined;
  } catch (error) {
    return raiseInPython(machine, error);
  }
}

function* fill(torch: Torch, machine: Machine, self: TensorValue, value: Value, gradFn: string): Run<Value> {
  const lost = unknownAmong([value]);
  if (lost) {
    loseValues(self.native, lost);
    return lost;
  }
  const done = checkWritable(torch, machine, self, { source: value });
  yield* bringToHost(torch, machine, self.native);
  const { dtype, size } = self.native;
  const isNumber = value.kind === 'int' || value.kind === 'float' || value.kind === 'bool';
  const source = isTensorValue(value) ? value : undefined;
  if (source && source.native.rank > 0) {
    return machine.raise(
      'RuntimeError',
      `fill_ only supports 0-dimension value tensor but got tensor with ${source.native.rank} dimensions.`,
    );
  }
  const lostSource = source && lostValues(source.native);
  if (lostSource) {
    loseValues(self.native, lostSource);
    return self;
  }
  const own = source ? (yield* readValues(torch, machine, source.native))[0] : undefined;
  const leaf: Leaf = isNumber ? value.value : (own ?? 0);
  const problem = guarded(machine, () => {
    checkFits(Number(leaf), dtype);
    writeInto(self.native, repeatedLeaf(dtype, size, leaf));
  });
  regainValues(self.native);
  const blank = tensorValue(torch.classes.tensor, self.native);
  record(
    torch,
    [blank],
    source
      ? { name: 'FillBackward3', inputs: [self, source], compute: (engine, [x, y]) => filledWith(engine, x!, y!) }
      : { name: gradFn, inputs: [self], compute: (engine, [x]) => constant(engine, x!) },
  );
  takeOver(torch, self, blank);
  done();
  return problem ?? self;
}

/** A result that does not depend on what was there: its gradient is zero. */
const constant: (engine: Engine, x: Tensor) => ReturnType<Computation> = (engine, x) =>
  engine.custom(
    [x],
    () => [zerosLike(x)],
    (_, [grad]) => [grad && zerosLike(grad)],
  );

/** All elements are one: its gradient is the sum of theirs. */
const filledWith: (engine: Engine, x: Tensor, y: Tensor) => ReturnType<Computation> = (engine, x, y) =>
  andThen(constant(engine, x), ([zeros]) => [engine.binary('add', zeros!, engine.cast(y, x.dtype))]);

/** The object that stands for what `copy_` leaves in `self`. */
function copied(torch: Torch, self: TensorValue, source: TensorValue): TensorValue {
  const result = tensorValue(torch.classes.tensor, self.native);
  const { dtype, shape } = self.native;
  record(torch, [result], {
    name: 'CopyBackwards',
    inputs: [self, source],
    compute: (engine, [old, from]) => {
      const written = broadcastTo(dropLeading(engine.cast(from!, dtype), shape.length), shape);
      return engine.custom(
        [old!, written],
        () => [written],
        (_, [grad]) => (grad ? [zerosLike(grad), grad] : []),
      );
    },
  });
  return result;
}

/** A new tensor of one value; the dtype is that of `self` unless given. */
function filled(
  torch: Torch,
  machine: Machine,
  self: TensorValue,
  name: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  value: Leaf,
): Value {
  const [first = keywords.get('size') ?? tuple([])] = args;
  const shape = shapeArgument(name, args.length > 1 ? tuple(args) : first, machine);
  if ('kind' in shape) return shape;
  const given = keywords.get('dtype');
  const dtype: DType = (given && dtypeOf(given)) ?? self.native.dtype;
  return guarded<Value>(machine, () => {
    const count = shape.reduce((product, n) => product * n, 1);
    const made = torch.engine.fromHost(repeatedLeaf(dtype, count, value), shape, dtype);
    const result = tensorValue(torch.classes.tensor, made);
    const requires = keywords.get('requires_grad');
    if (requires?.kind === 'bool' && requires.value) setRequiresGrad(result, true);
    return result;
  });
}
