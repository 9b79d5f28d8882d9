// Four logits at once. While the largest is sought the powers are summed as if none had to be made less by it, and where that is
// so the row is read once only. NaN and +Inf, of which the whole row becomes NaN, are left to the careful way.

struct Survey { highest: vec2u, sum: vec2u, plain: bool }
fn survey(o: u32, begin: u32, end: u32) -> Survey {
  var found = UNSEEN;
  var sums = Sums();
  let pairs = pairsEnd(begin, end);
  for (var r = begin; r < pairs; r += 2u * STEP) {
    let a = four0(o, r);
    let b = four0(o, r + STEP);
    found = seen(seen(found, a), b);
    let powers = exponentials(numbers(a));
    let others = exponentials(numbers(b));
    keep(o, r, powers);
    keep(o, r + STEP, others);
    sums = added(sums, powers + others);
  }
  for (var r = pairs; r < end; r += STEP) {
    let a = four0(o, r);
    found = seen(found, a);
    let powers = exponentials(numbers(a));
    keep(o, r, powers);
    sums = added(sums, powers);
  }
  let highest = max(max(found.top.x, found.top.y), max(found.top.z, found.top.w));
  let over = max(max(found.most.x, found.most.y), max(found.most.z, found.most.w)) >= i32(INFINITE);
  let sure = !any(doubtx4);
  let plain = !over && highestOf(found.least) <= (INFINITE | SIGN) && (highest > LOWEST || begin >= end) && sure;
  let careful = surveyCarefully(o, select(begin, end, plain), end);
  let highestOne = select(identity(MAX), lift(MAX, bits(highest), F32, 0u), begin < end);
  let isKnown = sure && (begin >= end || all(isNear(found)));
  return Survey(select(careful, highestOne, plain), select(vec2u(P.nan, 0u), joined(sums), isKnown), plain);
}

struct Powers { sum: vec2u, low: bool }
fn sumPowers(o: u32, begin: u32, end: u32, top: f32, plain: bool) -> Powers {
  let stop = select(begin, end, plain);
  let pairs = pairsEnd(begin, stop);
  var sums = Sums();
  var low = vec4<bool>();
  for (var r = begin; r < pairs; r += 2u * STEP) {
    let x = numbers(four0(o, r)) - top;
    let y = numbers(four0(o, r + STEP)) - top;
    let powersOfX = powers(x);
    let powersOfY = powers(y);
    keep(o, r, powersOfX);
    keep(o, r + STEP, powersOfY);
    if (KEEPS) { low = low | isLow(x) | isLow(y); }
    sums = added(sums, powersOfX + powersOfY);
  }
  for (var r = pairs; r < stop; r += STEP) {
    let x = numbers(four0(o, r)) - top;
    let powersOfX = powers(x);
    keep(o, r, powersOfX);
    if (KEEPS) { low = low | isLow(x); }
    sums = added(sums, powersOfX);
  }
  let careful = sumCarefully(EXPONENTIALS, o, stop, end, vec2f(top, 0.0));
  return Powers(select(careful, joined(sums), plain), any(low));
}

fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let begin = begins(local % LANES);
  let end = select(0u, length, present);
  let own = survey(o, begin, end);
  let top = highestOfAll(local, own.highest);
  let whole = total(gather(SUM, local, own.sum));
  let isDone = size(whole) < INFINITE && isBalanced(vec4f(whole), vec4f(top)).x;
  let plain = own.plain && size(top) < INFINITE;
  let shifted = sumPowers(o, select(begin, end, isDone), end, top, plain);
  let sum = total(gather(SUM, local, shifted.sum));
  if (isDone) { return Row(top, whole * exponentials(vec4f(-top)).x, whole, true); }
  return Row(top, sum, sum, plain && !shifted.low);
}
