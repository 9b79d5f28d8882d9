// e^x of four logits at once, and what is found out about logits on the way.

// e^x for -87 < x < 88: as `exp32`, but for the last digit of the polynomial's argument.
fn exponentials(x: vec4f) -> vec4f {
  let t = turnsx4(x);
  let n = t - WHOLE;
  let r = opaquex4(x - n * 0.693145751953125) - n * 1.42860677e-6;
  let s = r * r;
  let p = (0.5 + r * 0.16666667) + s * ((0.041666485 + r * 0.0083333608) + s * (0.0013930436 + r * 0.00019852762));
  return bitcast<vec4f>(bitcast<vec4u>(1.0 + (r + s * p)) + (bitcast<vec4u>(t) << vec4u(23u)));
}
// e^x of x less the largest logit, or 0 where that would be denormal.
fn powers(x: vec4f) -> vec4f {
  return bitcast<vec4f>(select(bitcast<vec4u>(exponentials(x)), vec4u(), bitcast<vec4u>(x) > vec4u(0xc2ae0000u)));
}
// Where one may be denormal when it is divided by the sum: from -104 to -60. A sum that needs more has e^27 elements.
fn isLow(x: vec4f) -> vec4<bool> { return bitcast<vec4u>(x) - 0xc2700000u < vec4u(0x00600000u); }

const LOWEST = -3.4028234663852886e38;
struct Seen { top: vec4f, most: vec4i, least: vec4u }
const UNSEEN = Seen(vec4f(LOWEST), vec4i(bitcast<i32>(SIGN)), vec4u());
// As integers +Inf and NaN are the largest with a sign, a negative NaN is without one.
fn seen(a: Seen, words: vec4u) -> Seen {
  return Seen(max(a.top, bitcast<vec4f>(words)), max(a.most, bitcast<vec4i>(words)), max(a.least, words));
}

// Logits between -32 and 32 need not be made less by the largest: neither their powers nor shares of these get out of hand.
const NEAR = 0x42000000u;
fn isNear(a: Seen) -> vec4<bool> { return (a.most <= vec4i(i32(NEAR))) & (a.least <= vec4u(NEAR | SIGN)); }
// Where the largest is more than half of the sum, the rest is lost in it: 1 - share and the logarithm would not be exact.
fn isBalanced(sum: vec4f, top: vec4f) -> vec4<bool> { return sum >= 2.0 * exponentials(top); }
