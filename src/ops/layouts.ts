// The ways in which results lie in memory, and which of them an op has. Knows no op by name.

import { sameShape } from '../tensor/broadcast';
import type { Engine } from '../tensor/engine';
import { contiguousStrides } from '../tensor/host';
import { laidOut } from '../tensor/laidOut';
import {
  channelsLastStrides,
  channelsLike,
  columnStrides,
  hasRowStrides,
  iteratorStrides,
  type Lying,
  likeStrides,
  looksChannelsLast,
} from '../tensor/layout';
import { Tensor } from '../tensor/tensor';
import type { BoundArgs, Layout, Op, OpResult, OpValue } from './op';

/** As TensorIterator lays out what it computes from all of them. */
export const asIterator: Layout = (shape, given) => iteratorStrides(shape, given);

/** The same of some arguments in an order of their own: that in which ATen's formula meets them. */
export const asIteratorOf =
  (...names: readonly string[]): Layout =>
  (shape, _, __, args) =>
    iteratorStrides(
      shape,
      names.map((name) => args[name]).filter((value) => value instanceof Tensor),
    );

/** As a copy of the first of them lies. */
export const asFirst: Layout = (shape, [first]) =>
  first && sameShape(first.shape, shape) ? likeStrides(first) : undefined;

/** Row by row, whatever it was computed as. */
export const inRows: Layout = (shape) => contiguousStrides(shape);

/** In columns, as LAPACK writes matrices: the results of these numbers; others row by row. */
export const inColumns =
  (...outputs: readonly number[]): Layout =>
  (shape, [first], output) =>
    outputs.includes(output) && shape.length === first?.shape.length ? columnStrides(shape) : contiguousStrides(shape);

/** What solves equations from the left is written by LAPACK, into the place of the right-hand side; from the right it is transposed. */
export const asSolved: Layout = (shape, _, output, { left }) =>
  output === 0 && left !== false ? columnStrides(shape) : contiguousStrides(shape);

/** In channels_last where the first of them is, else row by row. */
export const asChannels: Layout = (shape, [first]) => channelsLike(shape, first);

/** In channels_last where all of them are, else row by row. */
export const asAllChannels: Layout = (shape, given) =>
  given.every(looksChannelsLast) ? channelsLastStrides(shape) : contiguousStrides(shape);

/** Lines as images of one row: ATen's kernels over lines are those over images. */
const asImages = ({ shape: [n = 0, c = 0, l = 0], strides: [a = 0, b = 0, d = 0] }: Lying): Lying => ({
  shape: [n, c, 1, l],
  strides: [a, b, l * d, d],
});

/** As `asChannels` for what slides over so many spatial dims, where one of the arguments of these numbers lies so. */
export const slidingOver =
  (spatial: number, ...deciding: readonly number[]): Layout =>
  (shape, given) => {
    const rank = spatial + 2;
    const isLast = deciding.some((i) => {
      const x = given[i];
      return x?.shape.length === rank && looksChannelsLast(spatial === 1 ? asImages(x) : x);
    });
    if (!isLast || shape.length !== rank) return contiguousStrides(shape);
    if (spatial > 1) return channelsLastStrides(shape);
    return channelsLastStrides(asImages({ shape, strides: [] }).shape).toSpliced(2, 1);
  };

/** What lies as it does without saying so. */
const byFamily: Partial<Readonly<Record<Op['family'], Layout>>> = {
  pointwise: asIterator,
  activation: asIterator,
  comparison: asIterator,
  loss: asIterator,
};

/** The results of an op as they lie in PyTorch; views of its arguments stay what they are. */
export function lyingAs(op: Op, args: BoundArgs, result: OpResult, engine: Engine): OpResult {
  const layout = op.layout ?? byFamily[op.family];
  if (
    !layout ||
    (layout === asIterator && isPlain(result) && op.params.every(({ name }) => isPlain(args[name] ?? null)))
  )
    return result;
  const given = op.params.flatMap(({ name, type }) => lyingIn(args[name] ?? null, type === 'scalarOrTensor'));
  const storages = new Set(given.map((x) => x instanceof Tensor && x.storage));
  const lying = (x: Tensor, output: number): Tensor => {
    const strides = x.rank === 0 || storages.has(x.storage) ? undefined : layout(x.shape, given, output, args);
    return strides ? laidOut(engine, x, strides) : x;
  };
  if (result instanceof Tensor) return lying(result, 0);
  return Array.isArray(result) ? (result as readonly Tensor[]).map(lying) : result;
}

/** Whether all tensors in a value lie row by row to the letter: TensorIterator makes the same of such. */
function isPlain(value: OpValue): boolean {
  if (value instanceof Tensor) return hasRowStrides(value);
  return (
    !Array.isArray(value) || (value as readonly unknown[]).every((item) => !(item instanceof Tensor) || isPlain(item))
  );
}

const number: Lying = { shape: [], strides: [] };

/** The tensors in an argument; a number that stands for one is none that has dims. */
function lyingIn(value: OpValue, isOperand: boolean): readonly Lying[] {
  if (value instanceof Tensor) return [value];
  if (Array.isArray(value)) return (value as readonly unknown[]).filter((item) => item instanceof Tensor);
  return isOperand && value !== null ? [number] : [];
}
