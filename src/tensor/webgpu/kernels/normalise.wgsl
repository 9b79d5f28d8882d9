// The largest logit of a row and the sum of e^(x - largest), which softmax and cross entropy share. Row: all `r` of one `o`.
// The sum is rounded before its logarithm is taken, as PyTorch does: exacter would be other digits. row*.wgsl find both.

struct Row { top: f32, sum: f32 }

// x - y where x <= y and a difference below 2^-100 is as good as none.
fn below(x: f32, y: f32) -> f32 {
  return choose32(special(x, y), addSpecial(x, neg32(y)), x - y);
}
/* log-softmax of a logit. */
fn chance(x: f32, top: f32, logarithm: f32) -> f32 { return below(below(x, top), logarithm); }
