// torch.utils.data: Dataset, TensorDataset, Subset, ConcatDataset and random_split. Knows no loader.

import { say } from '../../base/text';
import { entriesOf } from '../../python/core/keys';
import type { Machine } from '../../python/machine';
import {
  type BuiltinValue,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  tuple,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { refuseKeywords } from '../binding/bindArguments';
import { declare } from '../binding/define';
import { attribute, makeClass, method } from '../makeClass';
import { inTurns } from '../parts';
import { generatorOf } from '../random/generatorObject';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { lengthOf } from './lengthOf';
import { walk } from './samplers';

export interface DatasetClasses {
  readonly Dataset: ClassValue;
  readonly IterableDataset: ClassValue;
  readonly ChainDataset: ClassValue;
  readonly StackDataset: ClassValue;
  readonly TensorDataset: ClassValue;
  readonly Subset: ClassValue;
  readonly ConcatDataset: ClassValue;
}

const where = 'torch.utils.data.dataset';
const itemsOf = (value: Value): readonly Value[] =>
  value.kind === 'list' || value.kind === 'tuple' ? value.items : [];

/** `__init__` of positional parameters that become attributes. */
const keeping = (names: readonly string[], check?: (self: InstanceValue, machine: Machine) => Run<void>): Value => {
  const init = declare('__init__', 'python', ['self', ...names].join(', '), function* ({ get }, machine) {
    const self = get('self') as InstanceValue;
    for (const name of names) self.attrs.set(name, get(name));
    if (check) yield* check(self, machine);
    return none;
  });
  return { ...init, binds: true };
};

/** The classes, made anew for each evaluation. */
export function datasetClasses(): DatasetClasses {
  const Dataset = makeClass('Dataset', where, [], {
    __getitem__: method('__getitem__', (_, __, machine) =>
      machine.raise('NotImplementedError', 'Subclasses of Dataset should implement __getitem__.'),
    ),
    __class_getitem__: {
      kind: 'classmethod',
      func: builtin('__class_getitem__', ({ positional: [cls = none] }) => cls),
    },
  });
  const ConcatDataset = makeClass('ConcatDataset', where, [Dataset], {
    __init__: keeping(['datasets'], concatenate),
    __len__: method('__len__', (self) => itemsOf(attribute(self, 'cumulative_sizes')).at(-1) ?? int(0)),
    __getitem__: method('__getitem__', (self, [index = none], machine) => itemOfMany(self, index, machine)),
  });
  Dataset.attrs.set(
    '__add__',
    method('__add__', (self, [other = none], machine) => machine.call(ConcatDataset, [list([self, other])])),
  );
  const IterableDataset = makeClass('IterableDataset', where, [Dataset], {});
  IterableDataset.attrs.set(
    '__add__',
    method('__add__', (self, [other = none], machine) => machine.call(classes.ChainDataset, [list([self, other])])),
  );
  const classes: DatasetClasses = {
    Dataset,
    ConcatDataset,
    IterableDataset,
    ChainDataset: makeClass('ChainDataset', where, [IterableDataset], {
      __init__: keeping(['datasets']),
      __len__: method('__len__', function* (self, _, machine) {
        let total = 0;
        for (const dataset of yield* machine.items(attribute(self, 'datasets'))) {
          const length = yield* lengthOf(machine, dataset);
          if (typeof length !== 'number') return length;
          total += length;
        }
        return int(total);
      }),
      __iter__: method('__iter__', function* (self, _, machine) {
        const rest = (yield* machine.items(attribute(self, 'datasets'))).values();
        let next: (() => Run<Value | undefined>) | undefined;
        return {
          kind: 'iterator',
          name: 'generator',
          next: function* () {
            for (;;) {
              const item = next && (yield* next());
              if (item) return item;
              const dataset = rest.next().value;
              if (!dataset) return undefined;
              next = yield* walk(machine, dataset);
            }
          },
        };
      }),
    }),
    StackDataset: makeClass('StackDataset', where, [Dataset], {
      __init__: method('__init__', (self, args, machine, keywords) => stack(self, args, machine, keywords)),
      __len__: method('__len__', (self) => attribute(self, '_length')),
      __getitem__: method('__getitem__', function* (self, [index = none], machine) {
        const parts = attribute(self, 'datasets');
        if (parts.kind !== 'dict') {
          const items: Value[] = [];
          for (const dataset of itemsOf(parts)) items.push(yield* machine.getItem(dataset, index));
          return tuple(items);
        }
        const entries: typeof parts.entries = new Map();
        for (const [hash, { key, value }] of parts.entries)
          entries.set(hash, { key, value: yield* machine.getItem(value, index) });
        return { kind: 'dict', entries };
      }),
    }),
    TensorDataset: makeClass('TensorDataset', where, [Dataset], {
      __init__: method('__init__', (self, tensors, machine, keywords) => {
        refuseKeywords(machine, 'TensorDataset.__init__', keywords);
        const sizes = tensors.map((value) => (isTensorValue(value) ? value.native.shape[0] : undefined));
        if (sizes.includes(undefined)) return unknown(say('{0} is not modelled yet', 'TensorDataset(...)'));
        if (sizes.some((size) => size !== sizes[0])) machine.raise('AssertionError', 'Size mismatch between tensors');
        self.attrs.set('tensors', tuple(tensors));
        return none;
      }),
      __len__: method('__len__', (self, _, machine) => {
        const [first] = itemsOf(attribute(self, 'tensors'));
        return isTensorValue(first)
          ? int(first.native.shape[0] ?? 0)
          : machine.raise('IndexError', 'tuple index out of range');
      }),
      __getitem__: method('__getitem__', function* (self, [index = none], machine) {
        const parts: Value[] = [];
        for (const tensor of itemsOf(attribute(self, 'tensors'))) parts.push(yield* machine.getItem(tensor, index));
        return tuple(parts);
      }),
    }),
    Subset: makeClass('Subset', where, [Dataset], {
      __init__: keeping(['dataset', 'indices']),
      __len__: method('__len__', function* (self, _, machine) {
        const length = yield* lengthOf(machine, attribute(self, 'indices'));
        return typeof length === 'number' ? int(length) : length;
      }),
      __getitem__: method('__getitem__', function* (self, [index = none], machine) {
        const indices = attribute(self, 'indices');
        if (index.kind !== 'list')
          return yield* machine.getItem(attribute(self, 'dataset'), yield* machine.getItem(indices, index));
        const chosen: Value[] = [];
        for (const item of index.items) chosen.push(yield* machine.getItem(indices, item));
        return yield* machine.getItem(attribute(self, 'dataset'), list(chosen));
      }),
    }),
  };
  return classes;
}

/** Datasets side by side: a sample is a tuple or a dict of theirs. */
function* stack(
  self: InstanceValue,
  args: readonly Value[],
  machine: Machine,
  keywords: ReadonlyMap<string, Value>,
): Run<Value> {
  if (args.length > 0 && keywords.size > 0)
    machine.raise(
      'ValueError',
      'Supported either ``tuple``- (via ``args``) or``dict``- (via ``kwargs``) like input/output, but both types are given.',
    );
  const datasets = args.length > 0 ? args : [...keywords.values()];
  if (datasets.length === 0) machine.raise('ValueError', 'At least one dataset should be passed');
  const lengths: number[] = [];
  for (const dataset of datasets) {
    const length = yield* lengthOf(machine, dataset);
    if (typeof length !== 'number') return length;
    lengths.push(length);
  }
  if (lengths.some((length) => length !== lengths[0])) machine.raise('ValueError', 'Size mismatch between datasets');
  self.attrs.set('_length', int(lengths[0] ?? 0));
  self.attrs.set('datasets', args.length > 0 ? tuple(args) : { kind: 'dict', entries: entriesOf(keywords) });
  return none;
}

/** Sums the lengths up; what has been joined stays in `datasets`. */
function* concatenate(self: InstanceValue, machine: Machine): Run<void> {
  const datasets = yield* machine.items(attribute(self, 'datasets'));
  if (datasets.length === 0) machine.raise('AssertionError', 'datasets should not be an empty iterable');
  const sums: Value[] = [];
  let sum = 0;
  for (const dataset of datasets) {
    const length = yield* lengthOf(machine, dataset);
    if (typeof length === 'number') sum += length;
    sums.push(typeof length === 'number' ? int(sum) : length);
  }
  self.attrs.set('datasets', list(datasets));
  self.attrs.set('cumulative_sizes', list(sums));
}

function* itemOfMany(self: InstanceValue, index: Value, machine: Machine): Run<Value> {
  const sums = itemsOf(attribute(self, 'cumulative_sizes')).map((sum) =>
    sum.kind === 'int' ? Number(sum.value) : Number.NaN,
  );
  if (index.kind !== 'int') return unknown(say('{0} is not modelled yet', 'ConcatDataset.__getitem__'));
  let at = Number(index.value);
  const total = sums.at(-1) ?? 0;
  if (Number.isNaN(total))
    return itemsOf(attribute(self, 'cumulative_sizes')).find(({ kind }) => kind === 'unknown') ?? none;
  if (-at > total) machine.raise('ValueError', 'absolute value of index should not exceed dataset length');
  if (at < 0) at += total;
  const which = sums.findIndex((sum) => at < sum);
  const dataset = itemsOf(attribute(self, 'datasets'))[which];
  if (!dataset) return machine.raise('IndexError', 'list index out of range');
  return yield* machine.getItem(dataset, int(at - (sums[which - 1] ?? 0)));
}

/** `random_split`: lengths or fractions, over one permutation. */
export const randomSplit = (torch: Torch, { Subset }: DatasetClasses): BuiltinValue =>
  declare('random_split', 'python', 'dataset, lengths, generator=None', function* ({ get }, machine) {
    const dataset = get('dataset');
    const total = yield* lengthOf(machine, dataset);
    if (typeof total !== 'number') return total;
    const lengths = yield* splitLengths(machine, yield* machine.items(get('lengths')), total);
    if ('kind' in lengths) return lengths;
    const generator = generatorOf(torch, get('generator'));
    if ('kind' in generator) return generator;
    const order = Array.from(yield* inTurns(machine, generator.permutation(total)), (i) => int(i));
    const parts: Value[] = [];
    let start = 0;
    for (const length of lengths) {
      parts.push(yield* machine.call(Subset, [dataset, list(order.slice(start, start + length))]));
      start += length;
    }
    return list(parts);
  });

function* splitLengths(
  machine: Machine,
  given: readonly Value[],
  total: number,
): Run<readonly number[] | UnknownValue> {
  const doubt = given.find((value) => value.kind === 'unknown');
  if (doubt?.kind === 'unknown') return doubt;
  const numbers = given.map((value) =>
    value.kind === 'int' || value.kind === 'float' ? Number(value.value) : Number.NaN,
  );
  const sum = numbers.reduce((a, b) => a + b, 0);
  const areFractions = sum <= 1 && Math.abs(sum - 1) <= 1e-9;
  if (!areFractions) {
    if (sum !== total)
      machine.raise('ValueError', 'Sum of input lengths does not equal the length of the input dataset!');
    return numbers;
  }
  const lengths = numbers.map((fraction, i) => {
    if (fraction < 0 || fraction > 1) machine.raise('ValueError', `Fraction at index ${i} is not between 0 and 1`);
    return Math.floor(total * fraction);
  });
  const rest = total - lengths.reduce((a, b) => a + b, 0);
  for (let i = 0; i < rest; i++) lengths[i % lengths.length] = (lengths[i % lengths.length] ?? 0) + 1;
  for (const [i, length] of lengths.entries())
    if (length === 0)
      machine.warn('UserWarning', `Length of split at index ${i} is 0. This might result in an empty dataset.`);
  return lengths;
}
