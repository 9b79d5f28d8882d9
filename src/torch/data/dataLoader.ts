// torch.utils.data.DataLoader with one process: order, batches and the random numbers drawn for them, as PyTorch draws
// them (torch/utils/data/dataloader.py, sampler.py). Knows no dataset by name.
import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  builtin,
  type ClassValue,
  type InstanceValue,
  int,
  isRun,
  list,
  none,
  type Run,
  type UnknownValue,
  unknown,
  type Value,
} from '../../python/value';
import { declare } from '../binding/define';
import { makeClass, method } from '../makeClass';
import { Generator } from '../random/generator';
import { generatorOf } from '../random/generatorObject';
import type { Torch } from '../torch';
import { collate, convert } from './collate';
import type { DatasetClasses } from './datasets';
import { lengthOf } from './lengthOf';

const params =
  'self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, ' +
  'pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, multiprocessing_context=None, generator=None, ' +
  '*, prefetch_factor=None, persistent_workers=False, pin_memory_device=None, in_order=True';

const attribute = (self: InstanceValue, name: string): Value => self.attrs.get(name) ?? none;
const isTrue = (value: Value): boolean => value.kind === 'bool' && value.value;
const isGiven = (value: Value): boolean => value.kind !== 'none';

/** The class `DataLoader`. */
export function dataLoader(torch: Torch, datasets: DatasetClasses): ClassValue {
  return makeClass('DataLoader', 'torch.utils.data.dataloader', [], {
    __init__: { ...construct(datasets), binds: true },
    __len__: method('__len__', (self, _, machine) => loaderLength(self, machine)),
    __iter__: method('__iter__', (self, _, machine) => iterate(torch, self, machine)),
    __class_getitem__: {
      kind: 'classmethod',
      func: builtin('__class_getitem__', ({ positional: [cls = none] }) => cls),
    },
  });
}

const construct = (datasets: DatasetClasses) =>
  declare('__init__', 'python', params, function* ({ get, has }, machine) {
    const self = get('self') as InstanceValue;
    const [dataset, sampler, batches] = [get('dataset'), get('sampler'), get('batch_sampler')];
    const batchSize = has('batch_size') ? get('batch_size') : int(1);
    const dropsLast = has('drop_last') ? get('drop_last') : bool(false);
    if (machine.isInstance(dataset, datasets.IterableDataset)) return notModelled('IterableDataset');
    const workers = has('num_workers') ? get('num_workers') : int(0);
    if (workers.kind === 'int' && workers.value < 0n)
      machine.raise(
        'ValueError',
        'num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.',
      );
    if (workers.kind === 'int' && workers.value > 0n && !isPlain(machine, dataset, datasets))
      return notModelled('DataLoader(num_workers=...)');
    if (isGiven(sampler) && isTrue(get('shuffle')))
      machine.raise('ValueError', 'sampler option is mutually exclusive with shuffle');
    const isOne = batchSize.kind === 'int' && batchSize.value === 1n;
    if (isGiven(batches) && (!isOne || isTrue(get('shuffle')) || isGiven(sampler) || isTrue(dropsLast)))
      machine.raise(
        'ValueError',
        'batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last',
      );
    if (!isGiven(batchSize) && isTrue(dropsLast))
      machine.raise(
        'ValueError',
        'batch_size=None option disables auto-batching and is mutually exclusive with drop_last',
      );
    if (isTrue(get('shuffle')) && (yield* lengthOf(machine, dataset)) === 0)
      machine.raise('ValueError', 'num_samples should be a positive integer value, but got num_samples=0');
    if (isGiven(batchSize) && !(batchSize.kind === 'int' && batchSize.value > 0n))
      machine.raise(
        'ValueError',
        `batch_size should be a positive integer value, but got batch_size=${yield* machine.str(batchSize)}`,
      );
    const kept: readonly (readonly [string, Value])[] = [
      ['dataset', dataset],
      ['num_workers', workers],
      ['batch_size', isGiven(batches) ? none : batchSize],
      ['drop_last', dropsLast],
      ['generator', get('generator')],
      ['_shuffle', bool(isTrue(get('shuffle')))],
      ['_sampler', sampler],
      ['_batches', batches],
      ['_collate', get('collate_fn')],
    ];
    for (const [name, value] of kept) self.attrs.set(name, value);
    for (const name of ['sampler', 'batch_sampler', 'collate_fn'])
      self.attrs.set(name, isGiven(get(name)) ? get(name) : notModelled(`DataLoader.${name}`));
    return none;
  });

const notModelled = (name: string): UnknownValue => unknown(say('{0} is not modelled yet', name));

/** Whether taking an item runs no code of the program's: other processes would draw other random numbers there. */
function isPlain(machine: Machine, dataset: Value, datasets: DatasetClasses): boolean {
  if (dataset.kind !== 'instance') return dataset.kind === 'list' || dataset.kind === 'range';
  const cls = machine.classOf(dataset);
  if (cls === datasets.TensorDataset) return true;
  return cls === datasets.Subset && isPlain(machine, attribute(dataset, 'dataset'), datasets);
}

