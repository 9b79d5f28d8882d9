// What recurrent layers compute: a step of each kind of cell, and sequences through several layers in one or both directions,
// in the order of ATen's RNN.cpp. Knows no class.
import { int, list, type Run, type Value } from '../../python/value';
import { asMadeBy, type Composer, shapeOf } from './compose';

export type CellKind = 'RNN_TANH' | 'RNN_RELU' | 'LSTM' | 'GRU';

/** Of each kind: how many gates one matrix holds. */
export const gateCount: Readonly<Record<CellKind, number>> = { RNN_TANH: 1, RNN_RELU: 1, LSTM: 4, GRU: 3 };

/** The parameters of one layer in one direction; biases are None where there are none. */
export interface CellWeights {
  readonly fromInput: readonly [weight: Value, bias: Value];
  readonly fromHidden: readonly [weight: Value, bias: Value];
  /** What makes the hidden state of an LSTM smaller. */
  readonly projection?: Value;
}

/** The next state, hidden part first, from the input's share of the gates and the state before. */
type Step = (composer: Composer, gates: Value, state: readonly Value[], weights: CellWeights) => Run<readonly Value[]>;

const linear = ({ call }: Composer, input: Value, [weight, bias]: readonly [Value, Value]): Run<Value> =>
  call('nn.functional.linear', input, weight, bias);

const plain = (activation: string): Step =>
  function* (composer, gates, [hidden], { fromHidden }) {
    const own = yield* linear(composer, hidden!, fromHidden);
    return [yield* composer.call(activation, yield* composer.add(own, gates))];
  };

const steps: Readonly<Record<CellKind, Step>> = {
  RNN_TANH: plain('tanh'),
  RNN_RELU: plain('relu'),
  *LSTM(composer, gates, [hidden, cell], { fromHidden, projection }) {
    const { call, add, mul } = composer;
    const sums = yield* add(yield* linear(composer, hidden!, fromHidden), gates);
    const [input, forget, fresh, output] = yield* composer.parts(4, 'chunk', sums, int(4), int(1));
    const taken = yield* mul(yield* call('sigmoid', input!), yield* call('tanh', fresh!));
    const next = yield* add(yield* mul(yield* call('sigmoid', forget!), cell!), taken);
    const shown = yield* mul(yield* call('sigmoid', output!), yield* call('tanh', next));
    return [projection ? yield* call('matmul', shown, yield* call('t', projection)) : shown, next];
  },
  *GRU(composer, gates, [hidden], { fromHidden }) {
    const { call, add, mul } = composer;
    const own = yield* composer.parts(3, 'chunk', yield* linear(composer, hidden!, fromHidden), int(3), int(1));
    const given = yield* composer.parts(3, 'chunk', gates, int(3), int(1));
    const reset = yield* call('sigmoid', yield* add(own[0]!, given[0]!));
    const update = yield* call('sigmoid', yield* add(own[1]!, given[1]!));
    const fresh = yield* call('tanh', yield* add(given[2]!, yield* mul(own[2]!, reset)));
    return [yield* add(yield* mul(yield* call('sub', hidden!, fresh), update), fresh)];
  },
};

/** One step of a cell from its input. */
export function* cellStep(
  composer: Composer,
  kind: CellKind,
  input: Value,
  state: readonly Value[],
  weights: CellWeights,
): Run<readonly Value[]> {
  return yield* steps[kind](composer, yield* linear(composer, input, weights.fromInput), state, weights);
}

export interface Sequence {
  readonly kind: CellKind;
  /** By layer, then by direction. */
  readonly weights: readonly (readonly CellWeights[])[];
  /** Drops between layers; absent where nothing is dropped. */
  readonly drop?: (value: Value) => Run<Value>;
  /** The node that a layer's output is said to come from, where one of PyTorch's stands for all of its steps. */
  readonly fused?: string;
}

/**
 * The outputs (time, batch, features) and the last states, each (layers · directions, batch, features). `batchSizes`: the input
 * is packed, (steps of all, features), with so many sequences at each time.
 */
