// float32 functions that agree with PyTorch's to about one unit in the last place, on any adapter.
// WGSL lets a driver assume that NaN and Inf do not occur, so they are told apart by their bits and made from bits that
// arrive at run time. `opaque` hides a value from algebra that would be exact on real numbers only. Denormals
// are kept though the adapter may know none. Needs `P.zero`, `P.inf`, `P.nan`, EXACT_DIVISION, EXACT_SQRT, FUSED,
// DENORMALS. Written over F, U, I and B, which stand for one number or for four (fourfold.ts): tests are values, never
// branches, but for work that none of the four needs.

const MAGNITUDE = 0x7fffffffu;
const SIGN = 0x80000000u;
const INFINITE = 0x7f800000u;
const NORMAL = 0x00800000u;

fn bits(x: F) -> U { return bitcast<U>(x); }
fn real(b: U) -> F { return bitcast<F>(b); }
fn opaque(x: F) -> F { return real(bits(x) ^ U(P.zero)); }
fn size(x: F) -> U { return bits(x) & U(MAGNITUDE); }
fn nan() -> F { return real(U(P.nan)); }
fn infinity(sign: U) -> F { return real(U(P.inf) | sign); }
fn isnan32(x: F) -> B { return size(x) > U(INFINITE); }
fn isinf32(x: F) -> B { return size(x) == U(INFINITE); }
fn truth32(x: F) -> B { return size(x) != U(0u); }
fn negative(x: F) -> B { return (bits(x) & U(SIGN)) != U(0u); }
fn special(a: F, b: F) -> B { return max(size(a), size(b)) >= U(INFINITE); }
fn choose32(test: B, a: F, b: F) -> F { return real(select(bits(b), bits(a), test)); }
fn signed(x: F, sign: F) -> F { return real(size(x) | (bits(sign) & U(SIGN))); }

fn neg32(x: F) -> F { return real(bits(x) ^ U(SIGN)); }
fn abs32(x: F) -> F { return real(size(x)); }

// x·2^64; denormals, which arithmetic may take for 0, are read as integers.
fn up(x: F) -> F {
  return choose32(size(x) < U(NORMAL), signed(F(size(x)) * 2.5849394142282115e-26, x), x * 1.8446744073709552e19);
}
// x·2^-64, rounded to even where that is denormal.
fn down(x: F) -> F {
  let digits = U(round(abs32(x) * 3.8685626227668134e25));
  return choose32(size(x) < U(0x20800000u), real(digits | (bits(x) & U(SIGN))), x * 5.421010862427522e-20);
}

// The sum where an operand is NaN or Inf.
fn addSpecial(a: F, b: F) -> F {
  let none = isnan32(a) | isnan32(b) | (isinf32(a) & isinf32(b) & (bits(a) != bits(b)));
  return choose32(none, nan(), choose32(isinf32(a), a, b));
}
// Below 2^-100 a sum may be denormal.
const TINY = 0x0d800000u;
fn add32(a: F, b: F) -> F {
  let most = max(size(a), size(b));
  let odd = most >= U(INFINITE);
  let low = most < U(TINY);
  var sum = a + b;
  if (any(odd)) { sum = choose32(odd, addSpecial(a, b), sum); }
  if (!DENORMALS) { if (any(low)) { sum = choose32(low, down(up(a) + up(b)), sum); } }
  return sum;
}
fn sub32(a: F, b: F) -> F { return add32(a, neg32(b)); }

fn mul32(a: F, b: F) -> F {
  let least = min(size(a), size(b));
  let odd = special(a, b);
  var product = a * b;
  if (any(odd)) {
    let none = isnan32(a) | isnan32(b) | (least == U(0u));
    product = choose32(odd, choose32(none, nan(), infinity((bits(a) ^ bits(b)) & U(SIGN))), product);
  }
  if (!DENORMALS) {
    let exponents = (size(a) >> U(23u)) + (size(b) >> U(23u));
    let low = ((least < U(NORMAL)) | (exponents < U(129u))) & !odd;
    if (any(low)) {
      let less = size(a) < size(b);
      product = choose32(low, down(up(choose32(less, a, b)) * choose32(less, b, a)), product);
    }
  }
  return product;
}
fn square32(x: F) -> F { return mul32(x, x); }
fn cube32(x: F) -> F { return mul32(mul32(x, x), x); }

