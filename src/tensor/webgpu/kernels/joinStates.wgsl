// Threads join what they found by the reduction's own rule.
fn join(op: u32, a: vec2u, b: vec2u) -> vec2u { return merge(op, a, b); }
