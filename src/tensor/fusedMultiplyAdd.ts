// a·b + c with one rounding, which JavaScript lacks: for float32 and float64. Knows nothing else.

const bits = new DataView(new ArrayBuffer(8));

/** The neighbour of `sum` with an odd last bit on the side of the remainder: a later rounding then cannot go wrong twice. */
function roundToOdd(sum: number, remainder: number): number {
  if (remainder === 0) return sum;
  bits.setFloat64(0, sum);
  const pattern = bits.getBigInt64(0);
  if ((pattern & 1n) === 1n) return sum;
  bits.setBigInt64(0, pattern + (remainder > 0 === sum > 0 ? 1n : -1n));
  return bits.getFloat64(0);
}

const twoSum = (x: number, y: number): readonly [number, number] => {
  const sum = x + y;
  const part = sum - x;
  return [sum, x - (sum - part) + (y - part)];
};

const split = (a: number): readonly [number, number] => {
  const scaled = 134217729 * a;
  const high = scaled - (scaled - a);
  return [high, a - high];
};

const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);

/** Of three float32 numbers, to float32: the product is exact in a double. */
export function fma32(a: number, b: number, c: number): number {
  double[0] = a * b + c;
  // Rounding twice goes wrong only where the first result lies halfway between two float32 numbers.
  if ((words[0]! & 0x1fffffff) !== 0x10000000 && Math.abs(double[0]) >= 2 ** -126) return Math.fround(double[0]);
  const [sum, remainder] = twoSum(a * b, c);
  return Math.fround(Number.isFinite(sum) ? roundToOdd(sum, remainder) : sum);
}

/** Of three float64 numbers (Dekker's product, then sums rounded to odd). */
export function fma64(a: number, b: number, c: number): number {
  const product = a * b;
  // The sums below would lose the sign of a zero.
  if (product === 0) return product + c;
  // Splitting would overflow, and NaN come of infinity.
  const limits = Math.abs(a) < 2 ** 990 && Math.abs(b) < 2 ** 990;
  if (!limits || !(Math.abs(product) < 2 ** 1020 && Math.abs(c) < 2 ** 1020)) return product + c;
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  const productLow = aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow;
  const [sum, sumLow] = twoSum(c, productLow);
  const [high, low] = twoSum(product, sum);
  const [rest, restLow] = twoSum(sumLow, low);
  return high + roundToOdd(rest, restLow);
}
