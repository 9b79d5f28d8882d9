// Negative log likelihood of a class index at each position `o`, of logits (LOGITS) or log-probabilities in0, with class
// weights in2 and label smoothing (SMOOTHED). Writes the losses, and after them the weights that a mean divides by.

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let lane = local % LANES;
  let present = o < P.outputs;
  var all = Row(0.0, 1.0);
  if (LOGITS) { all = row(o, present, P.length, local); }
  let logarithm = log32(all.sum);
  var others = identity(SUM);
  if (SMOOTHED && present) {
    for (var r = lane; r < P.length; r += LANES) {
      let chance = sub32(sub32(real(in0(o, r)), all.top), logarithm);
      others = absorb(SUM, others, vec2u(bits(mul32(chance, real(in2(o, r)))), 0u), P.length);
    }
  }
  if (SMOOTHED) { others = gather(SUM, local, others); }
  if (lane > 0u || !present) { return; }
  let wanted = in1(o, 0u);
  if (wanted == P.ignored) {
    out[o] = 0u;
    out[P.outputs + o] = 0u;
    return;
  }
  if (wanted >= P.length) {
    out[o] = P.nan;
    out[P.outputs + o] = P.nan;
    return;
  }
  var chance = real(in0(o, wanted));
  if (LOGITS) { chance = sub32(sub32(chance, all.top), logarithm); }
  let weight = real(in2(o, wanted));
  var loss = mul32(neg32(chance), weight);
  if (SMOOTHED) { loss = add32(mul32(loss, real(P.kept)), mul32(neg32(total(others)), real(P.spread))); }
  out[o] = bits(loss);
  out[P.outputs + o] = bits(weight);
}
