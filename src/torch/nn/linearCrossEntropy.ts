// linear_cross_entropy and its layer: cross_entropy of what a linear layer gives, as torch.nn.functional composes it.
// Knows no arithmetic.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  type BuiltinValue,
  float,
  int,
  none,
  pyFalse,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import { declare, type Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { attribute } from '../makeClass';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { type Layer, type Making, sizes } from './layerClass';
import { registerBuffer } from './moduleTree';

const functional = 'torch.nn.functional';
/** Sizes as Python's tuples print them. */
const tupleText = (shape: readonly number[]): string => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
const product = (shape: readonly number[]): number => shape.reduce((all, size) => all * size, 1);
const shapeValue = (shape: readonly number[]): Value => tuple(shape.map((size) => int(size)));

/** The function by its name under torch.nn.functional. */
export const linearCrossEntropy = (torch: Torch): Readonly<Record<string, BuiltinValue>> => ({
  linear_cross_entropy: declare(
    'linear_cross_entropy',
    'python',
    "input, linear_weight, target, *, linear_bias=None, weight=None, reduction='mean', ignore_index=None, label_smoothing=0.0, options=None",
    (given, machine) => loss(torch, machine, given),
  ),
});

/** Refuses shapes that do not go together; the shape of the logits. */
function logitsShape(machine: Machine, input: TensorValue, weight: TensorValue, bias: Value): readonly number[] {
  const raise = (message: string): never => machine.raise('RuntimeError', message);
  const [x, w] = [input.native, weight.native];
  if (x.rank < 1 || x.rank > 2) raise(`expected input with dimensionality 1 or 2, got ${x.rank}`);
  if (w.rank < 2) raise(`expected linear_weight with dimensionality at least 2, got ${w.rank}`);
  const [features, wanted] = [x.shape.at(-1)!, w.shape.at(-1)!];
  if (features !== wanted) {
    raise(
      `expected equal input and linear_weight last dimensions (in_features), got ${features} and ${wanted}, respectively`,
    );
  }
  const outputs = w.shape.slice(0, -1);
  if (isTensorValue(bias) && bias.native.shape.join() !== outputs.join())
    raise(`expected linear_bias shape ${tupleText(outputs)}, got ${tupleText(bias.native.shape)}`);
  if (outputs.length > 1 && x.rank === 1) {
    raise(
      `K-dimensional loss defined by linear_weight shape ${tupleText(w.shape)} requires batched input, (N, ${features}), got unbatched input with shape ${tupleText(x.shape)}`,
    );
  }
  return [...x.shape.slice(0, -1), ...outputs];
}

function* loss(torch: Torch, machine: Machine, { get, has }: Given): Run<Value> {
  const [input, weight, target] = [get('input'), get('linear_weight'), get('target')];
  for (const value of [input, weight]) if (!isTensorValue(value)) yield* machine.getAttr(value, 'dim');
  if (!isTensorValue(input) || !isTensorValue(weight)) return none;
  if (!isTensorValue(target)) return yield* machine.getAttr(target, 'shape');
  const bias = get('linear_bias');
  const shape = logitsShape(machine, input, weight, bias);
  const ignored = get('ignore_index');
  if (target.native.shape.join() === shape.join() && ignored.kind !== 'none')
    machine.raise('RuntimeError', 'ignore_index cannot be specified when target contains probabilities');
  if (get('options').kind !== 'none')
    return unknown(say('this form of {0} is not modelled yet', 'linear_cross_entropy'));
  const call = (name: string, args: readonly Value[], keywords?: ReadonlyMap<string, Value>): Run<Value> =>
    callFunction(torch, machine, name, args, keywords);
  const outputs = weight.native.shape.slice(0, -1);
  const isDeep = outputs.length > 1;
  const rows = product(outputs);
  const flat = isDeep
    ? yield* call('torch.reshape', [weight, shapeValue([rows, weight.native.shape.at(-1)!])])
    : weight;
  const flatBias = isDeep && bias.kind !== 'none' ? yield* call('torch.reshape', [bias, shapeValue([rows])]) : bias;
  const made = yield* call(`${functional}.linear`, [input, flat, flatBias]);
  const logits = yield* call('torch.reshape', [made, shapeValue(shape)]);
  return yield* call(
    `${functional}.cross_entropy`,
    [logits, target],
    new Map([
      ['weight', get('weight')],
      ['reduction', has('reduction') ? get('reduction') : str('mean')],
      ['ignore_index', ignored.kind === 'none' ? int(-100) : ignored],
      ['label_smoothing', has('label_smoothing') ? get('label_smoothing') : float(0)],
    ]),
  );
}

function check({ machine, given, size, self }: Making): void {
  const weight = given.get('weight') ?? none;
  const classes = size('num_classes');
  if (isTensorValue(weight) && weight.native.shape.join() !== `${classes}`) {
    machine.raise('RuntimeError', `expected weight shape to be (${classes},), got ${tupleText(weight.native.shape)}`);
  }
  const smoothing = attribute(self, 'label_smoothing');
  if ((smoothing.kind === 'float' || smoothing.kind === 'int') && !(smoothing.value >= 0 && smoothing.value <= 1)) {
    const text =
      smoothing.kind === 'float' && Number.isInteger(smoothing.value) ? `${smoothing.value}.0` : smoothing.value;
    machine.raise('RuntimeError', `expected label_smoothing to be in range [0, 1], got ${text}`);
  }
}

/** The layer as a row of the table of layers; `linear` finds the class of its part. */
export const linearCrossEntropyLayer = (linear: () => Value): Layer => ({
  name: 'LinearCrossEntropyLoss',
  file: 'loss',
  params:
    "in_features, num_classes, *, out_features=(), bias=False, device=None, dtype=None, reduction='mean', weight=None, ignore_index=None, label_smoothing=0.0, options=None",
  defaults: {
    out_features: tuple([]),
    reduction: str('mean'),
    ignore_index: none,
    label_smoothing: float(0),
    options: none,
  },
  kept: ['num_classes', 'out_features', 'reduction', 'ignore_index', 'label_smoothing', 'options'],
  make: (making) => {
    check(making);
    registerBuffer(making.self, 'weight', making.given.get('weight') ?? none);
  },
  *parts({ machine, self, given, size }) {
    const outputs = size('num_classes') * product(sizes(attribute(self, 'out_features')));
    const made = new Map<string, Value>([['bias', given.get('bias') ?? pyFalse]]);
    for (const key of ['device', 'dtype']) made.set(key, given.get(key) ?? none);
    self.attrs.set('linear', yield* machine.call(linear(), [given.get('in_features') ?? none, int(outputs)], made));
  },
  shown: [],
  methods: (torch) => {
    const target = linearCrossEntropy(torch).linear_cross_entropy!;
    return {
      *forward(self, [input = none, wanted = none], machine) {
        const linearLayer = attribute(self, 'linear');
        const [weight, bias] = [
          yield* machine.getAttr(linearLayer, 'weight'),
          yield* machine.getAttr(linearLayer, 'bias'),
        ];
        const outputs = [...sizes(tuple([attribute(self, 'num_classes')])), ...sizes(attribute(self, 'out_features'))];
        const features = isTensorValue(weight) ? weight.native.shape[1]! : 0;
        const shaped = yield* callFunction(torch, machine, 'torch.reshape', [
          weight,
          shapeValue([...outputs, features]),
        ]);
        const shapedBias =
          bias.kind === 'none'
            ? none
            : yield* callFunction(torch, machine, 'torch.reshape', [bias, shapeValue(outputs)]);
        const keywords = new Map([
          ['linear_bias', shapedBias],
          ...['weight', 'reduction', 'ignore_index', 'label_smoothing', 'options'].map(
            (key) => [key, attribute(self, key)] as const,
          ),
        ]);
        return yield* machine.call(target, [input, shaped, wanted], keywords);
      },
      *extra_repr(self, _, machine): Run<Value> {
        const part = attribute(self, 'linear');
        const bias = yield* machine.getAttr(part, 'bias');
        const texts = [`in_features=${yield* machine.str(yield* machine.getAttr(part, 'in_features'))}`];
        for (const key of ['num_classes', 'out_features'])
          texts.push(`${key}=${yield* machine.str(attribute(self, key))}`);
        texts.push(`bias=${bias.kind === 'none' ? 'False' : 'True'}`);
        for (const key of ['reduction', 'ignore_index', 'label_smoothing', 'options'])
          texts.push(`${key}=${yield* machine.str(attribute(self, key))}`);
        return str(texts.join(', '));
      },
    };
  },
});
