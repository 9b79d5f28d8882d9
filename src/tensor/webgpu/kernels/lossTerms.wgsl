// One element of each elementwise loss, operation by operation as ATen computes it, and of what softmax and the losses over
// classes share. Over F as in numerics.wgsl.

fn bce32(x: F, t: F) -> F {
  let miss = mul32(sub32(t, F(1.0)), maximum32(log1p32(neg32(x)), F(-100.0)));
  return sub32(miss, mul32(t, maximum32(log32(x), F(-100.0))));
}
fn bceLogits32(x: F, t: F) -> F { return sub32(mul32(sub32(F(1.0), t), x), logsigmoid32(x)); }
fn bceLogitsWeighted32(x: F, t: F, positive: F) -> F {
  let share = add32(mul32(sub32(positive, F(1.0)), t), F(1.0));
  return sub32(mul32(sub32(F(1.0), t), x), mul32(logsigmoid32(x), share));
}
fn kl32(x: F, t: F) -> F { return sub32(xlogy32(t, t), mul32(t, x)); }
fn klLog32(x: F, t: F) -> F { return mul32(exp32(t), sub32(t, x)); }

// x - y where x <= y and a difference below 2^-100 is as good as none.
fn below(x: F, y: F) -> F { return choose32(special(x, y), addSpecial(x, neg32(y)), x - y); }
/* log-softmax of a logit. */
fn chance(x: F, top: F, logarithm: F) -> F { return below(below(x, top), logarithm); }
