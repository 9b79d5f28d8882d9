// The largest logit of a row and the sum of e^(x - largest), which softmax and cross entropy share. Row: all `r` of one `o`.
// The sum is rounded before its logarithm is taken, as PyTorch does: exacter would be other digits.

struct Row { top: f32, sum: f32 }

// x - y where x <= y and a difference below 2^-100 is as good as none.
fn below(x: f32, y: f32) -> f32 {
  return choose32(special(x, y), addSpecial(x, neg32(y)), x - y);
}
/* log-softmax of a logit. */
fn chance(x: f32, top: f32, logarithm: f32) -> f32 { return below(below(x, top), logarithm); }

const EXPONENTIALS = 0u;
fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let lane = local % LANES;
  let end = select(0u, length, present);
  var highest = identity(MAX);
  for (var r = lane; r < end; r += LANES) { highest = merge(MAX, highest, lift(MAX, in0(o, r), F32, r)); }
  let top = real(finish(MAX, gather(MAX, local, highest), F32, length));
  let sum = sumOf(EXPONENTIALS, o, lane, end, LANES, vec2f(top, 0.0));
  return Row(top, total(gather(SUM, local, sum)));
}
