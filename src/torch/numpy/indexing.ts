// a[key] and a[key] = value for arrays: views by ints and slices (backwards too), index arrays and masks for the rest, with
// NumPy's exceptions. Knows no other method.

import { indexElements, nonzero, takeElements } from '../../ops/indexing/advancedIndex';
import type { Machine } from '../../python/machine';
import type { Run, UnknownValue, Value } from '../../python/value';
import { broadcastShapes, broadcastTo, sameShape } from '../../tensor/broadcast';
import { isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor, valuesOf, writeInto } from '../../tensor/host';
import { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { expand, unsqueeze } from '../../tensor/view';
import { bringToHost } from '../hostValues';
import { putElements } from '../index/item';
import { isTensorValue, loseValues, lostValues, type TensorValue } from '../tensorValue';
import { isUnknown, type Numpy, shapeText, tightShape } from './numpy';
import { leafOf } from './scalarTypes';
import { converted } from './ufuncs';

interface Plan {
  readonly view: Tensor;
  readonly indices: readonly (Tensor | undefined)[];
}

const invalid =
  'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices';

type Entry = Value | { readonly kind: 'indexArray'; readonly tensor: Tensor };

/** What `a[key]` looks at. */
function* plan(numpy: Numpy, machine: Machine, x: Tensor, key: Value): Run<Plan | UnknownValue> {
  const entries: Entry[] = [];
  for (const item of key.kind === 'tuple' ? key.items : [key]) {
    const entry = yield* entryOf(numpy, machine, item);
    if (entry.kind === 'unknown') return entry;
    entries.push(entry);
  }
  const counted = entries.reduce((count, entry) => count + dimsOf(entry), 0);
  if (counted > x.rank)
    machine.raise(
      'IndexError',
      `too many indices for array: array is ${x.rank}-dimensional, but ${counted} were indexed`,
    );
  let view = x;
  let dim = 0;
  // Dims of the array itself, as messages count them.
  let axis = 0;
  const indices: (Tensor | undefined)[] = [];
  for (const entry of entries) {
    if (entry.kind === 'none') view = unsqueeze(view, dim++);
    else if (entry.kind === 'ellipsis') {
      dim += x.rank - counted;
      axis += x.rank - counted;
    } else if (entry.kind === 'slice') {
      view = yield* sliced(machine, view, dim++, entry);
      axis++;
    } else if (entry.kind === 'int') {
      view = selected(machine, view, dim, axis++, Number(entry.value));
    } else if (entry.kind === 'bool') {
      view = unsqueeze(view, dim);
      indices[dim++] = hostTensor(BigInt64Array.from(entry.value ? [0n] : []), [entry.value ? 1 : 0], 'int64');
    } else if (entry.kind === 'indexArray') {
      const { tensor } = entry;
      if (tensor.dtype === 'bool') {
        checkMask(machine, view, tensor, dim, axis);
        axis += tensor.rank;
        for (const column of nonzero(tensor)) indices[dim++] = column;
      } else {
        checkBounds(machine, view.shape[dim] ?? 0, axis++, tensor);
        indices[dim++] = tensor;
      }
    }
  }
  return { view, indices };
}

function dimsOf(entry: Entry): number {
  if (entry.kind === 'none' || entry.kind === 'ellipsis' || entry.kind === 'bool') return 0;
  return entry.kind === 'indexArray' && entry.tensor.dtype === 'bool' ? entry.tensor.rank : 1;
}

/** Ints of any class, slices, and arrays of what is neither. */
function* entryOf(numpy: Numpy, machine: Machine, value: Value): Run<Entry> {
  if (value.kind === 'none' || value.kind === 'ellipsis' || value.kind === 'unknown') return value;
  if (value.kind === 'slice') return value;
  const leaf = leafOf(value);
  if (typeof leaf === 'bigint') return { kind: 'int', value: leaf };
  if (typeof leaf === 'boolean') return { kind: 'bool', value: leaf };
  if (isTensorValue(value) && value.native.rank === 0 && value.native.dtype !== 'bool') {
    const item = yield* machine.call(yield* machine.getAttr(value, 'item'), []);
    if (item.kind === 'int' || item.kind === 'unknown') return item;
  }
  const operand = leaf === undefined ? yield* numpy.operand(value, machine) : undefined;
  if (isUnknown(operand)) return operand;
  if (!operand || (isFloat(operand.dtype) && operand.values.length > 0)) return machine.raise('IndexError', invalid);
  const dtype = operand.dtype === 'bool' ? 'bool' : 'int64';
  const tensor = hostTensor(converted(operand.values, operand.dtype, dtype), operand.shape, dtype);
  return { kind: 'indexArray', tensor };
}

function selected(machine: Machine, view: Tensor, dim: number, axis: number, index: number): Tensor {
  const size = view.shape[dim] ?? 0;
  if (index < -size || index >= size)
    machine.raise('IndexError', `index ${index} is out of bounds for axis ${axis} with size ${size}`);
  const without = (list: readonly number[]): readonly number[] => list.filter((_, i) => i !== dim);
  const at = index < 0 ? index + size : index;
  const offset = view.offset + at * (view.strides[dim] ?? 0);
  return new Tensor(view.storage, without(view.shape), without(view.strides), offset);
}

/** A slice with any step, as Python reads it. */
function* sliced(machine: Machine, view: Tensor, dim: number, slice: Extract<Value, { kind: 'slice' }>): Run<Tensor> {
  const size = view.shape[dim] ?? 0;
  const bound = (value: Value): number | undefined => {
    if (value.kind === 'none') return undefined;
    const leaf = leafOf(value);
    if (typeof leaf === 'bigint') return Number(leaf);
    return machine.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
  };
  const step = bound(slice.step) ?? 1;
  if (step === 0) machine.raise('ValueError', 'slice step cannot be zero');
  const [least, most] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (value: number | undefined, fallback: number): number =>
    value === undefined ? fallback : Math.min(Math.max(value < 0 ? value + size : value, least), most);
  const start = clamp(bound(slice.start), step > 0 ? least : most);
  const stop = clamp(bound(slice.stop), step > 0 ? most : least);
  const count = Math.max(0, Math.ceil((stop - start) / step));
  const stride = view.strides[dim] ?? 0;
  const replaced = (list: readonly number[], value: number): readonly number[] =>
    list.map((old, i) => (i === dim ? value : old));
  const offset = view.offset + (count > 0 ? start * stride : 0);
  return new Tensor(view.storage, replaced(view.shape, count), replaced(view.strides, stride * step), offset);
}

function checkMask(machine: Machine, view: Tensor, mask: Tensor, dim: number, axis: number): void {
  mask.shape.forEach((size, i) => {
    const wanted = view.shape[dim + i] ?? 0;
    if (size !== wanted)
      machine.raise(
        'IndexError',
        `boolean index did not match indexed array along axis ${axis + i}; size of axis is ${wanted} but size of corresponding boolean axis is ${size}`,
      );
  });
}

function checkBounds(machine: Machine, size: number, axis: number, index: Tensor): void {
  for (const value of valuesOf(index)) {
    const at = Number(value);
    if (at < -size || at >= size)
      machine.raise('IndexError', `index ${at} is out of bounds for axis ${axis} with size ${size}`);
  }
}

/** The elements that index arrays name. */
function picked(machine: Machine, { view, indices }: Plan): ReturnType<typeof indexElements> {
  try {
    return indexElements(view, indices);
  } catch (error) {
    if (!(error instanceof TensorError)) throw error;
    const shapes = indices.flatMap((index) => (index ? [tightShape(index.shape)] : [])).join(' ');
    return machine.raise(
      'IndexError',
      `shape mismatch: indexing arrays could not be broadcast together with shapes ${shapes} `,
    );
  }
}

/** `a[key]`: a view, a copy where index arrays are used, or a scalar. */
export function* getItem(numpy: Numpy, machine: Machine, self: TensorValue, key: Value): Run<Value> {
  const lost = lostValues(self.native);
  if (lost) return lost;
  const found = yield* plan(numpy, machine, self.native, key);
  if (isUnknown(found)) return found;
  yield* bringToHost(numpy.torch, machine, found.view);
  if (found.indices.length > 0) return numpy.array(takeElements(found.view, picked(machine, found)));
  if (found.view.rank > 0 || (key.kind === 'tuple' && key.items.some(({ kind }) => kind === 'ellipsis')))
    return numpy.array(found.view);
  return numpy.result(valuesOf(found.view), [], found.view.dtype);
}

/** `a[key] = value`, seen by every view of the same memory. */
export function* setItem(numpy: Numpy, machine: Machine, self: TensorValue, key: Value, value: Value): Run<void> {
  const found = yield* plan(numpy, machine, self.native, key);
  const source = yield* numpy.read(value, 'ndarray.__setitem__', machine);
  const lost = isUnknown(found) ? found : isUnknown(source) ? source : undefined;
  if (lost || isUnknown(found) || isUnknown(source)) {
    if (lost) loseValues(self.native, lost);
    return;
  }
  const { dtype } = self.native;
  const cast = hostTensor(converted(source.values, source.dtype, dtype), source.shape, dtype);
  yield* bringToHost(numpy.torch, machine, found.view);
  if (found.indices.length === 0) {
    const fitting = fitted(cast, found.view.shape);
    if (!fitting)
      return machine.raise(
        'ValueError',
        source.shape.length === 0
          ? 'setting an array element with a sequence.'
          : `could not broadcast input array from shape ${tightShape(source.shape)} into shape ${tightShape(found.view.shape)}`,
      );
    writeInto(found.view, valuesOf(fitting).slice());
    return;
  }
  const indexed = picked(machine, found);
  const { shape } = indexed;
  const fitting = fitted(cast, shape);
  if (!fitting) {
    const isMask = found.indices.length === 1 && self.native.rank === 1 && source.shape.length === 1;
    return machine.raise(
      'ValueError',
      isMask
        ? `NumPy boolean array indexing assignment cannot assign ${source.shape[0]} input values to the ${shape[0]} output values where the mask is true`
        : `shape mismatch: value array of shape ${shapeText(source.shape).replace(', ', ',')} could not be broadcast to indexing result of shape ${tightShape(shape)}`,
    );
  }
  putElements(found.view, indexed, fitting);
}

/** The source broadcast to a shape; leading dims of size 1 do not matter. */
function fitted(source: Tensor, shape: readonly number[]): Tensor | undefined {
  let dims = source.shape;
  while (dims.length > shape.length && dims[0] === 1) dims = dims.slice(1);
  try {
    if (!sameShape(broadcastShapes(dims, shape), shape)) return undefined;
  } catch (error) {
    if (error instanceof TensorError) return undefined;
    throw error;
  }
  const trimmed = hostTensor(valuesOf(source).slice(), dims, source.dtype);
  return sameShape(dims, shape) ? trimmed : broadcastTo(expand(trimmed, shape), shape);
}
