// Four at once; a share that may be denormal is left to the careful way, which writes the thread's part of the row again.
// `known`: the largest logit, the logarithm of the sum, its reciprocal. Gives where a share is that low.
fn writeFour(o: u32, r: u32, known: vec3f) -> vec4<bool> {
  let x = numbers(four0(o, r)) - known.x;
  storeFour(place(o, r), shares(x, vec4f(known.y), vec4f(known.z)));
  return isLow(x) & vec4<bool>(!LOG);
}
fn write(o: u32, begin: u32, end: u32, all: Row, logarithm: f32) {
  let stop = select(begin, end, all.plain);
  let factor = quotient(1.0, all.sum);
  let pairs = pairsEnd(begin, stop);
  let known = vec3f(all.top, logarithm, factor);
  var low = vec4<bool>();
  for (var r = begin; r < pairs; r += 2u * STEP) { low = low | (writeFour(o, r, known) | writeFour(o, r + STEP, known)); }
  for (var r = pairs; r < stop; r += STEP) { low = low | writeFour(o, r, known); }
  writeCarefully(o, select(begin, end, all.plain && !any(low)), end, all, logarithm);
}
