// Negative log likelihood of a class index at each position `o`, of logits (LOGITS) or log-probabilities in0, with class
// weights in2 and label smoothing (SMOOTHED). Writes the losses, and after them the weights that a mean divides by.

const OTHERS = 1u;
fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 {
  let x = real(in0(o, r));
  if (which == OTHERS) { return mul32(chance(x, known.x, known.y), real(in2(o, r))); }
  return exp32(below(x, known.x));
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let lane = local % LANES;
  let present = o < P.outputs;
  var all = Row(0.0, 1.0, 1.0, false);
  if (LOGITS) { all = row(o, present, P.length, local); }
  let logarithm = log32(all.sum);
  var others = identity(SUM);
  if (SMOOTHED) {
    let end = select(0u, P.length, present);
    others = gather(SUM, local, sumOf(OTHERS, o, begins(lane), end, vec2f(all.top, logarithm)));
  }
  if (lane > 0u || !present) { return; }
  let wanted = in1(o, 0u);
  if (wanted == P.ignored) {
    store(o, 0u);
    store(P.outputs + o, 0u);
    return;
  }
  if (wanted >= P.length) {
    store(o, P.nan);
    store(P.outputs + o, P.nan);
    return;
  }
  var likely = real(in0(o, wanted));
  if (LOGITS) { likely = chance(likely, all.top, logarithm); }
  let weight = real(in2(o, wanted));
  var loss = mul32(neg32(likely), weight);
  if (SMOOTHED) { loss = add32(mul32(loss, real(P.kept)), mul32(neg32(total(others)), real(P.spread))); }
  store(o, bits(loss));
  store(P.outputs + o, bits(weight));
}
