// Python's texts of floating-point numbers: `repr`, and `%e`, `%f`, `%g` with exact round-half-even. Knows no values.

const view = new DataView(new ArrayBuffer(8));

/** |x| as `mantissa * 2^exponent`, exactly. */
function parts(x: number): { mantissa: bigint; exponent: number } {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const biased = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  return biased
    ? { mantissa: fraction | (1n << 52n), exponent: biased - 1075 }
    : { mantissa: fraction, exponent: -1074 };
}

/** n / d to the nearest integer, halves to the even one. */
export function divideHalfEven(n: bigint, d: bigint): bigint {
  const quotient = n / d;
  const twice = (n % d) * 2n;
  return twice > d || (twice === d && quotient & 1n) ? quotient + 1n : quotient;
}

/** |x| · 10^places to the nearest integer, exactly, halves to even. */
export function scaled(x: number, places: number): bigint {
  const { mantissa, exponent } = parts(x);
  let n = mantissa;
  let d = 1n;
  if (exponent >= 0) n <<= BigInt(exponent);
  else d <<= BigInt(-exponent);
  if (places >= 0) n *= 10n ** BigInt(places);
  else d *= 10n ** BigInt(-places);
  return divideHalfEven(n, d);
}

const isNegative = (x: number) => x < 0 || Object.is(x, -0);
const special = (x: number): string | undefined =>
  Number.isNaN(x) ? 'nan' : Number.isFinite(x) ? undefined : x > 0 ? 'inf' : '-inf';
const exponentText = (e: number): string => `e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`;

/** `repr(x)`: the fewest digits that read back as the same float64. */
export function floatRepr(x: number): string {
  const odd = special(x);
  if (odd) return odd;
  if (x === 0) return isNegative(x) ? '-0.0' : '0.0';
  const [digits = '', exponent = '0'] = Math.abs(x).toExponential().split('e');
  return (isNegative(x) ? '-' : '') + laidOut(digits.replace('.', ''), Number(exponent), 16, true);
}

/** Digits d.ddd·10^exponent in positional form, or with an exponent from 10^limit on. */
function laidOut(digits: string, exponent: number, limit: number, point: boolean): string {
  if (exponent < -4 || exponent >= limit)
    return digits[0] + (digits.length > 1 ? `.${digits.slice(1)}` : '') + exponentText(exponent);
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length > exponent + 1) return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
  return digits + '0'.repeat(exponent + 1 - digits.length) + (point ? '.0' : '');
}

/** `%.{precision}f` */
export function fixed(x: number, precision: number, alternate = false): string {
  const odd = special(x);
  if (odd) return odd;
  const digits = scaled(x, precision)
    .toString()
    .padStart(precision + 1, '0');
  const whole = digits.slice(0, digits.length - precision);
  return (isNegative(x) ? '-' : '') + whole + (precision ? `.${digits.slice(-precision)}` : alternate ? '.' : '');
}

/** The `count` significant digits of |x| and the power of ten of the first. */
function significant(x: number, count: number): { digits: string; exponent: number } {
  if (x === 0) return { digits: '0'.repeat(count), exponent: 0 };
  let exponent = Number(Math.abs(x).toExponential().split('e')[1]);
  let digits = scaled(x, count - 1 - exponent).toString();
  // The exponent of the shortest text may be off by one, and rounding up brings a digit more.
  if (digits.length !== count) {
    exponent += Math.sign(digits.length - count);
    digits = scaled(x, count - 1 - exponent).toString();
  }
  return { digits, exponent };
}

/** `%.{precision}e` */
export function exponential(x: number, precision: number, alternate = false): string {
  const odd = special(x);
  if (odd) return odd;
  const { digits, exponent } = significant(x, precision + 1);
  const point = precision || alternate ? '.' : '';
  return `${(isNegative(x) ? '-' : '') + digits[0] + point + digits.slice(1)}${exponentText(exponent)}`;
}

/** `%.{precision}g`; `limit` is the power of ten from which on an exponent is written. */
export function general(
  x: number,
  precision: number,
  alternate = false,
  limit = Math.max(precision, 1),
  point = false,
): string {
  const odd = special(x);
  if (odd) return odd;
  const found = significant(x, Math.max(precision, 1));
  const digits = alternate ? found.digits : found.digits.replace(/0+$/, '') || '0';
  const text = laidOut(digits, found.exponent, limit, point);
  return (isNegative(x) ? '-' : '') + (alternate && !text.includes('.') ? text.replace(/(?=e)|$/, '.') : text);
}
