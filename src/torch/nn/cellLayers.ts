// RNNCell, LSTMCell and GRUCell: one step with parameters of their own (torch/nn/modules/rnn.py). Knows no arithmetic.

import type { Machine } from '../../python/machine';
import { bool, type InstanceValue, int, none, type Run, str, tuple, type Value } from '../../python/value';
import { bindArguments } from '../binding/bindArguments';
import { callee } from '../binding/define';
import { attribute } from '../makeClass';
import type { Entries } from '../moduleValue';
import { isTensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { composer, shapeOf } from './compose';
import { classesOf, type Layer, tail } from './layerClass';
import { constantTensor, uniformParameter } from './parameter';
import { type CellKind, cellStep, gateCount } from './recurrence';

const cell = (name: string, gates: number, kindOf: (self: InstanceValue) => CellKind | undefined): Layer => ({
  name,
  file: 'rnn',
  params: `input_size, hidden_size, bias=True${name === 'RNNCell' ? ", nonlinearity='tanh'" : ''}${tail}`,
  defaults: name === 'RNNCell' ? { nonlinearity: str('tanh') } : {},
  make: ({ torch, machine, self, dtype, shape, isOn }) => {
    const [hidden = 0, inputs = 0] = shape('hidden_size', 'input_size');
    self.attrs.set('bias', bool(isOn('bias')));
    const draw = (key: string, shape: readonly number[]): unknown =>
      self.attrs.set(key, uniformParameter(torch, machine, shape, hidden > 0 ? 1 / Math.sqrt(hidden) : 0, dtype));
    draw('weight_ih', [gates * hidden, inputs]);
    draw('weight_hh', [gates * hidden, hidden]);
    for (const key of ['bias_ih', 'bias_hh']) {
      if (isOn('bias')) draw(key, [gates * hidden]);
      else self.attrs.set(key, none);
    }
  },
  shown: ['input_size!', 'hidden_size!', 'bias?', 'nonlinearity?'],
  usual: { bias: 'True', nonlinearity: name === 'RNNCell' ? "'tanh'" : 'None' },
  methods: (torch) => {
    const target = callee(`${name}.forward`, 'python', 'input, hx=None', true);
    return {
      forward(self, positional, machine, keywords) {
        const bound = bindArguments(machine, target, { positional, keywords });
        const [input, hx] = [bound.get('input') ?? none, bound.get('hx') ?? none];
        return forward(torch, machine, self, input, hx, kindOf(self));
      },
    };
  },
});

function* forward(
  torch: Torch,
  machine: Machine,
  self: InstanceValue,
  input: Value,
  given: Value,
  kind: CellKind | undefined,
): Run<Value> {
  const doubt = [input, given].find((value) => value.kind === 'unknown');
  if (doubt) return doubt;
  if (!isTensorValue(input))
    return machine.raise('AttributeError', `'${machine.classOf(input).name}' object has no attribute 'dim'`);
  const { name } = self.cls;
  const isLstm = kind === 'LSTM';
  const expect = (what: string, value: Value): void => {
    const rank = shapeOf(value).length;
    if (isTensorValue(value) && rank !== 1 && rank !== 2)
      machine.raise('ValueError', `${name}: Expected ${what} to be 1D or 2D, got ${rank}D instead`);
  };
  expect('input', input);
  const states = given.kind === 'none' ? [] : isLstm ? yield* machine.items(given) : [given];
  for (const [i, state] of states.entries()) expect(isLstm ? `hx[${i}]` : 'hidden', state);
  const compose = composer(torch, machine);
  const isBatched = input.native.rank === 2;
  const batched = function* (value: Value): Run<Value> {
    return isBatched ? value : yield* compose.call('unsqueeze', value, int(0));
  };
  const rows = yield* batched(input);
  const hidden = attribute(self, 'hidden_size');
  const width = hidden.kind === 'int' ? Number(hidden.value) : 0;
  const before: Value[] = [];
  if (given.kind === 'none') {
    const zeros = constantTensor(torch, [shapeOf(rows)[0] ?? 0, width], input.native.dtype, 0);
    before.push(...(isLstm ? [zeros, zeros] : [zeros]));
  } else for (const state of states) before.push(yield* batched(state));
  if (!kind) {
    const wanted = attribute(self, 'nonlinearity');
    return machine.raise('RuntimeError', `Unknown nonlinearity: ${yield* machine.str(wanted)}`);
  }
  check(machine, self, rows, before, width);
  const next = yield* cellStep(compose, kind, rows, before, {
    fromInput: [attribute(self, 'weight_ih'), attribute(self, 'bias_ih')],
    fromHidden: [attribute(self, 'weight_hh'), attribute(self, 'bias_hh')],
  });
  const results: Value[] = [];
  for (const state of next) results.push(isBatched ? state : yield* compose.call('squeeze', state, int(0)));
  return isLstm ? tuple(results) : results[0]!;
}

/** The sizes, in the words of ATen's cells. */
function check(machine: Machine, self: InstanceValue, input: Value, states: readonly Value[], width: number): void {
  const wanted = shapeOf(attribute(self, 'weight_ih'))[1];
  const [rows, columns] = shapeOf(input);
  const fail = (message: string): never => machine.raise('RuntimeError', message);
  if (columns !== wanted) fail(`input has inconsistent input_size: got ${columns} expected ${wanted}`);
  for (const [i, state] of states.entries()) {
    if (!isTensorValue(state)) continue;
    const [count, size] = shapeOf(state);
    if (count !== rows) fail(`Input batch size ${rows} doesn't match hidden${i} batch size ${count}`);
    if (size !== width) fail(`hidden${i} has inconsistent hidden_size: got ${size}, expected ${width}`);
  }
}

const layers: readonly Layer[] = [
  cell('RNNCell', gateCount.RNN_TANH, (self) => {
    const wanted = attribute(self, 'nonlinearity');
    const known: Readonly<Record<string, CellKind>> = { tanh: 'RNN_TANH', relu: 'RNN_RELU' };
    return wanted.kind === 'str' ? known[wanted.value] : undefined;
  }),
  cell('LSTMCell', gateCount.LSTM, () => 'LSTM'),
  cell('GRUCell', gateCount.GRU, () => 'GRU'),
];

/** Classes by their name under torch.nn. */
export const cellLayers = (torch: Torch): Entries => classesOf(torch, layers);
