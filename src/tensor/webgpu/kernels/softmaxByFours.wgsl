// Four at once; where a share may be denormal, or an epilogue is in doubt, the thread's part of the row is written again, the careful way.
fn write(o: u32, begin: u32, end: u32, all: Row, logarithm: f32) {
  let stop = select(begin, end, all.plain);
  let factor = vec4f(quotient(1.0, all.whole));
  let pairs = pairsEnd(begin, stop);
  for (var r = begin; r < pairs; r += 2u * STEP) {
    writeFour(o, r, vec4f(all.top), vec4f(logarithm), factor);
    writeFour(o, r + STEP, vec4f(all.top), vec4f(logarithm), factor);
  }
  for (var r = pairs; r < stop; r += STEP) { writeFour(o, r, vec4f(all.top), vec4f(logarithm), factor); }
  writeCarefully(o, select(stop, begin, any(doubtx4)), end, all, logarithm);
}
