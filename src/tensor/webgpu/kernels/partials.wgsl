// Second pass of a reduction: a state that a group of the first pass wrote.
fn item(o: u32, r: u32) -> vec2u { return vec2u(in0(o, r), in1(o, r)); }
