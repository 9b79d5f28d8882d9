// Initialisers that draw until something holds: trunc_normal_, sparse_, orthogonal_ (torch/nn/init.py), step by step in the
// order in which PyTorch draws. Composed of tensor methods; knows no layer.
import type { Machine } from '../../python/machine';
import { erf } from '../../python/stdlib/specialFunctions';
import { float, int, none, type Run, type Value } from '../../python/value';
import type { Given } from '../binding/define';
import { callFunction } from '../callFunction';
import { inTurns } from '../parts';
import { generatorOf } from '../random/generatorObject';
import { isTensorValue, type TensorValue, tensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { composer } from './compose';

/** Fills a tensor in place and gives it back. */
export type DrawnFill = (torch: Torch, machine: Machine, tensor: TensorValue, given: Given) => Run<Value>;

/** `self.name(...)`. */
export function* callMethod(machine: Machine, self: Value, name: string, ...args: readonly Value[]): Run<Value> {
  return yield* machine.call(yield* machine.getAttr(self, name), args);
}

const numberOf = ({ get, has }: Given, name: string, usual: number): number => {
  const value = get(name);
  return has(name) && (value.kind === 'float' || value.kind === 'int') ? Number(value.value) : usual;
};
/** `normal_` and `uniform_` from the generator that was asked for. */
const draw = function* (
  machine: Machine,
  tensor: Value,
  name: string,
  given: Given,
  ...bounds: readonly number[]
): Run<Value> {
  const call = yield* machine.getAttr(tensor, name);
  return yield* machine.call(call, bounds.map(float), new Map([['generator', given.get('generator')]]));
};

/** Whether any element is known to be true. */
function* any(machine: Machine, mask: Value): Run<boolean> {
  return (yield* machine.truth(yield* callMethod(machine, mask, 'any'))) === true;
}

/** A normal distribution between two bounds: drawn again where it is outside, or accepted by its density. */
export const truncatedNormal: DrawnFill = function* (torch, machine, tensor, given) {
  const mean = numberOf(given, 'mean', 0);
  const std = numberOf(given, 'std', 1);
  const [a, b] = [numberOf(given, 'a', -2), numberOf(given, 'b', 2)];
  if (mean < a - 2 * std || mean > b + 2 * std) {
    machine.warn(
      'UserWarning',
      'mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be incorrect.',
    );
  }
  const below = (x: number): number => (1 + erf(x / Math.SQRT2)) / 2;
  const share = below((b - mean) / std) - below((a - mean) / std);
  return share > 0.3
    ? yield* drawnAgain(torch, machine, tensor, given, [mean, std, a, b])
    : yield* accepted(torch, machine, tensor, given, [mean, std, a, b]);
};

type Bounds = readonly [mean: number, std: number, low: number, high: number];

function* drawnAgain(
  torch: Torch,
  machine: Machine,
  tensor: TensorValue,
  given: Given,
  [mean, std, low, high]: Bounds,
): Run<Value> {
  const { call } = composer(torch, machine);
  const round = tensor.native.dtype === 'float64' ? (x: number): number => x : Math.fround;
  let result = yield* draw(machine, tensor, 'normal_', given, mean, std);
  for (;;) {
    const outside = yield* call(
      'logical_or',
      yield* call('lt', result, float(round(low))),
      yield* call('gt', result, float(round(high))),
    );
    if (!(yield* any(machine, outside))) break;
    const fresh = yield* draw(machine, yield* callMethod(machine, tensor, 'clone'), 'normal_', given, mean, std);
    result = yield* call('where', outside, fresh, result);
  }
  return result === tensor ? tensor : yield* callMethod(machine, tensor, 'copy_', result);
}

function* accepted(
  torch: Torch,
  machine: Machine,
  tensor: TensorValue,
  given: Given,
  [mean, std, low, high]: Bounds,
): Run<Value> {
  const { call } = composer(torch, machine);
  const mode = Math.max(low, Math.min(mean, high));
  const peak = -0.5 * ((mode - mean) / std) ** 2;
  const buffer = yield* callMethod(machine, tensor, 'clone');
  /** Which of the candidates their density refuses. */
  const refused = function* (candidates: Value): Run<Value> {
    const steps: readonly (readonly [string, Value])[] = [
      ['sub', float(mean)],
      ['div', float(std)],
      ['pow', int(2)],
      ['mul', float(-0.5)],
      ['sub', float(peak)],
    ];
    let density = candidates;
    for (const [name, by] of steps) density = yield* call(name, density, by);
    const chance = yield* callMethod(machine, yield* draw(machine, buffer, 'uniform_', given), 'log');
    return yield* call('gt', chance, density);
  };
  yield* draw(machine, tensor, 'uniform_', given, low, high);
  let pending = yield* refused(tensor);
  let result: Value = tensor;
  while (yield* any(machine, pending)) {
    const fresh = yield* draw(machine, yield* callMethod(machine, tensor, 'clone'), 'uniform_', given, low, high);
    result = yield* call('where', pending, fresh, result);
    pending = yield* call('logical_and', pending, yield* refused(fresh));
  }
  return result === tensor ? tensor : yield* callMethod(machine, tensor, 'copy_', result);
}

/** Normal numbers with a share of zeros in each column. */
export const sparse: DrawnFill = function* (torch, machine, tensor, given) {
  const { rank, shape } = tensor.native;
  if (rank !== 2) machine.raise('ValueError', 'Only tensors with 2 dimensions are supported');
  const [rows = 0, columns = 0] = shape;
  const zeros = Math.ceil(numberOf(given, 'sparsity', 0) * rows);
  yield* draw(machine, tensor, 'normal_', given, 0, numberOf(given, 'std', 0.01));
  const generator = generatorOf(torch);
  if ('kind' in generator) return tensor;
  for (let column = 0; column < columns; column++) {
    const order = (yield* inTurns(machine, generator.permutation(rows))).slice(0, zeros);
    const places = torch.engine.fromHost(BigInt64Array.from(order, BigInt), [order.length], 'int64');
    const chosen = tensorValue(torch.classes.tensor, places);
    const line = yield* callFunction(torch, machine, 'torch.select', [tensor, int(1), int(column)]);
    yield* callMethod(machine, line, 'index_fill_', int(0), chosen, int(0));
  }
  return tensor;
};

/** Orthogonal rows or columns: the Q of normal numbers, with the signs of R's diagonal. */
export const orthogonal: DrawnFill = function* (torch, machine, tensor, given) {
  const { rank, shape, size } = tensor.native;
  const { call, mul } = composer(torch, machine);
  if (rank < 2) machine.raise('ValueError', 'Only tensors with 2 or more dimensions are supported');
  if (size === 0) return tensor;
  const [rows = 1] = shape;
  const isWide = rows < size / rows;
  const copy = yield* callMethod(machine, yield* callMethod(machine, tensor, 'clone'), 'reshape', int(rows), int(-1));
  const drawn = yield* draw(machine, copy, 'normal_', given, 0, 1);
  const both = yield* call('linalg.qr', isWide ? yield* call('t', drawn) : drawn);
  if (both.kind !== 'tuple') return both;
  const [q = none, r = none] = both.items;
  const signed = yield* mul(q, yield* call('sign', yield* call('diag', r, int(0))));
  const turned = isWide ? yield* call('t', signed) : signed;
  const gain = given.has('gain') ? given.get('gain') : int(1);
  const made = isTensorValue(turned)
    ? yield* callMethod(machine, turned, 'reshape', ...shape.map((n) => int(n)))
    : turned;
  yield* callMethod(machine, tensor, 'copy_', made);
  return yield* callMethod(machine, tensor, 'mul_', gain);
};
