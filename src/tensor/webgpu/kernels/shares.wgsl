// Four elements of softmax, or its logarithm, of x less the largest logit. `factor`: the reciprocal of the sum.
fn shares(x: vec4f, logarithm: vec4f, factor: vec4f) -> vec4u {
  let words = bitcast<vec4u>(x);
  if (LOG) { return select(bitcast<vec4u>(x - logarithm), words, words == vec4u(INFINITE | SIGN)); }
  return bitcast<vec4u>(powers(x) * factor);
}
// Where one may be denormal: from -104 to -60. A sum that needs more has e^27 elements.
fn isLow(x: vec4f) -> vec4<bool> { return bitcast<vec4u>(x) - 0xc2700000u < vec4u(0x00600000u); }
