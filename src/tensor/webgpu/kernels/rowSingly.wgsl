fn survey(o: u32, begin: u32, end: u32) -> Survey { return Survey(surveyCarefully(o, begin, end), false); }
fn sumPowers(o: u32, begin: u32, end: u32, top: f32, plain: bool) -> vec2u {
  return sumCarefully(EXPONENTIALS, o, begin, end, vec2f(top, 0.0));
}
