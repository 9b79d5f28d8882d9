// What this adapter's own arithmetic is worth: quotient, root and the error that a fused multiply-add finds.

@compute @workgroup_size(WG)
fn main(@builtin(global_invocation_id) id: vec3u) {
  let i = id.x;
  if (i >= P.outputs) { return; }
  let a = bitcast<f32>(in0(i, 0u));
  let b = bitcast<f32>(in1(i, 0u));
  out[3u * i] = bitcast<u32>(a / b);
  out[3u * i + 1u] = bitcast<u32>(sqrt(a));
  out[3u * i + 2u] = bitcast<u32>(fma(a, b, -bitcast<f32>(bitcast<u32>(a * b) ^ P.zero)));
}
