// One result for each `o` over all `r`; part(o, begin, end) is the state of those that `next` gives. LANES threads share a
// result, and where `P.splits` > 1 so do several groups: then states are written instead of results (SPLITTING), for a
// second pass to merge.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let slot = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let lane = local % LANES;
  let o = slot / P.splits;
  let begin = (slot % P.splits) * P.span;
  var state = identity(OP);
  if (o < P.outputs) { state = part(o, begin + begins(lane), min(begin + P.span, P.length)); }
  state = gather(OP, local, state);
  if (lane > 0u || o >= P.outputs) { return; }
  if (SPLITTING) {
    store(2u * slot, state.x);
    store(2u * slot + 1u, state.y);
  } else {
    store(o, finish(OP, state, KIND, real(P.divisor)));
  }
}
