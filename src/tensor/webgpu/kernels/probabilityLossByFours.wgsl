fn termFour(which: u32, o: u32, r: u32, known: vec2f) -> vec4f {
  var wanted = metx4(numbers(four1(o, r)));
  if (SMOOTHED) { wanted = add32x4(mul32x4(wanted, vec4f(real(P.kept))), metx4(vec4f(real(P.spread)))); }
  return mul32x4(mul32x4(metx4(chancex4(numbers(four0(o, r)), vec4f(known.x), vec4f(known.y))), wanted), metx4(numbers(four2(o, r))));
}
