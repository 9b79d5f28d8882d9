// What runs along a line, as three words, and how that of one stretch and of the next become one.
//   sum       hi, lo, and 1 where their sum stands for 2^64 times as much
//   product   hi, lo, exponent: (hi + lo)·2^exponent with hi in [1, 2); 0, Inf and NaN have hi alone
//   LOGSUM    the largest, and what the others add to the 1 that it counts for
//   MAX, MIN  key and place of the best
// PyTorch runs in double: so digits that a float loses are kept beside it, and what leaves a float's range can come back.
// Needs numerics.wgsl, states.wgsl, OP and KIND.

const LOGSUM = 100u;
const FAR = 18446744073709551616.0;
const NEAR = 5.421010862427522e-20;
const HEAD = 0xfffff000u;

fn nothing() -> vec3u {
  switch OP {
    case PROD: { return vec3u(bits(1.0), 0u, 0u); }
    case LOGSUM: { return vec3u(P.inf | SIGN, 0u, 0u); }
    default: { return vec3u(); }
  }
}

fn scaled(word: u32, factor: f32) -> u32 {
  let x = real(word);
  return bits(choose32(special(x, x), x, x * factor));
}
fn lessened(a: vec3u) -> vec2u { return select(vec2u(scaled(a.x, NEAR), scaled(a.y, NEAR)), a.xy, a.z == 1u); }
fn sumOfTwo(a: vec3u, b: vec3u) -> vec3u {
  let x = real(a.x);
  let y = real(b.x);
  if (a.z + b.z == 0u) {
    if (!DENORMALS && max(size(x), size(y)) < TINY) {
      return vec3u(bits(add32(x, y)), bits(real(a.y) + real(b.y)), 0u);
    }
    let sum = mergeSums(a.xy, b.xy);
    if (size(real(sum.x)) < INFINITE || special(x, y)) { return vec3u(sum, 0u); }
  }
  let sum = mergeSums(lessened(a), lessened(b));
  let most = size(real(sum.x));
  // From 2^62 on.
  if (most >= 0x5e800000u) { return vec3u(sum, select(1u, 0u, most >= INFINITE)); }
  return vec3u(scaled(sum.x, FAR), scaled(sum.y, FAR), 0u);
}
fn sumOf(a: vec3u) -> u32 {
  let x = real(a.x);
  if (special(x, x) || (a.y | a.z) == 0u) { return a.x; }
  let sum = add32(x, real(a.y));
  if (a.z == 0u) { return bits(sum); }
  // From 2^64 on.
  if (size(sum) >= 0x5f800000u) { return P.inf | (bits(sum) & SIGN); }
  return bits(sum * FAR);
}

fn isOdd(x: f32) -> bool { return special(x, x) || !truth32(x); }
fn factor(word: u32) -> vec3u {
  let x = real(word);
  if (isOdd(x)) { return vec3u(word, 0u, 0u); }
  let low = size(x) < NORMAL;
  let digits = bits(choose32(low, up(x), x));
  let exponent = i32((digits & MAGNITUDE) >> 23u) - select(127, 191, low);
  return vec3u((digits & 0x807fffffu) | 0x3f800000u, 0u, bitcast<u32>(exponent));
}
// What x·y = p has lost: exact by a fused multiply-add, or by products of heads and tails of 12 bits (Dekker).
fn lostBy(x: f32, y: f32, p: f32) -> f32 {
  if (FUSED) { return fma(x, y, neg32(p)); }
  let xh = real(bits(x) & HEAD);
  let yh = real(bits(y) & HEAD);
  let xl = opaque(x - xh);
  let yl = opaque(y - yh);
  return opaque(opaque(opaque(opaque(xh * yh) - p) + opaque(xh * yl)) + opaque(xl * yh)) + xl * yl;
}
fn productOfTwo(a: vec3u, b: vec3u) -> vec3u {
  let x = real(a.x);
  let y = real(b.x);
  if (isOdd(x) || isOdd(y)) { return vec3u(bits(mul32(x, y)), 0u, 0u); }
  let p = opaque(x * y);
  let rest = lostBy(x, y, p) + (x * real(b.y) + y * real(a.y));
  let high = size(p) >= 0x40000000u;
  let half = select(1.0, 0.5, high);
  let exponent = clamp(bitcast<i32>(a.z) + bitcast<i32>(b.z), -0x20000000, 0x20000000) + select(0, 1, high);
  return vec3u(bits(p * half), bits(rest * half), bitcast<u32>(exponent));
}
fn productOf(a: vec3u) -> u32 {
  let x = real(a.x);
  if (isOdd(x)) { return a.x; }
  let digits = bits(x + real(a.y));
  let exponent = i32((digits & MAGNITUDE) >> 23u) + bitcast<i32>(a.z);
  let sign = digits & SIGN;
  if (exponent > 254) { return P.inf | sign; }
  let word = digits & 0x807fffffu;
  if (exponent > 0) { return word | (u32(exponent) << 23u); }
  if (exponent > -64) { return bits(down(real(word | (u32(exponent + 64) << 23u)))); }
  return sign;
}

fn logOfTwo(a: vec3u, b: vec3u) -> vec3u {
  let x = real(a.x);
  let y = real(b.x);
  if (isnan32(x) || isnan32(y)) { return vec3u(P.nan, 0u, 0u); }
  let less = lt32(x, y);
  let most = choose32(less, y, x);
  if (isinf32(most)) { return vec3u(bits(most), 0u, 0u); }
  let distance = sub32(choose32(less, x, y), most);
  let own = real(select(a.y, b.y, less));
  let other = real(select(b.y, a.y, less));
  return vec3u(bits(most), bits(own + (1.0 + other) * exp32(distance)), 0u);
}
fn logOf(a: vec3u) -> u32 {
  let x = real(a.x);
  if (special(x, x)) { return a.x; }
  return bits(add32(x, log1p32(real(a.y))));
}

/* An element; `word` are its bits, `place` its own. */
fn lifted(word: u32, place: u32) -> vec3u {
  switch OP {
    case PROD: { return factor(word); }
    case MAX: { return vec3u(rank(unzero(word, KIND), KIND, false), place, 0u); }
    case MIN: { return vec3u(rank(unzero(word, KIND), KIND, true), place, 0u); }
    default: { return vec3u(word, 0u, 0u); }
  }
}
fn joined(a: vec3u, b: vec3u) -> vec3u {
  switch OP {
    case SUM: { return sumOfTwo(a, b); }
    case PROD: { return productOfTwo(a, b); }
    case LOGSUM: { return logOfTwo(a, b); }
    // Of equal ones the last.
    default: { return select(a, b, b.x >= a.x); }
  }
}
fn found(state: vec3u) -> u32 {
  switch OP {
    case SUM: { return sumOf(state); }
    case PROD: { return productOf(state); }
    case LOGSUM: { return logOf(state); }
    default: { return state.y; }
  }
}
