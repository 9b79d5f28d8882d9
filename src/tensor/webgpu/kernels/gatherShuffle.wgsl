// Subgroup shuffle: threads of a subgroup read each other's registers; only subgroups that share a row meet in memory.
// Needs SUBGROUP, the least that a subgroup of this adapter is wide, and threads in the order of the group (subgroups.wgsl).

/* The states of LANES neighbouring threads as one; each of them gets it. All threads of the group must call. */
fn gather(op: u32, local: u32, mine: vec2u) -> vec2u {
  if (LANES == 1u) { return mine; }
  let run = min(LANES, subgroupAdd(1u));
  var state = mine;
  for (var step = run / 2u; step > 0u; step = step / 2u) { state = join(op, state, subgroupShuffleXor(state, step)); }
  if (LANES <= SUBGROUP) { return state; }
  if (local % run == 0u) { exchange[local / run] = state; }
  workgroupBarrier();
  let first = (local - local % LANES) / run;
  var result = exchange[first];
  for (var i = 1u; i < LANES / run; i++) { result = join(op, result, exchange[first + i]); }
  workgroupBarrier();
  return result;
}
