// softmax or log_softmax (LOG) along the dim of `r`, for each `o`, wherever that dim lies: in0 and place know the strides.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let present = o < P.outputs;
  let all = row(o, present, P.length, local);
  if (present) { write(o, begins(local % LANES), P.length, all, log32(all.sum)); }
}
