// Four logits at once. NaN and +Inf, of which the whole row becomes NaN, are left to the careful way.

fn survey(o: u32, begin: u32, end: u32) -> Survey {
  var all = UNSEEN;
  let pairs = pairsEnd(begin, end);
  for (var r = begin; r < pairs; r += 2u * STEP) { all = seen(seen(all, four0(o, r)), four0(o, r + STEP)); }
  for (var r = pairs; r < end; r += STEP) { all = seen(all, four0(o, r)); }
  let highest = max(max(all.top.x, all.top.y), max(all.top.z, all.top.w));
  let over = max(max(all.most.x, all.most.y), max(all.most.z, all.most.w)) >= i32(INFINITE);
  let plain = !over && highestOf(all.least) <= (INFINITE | SIGN) && (highest > LOWEST || begin >= end) && !any(doubtx4);
  let careful = surveyCarefully(o, select(begin, end, plain), end);
  let found = select(identity(MAX), lift(MAX, bits(highest), F32, 0u), begin < end);
  return Survey(select(careful, found, plain), plain);
}

fn power0(o: u32, r: u32, top: f32) -> vec4f { return powers(numbers(four0(o, r)) - top); }

fn sumPowers(o: u32, begin: u32, end: u32, top: f32, plain: bool) -> vec2u {
  let stop = select(begin, end, plain);
  let pairs = pairsEnd(begin, stop);
  var sums = Sums();
  for (var r = begin; r < pairs;) {
    var block = vec4f();
    for (var i = 0u; i < FOURS && r < pairs; i++) {
      block += power0(o, r, top) + power0(o, r + STEP, top);
      r += 2u * STEP;
    }
    sums = added(sums, block);
  }
  for (var r = pairs; r < stop; r += STEP) { sums = added(sums, power0(o, r, top)); }
  let careful = sumCarefully(EXPONENTIALS, o, stop, end, vec2f(top, 0.0));
  return select(careful, joined(sums), plain);
}
