// e^x of x <= 0, or 0 where that would be denormal: as `exp32`, but for the last digit of the polynomial's argument.
fn powers(x: vec4f) -> vec4f {
  let t = turnsx4(x);
  let n = t - WHOLE;
  let r = opaquex4(x - n * 0.693145751953125) - n * 1.42860677e-6;
  let s = r * r;
  let p = (0.5 + r * 0.16666667) + s * ((0.041666485 + r * 0.0083333608) + s * (0.0013930436 + r * 0.00019852762));
  let y = bitcast<vec4u>(1.0 + (r + s * p)) + (bitcast<vec4u>(t) << vec4u(23u));
  return bitcast<vec4f>(select(y, vec4u(), bitcast<vec4u>(x) > vec4u(0xc2ae0000u)));
}

const LOWEST = -3.4028234663852886e38;
struct Seen { top: vec4f, most: vec4i, least: vec4u }
const UNSEEN = Seen(vec4f(LOWEST), vec4i(bitcast<i32>(SIGN)), vec4u());
// As integers +Inf and NaN are the largest with a sign, a negative NaN is without one.
fn seen(a: Seen, words: vec4u) -> Seen {
  return Seen(max(a.top, bitcast<vec4f>(words)), max(a.most, bitcast<vec4i>(words)), max(a.least, words));
}
