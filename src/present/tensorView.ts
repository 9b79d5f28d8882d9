// A tensor as the views show it: statistics of the whole, values of the part that fits. Knows no HTML.
import type { NumberFormat } from '../base/numberText';
import { count, emptyTally, statsFrom, statsOf } from '../protocol/stats';
import type { Numbers, Stats, TensorView } from '../protocol/views';
import type { DType, HostArray } from '../tensor/dtype';
import type { Engine } from '../tensor/engine';
import { inParts, type Meter } from '../tensor/meter';
import type { Tensor } from '../tensor/tensor';

/** Values sent to a view at most; larger tensors show a corner and say so. */
const shownValues = 16384;
const shownEdge = 128;

export interface TensorFacts {
  readonly kind?: string;
  readonly dimNames?: readonly (string | undefined)[];
  readonly scale?: TensorView['scale'];
}

/** Values of a tensor on the host, contiguous, as doubles (int64 beyond 2^53 is rounded: for pictures only). */
export interface HostTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly format: NumberFormat;
  readonly values: Numbers;
  /** Of all values, where they were worked out when it was read. */
  readonly stats?: Stats;
}

/** Reads it, and looks at the numbers in parts where they are many. */
export async function readTensor(tensor: Tensor, engine: Engine): Promise<HostTensor> {
  const values = numbers(await engine.read(tensor));
  const stats = await statsInParts(values, engine.meter);
  return { shape: tensor.shape, dtype: tensor.dtype, format: formatOf(tensor.dtype), values, stats };
}

const wholes = new WeakMap<object, HostTensor>();

/** The tensor that a view shows only a part of; undefined where the view holds all of it, or is no such view. */
export const wholeOf = (view: object): HostTensor | undefined => wholes.get(view);

export function tensorView(label: string, tensor: HostTensor, facts: TensorFacts = {}): TensorView {
  const view = viewOf(label, tensor, facts);
  const whole = view.shape.every((size, dim) => size === view.shown[dim]);
  if (!whole && tensor.values.length === product(tensor.shape)) wholes.set(view, tensor);
  return view;
}

function viewOf(label: string, tensor: HostTensor, facts: TensorFacts): TensorView {
  const shown = shownShape(tensor.shape);
  const stats = tensor.stats ?? statsOf(tensor.values);
  return {
    label,
    shape: tensor.shape,
    shown,
    dtype: tensor.dtype,
    format: tensor.format,
    values: corner(tensor.values, tensor.shape, shown),
    stats,
    scale: facts.scale ?? scaleOf(tensor.format, stats),
    ...(facts.kind === undefined ? {} : { kind: facts.kind }),
    ...(facts.dimNames === undefined ? {} : { dimNames: facts.dimNames }),
  };
}

export function formatOf(dtype: DType): NumberFormat {
  if (dtype === 'bool') return 'bool';
  if (dtype === 'float64' || dtype === 'float32' || dtype === 'float16' || dtype === 'bfloat16') return dtype;
  return dtype === 'complex64' ? 'float32' : 'int';
}

async function statsInParts(values: Numbers, meter: Meter): Promise<Stats> {
  const tally = emptyTally();
  await inParts(meter, values.length, 4, (from, to) => count(tally, values, from, to));
  return statsFrom(tally, values.length);
}

/** Sums along `dim` in double precision, row-major over the remaining dims. */
export function sumsAlong(tensor: HostTensor, dim: number): Float64Array {
  const size = tensor.shape[dim] ?? 1;
  const inner = product(tensor.shape.slice(dim + 1));
  const outer = product(tensor.shape.slice(0, dim));
  const sums = new Float64Array(outer * inner);
  for (let o = 0; o < outer; o++) {
    for (let d = 0; d < size; d++) {
      for (let i = 0; i < inner; i++) sums[o * inner + i]! += tensor.values[(o * size + d) * inner + i]!;
    }
  }
  return sums;
}

/** Largest distance of a number from what it should be; NaN where one is NaN. */
export function largestDistance(values: Numbers, wanted: (at: number) => number): number {
  let worst = 0;
  for (let at = 0; at < values.length; at++) worst = Math.max(worst, Math.abs(values[at]! - wanted(at)));
  return worst;
}

/** Largest |sum − 1| that float32 rounding of a softmax explains. */
export const sumTolerance = 1e-5;

/** Whether everything along `dim` sums to 1 and there is more than one thing to sum: the proof of a normalisation. */
export function sumsToOne(tensor: HostTensor, dim: number, sums = sumsAlong(tensor, dim)): boolean {
  const counts = tensor.format === 'int' || tensor.format === 'bool';
  const size = tensor.shape[dim] ?? 1;
  return !counts && size > 1 && sums.length > 0 && sums.every((sum) => Math.abs(sum - 1) <= sumTolerance);
}

export const dimsThatSumToOne = (tensor: HostTensor): readonly number[] =>
  tensor.shape.flatMap((_, dim) => (sumsToOne(tensor, dim) ? [dim] : []));

export const product = (sizes: readonly number[]): number => sizes.reduce((all, size) => all * size, 1);

function numbers(host: HostArray): Numbers {
  if (host instanceof BigInt64Array) return Float64Array.from(host, Number);
  if (host instanceof Float64Array || host instanceof Float32Array || host instanceof Int32Array) return host;
  return host instanceof Uint8Array ? host : Int32Array.from(host);
}

function scaleOf(format: NumberFormat, stats: Stats): TensorView['scale'] {
  if (format === 'int' || format === 'bool') return 'categorical';
  return stats.min < 0 ? 'diverging' : 'sequential';
}

function shownShape(shape: readonly number[]): readonly number[] {
  if (product(shape) <= shownValues) return shape;
  let left = shownValues;
  const shown: number[] = [];
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    const size = Math.max(1, Math.min(shape[dim]!, dim >= shape.length - 2 ? shownEdge : left));
    shown.unshift(size);
    left = Math.floor(left / size);
  }
  return shown;
}

function corner(values: Numbers, shape: readonly number[], shown: readonly number[]): Numbers {
  if (shape.every((size, dim) => size === shown[dim])) return values;
  const cut = alike(values, product(shown));
  const width = shown.at(-1) ?? 1;
  for (let row = 0; row * width < cut.length; row++) {
    let rest = row;
    let offset = 0;
    let stride = shape.at(-1) ?? 1;
    for (let dim = shape.length - 2; dim >= 0; dim--) {
      offset += (rest % shown[dim]!) * stride;
      rest = Math.floor(rest / shown[dim]!);
      stride *= shape[dim]!;
    }
    for (let col = 0; col < width; col++) cut[row * width + col] = values[offset + col]!;
  }
  return cut;
}

/** As many zeros, as wide as these numbers: what they are can be written there, and takes no more room on its way to a page. */
export function alike(values: Numbers, length: number): Numbers {
  if (values instanceof Float64Array) return new Float64Array(length);
  if (values instanceof Float32Array) return new Float32Array(length);
  return values instanceof Int32Array ? new Int32Array(length) : new Uint8Array(length);
}
