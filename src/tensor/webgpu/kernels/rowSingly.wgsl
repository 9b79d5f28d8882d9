fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let begin = begins(local % LANES);
  let end = select(0u, length, present);
  let top = highestOfAll(local, surveyCarefully(o, begin, end));
  let own = sumCarefully(EXPONENTIALS, o, begin, end, vec2f(top, 0.0));
  let sum = total(gather(SUM, local, own));
  return Row(top, sum, sum, false);
}
