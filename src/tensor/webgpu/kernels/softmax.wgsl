// softmax or log_softmax (LOG) along the dim of `r`, for each `o`, wherever that dim lies: in0 and place know the strides.

fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 { return exp32(below(real(in0(o, r)), known.x)); }

// e / sum where 0 <= e <= 1 <= sum, or either is NaN.
fn share(e: f32, sum: f32) -> f32 {
  let low = size(e) < 0x15000000u;
  let q = quotient(choose32(low, up(e), e), sum);
  return choose32(special(e, sum), nan(), choose32(low, down(q), q));
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let present = o < P.outputs;
  let all = row(o, present, P.length, local);
  if (!present) { return; }
  let logarithm = log32(all.sum);
  for (var r = local % LANES; r < P.length; r += LANES) {
    let x = below(real(in0(o, r)), all.top);
    // x - (top + log sum) would be ten times less exact
    if (LOG) { out[place(o, r)] = bits(below(x, logarithm)); }
    else { out[place(o, r)] = bits(share(exp32(x), all.sum)); }
  }
}
