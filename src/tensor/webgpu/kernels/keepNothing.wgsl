// The losses need no power of a logit again.

const KEEPS = false;
fn keep(o: u32, r: u32, powers: vec4f) {}
