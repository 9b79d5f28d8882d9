// float32 functions that agree with PyTorch's to about one unit in the last place, on any adapter.
// WGSL lets a driver assume that NaN and Inf do not occur, so they are told apart by their bits and made from bits that
// arrive at run time. `opaque` hides a value from algebra that would be exact on real numbers only. Denormals
// are kept though the adapter may know none. Needs `P.zero`, `P.inf`, `P.nan`, EXACT_DIVISION, EXACT_SQRT, FUSED,
// DENORMALS.

const MAGNITUDE = 0x7fffffffu;
const SIGN = 0x80000000u;
const INFINITE = 0x7f800000u;
const NORMAL = 0x00800000u;

fn bits(x: f32) -> u32 { return bitcast<u32>(x); }
fn real(b: u32) -> f32 { return bitcast<f32>(b); }
fn opaque(x: f32) -> f32 { return real(bits(x) ^ P.zero); }
fn size(x: f32) -> u32 { return bits(x) & MAGNITUDE; }
fn nan() -> f32 { return real(P.nan); }
fn infinity(sign: u32) -> f32 { return real(P.inf | sign); }
fn isnan32(x: f32) -> bool { return size(x) > INFINITE; }
fn isinf32(x: f32) -> bool { return size(x) == INFINITE; }
fn truth32(x: f32) -> bool { return size(x) != 0u; }
fn negative(x: f32) -> bool { return (bits(x) & SIGN) != 0u; }
fn special(a: f32, b: f32) -> bool { return max(size(a), size(b)) >= INFINITE; }
fn choose32(test: bool, a: f32, b: f32) -> f32 { return real(select(bits(b), bits(a), test)); }
fn signed(x: f32, sign: f32) -> f32 { return real(size(x) | (bits(sign) & SIGN)); }

fn neg32(x: f32) -> f32 { return real(bits(x) ^ SIGN); }
fn abs32(x: f32) -> f32 { return real(size(x)); }

// x·2^64; denormals, which arithmetic may take for 0, are read as integers.
fn up(x: f32) -> f32 {
  return choose32(size(x) < NORMAL, signed(f32(size(x)) * 2.5849394142282115e-26, x), x * 1.8446744073709552e19);
}
// x·2^-64, rounded to even where that is denormal.
fn down(x: f32) -> f32 {
  let digits = u32(round(abs32(x) * 3.8685626227668134e25));
  return choose32(size(x) < 0x20800000u, real(digits | (bits(x) & SIGN)), x * 5.421010862427522e-20);
}

// The sum where an operand is NaN or Inf.
fn addSpecial(a: f32, b: f32) -> f32 {
  let none = isnan32(a) || isnan32(b) || (isinf32(a) && isinf32(b) && bits(a) != bits(b));
  return choose32(none, nan(), choose32(isinf32(a), a, b));
}
// Below 2^-100 a sum may be denormal.
const TINY = 0x0d800000u;
fn add32(a: f32, b: f32) -> f32 {
  let most = max(size(a), size(b));
  var sum = a + b;
  if (most >= INFINITE) { sum = addSpecial(a, b); }
  if (!DENORMALS && most < TINY) { sum = down(up(a) + up(b)); }
  return sum;
}
fn sub32(a: f32, b: f32) -> f32 { return add32(a, neg32(b)); }

fn mul32(a: f32, b: f32) -> f32 {
  let least = min(size(a), size(b));
  var product = a * b;
  if (special(a, b)) {
    let none = isnan32(a) || isnan32(b) || least == 0u;
    product = choose32(none, nan(), infinity((bits(a) ^ bits(b)) & SIGN));
  }
  if (!DENORMALS && (least < NORMAL || (size(a) >> 23u) + (size(b) >> 23u) < 129u) && !special(a, b)) {
    let less = size(a) < size(b);
    product = down(up(choose32(less, a, b)) * choose32(less, b, a));
  }
  return product;
}
fn square32(x: f32) -> f32 { return mul32(x, x); }
fn cube32(x: f32) -> f32 { return mul32(mul32(x, x), x); }

