// Functions of numerics.wgsl, over four numbers, for those that arithmetic gets right on any adapter: 0, and what is finite and
// at least 2^-100. Where one makes another it raises `doubt`, as `met` does of what is read, and the thread does its part again
// with care. Sums of such numbers are multiples of 2^-126, so none of them is denormal.

var<private> doubt: B;

fn outside(x: F) -> B { return size(x) - TINY >= U(INFINITE - TINY); }
fn met(x: F) -> F {
  doubt = doubt | (outside(x) & truth32(x));
  return x;
}
fn add32(a: F, b: F) -> F {
  let sum = opaque(a + b);
  doubt = doubt | (size(sum) >= U(INFINITE));
  return sum;
}
fn mul32(a: F, b: F) -> F {
  let product = opaque(a * b);
  doubt = doubt | (outside(product) & truth32(a) & truth32(b));
  return product;
}
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
fn log32(x: F) -> F {
  doubt = doubt | (bits(x) - TINY >= U(INFINITE - TINY));
  let word = bits(x) + 0x004afb0du;
  return logSum(real((word & U(0x007fffffu)) + 0x3f3504f3u) - 1.0, F(bitcast<I>(word >> U(23u)) - 127), F(0.0));
}
// What the rounding of 1 + x loses is at most two units in the last place of the logarithm.
fn log1p32(x: F) -> F {
  doubt = doubt | (x <= F(-1.0)) | (size(x) >= U(INFINITE));
  let word = bits(1.0 + x) + 0x004afb0du;
  let near = (bits(x) < U(0x3ed413d0u)) | (negative(x) & (bits(x) <= U(0xbe95f619u)));
  let f = select(real((word & U(0x007fffffu)) + 0x3f3504f3u) - 1.0, x, near);
  let k = select(F(bitcast<I>(word >> U(23u)) - 127), F(0.0), near);
  return choose32(size(x) < U(0x33800000u), x, logSum(f, k, F(0.0)));
}
fn maximum32(a: F, b: F) -> F { return select(a, b, b > a); }
fn minimum32(a: F, b: F) -> F { return select(a, b, b < a); }
fn eq32(a: F, b: F) -> B { return a == b; }
fn lt32(a: F, b: F) -> B { return a < b; }
fn le32(a: F, b: F) -> B { return a <= b; }
fn xlogy32(x: F, y: F) -> F {
  let none = size(x) == U(0u);
  doubt = doubt | !((ordinary(x) & ordinary(y) & !negative(y)) | (none & !isnan32(y)));
  return choose32(none, F(0.0), timesLog(x, y));
}
