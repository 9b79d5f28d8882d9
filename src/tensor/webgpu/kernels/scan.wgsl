// What runs along the dim of `r` for each `o`, from its end on where BACK. A thread has a stretch of `P.span`: first it says what
// the stretch comes to (SPLITTING); these states are run along themselves (STATES); then it begins with what came before (BEFORE).

fn element(o: u32, r: u32) -> vec3u {
  let word = in0(o, r);
  if (STATES) { return vec3u(word, in1(o, r), in2(o, r)); }
  return lifted(word, place(o, r));
}
fn storeState(at: u32, state: vec3u) {
  store(3u * at, state.x);
  store(3u * at + 1u, state.y);
  store(3u * at + 2u, state.z);
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let slot = (group.y * groups.x + group.x) * WG + local;
  let o = slot % P.outputs;
  let stretch = slot / P.outputs;
  if (stretch >= P.splits) { return; }
  var state = nothing();
  if (BEFORE && stretch > 0u) { state = vec3u(in3(o, stretch - 1u), in4(o, stretch - 1u), in5(o, stretch - 1u)); }
  let end = min((stretch + 1u) * P.span, P.length);
  for (var i = stretch * P.span; i < end; i++) {
    let r = select(i, P.length - 1u - i, BACK);
    state = joined(state, element(o, r));
    if (!SPLITTING) {
      if (STATES) { storeState(o * P.length + i, state); } else { store(place(o, r), found(state)); }
    }
  }
  if (SPLITTING) { storeState(o * P.splits + stretch, state); }
}
