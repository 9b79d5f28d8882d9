// torch.utils.data.default_collate: samples to one batch (torch/utils/data/_utils/collate.py). Knows no dataset.
import type { Machine } from '../../python/machine';
import { list, none, type Run, tuple, type Value } from '../../python/value';
import type { DType } from '../../tensor/dtype';
import { callFunction } from '../callFunction';
import { fromData } from '../functions/creation';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';

/** Tensors are stacked, numbers become tensors, containers are collated part by part; `isColumn`: texts come as a tuple. */
export function* collate(torch: Torch, machine: Machine, batch: readonly Value[], isColumn = false): Run<Value> {
  const [first = none] = batch;
  const doubt = batch.find((value) => value.kind === 'unknown');
  if (doubt) return doubt;
  machine.spend(batch.length);
  if (isTensorValue(first)) return yield* stack(torch, machine, batch);
  switch (first.kind) {
    case 'float':
      return yield* numbers(torch, machine, batch, 'float64');
    case 'int':
    case 'bool':
      return yield* numbers(torch, machine, batch, undefined);
    case 'str':
    case 'bytes':
      return isColumn ? tuple(batch) : list([...batch]);
    case 'dict': {
      const entries: typeof first.entries = new Map();
      for (const [hash, { key }] of first.entries) {
        const parts: Value[] = [];
        for (const sample of batch) parts.push(yield* machine.getItem(sample, key));
        entries.set(hash, { key, value: yield* collate(torch, machine, parts) });
      }
      return { ...first, entries };
    }
    case 'list':
    case 'tuple': {
      const columns = yield* transposed(torch, machine, batch, first.items.length);
      // A plain tuple becomes a list, a named one stays what it is.
      if (first.kind === 'list') return { ...first, items: columns };
      return first.fields ? { ...first, items: columns } : list(columns);
    }
    default: {
      const type = yield* machine.repr(machine.classOf(first));
      return machine.raise(
        'TypeError',
        `default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found ${type}`,
      );
    }
  }
}

/** The batches of the first parts, of the second parts, and so on. */
function* transposed(torch: Torch, machine: Machine, batch: readonly Value[], size: number): Run<Value[]> {
  const rows: Value[][] = [];
  for (const sample of batch) {
    const items = yield* machine.items(sample);
    if (items.length !== size) machine.raise('RuntimeError', 'each element in list of batch should be of equal size');
    rows.push(items);
  }
  const columns: Value[] = [];
  for (let i = 0; i < size; i++)
    columns.push(
      yield* collate(
        torch,
        machine,
        rows.map((row) => row[i] ?? none),
        true,
      ),
    );
  return columns;
}

const asTensor = (torch: Torch, value: Value): Value =>
  isTensorValue(value) && value.cls === torch.classes.ndarray ? tensorValue(torch.classes.tensor, value.native) : value;

const stack = (torch: Torch, machine: Machine, batch: readonly Value[]): Run<Value> =>
  callFunction(torch, machine, 'torch.stack', [list(batch.map((value) => asTensor(torch, value)))]);

function* numbers(torch: Torch, machine: Machine, batch: readonly Value[], dtype: DType | undefined): Run<Value> {
  const tensor = yield* fromData(torch, machine, list([...batch]), dtype);
  return 'kind' in tensor ? tensor : tensorValue(torch.classes.tensor, tensor);
}

/** `default_convert`: one sample without a batch around it. */
export const convert = (torch: Torch, value: Value): Value => {
  const each = (items: readonly Value[]): Value[] => items.map((item) => convert(torch, item));
  if (value.kind === 'tuple') return value.fields ? { ...value, items: each(value.items) } : list(each(value.items));
  return value.kind === 'list' ? { ...value, items: each(value.items) } : asTensor(torch, value);
};
