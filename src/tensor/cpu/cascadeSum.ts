// Sums of floats in the order in which ATen's CPU kernel adds them (SumKernel.cpp: vectors of 32 bytes, four rows at a time,
// partial sums in levels), so that the last digit is PyTorch's too. Knows no tensor.

type Floats = Float32Array | Float64Array;

const levels = 4;
const rows = 4;

/** Smallest power of two that holds `size`, as ATen's CeilLog2. */
const ceilLog2 = (size: number): number => (size <= 2 ? 1 : 32 - Math.clz32(size - 1));
const zeros = (like: Floats, length: number): Floats =>
  like instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);

/** Sums `size` steps at each of `offsets`, in levels so that small and large terms meet late (`multi_row_sum`). */
function cascade(values: Floats, base: number, offsets: readonly number[], step: number, size: number): Floats {
  const width = offsets.length;
  const power = Math.max(4, Math.floor(ceilLog2(size) / levels));
  const block = 2 ** power;
  const sums = Array.from({ length: levels }, () => zeros(values, width));
  const [lowest] = sums as [Floats, ...Floats[]];
  const add = (i: number): void => {
    for (let k = 0; k < width; k++) lowest[k] = lowest[k]! + values[base + i * step + offsets[k]!]!;
  };
  let i = 0;
  while (i + block <= size) {
    for (let j = 0; j < block; j++) add(i++);
    for (let level = 1; level < levels; level++) {
      const [from, to] = [sums[level - 1]!, sums[level]!];
      for (let k = 0; k < width; k++) to[k] = to[k]! + from[k]!;
      from.fill(0);
      if (Math.floor(i / 2 ** (level * power)) % block !== 0) break;
    }
  }
  for (; i < size; i++) add(i);
  for (let level = 1; level < levels; level++) {
    for (let k = 0; k < width; k++) lowest[k] = lowest[k]! + sums[level]![k]!;
  }
  return lowest;
}

/** One row of `lanes` adjacent sums: four interleaved partial sums, put together at the end (`row_sum`). */
function rowSum(values: Floats, base: number, lanes: number, stride: number, size: number): Floats {
  const offsets = Array.from({ length: rows * lanes }, (_, at) => Math.floor(at / lanes) * stride + (at % lanes));
  const whole = Math.floor(size / rows);
  const partial = cascade(values, base, offsets, rows * stride, whole);
  for (let i = whole * rows; i < size; i++) {
    for (let lane = 0; lane < lanes; lane++) partial[lane] = partial[lane]! + values[base + i * stride + lane]!;
  }
  for (let k = 1; k < rows; k++) {
    for (let lane = 0; lane < lanes; lane++) partial[lane] = partial[lane]! + partial[k * lanes + lane]!;
  }
  return partial.subarray(0, lanes);
}

/** The sum of `count` adjacent numbers. */
function innerSum(values: Floats, base: number, count: number, vector: number): number {
  if (count < vector) return rowSum(values, base, 1, 1, count)[0]!;
  const whole = Math.floor(count / vector);
  const parts = rowSum(values, base, vector, vector, whole);
  const total = zeros(values, 1);
  for (let k = whole * vector; k < count; k++) total[0] = total[0]! + values[base + k]!;
  for (const part of parts) total[0] = total[0]! + part;
  return total[0]!;
}

/** Sums over the middle of (outer, count, inner), each number rounded to the array's precision. */
export function cascadeSum(values: Floats, outer: number, count: number, inner: number): Floats {
  const vector = values instanceof Float32Array ? 8 : 4;
  const out = zeros(values, outer * inner);
  const block = inner < vector ? rows : rows * vector;
  const side = Array.from({ length: block }, (_, at) => at);
  for (let o = 0; o < outer; o++) {
    const base = o * count * inner;
    if (inner === 1) {
      out[o] = innerSum(values, base, count, vector);
      continue;
    }
    let j = 0;
    for (; j + block <= inner; j += block) out.set(cascade(values, base + j, side, inner, count), o * inner + j);
    for (; inner >= vector && j + vector <= inner; j += vector) {
      out.set(rowSum(values, base + j, vector, inner, count), o * inner + j);
    }
    for (; j < inner; j++) out[o * inner + j] = rowSum(values, base + j, 1, inner, count)[0]!;
  }
  return out;
}
