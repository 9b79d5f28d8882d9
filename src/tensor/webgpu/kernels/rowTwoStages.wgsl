// Two stages: a row is read for its largest logit, and once more for the sum.

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