export function* runSequence(
  composer: Composer,
  { kind, weights, drop, fused }: Sequence,
  input: Value,
  start: readonly Value[],
  batchSizes?: readonly number[],
): Run<{ readonly output: Value; readonly state: readonly Value[] }> {
  const count = weights.length * (weights[0]?.length ?? 0);
  const starts: (readonly Value[])[] = [];
  for (const part of start) starts.push(yield* composer.parts(count, 'unbind', part, int(0)));
  const ends: Value[][] = start.map(() => []);
  let layerInput = input;
  for (const [layer, directions] of weights.entries()) {
    if (drop && layer > 0) layerInput = yield* drop(layerInput);
    const outputs: Value[] = [];
    for (const [direction, own] of directions.entries()) {
      const state = starts.map((part) => part[layer * directions.length + direction]!);
      const isReversed = direction === 1;
      const run = batchSizes
        ? yield* runPackedLayer(composer, kind, layerInput, state, own, isReversed, batchSizes)
        : yield* runLayer(composer, kind, layerInput, state, own, isReversed);
      outputs.push(fused ? asMadeBy(run.output, fused) : run.output);
      for (const [i, end] of run.state.entries()) ends[i]!.push(end);
    }
    layerInput = outputs.length === 1 ? outputs[0]! : yield* composer.call('cat', list(outputs), int(-1));
  }
  const state: Value[] = [];
  for (const end of ends) state.push(yield* composer.call('stack', list(end)));
  return { output: layerInput, state };
}

function* runLayer(
  composer: Composer,
  kind: CellKind,
  input: Value,
  start: readonly Value[],
  weights: CellWeights,
  isReversed: boolean,
): Run<{ readonly output: Value; readonly state: readonly Value[] }> {
  const gates = yield* linear(composer, input, weights.fromInput);
  const places = yield* composer.parts(shapeOf(input)[0] ?? 0, 'unbind', gates, int(0));
  const outputs: Value[] = [];
  let state = start;
  for (const place of isReversed ? places.toReversed() : places) {
    state = yield* steps[kind](composer, place, state, weights);
    outputs.push(state[0]!);
  }
  return { output: yield* composer.call('stack', list(isReversed ? outputs.reverse() : outputs)), state };
}

/** The same over packed steps: sequences that end leave their state, those that begin later bring theirs. */
function* runPackedLayer(
  composer: Composer,
  kind: CellKind,
  input: Value,
  start: readonly Value[],
  weights: CellWeights,
  isReversed: boolean,
  batchSizes: readonly number[],
): Run<{ readonly output: Value; readonly state: readonly Value[] }> {
  const gates = yield* linear(composer, input, weights.fromInput);
  const sizes = list(batchSizes.map((size) => int(size)));
  const places = yield* composer.parts(batchSizes.length, 'split', gates, sizes);
  const rows = function* (parts: readonly Value[], from: number, to: number): Run<readonly Value[]> {
    const found: Value[] = [];
    for (const part of parts) found.push(yield* composer.call('narrow', part, int(0), int(from), int(to - from)));
    return found;
  };
  const outputs: Value[] = [];
  const ended: (readonly Value[])[] = [];
  const order = batchSizes.map((_, time) => time);
  if (isReversed) order.reverse();
  let size = batchSizes[order[0]!]!;
  let state = yield* rows(start, 0, size);
  for (const time of order) {
    const next = batchSizes[time]!;
    if (next < size) {
      ended.unshift(yield* rows(state, next, size));
      state = yield* rows(state, 0, next);
    } else if (next > size) state = yield* joined(composer, [state, yield* rows(start, size, next)]);
    size = next;
    state = yield* steps[kind](composer, places[time]!, state, weights);
    outputs.push(state[0]!);
  }
  if (isReversed) outputs.reverse();
  const output = yield* composer.call('cat', list(outputs), int(0));
  return { output, state: ended.length > 0 ? yield* joined(composer, [state, ...ended]) : state };
}

/** Parts of each state one below the other. */
function* joined(composer: Composer, pieces: readonly (readonly Value[])[]): Run<readonly Value[]> {
  const found: Value[] = [];
  for (const i of pieces[0]!.keys())
    found.push(yield* composer.call('cat', list(pieces.map((piece) => piece[i]!)), int(0)));
  return found;
}

/** `(time, batch)` and `(batch, time)` exchanged. */
export const exchanged = ({ call }: Composer, value: Value): Run<Value> => call('transpose', value, int(0), int(1));
