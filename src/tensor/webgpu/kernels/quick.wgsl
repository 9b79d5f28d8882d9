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
// What the rounding of 1 + x loses is at most two units in the last place of the logarithm.
fn log1p32(x: F) -> F {
  doubt = doubt | (x <= F(-1.0)) | (size(x) >= U(INFINITE));
  let word = logWord(1.0 + x);
  let near = (bits(x) < U(0x3ed413d0u)) | (negative(x) & (bits(x) <= U(0xbe95f619u)));
  let y = logSum(select(logFraction(word), x, near), select(logExponent(word), F(0.0), near));
  return choose32(size(x) < U(0x33800000u), x, y);
}
fn maximum32(a: F, b: F) -> F { return select(a, b, b > a); }
fn minimum32(a: F, b: F) -> F { return select(a, b, b < a); }
fn eq32(a: F, b: F) -> B { return a == b; }
fn lt32(a: F, b: F) -> B { return a < b; }
fn le32(a: F, b: F) -> B { return a <= b; }
