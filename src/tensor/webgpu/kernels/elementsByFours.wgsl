fn termFour(which: u32, o: u32, r: u32, known: vec2f) -> vec4f { return numbers(four0(o, r)); }
fn partOf(o: u32, begin: u32, end: u32) -> vec2u {
  var state = identity(OP);
  for (var r = begin; r < end; r += STEP) {
    let words = four0(o, r);
    for (var i = 0u; i < 4u; i++) { state = merge(OP, state, lift(OP, words[i], KIND, r + i)); }
  }
  if (any(doubtx4)) { state = identity(OP); }
  for (var r = select(end, begin, any(doubtx4)); r < end; r = next(r)) { state = merge(OP, state, lift(OP, in0(o, r), KIND, r)); }
  return state;
}
