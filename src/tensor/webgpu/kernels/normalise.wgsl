// The largest logit of a row and the sum of e^(x - largest), which softmax and cross entropy share. Row: all `r` of one `o`.
// The sum is rounded before its logarithm is taken, as PyTorch does: exacter would be other digits. row*.wgsl find both.
// `plain`: among this thread's logits is neither NaN nor Inf, the largest of all is finite, and the powers of logits that were
// kept, of which `whole` is the sum, are right.

struct Row { top: f32, sum: f32, whole: f32, plain: bool }
