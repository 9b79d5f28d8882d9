// Four sums beside each other with their rounding errors, as `mergeSums` keeps them.

fn numbers(words: vec4u) -> vec4f { return bitcast<vec4f>(words); }

struct Sums { sum: vec4f, rest: vec4f }
fn added(a: Sums, block: vec4f) -> Sums {
  let s = opaquex4(a.sum + block);
  let part = opaquex4(s - a.sum);
  return Sums(s, a.rest + ((a.sum - opaquex4(s - part)) + (block - part)));
}
