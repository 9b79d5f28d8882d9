fn termFour(which: u32, o: u32, r: u32, known: vec2f) -> vec4f {
  return mul32x4(metx4(chancex4(numbers(four0(o, r)), vec4f(known.x), vec4f(known.y))), metx4(numbers(four2(o, r))));
}
