// Reads a Python index: views by ints, slices, None and Ellipsis first, index tensors for the rest
// (torch/csrc/autograd/python_variable_indexing.cpp). Knows neither reading nor writing of elements.

import { nonzero } from '../../ops/indexing/advancedIndex';
import type { Machine } from '../../python/machine';
import type { Run, UnknownValue, Value } from '../../python/value';
import { isFloat } from '../../tensor/dtype';
import { tensorOf as hostTensor } from '../../tensor/host';
import type { Tensor } from '../../tensor/tensor';
import { TensorError } from '../../tensor/tensorError';
import { select, sizesText, slice, unsqueeze } from '../../tensor/view';
import { bringToHost } from '../hostValues';
import { nestedData } from '../nestedData';
import { isTensorValue, lostValues } from '../tensorValue';
import type { Torch } from '../torch';

/** The view, the index tensors that remain (by dim of the view), and the steps for `grad_fn`. */
export interface IndexPlan {
  readonly view: Tensor;
  /** The same view of another tensor of the same shape. */
  readonly look: (x: Tensor) => Tensor;
  readonly indices: readonly (Tensor | undefined)[];
  readonly steps: readonly string[];
  /** Whether one mask, and no other tensor, says which elements. */
  readonly masked: boolean;
}

const deprecatedSequence =
  'Using a non-tuple sequence for multidimensional indexing is deprecated and will be changed in pytorch 2.9; use x[tuple(seq)] instead of x[seq]. In pytorch 2.9 this will be interpreted as tensor index, x[torch.tensor(seq)], which will result either in an error or a different result';
const deprecatedByteMask = 'indexing with dtype torch.uint8 is now deprecated, please use a dtype torch.bool instead.';

/** One entry of the index, as far as it can be told without the tensor. */
type Entry = Value | { readonly kind: 'indexTensor'; readonly tensor: Tensor };

/** What `x[key]` looks at; throws TensorError. */
export function* planIndex(torch: Torch, machine: Machine, x: Tensor, key: Value): Run<IndexPlan | UnknownValue> {
  const entries: Entry[] = [];
  for (const value of keyItems(machine, key)) {
    const entry = yield* readEntry(torch, machine, value);
    if (entry.kind === 'unknown') return entry;
    entries.push(entry);
  }
  const counted = entries.reduce((count, entry) => count + dimsTaken(entry), 0);
  if (counted > x.rank) {
    if (x.rank === 0 && entries.length === 1) zeroDim(entries[0]!);
    throw new TensorError('IndexError', `too many indices for tensor of dimension ${x.rank}`);
  }
  let view = x;
  const looks: ((x: Tensor) => Tensor)[] = [];
  const look = (next: (x: Tensor) => Tensor): void => {
    view = next(view);
    looks.push(next);
  };
  let dim = 0;
  const steps: string[] = [];
  const indices: (Tensor | undefined)[] = [];
  let [masks, places] = [0, 0];
  const keep = (index: Tensor): void => {
    if (index.dtype !== 'bool' && index.dtype !== 'uint8') {
      indices[dim++] = index;
      places++;
      return;
    }
    if (index.dtype === 'uint8') machine.warn('UserWarning', deprecatedByteMask);
    checkMask(view, index, dim);
    masks++;
    for (const column of nonzero(index)) indices[dim++] = column;
  };
  for (const [place, entry] of entries.entries()) {
    if (entry.kind === 'none') {
      const at = dim++;
      look((seen) => unsqueeze(seen, at));
      steps.push('Unsqueeze');
    } else if (entry.kind === 'ellipsis') {
      dim += x.rank - counted;
    } else if (entry.kind === 'slice') {
      const [start, stop, by] = yield* sliceBounds(machine, entry, view.shape[dim] ?? 0);
      const at = dim++;
      // Of several, one that takes everything is no step.
      const whole = start === 0 && stop >= (view.shape[at] ?? 0) && by === 1;
      if (!whole || entries.length === 1) steps.push('Slice');
      look((seen) => slice(seen, at, start, stop, by));
    } else if (entry.kind === 'int') {
      const at = dim;
      look((seen) => selectAt(seen, at, Number(entry.value), place));
      steps.push('Select');
    } else if (entry.kind === 'bool') {
      const at = dim;
      look((seen) => unsqueeze(seen, at));
      steps.push('Unsqueeze');
      keep(hostTensor(Uint8Array.of(entry.value ? 1 : 0), [1], 'bool'));
    } else if (entry.kind === 'indexTensor') {
      keep(entry.tensor);
    } else {
      if (entry.kind === 'str') throw new TensorError('TypeError', "new(): invalid data type 'str'");
      throw new TensorError('IndexError', notAnIndex(machine, entry));
    }
  }
  // A second Ellipsis takes the dims once more.
  if (indices.length > view.rank) {
    const got = `(got ${indices.length})`;
    throw new TensorError('IndexError', `too many indices for tensor of dimension ${view.rank} ${got}`);
  }
  return {
    view,
    indices,
    steps,
    masked: masks === 1 && places === 0,
    look: (seen) => looks.reduce((at, next) => next(at), seen),
  };
}

const notAnIndex = (machine: Machine, value: Value): string =>
  `only integers, slices (\`:\`), ellipsis (\`...\`), None and long or byte Variables are valid indices (got ${machine.classOf(value).name})`;

