// Four terms at once, `termFour`, as if there were no NaN, Inf and denormals; where one was met the sum is made again with care.
// Terms that are SURE are none of these, or raised doubt.

struct Terms { sums: Sums, most: vec4u, least: vec4u }
fn counted(a: Terms, x: vec4f, y: vec4f) -> Terms {
  if (SURE) { return a; }
  let most = max(a.most, max(sizex4(x), sizex4(y)));
  // 0 becomes the largest integer.
  return Terms(a.sums, most, min(a.least, min(sizex4(x) - 1u, sizex4(y) - 1u)));
}
fn sumOf(which: u32, o: u32, begin: u32, end: u32, known: vec2f) -> vec2u {
  var all = Terms(Sums(), vec4u(), ~vec4u());
  let pairs = pairsEnd(begin, end);
  for (var r = begin; r < pairs; r += 2u * STEP) {
    let x = termFour(which, o, r, known);
    let y = termFour(which, o, r + STEP, known);
    all = counted(all, x, y);
    all.sums = added(all.sums, x + y);
  }
  for (var r = pairs; r < end; r += STEP) {
    let x = termFour(which, o, r, known);
    all = counted(all, x, x);
    all.sums = added(all.sums, x);
  }
  let plain = highestOf(all.most) < INFINITE && ~highestOf(~all.least) >= NORMAL - 1u && !any(doubtx4);
  let careful = sumCarefully(which, o, select(begin, end, plain), end, known);
  return select(careful, joined(all.sums), plain);
}
