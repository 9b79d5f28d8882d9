// Recorded kernels of the structural operations: which index space, how many threads share a result. Knows no PyTorch.
import { contiguousStrides, sizeOf } from '../host';
import type { Profile } from './device';
import { endingOfSum, endingOfSums } from './ending';
import { apply, bitsOf, type Expression, type Kernel, Value, type Word } from './graph';
import { reductions, words } from './kernelSource';

type Reducer = (typeof reductions)[number];
type Shape = readonly number[];

/** Threads for each of `outputs` results over `length` elements: few results are worked on together. */
function lanesFor(profile: Profile, outputs: number, length: number, contiguous: boolean): number {
  // Threads beyond the length only hold what changes nothing.
  if (profile.form.wide) return Math.min(profile.group, 2 ** Math.ceil(Math.log2(length)));
  const wanted = profile.coalesces && contiguous ? 32 : Math.ceil(profile.threads / outputs);
  const useful = Math.min(
    Math.max(wanted, Math.ceil(profile.threads / outputs)),
    profile.group,
    length / profile.serial,
  );
  return useful < 2 ? 1 : 2 ** Math.floor(Math.log2(useful));
}

const lastStride = (expression: Expression): number =>
  expression.kind === 'leaf' ? (expression.strides.at(-1) ?? 0) : 1;

/** `x` at each place of `shape`, as a value in row-major order. */
export function mapped(x: Expression, shape: Shape): Value {
  const kernel: Kernel = {
    template: 'map',
    inputs: [x],
    kept: shape,
    reduced: [],
    flags: {},
    fields: {},
    lanes: 1,
    splits: 1,
  };
  return new Value(x.word, sizeOf(shape), { kind: 'kernel', kernel });
}

/**
 * `x` over kept and reduced dims, reduced; a mean is the sum by `by`. Few long rows go through a second pass over what groups of
 * threads found.
 */
export function reduced(
  op: Reducer,
  x: Expression,
  kept: Shape,
  over: Shape,
  word: Word,
  profile: Profile,
  by = sizeOf(over),
): Value {
  const outputs = sizeOf(kept);
  const length = sizeOf(over);
  const flags = { OP: reductions.indexOf(op), KIND: words.indexOf(x.word), SPLITTING: false };
  // A thread had better have a stretch to itself, where neighbours gain nothing from reading side by side.
  const alone = !profile.coalesces && !profile.form.wide;
  const lanes = alone ? 1 : lanesFor(profile, outputs, length, lastStride(x) === 1);
  const divisor = bitsOf(by, 'f32');
  const pass = { template: 'reduce', inputs: [x], kept, reduced: over, lanes } as const;
  const splits = Math.min(
    Math.ceil(((profile.coalesces ? 4 : 1) * profile.threads) / (outputs * lanes)),
    Math.ceil(length / (lanes * 128)),
  );
  if (splits < 2) {
    const fields = { span: length, divisor };
    const value = new Value(word, outputs, { kind: 'kernel', kernel: { ...pass, flags, fields, splits: 1 } });
    if (outputs === 1) value.ending = endingOfSum(op, x, over, by);
    return value;
  }
  const kernel: Kernel = {
    ...pass,
    flags: { ...flags, SPLITTING: true },
    // Whole fours.
    fields: { span: 4 * Math.ceil(length / splits / 4), divisor },
    splits,
  };
  const states = new Value('i32', 2 * outputs * splits, { kind: 'kernel', kernel }, true);
  const strides = contiguousStrides([outputs, splits]).map((stride) => 2 * stride);
  const half = (offset: number): Expression => ({ kind: 'leaf', word: 'i32', value: states, strides, offset });
  const merge: Kernel = {
    ...pass,
    template: 'merge',
    inputs: [half(0), half(1)],
    kept: [outputs],
    reduced: [splits],
    flags,
    fields: { span: splits, divisor },
    lanes: lanesFor(profile, outputs, splits, true),
    splits: 1,
  };
  const value = new Value(word, outputs, { kind: 'kernel', kernel: merge });
  if (outputs === 1) value.ending = endingOfSums(op, states, by);
  return value;
}

/**
 * softmax or log_softmax of `x`, whose dims are those of `shape` with `dim` moved last, as those of an epilogue are; the result
 * is row-major in `shape`.
 */
export function softmaxed(
  x: Expression,
  shape: Shape,
  dim: number,
  log: boolean,
  profile: Profile,
  epilogue?: Expression,
): Value {
  const strides = contiguousStrides(shape);
  const kept = shape.toSpliced(dim, 1);
  const over = shape.slice(dim, dim + 1);
  const kernel: Kernel = {
    template: 'softmax',
    inputs: [x],
    ...(epilogue ? { epilogue } : {}),
    kept,
    reduced: over,
    flags: { LOG: log },
    fields: {},
    place: [...strides.toSpliced(dim, 1), ...strides.slice(dim, dim + 1)],
    lanes: lanesFor(profile, sizeOf(kept), sizeOf(over), lastStride(x) === 1),
    splits: 1,
  };
  return new Value('f32', sizeOf(shape), { kind: 'kernel', kernel });
}