// An inexact quotient is corrected by its remainder, which only a fused multiply-add knows.
fn quotient(a: F, b: F) -> F {
  var q = a / b;
  if (!EXACT_DIVISION && FUSED) { q = choose32(size(q) < U(0x7f000000u), q + fma(-q, b, a) / b, q); }
  return q;
}
fn div32(a: F, b: F) -> F {
  // A quotient may be denormal, its remainder too, and the reciprocal of a large divisor.
  let large = (size(b) > U(0x7e000000u)) & B(!EXACT_DIVISION);
  let small = size(b) < U(NORMAL);
  let divisor = choose32(large, b * 5.421010862427522e-20, choose32(small, up(b), b));
  let low = (size(a) < U(0x15000000u)) | ((size(a) >> U(23u)) + 100u < (size(divisor) >> U(23u)));
  let q = quotient(choose32(low, up(a), a), divisor);
  var result = choose32(low == small, q, choose32(low, down(q), q * 1.8446744073709552e19));
  if (any(large)) { result = choose32(large, down(result), result); }
  let edge = special(a, b) | (size(a) == U(0u)) | (size(b) == U(0u));
  if (any(edge)) {
    let sign = (bits(a) ^ bits(b)) & U(SIGN);
    let none = isnan32(a) | isnan32(b) | (isinf32(a) & isinf32(b)) | (max(size(a), size(b)) == U(0u));
    let limit = choose32(isinf32(a) | (size(b) == U(0u)), infinity(sign), real(sign));
    result = choose32(edge, choose32(none, nan(), limit), result);
  }
  return result;
}
fn reciprocal32(x: F) -> F { return div32(F(1.0), x); }

fn sqrt32(x: F) -> F {
  let low = size(x) < U(0x15000000u);
  let y = choose32(low, up(x), x);
  var s = sqrt(y);
  if (!EXACT_SQRT && FUSED) { s = s + fma(-s, s, y) / (s + s); }
  s = choose32(low, s * 2.3283064365386963e-10, s);
  s = choose32(negative(x), nan(), s);
  return choose32((size(x) == U(0u)) | isnan32(x) | (bits(x) == U(INFINITE)), x, s);
}
fn rsqrt32(x: F) -> F { return reciprocal32(sqrt32(x)); }

// x/ln 2 as a whole number in the last bits: 1.5·2^23 leaves no room for more.
const WHOLE = 12582912.0;
fn turns(x: F) -> F { return opaque(x * 1.44269504 + WHOLE); }
// e^x = 2^n (1 + q), |x - n ln 2| <= ln 2 / 2; Taylor to degree 8 leaves 2e-10. For |x| < 2^20.
struct Exponential { q: F, n: I }
fn exponential(x: F) -> Exponential {
  let t = turns(x);
  let n = t - WHOLE;
  let hi = x - n * 0.693145751953125;
  let lo = n * 1.42860677e-6;
  let r = opaque(hi - lo);
  let rest = (hi - r) - lo;
  let p = 0.5 + r * (0.16666667 + r * (0.041666668 + r * (0.008333334 + r * (0.0013888889 + r * (1.9841270e-4 + r * 2.4801588e-5)))));
  return Exponential(r + (r * r * p + rest), bitcast<I>(bits(t) - 0x4b400000u));
}
// (1 + q)·2^n
fn power(e: Exponential) -> F {
  let y = bits(1.0 + e.q);
  let low = e.n < I(-125);
  let scaled = real(y + (bitcast<U>(e.n + select(I(0), I(64), low)) << U(23u)));
  return choose32(low, down(scaled), scaled);
}
// e^x is Inf from here on, and 0 below -103.97.
fn overflows(x: F) -> B { return (bits(x) < U(SIGN)) & (bits(x) > U(0x42b17217u)); }
fn exp32(x: F) -> F {
  var y = power(exponential(x));
  y = choose32(overflows(x), infinity(U(0u)), y);
  y = choose32(bits(x) > U(0xc2cff1b5u), F(0.0), y);
  return choose32(isnan32(x), x, y);
}
fn expm132(x: F) -> F {
  let e = exponential(x);
  let s = real(bitcast<U>(e.n + 127) << U(23u));
  var y = s * e.q + (s - 1.0);
  y = choose32(e.n == I(0), e.q, choose32(e.n > I(24), power(e), y));
  y = choose32(overflows(x), infinity(U(0u)), y);
  y = choose32(bits(x) > U(0xc1900000u), F(-1.0), y);
  return choose32(isnan32(x) | (size(x) < U(0x32800000u)), x, y);
}