// An inexact quotient is corrected by its remainder, which only a fused multiply-add knows.
fn quotient(a: f32, b: f32) -> f32 {
  var q = a / b;
  if (!EXACT_DIVISION && FUSED && size(q) < 0x7f000000u) { q = q + fma(-q, b, a) / b; }
  return q;
}
fn div32(a: f32, b: f32) -> f32 {
  // A quotient may be denormal, its remainder too, and the reciprocal of a large divisor.
  let large = !EXACT_DIVISION && size(b) > 0x7e000000u;
  let small = size(b) < NORMAL;
  let divisor = choose32(large, b * 5.421010862427522e-20, choose32(small, up(b), b));
  let low = size(a) < 0x15000000u || (size(a) >> 23u) + 100u < size(divisor) >> 23u;
  let q = quotient(choose32(low, up(a), a), divisor);
  var result = choose32(low == small, q, choose32(low, down(q), q * 1.8446744073709552e19));
  if (large) { result = down(result); }
  if (special(a, b) || size(a) == 0u || size(b) == 0u) {
    let sign = (bits(a) ^ bits(b)) & SIGN;
    let none = isnan32(a) || isnan32(b) || (isinf32(a) && isinf32(b)) || max(size(a), size(b)) == 0u;
    result = choose32(isinf32(a) || size(b) == 0u, infinity(sign), real(sign));
    result = choose32(none, nan(), result);
  }
  return result;
}
fn reciprocal32(x: f32) -> f32 { return div32(1.0, x); }

fn sqrt32(x: f32) -> f32 {
  let low = size(x) < 0x15000000u;
  let y = choose32(low, up(x), x);
  var s = sqrt(y);
  if (!EXACT_SQRT && FUSED) { s = s + fma(-s, s, y) / (s + s); }
  s = choose32(low, s * 2.3283064365386963e-10, s);
  s = choose32(negative(x), nan(), s);
  return choose32(size(x) == 0u || isnan32(x) || bits(x) == INFINITE, x, s);
}
fn rsqrt32(x: f32) -> f32 { return reciprocal32(sqrt32(x)); }

// e^x = 2^n (1 + q), |x - n ln 2| <= ln 2 / 2; Taylor to degree 8 leaves 2e-10.
struct Exponential { q: f32, n: i32 }
fn exponential(x: f32) -> Exponential {
  let n = round(x * 1.44269504);
  let hi = x - n * 0.693145751953125;
  let lo = n * 1.42860677e-6;
  let r = opaque(hi - lo);
  let rest = (hi - r) - lo;
  let p = 0.5 + r * (0.16666667 + r * (0.041666668 + r * (0.008333334 + r * (0.0013888889 + r * (1.9841270e-4 + r * 2.4801588e-5)))));
  return Exponential(r + (r * r * p + rest), i32(n));
}
// (1 + q)·2^n
fn power(e: Exponential) -> f32 {
  let y = bits(1.0 + e.q);
  let low = e.n < -125;
  let scaled = real(y + (bitcast<u32>(e.n + select(0, 64, low)) << 23u));
  return choose32(low, down(scaled), scaled);
}
// e^x is Inf from here on, and 0 below -103.97.
fn overflows(x: f32) -> bool { return bits(x) < SIGN && bits(x) > 0x42b17217u; }
fn exp32(x: f32) -> f32 {
  var y = power(exponential(x));
  y = choose32(overflows(x), infinity(0u), y);
  y = choose32(bits(x) > 0xc2cff1b5u, 0.0, y);
  return choose32(isnan32(x), x, y);
}
fn expm132(x: f32) -> f32 {
  let e = exponential(x);
  let s = real(u32(e.n + 127) << 23u);
  var y = s * e.q + (s - 1.0);
  y = choose32(e.n == 0, e.q, choose32(e.n > 24, power(e), y));
  y = choose32(overflows(x), infinity(0u), y);
  y = choose32(bits(x) > 0xc1900000u, -1.0, y);
  return choose32(isnan32(x) || size(x) < 0x32800000u, x, y);
}

