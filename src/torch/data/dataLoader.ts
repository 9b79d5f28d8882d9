// torch.utils.data.DataLoader with one process: order, batches and the random numbers drawn for them, as PyTorch draws
// them (torch/utils/data/dataloader.py). Knows no dataset and no sampler by what it does.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  list,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { declare } from '../binding/define';
import { attribute, makeClass, method } from '../makeClass';
import { generatorOf } from '../random/generatorObject';
import type { Torch } from '../torch';
import type { DatasetClasses } from './datasets';
import { lengthOf } from './lengthOf';
import { drawSeed, type SamplerClasses, walk } from './samplers';

const params =
  'self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, ' +
  'pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, ' +
  '*, prefetch_factor=None, persistent_workers=False, pin_memory_device=None, in_order=True';

const unpinned =
  "'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.";

const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;
const isGiven = (value: Value): boolean => value.kind !== 'none';

/** What a loader is made of beside its dataset. */
interface Parts {
  readonly datasets: DatasetClasses;
  readonly samplers: SamplerClasses;
  readonly default_collate: Value;
  readonly default_convert: Value;
}

/** The class `DataLoader`. */
export function dataLoader(torch: Torch, parts: Parts): ClassValue {
  return makeClass('DataLoader', 'torch.utils.data.dataloader', [], {
    __init__: { ...construct(parts), binds: true },
    __len__: method('__len__', (self, _, machine) => loaderLength(self, machine)),
    __iter__: method('__iter__', (self, _, machine) => iterate(torch, self, machine)),
    __class_getitem__: {
      kind: 'classmethod',
      func: builtin('__class_getitem__', ({ positional: [cls = none] }) => cls),
    },
  });
}

const construct = ({ datasets, samplers, default_collate, default_convert }: Parts) =>
  declare('DataLoader.__init__', 'python', params, function* ({ get, has }, machine) {
    const self = get('self') as InstanceValue;
    const [dataset, sampler, batches] = [get('dataset'), get('sampler'), get('batch_sampler')];
    const batchSize = has('batch_size') ? get('batch_size') : int(1);
    const dropsLast = has('drop_last') ? get('drop_last') : bool(false);
    const shuffles = isGiven(get('shuffle')) && (yield* machine.truth(get('shuffle'))) === true;
    const isStream = machine.isInstance(dataset, datasets.IterableDataset);
    const workers = has('num_workers') ? get('num_workers') : int(0);
    if (workers.kind === 'int' && workers.value < 0n)
      machine.raise(
        'ValueError',
        'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
      );
    if (workers.kind === 'int' && workers.value > 0n && !isPlain(machine, dataset, datasets))
      return notModelled('DataLoader(num_workers=...)');
    if (isStream) {
      const expected: readonly (readonly [string, Value])[] = [
        ['shuffle', shuffles ? get('shuffle') : none],
        ['sampler', sampler],
        ['batch_sampler', batches],
      ];
      for (const [name, value] of expected)
        if (isGiven(value))
          machine.raise(
            'ValueError',
            `DataLoader with IterableDataset: expected unspecified ${name} option, but got ${name}=${yield* machine.str(value)}`,
          );
    }
    if (isGiven(sampler) && shuffles) machine.raise('ValueError', 'sampler option is mutually exclusive with shuffle');
    const isOne = batchSize.kind === 'int' && batchSize.value === 1n;
    if (isGiven(batches) && (!isOne || shuffles || isGiven(sampler) || isTrue(dropsLast)))
      machine.raise(
        'ValueError',
        'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
      );
    if (!isGiven(batchSize) && isTrue(dropsLast))
      machine.raise(
        'ValueError',
        'batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
      );
    const generator = get('generator');
    let order = sampler;
    if (!isGiven(sampler)) {
      order =
        shuffles && !isStream
          ? yield* machine.call(samplers.RandomSampler, [dataset], new Map([['generator', generator]]))
          : yield* machine.call(samplers.SequentialSampler, [dataset]);
    }
    const groups =
      isGiven(batchSize) && !isGiven(batches)
        ? yield* machine.call(samplers.BatchSampler, [order, batchSize, dropsLast])
        : batches;
    const batched = isGiven(batchSize) || isGiven(batches);
    const kept: Readonly<Record<string, Value>> = {
      dataset,
      num_workers: workers,
      prefetch_factor: get('prefetch_factor'),
      pin_memory: has('pin_memory') ? get('pin_memory') : bool(false),
      timeout: has('timeout') ? get('timeout') : int(0),
      worker_init_fn: get('worker_init_fn'),
      batch_size: isGiven(batches) ? none : batchSize,
      drop_last: dropsLast,
      sampler: order,
      batch_sampler: groups,
      generator,
      collate_fn: isGiven(get('collate_fn')) ? get('collate_fn') : batched ? default_collate : default_convert,
      persistent_workers: has('persistent_workers') ? get('persistent_workers') : bool(false),
      [streamKey]: bool(isStream),
    };
    for (const [name, value] of Object.entries(kept)) self.attrs.set(name, value);
    return none;
  });

