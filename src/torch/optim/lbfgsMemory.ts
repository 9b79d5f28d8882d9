// What L-BFGS remembers from one iteration to the next, the direction that follows from it, and how the optimizer's state
// holds it. Knows no closure.
import { type DictValue, float, int, list, type Value } from '../../python/value';
import { tensorOf, valuesOf } from '../../tensor/host';
import { isTensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import type { Floats } from './arithmetic';
import type { FlatParameters } from './flatParameters';
import { entry, numberOf, setEntry } from './group';

/** What is remembered from one iteration to the next. */
export interface Memory {
  direction: Floats;
  step: number;
  readonly changes: { readonly grad: Floats; readonly move: Floats; readonly ratio: number }[];
  scale: number;
  before: Floats;
  lossBefore: number;
}

/** Takes in how the gradient changed along the last step, and turns the gradient into a direction by it. */
export function nextDirection(
  { m }: FlatParameters,
  memory: Memory,
  grad: Floats,
  count: number,
  history: number,
  round: (x: number) => number,
  dot: (a: Floats, b: Floats) => number,
): void {
  const negative = grad.map((x) => -x) as Floats;
  if (count === 1) {
    memory.direction = negative;
    memory.changes.length = 0;
    memory.scale = 1;
    return;
  }
  const change = grad.slice() as Floats;
  m.add(change, memory.before, -1);
  const move = memory.direction.slice() as Floats;
  m.mul(move, memory.step);
  const product = dot(change, move);
  if (product > 1e-10) {
    if (memory.changes.length === history) memory.changes.shift();
    memory.changes.push({ grad: change, move, ratio: round(1 / product) });
    memory.scale = round(product / dot(change, change));
  }
  const weights: number[] = [];
  for (let i = memory.changes.length - 1; i >= 0; i--) {
    const { grad: past, move: moved, ratio } = memory.changes[i]!;
    weights[i] = round(dot(moved, negative) * ratio);
    m.add(negative, past, -weights[i]!);
  }
  m.mul(negative, memory.scale);
  for (const [i, { grad: past, move: moved, ratio }] of memory.changes.entries()) {
    m.add(negative, moved, round(weights[i]! - round(dot(past, negative) * ratio)));
  }
  memory.direction = negative;
}

const vector = (value: Value | undefined): Floats =>
  isTensorValue(value) && value.native.storage.host ? (valuesOf(value.native) as Floats) : new Float32Array(0);
const items = (value: Value | undefined): readonly Value[] => (value?.kind === 'list' ? value.items : []);
const scalar = (value: Value | undefined): number => (isTensorValue(value) ? (vector(value)[0] ?? 0) : numberOf(value));

/** What a state holds. */
export function recall(state: DictValue): Memory {
  const moves = items(entry(state, 'old_stps'));
  const ratios = items(entry(state, 'ro'));
  return {
    direction: vector(entry(state, 'd')),
    step: scalar(entry(state, 't')),
    changes: items(entry(state, 'old_dirs')).map((grad, i) => ({
      grad: vector(grad),
      move: vector(moves[i]),
      ratio: scalar(ratios[i]),
    })),
    scale: scalar(entry(state, 'H_diag')),
    before: vector(entry(state, 'prev_flat_grad')),
    lossBefore: scalar(entry(state, 'prev_loss')),
  };
}

/** Puts it into the state. */
export function keep(torch: Torch, state: DictValue, memory: Memory, { dtype }: FlatParameters): void {
  const tensor = (values: Floats, shape: readonly number[] = [values.length]): Value =>
    tensorValue(torch.classes.tensor, tensorOf(values.slice(), shape, dtype));
  const number = (value: number): Value =>
    tensor(dtype === 'float64' ? Float64Array.of(value) : Float32Array.of(value), []);
  const parts: readonly (readonly [string, Value])[] = [
    ['d', tensor(memory.direction)],
    ['t', float(memory.step)],
    ['old_dirs', list(memory.changes.map(({ grad }) => tensor(grad)))],
    ['old_stps', list(memory.changes.map(({ move }) => tensor(move)))],
    ['ro', list(memory.changes.map(({ ratio }) => number(ratio)))],
    ['H_diag', memory.changes.length > 0 ? number(memory.scale) : int(memory.scale)],
    ['prev_flat_grad', tensor(memory.before)],
    ['prev_loss', float(memory.lossBefore)],
  ];
  for (const [name, value] of parts) setEntry(state, name, value);
}
