// Interleaved pairs: every second thread takes over from its neighbour, then every fourth from the one two further, ...
// The shape that reductions are taught with first; threads that work lie ever further apart.

/* The states of LANES neighbouring threads as one; each of them gets it. All threads of the group must call. */
fn gather(op: u32, local: u32, mine: vec2u) -> vec2u {
  if (LANES == 1u) { return mine; }
  let lane = local % LANES;
  exchange[local] = mine;
  for (var step = 1u; step < LANES; step = step * 2u) {
    workgroupBarrier();
    if (lane % (2u * step) == 0u) { exchange[local] = join(op, exchange[local], exchange[local + step]); }
  }
  workgroupBarrier();
  let result = exchange[local - lane];
  workgroupBarrier();
  return result;
}
