// Each element from the elements at the same place: EACH per thread, neighbours in neighbouring threads.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = (group.y * groups.x + group.x) * (WG * EACH) + local;
  for (var i = 0u; i < EACH; i++) {
    let o = first + i * WG;
    if (o < P.outputs) { out[o] = in0(o, 0u); }
  }
}
