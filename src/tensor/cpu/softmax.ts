// softmax and log_softmax along one dim of row-major values, seen as (outer, count, inner): no transposing.
// All -inf lines give NaN, and NaN or +inf spread along their line, as in PyTorch.

type Floats = Float32Array | Float64Array;

/** Up to here PyTorch adds a line in order, in its own precision; longer adjacent ones in vectors. */
const inOrder = 16;

/** exp(x - max) / sum, or (x - max) - log(sum); each step rounded to the array's precision. */
export function softmaxValues(values: Floats, outer: number, count: number, inner: number, log: boolean): Floats {
  const out = values instanceof Float32Array ? new Float32Array(values.length) : new Float64Array(values.length);
  const round = values instanceof Float32Array ? Math.fround : (x: number) => x;
  const max = new Float64Array(inner);
  const ordered = inner > 1 || count < inOrder;
  const sum = values instanceof Float32Array && ordered ? new Float32Array(inner) : new Float64Array(inner);
  const total = values instanceof Float32Array ? new Float32Array(inner) : new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    const start = o * count * inner;
    const end = start + count * inner;
    max.fill(-Infinity);
    sum.fill(0);
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) if (values[line + i]! > max[i]!) max[i] = values[line + i]!;
    }
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) {
        out[line + i] = values[line + i]! - max[i]!;
        const power = round(Math.exp(out[line + i]!));
        sum[i] = sum[i]! + power;
        if (!log) out[line + i] = power;
      }
    }
    total.set(sum);
    if (log) for (let i = 0; i < inner; i++) total[i] = Math.log(total[i]!);
    for (let line = start; line < end; line += inner) {
      for (let i = 0; i < inner; i++) out[line + i] = log ? out[line + i]! - total[i]! : out[line + i]! / total[i]!;
    }
  }
  return out;
}
