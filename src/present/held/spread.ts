// How the finite numbers of a tensor are spread: a histogram, and percentiles that are found without sorting, by the order of
// the bits of float32. Knows no picture.

import { statsOf } from '../../protocol/stats';
import type { SpreadView } from '../../protocol/tiles';
import type { Numbers, Stats } from '../../protocol/views';
import { inParts, type Meter } from '../../tensor/meter';

const binCount = 64;
const chunkSize = 2 ** 16;
const largest = 3.4028234663852886e38;

const singles = new Float32Array(chunkSize);
const bits = new Uint32Array(singles.buffer);

/** Orders as the numbers do: the bits of positive ones above those of negative ones, which count down. */
const orderOf = (word: number): number => (word & 0x80000000 ? ~word >>> 0 : (word | 0x80000000) >>> 0);
const wordOf = (order: number): number => (order & 0x80000000 ? (order & 0x7fffffff) >>> 0 : ~order >>> 0);

function numberOf(word: number): number {
  return new Float32Array(Uint32Array.of(word).buffer)[0]!;
}

export async function spreadOf(values: Numbers, given: Stats | undefined, meter: Meter): Promise<SpreadView> {
  const { min, max, count, nan, posInf, negInf } = given ?? statsOf(values);
  const finite = count - nan - posInf - negInf;
  const bins = new Float64Array(binCount);
  if (finite === 0) return { min, max, low: min, high: max, knee: 0, bins };
  const upper = new Uint32Array(2 ** 16);
  const width = max / binCount - min / binCount || 1;
  await eachChunk(values, meter, (length) => {
    for (let i = 0; i < length; i++) {
      const value = singles[i]!;
      if (value - value !== 0) continue;
      upper[orderOf(bits[i]!) >>> 16]!++;
      bins[Math.max(0, Math.min(binCount - 1, Math.trunc((value - min) / width)))]!++;
    }
  });
  const ranks = [Math.floor(0.01 * (finite - 1)), Math.ceil(0.99 * (finite - 1))] as const;
  const found = ranks.map((rank) => findRank(upper, rank));
  const lower = found.map(() => new Uint32Array(2 ** 16));
  const [first, last] = found.map(({ bin }) => bin) as [number, number];
  await eachChunk(values, meter, (length) => {
    for (let i = 0; i < length; i++) {
      const order = orderOf(bits[i]!);
      const bin = order >>> 16;
      if (bin !== first && bin !== last) continue;
      if (singles[i]! - singles[i]! !== 0) continue;
      if (bin === first) lower[0]![order & 0xffff]!++;
      if (bin === last) lower[1]![order & 0xffff]!++;
    }
  });
  const [low, high] = found.map(({ bin, rest }, i) =>
    numberOf(wordOf(((bin << 16) | findRank(lower[i]!, rest).bin) >>> 0)),
  );
  return { min, max, low: low ?? min, high: high ?? max, knee: kneeOf(upper), bins };
}

/** The bin that holds the element of this rank, and its rank within. */
function findRank(bins: Uint32Array, rank: number): { readonly bin: number; readonly rest: number } {
  let rest = rank;
  for (let bin = 0; bin < bins.length; bin++) {
    if (rest < bins[bin]!) return { bin, rest };
    rest -= bins[bin]!;
  }
  return { bin: bins.length - 1, rest: 0 };
}

/** The 1st percentile of sizes, zeros and denormals left out, to the seven bits of the upper half of a word. */
function kneeOf(upper: Uint32Array): number {
  const sizes = new Uint32Array(2 ** 15);
  for (let word = 1; word < 2 ** 15; word++) {
    sizes[word] = upper[orderOf(word << 16) >>> 16]! + upper[orderOf(((word << 16) | 0x80000000) >>> 0) >>> 16]!;
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return total === 0 ? 0 : numberOf(findRank(sizes, Math.floor(0.01 * (total - 1))).bin << 16);
}

/** Calls `visit` with so many numbers of `singles`, in parts. A finite float64 past float32's range is its largest. */
async function eachChunk(values: Numbers, meter: Meter, visit: (length: number) => void): Promise<void> {
  const wide = values instanceof Float64Array;
  await inParts(meter, Math.ceil(values.length / chunkSize), 8 * chunkSize, (from, to) => {
    for (let start = from * chunkSize; start < Math.min(to * chunkSize, values.length); start += chunkSize) {
      const length = Math.min(chunkSize, values.length - start);
      singles.set(values.subarray(start, start + length));
      for (let i = 0; wide && i < length; i++) {
        const value = values[start + i]!;
        if (Math.abs(value) > largest && value - value === 0) singles[i] = Math.sign(value) * largest;
      }
      visit(length);
    }
  });
}
