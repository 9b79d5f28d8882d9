// The largest logit of a row and the sum of e^(x - largest), which softmax and cross entropy share. Row: all `r` of one `o`.

// The sum is rounded before its logarithm is taken, as PyTorch does: exacter would be other digits.
struct Row { top: f32, sum: f32 }
fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let lane = local % LANES;
  var highest = identity(MAX);
  if (present) {
    for (var r = lane; r < length; r += LANES) { highest = merge(MAX, highest, lift(MAX, in0(o, r), F32, r)); }
  }
  let top = real(finish(MAX, gather(MAX, local, highest), F32, length));
  var sum = identity(SUM);
  if (present) {
    for (var r = lane; r < length; r += LANES) {
      sum = absorb(SUM, sum, vec2u(bits(exp32(sub32(real(in0(o, r)), top))), 0u), length);
    }
  }
  return Row(top, total(gather(SUM, local, sum)));
}
