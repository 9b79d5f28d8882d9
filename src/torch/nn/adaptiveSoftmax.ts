// AdaptiveLogSoftmaxWithLoss: frequent classes have a place of their own in a head, rare ones share places and are told apart
// by tails of two linear layers. Knows no arithmetic.

import type { Machine } from '../../python/machine';
import {
  bool,
  float,
  type InstanceValue,
  int,
  list,
  none,
  pyFalse,
  type Run,
  str,
  tuple,
  type Value,
} from '../../python/value';
import { tensorOf } from '../../tensor/host';
import { torchSize } from '../../tensor/view';
import { callFunction } from '../callFunction';
import { readValues } from '../hostValues';
import { attribute } from '../makeClass';
import { collection } from '../optim/collection';
import { numberIn } from '../scalarValue';
import { isTensorValue, lostValues, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { FindClass } from './attentionLayers';
import { asMadeBy } from './compose';
import type { Layer, Making } from './layerClass';

const functional = 'torch.nn.functional';
const numberOf = (value: Value): number => numberIn(value, 0);
const cutoffsOf = (self: InstanceValue): number[] => {
  const value = attribute(self, 'cutoffs');
  return value.kind === 'list' || value.kind === 'tuple' ? value.items.map(numberOf) : [];
};

function checkCutoffs({ machine, self }: Making): void {
  const cutoffs = cutoffsOf(self);
  const classes = numberOf(attribute(self, 'n_classes'));
  if (cutoffs.length === 0) machine.raise('ValueError', 'cutoffs should be a sequence of length larger than 0');
  const isRising = cutoffs.every((at, i) => Number.isInteger(at) && at > (cutoffs[i - 1] ?? 0) && at < classes);
  if (!isRising) {
    machine.raise(
      'ValueError',
      'cutoffs should be a sequence of unique, positive integers sorted in an increasing order, where each value is between 1 and n_classes-1',
    );
  }
  self.attrs.set('cutoffs', list([...cutoffs, classes].map((at) => int(at))));
  self.attrs.set('shortlist_size', int(cutoffs[0]!));
  self.attrs.set('n_clusters', int(cutoffs.length));
  self.attrs.set('head_size', int(cutoffs[0]! + cutoffs.length));
}

function* makeParts(find: FindClass, { machine, self, given, size }: Making): Run<void> {
  const features = size('in_features');
  const places = ['device', 'dtype'].map((key) => [key, given.get(key) ?? none] as const);
  const linear = (inputs: number, outputs: number, bias: Value): Run<Value> =>
    machine.call(find('Linear'), [int(inputs), int(outputs)], new Map([['bias', bias], ...places]));
  self.attrs.set('head', yield* linear(features, size('head_size'), attribute(self, 'head_bias')));
  const cutoffs = cutoffsOf(self);
  const tails: Value[] = [];
  for (let i = 0; i + 1 < cutoffs.length; i++) {
    const inner = Math.floor(features / numberOf(attribute(self, 'div_value')) ** (i + 1));
    const first = yield* linear(features, inner, pyFalse);
    const second = yield* linear(inner, cutoffs[i + 1]! - cutoffs[i]!, pyFalse);
    tails.push(yield* machine.call(find('Sequential'), [first, second]));
  }
  self.attrs.set('tail', yield* machine.call(find('ModuleList'), [list(tails)]));
}

function checkShapes(machine: Machine, input: TensorValue, target: TensorValue): void {
  const [x, wanted] = [input.native, target.native];
  const raise = (message: string): never => machine.raise('RuntimeError', message);
  if (wanted.rank > 1) raise('0D or 1D target tensor expected, multi-target not supported');
  if (wanted.rank === 1 && x.shape[0] !== wanted.shape[0])
    raise('Input and target should have the same size in the batch dimension.');
  if (x.rank !== wanted.rank + 1) {
    raise(
      `${wanted.rank}D target tensor expects ${wanted.rank + 1}D input tensors, but found inputs with size ${torchSize(x.shape)}`,
    );
  }
}

/** Methods over the parts of one layer. */
class Adaptive {
  readonly torch: Torch;
  readonly machine: Machine;
  readonly self: InstanceValue;
  readonly cutoffs: readonly number[];
  readonly short: number;

  constructor(torch: Torch, machine: Machine, self: InstanceValue) {
    this.torch = torch;
    this.machine = machine;
    this.self = self;
    this.cutoffs = cutoffsOf(self);
    this.short = this.cutoffs[0] ?? 0;
  }

  call(name: string, ...args: readonly Value[]): Run<Value> {
    return callFunction(this.torch, this.machine, name, args);
  }

  *logs(x: Value): Run<Value> {
    const named = new Map([['dim', int(1)]]);
    return yield* callFunction(this.torch, this.machine, `${functional}.log_softmax`, [x], named);
  }

  *head(x: Value): Run<Value> {
    return yield* this.machine.call(attribute(this.self, 'head'), [x]);
  }

  *cluster(i: number, x: Value): Run<Value> {
    const tail = yield* this.machine.getItem(attribute(this.self, 'tail'), int(i));
    return yield* this.logs(yield* this.machine.call(tail, [x]));
  }

  indices(values: readonly number[]): Value {
    const native = tensorOf(BigInt64Array.from(values, BigInt), [values.length], 'int64');
    return tensorValue(this.torch.classes.tensor, native);
  }

  /** The log-probability of each row's own class. */
  *chosen(x: Value, batch: number, targets: readonly number[]): Run<Value> {
    const { cutoffs, short } = this;
    const classes = cutoffs.at(-1) ?? 0;
    if (!targets.every((at) => at >= 0 && at < classes)) {
      const sorted = targets.toSorted((a, b) => a - b);
      this.machine.raise(
        'RuntimeError',
        `Target values should be in [0, ${classes - 1}], but values in range [${sorted[0]}, ${sorted.at(-1)}] were found. `,
      );
    }
    let output = yield* this.call('torch.sum', yield* this.call('torch.zeros_like', x), int(1));
    const places = targets.slice();
    for (let i = 0; i + 1 < cutoffs.length; i++) {
      const [low, high] = [cutoffs[i]!, cutoffs[i + 1]!];
      const rows = targets.flatMap((at, row) => (at >= low && at < high ? [row] : []));
      if (rows.length === 0) continue;
      for (const row of rows) places[row] = short + i;
      const own = yield* this.call('torch.index_select', x, int(0), this.indices(rows));
      const wanted = yield* this.call('torch.unsqueeze', this.indices(rows.map((row) => targets[row]! - low)), int(1));
      const local = yield* this.call('torch.gather', yield* this.cluster(i, own), int(1), wanted);
      const flat = yield* this.call('torch.squeeze', local, int(1));
      output = yield* this.call('torch.index_copy', output, int(0), this.indices(rows), flat);
    }
    const wanted = yield* this.call('torch.unsqueeze', this.indices(places), int(1));
    const found = yield* this.call('torch.gather', yield* this.logs(yield* this.head(x)), int(1), wanted);
    const flat = yield* this.call('torch.reshape', found, tuple([int(batch)]));
    return yield* this.call('torch.add', output, flat);
  }

  /** The log-probabilities of all classes. */
  *all(x: Value): Run<Value> {
    const head = yield* this.logs(yield* this.head(x));
    const parts = [yield* this.call('torch.narrow', head, int(1), int(0), int(this.short))];
    for (let i = 0; i + 1 < this.cutoffs.length; i++) {
      const shared = yield* this.call('torch.narrow', head, int(1), int(this.short + i), int(1));
      parts.push(yield* this.call('torch.add', yield* this.cluster(i, x), shared));
    }
    return asMadeBy(yield* this.call('torch.cat', list(parts), int(1)), 'CopySlices');
  }
}

function* forward(at: Adaptive, input: Value, target: Value): Run<Value> {
  if (!isTensorValue(target)) return yield* at.machine.getAttr(target, 'dim');
  if (!isTensorValue(input)) return yield* at.machine.getAttr(input, 'size');
  checkShapes(at.machine, input, target);
  const lost = lostValues(target.native);
  if (lost) return lost;
  const isBatched = target.native.rank > 0;
  const x = isBatched ? input : yield* at.call('torch.unsqueeze', input, int(0));
  const targets = Array.from(yield* readValues(at.torch, at.machine, target.native), Number);
  const rows = yield* at.chosen(x, targets.length, targets);
  const loss = yield* at.call('torch.mean', yield* at.call('torch.neg', rows));
  const output = isBatched ? rows : yield* at.call('torch.squeeze', rows, int(0));
  const names = list([str('output'), str('loss')]);
  return yield* at.machine.call(yield* collection(at.machine, 'namedtuple', [str('_ASMoutput'), names]), [
    output,
    loss,
  ]);
}

function* predict(at: Adaptive, input: Value): Run<Value> {
  const best = yield* at.call('torch.argmax', yield* at.head(input), int(1));
  const isRare = yield* at.call('torch.ge', best, int(at.short));
  const among = yield* at.call('torch.argmax', yield* at.all(input), int(1));
  return yield* at.call('torch.where', isRare, among, best);
}

/** The layer as a row of the table of layers; `find` finds the classes of its parts. */
export const adaptiveSoftmaxLayer = (find: FindClass): Layer => ({
  name: 'AdaptiveLogSoftmaxWithLoss',
  file: 'adaptive',
  params: 'in_features, n_classes, cutoffs, div_value=4.0, head_bias=False, device=None, dtype=None',
  defaults: { div_value: float(4), head_bias: bool(false) },
  make: checkCutoffs,
  parts: (making) => makeParts(find, making),
  shown: [],
  methods: (torch) => ({
    forward: (self, [input = none, target = none], machine, keywords) =>
      forward(new Adaptive(torch, machine, self), keywords.get('input_') ?? input, keywords.get('target_') ?? target),
    log_prob: (self, [input = none], machine, keywords) =>
      new Adaptive(torch, machine, self).all(keywords.get('input') ?? input),
    predict: (self, [input = none], machine, keywords) =>
      predict(new Adaptive(torch, machine, self), keywords.get('input') ?? input),
  }),
});
