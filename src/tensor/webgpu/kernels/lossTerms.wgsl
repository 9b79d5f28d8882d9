// One element of each elementwise loss, operation by operation as ATen computes it.

fn bce32(x: f32, t: f32) -> f32 {
  let miss = mul32(sub32(t, 1.0), maximum32(log1p32(neg32(x)), -100.0));
  return sub32(miss, mul32(t, maximum32(log32(x), -100.0)));
}
fn bceLogits32(x: f32, t: f32) -> f32 { return sub32(mul32(sub32(1.0, t), x), logsigmoid32(x)); }
fn bceLogitsWeighted32(x: f32, t: f32, positive: f32) -> f32 {
  let share = add32(mul32(sub32(positive, 1.0), t), 1.0);
  return sub32(mul32(sub32(1.0, t), x), mul32(logsigmoid32(x), share));
}
fn kl32(x: f32, t: f32) -> f32 { return sub32(xlogy32(t, t), mul32(t, x)); }
fn klLog32(x: f32, t: f32) -> f32 { return mul32(exp32(t), sub32(t, x)); }
