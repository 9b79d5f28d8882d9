// Sequential halves: the first half of the threads takes over from the second, then its first half from its second, ...
// Threads that work are neighbours, and so is what they read.

/* The states of LANES neighbouring threads as one; each of them gets it. All threads of the group must call. */
fn gather(op: u32, local: u32, mine: vec2u) -> vec2u {
  if (LANES == 1u) { return mine; }
  let lane = local % LANES;
  exchange[local] = mine;
  for (var step = LANES / 2u; step > 0u; step = step / 2u) {
    workgroupBarrier();
    if (lane < step) { exchange[local] = join(op, exchange[local], exchange[local + step]); }
  }
  workgroupBarrier();
  let result = exchange[local - lane];
  workgroupBarrier();
  return result;
}