/** Whether the dataset gives its samples one after the other; kept under what is no name in Python. */
const streamKey = ' stream';

const notModelled = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** Whether taking an item runs no code of the program's: other processes would draw other random numbers there. */
function isPlain(machine: Machine, dataset: Value, datasets: DatasetClasses): boolean {
  if (dataset.kind !== 'instance') return dataset.kind === 'list' || dataset.kind === 'range';
  const cls = machine.classOf(dataset);
  if (cls === datasets.TensorDataset) return true;
  return cls === datasets.Subset && isPlain(machine, attribute(dataset, 'dataset'), datasets);
}

/** What gives places: groups of them, or single ones where there are no batches. */
const indexSampler = (self: InstanceValue): Value => {
  const groups = attribute(self, 'batch_sampler');
  return isGiven(groups) ? groups : attribute(self, 'sampler');
};

function* loaderLength(self: InstanceValue, machine: Machine): Run<Value> {
  const isStream = isTrue(attribute(self, streamKey));
  const length = yield* lengthOf(machine, isStream ? attribute(self, 'dataset') : indexSampler(self));
  if (typeof length !== 'number') return length;
  const size = attribute(self, 'batch_size');
  if (!isStream || size.kind !== 'int') return int(length);
  const batches = length / Number(size.value);
  return int(isTrue(attribute(self, 'drop_last')) ? Math.floor(batches) : Math.ceil(batches));
}

function* iterate(torch: Torch, self: InstanceValue, machine: Machine): Run<Value> {
  const dataset = attribute(self, 'dataset');
  const given = attribute(self, 'generator');
  const isStream = isTrue(attribute(self, streamKey));
  if (isTrue(attribute(self, 'pin_memory'))) machine.warn('UserWarning', unpinned);
  const source = isStream ? dataset : indexSampler(self);
  const doubt = [source, attribute(self, 'sampler')].find(({ kind }) => kind === 'unknown');
  if (doubt) return doubt;
  // A dataset that cannot be counted is told of before anything is drawn.
  let next: (() => Run<Value | undefined>) | undefined = isStream ? undefined : yield* walk(machine, source);
  // The seed of workers, whether there are any or not.
  const generator = generatorOf(torch, isGiven(given) ? given : undefined);
  if (!('kind' in generator)) drawSeed(generator);
  next ??= yield* walk(machine, source);
  const items = next;
  const fetch = isStream ? streamed(self, items) : placed(machine, self, dataset, items);
  return {
    kind: 'iterator',
    name: '_SingleProcessDataLoaderIter',
    next: function* () {
      const data = yield* fetch();
      return data === undefined || data.kind === 'unknown'
        ? data
        : yield* machine.call(attribute(self, 'collate_fn'), [data]);
    },
  };
}

type Fetch = () => Run<Value | undefined>;

const isBatched = (self: InstanceValue): boolean =>
  isGiven(attribute(self, 'batch_size')) || isGiven(attribute(self, 'batch_sampler'));

/** The samples at the next places. */
const placed = (machine: Machine, self: InstanceValue, dataset: Value, next: Fetch): Fetch =>
  function* () {
    const place = yield* next();
    if (place === undefined || place.kind === 'unknown') return place;
    if (!isBatched(self)) return yield* machine.getItem(dataset, place);
    const many = yield* machine.findAttr(dataset, '__getitems__');
    if (many) return yield* machine.call(many, [place]);
    const samples: Value[] = [];
    for (const at of yield* machine.items(place)) samples.push(yield* machine.getItem(dataset, at));
    return list(samples);
  };

/** The next samples of a stream, as many as a batch takes. */
function streamed(self: InstanceValue, next: Fetch): Fetch {
  const size = attribute(self, 'batch_size');
  if (size.kind !== 'int') return next;
  let ended = false;
  return function* () {
    const samples: Value[] = [];
    while (!ended && samples.length < Number(size.value)) {
      const sample = yield* next();
      if (sample?.kind === 'unknown') return sample;
      if (sample === undefined) ended = true;
      else samples.push(sample);
    }
    const isShort = samples.length < Number(size.value);
    return samples.length === 0 || (isShort && isTrue(attribute(self, 'drop_last'))) ? undefined : list(samples);
  };
}
