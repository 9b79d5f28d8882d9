// Functions as those of quick.wgsl that look at what they are given themselves: any number will do.

fn div32(a: F, b: F) -> F {
  let q = opaque(quotient(a, b));
  doubt = doubt | ((outside(a) | outside(q)) & truth32(a)) | (size(b) - TINY >= U(0x7e000000u - TINY));
  // What corrects a quotient loses the sign of zero.
  return choose32(truth32(a), q, real((bits(a) ^ bits(b)) & U(SIGN)));
}
fn sqrt32(x: F) -> F {
  let zero = size(x) == U(0u);
  doubt = doubt | ((bits(x) - TINY >= U(INFINITE - TINY)) & !zero);
  var s = sqrt(x);
  if (!EXACT_SQRT && FUSED) { s = s + fma(-s, s, x) / (s + s); }
  return choose32(zero, x, s);
}
fn exp32(x: F) -> F {
  doubt = doubt | (size(x) > U(0x428a0000u));
  let e = exponential(x);
  return real(bits(1.0 + e.q) + (bitcast<U>(e.n) << U(23u)));
}
// x = 2^k (1 + f) by `word`, as `logarithm` does it.
fn logWord(x: F) -> U { return bits(x) + 0x004afb0du; }
fn logFraction(word: U) -> F { return real((word & U(0x007fffffu)) + 0x3f3504f3u) - 1.0; }
fn logExponent(word: U) -> F { return F(bitcast<I>(word >> U(23u)) - 127); }
fn logSum(f: F, k: F) -> F { return ((logTail(f) + k * 9.0580006145e-6 - 0.5 * f * f) + f) + k * 0.69313812256; }
fn log32(x: F) -> F {
  doubt = doubt | (bits(x) - TINY >= U(INFINITE - TINY));
  let word = logWord(x);
  return logSum(logFraction(word), logExponent(word));
}
fn xlogy32(x: F, y: F) -> F {
  let none = size(x) == U(0u);
  doubt = doubt | !((ordinary(x) & ordinary(y) & !negative(y)) | (none & !isnan32(y)));
  return choose32(none, F(0.0), choose32(bits(y) == U(0x3f800000u), signed(F(0.0), x), timesLog(x, y)));
}
// For x from 2^-76 and below 1, and t from there to 1, or 0: there neither logarithm comes near -100, and no product is below 2^-100.
fn bce32(x: F, t: F) -> F {
  doubt = doubt | (bits(x) - 0x19800000u >= U(0x26000000u)) | ((bits(t) - 0x19800000u > U(0x26000000u)) & (bits(t) != U(0u)));
  let word = logWord(x);
  let other = logWord(1.0 - x);
  let f = select(logFraction(other), -x, bits(x) <= U(0x3e95f619u));
  return (t - 1.0) * logSum(f, logExponent(other)) - t * logSum(logFraction(word), logExponent(word));
}
