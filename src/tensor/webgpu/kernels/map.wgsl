// Each element from the elements at the same place: EACH per thread, a run of them, or every so manieth where neighbouring
// threads had better read neighbours (COALESCES).

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let base = (group.y * groups.x + group.x) * (WG * EACH);
  let first = base + select(local * EACH, local, COALESCES);
  for (var i = 0u; i < EACH; i++) {
    let o = first + i * select(1u, WG, COALESCES);
    if (o < P.outputs) { store(o, in0(o, 0u)); }
  }
}
