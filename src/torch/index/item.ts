// x[key] and x[key] = value for tensors. Knows no other method.

import { checkFits, limitName } from '../../ops/checkFits';
import { type Indexed, indexElements, takeElements } from '../../ops/indexing/advancedIndex';
import type { Machine } from '../../python/machine';
import type { Run, Value } from '../../python/value';
import { broadcastTo, sameShape } from '../../tensor/broadcast';
import { isHalf, scalarName } from '../../tensor/dtype';
import { orderIn, storageIndices } from '../../tensor/gradient/positions';
import { tensorOf as hostTensor, valuesOf, writeElements, writeInto } from '../../tensor/host';
import { together } from '../../tensor/hostValues';
import { laidOut } from '../../tensor/laidOut';
import { refuseOverlap, refusePartialOverlap } from '../../tensor/overlap';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { expand, sizesText } from '../../tensor/view';
import { checkWritable, resultTensors } from '../autograd/record';
import { dropLeading, rewriteElements } from '../autograd/rewrite';
import type { Step } from '../autograd/steps';
import { bringToHost, readValues } from '../hostValues';
import { fillArray } from '../numberStorage';
import { raiseInPython } from '../raise';
import { isTensorValue, loseValues, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { planIndex } from './indexPlan';

/** `x[key]`: a view, or a copy where index tensors or masks are used. */
export function* getItem(torch: Torch, machine: Machine, self: TensorValue, key: Value): Run<Value> {
  try {
    const plan = yield* planIndex(torch, machine, self.native, key);
    if ('kind' in plan) return plan;
    const { look, indices } = plan;
    if (indices.length === 0) {
      const { name, next } = stepsIn(plan.steps.length ? plan.steps : ['Alias']);
      return resultTensors(torch, [plan.view], [self], {
        name,
        inputs: [self],
        steps: () => next,
        compute: (_, [x]) => [look(x!)],
      })[0]!;
    }
    yield* bringToHost(torch, machine, plan.view);
    const indexed = indexElements(plan.view, indices);
    const at = orderIn(self.native, indexed.elements);
    const { name, next } = stepsIn([...plan.steps, 'Index']);
    return resultTensors(torch, [laidOut(torch.engine, takeElements(plan.view, indexed), indexed.strides)], [self], {
      name,
      inputs: [self],
      steps: () => next,
      compute: (engine, [x]) => together([engine.take(x!, at, indexed.shape)]),
    })[0]!;
  } catch (error) {
    return raiseInPython(machine, error);
  }
}

/** `x[None, 0]` is two nodes in PyTorch's graph, one behind the other. */
const stepsIn = (steps: readonly string[]): Step & object =>
  steps.reduce<Step & object>((behind, step, i) => ({ name: `${step}Backward0`, next: [i === 0 ? 0 : behind] }), {
    name: '',
    next: [],
  });

/** `x[key] = value`, seen by every view of the same storage. */
export function* setItem(torch: Torch, machine: Machine, self: TensorValue, key: Value, value: Value): Run<void> {
  try {
    const plan = yield* planIndex(torch, machine, self.native, key);
    const lost = 'kind' in plan ? plan : value.kind === 'unknown' ? value : undefined;
    if (lost || 'kind' in plan) {
      if (lost) loseValues(self.native, lost);
      return;
    }
    const isView = plan.indices.length === 0;
    const step = isView ? { isView, step: `${plan.steps.at(-1) ?? 'Alias'}Backward0` } : {};
    const done = checkWritable(torch, machine, self, { ...step, source: value });
    const hidden = isTensorValue(value) ? lostValues(value.native) : undefined;
    if (plan.indices.length > 0) sameDtypes(self.native, value, plan.masked);
    const source = yield* assigned(torch, machine, self.native, value);
    yield* bringToHost(torch, machine, plan.view);
    if (plan.indices.length === 0) {
      const { shape } = plan.view;
      refuseOverlap(plan.view);
      if (isTensorValue(value)) refusePartialOverlap(plan.view, value.native);
      writeInto(plan.view, valuesOf(expand(dropLeading(source, plan.view.rank), shape)));
      const at = storageIndices(plan.view);
      rewriteElements(torch, self, at, { name: 'CopySlices', value, tensor: source, shape });
    } else {
      const indexed = indexElements(plan.view, plan.indices);
      putElements(plan.view, indexed, source);
      const written = { name: 'IndexPutBackward0', value, tensor: source, shape: indexed.shape };
      rewriteElements(torch, self, indexed.elements, written);
    }
    if (hidden) loseValues(self.native, hidden);
    done();
  } catch (error) {
    const lost = raiseInPython(machine, error);
    loseValues(self.native, lost);
  }
}

/** A tensor is put at places in its own dtype only, one number under a mask in any. */
function sameDtypes({ dtype }: Tensor, value: Value, masked: boolean): void {
  if (
    !isTensorValue(value) ||
    value.cls.name === 'ndarray' ||
    value.native.dtype === dtype ||
    (masked && value.native.size === 1)
  )
    return;
  throw new TensorError(
    'RuntimeError',
    `Index put requires the source and destination dtypes match, got ${scalarName(dtype)} for the destination and ${scalarName(value.native.dtype)} for the source.`,
  );
}

/** The right-hand side in the dtype of the left, on the host. */
function* assigned(torch: Torch, machine: Machine, target: Tensor, value: Value): Run<Tensor> {
  if (isTensorValue(value)) {
    const cast = torch.engine.cast(value.native, target.dtype);
    return hostTensor((yield* readValues(torch, machine, cast)).slice(), cast.shape, target.dtype);
  }
  if (value.kind === 'int' || value.kind === 'float' || value.kind === 'bool') {
    if (!isHalf(target.dtype)) checkFits(Number(value.value), target.dtype);
    return hostTensor(fillArray(target.dtype, [value.value]), [], target.dtype);
  }
  if (value.kind === 'complex') {
    if (target.dtype === 'complex64') return hostTensor(fillArray('complex64', [value]), [], 'complex64');
    const name = target.dtype === 'float64' ? 'double' : limitName(target.dtype);
    throw new TensorError('RuntimeError', `value cannot be converted to type ${name} without overflow`);
  }
  throw new TensorError(
    'TypeError',
    `can't assign a ${machine.classOf(value).name} to a torch.${scalarName(target.dtype)}Tensor`,
  );
}

/** `index_put_`: where an element is named twice the last value stays. */
export function putElements(view: Tensor, { shape, elements }: Omit<Indexed, 'strides'>, source: Tensor): void {
  const fitting = dropLeading(source, shape.length);
  const missing = shape.length - fitting.rank;
  if (missing < 0 || fitting.shape.some((size, dim) => size !== 1 && size !== shape[dim + missing])) {
    throw new TensorError(
      'RuntimeError',
      `shape mismatch: value tensor of shape ${sizesText(source.shape)} cannot be broadcast to indexing result of shape ${sizesText(shape)}`,
    );
  }
  const values = valuesOf(sameShape(fitting.shape, shape) ? fitting : broadcastTo(fitting, shape));
  writeElements(view.storage, elements, values);
}
