// One stage: a row is read once for its largest logit and the sum together (Milakov and Gimelshein, Online normalizer
// calculation for softmax). A thread measures exponents from a base that it moves only where a logit exceeds it by more
// than SLACK, so that what was summed is seldom rounded again.

const ROWS = 100u;
const SLACK = 8.0;
const ONLINE_BLOCK = 16u;

fn key(x: f32) -> u32 { return rank(bits(x), F32, false); }
fn logit(key: u32) -> f32 { return real(unrank(key, F32, false)); }

// A sum of e^(x - largest) as one of e^(x - top). A thread without elements has the key 0 and the sum 0.
fn rescaled(state: vec2u, top: f32) -> f32 {
  return choose32(state.y == 0u, 0.0, real(state.y) * exp32(below(logit(state.x), top)));
}
fn join(op: u32, a: vec2u, b: vec2u) -> vec2u {
  if (op != ROWS) { return merge(op, a, b); }
  let top = max(a.x, b.x);
  return vec2u(top, bits(rescaled(a, logit(top)) + rescaled(b, logit(top))));
}

fn row(o: u32, present: bool, length: u32, local: u32) -> Row {
  let end = select(0u, length, present);
  var top = 0u;
  // Finite and below all finite logits, so that a logit of -Inf adds nothing.
  var base = -3.4028234663852886e38;
  var limit = key(base);
  var sum = identity(SUM);
  for (var first = local % LANES; first < end; first += ONLINE_BLOCK * LANES) {
    let stop = min(end, first + ONLINE_BLOCK * LANES);
    var block = 0.0;
    for (var r = first; r < stop; r += LANES) {
      let x = real(in0(o, r));
      top = max(top, key(x));
      if (key(x) > limit) {
        let scale = exp32(below(base, x));
        block = block * scale;
        sum = vec2u(bits(real(sum.x) * scale), bits(real(sum.y) * scale));
        base = x;
        limit = key(x + SLACK);
      }
      block = block + exp32(below(x, base));
    }
    sum = mergeSums(sum, vec2u(bits(block), 0u));
  }
  let highest = logit(top);
  let own = choose32(special(highest, 0.0), 0.0, total(sum) * exp32(below(base, highest)));
  let all = gather(ROWS, local, vec2u(top, bits(own)));
  let largest = logit(all.x);
  // Inf - Inf is NaN in the two stages, and so it is here.
  let total = choose32(special(largest, 0.0), nan(), real(all.y));
  return Row(largest, total, total, false);
}
