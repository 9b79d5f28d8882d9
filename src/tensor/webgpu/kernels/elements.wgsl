// First pass of a reduction: an element as a state.
fn item(o: u32, r: u32) -> vec2u { return lift(OP, in0(o, r), KIND, r); }
