// What numpy.random's functions of real parameters give: one number, or an array of them in row-major order. Knows no algorithm.
import { Unknowable } from '../../python/core/unknowable';
import type { Machine } from '../../python/machine';
import { float, int, type Run, type Value } from '../../python/value';
import { BroadcastError, broadcastShapes, broadcastTo, sameShape } from '../../tensor/broadcast';
import type { DType } from '../../tensor/dtype';
import { readValues } from '../hostValues';
import { inTurns } from '../parts';
import { fill, roomFor } from '../random/draw';
import { costOfNormal } from '../random/generator';
import { isTensorValue, lostValues, type TensorValue } from '../tensorValue';
import type { Torch } from '../torch';
import { notFollowed } from './choosing';
import type { Distribution } from './distributions';
import type { NumberStream, Row } from './numberStream';

/** What drawing needs of the array model. */
export interface Arrays {
  readonly array: (native: TensorValue['native']) => TensorValue;
  readonly toArray: (data: Value, dtype: DType | undefined, machine: Machine) => Run<Value>;
  /** An element of an array as NumPy hands it out. */
  readonly element: (array: TensorValue, at: number, machine: Machine) => Run<Value>;
}

/** The shape that `size` asks for; undefined: one number. */
export function sizeOf(size: Value, machine: Machine): readonly number[] | undefined {
  if (size.kind === 'none') return undefined;
  const items = size.kind === 'tuple' || size.kind === 'list' ? size.items : [size];
  return items.map((item) => {
    if (item.kind === 'unknown') throw new Unknowable(item);
    if (item.kind !== 'int') {
      const type = machine.classOf(item).name;
      return machine.raise('TypeError', `'${type}' object cannot be interpreted as an integer`);
    }
    if (item.value < 0n) machine.raise('ValueError', 'negative dimensions are not allowed');
    return Number(item.value);
  });
}

export const product = (shape: readonly number[]): number => shape.reduce((count, n) => count * n, 1);

/** An array of a shape, or one number where there is none. */
export function* filled(
  torch: Torch,
  arrays: Arrays,
  shape: readonly number[] | undefined,
  dtype: DType,
  machine: Machine,
  draw: (at: number) => number | bigint,
): Run<Value> {
  if (!shape) {
    const one = draw(0);
    return typeof one === 'bigint' ? int(one) : float(one);
  }
  const values = roomFor(machine, dtype, product(shape));
  yield* inTurns(machine, fill(values, dtype, costOfNormal, draw));
  return arrays.array(torch.engine.fromHost(values, shape, dtype));
}

/** A parameter: a number, or numbers of which each draw takes its own. */
interface Parameter {
  readonly at: (place: number) => number;
  readonly shape: readonly number[];
}

/** The function that draws from a distribution. */
export function drawnRow(torch: Torch, arrays: Arrays, name: string, distribution: Distribution): Row<NumberStream> {
  const { params, demands, draw } = distribution;
  const names = params.split(', ').map((part) => part.split('='));
  const defaults = names.map(([, fallback]) => Number(fallback ?? 0));
  return [
    `${params}, size=None`,
    function* (stream, { get }, machine) {
      const values = names.map(([param = ''], i) =>
        get(param).kind === 'none' ? float(defaults[i] ?? 0) : get(param),
      );
      const given = values.map(numberOf);
      const size = sizeOf(get('size'), machine);
      const check = (i: number, x: number): void => {
        for (const { holds, words } of demands?.[i] ?? []) if (!holds(x)) machine.raise('ValueError', words);
      };
      const one = (place: number, [a, b]: readonly (Parameter | undefined)[]): number | bigint => {
        const drawn = draw(stream, a?.at(place) ?? 0, b?.at(place) ?? 0);
        return distribution.isInteger ? BigInt(drawn) : drawn;
      };
      const dtype = distribution.isInteger ? 'int64' : 'float64';
      if (given.every((x) => x !== undefined)) {
        for (const [i, x] of given.entries()) check(i, x ?? 0);
        const parameters = given.map((x) => ({ at: () => x ?? 0, shape: [] }));
        return yield* filled(torch, arrays, size, dtype, machine, (place) => one(place, parameters));
      }
      const tensors: TensorValue[] = [];
      for (const value of values) {
        const made = yield* arrays.toArray(value, 'float64', machine);
        if (!isTensorValue(made) || lostValues(made.native)) return notFollowed(name);
        tensors.push(made);
      }
      const shape = common([...(size ? [size] : []), ...tensors.map(({ native }) => native.shape)], machine);
      if (size && !sameShape(shape, size)) return notFollowed(name);
      const parameters: Parameter[] = [];
      for (const [i, { native }] of tensors.entries()) {
        const own = yield* readValues(torch, machine, broadcastTo(native, shape));
        for (const x of own) check(i, Number(x));
        parameters.push({ at: (place) => Number(own[place]), shape });
      }
      return yield* filled(torch, arrays, shape, dtype, machine, (place) => one(place, parameters));
    },
  ];
}

const numberOf = (value: Value): number | undefined =>
  value.kind === 'int' || value.kind === 'float' || value.kind === 'bool' ? Number(value.value) : undefined;

/** The common shape. Raises ValueError in NumPy's words. */
function common(shapes: readonly (readonly number[])[], machine: Machine): readonly number[] {
  const text = (shape: readonly number[]): string => `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  let shape: readonly number[] = [];
  for (const [i, next] of shapes.entries()) {
    try {
      shape = broadcastShapes(shape, next);
    } catch (error) {
      if (!(error instanceof BroadcastError)) throw error;
      const other = shapes.findIndex((before) => clash(before, next));
      return machine.raise(
        'ValueError',
        'shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between ' +
          `arg ${other} with shape ${text(shapes[other] ?? [])} and arg ${i} with shape ${text(next)}.`,
      );
    }
  }
  return shape;
}

const clash = (a: readonly number[], b: readonly number[]): boolean =>
  a.some((size, i) => {
    const other = b[i - a.length + b.length] ?? 1;
    return size !== other && size !== 1 && other !== 1;
  });
