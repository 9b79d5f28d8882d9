// Writing into a tensor: the methods that end in an underscore, and `+=` and its like.
import type { Op } from '../../ops/op';
import type { Machine } from '../../python/machine';
import { type Args, none, type Run, type UnknownValue, type Value } from '../../python/value';
import { broadcastShapes, broadcastTo, sameShape } from '../../tensor/broadcast';
import { type Category, categoryOf, cppName, type DType, scalarName } from '../../tensor/dtype';
import { tensorOf as hostTensor, valuesOf, writeInto } from '../../tensor/host';
import { refuseOverlap, refusePartialOverlap } from '../../tensor/overlap';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { sizesText } from '../../tensor/view';
import { withoutAutocast } from '../amp/castInputs';
import { checkWritable } from '../autograd/record';
import { takeOver } from '../autograd/rewrite';
import { bringToHost, readValues } from '../hostValues';
import { raiseInPython } from '../raise';
import { isTensorValue, loseValues, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';

const ranks: Readonly<Record<Category, number>> = { bool: 0, int: 1, float: 2, complex: 3 };

/** Whether results of one type may be written into another. */
export const isCastTo = (result: DType, target: DType): boolean =>
  ranks[categoryOf(result)] <= ranks[categoryOf(target)];

/**
 * Puts `result` where `self` looks, with ATen's checks; an unknown result makes the values of `self` unknown. What only `fills`
 * writes one number and may write it to one place several times. `read`: what the result was made from.
 */
export function* writeResult(
  torch: Torch,
  machine: Machine,
  self: TensorValue,
  result: Value,
  { fills = false, read = [] }: { readonly fills?: boolean; readonly read?: readonly Value[] } = {},
): Run<Value> {
  if (result.kind === 'unknown') {
    loseValues(self.native, result);
    return result;
  }
  if (!isTensorValue(result)) return self;
  try {
    const target = self.native;
    const { dtype, shape } = result.native;
    if (!fills) refuseOverlap(target);
    for (const value of read) if (isTensorValue(value) && value !== self) refusePartialOverlap(target, value.native);
    if (!isCastTo(dtype, target.dtype)) {
      throw new TensorError(
        'RuntimeError',
        `result type ${scalarName(dtype)} can't be cast to the desired output type ${scalarName(target.dtype)}`,
      );
    }
    if (!sameShape(shape, target.shape)) {
      throw new TensorError(
        'RuntimeError',
        `output with shape ${sizesText(target.shape)} doesn't match the broadcast shape ${sizesText(shape)}`,
      );
    }
    const done = checkWritable(torch, machine, self, { source: result });
    const lost = lostValues(result.native);
    if (lost) loseValues(target, lost);
    else yield* overwrite(torch, machine, target, result.native);
    takeOver(torch, self, result);
    done();
    return self;
  } catch (error) {
    const lost = raiseInPython(machine, error);
    loseValues(self.native, lost);
    return lost;
  }
}

/** Writes values that broadcast to `target`, converted to its dtype. */
export function* overwrite(torch: Torch, machine: Machine, target: Tensor, source: Tensor): Run<void> {
  broadcastShapes(target.shape, source.shape);
  const cast = source.dtype === target.dtype ? source : torch.engine.cast(source, target.dtype);
  const values = (yield* readValues(torch, machine, cast)).slice();
  yield* bringToHost(torch, machine, target);
  const host = hostTensor(values, cast.shape, target.dtype);
  writeInto(target, valuesOf(broadcastTo(host, target.shape)));
}

/** Kernels that are none for each element, and look at their memory in other ways. */
const otherKernels = /^(?:addmm|addmv|addr|addbmm|baddbmm|index|scatter|put|masked)/;

/** Says why a result of another type is not written, where the method has words of its own. */
type Refusal = (machine: Machine, target: DType, result: DType, args: Args) => void;

const refuseSums =
  (name: string): Refusal =>
  (machine, target, result, { positional, keywords }) => {
    const isAsked = keywords.has('dtype') || positional.length > 2;
    if (isAsked && target !== result)
      machine.raise(
        'RuntimeError',
        `Bad in-place call: input tensor dtype ${cppName(target)} and output tensor dtype ${cppName(result)} should match`,
      );
    if (target === 'bool') machine.raise('NotImplementedError', `"${name}_out_cpu" not implemented for 'Bool'`);
  };
const refuseBounds: Refusal = (machine, target, result, { positional, keywords }) => {
  if ([...positional.slice(1), ...keywords.values()].some(isTensorValue)) return;
  if (!isCastTo(result, target))
    machine.raise(
      'RuntimeError',
      `result type ${scalarName(result)} can't be cast to the desired output type ${cppName(target)}`,
    );
};
const refusals: Readonly<Record<string, Refusal>> = {
  cumsum: refuseSums('cumsum'),
  cumprod: refuseSums('cumprod'),
  clamp: refuseBounds,
  clamp_min: refuseBounds,
  clamp_max: refuseBounds,
  clip: refuseBounds,
};

/** `x.add_(y)`: the result of `x.add(y)` written into x; `name` is that of the method that gives the result. */
export const inPlaceOf =
  (torch: Torch, name: string, call: (args: Args, machine: Machine) => Run<Value>) =>
  ({ positional, keywords }: Args, machine: Machine): Run<Value> =>
    runInPlace(torch, name, call, { positional, keywords }, machine);

function* runInPlace(
  torch: Torch,
  name: string,
  call: (args: Args, machine: Machine) => Run<Value>,
  args: Args,
  machine: Machine,
): Run<Value> {
  const [self] = args.positional;
  if (!isTensorValue(self)) return none;
  const given = [...args.positional, ...args.keywords.values()];
  const result =
    given.find((value) => value.kind === 'unknown') ?? (yield* withoutAutocast(torch, () => call(args, machine)));
  if (isTensorValue(result)) refusals[name]?.(machine, self.native.dtype, result.native.dtype, args);
  const read = otherKernels.test(name) ? [] : given;
  return yield* writeResult(torch, machine, self, result, { fills: name.endsWith('_fill'), read });
}

/** Whether its result can be written into its input: views are none that could be. */
export const hasInPlaceForm = (op: Op): boolean => op.family !== 'view';

/** Why the values of one of these is not known. */
export const unknownAmong = (values: readonly Value[]): UnknownValue | undefined => {
  for (const value of values) {
    if (value.kind === 'unknown') return value;
    const lost = isTensorValue(value) ? lostValues(value.native) : undefined;
    if (lost) return lost;
  }
  return undefined;
};