/** Rows and columns of the results that one thread makes: `SIDE` of contract.wgsl. */
const side = 4;

/** Rows and columns of sums of products, each long enough that looking at the factors before is worth two passes over them. */
const manyProducts = 64;

/**
 * Σ x·y over the inner dims for each of batch, rows and columns, whose sizes are given in this order; `place` are the strides
 * of the result over them. `x` stands still along columns, `y` along rows. Where there are many products (`profile` is given)
 * the largest and the least factor of each row and column are found first, not with each product.
 */
export function contracted(
  x: Expression,
  y: Expression,
  sizes: readonly Shape[],
  place: Shape,
  profile?: Profile,
): Value {
  const [batch = [], rows = [], columns = [], inner = []] = sizes;
  const kept = [...batch, ...rows, ...columns];
  const [down, across] = [sizeOf(rows), sizeOf(columns)];
  const isMuch = Math.min(down, across, sizeOf(inner)) >= manyProducts;
  const before =
    profile && isMuch
      ? [
          ...extremes(x, [...batch, ...rows], [batch.length + rows.length, columns.length], inner, profile),
          ...extremes(y, [...batch, ...columns], [batch.length, rows.length], inner, profile),
        ]
      : [];
  const kernel: Kernel = {
    template: 'contract',
    inputs: [x, y, ...before],
    kept,
    reduced: inner,
    flags: { SURVEYED: before.length > 0 },
    fields: { rows: down, columns: across },
    place,
    lanes: 1,
    splits: 1,
    threads: sizeOf(batch) * Math.ceil(down / side) * Math.ceil(across / side),
  };
  return new Value('f32', sizeOf(kept), { kind: 'kernel', kernel });
}

/** The largest size of a factor's numbers, as bits, and half of the least one less 1, for each of `kept`; over all dims again. */
function extremes(
  x: Expression,
  kept: Shape,
  [from, count]: readonly [number, number],
  inner: Shape,
  profile: Profile,
): readonly Expression[] {
  if (x.kind !== 'leaf') return [];
  const own = { ...x, strides: x.strides.toSpliced(from, count) };
  const still = new Array<number>(count).fill(0);
  const strides = [...contiguousStrides(kept).toSpliced(from, 0, ...still), ...inner.map(() => 0)];
  const found = (op: Reducer, text: string): Expression => {
    const value = reduced(op, apply(text, 'i32', own), kept, inner, 'i32', profile);
    return { kind: 'leaf', word: 'i32', value, strides, offset: 0 };
  };
  return [found('MAX', 'bitcast<I>(size($0))'), found('MIN', 'bitcast<I>((size($0) - 1u) >> U(1u))')];
}

/** A loss over classes, the last dim of its inputs; `width` words for each position. */
export function classLoss(
  template: 'classLoss' | 'probabilityLoss',
  inputs: readonly Expression[],
  positions: Shape,
  classes: number,
  settings: Pick<Kernel, 'flags' | 'fields'>,
  profile: Profile,
  isPassing: boolean,
): Value {
  const outputs = sizeOf(positions);
  const kernel: Kernel = {
    template,
    inputs,
    kept: positions,
    reduced: [classes],
    ...settings,
    lanes: lanesFor(profile, outputs, classes, lastStride(inputs[0]!) === 1),
    splits: 1,
  };
  return new Value('f32', template === 'classLoss' ? 2 * outputs : outputs, { kind: 'kernel', kernel }, isPassing);
}

/** The words of a flat value at places that are computed; 0 where they are negative. */
export const picked = (value: Value, offset: number, place: Expression): Expression => ({
  kind: 'pick',
  word: value.word,
  value,
  offset,
  args: [place],
});

/** For each of `outputs` places the sum of the words of `value` that `order` lists from `starts[o]` to `starts[o + 1]`. */
export function scattered(value: Value, offset: number, order: Value, starts: Value, outputs: number): Value {
  const leaf = (list: Value, strides: Shape, first = 0): Expression => ({
    kind: 'leaf',
    word: 'i32',
    value: list,
    strides,
    offset: first,
  });
  const kernel: Kernel = {
    template: 'scatter',
    inputs: [leaf(starts, [1, 0]), leaf(starts, [1, 0], 1), picked(value, offset, leaf(order, [0, 1]))],
    kept: [outputs],
    reduced: [order.length],
    flags: {},
    fields: {},
    lanes: 1,
    splits: 1,
  };
  return new Value('f32', outputs, { kind: 'kernel', kernel });
}