function* loaderLength(self: InstanceValue, machine: Machine): Run<Value> {
  const batches = attribute(self, '_batches');
  const sampler = attribute(self, '_sampler');
  const counted = [batches, sampler].find(isGiven) ?? attribute(self, 'dataset');
  const length = yield* lengthOf(machine, counted);
  if (typeof length !== 'number') return length;
  const size = attribute(self, 'batch_size');
  if (size.kind !== 'int' || isGiven(batches)) return int(length);
  const batchCount = length / Number(size.value);
  return int(isTrue(attribute(self, 'drop_last')) ? Math.floor(batchCount) : Math.ceil(batchCount));
}

/** Gives one place after the other, and undefined at the end. */
type Order = () => Value | undefined | Run<Value | undefined>;

/** The places that a sampler of the program's gives, as they are asked for. */
function* sampled(machine: Machine, sampler: Value): Run<Order | UnknownValue> {
  const made = sampler.kind === 'instance' ? yield* machine.findAttr(sampler, '__iter__') : undefined;
  const places = made ? yield* machine.call(made, []) : sampler;
  if (places.kind === 'unknown') return places;
  if (places.kind === 'iterator') return () => places.next();
  const rest = (yield* machine.items(places)).values();
  return () => rest.next().value;
}

/** A draw of `random_()`, as seeds are drawn. */
const drawSeed = (generator: Generator): bigint => generator.below(1n << 63n);

/**
 * Permuted places, each Unknown where the generator's state is; the generator draws a second permutation at the end, of
 * which nothing is taken.
 */
function shuffled(torch: Torch, self: InstanceValue, machine: Machine, count: number): Order {
  let rest: Iterator<Value> | undefined;
  let generator: Generator | undefined;
  return () => {
    if (!rest) {
      const given = attribute(self, 'generator');
      const source = generatorOf(torch, isGiven(given) ? given : undefined);
      machine.spend(count);
      if ('kind' in source) rest = Array.from({ length: count }, () => source).values();
      else {
        generator = isGiven(given) ? source : new Generator(drawSeed(source));
        rest = Array.from(generator.permutation(count), (place) => int(place)).values();
      }
    }
    const next = rest.next();
    if (!next.done) return next.value;
    generator?.permutation(count);
    generator = undefined;
    return undefined;
  };
}

function* iterate(torch: Torch, self: InstanceValue, machine: Machine): Run<Value> {
  const dataset = attribute(self, 'dataset');
  const count = yield* lengthOf(machine, dataset);
  if (typeof count !== 'number') return count;
  // The seed of workers, whether there are any or not.
  const given = attribute(self, 'generator');
  const generator = generatorOf(torch, isGiven(given) ? given : undefined);
  if (!('kind' in generator)) drawSeed(generator);
  const batches = attribute(self, '_batches');
  const sampler = attribute(self, '_sampler');
  const listed = [batches, sampler].find(isGiven);
  let order: Order | UnknownValue;
  if (listed) order = yield* sampled(machine, listed);
  else if (isTrue(attribute(self, '_shuffle'))) order = shuffled(torch, self, machine, count);
  else {
    let at = 0;
    order = () => (at < count ? int(at++) : undefined);
  }
  if ('kind' in order) return order;
  const grouped = isGiven(batches) ? listsOf(machine, order) : grouping(self, order);
  return {
    kind: 'iterator',
    name: '_SingleProcessDataLoaderIter',
    next: function* () {
      const places = yield* grouped();
      if (places === undefined || 'kind' in places) return places;
      return yield* batchOf(torch, self, machine, dataset, places);
    },
  };
}

function* nextOf(order: Order): Run<Value | undefined> {
  const place = order();
  return isRun(place) ? yield* place : (place as Value | undefined);
}

/** Places that are fetched together: a list, or one place alone where there are no batches. */
type Group = readonly Value[] | Value | undefined;

const listsOf = (machine: Machine, order: Order): (() => Run<Group>) =>
  function* () {
    const places = yield* nextOf(order);
    return places === undefined || places.kind === 'unknown' ? places : yield* machine.items(places);
  };

function grouping(self: InstanceValue, order: Order): () => Run<Group> {
  const size = attribute(self, 'batch_size');
  const limit = size.kind === 'int' ? Number(size.value) : 1;
  let ended = false;
  return function* () {
    const places: Value[] = [];
    while (!ended && places.length < limit) {
      const place = yield* nextOf(order);
      if (place === undefined) ended = true;
      else places.push(place);
    }
    if (places.length === 0 || (places.length < limit && isTrue(attribute(self, 'drop_last')))) return undefined;
    return places.find(({ kind }) => kind === 'unknown') ?? places;
  };
}

function* batchOf(
  torch: Torch,
  self: InstanceValue,
  machine: Machine,
  dataset: Value,
  places: readonly Value[],
): Run<Value> {
  const many = yield* machine.findAttr(dataset, '__getitems__');
  const isBatched = isGiven(attribute(self, 'batch_size')) || isGiven(attribute(self, '_batches'));
  const samples: Value[] = [];
  if (many && isBatched) samples.push(...(yield* machine.items(yield* machine.call(many, [list([...places])]))));
  else for (const place of places) samples.push(yield* machine.getItem(dataset, place));
  const own = attribute(self, '_collate');
  const [only = none] = samples;
  if (isGiven(own)) return yield* machine.call(own, [isBatched ? list(samples) : only]);
  return isBatched ? yield* collate(torch, machine, samples) : convert(torch, only);
}