// x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2) (after FreeBSD's logf); x > 0.
struct Logarithm { f: f32, k: f32 }
fn logarithm(x: f32) -> Logarithm {
  let denormal = size(x) < NORMAL;
  let word = bits(choose32(denormal, up(x), x)) + 0x004afb0du;
  let k = i32(word >> 23u) - select(127, 191, denormal);
  return Logarithm(real((word & 0x007fffffu) + 0x3f3504f3u) - 1.0, f32(k));
}
// log(1 + f) = f - f^2/2 + tail(f)
fn logTail(f: f32) -> f32 {
  let s = f / (2.0 + f);
  let z = s * s;
  let w = z * z;
  let r = z * (0.66666662693 + w * 0.28498786688) + w * (0.40000972152 + w * 0.24279078841);
  return s * (0.5 * f * f + r);
}
fn logSum(f: f32, k: f32, rest: f32) -> f32 {
  return (((logTail(f) + (k * 9.0580006145e-6 + rest)) - 0.5 * f * f) + f) + k * 0.69313812256;
}
// log, log2 and log10 of 0, of a negative number, of Inf and NaN.
fn logOutside(x: f32) -> bool { return bits(x) - 1u >= INFINITE - 1u; }
fn logSpecial(x: f32) -> f32 {
  return choose32(size(x) == 0u, infinity(SIGN), choose32(bits(x) == INFINITE, x, nan()));
}
fn log32(x: f32) -> f32 {
  let l = logarithm(x);
  return choose32(logOutside(x), logSpecial(x), logSum(l.f, l.k, 0.0));
}
fn log1p32(x: f32) -> f32 {
  let u = opaque(1.0 + x);
  let l = logarithm(u);
  // log(1 + x) - log(u), which the rounding of u lost
  let lost = select(x - opaque(u - 1.0), 1.0 - opaque(u - x), l.k >= 2.0) / u;
  let near = bits(x) < 0x3ed413d0u || (negative(x) && bits(x) <= 0xbe95f619u);
  var y = logSum(select(l.f, x, near), select(l.k, 0.0, near), select(lost, 0.0, near || l.k >= 25.0));
  y = choose32(bits(x) > 0xbf800000u, nan(), y);
  y = choose32(bits(x) == 0xbf800000u, infinity(SIGN), y);
  return choose32(size(x) < 0x33800000u || isnan32(x) || bits(x) == INFINITE, x, y);
}
// log(1 + f) as hi + lo, hi of 12 bits so that its products are exact
fn logParts(f: f32) -> vec2f {
  let square = 0.5 * f * f;
  let hi = real(bits(f - square) & 0xfffff000u);
  return vec2f(hi, ((f - hi) - square) + logTail(f));
}
fn log232(x: f32) -> f32 {
  let l = logarithm(x);
  let p = logParts(l.f);
  let y = (((p.y + p.x) * -1.7605285393e-4 + p.y * 1.4428710938) + p.x * 1.4428710938) + l.k;
  return choose32(logOutside(x), logSpecial(x), y);
}
fn log1032(x: f32) -> f32 {
  let l = logarithm(x);
  let p = logParts(l.f);
  let small = (l.k * 7.9034151668e-7 + (p.y + p.x) * -3.1689971365e-5) + p.y * 0.43432617188;
  let y = (small + p.x * 0.43432617188) + l.k * 0.30102920532;
  return choose32(logOutside(x), logSpecial(x), y);
}