// x = 2^k (1 + f), sqrt(1/2) <= 1 + f < sqrt(2) (after FreeBSD's logf); x > 0.
struct Logarithm { f: F, k: F }
fn logarithm(x: F) -> Logarithm {
  let denormal = size(x) < U(NORMAL);
  let word = bits(choose32(denormal, up(x), x)) + 0x004afb0du;
  let k = bitcast<I>(word >> U(23u)) - select(I(127), I(191), denormal);
  return Logarithm(real((word & U(0x007fffffu)) + 0x3f3504f3u) - 1.0, F(k));
}
// log(1 + f) = f - f^2/2 + tail(f); the polynomial is that of Cephes' logf, in pairs: a division would take longer.
fn logTail(f: F) -> F {
  let z = f * f;
  let low = 0.33333331174 - 0.24999993993 * f + z * (0.20000714765 - 0.16668057665 * f);
  let high = 0.14249322787 - 0.12420140846 * f + z * (0.11676998740 - 0.11514610310 * f);
  return (low + z * z * (high + z * z * 0.070376836292)) * (f * z);
}
fn logSum(f: F, k: F, rest: F) -> F {
  return (((logTail(f) + (k * 9.0580006145e-6 + rest)) - 0.5 * f * f) + f) + k * 0.69313812256;
}
// log, log2 and log10 of 0, of a negative number, of Inf and NaN.
fn logOutside(x: F) -> B { return bits(x) - 1u >= U(INFINITE - 1u); }
fn logSpecial(x: F) -> F {
  return choose32(size(x) == U(0u), infinity(U(SIGN)), choose32(bits(x) == U(INFINITE), x, nan()));
}
fn log32(x: F) -> F {
  let l = logarithm(x);
  return choose32(logOutside(x), logSpecial(x), logSum(l.f, l.k, F(0.0)));
}
fn log1p32(x: F) -> F {
  let u = opaque(1.0 + x);
  let l = logarithm(u);
  // log(1 + x) - log(u), which the rounding of u lost
  let lost = select(x - opaque(u - 1.0), 1.0 - opaque(u - x), l.k >= F(2.0)) / u;
  let near = (bits(x) < U(0x3ed413d0u)) | (negative(x) & (bits(x) <= U(0xbe95f619u)));
  var y = logSum(select(l.f, x, near), select(l.k, F(0.0), near), select(lost, F(0.0), near | (l.k >= F(25.0))));
  y = choose32(bits(x) > U(0xbf800000u), nan(), y);
  y = choose32(bits(x) == U(0xbf800000u), infinity(U(SIGN)), y);
  return choose32((size(x) < U(0x33800000u)) | isnan32(x) | (bits(x) == U(INFINITE)), x, y);
}
// log(1 + f) as hi + lo, hi of 12 bits so that its products are exact
struct Parts { hi: F, lo: F }
fn logParts(f: F) -> Parts {
  let square = 0.5 * f * f;
  let hi = real(bits(f - square) & U(0xfffff000u));
  return Parts(hi, ((f - hi) - square) + logTail(f));
}
fn log232(x: F) -> F {
  let l = logarithm(x);
  let p = logParts(l.f);
  let y = (((p.lo + p.hi) * -1.7605285393e-4 + p.lo * 1.4428710938) + p.hi * 1.4428710938) + l.k;
  return choose32(logOutside(x), logSpecial(x), y);
}
fn log1032(x: F) -> F {
  let l = logarithm(x);
  let p = logParts(l.f);
  let small = (l.k * 7.9034151668e-7 + (p.lo + p.hi) * -3.1689971365e-5) + p.lo * 0.43432617188;
  let y = (small + p.hi * 0.43432617188) + l.k * 0.30102920532;
  return choose32(logOutside(x), logSpecial(x), y);
}

fn tanh32(x: F) -> F {
  let a = abs32(x);
  let z = a * a;
  let p = -0.333332819422 + z * (0.133314422036 + z * (-0.0537397155531 + z * (0.0206390887954 + z * -0.00570498872745)));
  let large = size(x) >= U(0x3f200000u);
  var y = a + a * (z * p);
  if (any(large)) { y = choose32(large, 1.0 - quotient(F(2.0), exp32(a + a) + 1.0), y); }
  y = choose32(size(x) > U(0x41110000u), F(1.0), y);
  return choose32(isnan32(x) | (size(x) < U(0x39000000u)), x, signed(y, x));
}
// As PyTorch computes it: rounded where it rounds, and 0 below -88.72.
fn sigmoid32(x: F) -> F { return reciprocal32(add32(F(1.0), exp32(neg32(x)))); }
fn logsigmoid32(x: F) -> F { return sub32(minimum32(F(0.0), x), log1p32(exp32(neg32(abs32(x))))); }

