// Sums of products on the CPU: the right factor is laid out in panels, rows of the left one are multiplied into them. Floats
// accumulate in double or, where its order is known, as PyTorch's library rounds them; int64 exactly.
import { along, type Contraction, contractionOf, sizesOf } from '../contraction';
import { allocate, type HostArray } from '../dtype';
import { contiguousStrides, hostStorage, isContiguous, sizeOf, valuesOf } from '../host';
import { inParts, type Meter } from '../meter';
import { Tensor } from '../tensor';
import { slice } from '../view';
import { type Rounding, roundingOf } from './sumOrder';

/** Rows of (rows, inner) times (inner, columns), into the columns of `out` from `at` on; `width` of them make a row. */
interface Panel {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  readonly width: number;
  readonly at: number;
  readonly rounding: Rounding;
  /** Whether the rows are the right factor's columns. */
  readonly turned: boolean;
}

/** Elements of a panel that is copied. */
const panelSize = 4_000_000;

/**
 * Σ a·b over `inner` for each of the other dims, row-major, as doubles or int64; `a` and `b` are broadcast to one shape.
 * Long sums take turns with the event loop.
 */
export function contractValues(
  a: Tensor,
  b: Tensor,
  inner: readonly number[],
  meter: Meter,
): HostArray | Promise<HostArray> {
  const found = contractionOf(a, b, inner);
  const rounding = roundingOf(a, b, found, inner);
  const turned = sizeOf(sizesOf(a, found.rows)) > sizeOf(sizesOf(b, found.columns));
  const parts: Contraction = turned ? { ...found, rows: found.columns, columns: found.rows } : found;
  const [left, right] = turned ? [b, a] : [a, b];
  const count = (dims: readonly number[]): number => sizeOf(sizesOf(left, dims));
  const [batch, rows, width] = [count(parts.batch), count(parts.rows), count(parts.columns)];
  const x = valuesOf(along(left, parts.batch, parts.rows, inner));
  const out = allocate(x instanceof BigInt64Array ? 'int64' : 'float64', batch * rows * width);

  const multiply = (at: number, part: Tensor): undefined | Promise<void> => {
    const columns = sizeOf(sizesOf(part, parts.columns));
    const panel: Panel = { rows, inner: count(inner), columns, width, at, rounding, turned };
    const y = valuesOf(along(part, parts.batch, inner, parts.columns));
    return inParts(meter, batch * rows, panel.inner * columns, (from, to) => {
      if (x instanceof BigInt64Array) integerRows(x, y as BigInt64Array, out as BigInt64Array, panel, from, to);
      // Arrays of floats and of narrow integers are read alike.
      else rowsBy[rounding](x as Float64Array, y as Float64Array, out as Float64Array, panel, from, to);
    });
  };
  const panels = panelsOf(right, parts);
  const run = (i: number): undefined | Promise<void> => {
    if (i >= panels.length) return undefined;
    const done = multiply((i * width) / panels.length, panels[i]!);
    return done ? done.then(() => run(i + 1)) : run(i + 1);
  };
  const finished = out.length > 0 ? run(0) : undefined;
  return finished ? finished.then(() => inOrder(out, left, parts)) : inOrder(out, left, parts);
}

/** `right` by the places of its first column dim, where all of it is too large to be copied at once. */
function panelsOf(right: Tensor, { batch, inner, columns }: Contraction): readonly Tensor[] {
  const [dim] = columns;
  const whole = along(right, batch, inner, columns);
  if (dim === undefined || whole.size <= panelSize || isContiguous(whole)) return [right];
  return Array.from({ length: right.shape[dim]! }, (_, i) => slice(right, dim, i, i + 1));
}

/** From (batch, rows, columns) to the order of the dims. */
function inOrder(values: HostArray, shape: Tensor, { batch, rows, columns }: Contraction): HostArray {
  const order = [...batch, ...rows, ...columns];
  const kept = order.toSorted((x, y) => x - y);
  if (kept.every((dim, i) => dim === order[i])) return values;
  const steps = contiguousStrides(sizesOf(shape, order));
  const strides = kept.map((dim) => steps[order.indexOf(dim)]!);
  const dtype = values instanceof BigInt64Array ? 'int64' : 'float64';
  return valuesOf(new Tensor(hostStorage(values, dtype), sizesOf(shape, kept), strides, 0));
}

