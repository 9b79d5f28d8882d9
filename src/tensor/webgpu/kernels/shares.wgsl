// What softmax keeps in its result on the way, powers of logits, and makes of them at the end.

const KEEPS = !LOG;
fn keep(o: u32, r: u32, powers: vec4f) { if (KEEPS) { storeFour(place(o, r), bitcast<vec4u>(powers)); } }
// Four shares of the sum, by its reciprocal `factor`; or their logarithms, of logits less the largest.
fn writeFour(o: u32, r: u32, top: vec4f, logarithm: vec4f, factor: vec4f) {
  if (LOG) {
    let x = numbers(four0(o, r)) - top;
    let words = bitcast<vec4u>(x);
    let found = select(bitcast<vec4u>(x - logarithm), words, words == vec4u(INFINITE | SIGN));
    storeFour(place(o, r), finishedFour(o, r, found));
  } else { storeFour(place(o, r), finishedFour(o, r, bitcast<vec4u>(numbers(storedFour(place(o, r))) * factor))); }
}
