// Four terms at once, `termFour`, as if there were no NaN, Inf and denormals; where one was met the sum is made again with care.

fn sumOf(which: u32, o: u32, begin: u32, end: u32, known: vec2f) -> vec2u {
  var sums = Sums();
  var most = vec4u();
  // 0 becomes the largest integer.
  var least = ~vec4u();
  for (var r = begin; r < end;) {
    var block = vec4f();
    for (var i = 0u; i < FOURS && r < end; i++) {
      let x = termFour(which, o, r, known);
      most = max(most, sizex4(x));
      least = min(least, sizex4(x) - 1u);
      block += x;
      r += STEP;
    }
    sums = added(sums, block);
  }
  let plain = highestOf(most) < INFINITE && ~highestOf(~least) >= NORMAL - 1u && !any(doubtx4);
  let careful = sumCarefully(which, o, select(begin, end, plain), end, known);
  return select(careful, joined(sums), plain);
}
