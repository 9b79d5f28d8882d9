// Two stages: a row is read for its largest logit, and once more for the sum. rowSingly.wgsl and rowByFours.wgsl are the ways
// to read.

const EXPONENTIALS = 0u;

struct Survey { highest: vec2u, plain: bool }
fn surveyCarefully(o: u32, begin: u32, end: u32) -> vec2u {
  var highest = identity(MAX);
  for (var r = begin; r < end; r = next(r)) { highest = merge(MAX, highest, lift(MAX, in0(o, r), F32, r)); }
  return highest;
}

fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let begin = begins(local % LANES);
  let end = select(0u, length, present);
  let own = survey(o, begin, end);
  let top = real(finish(MAX, gather(MAX, local, own.highest), F32, length));
  let plain = own.plain && size(top) < INFINITE;
  let sum = sumPowers(o, begin, end, top, plain);
  return Row(top, total(gather(SUM, local, sum)), plain);
}