// Integers that order as the numbers do, the zeros equal; NaN is the caller's business.
fn order(x: F) -> I {
  let i = bitcast<I>(x);
  return select(i, bitcast<i32>(SIGN) - i, i < I(0));
}
fn eq32(a: F, b: F) -> B { return !isnan32(a) & !isnan32(b) & (order(a) == order(b)); }
fn lt32(a: F, b: F) -> B { return !isnan32(a) & !isnan32(b) & (order(a) < order(b)); }
fn le32(a: F, b: F) -> B { return !isnan32(a) & !isnan32(b) & (order(a) <= order(b)); }
fn maximum32(a: F, b: F) -> F { return choose32(isnan32(a) | !(isnan32(b) | (order(b) > order(a))) | !(truth32(a) | truth32(b)), a, b); }
fn minimum32(a: F, b: F) -> F { return choose32(isnan32(a) | !(isnan32(b) | (order(b) < order(a))) | !(truth32(a) | truth32(b)), a, b); }
fn relu32(x: F) -> F { return choose32(negative(x) & truth32(x) & !isnan32(x), F(0.0), x); }
fn sign32(x: F) -> F { return choose32(truth32(x) & !isnan32(x), signed(F(1.0), x), F(0.0)); }

// From 2^23 on every number is whole; denormals round as one half does.
fn whole(x: F) -> B { return size(x) >= U(0x4b000000u); }
fn roundable(x: F) -> F { return choose32(truth32(x) & (size(x) < U(NORMAL)), signed(F(0.5), x), x); }
fn floor32(x: F) -> F { return choose32(whole(x), x, signed(floor(roundable(x)), x)); }
fn ceil32(x: F) -> F { return choose32(whole(x), x, signed(ceil(roundable(x)), x)); }
fn round32(x: F) -> F { return choose32(whole(x), x, signed(round(roundable(x)), x)); }
fn trunc32(x: F) -> F { return choose32(whole(x), x, signed(trunc(x), x)); }
// To the nearest float16 and bfloat16, ties to even. Below 2^-14 a float16 is a multiple of 2^-24, as every number from 0.5 to 1 is.
fn half32(x: F) -> F {
  let w = size(x);
  let near = (w + U(0xfffu) + ((w >> U(13u)) & U(1u))) & U(0xffffe000u);
  let small = bits(opaque(real(w) + 0.5) - 0.5);
  let y = select(select(near, small, w < U(0x38800000u)), U(P.inf), w >= U(0x477ff000u));
  return choose32(isnan32(x), nan(), signed(real(y), x));
}
fn brain32(x: F) -> F {
  let w = bits(x);
  return choose32(isnan32(x), nan(), real((w + U(0x7fffu) + ((w >> U(16u)) & U(1u))) & U(0xffff0000u)));
}
// As x86 converts: what does not fit becomes the least integer
fn integer32(x: F) -> I { return select(I(x), I(bitcast<i32>(SIGN)), size(x) >= U(0x4f000000u)); }

// x log y, rounded once: log y as hi + lo, hi and the head of x of 12 bits so that their product is exact
fn timesLog(x: F, y: F) -> F {
  let l = logarithm(y);
  let p = logParts(l.f);
  let powers = l.k * 0.69313812256;
  let hi = real(bits(powers + p.hi) & U(0xfffff000u));
  let lo = ((powers - hi) + p.hi) + (p.lo + l.k * 9.0580006145e-6);
  let head = real(bits(x) & U(0xfffff000u));
  return head * hi + (head * lo + (x - head) * (hi + lo));
}
fn ordinary(x: F) -> B { return (size(x) > U(0x20000000u)) & (size(x) < U(0x60000000u)); }
fn xlogy32(x: F, y: F) -> F {
  let plain = ordinary(x) & ordinary(y) & !negative(y);
  // Sums lose the sign of x · 0.
  let exact = choose32(bits(y) == U(0x3f800000u), signed(F(0.0), x), timesLog(x, y));
  let product = choose32(size(x) == U(0u), F(0.0), choose32(plain, exact, mul32(x, log32(y))));
  return choose32(isnan32(y), y, product);
}
