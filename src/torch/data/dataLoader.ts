// torch.utils.data.DataLoader: what it is made of and refuses (torch/utils/data/dataloader.py). Knows no pass over it.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { declare } from '../binding/define';
import { attribute, makeClass, method } from '../makeClass';
import type { DatasetClasses } from './datasets';
import { lengthOf } from './lengthOf';
import { indexSampler, iterate, streamKey } from './loaderIterator';
import type { SamplerClasses } from './samplers';
import type { Processes } from './workers';

const params =
  'self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, ' +
  'pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, ' +
  '*, prefetch_factor=None, persistent_workers=False, pin_memory_device=None, in_order=True';

const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;
const isGiven = (value: Value): boolean => value.kind !== 'none';

const notModelled = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** What a loader is made of beside its dataset. */
interface Parts {
  readonly datasets: DatasetClasses;
  readonly samplers: SamplerClasses;
  readonly default_collate: Value;
  readonly default_convert: Value;
}

/** The class `DataLoader`. */
export function dataLoader(processes: Processes, parts: Parts): ClassValue {
  return makeClass('DataLoader', 'torch.utils.data.dataloader', [], {
    __init__: { ...construct(parts), binds: true },
    __len__: method('__len__', (self, _, machine) => loaderLength(self, machine)),
    __iter__: method('__iter__', (self, _, machine) => iterate(processes, self, machine)),
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
    const isShared = workers.kind === 'int' && workers.value > 0n;
    const ahead = get('prefetch_factor');
    if (!isShared && isGiven(ahead))
      machine.raise(
        'ValueError',
        'prefetch_factor option could only be specified in multiprocessing.' +
          'let num_workers > 0 to enable multiprocessing, otherwise set prefetch_factor to None.',
      );
    if (ahead.kind === 'int' && ahead.value < 0n)
      machine.raise('ValueError', 'prefetch_factor option should be non-negative');
    if (!isShared && isTrue(get('persistent_workers')))
      machine.raise('ValueError', 'persistent_workers option needs num_workers > 0');
    // Batches come as they are ready.
    if (isShared && has('in_order') && !isTrue(get('in_order'))) return notModelled('DataLoader(in_order=False)');
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
      prefetch_factor: isShared && !isGiven(ahead) ? int(2) : ahead,
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

function* loaderLength(self: InstanceValue, machine: Machine): Run<Value> {
  const isStream = isTrue(attribute(self, streamKey));
  const length = yield* lengthOf(machine, isStream ? attribute(self, 'dataset') : indexSampler(self));
  if (typeof length !== 'number') return length;
  const size = attribute(self, 'batch_size');
  if (!isStream || size.kind !== 'int') return int(length);
  const batches = length / Number(size.value);
  return int(isTrue(attribute(self, 'drop_last')) ? Math.floor(batches) : Math.ceil(batches));
}