function zeroDim(entry: Entry): never {
  if (entry.kind === 'slice') throw new TensorError('IndexError', 'slice() cannot be applied to a 0-dim tensor.');
  if (entry.kind === 'int') {
    throw new TensorError(
      'IndexError',
      'invalid index of a 0-dim tensor. Use `tensor.item()` in Python or `tensor.item<T>()` in C++ to convert a 0-dim tensor to a number',
    );
  }
  throw new TensorError('IndexError', 'too many indices for tensor of dimension 0');
}

/** The message counts entries of the index, not dims. */
function selectAt(view: Tensor, dim: number, index: number, place: number): Tensor {
  const size = view.shape[dim] ?? 0;
  if (index < -(2 ** 63) || index >= 2 ** 63) throw new TensorError('ValueError', 'Overflow when unpacking long long');
  if (index < -size || index >= size) {
    throw new TensorError('IndexError', `index ${index} is out of bounds for dimension ${place} with size ${size}`);
  }
  return select(view, dim, index);
}

function checkMask(view: Tensor, mask: Tensor, dim: number): void {
  mask.shape.forEach((size, i) => {
    if (size === view.shape[dim + i]) return;
    throw new TensorError(
      'IndexError',
      `The shape of the mask ${sizesText(mask.shape)} at index ${i} does not match the shape of the indexed tensor ${sizesText(view.shape)} at index ${dim + i}`,
    );
  });
}

/** How many dims of the tensor an entry uses up. */
function dimsTaken(entry: Entry): number {
  if (entry.kind === 'none' || entry.kind === 'ellipsis' || entry.kind === 'bool') return 0;
  if (entry.kind !== 'indexTensor') return 1;
  return entry.tensor.dtype === 'bool' || entry.tensor.dtype === 'uint8' ? entry.tensor.rank : 1;
}

/** The entries of `x[a, b]`. A short list of sequences, slices or tensors counts as a tuple, with PyTorch's warning. */
function keyItems(machine: Machine, key: Value): readonly Value[] {
  if (key.kind === 'tuple') return key.items;
  // A string is a sequence too, of strings.
  if (key.kind === 'str' && key.value !== '' && key.value.length < 32) {
    machine.warn('UserWarning', deprecatedSequence);
    return [...key.value].map((letter) => ({ kind: 'str', value: letter }));
  }
  if (key.kind === 'list' && key.items.length < 32 && key.items.some(marksTuple)) {
    machine.warn('UserWarning', deprecatedSequence);
    return key.items;
  }
  return [key];
}

const marksTuple = (item: Value): boolean =>
  ['list', 'tuple', 'range', 'str', 'slice', 'none', 'ellipsis'].includes(item.kind) || isTensorValue(item);

/** Sequences and tensors become index tensors; 0-d tensors become an int or a bool. */
function* readEntry(torch: Torch, machine: Machine, value: Value): Run<Entry> {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'range') {
    for (const item of value.kind === 'range' ? [] : value.items) {
      if (isTensorValue(item)) yield* bringToHost(torch, machine, item.native);
    }
    const data = nestedData(value, undefined, (item) => machine.classOf(item).name);
    if ('kind' in data) return data;
    return { kind: 'indexTensor', tensor: data.dtype === 'bool' ? data : torch.engine.cast(data, 'int64') };
  }
  if (value.kind === 'slice') return [value.start, value.stop, value.step].find(isUnknown) ?? value;
  if (!isTensorValue(value)) return value;
  const lost = lostValues(value.native);
  if (lost) return lost;
  const tensor = yield* bringToHost(torch, machine, value.native);
  const isNarrow = tensor.rank > 0 && (tensor.dtype === 'int8' || tensor.dtype === 'int16');
  if (isFloat(tensor.dtype) || tensor.dtype === 'complex64' || isNarrow) {
    throw new TensorError('IndexError', 'tensors used as indices must be long, int, byte or bool tensors');
  }
  if (tensor.rank > 0) {
    const mask = tensor.dtype === 'bool' || tensor.dtype === 'uint8';
    return { kind: 'indexTensor', tensor: mask ? tensor : torch.engine.cast(tensor, 'int64') };
  }
  const number = tensor.storage.host?.[tensor.offset] ?? 0;
  return tensor.dtype === 'bool' ? { kind: 'bool', value: number !== 0 } : { kind: 'int', value: BigInt(number) };
}

const isUnknown = (value: Value): value is UnknownValue => value.kind === 'unknown';

/** Start, stop and step of a slice as numbers. */
function* sliceBounds(
  machine: Machine,
  { start, stop, step }: Extract<Value, { kind: 'slice' }>,
  size: number,
): Run<readonly [number, number, number]> {
  const by = (yield* sliceIndex(machine, step)) ?? 1;
  if (by === 0) throw new TensorError('ValueError', 'slice step cannot be zero');
  if (by < 0) throw new TensorError('ValueError', 'step must be greater than zero');
  return [(yield* sliceIndex(machine, start)) ?? 0, (yield* sliceIndex(machine, stop)) ?? size, by];
}

function* sliceIndex(machine: Machine, value: Value): Run<number | undefined> {
  if (value.kind === 'none') return undefined;
  if (value.kind === 'int') return Number(value.value);
  if (value.kind === 'bool') return value.value ? 1 : 0;
  const index = value.kind === 'instance' ? yield* machine.findAttr(value, '__index__') : undefined;
  const whole = index && (yield* machine.call(index, []));
  if (whole?.kind === 'int') return Number(whole.value);
  throw new TensorError('TypeError', 'slice indices must be integers or None or have an __index__ method');
}
