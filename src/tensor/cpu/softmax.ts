// softmax and log_softmax along one dim of row-major values, seen as (outer, count, inner): no transposing.
// All -inf lines give NaN, and NaN or +inf spread along their line, as in PyTorch.

import { vectorExps, vectorSum } from './vectorExp';
import { simdExps, simdSoftmax } from './vectorExpSimd';

type Floats = Float32Array | Float64Array;

/** exp(x - max) / sum, or (x - max) - log(sum); each step rounded to the array's precision. */
export function softmaxValues(values: Floats, outer: number, count: number, inner: number, log: boolean): Floats {
  if (inner === 1) return softmaxRows(values, outer, count, log);
  const out = like(values, values.length);
  const max = new Float64Array(inner);
  const [sum, row] = [like(values, inner), like(values, inner)];
  for (let o = 0; o < outer; o++) {
    const start = o * count * inner;
    const end = start + count * inner;
    max.fill(-Infinity);
    sum.fill(0);
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) if (values[line + i]! > max[i]!) max[i] = values[line + i]!;
    }
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) out[line + i] = values[line + i]! - max[i]!;
      const powers = log ? row : out.subarray(line, line + inner);
      powersOf(out.subarray(line, line + inner), powers);
      for (let i = 0; i < inner; i++) sum[i] = sum[i]! + powers[i]!;
    }
    if (log) for (let i = 0; i < inner; i++) sum[i] = Math.log(sum[i]!);
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) out[line + i] = log ? out[line + i]! - sum[i]! : out[line + i]! / sum[i]!;
    }
  }
  return out;
}

/** Adjacent lines go through PyTorch's vectors: their exp, their order of sums, and a product with the reciprocal. */
function softmaxRows(values: Floats, outer: number, count: number, log: boolean): Floats {
  const single = values instanceof Float32Array;
  const round = single ? Math.fround : (x: number) => x;
  const out = like(values, values.length);
  if (values instanceof Float32Array && out instanceof Float32Array && simdSoftmax(values, out, count, log)) return out;
  const powers = like(values, count);
  for (let start = 0; start < outer * count; start += count) {
    let max = -Infinity;
    for (let i = 0; i < count; i++) if (values[start + i]! > max) max = values[start + i]!;
    for (let i = 0; i < count; i++) out[start + i] = values[start + i]! - max;
    powersOf(out.subarray(start, start + count), powers);
    const sum = vectorSum(powers);
    const [shift, factor] = [round(Math.log(sum)), round(1 / sum)];
    for (let i = 0; i < count; i++) out[start + i] = log ? out[start + i]! - shift : powers[i]! * factor;
  }
  return out;
}

/** exp of each, rounded as PyTorch's vectors round it. */
function powersOf(x: Floats, out: Floats): void {
  if (x instanceof Float32Array && out instanceof Float32Array) {
    if (!simdExps(x, out)) vectorExps(x, out, 0, x.length);
  } else for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i]!);
}

/** An array of the same precision. */
const like = (values: Floats, length: number): Floats =>
  values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
