// Second pass of a reduction, of the states that groups of the first wrote.
fn part(o: u32, begin: u32, end: u32) -> vec2u {
  var state = identity(OP);
  for (var r = begin; r < end; r = next(r)) { state = merge(OP, state, vec2u(in0(o, r), in1(o, r))); }
  return state;
}
