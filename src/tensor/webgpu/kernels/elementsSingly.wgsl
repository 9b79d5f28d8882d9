fn partOf(o: u32, begin: u32, end: u32) -> vec2u {
  var state = identity(OP);
  for (var r = begin; r < end; r = next(r)) { state = merge(OP, state, lift(OP, in0(o, r), KIND, r)); }
  return state;
}
