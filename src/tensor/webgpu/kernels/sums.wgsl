// Sums of many terms: BLOCK of them one after the other, as PyTorch adds few, then the blocks with their rounding errors kept.
// Needs `term(which, o, r, known)`, what is summed; `next` says which terms are this thread's.

const BLOCK = 16u;

fn sumCarefully(which: u32, o: u32, begin: u32, end: u32, known: vec2f) -> vec2u {
  var state = identity(SUM);
  // What arithmetic may mistake is set apart: which of NaN, Inf and -Inf there are, and denormals, as multiples of the least.
  var odd = vec3<bool>();
  var dust = 0.0;
  for (var r = begin; r < end;) {
    var block = 0.0;
    for (var i = 0u; i < BLOCK && r < end; i++) {
      let x = term(which, o, r, known);
      let w = size(x);
      block = block + choose32(w >= NORMAL && w < INFINITE, x, 0.0);
      odd = odd | vec3(w > INFINITE, bits(x) == INFINITE, bits(x) == (INFINITE | SIGN));
      dust = dust + choose32(w < NORMAL, signed(f32(w & 0x007fffffu), x), 0.0);
      r = next(r);
    }
    state = mergeSums(state, vec2u(bits(block), 0u));
  }
  if (odd.x || (odd.y && odd.z)) { return vec2u(P.nan, 0u); }
  if (odd.y || odd.z) { return vec2u(bits(infinity(select(0u, SIGN, odd.z))), 0u); }
  if (size(dust) == 0u) { return state; }
  // dust · 2^-149
  return vec2u(bits(add32(real(state.x), down(dust * 2.5849394142282115e-26))), state.y);
}
