// For each `o` the sum of the elements that go there: in2(o, r) for r from in0(o) to in1(o).

fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 { return real(in2(o, r)); }

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * WG + local;
  if (o < P.outputs) { store(o, bits(total(sumOf(0u, o, in0(o, 0u), in1(o, 0u), vec2f())))); }
}
