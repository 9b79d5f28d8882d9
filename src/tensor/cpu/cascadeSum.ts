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
  // Level by level; below a block's size one level does.
  const sums = zeros(values, size < block ? width : levels * width);
  let i = 0;
  while (i + block <= size) {
    for (const end = i + block; i < end; i++) addStep(sums, values, base + i * step, offsets);
    for (let level = 1; level < levels; level++) {
      const [from, to] = [(level - 1) * width, level * width];
      for (let k = 0; k < width; k++) sums[to + k] = sums[to + k]! + sums[from + k]!;
      sums.fill(0, from, to);
      if (Math.floor(i / 2 ** (level * power)) % block !== 0) break;
    }
  }
  for (; i < size; i++) addStep(sums, values, base + i * step, offsets);
  for (let at = width; at < sums.length; at++) sums[at % width] = sums[at % width]! + sums[at]!;
  return sums.subarray(0, width);
}

function addStep(sums: Floats, values: Floats, start: number, offsets: readonly number[]): void {
  for (let k = 0; k < offsets.length; k++) sums[k] = sums[k]! + values[start + offsets[k]!]!;
}

/** One row of `lanes` adjacent sums: four interleaved partial sums, put together at the end (`row_sum`). */
function rowSum(values: Floats, base: number, lanes: number, stride: number, size: number): Floats {
  const offsets: number[] = [];
  for (let row = 0; row < rows; row++) for (let lane = 0; lane < lanes; lane++) offsets.push(row * stride + lane);
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
