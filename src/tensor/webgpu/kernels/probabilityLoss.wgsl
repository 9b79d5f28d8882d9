// Sum over the classes `r` of log-softmax(in0) · target in1 · weight in2 at each position `o`; the loss is its negative.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let present = o < P.outputs;
  let all = row(o, present, P.length, local);
  let logarithm = log32(all.sum);
  var sum = identity(SUM);
  if (present) {
    for (var r = local % LANES; r < P.length; r += LANES) {
      let chance = sub32(sub32(real(in0(o, r)), all.top), logarithm);
      var target_ = real(in1(o, r));
      if (SMOOTHED) { target_ = add32(mul32(target_, real(P.kept)), real(P.spread)); }
      sum = absorb(SUM, sum, vec2u(bits(mul32(mul32(chance, target_), real(in2(o, r)))), 0u), P.length);
    }
  }
  sum = gather(SUM, local, sum);
  if (present && local % LANES == 0u) { out[o] = bits(total(sum)); }
}
