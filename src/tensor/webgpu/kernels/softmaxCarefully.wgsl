// One element after the other of softmax or log_softmax (LOG) of a row.

fn term(which: u32, o: u32, r: u32, known: vec2f) -> f32 { return exp32(below(real(in0(o, r)), known.x)); }

// e / sum where 0 <= e <= 1 <= sum, or either is NaN.
fn share(e: f32, sum: f32) -> f32 {
  let low = size(e) < 0x15000000u;
  let q = quotient(choose32(low, up(e), e), sum);
  return choose32(special(e, sum), nan(), choose32(low, down(q), q));
}
fn writeCarefully(o: u32, begin: u32, end: u32, all: Row, logarithm: f32) {
  for (var r = begin; r < end; r = next(r)) {
    let x = below(real(in0(o, r)), all.top);
    // x - (top + log sum) would be ten times less exact
    if (LOG) { store(place(o, r), finished(o, r, bits(below(x, logarithm)))); }
    else { store(place(o, r), finished(o, r, bits(share(exp32(x), all.sum)))); }
  }
}
