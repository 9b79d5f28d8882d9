// RNN, LSTM and GRU as torch/nn/modules/rnn.py has them: parameters, checks, shapes with and without a batch. Knows no step.

import { say } from '../../base/text';
import type { Machine } from '../../python/machine';
import {
  bool,
  float,
  type InstanceValue,
  int,
  none,
  pyFalse,
  type Run,
  str,
  tuple,
  unknown,
  type Value,
} from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { dropoutFunctions } from '../functions/dropout';
import { readValues } from '../hostValues';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import { loseGenerator } from '../random/generatorObject';
import { numberIn } from '../scalarValue';
import { isTensorValue, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { asMadeBy, composer, shapeOf } from './compose';
import { classesOf, type Layer, type Making, tail } from './layerClass';
import type { ModuleMethod } from './moduleClass';
import { type Packed, packedParts, packedValue } from './packedSequences';
import { constantTensor, uniformParameter } from './parameter';
import { type CellKind, type CellWeights, exchanged, gateCount, runSequence, type Sequence } from './recurrence';

const flag = (self: InstanceValue, name: string): boolean => {
  const value = attribute(self, name);
  return value.kind === 'bool' && value.value;
};
const count = (self: InstanceValue, name: string): number => {
  const value = attribute(self, name);
  return value.kind === 'int' ? Number(value.value) : 0;
};
const kindOf = (self: InstanceValue): CellKind => {
  const mode = attribute(self, 'mode');
  return mode.kind === 'str' ? (mode.value as CellKind) : 'RNN_TANH';
};

/** Parameters by layer and direction, in the order in which they are made and drawn. */
function namesOf(self: InstanceValue): readonly (readonly string[])[] {
  const projects = count(self, 'proj_size') > 0;
  const kinds = ['weight_ih', 'weight_hh', ...(flag(self, 'bias') ? ['bias_ih', 'bias_hh'] : [])];
  return Array.from({ length: count(self, 'num_layers') }, (_, layer) =>
    ['', ...(flag(self, 'bidirectional') ? ['_reverse'] : [])].map((suffix) =>
      [...kinds, ...(projects ? ['weight_hr'] : [])].map((kind) => `${kind}_l${layer}${suffix}`),
    ),
  ).flat();
}

function make({ torch, machine, self, dtype, isOn }: Making, kind: CellKind): void {
  const raise = (type: string, message: string): never => machine.raise(type, message);
  self.attrs.set('mode', str(kind));
  self.attrs.set('bias', self.attrs.get('bias') ?? bool(isOn('bias')));
  const dropout = attribute(self, 'dropout');
  const rate = dropout.kind === 'float' || dropout.kind === 'int' ? Number(dropout.value) : Number.NaN;
  if (!(rate >= 0 && rate <= 1))
    raise(
      'ValueError',
      'dropout should be a number in range [0, 1] representing the probability of an element being zeroed',
    );
  self.attrs.set('dropout', float(rate));
  const layers = count(self, 'num_layers');
  if (rate > 0 && layers === 1)
    machine.warn(
      'UserWarning',
      `dropout option adds dropout after all but last recurrent layer, so non-zero dropout expects num_layers greater than 1, but got dropout=${rate} and num_layers=${layers}`,
    );
  const batchFirst = attribute(self, 'batch_first');
  if (batchFirst.kind !== 'bool')
    raise('TypeError', `batch_first should be of type bool, got: ${machine.classOf(batchFirst).name}`);
  for (const name of ['input_size', 'hidden_size']) {
    const value = attribute(self, name);
    if (value.kind !== 'int') raise('TypeError', `${name} should be of type int, got: ${machine.classOf(value).name}`);
    if (count(self, name) <= 0) raise('ValueError', `${name} must be greater than zero`);
  }
  if (layers <= 0) raise('ValueError', 'num_layers must be greater than zero');
  const [inputs, hidden, projected] = [count(self, 'input_size'), count(self, 'hidden_size'), count(self, 'proj_size')];
  if (projected < 0) raise('ValueError', 'proj_size should be a positive integer or zero to disable projections');
  if (projected >= hidden) raise('ValueError', 'proj_size has to be smaller than hidden_size');
  const [gates, shown] = [gateCount[kind] * hidden, projected || hidden];
  const directions = flag(self, 'bidirectional') ? 2 : 1;
  for (const [place, names] of namesOf(self).entries()) {
    const width = place < directions ? inputs : shown * directions;
    const shapes: Readonly<Record<string, readonly number[]>> = {
      weight_ih: [gates, width],
      weight_hh: [gates, shown],
      weight_hr: [projected, hidden],
    };
    for (const name of names) {
      const shape = shapes[name.slice(0, 9)] ?? [gates];
      self.attrs.set(name, uniformParameter(torch, machine, shape, 1 / Math.sqrt(hidden), dtype));
    }
  }
}

const weightsOf = (self: InstanceValue, names: readonly string[]): CellWeights => {
  const of = (kind: string): Value => {
    const name = names.find((candidate) => candidate.startsWith(kind));
    return name ? attribute(self, name) : none;
  };
  const projection = of('weight_hr');
  return {
    fromInput: [of('weight_ih'), of('bias_ih')],
    fromHidden: [of('weight_hh'), of('bias_hh')],
    ...(projection.kind === 'none' ? {} : { projection }),
  };
};

/** The states that a sequence begins with: given, with their ranks held to the input's, or zeros. */
function* startOf(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  given: Value,
  batch: number,
  like: TensorValue,
  isBatched: boolean,
): Run<readonly Value[]> {
  const isLstm = kindOf(self) === 'LSTM';
  const hidden = count(self, 'hidden_size');
  const sizes = [count(self, 'proj_size') || hidden, ...(isLstm ? [hidden] : [])];
  const rows = namesOf(self).length;
  if (given.kind === 'none')
    return sizes.map((size) => constantTensor(torch, [rows, batch, size], like.native.dtype, 0));
  const states = isLstm ? [yield* machine.getItem(given, int(0)), yield* machine.getItem(given, int(1))] : [given];
  const ranks = states.map((state) => shapeOf(state).length);
  const wanted = isBatched ? 3 : 2;
  if (states.every(isTensorValue) && ranks.some((rank) => rank !== wanted)) {
    const form = isBatched ? 'batched 3-D' : 'unbatched 2-D';
    const also = isLstm ? 'hx and cx should also' : 'hx should also';
    const got = isLstm ? `(${ranks[0]}-D, ${ranks[1]}-D) tensors` : `${ranks[0]}-D tensor`;
    machine.raise('RuntimeError', `For ${form} input, ${also} be ${wanted}-D but got ${got}`);
  }
  if (isBatched) return states;
  const batched: Value[] = [];
  for (const state of states) batched.push(yield* composer(torch, machine).call('unsqueeze', state, int(1)));
  return batched;
}

function check(
  machine: Machine,
  self: InstanceValue,
  input: TensorValue,
  batch: number,
  start: readonly Value[],
): void {
  const [first] = namesOf(self)[0] ?? [];
  const weight = attribute(self, first ?? '');
  const { dtype, shape } = input.native;
  if (isTensorValue(weight) && weight.native.dtype !== dtype) {
    const [own, wanted] = [`torch.${dtype}`, `torch.${weight.native.dtype}`];
    machine.raise(
      'ValueError',
      `RNN input dtype (${own}) does not match weight dtype (${wanted}). Convert input: input.to(${wanted}), or convert model: model.to(${own})`,
    );
  }
  if (shape.at(-1) !== count(self, 'input_size'))
    machine.raise(
      'RuntimeError',
      `input.size(-1) must be equal to input_size. Expected ${count(self, 'input_size')}, got ${shape.at(-1)}`,
    );
  const hidden = count(self, 'hidden_size');
  const sizes = [count(self, 'proj_size') || hidden, hidden];
  for (const [i, state] of start.entries()) {
    const wanted = [namesOf(self).length, batch, sizes[i]];
    if (isTensorValue(state) && shapeOf(state).join() !== wanted.join())
      machine.raise(
        'RuntimeError',
        `Expected hidden${start.length > 1 ? `[${i}]` : ''} size (${wanted.join(', ')}), got [${shapeOf(state).join(', ')}]`,
      );
  }
}

function* forward(torch: Torch, machine: Machine, self: InstanceValue, input: Value, given: Value): Run<Value> {
  const name = self.cls.name;
  const kind = kindOf(self);
  const drops = flag(self, 'training') && attribute(self, 'dropout').kind === 'float' && numberOf(self, 'dropout') > 0;
  const doubt = [input, given].find((value) => value.kind === 'unknown');
  if (doubt) {
    if (drops) loseGenerator(torch, `torch.nn.${name}`);
    return doubt;
  }
  const packed = packedParts(torch, input);
  if (packed) return yield* forwardPacked(torch, machine, self, packed, given, drops);
  if (!isTensorValue(input))
    return machine.raise('AttributeError', `'${machine.classOf(input).name}' object has no attribute 'dim'`);
  const { rank } = input.native;
  if (rank !== 2 && rank !== 3)
    machine.raise(
      'ValueError',
      `${kind.slice(0, 4).replace('_', '')}: Expected input to be 2D or 3D, got ${rank}D${kind.startsWith('RNN') ? ' tensor' : ''} instead`,
    );
  const compose = composer(torch, machine);
  const [isBatched, batchFirst] = [rank === 3, flag(self, 'batch_first')];
  const batchDim = int(batchFirst ? 0 : 1);
  const whole = isBatched ? input : yield* compose.call('unsqueeze', input, batchDim);
  if (!isTensorValue(whole)) return whole;
  const batch = shapeOf(whole)[batchFirst ? 0 : 1] ?? 0;
  const start = yield* startOf(torch, machine, self, given, batch, input, isBatched);
  check(machine, self, whole, batch, start);
  if (shapeOf(whole)[batchFirst ? 1 : 0] === 0)
    machine.raise('RuntimeError', 'Expected sequence length to be larger than 0 in RNN');
  const projects = count(self, 'proj_size') > 0;
  // oneDNN computes a whole layer at once.
  const isFused = kind === 'LSTM' && whole.native.size > 0 && whole.native.dtype !== 'float64';
  if (isFused && projects)
    machine.warn('UserWarning', 'LSTM with projections is not supported with oneDNN. Using default implementation.');
  const fused = isFused && !projects;
  if (fused && torch.autocast.enabled.has('cpu'))
    return unknown(say('{0} under {1} is not modelled yet', 'LSTM', 'torch.autocast'));
  const found = yield* runSequence(
    compose,
    { ...sequenceOf(torch, machine, self, drops), ...(fused ? { fused: 'MkldnnRnnLayerBackward0' } : {}) },
    batchFirst ? yield* exchanged(compose, whole) : whole,
    start,
  );
  let { output, state } = found;
  if (batchFirst) {
    output = yield* exchanged(compose, output);
    if (!fused) output = asMadeBy(output, 'TransposeBackward1');
  }
  if (!isBatched) {
    output = yield* compose.call('squeeze', output, batchDim);
    const single: Value[] = [];
    for (const part of state) single.push(yield* compose.call('squeeze', part, int(1)));
    state = single;
  }
  return tuple([output, kind === 'LSTM' ? tuple(state) : state[0]!]);
}

/** The cells of a layer in the order in which they run. */
function sequenceOf(torch: Torch, machine: Machine, self: InstanceValue, drops: boolean): Sequence {
  const { dropout: drop } = dropoutFunctions(torch);
  const directions = flag(self, 'bidirectional') ? 2 : 1;
  const cells = namesOf(self).map((names) => weightsOf(self, names));
  return {
    kind: kindOf(self),
    weights: Array.from({ length: cells.length / directions }, (_, i) =>
      cells.slice(i * directions, (i + 1) * directions),
    ),
    ...(drops && drop ? { drop: (value: Value) => machine.call(drop, [value, attribute(self, 'dropout')]) } : {}),
  };
}

/** The states of the sequences in another order, where there is one. */
function* reordered(torch: Torch, machine: Machine, states: readonly Value[], order: Value): Run<readonly Value[]> {
  if (order.kind === 'none') return states;
  const found: Value[] = [];
  for (const state of states) found.push(yield* composer(torch, machine).call('index_select', state, int(1), order));
  return found;
}

function* forwardPacked(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  packed: Packed,
  given: Value,
  drops: boolean,
): Run<Value> {
  const { data, batchSizes } = packed;
  if (!isTensorValue(data) || !isTensorValue(batchSizes)) return data;
  const sizes = Array.from<number | bigint, number>(yield* readValues(torch, machine, batchSizes.native), Number);
  const isLstm = kindOf(self) === 'LSTM';
  const start = yield* startOf(torch, machine, self, given, sizes[0] ?? 0, data, true);
  const ordered = given.kind === 'none' ? start : yield* reordered(torch, machine, start, packed.sorted);
  if (!isLstm) check(machine, self, data, sizes[0] ?? 0, ordered);
  const { output, state } = yield* runSequence(
    composer(torch, machine),
    sequenceOf(torch, machine, self, drops),
    data,
    ordered,
    sizes,
  );
  const last = yield* reordered(torch, machine, state, packed.unsorted);
  return tuple([packedValue(torch, { ...packed, data: output }), isLstm ? tuple(last) : last[0]!]);
}

const numberOf = (self: InstanceValue, name: string): number => numberIn(attribute(self, name), 0);

const sequenceMethods =
  (name: string) =>
  (torch: Torch): Readonly<Record<string, ModuleMethod>> => {
    const target = callee(`${name}.forward`, 'python', 'input, hx=None', true);
    return {
      forward(self, positional, machine, keywords) {
        const bound = bindArguments(machine, target, { positional, keywords });
        return forward(torch, machine, self, bound.get('input') ?? none, bound.get('hx') ?? none);
      },
      flatten_parameters: () => none,
    };
  };

const sequence = (name: string, extra: string, kind: (self: InstanceValue, machine: Machine) => CellKind): Layer => ({
  name,
  file: 'rnn',
  madeBy: 'RNNBase',
  params: `input_size, hidden_size, num_layers=1, ${extra}${tail}`,
  defaults: {
    num_layers: int(1),
    batch_first: pyFalse,
    dropout: float(0),
    bidirectional: pyFalse,
    proj_size: int(0),
  },
  make: (making) => make(making, kind(making.self, making.machine)),
  shown: [
    'input_size!',
    'hidden_size!',
    'proj_size?',
    'num_layers?',
    'bias?',
    'batch_first?',
    'dropout?',
    'bidirectional?',
  ],
  usual: {
    proj_size: '0',
    num_layers: '1',
    bias: 'True',
    batch_first: 'False',
    dropout: '0.0',
    bidirectional: 'False',
  },
  methods: sequenceMethods(name),
});

const layers: readonly Layer[] = [
  {
    ...sequence(
      'RNN',
      "nonlinearity='tanh', bias=True, batch_first=False, dropout=0.0, bidirectional=False",
      (self, machine) => {
        const value = self.attrs.get('nonlinearity') ?? str('tanh');
        self.attrs.set('nonlinearity', value);
        const text = value.kind === 'str' ? value.value : '';
        if (text !== 'tanh' && text !== 'relu')
          machine.raise('ValueError', `Unknown nonlinearity '${text}'. Select from 'tanh' or 'relu'.`);
        return text === 'relu' ? 'RNN_RELU' : 'RNN_TANH';
      },
    ),
  },
  sequence('LSTM', 'bias=True, batch_first=False, dropout=0.0, bidirectional=False, proj_size=0', () => 'LSTM'),
  sequence('GRU', 'bias=True, batch_first=False, dropout=0.0, bidirectional=False', () => 'GRU'),
];

/** Classes by their name under torch.nn. */
export const recurrentLayers = (torch: Torch): Entries => classesOf(torch, layers);
