// As map.wgsl, four elements at once, and once more with care where there is doubt. What is written beyond the last one lies
// in the buffer's padding.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let base = (group.y * groups.x + group.x) * (WG * EACH);
  let first = base + select(local * EACH, local, COALESCES);
  for (var i = 0u; i < EACH; i++) {
    let o = 4u * (first + i * select(1u, WG, COALESCES));
    if (o < P.outputs) { storeFour(o, four0(o, 0u)); }
  }
  let again = select(0u, EACH, any(doubtx4));
  for (var i = 0u; i < again; i++) {
    let o = 4u * (first + i * select(1u, WG, COALESCES));
    for (var j = o; j < min(o + 4u, P.outputs); j++) { store(j, in0(j, 0u)); }
  }
}
