// Sum over the classes `r` of log-softmax(in0) · target in1 · weight in2 at each position `o`; the loss is its negative.

const PRODUCTS = 1u;
fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 {
  let x = real(in0(o, r));
  if (which != PRODUCTS) { return exp32(below(x, known.x)); }
  var wanted = real(in1(o, r));
  if (SMOOTHED) { wanted = add32(mul32(wanted, real(P.kept)), real(P.spread)); }
  return mul32(mul32(chance(x, known.x, known.y), wanted), real(in2(o, r)));
}

@compute @workgroup_size(WG)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) local: u32) {
  let o = (group.y * groups.x + group.x) * (WG / LANES) + local / LANES;
  let present = o < P.outputs;
  let all = row(o, present, P.length, local);
  let logarithm = log32(all.sum);
  let end = select(0u, P.length, present);
  let sum = gather(SUM, local, sumOf(PRODUCTS, o, begins(local % LANES), end, vec2f(all.top, logarithm)));
  if (present && local % LANES == 0u) { store(o, bits(total(sum))); }
}
