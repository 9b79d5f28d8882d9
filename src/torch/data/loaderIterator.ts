// One pass over a loader: in the program's own process or shared among workers, as PyTorch draws and orders it
// (torch/utils/data/dataloader.py). Knows no dataset and no sampler by what it does.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import { type InstanceValue, int, list, none, type Run, settled, unknown, type Value } from '../../python/value';
import { attribute } from '../makeClass';
import { generatorOf } from '../random/generatorObject';
import { drawSeed, walk } from './samplers';
import { type Fetch, Shares } from './shares';
import type { Processes, Worker } from './workers';

const unpinned =
  "'pin_memory' argument is set as true but no accelerator is found, then device pinned memory won't be used.";

/** Whether the dataset gives its samples one after the other; kept under what is no name in Python. */
export const streamKey = ' stream';

const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;
const isGiven = (value: Value): boolean => value.kind !== 'none';

/** What gives places: groups of them, or single ones where there are no batches. */
export const indexSampler = (self: InstanceValue): Value => {
  const groups = attribute(self, 'batch_sampler');
  return isGiven(groups) ? groups : attribute(self, 'sampler');
};

/** So many batches may be given out before the first is asked for. */
const mostAhead = 4096n;

/** Workers that outlive a pass (`persistent_workers`). */
const persistent = new WeakMap<InstanceValue, Pass>();

interface Pass {
  readonly workers: readonly Worker[];
  shares: Shares;
}

export function* iterate(processes: Processes, self: InstanceValue, machine: Machine): Run<Value> {
  const dataset = attribute(self, 'dataset');
  const isStream = isTrue(attribute(self, streamKey));
  const kept = persistent.get(self);
  if (kept) {
    yield* kept.shares.drain();
    kept.shares = yield* shared(self, machine, kept.workers, isStream);
    return passOf('_MultiProcessingDataLoaderIter', () => kept.shares.take());
  }
  if (isTrue(attribute(self, 'pin_memory'))) machine.warn('UserWarning', unpinned);
  const source = isStream ? dataset : indexSampler(self);
  const doubt = [source, attribute(self, 'sampler')].find(({ kind }) => kind === 'unknown');
  if (doubt) return doubt;
  // A dataset that cannot be counted is told of before anything is drawn.
  const next = isStream ? undefined : yield* walk(machine, source);
  // The seed of workers, whether there are any or not.
  const given = attribute(self, 'generator');
  const generator = generatorOf(processes.torch, isGiven(given) ? given : undefined);
  const seed = 'kind' in generator ? undefined : drawSeed(generator);
  const count = attribute(self, 'num_workers');
  if (count.kind === 'int' && count.value > 0n) {
    const ahead = attribute(self, 'prefetch_factor');
    if (count.value * (ahead.kind === 'int' ? ahead.value : 2n) > mostAhead)
      return unknown(say('so many batches ahead are not modelled yet'));
    const workers = Array.from({ length: Number(count.value) }, (_, id) =>
      processes.start(machine, id, Number(count.value), seed, dataset),
    );
    const pass: Pass = { workers, shares: yield* shared(self, machine, workers, isStream) };
    if (isTrue(attribute(self, 'persistent_workers'))) persistent.set(self, pass);
    return passOf('_MultiProcessingDataLoaderIter', () => pass.shares.take());
  }
  const items = next ?? (yield* walk(machine, source));
  const fetch = isStream ? streamed(self, items) : items;
  return passOf('_SingleProcessDataLoaderIter', function* () {
    const place = yield* fetch();
    return place === undefined || isStream
      ? yield* collated(machine, self, place)
      : yield* collated(machine, self, yield* placed(machine, self, dataset, place));
  });
}

const passOf = (name: string, next: Fetch): Value => ({ kind: 'iterator', name, next });

/** Hands the first batches out to the workers. */
function* shared(self: InstanceValue, machine: Machine, workers: readonly Worker[], isStream: boolean): Run<Shares> {
  const streams = new Map<Worker, Fetch>();
  const fetch = function* (worker: Worker, index: Value): Run<Value | undefined> {
    if (!worker.isReady) yield* ready(machine, self, worker);
    if (!isStream) return yield* collated(machine, self, yield* placed(machine, self, worker.dataset, index));
    const own = streams.get(worker) ?? streamed(self, yield* walk(machine, worker.dataset));
    streams.set(worker, own);
    return yield* collated(machine, self, yield* own());
  };
  const places = isStream ? endless : yield* walk(machine, indexSampler(self));
  const ahead = attribute(self, 'prefetch_factor');
  const shares = new Shares(machine, workers, fetch, places, ahead.kind === 'int' ? Number(ahead.value) : 2);
  yield* shares.start();
  return shares;
}

function* ready(machine: Machine, self: InstanceValue, worker: Worker): Run<void> {
  worker.isReady = true;
  const init = attribute(self, 'worker_init_fn');
  if (isGiven(init)) yield* machine.call(init, [int(worker.id)]);
}

// A stream has no places: each batch is the next.
const endless: Fetch = () => settled(none);

const collated = function* (machine: Machine, self: InstanceValue, data: Value | undefined): Run<Value | undefined> {
  return data === undefined || data.kind === 'unknown'
    ? data
    : yield* machine.call(attribute(self, 'collate_fn'), [data]);
};

const isBatched = (self: InstanceValue): boolean =>
  isGiven(attribute(self, 'batch_size')) || isGiven(attribute(self, 'batch_sampler'));

/** The samples at a batch's places. */
function* placed(machine: Machine, self: InstanceValue, dataset: Value, place: Value): Run<Value> {
  if (place.kind === 'unknown') return place;
  if (!isBatched(self)) return yield* machine.getItem(dataset, place);
  const many = yield* machine.findAttr(dataset, '__getitems__');
  if (many) return yield* machine.call(many, [place]);
  const samples: Value[] = [];
  for (const at of yield* machine.items(place)) samples.push(yield* machine.getItem(dataset, at));
  return list(samples);
}

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