fn tanh32(x: f32) -> f32 {
  let a = abs32(x);
  let z = a * a;
  let p = -0.333332819422 + z * (0.133314422036 + z * (-0.0537397155531 + z * (0.0206390887954 + z * -0.00570498872745)));
  var y = a + a * (z * p);
  if (size(x) >= 0x3f200000u) { y = 1.0 - quotient(2.0, exp32(a + a) + 1.0); }
  y = choose32(size(x) > 0x41110000u, 1.0, y);
  return choose32(isnan32(x) || size(x) < 0x39000000u, x, signed(y, x));
}
// As PyTorch computes it: rounded where it rounds, and 0 below -88.72.
fn sigmoid32(x: f32) -> f32 { return reciprocal32(add32(1.0, exp32(neg32(x)))); }
fn logsigmoid32(x: f32) -> f32 { return sub32(minimum32(0.0, x), log1p32(exp32(neg32(abs32(x))))); }

// Integers that order as the numbers do, the zeros equal; NaN is the caller's business.
fn order(x: f32) -> i32 {
  let i = bitcast<i32>(x);
  return select(i, bitcast<i32>(SIGN) - i, i < 0);
}
fn eq32(a: f32, b: f32) -> bool { return !isnan32(a) && !isnan32(b) && order(a) == order(b); }
fn lt32(a: f32, b: f32) -> bool { return !isnan32(a) && !isnan32(b) && order(a) < order(b); }
fn le32(a: f32, b: f32) -> bool { return !isnan32(a) && !isnan32(b) && order(a) <= order(b); }
fn maximum32(a: f32, b: f32) -> f32 { return choose32(isnan32(a) || !(isnan32(b) || order(b) > order(a)) || !(truth32(a) || truth32(b)), a, b); }
fn minimum32(a: f32, b: f32) -> f32 { return choose32(isnan32(a) || !(isnan32(b) || order(b) < order(a)) || !(truth32(a) || truth32(b)), a, b); }
fn relu32(x: f32) -> f32 { return choose32(negative(x) && truth32(x) && !isnan32(x), 0.0, x); }
fn sign32(x: f32) -> f32 { return choose32(truth32(x) && !isnan32(x), signed(1.0, x), 0.0); }

// From 2^23 on every number is whole; denormals round as one half does.
fn whole(x: f32) -> bool { return size(x) >= 0x4b000000u; }
fn roundable(x: f32) -> f32 { return choose32(truth32(x) && size(x) < NORMAL, signed(0.5, x), x); }
fn floor32(x: f32) -> f32 { return choose32(whole(x), x, signed(floor(roundable(x)), x)); }
fn ceil32(x: f32) -> f32 { return choose32(whole(x), x, signed(ceil(roundable(x)), x)); }
fn round32(x: f32) -> f32 { return choose32(whole(x), x, signed(round(roundable(x)), x)); }
fn trunc32(x: f32) -> f32 { return choose32(whole(x), x, signed(trunc(x), x)); }
// As x86 converts: what does not fit becomes the least integer
fn integer32(x: f32) -> i32 { return select(i32(x), bitcast<i32>(SIGN), size(x) >= 0x4f000000u); }

// x log y, rounded once: log y as hi + lo, hi and the head of x of 12 bits so that their product is exact
fn timesLog(x: f32, y: f32) -> f32 {
  let l = logarithm(y);
  let p = logParts(l.f);
  let powers = l.k * 0.69313812256;
  let hi = real(bits(powers + p.x) & 0xfffff000u);
  let lo = ((powers - hi) + p.x) + (p.y + l.k * 9.0580006145e-6);
  let head = real(bits(x) & 0xfffff000u);
  return head * hi + (head * lo + (x - head) * (hi + lo));
}
fn ordinary(x: f32) -> bool { return size(x) > 0x20000000u && size(x) < 0x60000000u; }
fn xlogy32(x: f32, y: f32) -> f32 {
  let plain = ordinary(x) && ordinary(y) && !negative(y);
  let product = choose32(size(x) == 0u, 0.0, choose32(plain, timesLog(x, y), mul32(x, log32(y))));
  return choose32(isnan32(y), y, product);
}
