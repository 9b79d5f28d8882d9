// First pass of a reduction, of elements.
fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 { return real(in0(o, r)); }
fn part(o: u32, begin: u32, end: u32) -> vec2u {
  if (OP == SUM || OP == MEAN) { return sumOf(0u, o, begin, end, vec2f()); }
  return partOf(o, begin, end);
}
