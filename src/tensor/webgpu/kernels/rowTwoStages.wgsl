// Two stages: a row is read for its largest logit, and once more for the sum. rowSingly.wgsl and rowByFours.wgsl are the ways
// to read.

const EXPONENTIALS = 0u;

fn surveyCarefully(o: u32, begin: u32, end: u32) -> vec2u {
  var highest = identity(MAX);
  for (var r = begin; r < end; r = next(r)) { highest = merge(MAX, highest, lift(MAX, in0(o, r), F32, r)); }
  return highest;
}
fn highestOfAll(local: u32, own: vec2u) -> f32 { return real(finish(MAX, gather(MAX, local, own), F32, 0.0)); }