function integerRows(
  x: BigInt64Array,
  y: BigInt64Array,
  out: BigInt64Array,
  panel: Panel,
  from: number,
  to: number,
): void {
  const { rows, inner, columns, width, at } = panel;
  for (let row = from; row < to; row++) {
    const base = Math.floor(row / rows) * inner * columns;
    for (let j = 0; j < columns; j++) {
      let sum = 0n;
      for (let i = 0; i < inner; i++) sum += x[row * inner + i]! * y[base + i * columns + j]!;
      out[row * width + at + j] = sum;
    }
  }
}

/** Four rows of the panel at a time: the sums are then loaded and stored a quarter as often. */
function floatRows(x: Float64Array, y: Float64Array, out: Float64Array, panel: Panel, from: number, to: number): void {
  const { rows, inner, columns, width, at } = panel;
  const fours = inner - (inner % 4);
  for (let row = from; row < to; row++) {
    const base = Math.floor(row / rows) * inner * columns;
    const start = row * width + at;
    const line = out.subarray(start, start + columns);
    for (let i = 0; i < fours; i += 4) {
      const first = row * inner + i;
      const [a, b, c, d] = [x[first]!, x[first + 1]!, x[first + 2]!, x[first + 3]!];
      const [p, q] = [base + i * columns, base + (i + 1) * columns];
      const [r, s] = [q + columns, q + 2 * columns];
      for (let j = 0; j < columns; j++)
        line[j] = line[j]! + a * y[p + j]! + b * y[q + j]! + c * y[r + j]! + d * y[s + j]!;
    }
    for (let i = fours; i < inner; i++) {
      const factor = x[row * inner + i]!;
      const begin = base + i * columns;
      for (let j = 0; j < columns; j++) line[j] = line[j]! + factor * y[begin + j]!;
    }
  }
}

/** Several partial sums of one element, each rounded at each step, are added at the end. */
function laneRows(x: Float64Array, y: Float64Array, out: Float64Array, panel: Panel, from: number, to: number): void {
  const { rows, inner, columns, width, at, turned } = panel;
  const blocked = (turned ? rows : width) & ~3;
  const sums = new Float32Array(8);
  for (let row = from; row < to; row++) {
    const base = Math.floor(row / rows) * inner * columns;
    for (let j = 0; j < columns; j++) {
      const lanes = (turned ? row % rows : at + j) < blocked ? 4 : 8;
      const body = inner - (inner % lanes);
      sums.fill(0);
      for (let i = 0; i < body; i++)
        sums[i % lanes] = sums[i % lanes]! + Math.fround(x[row * inner + i]! * y[base + i * columns + j]!);
      for (let half = lanes / 2; half >= 1; half /= 2)
        for (let lane = 0; lane < half; lane++) sums[lane] = sums[lane]! + sums[lane + half]!;
      for (let i = body; i < inner; i++)
        sums[0] = sums[0]! + Math.fround(x[row * inner + i]! * y[base + i * columns + j]!);
      out[row * width + at + j] = sums[0]!;
    }
  }
}

/** Each step is rounded to float32: the sum, and the product as well unless it is fused. */
function roundedRows(
  x: Float64Array,
  y: Float64Array,
  out: Float64Array,
  panel: Panel,
  from: number,
  to: number,
): void {
  const { rows, inner, columns, width, at, rounding } = panel;
  for (let row = from; row < to; row++) {
    const base = Math.floor(row / rows) * inner * columns;
    const start = row * width + at;
    const line = out.subarray(start, start + columns);
    for (let i = 0; i < inner; i++) {
      const factor = x[row * inner + i]!;
      const begin = base + i * columns;
      if (rounding === 'fused')
        for (let j = 0; j < columns; j++) line[j] = Math.fround(line[j]! + factor * y[begin + j]!);
      else for (let j = 0; j < columns; j++) line[j] = Math.fround(line[j]! + Math.fround(factor * y[begin + j]!));
    }
  }
}

const rowsBy = { none: floatRows, steps: roundedRows, fused: roundedRows, lanes: laneRows } as const;
