// One result for each `o` over all `r`: item(o, r) is a state. LANES threads share a result, and where `P.splits` > 1 so do
// several groups: then states are written instead of results (SPLITTING), for a second pass to merge.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let slot = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let lane = local % LANES;
  let o = slot / P.splits;
  var state = identity(OP);
  if (o < P.outputs) {
    let begin = (slot % P.splits) * P.span;
    let end = min(begin + P.span, P.length);
    for (var r = begin + lane; r < end; r += LANES) { state = absorb(OP, state, item(o, r), P.count); }
  }
  state = gather(OP, local, state);
  if (lane > 0u || o >= P.outputs) { return; }
  if (SPLITTING) {
    out[2u * slot] = state.x;
    out[2u * slot + 1u] = state.y;
  } else {
    out[o] = finish(OP, state, KIND, P.count);
  }
}
